"""In German nothing stands in English around citations, in the evidence of changes, between two regimes, in ties, in days."""

import re
from itertools import combinations

import pytest

from kb.cells.comparison import compare
from kb.cells.sentences import Stated
from kb.clocks.changes import Point, find_changes
from kb.graph.exploration import whole_graph
from kb.language.spoken_names import name_of
from kb.naming import iris
from kb.profiles.profile import profile
from kb.release.dossiers import cite_weighed
from kb.similarity.similarity import similar
from kb.ui.cells.change_evidence import evidence_said
from kb.ui.frame.spoken import reading_words, said
from kb.ui.pages.article import _span
from tests.test_ui_pages import page

OURS = re.compile(
    r", (?:read in|as stated in|as reported by|read only in|copy of|from memory|publisher unknown)\b"
    r"|^(?:Search of|still stands|for others|withdrawn:|coded on|not in the record|the dates of)|\bnothing is coded\b"
)
KNOWN = "2026-12-01"


def test_the_evidence_of_changes_is_german_around_what_people_wrote(real_release, german_pages):
    law = Point("2024-01-01", KNOWN), Point("2026-06-01", KNOWN)
    record = Point("2026-06-01", "2026-11-23"), Point("2026-06-01", KNOWN)
    for points in (law, record):
        found = find_changes(real_release.reader, ["us", "eu", "sg"], *points, platform="tiktok").changes
        assert found
        for change in found:
            told = evidence_said(change)
            assert len(told) == len(change.evidence) and not [one for one in told if OURS.search(one)]


def test_a_citation_says_in_german_what_was_read(real_release, german_pages):
    found = find_changes(real_release.reader, ["us", "sg"], Point("2024-01-01", KNOWN), Point("2026-06-01", KNOWN)).changes
    claims = [one for change in found for one in change.after.claims]
    english, told = map(cite_weighed, claims), [cite_weighed(one, reading_words()) for one in claims]
    assert any(OURS.search(one) for one in english) and not [one for one in told if OURS.search(one)]
    assert any(", gelesen: " in one for one in told) and any("Abschrift (Herausgeber: " in one for one in told)


def test_what_ties_things_is_german(real_release, german_pages):
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
def test_the_days_for_which_an_article_speaks_are_german(german_pages, written, told):
    assert _span(written) == told


def test_why_two_regimes_cannot_be_compared_on_a_question_is_german(real_release, german_pages):
    found = similar(compare(real_release.reader, ["us", "eu", "sg", "cn"], known_on=KNOWN))
    notes = {part.left_out for pair in combinations(["us", "eu", "sg", "cn"], 2) for part in found.pair(*pair).parts}
    english = re.compile("does not arise|not all|not researched|coded |not applicable|: not ")
    assert [one for one in notes if english.search(one)] and not [one for one in map(said, notes) if english.search(one)]


def test_a_number_that_is_german_already_stays_so():
    for number in ("USD 53,088", "7.5 %", "EUR 20,000,000", "13.75 %", "SGD 1,000"):
        told = name_of({"years": "Jahre"}, number)
        assert told != number and name_of({"years": "Jahre"}, told) is None


def test_the_notes_of_compare_and_the_texts_a_text_rests_on_are_german(real_home, real_release, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))
    notes = "".join(html.proto.body for html in page("compare", lang="de", j="us,sg", d="ownership-and-divestiture").get("html"))
    assert ", gelesen: " in notes and not re.search(", (?:read in|copy of) ", notes)
    leans = profile(real_release, "instrument/eu/dsa", "de")
    (section,) = [one for one in leans.sections if one.name == "leans"]
    assert {row[2].text for row in section.rows} and not {row[2].text for row in section.rows} & {"is based on", "implements"}


def test_why_one_entry_goes_before_another_is_german(real_release, german_pages):
    stated = Stated(real_release.store)
    rules = {rule for policy in real_release.reader.policies().values() for rule in policy.rules}
    for rule in rules:
        iri = iris.entity("resolution-rule", rule)
        words = f"{stated.value(iri, 'rdfs:label')}: {stated.value(iri, 'skos:definition')}."
        assert ": " in words and said(words) != words, rule
    assert len(rules) > 5
