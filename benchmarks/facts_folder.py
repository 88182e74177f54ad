"""Write records as a folder of facts files, so that ``kb build`` reads them like curated ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def write_folder(root: Path, files: Iterable[tuple[str, Any]]) -> int:
    """Write every file below ``root``; how many there are."""
    written = 0
    for name, record in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        value = TypeAdapter(Any).dump_python(record, mode="json", by_alias=True, exclude_unset=True)
        content = {"absences": _dated_once(value)} if name.startswith("absences/") else value
        path.write_text(yaml.dump(content, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
        written += 1
    return written


def _dated_once(absences: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Absences by question, their days only below ``covers``, where a file writes them."""
    outside = {"from", "until"}
    return {
        question: [{name: value for name, value in absence.items() if name not in outside} for absence in found]
        for question, found in absences.items()
    }
