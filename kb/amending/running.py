"""``amend`` and ``record`` for people at a terminal: what changes, what is left to look at, and every problem on its line."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import NoReturn

from kb.amending.amendment import Amendment, plan, unified_diff, write
from kb.amending.draft import CellChange, cell_changes, drafted, told
from kb.amending.looking import Reading, plan_reading
from kb.amending.publishing import next_record
from kb.amending.wanted import Wish
from kb.amending.worth import worth_told
from kb.loaders.layout import facts_folder
from kb.loaders.problems import CuratedDataError, listing, named_from_here, placed
from kb.loaders.record.published import PUBLISHED
from kb.saving import deliver, save

NEXT = "Next: {0}, {1}, and {2}, which keeps what is stated from being rewritten."


def run_amend(root: Path, place: str, wish: Wish, also: tuple[str, ...], check: bool) -> None:
    """Show an amendment as a patch and as a change of the table, and write it unless it is only to be checked."""
    try:
        amendment = plan(root, place, wish, also)
        changes, worth = drafted(root, amendment, wish.on)
    except CuratedDataError as error:
        _fail(error, root)
    deliver(f"{unified_diff(root, amendment)}\nThe table, as known from {wish.on} on:\n{told(changes)}", None)
    deliver(f"\n{worth_told(worth)}" if worth else "", None)
    deliver(_remarks(root, amendment, wish, changes), None)
    _finish(root, amendment, check)


def run_reading(root: Path, place: str, reading: Reading, check: bool) -> None:
    """Show what a reading adds to a file, and add it unless it is only to be checked."""
    try:
        amendment = plan_reading(root, place, reading)
        cell_changes(root, amendment, reading.on)
    except CuratedDataError as error:
        _fail(error, root)
    deliver(unified_diff(root, amendment), None)
    _finish(root, amendment, check)


def run_record(root: Path, day: str, check: bool) -> None:
    """Write the record of what is published, and say what came to it."""
    try:
        found = next_record(root, day)
    except CuratedDataError as error:
        _fail(error, root)
    counts = f"{found.total} statements: {found.new} new, {found.withdrawn} withdrawn since"
    if check:
        deliver(f"{named_from_here(root / PUBLISHED)} would have {counts}\n", None)
        return
    save(root / PUBLISHED, found.text.encode())
    deliver(f"{named_from_here(root / PUBLISHED)} has {counts}; commit it with the release\n", None)


def _finish(root: Path, amendment: Amendment, check: bool) -> None:
    if check:
        deliver("\nNothing was written; leave out --check to write it.\n", None)
        return
    write(root, amendment)
    deliver(f"\nWritten: {', '.join(named_from_here(root / name) for name in amendment.texts)}. {_next(root)}\n", None)


def _next(root: Path) -> str:
    """The commands that come next, which name the folder of the facts where it is not the one that they would take."""
    where = "" if root.resolve() == facts_folder().resolve() else f" --facts {shlex.quote(named_from_here(root))}"
    return NEXT.format(*(f"kb {verb}{where}" for verb in ("validate", "build", "record")))


def _remarks(root: Path, amendment: Amendment, wish: Wish, changes: list[CellChange]) -> str:
    """Cells that are left without an answer, places that go on stating the old day, and what the amendment stands on."""
    lines = [line for one in changes if one.before and not one.after for line in ("", _emptied(one))]
    if wish.values and not (wish.read or wish.keep):
        lines += ["", "The new statement is marked as background (◇): no source was named. Write --read with what you read."]
    if amendment.left:
        lines += [
            "",
            "The same day stands in these places too; look at each, and write --also PATH:LINE (or --also all) to change it:",
        ]
        lines += [f"  {named_from_here(root / one.file)}:{one.line}: {one.text}" for one in amendment.left]
    return "\n".join(lines) + "\n" if lines else ""


def _emptied(change: CellChange) -> str:
    return (
        f"warning: {change.jurisdiction} {change.question} is left without an answer from {change.start} to "
        f"{change.end or 'today and on'}, where it had one; if that is not meant, state what held then (kb new, or --set from=)"
    )


def _fail(error: CuratedDataError, root: Path) -> NoReturn:
    for line in listing(placed(error.problems, root)):
        sys.stderr.write(line + "\n")
    sys.stderr.write("kb: the facts are wrong; nothing was written\n")
    raise SystemExit(1)
