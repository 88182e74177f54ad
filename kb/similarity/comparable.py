"""Which questions cannot be compared between which two regimes: a caution of the table stands between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from kb.similarity.scales import Bools
from kb.values.comparability import DAYS_APART, KINDS, Caution, cautions, row_cautions
from kb.values.model import Cell, Comparison, QuestionHead

VINTAGE = "vintage"


def set_apart(comparison: Comparison) -> Bools:
    """Pairs by questions: whether any caution sets the two regimes apart. What other regimes show plays no part."""
    slugs = [slug for slug, _ in comparison.jurisdictions]
    first, second = np.triu_indices(len(slugs), 1)
    apart = np.zeros((len(first), len(comparison.questions)), dtype=bool)
    flagged = cautions(comparison)
    for column, head in enumerate(comparison.questions):
        for caution in flagged.get(head.id, ()):
            if caution.kind == VINTAGE:
                days = np.array([_coded(comparison.cell(slug, head.id)) for slug in slugs])
                apart[:, column] |= np.abs(days[first] - days[second]) > DAYS_APART
            else:
                group = {slug: place for place, (_, members) in enumerate(caution.groups) for slug in members}
                places = np.array([group.get(slug, np.nan) for slug in slugs])
                known = ~np.isnan(places[first] + places[second])
                apart[:, column] |= known & (places[first] != places[second])
    return apart


def cautions_between(comparison: Comparison, head: QuestionHead, one: Cell, other: Cell) -> tuple[Caution, ...]:
    """The cautions that stand between two cells of one question."""
    names = dict(comparison.jurisdictions)
    sides = tuple((cell.jurisdiction, names[cell.jurisdiction]) for cell in (one, other))
    return row_cautions(replace(comparison, jurisdictions=sides, questions=(head,), cells=(one, other)), head)


def caution_words(caution: Caution, names: Mapping[str, str]) -> str:
    """A caution between two regimes: its kind, and what each of the two is."""
    sides = (f"{names[slug]}: {what}" for what, slugs in caution.groups for slug in slugs)
    return f"{KINDS[caution.kind].lower()}, {', '.join(sides)}"


def _coded(cell: Cell) -> float:
    """Day on which the cell was coded, as a number; not a number if it has no claim, so that nothing is far from it."""
    return float(date.fromisoformat(cell.winner.claim.asserted_on).toordinal()) if cell.winner else np.nan
