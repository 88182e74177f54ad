"""What `compare --platform` shows differs from the general rule where the law does, and only there, on the real facts.

What reaches a platform is worked out here from ``facts/platforms.yaml`` and the claims alone: those on nobody in particular, on
that platform, or on a class into which it was designated for the place by the day.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.cells.comparison import ask, compare
from kb.cells.layered_matrix import layered_matrix
from kb.cells.layers import layers_of
from kb.clocks.changes import Change, Point, find_changes
from kb.release.release import Release
from kb.values.model import STATES, Cell, StoredClaim
from kb.values.view import asked_view

FACTS = Path(__file__).resolve().parents[1] / "facts"
KNOWN = "2026-12-01"
DAYS = ("2020-08-10", "2023-06-01", "2024-06-15", "2025-01-19", "2026-11-29")
PLATFORMS = ("x", "youtube", "temu", "wechat", "linkedin", "facebook")
PLACES = ["us", "eu", "ie", "sg", "in", "ru", "br", "us-tx"]
REACHES_NOBODY = "measure-addressee"


@cache
def registered() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FACTS / "platforms.yaml").read_text(encoding="utf-8"))
    return found


def classes(platform: str, place: str, day: str) -> set[str]:
    """The classes into which a platform was designated for a place by a day."""
    designated = registered()[platform].get("designations", [])
    return {
        one["as"]
        for one in designated
        if one["in"] == place and str(one["from"]) <= day < str(one.get("until", "9999")) and "withdrawn" not in one
    }


def reaches(claim: StoredClaim, platform: str, day: str) -> bool:
    if claim.platform:
        return claim.platform == platform
    return not claim.party or claim.party in classes(platform, claim.jurisdiction, day)


def told(cell: Cell) -> tuple[str, str | None, str, str]:
    return cell.state, cell.answer, cell.label, cell.in_short


@pytest.fixture(scope="module", params=DAYS)
def day(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def general(real_release: Release, day: str) -> dict[tuple[str, str], Cell]:
    table = compare(real_release.reader, PLACES, as_of=day, known_on=KNOWN)
    return {(cell.jurisdiction, cell.question): cell for cell in table.cells}


@pytest.fixture(scope="module")
def held(real_release: Release, day: str) -> dict[tuple[str, str], list[StoredClaim]]:
    """The claims of each place and of what it belongs to that hold on the day, by cell."""
    reader = real_release.reader
    orders = {place: [layer.jurisdiction for layer in layers_of(reader, place, day)] for place in PLACES}
    named = sorted({order for found in orders.values() for order in found})
    found: dict[tuple[str, str], list[StoredClaim]] = {}
    for question in reader.questions():
        claims = reader.claims(question, day, KNOWN, named)
        for place in PLACES:
            found[place, question] = [claim for claim in claims if claim.jurisdiction in orders[place]]
    return found


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_cell_differs_where_law_does_and_only_there(
    real_release: Release,
    day: str,
    platform: str,
    general: dict[tuple[str, str], Cell],
    held: dict[tuple[str, str], list[StoredClaim]],
):
    its = compare(real_release.reader, PLACES, as_of=day, known_on=KNOWN, platform=platform)
    differ = 0
    for cell in its.cells:
        key = cell.jurisdiction, cell.question
        other, claims = general[key], held[key]
        deciding = [one.winner.claim for one in (cell, other) if one.winner and not one.parts]
        apart = {claim.iri for claim in claims if reaches(claim, platform, day) != (claim.platform is None)}
        if told(cell) != told(other):
            differ += 1
            assert any(claim.iri in apart for claim in deciding) or other.parts, f"{key}: nothing in the law sets it apart"
        if cell.winner and not cell.parts:
            assert reaches(cell.winner.claim, platform, day), f"{key}: decided by what does not reach {platform}"
        own = [claim for claim in claims if claim.jurisdiction == cell.jurisdiction and claim.authority == "law"]
        named = [claim for claim in own if claim.platform == platform and claim.answer]
        if named:
            assert cell.winner and cell.winner.claim.iri in {claim.iri for claim in named}, (
                f"{key}: the rule on {platform} is hidden"
            )
        shown = {one.claim.iri for one in cell.claims}
        lost = [claim.iri for claim in own if reaches(claim, platform, day) and claim.iri not in shown]
        assert not lost, f"{key}: {lost} reach {platform} and are not shown"
    assert differ or not any(apart_of(held, platform, day)), f"nothing differs for {platform}"


def apart_of(held: dict[tuple[str, str], list[StoredClaim]], platform: str, day: str) -> list[str]:
    claims = [claim for found in held.values() for claim in found if claim.authority == "law" and claim.answer]
    return [claim.iri for claim in claims if claim.platform == platform]


def test_x_youtube_temu_and_wechat_each_differ_from_the_general_rule_of_the_union_and_the_united_states(real_release: Release):
    """The classes of the Union in which each is, and what follows: a gatekeeper's duties reach YouTube alone of the four."""
    asked = ["systemic-risk-assessment", "platform-conduct-duties"]
    tables = {
        platform: compare(real_release.reader, ["eu"], questions=asked, as_of="2026-11-29", known_on=KNOWN, platform=platform)
        for platform in ("x", "youtube", "temu", "wechat")
    }
    answered = {name: [cell.question for cell in table.cells if cell.answer] for name, table in tables.items()}
    assert {name: sorted(found) for name, found in answered.items()} == {
        "x": ["systemic-risk-assessment"],
        "youtube": ["platform-conduct-duties", "systemic-risk-assessment"],
        "temu": ["systemic-risk-assessment"],
        "wechat": [],
    }


def test_a_rule_for_a_class_that_a_platform_is_not_in_is_not_applicable_and_says_which_class(real_release: Release):
    asked = ["researcher-data-access", "strongest-measure-against-a-named-platform"]
    table = compare(real_release.reader, ["eu", "ie"], questions=asked, as_of="2026-11-29", known_on=KNOWN, platform="wechat")
    cells = {(cell.jurisdiction, cell.question): cell for cell in table.cells}
    missed = cells["eu", asked[0]]
    assert (missed.state, missed.label, missed.answer) == ("not-applicable", "Not applicable", None)
    assert "class “Very large online platform” alone; that WeChat is in it on this day is not entered" in missed.in_short
    assert cells["eu", asked[1]].state == "not-researched", "a measure on others is no class that one is entered into"
    assert cells["ie", asked[0]].state == "not-researched", "no absence in the Union is one in a member"


def test_a_change_to_not_applicable_rests_on_the_rule_for_the_others(real_release: Release):
    def changes(start: Point, end: Point, question: str) -> Change:
        (found,) = find_changes(real_release.reader, ["eu"], start, end, questions=question, platform="wechat").changes
        return found

    law = changes(Point("2022-01-01", KNOWN), Point("2026-06-01", KNOWN), "non-profiling-feed")
    assert (law.before.state, law.after.state, law.cause) == ("none-found", "not-applicable", "law-changed")
    assert len(law.evidence) == 1 and law.evidence[0].startswith("for others: Regulation (EU) 2022/2065")
    assert "art. 38" in law.evidence[0] and law.evidence[0].endswith(law.after.for_others[0].in_short)
    back = changes(Point("2026-06-01", KNOWN), Point("2022-01-01", KNOWN), "non-profiling-feed")
    assert back.after.state == "none-found" and back.evidence
    record = changes(Point("2026-11-29", "2026-11-22"), Point("2026-11-29", "2026-11-29"), "content-authority")
    assert (record.after.state, record.cause) == ("not-applicable", "new-research")
    assert record.evidence[0].startswith("coded on 2026-11-29: Regulation (EU) 2022/2065") and "art. 56" in record.evidence[0]


def test_before_it_was_entered_and_as_long_as_the_record_did_not_know_it(real_release: Release):
    def state(as_of: str, known_on: str) -> str:
        asked = {"questions": ["researcher-data-access"], "as_of": as_of, "known_on": known_on, "platform": "temu"}
        return compare(real_release.reader, ["eu"], **asked).cells[0].state

    assert state("2024-01-01", KNOWN) == "not-applicable"
    assert state("2026-11-29", KNOWN) == "answered"
    assert state("2026-11-29", "2026-11-25") == "not-researched", "it was in the class, and the record did not know it yet"


@pytest.mark.parametrize("platform", ["wechat", "temu"])
def test_the_table_as_arrays_leaves_out_what_the_cells_leave_out(real_release: Release, platform: str):
    reader = real_release.reader
    view = asked_view(PLACES, as_of="2024-01-01", known_on=KNOWN, platform=platform)
    table = compare(reader, view)
    asked, arrays = [head.id for head in table.questions], reader.cells()
    assert arrays is not None
    found = layered_matrix(reader, arrays, ask(reader, view), questions=asked, jurisdictions=PLACES)
    rows = zip(asked, found.state.tolist(), strict=True)
    states = {(place, question): STATES[state] for question, row in rows for place, state in zip(PLACES, row, strict=True)}
    assert states == {(cell.jurisdiction, cell.question): cell.state for cell in table.cells}
    assert "not-applicable" in states.values()


def test_a_measure_on_a_named_service_stands_in_the_row_of_that_service(real_release: Release):
    """A claim on the companies that a measure names reaches no platform; each service of its file has a claim of its own."""
    reader = real_release.reader
    silent = []
    for path, name in product(("cases", "instruments"), ("*/*.yaml",)):
        for file in sorted((FACTS / path).glob(name)):
            record = yaml.safe_load(file.read_text(encoding="utf-8"))
            for question, claims in record.get("claims", {}).items():
                named = [one for one in claims if one.get("scope") == {"party": REACHES_NOBODY} and not one.get("withdrawn")]
                for one, platform in product(named, record.get("platforms", [])):
                    place = one.get("jurisdiction", file.parent.name)
                    table = compare(
                        reader, [place], questions=[question], as_of=str(one["from"]), known_on=KNOWN, platform=platform
                    )
                    if not table.cells[0].answer:
                        silent.append(f"{file.relative_to(FACTS)}: {platform}, {question}, {one['from']}")
    assert not silent, "\n".join(silent)
