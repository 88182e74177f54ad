"""What was read: grades follow from readings, footnotes say what was read, and beyond the evidence nothing is in force."""

from __future__ import annotations

import datetime
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.amending.reading_text import with_readings
from kb.amending.readings import rewritten
from kb.cells.comparison import ask, compare
from kb.cells.layered_matrix import layered_matrix
from kb.citations.styled import STYLES, styled_notes
from kb.clocks.changes import Point, find_changes
from kb.clocks.timeline import look
from kb.errors import UsageError
from kb.loaders.evidence.former import in_readings, is_former
from kb.loaders.evidence.grading import evidence_to, grade_of, graded, graded_claim
from kb.loaders.facts import read_facts
from kb.loaders.fields import LookedThrough, Reading
from kb.loaders.problems import CuratedDataError
from kb.loaders.words import grade_of_kind, words
from kb.release.graph_reader import GraphReader
from kb.release.matters import open_matters
from kb.release.release import Release
from kb.tables import FORMATS, table_bytes
from kb.tables.sources import cited_notes, items
from kb.values.evidence import GRADE_OF_KIND, GRADES, is_last_known, matter_is_open, read_at, read_words, stands_until
from kb.values.evidence_words import evidence_remarks, evidence_words
from kb.values.matters import OpenMatter
from kb.values.model import Cell, Comparison
from kb.values.stored import StoredReading
from kb.values.view import View
from kb.values.words import cell_words
from tests.conftest import MINI_FACTS

SALE = "instruments/xa/sale-act.yaml"
TWELVE = ("us", "eu", "gb", "sg", "ca", "au", "in", "br", "cn", "ru", "id", "vn")
ON = {"read_on": "2026-01-10", "by": "kb-editors"}
LOOKED = LookedThrough(to="2026-01-01", on="2026-01-10", by="kb-editors", what="Journals")


def reading(kind: str, **more: str) -> Reading:
    return Reading(**({"read": "Gazette", "kind": kind} | ON | more))


@pytest.mark.parametrize(
    ("readings", "grade"),
    [
        ([reading("official-text")], "primary"),
        ([reading("copy")], "anonymous"),
        ([reading("copy", publisher="A library")], "primary"),
        ([reading("copy", address="https://law.example/act")], "primary"),
        ([reading("copy"), reading("copy", read="Another copy")], "primary"),
        ([reading("copy"), reading("copy")], "anonymous"),
        ([reading("copy", read="sources/article")], "primary"),
        ([reading("translation")], "official"),
        ([reading("official")], "official"),
        ([reading("scholarly")], "secondary"),
        ([reading("secondary"), reading("official-text")], "primary"),
        ([reading("anonymous")], "anonymous"),
        ([reading("memory")], "memory"),
        ([], "memory"),
    ],
)  # fmt: skip
def test_the_grade_follows_from_what_was_read(readings: list[Reading], grade: str):
    assert grade_of(readings) == grade


def test_kinds_and_grades_of_the_program_are_those_of_the_ontology():
    assert words("evidence-grade") == GRADES
    assert {kind: grade_of_kind(kind) for kind in words("evidence-kind")} == GRADE_OF_KIND


def test_what_a_file_passes_on_confirms_only_what_was_coded_no_later():
    assert graded([reading("secondary")]).confirmed
    assert not graded([reading("secondary")], since="2026-01-11").confirmed
    assert not graded([reading("memory")]).confirmed
    assert not graded([Reading(read="A note", kind="secondary")]).confirmed


def test_evidence_goes_to_the_newest_day_on_which_a_standing_was_checked():
    checked = [reading("secondary", current_to="2025-03-01"), reading("official-text", current_to="2025-06-01")]
    assert evidence_to(checked, LOOKED) == "2025-06-01", (
        "a day that somebody checked is more than one that a file was looked through"
    )
    assert evidence_to([reading("secondary")], LOOKED) == "2026-01-01"
    assert evidence_to([reading("secondary", dated="2026-01-05")], LOOKED) == "2026-01-05"
    assert evidence_to([reading("secondary", dated="2026-01")], None) is None, "a month is no day"
    assert evidence_to([reading("memory")], LOOKED) is None, "nobody read anything"


def edited(tmp_path: Path, name: str, *edits: tuple[str, str]) -> Path:
    facts = shutil.copytree(MINI_FACTS, tmp_path / "facts")
    text = (facts / name).read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{name} no longer has exactly one {old!r}"
        text = text.replace(old, new)
    (facts / name).write_text(text, encoding="utf-8")
    return facts


def test_a_claim_is_no_better_than_a_provision_that_it_rests_on(tmp_path: Path):
    note = "  s. 1:\n    evidence: [{read: A note, kind: secondary, read_on: 2026-01-10, by: kb-editors}]\n    says: The owner"
    act = read_facts(edited(tmp_path, SALE, ("  s. 1: The owner", note))).instruments["xa/sale-act"]
    found = graded_claim(act.claims["forced-sale"][0], act)
    assert (found.grade, found.confirmed) == ("secondary", True)
    assert "A note" in [one.read for one in found.readings], "the footnote can say what was read of the provision"


def test_a_claim_that_read_the_passage_itself_is_as_good_as_that(tmp_path: Path):
    note = "  s. 1:\n    evidence: [{read: A note, kind: secondary, read_on: 2026-01-10, by: kb-editors}]\n    says: The owner"
    read = "{read: Gazette 4, kind: official-text, passage: s. 1, read_on: 2026-01-10, by: kb-editors}"
    own = f"      rests_on: s. 1\n      evidence: [{read}]\n"
    edits = ("  s. 1: The owner", note), ("      rests_on: s. 1\n", own)
    act = read_facts(edited(tmp_path, SALE, *edits)).instruments["xa/sale-act"]
    assert graded_claim(act.claims["forced-sale"][0], act).grade == "primary"


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ("[{read: Gazette, kind: gossip}]", "'gossip' is not in the list of evidence-kind"),
        ("[{read: Gazette, kind: copy, read_on: 2026-01-10}]", "write 'read_on:' and 'by:' together"),
        ("[{read: Gazette, kind: copy, current_to: 2026-01-01}]", "'current_to' was checked by somebody"),
        ("[{read: Gazette, kind: copy, dated: 2026-02-01, read_on: 2026-01-10, by: kb-editors}]", "'dated' is later than"),
        ("[{read: xa/no-act, kind: copy}]", "no 'xa/no-act' among the instruments"),
        ("[]", "at least 1"),
    ],
)  # fmt: skip
def test_a_reading_that_cannot_be_is_refused_with_what_to_write(tmp_path: Path, evidence: str, message: str):
    old = next(line for line in (MINI_FACTS / SALE).read_text(encoding="utf-8").splitlines() if line.startswith("evidence:"))
    with pytest.raises(CuratedDataError) as caught:
        read_facts(edited(tmp_path, SALE, (f"{old}\n", f"evidence: {evidence}\n")))
    assert message in str(caught.value)


FORMER = """title: An act
# a comment that stays
evidence: {grade: primary, read_in: "Gazette: p. 4 (Wikisource copy)", checked: confirmed}
coded: {by: kb-editors, on: 2026-11-22}  # and this one
dates:
  - {on: 2024-03-01, what: signed, evidence: {grade: secondary, read_in: not read; from memory, checked: background}}
  - on: 2024-04-01
    evidence:
      grade: official
      read_in: >-
        A statement of the ministry, which is
        long
      checked: confirmed
    coded: {by: kb-lawyers, on: 2026-11-29}
"""


def test_the_former_form_is_rewritten_once_and_loses_nothing():
    new = rewritten(FORMER, is_dossier=True)
    assert rewritten(new, is_dossier=True) == new
    assert "# a comment that stays" in new and "# and this one" in new
    said = yaml.load(new, yaml.BaseLoader)
    assert said.pop("looked_through") == {
        "to": "2026-07-01", "on": "2026-11-22", "by": "kb-editors",
        "what": "the texts at hand when it was coded, which thin out after early July 2026",
    }  # fmt: skip
    assert said == in_readings(yaml.load(FORMER, yaml.BaseLoader)), "as the loader reads the former form"
    copy = {"read": "Gazette: p. 4 (Wikisource copy)", "kind": "copy", "publisher": "Wikisource"}
    assert said["evidence"] == [copy | {"read_on": "2026-11-22", "by": "kb-editors"}]
    assert said["dates"][0]["evidence"] == [{"read": "not read; from memory", "kind": "memory"}]
    own = {"read": "A statement of the ministry, which is long", "kind": "official", "read_on": "2026-11-29", "by": "kb-lawyers"}
    assert said["dates"][1]["evidence"] == [own]


def test_the_facts_have_no_evidence_in_the_former_form():
    for path in sorted((Path(__file__).resolve().parents[1] / "facts").rglob("*.yaml")):
        former = [entry for entry in _evidence(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)) if is_former(entry)]
        assert not former, f"{path.name}: run 'python -m kb.amending.readings'"


def _evidence(value: Any) -> Iterator[Any]:
    """What stands under every key ``evidence``, however deep."""
    if isinstance(value, dict):
        yield from (child for key, child in value.items() if key == "evidence")
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from _evidence(child)


def decided(table: Comparison) -> list[Cell]:
    return [cell for cell in table.cells if cell.winner]


def test_footnotes_say_as_reported_by_where_only_a_report_was_read(real_release: Release):
    table = compare(real_release.reader, TWELVE, as_of="2026-11-29", known_on="2026-11-29")
    noted = [one for cell in table.cells for one in cell.claims if one.notes and one.claim.answer and one.dossier]
    secondary = {n for one in noted if one.dossier and one.dossier.kind != "source" and one.claim.evidence_grade == "secondary"
                 for n in one.notes}  # fmt: skip
    assert {note.n for note in table.notes if ", as reported by " in note.citation} == secondary
    assert len(secondary) > 100, "so much is known from reports only"
    said = (", read in ", ", read only in ", ", as reported by ", ", as stated in ", ", from memory, not read", "Searched: ")
    sources = {n for one in noted if one.dossier and one.dossier.kind == "source" for n in one.notes}
    silent = [note for note in table.notes if note.n not in sources and not any(words in note.citation for words in said)]
    assert not silent, f"these do not say what was read: {silent[:3]}"


def test_no_footnote_ends_with_a_full_stop_of_its_own_since_tables_write_one(real_release: Release):
    table = compare(real_release.reader, TWELVE, as_of="2026-11-29", known_on="2026-11-29")
    assert not [note.citation for note in table.notes if note.citation.endswith(".")]
    assert not [line for line in table_bytes(table, "md").decode().splitlines() if line.startswith("[^") and ".. <" in line]


def test_a_footnote_names_what_gives_the_grade_and_nothing_where_nothing_was_read():
    law = StoredReading(kind="official-text", read="Gazette of Examplia", address="https://law.example/xa")
    press = StoredReading(kind="secondary", read="Daily Example", address="https://news.example/1")
    assert read_words([press, law], "primary") == "read in Gazette of Examplia"
    assert read_at([press, law], "primary") == law.address
    assert read_words([], "primary") == "" == read_words([law], None)


def test_passages_of_one_edition_are_named_together_and_in_order():
    code = {
        "kind": "copy",
        "read": "Act of Examplia",
        "work": "act/xa/sale",
        "edition": "edition of 2026",
        "publisher": "State Press",
    }
    passages = ("s. 10", "s. 9(2)", "s. 9(1)", "s. 9(2)")
    read = [StoredReading(passage=one, **code) for one in passages]
    assert read_words(read[:1], "primary") == "read in edition of 2026, s. 10, copy of State Press"
    assert read_words(read, "primary") == "read in edition of 2026, copy of State Press (s. 9(1); s. 9(2); s. 10)"
    assert read_words(read[:1], "primary", "s. 10") == "read in edition of 2026, copy of State Press"
    assert read_words(read, "primary", "s. 9(1); s. 9(2); s. 10") == "read in edition of 2026, copy of State Press"
    assert read_words(read[:1], "primary", "s. 9; s. 10") == "read in edition of 2026, s. 10, copy of State Press"
    other = StoredReading(passage="s. 10", **code | {"edition": "edition of 2020"})
    together = "read in edition of 2026, copy of State Press (s. 9(1); s. 9(2)); edition of 2020, s. 10, copy of State Press"
    assert read_words([*read[1:], other], "primary") == together


def test_beyond_its_evidence_no_cell_answers_without_last_known(real_release: Release):
    table = compare(real_release.reader, ("us", "eu", "sg"), as_of="2028-06-01", known_on="2026-11-29")
    assert decided(table)
    for cell in decided(table):
        foreseen = cell.valid_from and cell.evidence_to and cell.valid_from > cell.evidence_to
        said = f"As scheduled on {cell.evidence_to}: " if foreseen else "Last known ("
        assert cell.last_known and cell_words(cell).label.startswith(said), cell
        assert not any(remark.startswith("In force") for remark in cell_words(cell).remarks)
    for name in FORMATS:
        if name in ("md", "txt", "html", "tex"):
            text = table_bytes(table, name).decode()
            assert text.count("Last known (") + text.count("As scheduled on ") >= len(decided(table)), name
    cells = json.loads(table_bytes(table, "json"))["cells"]
    assert all(cell["last_known"] for cell in cells if cell["state"] == "answered")


def test_on_its_evidence_day_and_for_the_days_of_grace_a_cell_stands(real_release: Release):
    matters = open_matters(real_release)
    for cell in decided(compare(real_release.reader, TWELVE, as_of="2026-06-30", known_on="2026-11-29")):
        winner = cell.winner
        if winner and (day := cell.evidence_to):
            head = real_release.reader.questions()[cell.question]
            last = stands_until(winner.claim, head.keeps_good)
            assert last == (datetime.date.fromisoformat(day) + datetime.timedelta(days=head.keeps_good[0])).isoformat()
            assert not is_last_known(winner.claim, head.keeps_good, day) and not is_last_known(
                winner.claim, head.keeps_good, last
            )
            assert is_last_known(winner.claim, head.keeps_good, "2028-06-01")
            open_now = matter_is_open(winner.claim, matters, "2026-06-30", "2026-11-29")
            assert cell.last_known == (stands_until(winner.claim, head.keeps_good, open_now) < "2026-06-30")
            assert not cell.last_known or open_now or day < "2026-01-01"


def test_a_day_after_the_record_is_told_as_scheduled(real_release: Release):
    cells = decided(compare(real_release.reader, "eu", as_of="2026-12-15", known_on="2026-11-29"))
    assert all(cell.scheduled for cell in cells)
    standing = [cell for cell in cells if not cell.last_known and cell.answer]
    assert standing
    for cell in standing:
        assert cell_words(cell).label == f"As scheduled on {cell.evidence_to}: {cell.label}"


def test_a_caption_says_to_which_day_the_evidence_goes(real_release: Release):
    table = compare(real_release.reader, ("us", "eu"), as_of="2026-07-01", known_on="2026-11-29")
    assert evidence_words(table.cells).startswith("evidence to 2026-07-01")
    assert "evidence to 2026-07-01" in table_bytes(table, "md").decode()


@pytest.mark.parametrize("least", ["primary", "official"])
def test_less_than_what_is_asked_is_not_read(real_release: Release, least: str):
    table = compare(real_release.reader, TWELVE, as_of="2026-11-29", known_on="2026-11-29", evidence=least)
    every = compare(real_release.reader, TWELVE, as_of="2026-11-29", known_on="2026-11-29")
    good = GRADES[: GRADES.index(least) + 1]
    for cell, before in zip(table.cells, every.cells, strict=True):
        if not before.winner or before.evidence_grade in good:
            assert cell.label == before.label
        else:
            assert cell.state == "not-researched" and cell.label.startswith("Not read in") and not cell.claims
    assert View.of(table).evidence == least and View.from_options(["us", "--evidence", least]).evidence == least
    assert "Only what was read in" in table_bytes(table, "md").decode()
    with pytest.raises(UsageError):
        View("us", evidence="best")


@pytest.mark.parametrize("asked", [{}, {"evidence": "primary"}, {"evidence": "official"}, {"platform": "tiktok"}])
@pytest.mark.parametrize("as_of", ["2026-06-01", "2026-12-20", "2027-01-20", "2028-06-01"])
def test_all_three_readers_agree(real_release: Release, real_graph: GraphReader, as_of: str, asked: dict[str, Any]):
    reader = real_release.reader
    view = View(TWELVE, as_of=as_of, known_on="2026-11-29", **asked)
    table = compare(reader, view)
    assert compare(real_graph, view).cells == table.cells
    cells, point = reader.cells(), ask(reader, view)
    assert cells is not None
    found = layered_matrix(reader, cells, point, questions=[head.id for head in table.questions], jurisdictions=TWELVE)
    for line, question in enumerate(found.questions):
        for column, place in enumerate(found.jurisdictions):
            cell = table.cell(place, question)
            assert bool(found.last_known[line, column]) == cell.last_known, (place, question)
            assert (found.winner[line, column] >= 0) == (cell.winner is not None), (place, question)


def test_no_law_changes_because_evidence_grows_old(real_release: Release):
    start, end = Point("2026-12-20", "2026-11-29", None), Point("2027-02-28", "2026-11-29", None)
    before, after = (compare(real_release.reader, TWELVE, as_of=one.as_of, known_on=one.known_on) for one in (start, end))
    stood = {(cell.jurisdiction, cell.question) for cell in before.cells if cell.winner and not cell.last_known}
    grown = [cell for cell in after.cells if (cell.jurisdiction, cell.question) in stood and cell.last_known]
    changes = find_changes(real_release.reader, TWELVE, start, end).changes
    named = {(change.jurisdiction, change.question) for change in changes}
    assert len(grown) > 100
    same = [cell for cell in grown if look(cell) == look(before.cell(cell.jurisdiction, cell.question))]
    assert same and not named & {(cell.jurisdiction, cell.question) for cell in same}


def test_a_claim_of_a_release_that_records_no_readings_is_told_as_it_was(real_release: Release):
    (cell,) = compare(real_release.reader, "us", questions="forced-divestiture", as_of="2026-06-01", known_on="2026-11-29").cells
    assert cell.winner and cell.winner.claim.readings
    former = cell.winner.claim._replace(readings=(), evidence_to=None)
    assert stands_until(former, (180, 60)) is None and not is_last_known(former, (180, 60), "2099-01-01")
    unread = cell.winner.claim._replace(evidence_to=None)
    assert is_last_known(unread, (180, 60), "2000-01-01"), "where readings are recorded, but no day, nothing stands"
    told = replace(cell, claims=(cell.winner._replace(claim=former),))
    assert evidence_words([told]) == "" and evidence_remarks(told) == ()


def test_a_styled_citation_says_what_was_read(real_release: Release):
    pytest.importorskip("citeproc")
    table = compare(
        real_release.reader, "vn", questions="data-localization-requirement", as_of="2026-11-29", known_on="2026-11-29"
    )
    (note,) = cited_notes(table)
    for style in STYLES:
        (text,) = styled_notes(items(real_release.reader, table), [note], style)
        assert note.read.startswith("as reported by ") and text.endswith(f", {note.read}."), style


def test_while_a_matter_is_open_an_answer_keeps_good_for_a_shorter_time(real_release: Release):
    reader, heads = real_release.reader, real_release.reader.questions()
    matters = reader.matters()
    assert matters and tuple(matters) == open_matters(real_release) == tuple(GraphReader(real_release).matters())
    cells = decided(compare(reader, TWELVE, as_of="2026-11-29", known_on="2026-11-29"))
    seen = Counter()
    for cell in cells:
        claim = cell.winner.claim if cell.winner else None
        if claim and cell.evidence_to:
            is_open = matter_is_open(claim, matters, "2026-11-29", "2026-11-29")
            last = stands_until(claim, heads[cell.question].keeps_good, is_open)
            assert cell.last_known == ((last or "") < "2026-11-29"), (cell.jurisdiction, cell.question)
            seen[is_open, cell.last_known] += 1
    assert seen[True, True] and seen[False, False], "some are last known since a matter is open, others stand"


def test_an_open_matter_shortens_the_time_of_its_own_cell_alone(real_release: Release):
    (cell,) = compare(real_release.reader, "us", questions="forced-divestiture", as_of="2026-06-01", known_on="2026-11-29").cells
    assert cell.winner
    claim = cell.winner.claim._replace(evidence_to="2026-01-01")
    given = {"id": "x", "what": "bill", "in_": "i", "since": "2026-01-01", "precision": None, "look_again": "2026-06-01"}
    given |= {"because": "b", "in_short": "s", "note": None, "asserted_on": "2026-01-01", "retracted_on": "9999-12-31"}
    one = OpenMatter(**given, cells=((claim.jurisdiction, claim.question),))
    day = ((180, 60), "2026-04-01", "2026-11-29")
    assert is_last_known(claim, *day, [one]) and not is_last_known(claim, *day, [one._replace(cells=(("xx", "y"),))])
    assert not is_last_known(claim, *day, [one._replace(since="2026-05-01")]), "it was not open on that day"


def test_a_reading_added_within_braces_keeps_lines_short_and_the_statement_as_it_was():
    sentence = "A sentence of some words that fill the line, so that little room is left"
    text = f"claims:\n  q:\n    - {{answer: none, in_short: {sentence!r}, rests_on: s. 1}}\n"
    new = {"read": "xa/sale-act", "passage": "s. 1", "kind": "copy", "read_on": "2026-01-02", "by": "kb-coders"}
    new |= {"sha256": "0" * 64}
    once, added = with_readings(text, ("claims", "q", 0), [new])
    twice, again = with_readings(once, ("claims", "q", 0), [new | {"passage": "s. 2"}])
    assert (added, again) == (1, 1) and with_readings(twice, ("claims", "q", 0), [new]) == (twice, 0)
    assert max(map(len, twice.splitlines())) <= 130
    (claim,) = yaml.load(twice, yaml.BaseLoader)["claims"]["q"]
    assert claim.pop("evidence") == [new, new | {"passage": "s. 2"}]
    assert [claim] == yaml.load(text, yaml.BaseLoader)["claims"]["q"]


def test_what_was_read_is_called_by_its_edition_and_not_by_our_name_for_the_text(real_release):
    reader = real_release.reader
    claims = [claim for question in reader.questions() for claim in reader.history(question)]
    bare = {(claim.iri, one.read) for claim in claims for one in claim.readings if not one.edition}
    ours = {(claim.iri, one.read) for claim in claims for one in claim.readings if (one.work or "").endswith(f"/{one.read}")}
    called = {(claim.iri, said) for claim in claims for said in (claim.read_in or "").split("; ")}
    assert len(ours - bare) > 1000 and not called & (ours - bare)
