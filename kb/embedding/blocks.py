"""One table or value of a report: is it stale, why, and what stands there afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.cells.comparison import compare
from kb.citations.styled import cited_in
from kb.clocks.change_causes import CAUSES
from kb.clocks.changes import Point, find_changes
from kb.clocks.release_changes import find_release_changes
from kb.clocks.timeline import look
from kb.embedding.edits import BY_SOMETHING, Edit, edit_of
from kb.embedding.former import LAID_OUT_ANEW, changed_labels, former_labels, reason
from kb.embedding.marker_options import Request
from kb.embedding.pictures import Drawn
from kb.errors import MarkerError, UnavailableError, UsageError
from kb.opening.current import open_release
from kb.opening.given_out import note_given_out
from kb.opening.past_releases import release_called
from kb.release.release import Release
from kb.tables.formed import laid_out
from kb.tables.listed import Listed
from kb.tables.own_words import ours
from kb.tables.seals import LAYOUT, OURS, SCOPED, Seal, ask_again, asked_form, content_hash, holds, query_of, read_seal
from kb.tables.sheet import Sheet
from kb.tables.shown import Shown
from kb.values.form import Form, own_words
from kb.values.model import Cell, Comparison
from kb.values.view import View
from kb.values.view_fields import FIELDS
from kb.values.words import cell_words, with_clauses

MOST_NAMED = 5
CLAIMED = re.compile(r"\b(?:Release|Ausgabe) [0-9a-f]{16}\b")
FOREIGN = "what {} there {} no table of ours{}: {}"
OF_THE_RECORD = (
    "its marker names the day of the record alone, so its law is of {now}, where it was of {was}; as-of= keeps another day"
)
Shows = Callable[[Any], Shown]


@dataclass(frozen=True)
class Refreshed:
    """What stands in a place after a refresh, and why it changed; nothing if it did not."""

    content: str
    reasons: tuple[str, ...]


class Source:
    """The releases that tables are computed from: the current one, and those that frozen tables name.

    ``drawn`` are the pictures of the report at hand, ``missed`` the releases that its frozen tables name and that are not
    kept; with ``check`` nothing is written.
    """

    def __init__(self, home: Path | None, check: bool = False) -> None:
        self.home, self.check = home, check
        self.current = open_release(home)
        self.drawn, self.missed = Drawn(Path("report")), set[str]()

    def release(self, identifier: str) -> Release:
        """A release by its identifier; MarkerError if it is not kept here."""
        try:
            found = self.current if identifier == self.current.id else release_called(identifier, self.home)
        except UnavailableError as error:
            raise MarkerError(str(error)) from None
        if found is None:
            raise MarkerError(f"it is frozen at release {identifier}, which is not kept here; build it, or take the freeze out")
        return found

    def look_for(self, identifier: str) -> None:
        """Keep in mind a release that is not kept: then only the hash of a table speaks for it."""
        try:
            self.release(identifier)
        except MarkerError:
            self.missed.add(identifier)

    def compare(self, request: Request, release: str | None) -> Comparison:
        """The comparison asked for, from one release or from the current one."""
        chosen = self.release(release) if release else self.current
        if release:
            note_given_out(chosen)
        return compare(chosen.reader, request.view)

    def lay_out(self, fresh: Comparison, request: Request, anchor: str) -> Sheet:
        """A comparison laid out in the form that a marker asks."""
        cited = cited_in(self.release(fresh.release), fresh, request.form)
        return laid_out(fresh, anchor, request.form, cited)


def refresh_table(
    source: Source, request: Request, old: str, shown: Shown, write: Callable[[Comparison], str], shows: Shows | None = None
) -> Refreshed:
    """A table anew if what it says is stale, was edited, or answers another request; else as it is.

    ``shows`` says what a comparison shows when it is written there, so that an edit can be found.
    """
    seal = read_seal(shown.seals[0]) if shown.seals else None
    intact = seal is not None and holds(seal, shown.pieces)
    pinned = request.view.release or (seal.release if request.frozen and seal else None)
    if seal and intact and pinned == seal.release and _answers(seal, request) and _same_form(seal, request):
        source.look_for(seal.release)
        return Refreshed(old, ())
    fresh = source.compare(request, pinned)
    says_so = seal and intact and seal.layout == seal.newest and seal.content == content_hash(fresh)
    if seal and says_so and _answers(seal, request) and _same_form(seal, request) and not _other_rows(seal, fresh):
        return Refreshed(old, ())
    if seal is None:
        return Refreshed(write(fresh), (_not_ours(source, old),))
    edited = [] if intact else _edited(source, seal, shown, request, shows)
    return Refreshed(write(fresh), (*edited, *_reasons(source, seal, bool(edited), fresh, request)))


def refresh_listing(
    source: Source, fresh: Listed, form: Form, old: str, shown: Shown, write: Callable[[], str], shows: Shows | None = None
) -> Refreshed:
    """The table of another view anew if its rows are others now, or if it was edited or asks for something else."""
    seal = read_seal(shown.seals[0]) if shown.seals else None
    if seal is None:
        return Refreshed(write(), (_not_ours(source, old),))
    intact, same = holds(seal, shown.pieces), seal.query == fresh.query and seal.form == form.texts()
    if intact and same and seal.content == fresh.content and seal.layout == LAYOUT:
        return Refreshed(old, ())
    written = shows(fresh).pieces if shows and not intact and same and seal.content == fresh.content else None
    reasons = [] if intact else [_edit(written, shown, fresh.release, seal).said]
    reasons += [] if same else ["it asks for something else now"]
    reasons += [f"release {seal.release} -> {fresh.release}"] if seal.release != fresh.release else []
    reasons += ["its rows are others now"] if seal.content != fresh.content else []
    return Refreshed(write(), tuple(reasons or [LAID_OUT_ANEW]))


def _not_ours(source: Source, old: str) -> str:
    """What to say of a place without a seal: nothing stands there, or words of others, or a table of ours that lost it."""
    said = " ".join(old.split())
    if not said:
        return "new table"
    if CLAIMED.search(said):
        return "a table of ours without its seal, so that nobody can tell what was changed in it"
    tense = ("stands", "is", "") if source.check else ("stood", "was", " and was replaced")
    return FOREIGN.format(*tense, said[:60])


def _edited(source: Source, seal: Seal, shown: Shown, request: Request, shows: Shows | None) -> list[str]:
    """What was edited in a table, by what its own release, or one that says the same, writes for it."""
    asked = _as_sealed(source, seal) if shows and seal.layout == seal.newest and _same_form(seal, request) else None
    written = shows(asked).pieces if shows and asked else None
    return _edit(written, shown, asked.release if asked else "", seal, asked).reasons(has_own=bool(request.form.own))


def _edit(written: tuple[str, ...] | None, shown: Shown, by: str, seal: Seal, asked: Comparison | None = None) -> Edit:
    """An edit beside what was written, in which another release may stand for the one of the seal."""
    if written is None:
        return Edit(BY_SOMETHING)
    return edit_of([one.replace(by, seal.release) for one in written], shown.pieces, seal.release, asked)


def _as_sealed(source: Source, seal: Seal) -> Comparison | None:
    """The comparison that was sealed: from its own release, or from the current one where that still says the same."""
    try:
        own = source.release(seal.release)
    except (MarkerError, UnavailableError):
        own = source.current
    try:
        asked = ask_again(own.reader, seal.query)
    except UsageError:
        return None
    return asked if content_hash(asked) == seal.content else None


def _answers(seal: Seal, request: Request) -> bool:
    """Whether a sealed table was made for this request; a day or a policy that the request leaves open may be any."""
    view = request.view
    if view.release and seal.release != view.release:
        return False
    asked = view.but(dimensions=(), questions=(), release=None).seal()
    fields = [field for field in FIELDS if field.sealed and field.name != "questions"]
    left_open = {field.name for field in fields if field.kind in ("day", "policy")} - asked.keys()
    return all(seal.query.get(field.name) == asked.get(field.name) for field in fields if field.name not in left_open)


def _same_form(seal: Seal, request: Request) -> bool:
    return seal.layout < seal.newest or asked_form(seal) == request.form.texts()


def _other_rows(seal: Seal, fresh: Comparison) -> bool:
    return bool(seal.query.get("questions") != [head.id for head in fresh.questions])


def _reasons(source: Source, seal: Seal, is_edited: bool, fresh: Comparison, request: Request) -> list[str]:
    """Why a table is written anew, besides edits."""
    now, former = query_of(fresh), seal.layout < SCOPED
    reasons = list[str]()
    reasons += [reason(seal.query)] if former else []
    reasons += [LAID_OUT_ANEW] if SCOPED <= seal.layout < seal.newest else []
    reasons += [] if _same_form(seal, request) else ["it asks for another form now"]
    reasons += _law_of_the_record(seal, fresh, request.view)
    if not _answers(seal, request) or _other_rows(seal, fresh):
        kept = {"scope": now["scope"], **seal.query} if former else seal.query
        differing = [name for name in {**kept, **now} if kept.get(name) != now.get(name)]
        reasons += [f"it asks for something else now: {', '.join(name.replace('_', ' ') for name in differing)}"]
    if seal.release != fresh.release:
        reasons.append(f"release {seal.release} -> {fresh.release}")
    return reasons + _own_words(seal, fresh, request) + _changed_cells(source, seal, fresh, is_edited or bool(reasons))


def _law_of_the_record(seal: Seal, fresh: Comparison, view: View) -> list[str]:
    """Where a marker names the day of the record alone and its table was filled with the law of a later one."""
    was = str(seal.query.get("as_of", ""))
    moved = view.known_on and not view.as_of and fresh.as_of < was
    return [OF_THE_RECORD.format(now=fresh.as_of, was=was)] if moved else []


def _own_words(seal: Seal, fresh: Comparison, request: Request) -> list[str]:
    """Where the author has words of their own and ours changed since they were written."""
    before, own = seal.form.get(OURS), own_words(request.form.own or "")
    if not own or not isinstance(before, dict):
        return []
    now = ours(fresh, request.form)
    return [
        f"{name}: your wording '{said}'; ours changed since: {before[name]} -> {now[name]}"
        for name, said in own.items()
        if name in before and before[name] != now[name]
    ]


def _changed_cells(source: Source, seal: Seal, fresh: Comparison, is_asked_anew: bool) -> list[str]:
    """Cells that look different now, with the cause; of an old release that is not kept only what a change of rules did.

    That an answer is otherwise by its evidence alone is named where the table is anew anyway: a day that passed is no reason.
    """
    former = seal.layout < SCOPED
    if seal.content == content_hash(fresh):
        return []
    try:
        older = source.release(seal.release).reader
        before = ask_again(older, seal.query)
    except (MarkerError, UnavailableError):
        ruled = changed_labels(former_labels(source.current.reader, fresh), fresh) if former else []
        return [f"release {seal.release} is not kept, so the cells that changed since cannot be named", *ruled]
    if former:
        return changed_labels(former_labels(older, before), fresh)
    old = {(cell.jurisdiction, cell.question): cell for cell in before.cells}
    causes = _causes(source, before, fresh)
    found = []
    for cell in fresh.cells:
        key = (cell.jurisdiction, cell.question)
        if key in old and (look(old[key]) != look(cell) or (is_asked_anew and _is_as_sure(old[key]) != _is_as_sure(cell))):
            was, now = _told_apart(old[key], cell)
            said = f"{key[0]} {key[1]}: {was} -> {now}"
            found.append(f"{said} ({causes.get(key) or _why_as_sure(old[key], cell)})")
    return found[:MOST_NAMED] + ([f"and {len(found) - MOST_NAMED} more cells"] if len(found) > MOST_NAMED else [])


def _is_as_sure(cell: Cell) -> tuple[bool, bool, str | None]:
    """What the evidence lets one say of an answer: last known, as scheduled, and how well it was read."""
    return cell.last_known, cell.scheduled, cell.evidence_grade


def _why_as_sure(old: Cell, cell: Cell) -> str:
    """Why a cell that no change of law or record turned is told otherwise."""
    if look(old) != look(cell):
        return "another question or policy"
    return "the days asked lie otherwise to its evidence" if old.evidence_grade == cell.evidence_grade else "other evidence"


def _told_apart(old: Cell, new: Cell) -> list[str]:
    """Two cells in words, with their sentences where the labels are the same."""
    told = [with_clauses(cell_words(one)) for one in (old, new)]
    if told[0] != told[1]:
        return told
    return [
        f"{said}: {one.in_short}" if at == 0 else one.in_short
        for at, (said, one) in enumerate(zip(told, (old, new), strict=True))
    ]


def _causes(source: Source, before: Comparison, fresh: Comparison) -> dict[tuple[str, str], str]:
    """Why cells differ: between two releases, between two points of both clocks, or both."""
    columns, reader = [slug for slug, _ in fresh.jurisdictions], source.release(fresh.release).reader
    points = [Point(table.as_of, table.known_on) for table in (before, fresh)]
    found = find_changes(reader, columns, *points, platform=fresh.platform).changes if points[0] != points[1] else ()
    if before.release != fresh.release:
        older = source.release(before.release).reader
        at = View(columns, as_of=fresh.as_of, known_on=fresh.known_on, platform=fresh.platform)
        found += find_release_changes(older, reader, at).changes
    return {(one.jurisdiction, one.question): CAUSES[one.cause].lower() for one in found}
