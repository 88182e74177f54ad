"""The general rule is not that of one platform: what is said of TikTok decides no general cell, and is named beside it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from table_readers import READERS, TEXTS

from kb.cells.comparison import compare
from kb.release.release import Release
from kb.tables import table_bytes
from kb.tables.sheet import sheet_of
from kb.values.model import Cell, Comparison
from kb.values.words import cell_words, clauses

KNOWN, TODAY = "2026-12-01", "2026-06-01"
DAYS = [f"{year}-{month}-01" for year in range(2016, 2028) for month in ("02", "08")] + ["2025-01-19", "2026-01-22"]
DIVESTITURE = "forced-divestiture"


@pytest.fixture(scope="module", params=DAYS)
def table(request: pytest.FixtureRequest, real_release: Release) -> Comparison:
    """The whole base on a day, asked for no platform."""
    reader = real_release.reader
    return compare(reader, list(reader.jurisdictions()), as_of=request.param, known_on=KNOWN)


def test_no_claim_on_one_platform_decides_a_general_cell(table: Comparison):
    assert [cell for cell in table.cells if cell.winner and cell.winner.claim.platform] == []
    assert {cell.scope for cell in table.cells} <= {"general", "class", None}


def test_law_for_a_named_platform_that_says_another_thing_is_named_and_no_other_is(real_release: Release, table: Comparison):
    """Beside each general cell stand the cells as they reach each platform, where law on that very platform decides them."""
    reader = real_release.reader
    expected: dict[tuple[str, str], list[tuple[str, str | None, str, str]]] = {}
    places = [slug for slug, _ in table.jurisdictions]
    held = [claim for question in reader.questions() for claim in reader.claims(question, table.as_of, KNOWN, places)]
    named = {(claim.platform, claim.question) for claim in held if claim.platform}
    for platform in sorted({platform for platform, _ in named}):
        asked = [head.id for head in table.questions if (platform, head.id) in named]  # elsewhere nothing can decide for it
        its = compare(reader, places, questions=asked, as_of=table.as_of, known_on=KNOWN, platform=platform)
        for cell in its.cells:
            general = table.cell(cell.jurisdiction, cell.question)
            winner = cell.winner.claim if cell.winner else None
            if winner and winner.platform == platform and winner.authority == "law" and _told(cell) != _told(general):
                key = cell.jurisdiction, cell.question
                expected.setdefault(key, []).append((platform, cell.answer, cell.label, cell.in_short))
    shown = {
        (cell.jurisdiction, cell.question): [(one.platform, one.answer, one.label, one.in_short) for one in cell.otherwise]
        for cell in table.cells
        if cell.otherwise
    }
    assert shown == expected


def _told(cell: Cell) -> tuple[str, str | None, str]:
    return cell.state, cell.answer, cell.label


def test_what_is_said_of_one_platform_stays_among_the_claims(real_release: Release, table: Comparison):
    """Every claim on one platform that holds on the day, by law or by a source, can be read in the general cell."""
    for cell in table.cells:
        held = real_release.reader.claims(cell.question, table.as_of, KNOWN, [cell.jurisdiction])
        named = {claim.iri for claim in held if claim.platform}
        assert named <= {weighed.claim.iri for weighed in cell.claims}
        standings = {weighed.standing for weighed in cell.claims if weighed.claim.platform}
        assert standings <= {"otherwise", "agrees", "disputes", "yields"}


def test_a_cell_with_claims_on_platforms_only_is_not_researched_and_names_them(table: Comparison):
    for cell in table.cells:
        if cell.claims and all(weighed.claim.platform for weighed in cell.claims):
            assert cell.state == "not-researched" and cell.winner is None
            assert cell.otherwise or not any(weighed.claim.authority == "law" for weighed in cell.claims)


# the story of the United States, in each of the three scopes


def united_states(release: Release, day: str = TODAY, **options: str) -> Comparison:
    return compare(release.reader, ["us"], questions=[DIVESTITURE], as_of=day, known_on=KNOWN, **options)


def test_the_statute_is_the_rule_and_the_deal_is_that_of_tiktok(real_release: Release):
    (cell,) = united_states(real_release).cells
    assert (cell.answer, cell.scope, cell.scope_label) == ("required", "class", "Foreign adversary controlled application")
    deals = {one.platform: (one.answer, one.label, one.notes) for one in cell.otherwise}
    answer, label, notes = deals["tiktok"]
    assert (answer, label) == ("negotiated", "Negotiated divestiture") and len(notes) == 1
    words = cell_words(cell)
    assert "◆ Otherwise for TikTok: negotiated divestiture" in [line.text for line in words.otherwise]
    assert "◆ otherwise for TikTok: negotiated divestiture" in clauses(words)


def test_as_it_reaches_tiktok_the_deal_decides_and_nothing_stands_otherwise(real_release: Release):
    (cell,) = united_states(real_release, platform="tiktok").cells
    assert (cell.answer, cell.scope, cell.scope_label, cell.otherwise) == ("negotiated", "platform", "TikTok", ())


def test_both_tells_the_rule_and_in_a_sentence_with_its_note_what_holds_for_tiktok(real_release: Release):
    table = united_states(real_release, platform="tiktok", scope="both")
    (cell,) = table.cells
    (tiktok,) = cell.otherwise
    its = united_states(real_release, platform="tiktok").cells[0]
    assert (cell.answer, tiktok.answer, tiktok.in_short) == ("required", "negotiated", its.in_short)
    (line,) = cell_words(cell).otherwise
    assert line.text == f"◆ Otherwise for TikTok: negotiated divestiture. {its.in_short}" and line.notes == tiktok.notes
    cited = {note.n: note.citation for note in table.notes}
    assert its.winner and its.winner.dossier and all(its.winner.dossier.title in cited[n] for n in line.notes)
    assert sheet_of(table).caption.startswith("Platform rules and what differs for TikTok, “")
    assert sheet_of(table).caption.endswith("”: United States")


def test_a_suspension_for_tiktok_is_said_with_what_holds_for_it(real_release: Release):
    (cell,) = united_states(real_release, "2025-09-15", platform="tiktok", scope="both").cells
    (its,) = united_states(real_release, "2025-09-15", platform="tiktok").cells
    assert (its.answer, its.enforcement_status) == ("required", "suspended")
    for one in cell.otherwise:
        assert (one.answer, one.enforcement_status) != (cell.answer, cell.enforcement_status)


# every format


@pytest.fixture(scope="module")
def divestiture(real_release: Release) -> Comparison:
    places = ["us", "eu", "sg", "us-mt"]
    return compare(real_release.reader, places, questions=[DIVESTITURE], as_of=TODAY, known_on=KNOWN)


@pytest.mark.parametrize("name", sorted(READERS))
def test_documents_name_the_platforms_for_which_another_rule_holds(divestiture: Comparison, name: str):
    data = table_bytes(divestiture, name)
    found = READERS[name](data.decode("utf-8") if name in TEXTS else data)
    said = [text for text, _ in found.cells[0][0].otherwise]
    assert "◆ Otherwise for TikTok: negotiated divestiture" in said and found.cells[0][0].label == "Required by statute"
    assert found.cells[0][1].otherwise == () and found.cells[0][3].otherwise == found.cells[0][0].otherwise


@pytest.mark.parametrize("name", ["txt", "svg"])
def test_text_and_picture_name_them_too(divestiture: Comparison, name: str):
    said = " ".join(table_bytes(divestiture, name).decode("utf-8").split())
    assert "◆ Otherwise for TikTok: negotiated divestiture" in said and "◆ otherwise for a named platform" in said


def test_csv_and_json_name_them_as_values(divestiture: Comparison):
    first = next(csv.DictReader(io.StringIO(table_bytes(divestiture, "csv").decode("utf-8"))))
    assert "tiktok: negotiated" in first["otherwise"].split("; ") and first["scope"] == "class"
    assert first["scope_label"] == "Foreign adversary controlled application" and first["platform_scope"] == ""
    content = json.loads(table_bytes(divestiture, "json"))
    assert content["scope"] == "general" and content["cells"][0]["scope"] == "class"
    (tiktok,) = [one for one in content["cells"][0]["otherwise"] if one["platform"] == "tiktok"]
    assert (tiktok["answer"], tiktok["label"], tiktok["state"]) == ("negotiated", "Negotiated divestiture", "answered")
    for claim in content["cells"][0]["claims"]:
        assert {"platform", "party", "layer"} <= set(claim)
        assert (
            claim["platform"] is not None if claim["standing"] == "otherwise" else not claim["won"] or claim["platform"] is None
        )


def test_asked_for_no_platform_and_for_tiktok_many_cells_differ(real_release: Release):
    """The difference that was lost while what holds for one platform decided for all."""
    general, tiktok = (
        compare(real_release.reader, ["us", "eu", "sg"], as_of=TODAY, known_on=KNOWN, platform=platform).cells
        for platform in (None, "tiktok")
    )
    assert sum(_told(one) != _told(other) for one, other in _pairs(general, tiktok)) > 5


def _pairs(one: tuple[Cell, ...], other: tuple[Cell, ...]) -> Iterator[tuple[Cell, Cell]]:
    return zip(one, other, strict=True)
