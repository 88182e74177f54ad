"""What stands in the way of an import: mistakes in the outside file by row, and what the mapping does not say yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.importing.codes import Numbers, Unknown

MOST = 100
Place = tuple[str | int, ...]


@dataclass
class Refusals:
    """Mistakes as plain values: ``rows`` of the file (row, message, count), ``lines`` of the mapping (place, ..., count)."""

    rows: list[tuple[int, str, int]] = field(default_factory=list)
    lines: list[tuple[Place, str, int, int]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)

    def row(self, row: int, message: str, count: int = 1) -> None:
        """A mistake in a row, and how many rows have it."""
        if len(self.rows) < MOST:
            self.rows.append((row, message, count))

    def column(self, batch: Any, name: str, place: Place) -> Any:
        """A column of a batch; None if there is none, which is refused once."""
        if name in batch.schema.names:
            return batch.column(name)
        if name not in self.missing:
            self.missing.add(name)
            listed = ", ".join(batch.schema.names)[:300]
            self.lines.append((place, f"no column '{name}' in the file; its columns are {listed}", 0, 1))
        return None

    def unknown(self, found: Mapping[str, Unknown], place: Place, what: str) -> None:
        """Values of theirs that stand for nothing, each with the line that would say what for."""
        for value, unknown in list(found.items())[:MOST]:
            shown = value[:60].replace("\n", " ")
            self.lines.append((place, f"'{shown}' {what}; add the line  {_quoted(shown)}: ...", unknown.row, unknown.count))

    def unmatched(self, batch: Any, rows: Numbers, at: Numbers) -> None:
        """Rows that no answer is read from."""
        first = {name: str(batch.column(name)[int(at[0])])[:40] for name in batch.schema.names[:6]}
        told = ", ".join(f"{name}: {value}" for name, value in first.items())
        what = f"no 'when:' takes the row ({told}); add an answer for it, or write 'others: left-out'"
        if "answers" not in self.missing:
            self.missing.add("answers")
            self.lines.append((("answers",), what, int(rows[0]), len(rows)))

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"rows": self.rows, "lines": self.lines}

    def __bool__(self) -> bool:
        return bool(self.rows or self.lines)


def _quoted(value: str) -> str:
    return f'"{value}"' if not value.replace("_", "").replace("-", "").isalnum() or value.isdigit() or not value else value
