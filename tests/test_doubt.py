"""Doubt has weight and a name: pending in court, contradicted, said of one platform, equals that disagree; the last is loud."""

from __future__ import annotations

import csv
import io
import json

import pytest
from table_readers import READERS, TEXTS

from kb.cells.comparison import compare
from kb.clocks.timeline import timeline
from kb.clocks.timeline import to_text as timeline_text
from kb.explanation.explain import explain
from kb.explanation.explain import to_json as explanation_json
from kb.explanation.explain import to_text as explanation_text
from kb.release.release import Release
from kb.tables import table_bytes
from kb.values.disputes import DOUBTS, doubt_of
from kb.values.model import Cell, Comparison, Dispute, Doubt
from kb.values.words import LOUD, cell_words
from kb.wording.disputes import FORMATS as DISPUTES
from kb.wording.disputes import write_disputes
from tests.invented_tables import claim

KNOWN, TODAY = "2026-12-01", "2026-06-01"
OF_TIKTOK = "A source says otherwise of TikTok (it says: mandatory local storage)"
CONTRADICTED = "A source says otherwise; we find it contradicted (it says: mandatory local storage)"
LOCATION = "data-localization-requirement"
QUIET = {"in-court", "contradicted", "said-of-platform"}


def asked(release: Release, place: str, question: str, known: str = KNOWN, **options: str) -> Comparison:
    return compare(release.reader, [place], questions=[question], as_of=TODAY, known_on=known, **options)


@pytest.fixture(scope="module")
def singapore(real_release: Release) -> Comparison:
    """The cell of which an anonymous article says another thing of TikTok."""
    return asked(real_release, "sg", LOCATION)


@pytest.fixture(scope="module")
def venture(real_release: Release) -> Comparison:
    """The cell that a pending petition against the joint venture disputes."""
    return asked(real_release, "us", "forced-divestiture", platform="tiktok")


@pytest.fixture(scope="module")
def equals(real_release: Release) -> Comparison:
    """A cell on which two sources of equal weight disagreed, as known on the day before it was found which is right."""
    return asked(real_release, "sg", "minors-ad-profiling", known="2026-11-28")


def test_what_an_article_says_of_tiktok_leaves_singapores_rule_out_of_doubt(singapore: Comparison):
    (cell,) = singapore.cells
    assert (cell.answer, cell.disputed, cell.otherwise) == ("conditional-transfer", True, ())
    (article,) = [weighed for weighed in cell.claims if weighed.disputes]
    assert cell.dispute == Doubt("said-of-platform", 0.15, (article.claim.iri,))
    assert (article.claim.answer, article.claim.platform) == ("mandatory-local-storage", "tiktok")
    words = cell_words(cell)
    assert [line.text for line in words.doubts] == [
        "A source says otherwise of TikTok (it says: mandatory local storage)."
    ] and words.warnings == ()


def test_asked_for_tiktok_the_article_is_a_source_that_is_contradicted(real_release: Release):
    (cell,) = asked(real_release, "sg", LOCATION, platform="tiktok").cells
    assert cell.dispute and (cell.dispute.kind, cell.dispute.weight) == ("contradicted", 0.15)
    assert [line.text for line in cell_words(cell).doubts] == [
        "A source says otherwise; we find it contradicted (it says: mandatory local storage)."
    ]


def test_a_petition_is_a_challenge_in_court_and_no_warning(venture: Comparison):
    (cell,) = venture.cells
    assert cell.answer == "negotiated" and cell.dispute and cell.dispute.kind == "in-court" and cell.dispute.weight < 0.1
    assert [line.text for line in cell_words(cell).doubts] == ["Challenged in court, pending."]
    assert cell_words(cell).warnings == ()


def test_sources_of_equal_weight_that_disagree_are_loud(equals: Comparison):
    (cell,) = equals.cells
    assert cell.dispute and (cell.dispute.kind, cell.dispute.weight) == ("equal-sources", 1.0)
    (warning,) = cell_words(cell).warnings
    assert warning.text == "⚠ Sources of equal weight disagree" and warning.notes


@pytest.mark.parametrize("day", ["2018-01-01", "2021-06-01", "2023-09-01", "2025-02-01", "2025-10-15", TODAY])
@pytest.mark.parametrize("platform", [None, "tiktok"])
def test_a_cell_is_disputed_exactly_where_doubt_has_a_kind(real_release: Release, day: str, platform: str | None):
    reader = real_release.reader
    for cell in compare(reader, list(reader.jurisdictions()), as_of=day, known_on=KNOWN, platform=platform).cells:
        assert cell.disputed == (cell.dispute is not None) == any(weighed.disputes for weighed in cell.claims)
        if cell.dispute:
            assert cell.dispute.kind in DOUBTS and 0 <= cell.dispute.weight <= 1
            assert set(cell.dispute.claims) <= {weighed.claim.iri for weighed in cell.claims if weighed.disputes}
            words = cell_words(cell)
            assert bool(words.warnings) == (cell.dispute.kind in LOUD) and (words.doubts or words.warnings)


# every format


def shown(table: Comparison, name: str) -> str:
    return " ".join(table_bytes(table, name).decode("utf-8").split())


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize(
    ("which", "quiet", "loud"),
    [
        ("singapore", ["A source says otherwise of TikTok (it says: mandatory local storage)."], []),
        ("venture", ["Challenged in court, pending."], []),
        ("equals", [], ["⚠ Sources of equal weight disagree"]),
    ],
)
def test_documents_name_the_kind_and_warn_of_equal_sources_only(which, quiet, loud, name, request):
    data = table_bytes(request.getfixturevalue(which), name)
    (((cell,),),) = (READERS[name](data.decode("utf-8") if name in TEXTS else data).cells,)
    assert [text for text, _ in cell.doubts] == quiet and [text for text, _ in cell.warnings] == loud
    assert all(notes for _, notes in (*cell.doubts, *cell.warnings))


@pytest.mark.parametrize("name", ["txt", "svg"])
def test_text_and_picture_have_the_sign_of_warning_only_where_sources_of_equal_weight_disagree(
    singapore: Comparison, equals: Comparison, name: str
):
    assert "(A source says otherwise of TikTok (it says: mandatory local storage)." in shown(singapore, name)
    assert "⚠" not in shown(singapore, name) and "⚠ sources of equal weight disagree" in shown(equals, name)
    assert "⚠ SOURCES OF EQUAL WEIGHT DISAGREE" in shown(equals, name)


def test_json_and_csv_name_kind_and_weight(singapore: Comparison, equals: Comparison):
    content = json.loads(table_bytes(singapore, "json"))["cells"][0]
    assert content["disputed"] is True and content["dispute"].keys() == {"kind", "weight", "claims"}
    assert (content["dispute"]["kind"], content["dispute"]["weight"]) == ("said-of-platform", 0.15)
    disputing = [claim["id"] for claim in content["claims"] if claim["disputes"]]
    assert content["dispute"]["claims"] == disputing and len(disputing) == 1
    for table, expected in ((singapore, ("true", "said-of-platform", "0.15")), (equals, ("true", "equal-sources", "1.0"))):
        row = next(csv.DictReader(io.StringIO(table_bytes(table, "csv").decode("utf-8"))))
        assert (row["disputed"], row["dispute"], row["dispute_weight"]) == expected


def test_a_cell_without_doubt_has_none(real_release: Release):
    table = asked(real_release, "eu", LOCATION)
    content = json.loads(table_bytes(table, "json"))["cells"][0]
    assert (content["disputed"], content["dispute"]) == (False, None) and "Doubt:" not in _explained(real_release, table)


def _explained(release: Release, table: Comparison) -> str:
    (cell,) = table.cells
    return explanation_text(explain(release, table, cell.jurisdiction, cell.question))


def test_explanation_timeline_and_list_of_disputes_name_the_kind(real_release: Release, singapore: Comparison):
    assert "Doubt: a source says otherwise of TikTok (it says: mandatory local storage)." in _explained(real_release, singapore)
    content = explanation_json(explain(real_release, singapore, "sg", LOCATION))
    assert content["dispute"]["kind"] == "said-of-platform"
    told = timeline_text(timeline(real_release.reader, "sg", LOCATION, known_on=KNOWN))
    assert "; a source says otherwise of TikTok (it says: mandatory local storage))" in told and "⚠" not in told
    for name in DISPUTES:
        said = write_disputes(singapore, name)
        assert ("said-of-platform" if name in ("csv", "json") else "A source says otherwise of") in said and "⚠" not in said


# kinds and weights of invented claims


def cell_with(*kinds: tuple[str, str, str | None]) -> Cell:
    """A cell that law decides, with claims against it: (authority, kind of dispute, type of dossier)."""
    winner = claim("x", "q", "a0", True, "2026-01-01")
    others = []
    for number, (authority, kind, _) in enumerate(kinds, 1):
        weighed = claim("x", "q", f"a{number}", False, "2026-01-01")
        stored = weighed.claim._replace(authority=authority)
        others.append(
            weighed._replace(claim=stored, dispute=Dispute(kind, number / 10, "low"), notes=(number + 1,), label=f"B{number}")
        )
    claims = (winner._replace(notes=(1,)), *others)
    found = doubt_of(claims)
    return Cell("x", "q", "answered", "a0", "A", "A.", None, None, None, None, "general", None, True, claims, dispute=found)


def test_the_gravest_kind_names_the_doubt_and_each_kind_has_its_line():
    cell = cell_with(("press", "source-authority", None), ("law", "value", None), ("anonymous", "platform", None))
    assert cell.dispute == Doubt("equal-sources", 0.2, (cell.claims[2].claim.iri,))
    words = cell_words(cell)
    assert [(line.text, line.notes) for line in words.warnings] == [("⚠ Sources of equal weight disagree", (3,))]
    assert [(line.text, line.notes) for line in words.doubts] == [
        ("A source says otherwise; we find it contradicted (it says: b1).", (2,)),
        ("A source says otherwise of a named platform (it says: b3).", (4,)),
    ]


def test_of_several_claims_of_one_kind_the_heaviest_gives_the_weight():
    cell = cell_with(("press", "source-authority", None), ("anonymous", "source-authority", None))
    assert cell.dispute and (cell.dispute.kind, cell.dispute.weight, len(cell.dispute.claims)) == ("contradicted", 0.2, 2)


def test_a_stronger_source_than_the_one_that_is_shown_is_loud(real_release: Release):
    """By a policy that shows the newest claim an article can decide; the law against it is no mere source."""
    options = {"as_of": "2025-10-15", "known_on": KNOWN, "platform": "tiktok", "policy": "newest-first"}
    (cell,) = compare(real_release.reader, ["sg"], questions=[LOCATION], **options).cells
    assert cell.answer == "mandatory-local-storage" and cell.dispute and cell.dispute.kind == "equal-sources"
    assert cell_words(cell).warnings


def test_every_quiet_kind_is_no_loud_one():
    assert set(DOUBTS) == QUIET | set(LOUD)
