"""Which rows of a comparison set things side by side that differ in kind."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Comparison


@dataclass(frozen=True)
class Caution:
    """Why the cells of a row are to be compared with care."""

    kind: str
    says: str


def cautions(comparison: Comparison) -> dict[str, tuple[Caution, ...]]:
    """Cautions by question."""
    found: dict[str, tuple[Caution, ...]] = {}
    for head in comparison.questions:
        stages = {
            cell.legal_status in ("proposed", "adopted") for cell in comparison.cells if cell.question == head.id and cell.answer
        }
        if len(stages) > 1:
            found[head.id] = (Caution("legal-stage", "One is in force, the other not yet."),)
    return found
