"""The window Why?: who disputes and the rule behind stand at its top, long law is folded, the law can be cited."""

import re

import pytest

from kb.texts.beside import LawWords
from kb.ui.cells import law_words
from kb.ui.words import vocabulary
from tests.test_ui_pages import page, real, shown

__all__ = ["real"]
TIKTOK = {"j": "us", "p": "tiktok", "d": "ownership-and-divestiture", "cell": "us.forced-divestiture"}


@pytest.mark.parametrize("lang", ["en", "de"])
def test_who_disputes_stands_before_the_reasons_and_leads_to_what_they_say(real, lang):
    html = shown(page("compare", **TIKTOK, lang=lang))
    said = vocabulary(lang)["explain.disputed-by"]
    (place,) = re.findall(rf'<b>{said}</b> <a href="#(why-\d+)" data-go="\1">[^<]*Petition', html)
    disputes = html.index(vocabulary(lang)["explain.disputes"] + ":")
    assert html.index(said) < html.index(f'id="{place}"') < disputes
    assert not re.search(r'id="why-\d+"', html[html.index(f'id="{place}"') + 10 : disputes])


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_statute_behind_the_answer_for_a_platform_is_named_at_once_and_on_its_card(real, lang):
    html = shown(page("compare", **TIKTOK, lang=lang))
    start = vocabulary(lang)["cell.general-rule"].partition(":")[0]
    assert len(re.findall(rf"{start}: [^<]*\(PAFACA\)", html)) == 2
    assert vocabulary(lang)["cell.since"].format(day="2026-01-22") in html


def test_the_window_says_what_is_in_english_and_marks_it(real):
    test = page("compare", **TIKTOK, lang="de")
    assert [one.value for one in test.caption].count(vocabulary("de")["app.written-in"]) == 2
    assert '<span lang="en">A divestiture was agreed' in shown(test) and '<span lang="en">The company announced' in shown(test)


def test_the_window_gives_the_law_for_a_footnote_and_the_answer_with_its_release(real):
    test = page("compare", **TIKTOK)
    codes = [one.value for one in test.code]
    assert any("Executive Order 14352" in one and "sec. 2(c)" in one and "https://" in one for one in codes)
    assert any("United States: Can the owner" in one and "Negotiated divestiture" in one and "release" in one for one in codes)


def test_a_long_passage_of_law_is_folded_after_its_beginning():
    whole = "Words of law. " * 200
    html = law_words._begun(LawWords("s. 1", whole, "en", "ltr", "edition", "copy", "", "", True))
    begin, _, fold = html.partition("<details")
    assert 400 < len(begin) < 900 and begin.count("Words of law") < 60 and whole.strip() in fold and "600 words" in fold
