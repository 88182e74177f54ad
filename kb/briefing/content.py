"""What a briefing says, computed from claims and from nothing else; the writers only set it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.briefing.timelines import Course, courses
from kb.release.dossiers import cite_weighed
from kb.release.reader import Reader
from kb.tables.seals import content_hash
from kb.tables.sheet import Sheet, clean, sheet_of
from kb.tables.sources import cite_table
from kb.values.disputes import disputes_of
from kb.values.model import Cell, Comparison, QuestionHead
from kb.values.resolution import Policy
from kb.values.view import View
from kb.values.words import caption, cell_words, dates_line, with_clauses


@dataclass(frozen=True)
class Difference:
    """One question in plain words: whether all answer alike, and who answers what."""

    question: str
    alike: bool
    lines: tuple[str, ...]

    @property
    def heading(self) -> str:
        """The question, and that all answer it alike if they do, whatever the status of their answers."""
        return f"{self.question} All say the same." if self.alike else self.question


@dataclass(frozen=True)
class DimensionSummary:
    """The questions of one dimension in plain words."""

    title: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Briefing:
    """A briefing from title to sources; ``comparison`` and ``sheet`` are the table in it."""

    comparison: Comparison
    sheet: Sheet
    title: str
    dates: str
    overview: tuple[str, ...]
    summaries: tuple[DimensionSummary, ...]
    courses: tuple[Course, ...]
    disputes: tuple[str, ...]
    cite_as: str


def briefing(reader: Reader, comparison: Comparison, policy: str | Path | Policy | None = None) -> Briefing:
    """Compose the briefing of a comparison; ``policy`` is the one it was asked by if the release does not have it."""
    view = View.of(comparison)
    named = view.policy if view.policy in reader.policies() else None
    titles = dict.fromkeys((head.dimension, head.dimension_title) for head in comparison.questions)
    summaries = tuple(
        DimensionSummary(
            clean(title), tuple(_difference(comparison, head) for head in comparison.questions if head.dimension == dimension)
        )
        for dimension, title in titles
    )
    return Briefing(
        comparison=comparison,
        sheet=sheet_of(comparison),
        title=clean(f"Briefing. {caption(comparison)}"),
        dates=clean(dates_line(comparison)),
        overview=tuple(_overview(comparison, summaries)),
        summaries=summaries,
        courses=tuple(courses(reader, comparison, view.but(policy=policy or named))),
        disputes=tuple(_disputes(comparison)),
        cite_as=cite_table(comparison, content_hash(comparison)),
    )


def _overview(comparison: Comparison, summaries: Sequence[DimensionSummary]) -> list[str]:
    """Counts in sentences: how many questions, how many alike, what is absent, suspended, disputed, unconfirmed."""
    differences = [one for summary in summaries for one in summary.differences]
    cells, alike = comparison.cells, sum(one.alike for one in differences)
    names = _listed([name for _, name in comparison.jurisdictions])
    said = f"{_count(len(differences), 'question')} in {_count(len(summaries), 'dimension')} were put to {names}"
    lines = [f"{said}: {_count(len(cells), 'cell')}."]
    if len(comparison.jurisdictions) > 1:
        lines.append(
            f"On {_count(alike, 'question')} all say the same; on {_count(len(differences) - alike, 'question')} they differ."
        )
    counts = {
        "say that nothing was found after a search": sum(cell.state == "none-found" for cell in cells),
        "were not researched": sum(cell.state == "not-researched" for cell in cells),
        "rest on a rule in force whose enforcement is suspended, stayed or enjoined": sum(_halted(cell) for cell in cells),
        "are disputed by another source": sum(cell.disputed for cell in cells),
        "are not confirmed in a source": sum(any("◇" in remark for remark in cell_words(cell).remarks) for cell in cells),
    }
    told = [f"{number} {what}" for what, number in counts.items() if number]
    return lines + ([f"Of the cells, {_listed(told)}."] if told else [])


def _halted(cell: Cell) -> bool:
    return cell.legal_status == "in-force" and cell.enforcement_status in ("suspended", "stayed", "enjoined")


def _difference(comparison: Comparison, head: QuestionHead) -> Difference:
    """Jurisdictions that say the same together, in the order of the table, with status, dispute and doubt."""
    groups: dict[str, list[str]] = {}
    answers = set()
    for slug, name in comparison.jurisdictions:
        cell = comparison.cell(slug, head.id)
        answers.add((cell.state, cell.answer))
        groups.setdefault(_said(cell), []).append(name)
    lines = tuple(clean(f"{_listed(names)}: {said}.") for said, names in groups.items())
    return Difference(clean(head.text), len(answers) == 1, lines)


def _said(cell: Cell) -> str:
    """A cell in plain words without its sentence, which may differ where the answer is the same."""
    said = with_clauses(cell_words(cell))
    return said[:1].lower() + said[1:]


def _disputes(comparison: Comparison) -> list[str]:
    names = dict(comparison.jurisdictions)
    heads = {head.id: head for head in comparison.questions}
    lines = []
    for one in disputes_of(comparison):
        head = heads[one.cell.question]
        other = one.other.claim
        says = head.label(other.answer) if other.answer else other.state.replace("-", " ")
        notes = "".join(f" [{n}]" for n in one.other.notes)
        shown = f"the table says “{one.cell.label}”, from {cite_weighed(one.winner)}"
        against = f"“{says}” ({other.in_short.rstrip('.')}), from {cite_weighed(one.other)}{notes}"
        lines.append(clean(f"{names[one.cell.jurisdiction]}, {head.text} {shown[:1].upper()}{shown[1:]}. Against it: {against}."))
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _listed(words: list[str]) -> str:
    """Words as a list in a sentence.

    >>> _listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
