"""In German nothing stands in English around citations, in the evidence of changes, in what ties things, and in spans of days."""

import re

import pytest

from kb.clocks.changes import Point, find_changes
from kb.graph.exploration import whole_graph
from kb.language.spoken_names import names_in
from kb.release.dossiers import cite_weighed
from kb.ui.cells.change_evidence import evidence_said
from kb.ui.frame.spoken import reading_words, said, speak
from kb.ui.pages.article import _span
from kb.ui.words import SPOKEN

OURS = re.compile(
    r", (?:read in|as stated in|as reported by|read only in|copy of|from memory|publisher unknown)\b"
    r"|^(?:Search of|still stands|for others|withdrawn:|coded on|not in the record|the dates of)|\bnothing is coded\b"
)
KNOWN = "2026-12-01"


@pytest.fixture
def german(real_release):
    token = SPOKEN.set("de")
    speak(names_in(real_release, "de"))
    yield
    SPOKEN.reset(token)
    speak({})


def test_the_evidence_of_changes_is_german_around_what_people_wrote(real_release, german):
    law = Point("2024-01-01", KNOWN), Point("2026-06-01", KNOWN)
    record = Point("2026-06-01", "2026-11-23"), Point("2026-06-01", KNOWN)
    for points in (law, record):
        found = find_changes(real_release.reader, ["us", "eu", "sg"], *points, platform="tiktok").changes
        assert found
        for change in found:
            told = evidence_said(change)
            assert len(told) == len(change.evidence) and not [one for one in told if OURS.search(one)]


def test_a_citation_says_in_german_what_was_read(real_release, german):
    found = find_changes(real_release.reader, ["us", "sg"], Point("2024-01-01", KNOWN), Point("2026-06-01", KNOWN)).changes
    claims = [one for change in found for one in change.after.claims]
    english, told = map(cite_weighed, claims), [cite_weighed(one, reading_words()) for one in claims]
    assert any(OURS.search(one) for one in english) and not [one for one in told if OURS.search(one)]
    assert any(", gelesen: " in one for one in told) and any("Abschrift von " in one for one in told)


def test_what_ties_things_is_german(real_release, german):
    ties = {data["says"] for _, _, data in whole_graph(real_release).edges(data=True)}
    english = re.compile(r"^(?:takes part|acted|belongs to|was designated|is owned|answers)\b|\(\S+ percent\)")
    assert [one for one in ties if english.search(one)] and not [one for one in ties if english.search(said(one))]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2022 to 2026", "2022 bis 2026"), ("from 2020", "ab 2020"), ("to 2026-11-22", "bis 2026-11-22"), ("2024", "2024"),
        ("from 2023-2024, by class of service", "from 2023-2024, by class of service"),
    ],
)  # fmt: skip
def test_the_days_for_which_an_article_speaks_are_german(german, written, told):
    assert _span(written) == told
