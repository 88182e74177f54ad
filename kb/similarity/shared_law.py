"""Which law two places have in common, since one belongs to the other or both to a third; that makes them alike."""

from __future__ import annotations

from collections.abc import Mapping

from kb.values.model import Comparison

Wholes = Mapping[str, frozenset[str]]


def wholes_of(comparison: Comparison) -> Wholes:
    """The unions and federations that each place belongs to: whose law answers for it, or whose answer names it as a part."""
    found: dict[str, set[str]] = {slug: set() for slug, _ in comparison.jurisdictions}
    for cell in comparison.cells:
        if cell.layer:
            found[cell.jurisdiction].add(cell.layer)
        for part in cell.parts:
            found.setdefault(part, set()).add(cell.jurisdiction)
    return {slug: frozenset(wholes) for slug, wholes in found.items()}


def shared_law(wholes: Wholes, one: str, other: str) -> tuple[str, ...]:
    """Whose law binds both of two places: the one to which the other belongs, and those to which both belong.

    >>> shared_law({"us": frozenset(), "us-ca": frozenset({"us"}), "us-tx": frozenset({"us"})}, "us-tx", "us-ca")
    ('us',)
    """
    return tuple(sorted((wholes[one] | {one}) & (wholes[other] | {other})))


def is_within(wholes: Wholes, one: str, other: str) -> bool:
    """Whether one of two places belongs to the other: no two regimes, so that neither is the nearest of the other."""
    return one in wholes[other] or other in wholes[one]
