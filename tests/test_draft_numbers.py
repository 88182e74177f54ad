"""Numbers and limits of drafts: no sentence with another number than the base's, or without its limit, is supported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from kb.checking.checked import check, write_checked
from kb.checking.draft_text import from_paragraphs
from kb.checking.judging import Judge
from kb.checking.limits import dropped
from kb.checking.numbers import alike, shown
from kb.checking.words import apart, said
from kb.release.release import Release
from tests.conftest import ROOT
from tests.patience import PATIENCE

DAYS = ("2026-06-01", "2026-12-31")
SENTENCES = yaml.safe_load((ROOT / "tests" / "draft_numbers.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def judge(real_release: Release) -> Judge:
    return Judge(real_release, *DAYS)


@pytest.mark.parametrize(("text", "verdict", "cell", "because"), SENTENCES, ids=[one[0][:70] for one in SENTENCES])
def test_a_sentence_with_a_number_has_the_verdict_of_its_cell(judge: Judge, text: str, verdict: str, cell: str, because: str):
    (sentence,) = from_paragraphs([text])
    found = judge.judge(sentence)
    assert (found.verdict, found.cell) == (verdict, cell) and because in found.because


def test_no_statement_of_the_base_is_supported_with_another_number(real_release: Release, judge: Judge):
    places, wrong, changed = real_release.reader.jurisdictions(), [], 0
    for head in real_release.reader.questions().values():
        for claim in real_release.reader.history(head.id, list(places)) if head.scale == "number" else ():
            for found in re.finditer(r"\b(\d+|two|three) (?=hours|days|months|percent)", claim.in_short):
                other = f"{claim.in_short[: found.start()]}777 {claim.in_short[found.end() :]}"
                (sentence, *_) = from_paragraphs([f"In {places[claim.jurisdiction]}: {other.replace('. ', '; ')}"])
                changed += 1
                if "777" in sentence.text and judge.judge(sentence).verdict in ("supported", "outdated"):
                    wrong.append(sentence.text)
    assert changed >= 50 and not wrong


def test_a_statement_of_the_base_in_its_own_words_is_not_doubted(real_release: Release, judge: Judge):
    places, partly, told = real_release.reader.jurisdictions(), [], 0
    for head in real_release.reader.questions().values():
        for claim in real_release.reader.history(head.id, list(places)):
            stands = claim.valid_from <= DAYS[0] < claim.valid_until and claim.asserted_on <= DAYS[1] < claim.retracted_on
            if stands and re.search(r"\d", claim.in_short):
                (sentence, *rest) = from_paragraphs([f"In {places[claim.jurisdiction]}: {claim.in_short}"])
                found = judge.judge(sentence)
                told += found.verdict == "supported"
                # a statement that names another act than its own is laid beside that one
                if not rest and found.verdict == "partly" and found.dossier == claim.dossier:
                    partly.append(sentence.text)
    assert told >= 50 and not partly


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("within thirty-six hours", {("hours", 36)}),
        ("one of two hours", {("hours", 2)}),
        ("one hundred and eighty days", {("hours", 4320)}),
        ("a hundred days, ninety percent", {("hours", 2400), ("percent", 90)}),
        ("within a day", {("hours", 24)}),
        ("two working days", {("hours", 48)}),
        ("24 or 48 hours", {("hours", 24), ("hours", 48)}),
        ("under sixteen, for twelve months", {("age", 16), ("months", 12)}),
        ("under 16 years of age for two years", {("age", 16), ("years", 2)}),
        ("a child of 16 years, for a period of five years", {("age", 16), ("years", 5)}),
        ("GBP 18 million and the 24 hours", {("gbp", 18e6), ("hours", 24)}),
        ("45 million monthly active users", {("users", 45e6)}),
        ("one of the platforms under 18 U.S.C., since 2025-06-03", set()),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text: str, numbers: set):
    assert said(text).numbers == numbers


def test_times_are_the_same_in_other_units():
    assert (
        alike(("months", 6), ("hours", 180 * 24)) and alike(("years", 1), ("months", 12)) and alike(("hours", 48), ("hours", 48))
    )
    assert not alike(("months", 6), ("hours", 150 * 24)) and not alike(("age", 2), ("years", 2))
    assert [shown(one) for one in (("hours", 240.0), ("age", 16.0), ("hours", 1.0), ("eur", 2000.0))] == [
        "10 days",
        "16 years",
        "1 hour",
        "EUR 2,000",
    ]


def test_the_clause_most_like_a_sentence_has_its_number():
    told = said("Under 16 a child may have an account only on low-risk services, under 13 only on those made for children.")
    assert apart(said("Children under 13 have no account on high-risk services."), told) == (("age", 13), ("age", 16))
    assert apart(said("Children under 16 have no account on high-risk services."), told) is None
    assert apart(said("Services answer within 24 hours."), told) == (("hours", 24), None)


@pytest.mark.parametrize(
    ("sentence", "part", "limits"),
    [
        ("Platforms publish reports.", "Large platforms publish reports.", ("large",)),
        ("Platforms publish reports.", "Designated platforms publish reports only if asked.", ("designated", "only if")),
        ("Certain platforms publish reports.", "Some platforms publish reports.", ()),
        ("It is so.", "It is certain that it is so, and the public at large knows.", ()),
    ],
)
def test_limits_that_a_sentence_drops_are_named(sentence: str, part: str, limits: tuple):
    assert dropped(sentence, part, part) == limits


STORED = "Article 39 of the DSA requires platforms to store user data in the EU."
FINED = (
    "Under Article 74(1) of the Digital Services Act the Commission may fine very large platforms in the European Union "
    "up to 6 percent of worldwide annual turnover."
)


def test_an_article_that_only_exists_is_told_apart_from_one_that_was_compared(real_release: Release):
    found = check(real_release, from_paragraphs([STORED, FINED, "In TikTok v. Garland the Supreme Court banned cats."]), *DAYS)
    assert [(one.finding, one.compared) for one in found.cited] == [("held", None), ("held", "supported"), ("held", None)]
    for name in ("txt", "md"):
        assert write_checked(found, name).count("what the text says of it was not compared") == 2


def test_the_page_has_no_green_tick_beside_what_was_not_compared(real_home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_HOME", str(real_home))
    page = AppTest.from_string("from kb.ui.pages import check; check.show()", default_timeout=PATIENCE).run()
    shown_by = {}
    for text in (STORED, FINED):
        page.text_area(key="draft").set_value(text)
        page = page.button[0].click().run()
        shown_by[text] = " ".join(str(one.proto) for one in page.get("html"))
    assert "was not compared" in shown_by[STORED] and "✓" not in shown_by[STORED]
    assert "was not compared" not in shown_by[FINED] and "✓ Exists" in shown_by[FINED]
