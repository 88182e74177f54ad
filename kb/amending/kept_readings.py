"""The readings that an old statement stood on, for a new one that they bear as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.errors import UsageError
from kb.loaders.fields import Reading
from kb.loaders.record.statements import Statement
from kb.loaders.records import Facts


class NothingKeptError(UsageError):
    """Nothing that was read for an old statement bears the new one."""


def record_of(facts: Facts, one: Statement) -> tuple[Any, Any]:
    """The record of a statement, and the instrument, case or source it stands in (None in files of powers and absences)."""
    folder, _, path = one.file.removesuffix(".yaml").partition("/")
    held: Any = getattr(facts, folder)[path]
    alone = folder in ("powers", "absences")
    found: Any = (facts.open[path] if one.place[0] == "open" else held) if alone else held
    way: tuple[Any, ...] = one.place[1:] if alone else one.place
    for part in way:
        found = found[part] if isinstance(found, Mapping | tuple) else getattr(found, str(part))
    return found, None if alone else held


def kept_readings(facts: Facts, old: Statement, values: Mapping[str, str]) -> list[dict[str, str]]:
    """What was read for a statement or for its file, as a file says it: not of passages that it no longer rests on.

    Raises NothingKeptError where that is nothing.
    """
    record, dossier = record_of(facts, old)
    readings: tuple[Reading, ...] = record.evidence or (dossier.evidence if dossier else None) or ()
    was = set(old.meaning.get("rests_on") or ())
    left = was - {part.strip() for part in values["rests_on"].split(";")} if "rests_on" in values else set()
    if not (kept := [one.model_dump(exclude_none=True) for one in readings if one.passage not in left]):
        raise NothingKeptError(
            f"--keep-readings: nothing that was read for {old.id} bears the new one; add --read with what you read"
        )
    return kept
