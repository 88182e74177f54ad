"""The state of a question: how the answers spread, who stands farthest, rules for platforms alone, what is contested and open."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kb.briefing.course import LOUD
from kb.briefing.finding import Finding, is_applied
from kb.briefing.phrases import contested_cell
from kb.profiles.asked import Asked
from kb.profiles.clause import Clause, capital, once
from kb.values.model import Cell


def spread(asked: Asked) -> Clause | None:
    """How many places give which answer, the commonest answer first."""
    phrases = asked.phrases
    groups: dict[tuple[str, str], list[Cell]] = {}
    for cell in phrases.found.table.cells:
        groups.setdefault((cell.state, cell.label), []).append(cell)
    ordered = sorted(groups.values(), key=lambda cells: (cells[0].state != "answered", -len(cells)))
    said = [_group(asked, cells) for cells in ordered[: asked.rules.most_named]]
    rest = sum(len(cells) for cells in ordered[asked.rules.most_named :])
    said += [asked.t("spread-rest", n=rest, answers=len(ordered) - asked.rules.most_named)] if rest else []
    cells = phrases.found.table.cells
    text = asked.t("spread", places=len(cells), said="; ".join(said))
    names = tuple((cell.jurisdiction, cell.question) for cell in cells)
    halted = sum(cell.state == "answered" and not is_applied(cell) for cell in cells)
    more = asked.t("spread-halted", n=halted) + " " if halted else ""
    return Clause("spread", text, names, (), f"{more}{phrases.cautions(Finding('subject', 0.0, names))}".strip())


def _group(asked: Asked, cells: list[Cell]) -> str:
    names = asked.few([asked.name(cell.jurisdiction) for cell in cells])
    if cells[0].state == "answered":
        label = capital(asked.phrases.label(cells[0]))
        key = "spread-parts" if all(cell.parts for cell in cells) else "spread-group"
        return asked.t(key, n=len(cells), answer=label, names=names)
    return asked.t("spread-absent", n=len(cells), state=asked.language.t(f"state.{cells[0].state}"), names=names)


def farthest(asked: Asked) -> Clause | None:
    """Who stands farthest on a question whose answers have an order."""
    (head,) = asked.phrases.found.table.questions
    steps = [slug for slug, _ in head.answers]
    answered = [cell for cell in asked.phrases.found.table.cells if cell.answer in steps and not cell.parts]
    if head.scale != "ordinal" or len({cell.answer for cell in answered}) < 2:
        return None
    top = max(steps.index(cell.answer or "") for cell in answered)
    found = [cell for cell in answered if cell.answer == steps[top]]
    said = "; ".join(
        asked.t("farthest-one", place=asked.name(one.jurisdiction), answer=asked.phrases.answer(one)) for one in found
    )
    names = tuple((one.jurisdiction, one.question) for one in found)
    return Clause("farthest", asked.t("farthest", said=said), names, (), asked.phrases.cautions(Finding("alone", 0.0, names)))


def otherwise(asked: Asked) -> Clause | None:
    """For which platforms law says otherwise, where, and what."""
    found = [(cell, one) for cell in asked.phrases.found.table.cells for one in cell.otherwise]
    grouped: dict[tuple[str, str], list[str]] = {}
    for cell, one in found:
        answer = asked.read(asked.phrases.answer(one), one.evidence_grade if one.state == "answered" else None)
        grouped.setdefault((asked.place(cell.jurisdiction), answer), []).append(one.name)
    said = [
        asked.t("otherwise-one", platform=asked.language.listed(names), place=place, answer=answer)
        for (place, answer), names in grouped.items()
    ]
    if not said:
        return None
    most = asked.rules.most_otherwise
    told = "; ".join(said[:most]) + (asked.t("otherwise-rest", n=len(said) - most) if len(said) > most else "")
    names = once_cells(cell for cell, _ in found)
    return Clause("otherwise", asked.t("otherwise", said=told), names, once(f"platform/{one.platform}" for _, one in found))


def once_cells(cells: Iterable[Cell]) -> tuple[tuple[str, str], ...]:
    """The names of cells, each once."""
    return tuple(dict.fromkeys((cell.jurisdiction, cell.question) for cell in cells))


def contested(asked: Asked) -> Clause | None:
    """On which answers equal sources disagree, or a pleading says otherwise; refuted claims are none."""
    found = [cell for cell in asked.phrases.found.table.cells if cell.dispute and cell.dispute.kind in LOUD]
    if not found:
        return None
    said = " ".join(contested_cell(asked.phrases, cell) for cell in found[: asked.rules.most_otherwise])
    return Clause(
        "contested",
        said,
        once_cells(found),
        once(claim for cell in found for claim in (cell.dispute.claims if cell.dispute else ())),
    )


def open_matters(asked: Asked) -> Clause | None:
    """What is open that could change an answer."""
    return asked.open_clause([one for one in asked.matters if any(question == asked.slug for _, question in one.cells)])


CLAUSES: dict[str, Callable[[Asked], Clause | None]] = {
    "spread": spread,
    "farthest": farthest,
    "otherwise": otherwise,
    "contested": contested,
    "open": open_matters,
}
