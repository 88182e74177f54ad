"""The hits of a search as a reader sees them: a question with its answers, no inner names, and where words are explained."""

import re

import pytest

from kb.searching.search import search
from kb.ui.cells.short_answers import short_answers
from kb.ui.frame.shared import cached_comparison
from kb.ui.pages.search import terms_asked
from kb.values.view import View
from tests.test_ui_pages import page, shown

UNDER_16 = {"en": "which countries ban social media under 16", "de": "Welche Länder verbieten soziale Medien unter 16"}


@pytest.fixture
def real(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_question_that_is_found_shows_its_answers_with_places_and_days(real, lang):
    test = page("search", q=UNDER_16[lang], lang=lang)
    assert not test.exception
    told = text_of(" ".join(one.proto.body for one in test.get("html")))
    places = ("16 years (2)", "Australia", "Indonesia", "14 years (1)", "Florida")
    wanted = {"en": (*places, "since 2025-12-10"), "de": ("16 Jahre (2)", "Australien", "14 Jahre (1)", "seit 2025-12-10")}
    assert all(one in told for one in wanted[lang]), told
    assert not re.search(r"question/|Asked since|Code the|it is not coded", told)


def test_each_place_of_a_short_list_leads_to_its_answer(real, real_release):
    asked = View(("us", "au", "id", "us-fl", "de", "eu"), questions="minimum-account-age").settled()
    html = short_answers(cached_comparison(real_release, asked))
    assert 'href="compare?j=au&amp;q=minimum-account-age&amp;cell=au.minimum-account-age"' in html
    assert "Germany" not in html and "Nothing found: 2 places." in text_of(html)


def test_what_a_member_has_of_its_union_is_told_with_the_union(real, real_release):
    asked = View(("eu", "de", "fr"), questions="forced-divestiture").settled()
    told = text_of(short_answers(cached_comparison(real_release, asked)))
    assert "European Union" in told and "Germany" not in told and "(1)" in told


def test_a_hit_is_called_by_its_kind_and_place_not_by_its_key(real):
    told = shown(page("search", q="last resort orders"))
    assert "Instrument · Australia" in told and "instrument/au/" not in re.sub(r'href="[^"]*"', "", told)
    absence = shown(page("search", q="no federal duty to look for unlawful content"))
    assert "Search without a find · United States" in absence and ">Absence: " not in absence


@pytest.mark.parametrize(
    ("words", "lang", "names"),
    [
        ("how old are the answers, last known", "en", {"last-known"}),
        ("zuletzt bekannt", "de", {"last-known"}),
        ("what is a pinpoint", "en", {"pinpoint"}),
        ("can an authority demand an answer in Brazil", "en", set()),
    ],
)
def test_words_of_the_tool_are_explained_where_one_is_looked_for(words, lang, names):
    assert {one.key for one in terms_asked(words, lang)} == names


@pytest.mark.parametrize(
    ("words", "lang", "told"), [("how old are the answers", "en", "coverage"), ("wie aktuell", "de", "coverage")]
)
def test_who_asks_how_current_the_answers_are_is_led_to_where_that_is_told(real, words, lang, told):
    html = shown(page("search", q=words, lang=lang))
    assert f'href="{told}' in html
    assert f'href="{told}' not in shown(page("search", q="data localisation", lang=lang))


@pytest.mark.parametrize(
    "words",
    ["can the US government force TikTok's owner to sell", "which age did the government of Australia set for social media"],
)
def test_a_word_is_not_broken_nor_said_to_be_left_where_it_names_nobody(real_release, words):
    left = {word for hit in search(real_release, words, 8) for word in hit.unused}
    assert not left & {"s", "government", "set"}


@pytest.mark.parametrize(
    "words", ["Welche Länder verbieten soziale Medien unter 16", "Verbot soziale Medien unter 16", "social media ban under 16"]
)
def test_the_same_question_in_other_words_leads_to_the_same(real_release, words):
    found = [hit.id for hit in search(real_release, words, 2)]
    assert found == ["minimum-account-age", "minimum-age-access"]
