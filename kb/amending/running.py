"""``amend`` and ``record`` for people at a terminal: what changes, what is left to look at, and every problem on its line."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import NoReturn

from kb.amending.amendment import Amendment, plan, unified_diff, write
from kb.amending.draft import cell_changes, told
from kb.amending.looking import Reading, plan_reading
from kb.amending.publishing import next_record
from kb.amending.wanted import Wish
from kb.loaders.layout import facts_folder
from kb.loaders.problems import CuratedDataError, listing
from kb.loaders.record.published import PUBLISHED
from kb.saving import deliver, save

NEXT = "Next: {0}, {1}, and {2}, which keeps what is stated from being rewritten."


def run_amend(root: Path, place: str, wish: Wish, also: tuple[str, ...], check: bool) -> None:
    """Show an amendment as a patch and as a change of the table, and write it unless it is only to be checked."""
    try:
        amendment = plan(root, place, wish, also)
        changes = cell_changes(root, amendment, wish.on)
    except CuratedDataError as error:
        _fail(error)
    deliver(f"{unified_diff(root, amendment)}\nThe table, as known from {wish.on} on:\n{told(changes)}", None)
    deliver(_remarks(root, amendment, wish), None)
    _finish(root, amendment, check)


def run_reading(root: Path, place: str, reading: Reading, check: bool) -> None:
    """Show what a reading adds to a file, and add it unless it is only to be checked."""
    try:
        amendment = plan_reading(root, place, reading)
        cell_changes(root, amendment, reading.on)
    except CuratedDataError as error:
        _fail(error)
    deliver(unified_diff(root, amendment), None)
    _finish(root, amendment, check)


def run_record(root: Path, day: str, check: bool) -> None:
    """Write the record of what is published, and say what came to it."""
    try:
        found = next_record(root, day)
    except CuratedDataError as error:
        _fail(error)
    counts = f"{found.total} statements: {found.new} new, {found.withdrawn} withdrawn since"
    if check:
        deliver(f"{root.name}/{PUBLISHED} would have {counts}\n", None)
        return
    save(root / PUBLISHED, found.text.encode())
    deliver(f"{root.name}/{PUBLISHED} has {counts}; commit it with the release\n", None)


def _finish(root: Path, amendment: Amendment, check: bool) -> None:
    if check:
        deliver("\nNothing was written; leave out --check to write it.\n", None)
        return
    write(root, amendment)
    deliver(f"\nWritten: {', '.join(_named(root / name) for name in amendment.texts)}. {_next(root)}\n", None)


def _next(root: Path) -> str:
    """The commands that come next, which name the folder of the facts where it is not the one that they would take."""
    where = "" if root.resolve() == facts_folder().resolve() else f" --facts {shlex.quote(_named(root))}"
    return NEXT.format(*(f"kb {verb}{where}" for verb in ("validate", "build", "record")))


def _named(path: Path) -> str:
    """A file as whoever works here would name it: below the folder they are in, else in full."""
    whole, here = path.resolve(), Path.cwd().resolve()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def _remarks(root: Path, amendment: Amendment, wish: Wish) -> str:
    """Places that go on stating the old day, and what the amendment stands on."""
    lines = []
    if wish.values and not wish.read:
        lines += ["", "The new statement is marked as background (◇): no source was named. Write --read with what you read."]
    if amendment.left:
        lines += [
            "",
            "The same day stands in these places too; look at each, and write --also PATH:LINE (or --also all) to change it:",
        ]
        lines += [f"  {root.name}/{one.file}:{one.line}: {one.text}" for one in amendment.left]
    return "\n".join(lines) + "\n" if lines else ""


def _fail(error: CuratedDataError) -> NoReturn:
    for line in listing(error.problems):
        sys.stderr.write(line + "\n")
    sys.stderr.write("kb: the facts are wrong; nothing was written\n")
    raise SystemExit(1)
