"""What is contested in the whole base: answers on which equal sources disagree, cases that are open, and what is refuted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.briefing.course import LOUD, in_court
from kb.briefing.finding import Material
from kb.briefing.phrases import Phrases, contested_cell, quiet_lines
from kb.briefing.rules import rules
from kb.language.language import Language, language_of
from kb.profiles.clause import Clause, once
from kb.release.matters import open_matters
from kb.release.release import Release
from kb.values.matters import CellName, OpenMatter
from kb.values.model import Cell, Comparison
from kb.values.stored import as_known


@dataclass(frozen=True)
class Contested:
    """One contested thing in a sentence, with its weight and the cells or the text that it leads to."""

    text: str
    weight: float
    cells: tuple[CellName, ...]
    dossier: str = ""


@dataclass(frozen=True)
class Disputed:
    """The sentence on top, then what is contested by weight: answers, open cases, and quietly what is refuted."""

    line: Clause
    answers: tuple[Contested, ...]
    cases: tuple[Contested, ...]
    quiet: tuple[Contested, ...]


def disputed(release: Release, table: Comparison, lang: str = "en") -> Disputed:
    """What is contested in a table that has every disputed cell."""
    language = language_of(release, lang)
    phrases = Phrases(Material(rules(), table), language)
    loud = sorted((cell for cell in table.cells if _is_loud(cell)), key=lambda cell: -_weight(cell))
    answers = tuple(
        Contested(contested_cell(phrases, cell), _weight(cell), ((cell.jurisdiction, cell.question),)) for cell in loud
    )
    matters = [one for one in open_matters(release) if one.is_open(table.as_of, table.known_on)]
    cases = sorted(in_court(matters, phrases.found.rules), key=lambda one: (-len(one.cells), one.due(table.known_on)))
    told = tuple(Contested(_case(language, one), float(len(one.cells)), one.cells, one.in_) for one in cases)
    quiet = tuple(
        Contested(line, _weight(cell), ((cell.jurisdiction, cell.question),))
        for cell in table.cells
        for line in quiet_lines(phrases, cell)
    )
    return Disputed(_line(language, answers, told, quiet), answers, told, quiet)


def _is_loud(cell: Cell) -> bool:
    return cell.dispute is not None and cell.dispute.kind in LOUD


def _weight(cell: Cell) -> float:
    return cell.dispute.weight if cell.dispute else 0.0


def _case(language: Language, one: OpenMatter) -> str:
    since = as_known(one.since, one.precision)
    return language.t("contested-open", since=since, says=one.in_short)


def _line(language: Language, answers: Sequence[Contested], cases: Sequence[Contested], quiet: Sequence[Contested]) -> Clause:
    """How much is contested; sources of equal weight and pleadings apart from what is refuted."""
    counts = {"answers": len(answers), "cases": len(cases), "quiet": len(quiet)}
    cells = tuple(dict.fromkeys(cell for one in answers for cell in one.cells))
    return Clause("disputes", language.t("disputes-line", **counts), cells, once(one.dossier for one in cases))
