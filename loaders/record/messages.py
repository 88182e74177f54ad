"""What to write instead, where facts rewrite what was published."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence

from kb.loaders.record.published import REFORMS, Row
from kb.loaders.record.statements import Statement, Value

BACK = "put the published text back and write"


def rewritten(row: Row, now: Statement, changed: Sequence[str], accepted: bool) -> str:
    """Another meaning; ``accepted`` if the reforms take it for a change of form."""
    said = f"{_published(row)} with another '{_listed(changed)}'; {BACK}: {_amend(row, now, changed)}"
    return (
        f"{REFORMS} accepts this hash, but not only the form changed: {' and '.join(changed)} differ; it {said}"
        if accepted
        else said
    )


def form_only(row: Row, found: str) -> str:
    """The same meaning with other capitals or marks."""
    line = f"{row.statement},{row.meaning},{found}"
    return f"{_published(row)} in another form (capitals or marks); put it back, or add to {REFORMS}: {line}"


def recoded(row: Row, now: Statement) -> str:
    """Another day of coding."""
    return f"{_published(row)} as coded on {row.coded_on}, now it says {now.coded_on}; put that day back"


def unwithdrawn(row: Row, now: Statement) -> str:
    """A withdrawal that was taken back or moved."""
    said = f"withdrawn on {now.withdrawn_on}" if now.withdrawn_on else "not withdrawn"
    back = f"{_published(row)} as withdrawn on {row.withdrawn_on}, now it is {said}; put 'withdrawn:' back as it was"
    return f"{back}. To say it again, state it anew beside it, coded on a later day"


def last_words(row: Row, now: Statement, last_day: str) -> str:
    """A withdrawal before the end of the record."""
    said = f"withdrawn on {now.withdrawn_on}, but it stood in the record until {last_day}"
    return f"{said}; remove 'withdrawn:' and write: {amend_line(row.statement, {})}"


def moved(row: Row, now: Statement, changed: Sequence[str]) -> str:
    """A statement that has another identifier now."""
    said = f"in place of {row.statement}, which {_published(row)} with another '{_listed(changed)}'"
    return f"{said}; {BACK}: {_amend(row, now, changed)}"


def gone(row: Row) -> str:
    """A statement that is no more."""
    return f"{row.statement} {_published(row)} and is gone; put it back and write: {amend_line(row.statement, {})}"


def renamed(old: str, new: str) -> str:
    """A file under another name."""
    return f"this is {old} under another name, but what is published keeps its name; write: git mv {new} {old}"


def lost(name: str, rows: Sequence[Row]) -> str:
    """A file that is no more."""
    said = f"the file is gone, and {len(rows)} published statements with it; put it back (git checkout -- {name})"
    return f"{said} and withdraw what is wrong: {amend_line(rows[0].statement, {})}"


def backdated(one: Statement, last_day: str) -> str:
    """A statement that would have been in the record already."""
    said = f"coded on {one.coded_on}, but the record was published until {last_day} without it"
    return f"{said}; write 'coded: {{by: kb-editors, on: {last_day}}}' below it, or the later day on which it was written"


def amend_line(
    statement: str,
    new: Mapping[str, Value],
    why: str = "corrected",
    read: Sequence[str] = ("WHERE YOU READ IT",),
    keeps_readings: bool = False,
    kind: str = "",
) -> str:
    """The command that amends a statement: ``kb amend claim/us/pafaca/... --set from=2026-05-28 --why corrected ...``."""
    sets = [f"--set {shlex.quote(f'{name}={_written(value)}')}" for name, value in new.items()]
    sources = [f"--read {shlex.quote(source)}" for source in read]
    kinds = [f"--kind {kind}"] * bool(kind and read)
    kept = ["--keep-readings"] * keeps_readings
    return " ".join(["kb amend", shlex.quote(statement), *sets, f"--why {why}", *sources, *kinds, *kept])


def _amend(row: Row, now: Statement, changed: Iterable[str]) -> str:
    return amend_line(row.statement, {name: now.meaning.get(name) for name in changed})


def _written(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(value or ())


def _published(row: Row) -> str:
    return f"was published on {row.published_on}"


def _listed(names: Sequence[str]) -> str:
    return "' and '".join(names)
