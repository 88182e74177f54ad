"""The fields of the answers that assistants get, tool by tool, and what each means; a field has one meaning everywhere."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import yaml

from kb.doors.cited import Citation, CitedCell

CELL = tuple(field.name for field in fields(CitedCell))
CITATION = tuple(field.name for field in fields(Citation))
_LISTED = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
REFUSED: tuple[str, ...] = tuple(_LISTED["refused"])
GIVES: dict[str, dict[str, tuple[str, ...]]] = {
    tool: {name: CELL if entries == "cell" else tuple(entries) for name, entries in given.items()}
    for tool, given in _LISTED["gives"].items()
}
MEANS: dict[str, str] = _LISTED["means"]
