"""Where the cells of a row are not like with like: coded by different questions, of another legal stage, weight or vintage."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import NamedTuple

from kb.values.model import Cell, Comparison, QuestionHead, WeighedClaim

KINDS = {
    "codebook-version": "The question was reworded between these answers",
    "legal-stage": "Not all at the same legal stage",
    "authority": "Not all stated by sources of the same authority",
    "vintage": "Coded more than a year apart",
    "unit": "Not all counted in the same unit",
}
STAGES = {"proposed": "proposed only", "adopted": "adopted, not yet in force", "in-force": "in force"}
ENDED, PENDING = "no longer in force", "in force, not yet applicable"
DAYS_APART = 365


class Caution(NamedTuple):
    """Why the cells of one row must be compared with care; ``groups`` are (what is so, jurisdictions), the largest first."""

    kind: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def apart(self) -> tuple[str, ...]:
        """The jurisdictions that do not belong to the largest group."""
        return tuple(slug for _, slugs in self.groups[1:] for slug in slugs)

    def says(self, names: Mapping[str, str]) -> str:
        """The caution in words: what most are, and which are otherwise."""
        (most, _), *others = self.groups
        named = "; ".join(f"{_listed(slugs, names)}: {what}" for what, slugs in others)
        return f"{KINDS[self.kind]} (mostly {most}; {named})"

    def between(self, one: str, other: str) -> bool:
        """Whether it sets these two jurisdictions apart."""
        groups = [what for what, slugs in self.groups for slug in slugs if slug in (one, other)]
        return len(set(groups)) > 1


def cautions(comparison: Comparison) -> dict[str, tuple[Caution, ...]]:
    """Cautions of every question that has any, by question."""
    found = {head.id: row_cautions(comparison, head) for head in comparison.questions}
    return {question: row for question, row in found.items() if row}


def row_cautions(comparison: Comparison, head: QuestionHead) -> tuple[Caution, ...]:
    """Cautions of one row; what has no claim takes no part, and an absence has neither stage nor authority."""
    cells = [comparison.cell(slug, head.id) for slug, _ in comparison.jurisdictions]
    told = [(cell, cell.winner) for cell in cells if cell.winner]
    answered = [(cell, winner) for cell, winner in told if cell.answer]
    rows = [
        _apart("codebook-version", told, lambda _, winner: _version(head, winner)),
        _apart("legal-stage", answered, lambda cell, _: _stage(cell)),
        _apart("authority", answered, lambda _, winner: winner.claim.authority),
        _vintage(told),
        _apart("unit", answered, lambda cell, _: dict(head.units).get(cell.unit or "", cell.unit)),
    ]
    return tuple(caution for caution in rows if caution)


Told = list[tuple[Cell, WeighedClaim]]


def _apart(kind: str, told: Told, of: Callable[[Cell, WeighedClaim], str | None]) -> Caution | None:
    groups: dict[str, list[str]] = {}
    for cell, winner in told:
        if (what := of(cell, winner)) is not None:
            groups.setdefault(what, []).append(cell.jurisdiction)
    if len(groups) < 2:
        return None
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0] != STAGES["in-force"], item[0]))
    return Caution(kind, tuple((what, tuple(slugs)) for what, slugs in ordered))


def _version(head: QuestionHead, winner: WeighedClaim) -> str | None:
    version = head.version(winner.claim.asserted_on)
    return f"version {version}" if version else None


def _stage(cell: Cell) -> str | None:
    if cell.legal_status is None:
        return None
    if cell.legal_status == "in-force" and cell.enforcement_status == "not-yet-applicable":
        return PENDING
    return STAGES.get(cell.legal_status, ENDED)


def _vintage(told: Told) -> Caution | None:
    days = [datetime.date.fromisoformat(winner.claim.asserted_on) for _, winner in told]
    if not days or (max(days) - min(days)).days <= DAYS_APART:
        return None
    recent = (max(days) - datetime.timedelta(days=DAYS_APART)).isoformat()
    since, before = f"coded since {recent}", f"coded before {recent}"
    return _apart("vintage", told, lambda _, winner: since if winner.claim.asserted_on >= recent else before)


def _listed(slugs: tuple[str, ...], names: Mapping[str, str]) -> str:
    return ", ".join(names[slug] for slug in slugs)
