"""What a map does not draw: parts of federations whose own law answers, told with the country that they lie in."""

from __future__ import annotations

from kb.ui.cells.cell_card import answer_text
from kb.ui.frame.spoken import said
from kb.ui.words import t
from kb.values.model import Comparison

APART = "+"  # beside the sign of a country: part of it answers otherwise


def parts_apart(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    """By country the parts of it that answer by their own law and otherwise than it does, in the order of the comparison.

    A country whose answer tells of its parts itself has none; what lies in what the codes of ISO 3166-2 say.
    """
    (head,), codes = comparison.questions, dict(comparison.codes)
    countries = {code: slug for slug, code in codes.items() if "-" not in code}
    found: dict[str, list[str]] = {}
    for slug, _ in comparison.jurisdictions:
        code, cell = codes.get(slug, ""), comparison.cell(slug, head.id)
        country = countries.get(code.partition("-")[0]) if "-" in code else None
        if country and cell.answer and not cell.layer:
            whole = comparison.cell(country, head.id)
            if not whole.parts and whole.answer != cell.answer:
                found.setdefault(country, []).append(slug)
    return {country: tuple(parts) for country, parts in found.items()}


def parts_words(comparison: Comparison, country: str) -> str:
    """``In a part of it: Florida (14 years)``; empty where no part answers otherwise."""
    names, question = dict(comparison.jurisdictions), comparison.questions[0].id
    told = (f"{said(names[part])} ({answer_text(comparison.cell(part, question))})" for part in parts_of(comparison, country))
    return t("map.in-parts", parts=", ".join(told)) if parts_of(comparison, country) else ""


def parts_of(comparison: Comparison, country: str) -> tuple[str, ...]:
    """The parts of a country that answer otherwise than it does."""
    return parts_apart(comparison).get(country, ())


def says(comparison: Comparison, place: str) -> str:
    """The sentence of the one cell of a place, and what holds in parts of it."""
    cell = comparison.cell(place, comparison.questions[0].id)
    return " ".join(filter(None, (said(cell.in_short), parts_words(comparison, place))))
