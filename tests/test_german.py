"""Pages in German are German: every name of the codebook has its German one, and pages show no English question."""

import re
from pathlib import Path

import pytest
import yaml

from kb.loaders.words import relation_names, words
from kb.ui.frame import spoken
from kb.ui.words import vocabulary
from tests.test_plain_words import spoken as texts_of
from tests.test_ui_pages import page

LABELS = yaml.load((Path(__file__).parents[1] / "facts/labels/de.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["labels"]
SAME_IN_BOTH = re.compile(r"us-(?!ca)[a-z]{2}|cn")


def test_every_question_answer_and_dimension_has_a_german_name(real_release):
    heads = real_release.reader.questions().values()
    named = {f"question/{head.id}" for head in heads} | {f"dimension/{head.dimension}" for head in heads}
    named |= {f"question/{head.id}/{answer}" for head in heads for answer, _ in head.answers}
    assert not sorted(named - LABELS.keys())


def test_every_place_has_a_german_name(real_release):
    places = real_release.reader.jurisdictions()
    assert not [slug for slug in places if f"jurisdiction/{slug}" not in LABELS and not SAME_IN_BOTH.fullmatch(slug)]


@pytest.mark.parametrize(
    "scheme", ["event", "case-step", "legal-status", "enforcement-status", "absence", "verdict", "instrument-type"]
)
def test_every_word_of_a_list_that_pages_show_has_a_german_name(scheme):
    assert not [word for word in words(scheme) if f"{scheme}/{word}" not in LABELS]


def test_every_relation_has_a_german_name():
    assert not [name for name in relation_names() if f"relation/{name}" not in LABELS]


@pytest.mark.parametrize(
    ("which", "address"),
    [
        ("home", {}),
        ("changes", {"j": "us,sg", "v1": "2024-01-01", "v2": "2026-06-01"}),
        ("on_that_day", {"j": "us", "p": "tiktok", "v": "2025-03-01"}),
        ("compare", {"j": "us,sg", "d": "ownership-and-divestiture"}),
        ("similarity", {"j": "us,sg,eu", "view": "pair"}),
    ],
)
def test_no_page_in_german_shows_a_question_or_an_answer_in_english(real_home, real_release, monkeypatch, which, address):
    monkeypatch.setenv("KB_HOME", str(real_home))
    shown = texts_of(page(which, lang="de", **address).main)
    heads = real_release.reader.questions().values()
    english = {head.text for head in heads} | {head.dimension_title for head in heads}
    answers = {f"**{label}**" for head in heads for _, label in head.answers} - {f"**{name}**" for name in LABELS.values()}
    said = [text for text in shown if not text.startswith("Policy comparison")]  # what is taken along stays English
    assert not [text[:100] for text in said if text in english or any(answer in text for answer in answers)]


def test_a_computed_sentence_is_put_together_anew(monkeypatch):
    monkeypatch.setattr(spoken, "spoken_language", lambda: "de")
    spoken.speak({"Singapore": "Singapur", "Must it?": "Muss es?"})
    assert spoken.said("Singapore: Must it?") == "Singapur: Muss es?"
    assert spoken.said("In a part only: Singapore (Must it?).") == "Nur in einem Teil: Singapur (Muss es?)."
    care = "≠ Coded by different versions of the question (mostly version 1.1.0; Singapore: version 1.0.0)"
    assert spoken.said(care).endswith("Fassung 1.1.0; Singapur: Fassung 1.0.0)") and "Coded" not in spoken.said(care)
    missed = "The rule entered here is for the class “Singapore” alone; that WeChat is in it on this day is not entered."
    assert "Klasse „Singapur“" in spoken.said(missed) and "dass WeChat" in spoken.said(missed)
    assert spoken.said("A sentence that somebody wrote.") == "A sentence that somebody wrote."
    written = "It was added in version 1.1.0. What came before stands."
    assert spoken.said(written) == written
    spoken.speak({})


def test_a_number_is_said_in_german_with_its_unit_or_currency(monkeypatch):
    monkeypatch.setattr(spoken, "spoken_language", lambda: "de")
    spoken.speak({"years": "Jahre"})
    assert [spoken.said(one) for one in ("16 years", "49.5 %", "USD 53,088", "2 apples", "2026")] == [
        "16 Jahre", "49,5 %", "USD 53.088", "2 apples", "2026",
    ]  # fmt: skip
    spoken.speak({})


def test_english_pages_say_what_the_base_says(monkeypatch):
    spoken.speak({"Singapore": "Singapur"})
    assert spoken.said("Singapore") == "Singapore" and "sentence.pair" in vocabulary("en")
    spoken.speak({})
