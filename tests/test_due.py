"""What is due: open matters through files, record, graph, list, calendar and form, on invented and on real facts."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from kb.amending.amendment import unified_diff, write
from kb.amending.looking import Reading, plan_reading
from kb.amending.publishing import next_record
from kb.cells.coverage import coverage
from kb.cells.due import due_cells
from kb.commands.cli import app
from kb.due.items import OLD, due
from kb.due.written import FORMATS, Asked, write_due
from kb.errors import UsageError
from kb.graph.entity_text import to_text
from kb.graph.entity_view import view
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.loaders.record.statements import file_of, statements_of
from kb.loaders.words import words
from kb.release.matters import open_matters
from kb.release.release import Release
from kb.values.matters import Ending, Look, OpenMatter, is_matter_open, open_cells
from tests.conftest import MINI_FACTS, REAL_FACTS

APPEAL = "case/xa/clip-v-examplia/open/2024-12-20-appeal"
PETITION = "case/xa/clip-v-examplia/open/2024-04-petition"
CASE = "cases/xa/clip-v-examplia.yaml"
DAY = "2026-11-29"
LEAST = 60


@pytest.fixture
def facts_root(tmp_path: Path) -> Path:
    return shutil.copytree(MINI_FACTS, tmp_path / "facts")


def matter(**other: object) -> OpenMatter:
    given = {"id": "x", "what": "bill", "in_": "instrument/xa/x", "since": "2026-01-01", "precision": None}
    given |= {"look_again": "2026-06-01", "because": "b", "in_short": "s", "note": None}
    given |= {"asserted_on": "2026-02-01", "retracted_on": "9999-12-31", "cells": (("xa", "audit"),)}
    return OpenMatter(**given | other)


# The values


def test_a_matter_is_open_from_its_day_as_long_as_the_record_says_so() -> None:
    one = matter(ending=Ending("2026-08-01", "adopted", "It is law.", "2026-09-01"))
    assert not one.is_open("2025-12-31", "2026-03-01"), "before it began"
    assert not one.is_open("2026-03-01", "2026-01-31"), "before it was in the record"
    assert one.is_open("2026-03-01", "2026-03-01")
    assert one.is_open("2026-08-20", "2026-08-20"), "the end was not known yet"
    assert not one.is_open("2026-08-20", "2026-09-01")
    assert one.is_open("2026-07-31", "2026-09-01"), "on that day it was open, as is known now"
    assert not matter(retracted_on="2026-05-01").is_open("2026-05-01", "2026-05-01")


def test_the_last_look_that_was_known_says_when_it_is_due() -> None:
    one = matter(looks=(Look("2026-06-02", "r", "a list", "2026-09-01"), Look("2026-09-02", "r", "a list", "2027-01-01")))
    assert [one.due(day) for day in ("2026-06-01", "2026-06-02", "2026-12-01")] == ["2026-06-01", "2026-09-01", "2027-01-01"]


def test_which_cells_are_open() -> None:
    matters = (matter(), matter(cells=(("xb", "audit"), ("xa", "audit"))))
    assert open_cells(matters, DAY, DAY) == {("xa", "audit"), ("xb", "audit")}
    assert is_matter_open(matters, "xb", "audit", DAY, DAY)
    assert not is_matter_open(matters, "xb", "local-storage", DAY, DAY)
    assert not is_matter_open(matters, "xb", "audit", "2025-01-01", DAY)


# From the file to the graph


def test_matters_come_out_of_the_release_as_they_stand_in_the_file(mini_release: Release) -> None:
    found = {one.id: one for one in open_matters(mini_release)}
    assert set(found) == {APPEAL, PETITION}
    appeal, petition = found[APPEAL], found[PETITION]
    assert appeal.cells == (("xa", "forced-sale"), ("xb", "local-storage"))
    assert (appeal.what, appeal.in_, appeal.since) == ("appeal", "case/xa/clip-v-examplia", "2024-12-20")
    assert appeal.due(DAY) == "2090-01-01" and appeal.due("2026-06-01") == "2026-06-01"
    assert petition.precision == "month"
    assert petition.ending == Ending("2024-05-02", "decided", "The stay was refused.", "2026-02-01")
    assert petition.is_open("2024-04-20", DAY) and not petition.is_open(DAY, DAY)


def test_the_page_of_the_case_tells_both(mini_release: Release) -> None:
    said = to_text(view(mini_release, "case/xa/clip-v-examplia"))
    assert "appeal since 2024-12-20, look again on 2090-01-01: The owner appealed against the judgment." in said
    assert "decided on 2024-05-02: The stay was refused. (was open: The owner asked for a stay.)" in said


def test_a_matter_and_its_end_are_statements_of_the_record(facts_root: Path) -> None:
    stated = {one.id: one for one in statements_of(read_facts(facts_root), CASE)}
    closed = PETITION.replace("/open/", "/closed/")
    assert {APPEAL, PETITION, closed} <= set(stated)
    assert {file_of(one) for one in stated} == {CASE}
    assert stated[closed].coded_on == "2026-02-01"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("The owner appealed against the judgment.", "Nothing happened.", "another 'in_short'"),
        ("look_again: 2026-06-01", "look_again: 2027-06-01", "another 'look_again'"),
        ("how: decided", "how: settled", "another 'how'"),
        ("    closed:\n", "    note: x\n    _:\n", ""),
    ],
)
def test_what_was_published_of_a_matter_is_not_rewritten(facts_root: Path, old: str, new: str, said: str) -> None:
    (facts_root / "published.csv").write_text(next_record(facts_root, "2026-03-01").text, encoding="utf-8")
    path = facts_root / CASE
    text = path.read_text(encoding="utf-8")
    assert old in text
    if not said:  # the closing is taken out
        text, new, said = text[: text.index("    closed:\n")], "", "is gone"
        path.write_text(text, encoding="utf-8")
    else:
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CuratedDataError, match=said):
        read_facts(facts_root)


def test_a_look_and_an_end_are_no_rewriting(facts_root: Path) -> None:
    (facts_root / "published.csv").write_text(next_record(facts_root, "2026-03-01").text, encoding="utf-8")
    write(facts_root, plan_reading(facts_root, APPEAL, Reading("The list", DAY, next="2027-02-01")))
    ended = Reading("The judgment", DAY, kind="official-text", how="decided", ended="2026-11-01", in_short="The appeal failed.")
    write(facts_root, plan_reading(facts_root, APPEAL, ended))
    case = read_facts(facts_root).cases["xa/clip-v-examplia"]
    assert case.open[0].due == "2027-02-01" and case.open[0].closed and case.open[0].closed.how == "decided"


# The reading


@pytest.mark.parametrize(
    ("place", "changes", "said"),
    [
        (APPEAL, {"read": " "}, "add --read"),
        (APPEAL, {"how": "ended", "ended": DAY, "in_short": "x"}, "decided, fulfilled"),
        (APPEAL, {"how": "decided"}, "add --ended"),
        (APPEAL, {"kind": "hearsay"}, "--kind hearsay"),
        (PETITION, {}, "it ended on 2024-05-02"),
        (PETITION.replace("/open/", "/closed/"), {}, "is no open matter"),
        ("case/xa/clip-v-examplia/step/2024-04-01-filed", {"how": "decided"}, "is no open matter"),
        ("cases/xa/clip-v-examplia#open[7]", {}, "has 2 entries"),
    ],
)
def test_what_cannot_be_put_down_is_told(facts_root: Path, place: str, changes: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        plan_reading(facts_root, place, Reading(**{"read": "The list", "on": DAY} | changes))


def test_a_reading_changes_its_entry_and_nothing_else(facts_root: Path) -> None:
    planned = plan_reading(facts_root, "cases/xa/clip-v-examplia#open[0]", Reading("The list", DAY, next="2027-02-01"))
    added = [line for line in unified_diff(facts_root, planned).splitlines() if re.match(r"[+-](?![+-])", line)]
    assert [line[0] for line in added] in (["-", "+"], ["+"], ["-", "+", "+"], ["-", "+", "+", "+"])
    assert any("The list, " in line or "read: The list," in line for line in added)


def test_a_claim_that_was_read_again_has_one_reading_more(facts_root: Path) -> None:
    place = "claim/xa/screening-act/forced-sale/2010-05-01"
    write(facts_root, plan_reading(facts_root, place, Reading("Gazette, second edition", DAY, kind="official-text")))
    claim = read_facts(facts_root).instruments["xa/screening-act"].claims["forced-sale"][0]
    assert claim.evidence and [one.read for one in claim.evidence] == ["Gazette of Examplia", "Gazette, second edition"]
    assert (claim.evidence[-1].kind, claim.evidence[-1].read_on, claim.evidence[-1].current_to) == ("official-text", DAY, DAY)


def test_the_command_puts_a_reading_down(facts_root: Path) -> None:
    asked = ["due", "--facts", str(facts_root), "--mark-read", APPEAL, "--read", "The list", "--on", DAY]
    before = (facts_root / CASE).read_text(encoding="utf-8")
    shown = CliRunner().invoke(app, [*asked, "--check"])
    assert shown.exit_code == 0 and "look_again: 2027-01-28" in shown.output
    assert (facts_root / CASE).read_text(encoding="utf-8") == before
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert "look_again: 2027-01-28" in (facts_root / CASE).read_text(encoding="utf-8")


# The list


def test_the_list_begins_with_what_most_hangs_on(real_release: Release) -> None:
    items = due(real_release, by="2026-12-31", known_on=DAY)
    assert [item.weight for item in items] == sorted((item.weight for item in items), reverse=True)
    assert all(item.look_again <= "2026-12-31" for item in items)
    assert items[0].cells and items[0].tables and items[0].conclusions


def test_the_list_is_of_the_jurisdictions_that_were_named(real_release: Release) -> None:
    items = due(real_release, ["eu"], known_on=DAY)
    assert items
    assert all("eu" in {place for place, _ in item.cells} or item.in_.split("/")[1] == "eu" for item in items)
    with pytest.raises(UsageError, match="no jurisdiction 'atlantis'"):
        due(real_release, ["atlantis"])
    with pytest.raises(UsageError, match="--by tomorrow"):
        due(real_release, by="tomorrow")


def test_a_matter_of_a_state_hangs_on_the_cell_of_the_federation_too(real_release: Release) -> None:
    florida = next(item for item in due(real_release, ["us-fl"], known_on=DAY) if "uthmeier" in item.in_)
    assert {("us-fl", "minimum-age-access"), ("us", "minimum-age-access")} <= set(florida.cells)


def test_old_codings_are_due_as_well(mini_release: Release) -> None:
    assert not [item for item in due(mini_release, known_on="2026-03-01") if item.what == OLD]
    old = [item for item in due(mini_release, by="2027-03-01", known_on="2026-03-01") if item.what == OLD]
    assert old and all(item.id.startswith("claim/") and item.cells for item in old)


def test_json_keeps_its_contract(real_release: Release) -> None:
    items = due(real_release, by="2026-12-31", known_on=DAY)
    found = json.loads(write_due(items, Asked(real_release.id, DAY, "2026-12-31", ()), "json"))
    assert len(found["due"]) == len(items)
    for one in found["due"]:
        assert {"what", "in", "look_again", "cells", "in_short"} <= one.keys()
        assert all(re.fullmatch(r"[a-z-]+/[a-z-]+", cell) for cell in one["cells"])


def test_the_calendar_is_valid_and_has_every_day(real_release: Release) -> None:
    items = due(real_release, known_on=DAY)
    text = write_due(items, Asked(real_release.id, DAY, None, ()), "ics")
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [event["dtstart"].dt.isoformat() for event in events] == [item.look_again for item in items]
    assert len({str(event["uid"]) for event in events}) == len(items)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_writes_each_format(real_home: Path, name: str) -> None:
    found = CliRunner().invoke(
        app, ["due", "eu", "--by", "2026-12-10", "--known-on", DAY, "--home", str(real_home), "--format", name]
    )
    assert found.exit_code == 0, found.output
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(found.output)))
        assert {row["what"] for row in rows} <= {*words("open-matter"), OLD} and len(rows) > 5


def test_the_list_of_all_has_the_next_week_first_as_the_help_says(real_release: Release) -> None:
    items, asked = due(real_release, known_on=DAY), Asked(real_release.id, DAY, None, ())
    first, later = write_due(items, asked, "txt").split("\n\nLater: ")
    assert asked.soon == "2026-12-06" and first.startswith(f"To be read again by {asked.soon}: ")
    assert {item.id for item in items if item.look_again <= asked.soon} == set(re.findall(r"^   id: (.+)$", first, re.MULTILINE))
    assert later.startswith(f"{sum(item.look_again > asked.soon for item in items)}\n")
    told = " ".join(CliRunner().invoke(app, ["due", "--help"]).output.split())
    assert "Left out: all that is open" in told and "due within a week stands first" in told


def test_coverage_counts_a_cell_as_stale_once_it_is_due(real_release: Release) -> None:
    cells = due_cells(real_release, "2026-12-31")
    assert ("eu", "minimum-age-access") in cells and ("eu", "minimum-age-access") not in due_cells(real_release, DAY)
    before, after = (coverage(real_release, ["eu"], known_on=day)[0].stale for day in (DAY, "2026-12-31"))
    retired = {name for name, head in real_release.reader.questions().items() if head.replaced_by}
    assert before < after == sum(place == "eu" and question not in retired for place, question in cells)


# The real facts


def test_what_is_open_in_the_facts_is_coded(real_release: Release) -> None:
    matters = open_matters(real_release)
    standing = [one for one in matters if one.is_open(DAY, DAY)]
    assert len(standing) >= LEAST
    kinds = Counter(one.what for one in standing)
    assert {"appeal", "petition", "stay", "bill", "promised-rules", "promised-register", "scheduled-application"} <= set(kinds)
    assert {"treaty-review", "undertaking", "investigation"} <= set(kinds)
    twelve = {"us", "eu", "sg", "gb", "au", "ca", "in", "cn", "id", "ru", "vn", "br"}
    assert twelve <= {place for one in standing for place, _ in one.cells}


def test_no_note_of_something_open_is_without_its_matter() -> None:
    facts = read_facts(REAL_FACTS)
    told = re.compile(r"on the last evidence|look again before|pending when last seen|as pending|thin out after", re.IGNORECASE)
    places = {matter.in_ for dossier in (*facts.cases.values(), *facts.instruments.values()) for matter in dossier.open}
    for name in facts.files:
        kind, _, path = name.removesuffix(".yaml").partition("/")
        text = re.sub(r"^looked_through:\n(?: .*\n)*", "", (REAL_FACTS / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        if kind in ("instruments", "cases") and told.search(text):
            dossier = getattr(facts, kind)[path]
            named = path if kind == "instruments" else f"cases/{path}"
            challenged = [target for tie in getattr(dossier, "relations", ()) for target in tie.values()]
            followed = any(facts.cases[one.removeprefix("cases/")].open for one in challenged if one.startswith("cases/"))
            assert dossier.open or named in places or followed, f"{name} tells of something open; add it under 'open:'"
