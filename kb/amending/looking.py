"""A reading put down in the file of what was read: a look at an open matter, how it ended, or more evidence for a statement.

Nothing that was published is rewritten by it: readings and closings are added to the entry that stands.
"""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.amending.amendment import ROLE, Amendment
from kb.amending.finding import find_statement
from kb.amending.statement_text import with_keys
from kb.errors import UsageError
from kb.loaders.evidence.former import in_readings
from kb.loaders.facts import read_facts
from kb.loaders.problems import one_of
from kb.loaders.record.statements import Statement
from kb.loaders.words import words
from kb.loaders.yaml_files import Place, read_yaml

NEXT_LOOK = 60  # days


@dataclass(frozen=True)
class Reading:
    """What was read, on which day, by which role, and in what grade of text; when to look at an open matter next.

    ``how`` and ``ended`` say how and on which day the matter ended, ``in_short`` what came out.
    """

    read: str
    on: str
    by: str = ""
    kind: str = "secondary"
    next: str | None = None
    how: str | None = None
    ended: str | None = None
    in_short: str | None = None


def plan_reading(root: Path, place: str, reading: Reading) -> Amendment:
    """The text of the file with a reading added, nothing written yet; UsageError for what cannot be put down so."""
    facts = read_facts(root)
    reading = replace(reading, by=reading.by or facts.role or ROLE)
    statement = find_statement(root, facts, place)
    _check(statement, reading)
    path = root / statement.file
    document = read_yaml(path, statement.file).value
    raw = _entry(document, statement.place)
    keys = _matter_keys(raw, reading) if statement.kind == "open" else _evidence_keys(document, raw, reading)
    text = with_keys(path.read_text(encoding="utf-8"), statement.place, keys)
    return Amendment({statement.file: text}, (), (), (), facts)


def _check(statement: Statement, reading: Reading) -> None:
    if not reading.read.strip():
        raise UsageError('add --read with what was read, for example --read "docket of the D.C. Circuit"')
    if statement.withdrawn_on:
        raise UsageError(f"{statement.id} was withdrawn on {statement.withdrawn_on}; there is nothing to read again")
    if statement.kind in ("said", "closed"):
        raise UsageError(f"{statement.id} is no open matter, claim, absence, event or step; readings are put down for those")
    if reading.kind not in words("evidence-kind"):
        raise UsageError(f"--kind {reading.kind}: {one_of(reading.kind, words('evidence-grade'))}")
    if reading.how is None:
        return
    if statement.kind != "open":
        raise UsageError(f"--closed: {statement.id} is no open matter; use 'kb amend' to state something else")
    if reading.how not in words("matter-closing"):
        raise UsageError(f"--closed {reading.how}: {one_of(reading.how, words('matter-closing'))}")
    if not reading.ended or not reading.in_short:
        raise UsageError("--closed: add --ended with the day on which it ended and --in-short with what came out")


def _matter_keys(raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """The look, or the end, as the entry of an open matter has it."""
    if "closed" in raw:
        raise UsageError(f"it ended on {raw['closed']['on']} ({raw['closed']['how']}); nothing is open")
    if reading.how:
        coded = {"by": reading.by, "on": reading.on}
        ended = {"on": reading.ended, "how": reading.how, "in_short": reading.in_short}
        return {"closed": {**ended, "evidence": _evidence(reading), "coded": coded}}
    following = reading.next or _later(reading.on)
    look = {"on": reading.on, "by": reading.by, "read": reading.read, "look_again": following}
    return {"looked": [*raw.get("looked", ()), look]}


def _evidence_keys(document: Mapping[str, Any], raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """The evidence of a statement with one reading more, by which its standing was checked on that day."""
    before = in_readings(document).get("evidence") or []
    own = in_readings(raw, document.get("coded")).get("evidence") or before
    return {"evidence": [*own, {**_read(reading), "current_to": reading.on}]}


def _evidence(reading: Reading) -> list[dict[str, str]]:
    return [_read(reading)]


def _read(reading: Reading) -> dict[str, str]:
    return {"read": reading.read, "kind": reading.kind, "read_on": reading.on, "by": reading.by}


def _entry(document: Any, place: Place) -> Any:
    for part in place:
        document = document[part]
    return document


def _later(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=NEXT_LOOK)).isoformat()


def reading_line(place: str, reading: Reading) -> str:
    """The command that puts the reading down: ``kb due --mark-read case/us/... --read ...``."""
    given = {"read": reading.read, "kind": reading.kind, "next": reading.next}
    given |= {"closed": reading.how, "ended": reading.ended, "in-short": reading.in_short}
    options = [f"--{name} {shlex.quote(value)}" for name, value in given.items() if value]
    return " ".join(["kb due --mark-read", shlex.quote(place), *options])
