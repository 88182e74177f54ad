"""What must be said with a sentence: whether its rule is enforced, what was read, for which platform something else holds."""

from __future__ import annotations

from collections.abc import Sequence

from kb.briefing.answers import Answers
from kb.briefing.finding import Event, Finding
from kb.values.model import Cell

MOST_NAMED = 4
OF_IT = ("platform-otherwise", "done-to-it", "its-text")  # whose sentences are on the platform that is asked for alone
COUNTING = ("subject", "most-apart", "next", "contested")  # whose sentences say no answer with the day when it was last known


def cautions(answers: Answers, one: Finding) -> str:
    """What must be said of the evidence of its cells, and for which platform something else holds; empty if nothing."""
    cells = [answers.found.table.cell(*name) for name in one.cells]
    told = {
        "last": [cell for cell in cells if answers.is_unusual(cell) and one.kind in COUNTING],
        **{grade: [cell for cell in cells if grade in _grades(one, cell)] for grade in ("secondary", "anonymous", "memory")},
        "unconfirmed": [cell for cell in cells if _is_unconfirmed(cell)],
    }
    said = [] if one.kind in OF_IT else _otherwise(answers, cells)
    said += [_caution(answers, kind, found, cells) for kind, found in told.items() if found]
    text = "; ".join(said) if _are_named(cells) else answers.language.listed(said)
    if text and not _are_named(cells):
        text = answers.language.t("behind", of=len(cells), said=text)
    return " ".join(filter(None, (f"{text[:1].upper()}{text[1:]}." if text else "", _enforced(answers, one))))


def _caution(answers: Answers, kind: str, found: Sequence[Cell], cells: Sequence[Cell]) -> str:
    """Of which places it must be said where each has one cell, else of how many of the answers."""
    if not _are_named(cells):
        return _counted(answers, kind, len(found))
    return answers.language.t(
        f"caution.{kind}", places=answers.language.listed([answers.place(one.jurisdiction) for one in found])
    )


def _counted(answers: Answers, kind: str, number: int, **said: str) -> str:
    return answers.language.t(f"counted.{kind}-one" if number == 1 else f"counted.{kind}", n=number, **said)


def _enforced(answers: Answers, one: Finding) -> str:
    """Whether the rule that a sentence is about is enforced, as known to which day."""
    cell = _told_of(answers, one)
    if cell is None or cell.state != "answered" or cell.legal_status != "in-force" or cell.parts:
        return ""
    status = cell.enforcement_status or "applicable"
    key = "applied" if status == "applicable" else "halted"
    said = {"place": answers.place(cell.jurisdiction), "day": cell.evidence_to or answers.language.t("no-day")}
    said |= {"status": answers.language.t(f"status.{status}"), "as_of": answers.found.table.as_of}
    kind = "enforced" if not cell.last_known else "enforced-last" if answers.is_unusual(cell) else "enforced-usual"
    return answers.language.t(f"{kind}.{key}", **said)


def _told_of(answers: Answers, one: Finding) -> Cell | None:
    """The cell whose rule a sentence is about, if it is about one: of a change what it made of the answer."""
    if one.kind == "changed":
        event: Event = answers.found.events[one.values["event"]]
        return next(found.after for found in event.turned if found.question == one.questions[0])
    return answers.found.table.cell(one.values["alone"], one.questions[0]) if "alone" in one.values else None


def _otherwise(answers: Answers, cells: Sequence[Cell]) -> list[str]:
    """For which platforms something else holds: what, where each place has one cell, else in how many of the answers."""
    told: dict[object, list[str]] = {}
    for name in dict.fromkeys(other.name for cell in cells for other in cell.otherwise):
        found = {cell: other for cell in cells for other in cell.otherwise if other.name == name}
        each = "; ".join(f"{answers.name(cell.jurisdiction)}: {answers.answer(other)}" for cell, other in found.items())
        told.setdefault(each if _are_named(cells) else len(found), []).append(name)
    t, listed = answers.language.t, answers.language.listed
    return [
        _counted(answers, "otherwise", said, platform=listed(names))
        if isinstance(said, int)
        else t("caution.otherwise", platform=listed(names), places=said)
        for said, names in told.items()
    ]


def _are_named(cells: Sequence[Cell]) -> bool:
    """Whether the cells are so few and of one question that each is told by its place."""
    return len({cell.question for cell in cells}) == 1 and len(cells) <= MOST_NAMED


def grade_read(cell: Cell) -> str | None:
    """The grade of what was read for a cell that says something; that nothing was found is our own search."""
    claim = cell.winner.claim if cell.winner else None
    return claim.evidence_grade if claim and claim.readings and cell.state == "answered" else None


def _grades(one: Finding, cell: Cell) -> set[str | None]:
    """The grades of what was read for all that a sentence says of a cell: also for the platform's own rule, where it is told."""
    whose = one.values.get("platform")
    told = [other.claim for other in cell.claims if other.standing == "otherwise" and other.claim.platform == whose]
    own = {claim.evidence_grade for claim in told if one.kind in OF_IT and claim.readings}
    return {grade_read(cell), *own}


def _is_unconfirmed(cell: Cell) -> bool:
    claim = cell.winner.claim if cell.winner else None
    return bool(claim and claim.checked == "background" and cell.state == "answered" and grade_read(cell) != "memory")
