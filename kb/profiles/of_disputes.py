"""What is contested in the whole base: answers on which equal sources disagree, cases that are open, and what is refuted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from kb.briefing.course import LOUD, in_court
from kb.briefing.finding import Material
from kb.briefing.phrases import Phrases, contested_cell, quiet_lines
from kb.briefing.rules import rules
from kb.cells.disputed_cells import AllDisputes, Contradicted
from kb.language.language import Language, language_of
from kb.naming import iris
from kb.profiles.clause import Clause, once
from kb.release.matters import open_matters
from kb.release.release import Release
from kb.values.matters import CellName, OpenMatter
from kb.values.model import Cell
from kb.values.stored import as_known

LONGEST_NAME = 90


@dataclass(frozen=True)
class Contested:
    """One contested thing in a sentence, with its weight and the cells or the text that it leads to.

    The cells are to be asked for the ``platform`` if one is named.
    """

    text: str
    weight: float
    cells: tuple[CellName, ...]
    platform: str = ""
    dossier: str = ""


@dataclass(frozen=True)
class Disputed:
    """The sentence on top, then what is contested by weight: answers, open cases, and quietly what is refuted."""

    line: Clause
    answers: tuple[Contested, ...]
    cases: tuple[Contested, ...]
    quiet: tuple[Contested, ...]


def disputed(release: Release, found: AllDisputes, lang: str = "en") -> Disputed:
    """All that is contested, in words; of what is so for some platforms alone it says for which."""
    language, table = language_of(release, lang), found.comparison
    phrases = Phrases(Material(rules(), table), language)
    loud = sorted((one for one in found.cells if _is_loud(one.cell)), key=lambda one: -_weight(one.cell))
    answers = tuple(_contested(one, contested_cell(phrases, one.cell, _where(phrases, one))) for one in loud)
    matters = [one for one in open_matters(release) if one.is_open(table.as_of, table.known_on)]
    cases = sorted(in_court(matters, phrases.found.rules), key=lambda one: (-len(one.cells), one.due(table.known_on)))
    told = tuple(Contested(_case(release, language, one), float(len(one.cells)), one.cells, dossier=one.in_) for one in cases)
    quiet = tuple(_contested(one, line) for one in found.cells for line in quiet_lines(phrases, one.cell, _where(phrases, one)))
    return Disputed(_line(language, answers, told, quiet), answers, told, quiet)


def _is_loud(cell: Cell) -> bool:
    return cell.dispute is not None and cell.dispute.kind in LOUD


def _weight(cell: Cell) -> float:
    return cell.dispute.weight if cell.dispute else 0.0


def _contested(one: Contradicted, text: str) -> Contested:
    return Contested(text, _weight(one.cell), ((one.cell.jurisdiction, one.cell.question),), one.platform or "")


def _where(phrases: Phrases, one: Contradicted) -> str:
    """The place, and for which platforms it is so."""
    place = phrases.name(one.cell.jurisdiction)
    if not one.platforms:
        return place
    return phrases.language.t("place-for", place=place, names=phrases.language.listed(one.platforms))


def _case(release: Release, language: Language, one: OpenMatter) -> str:
    """An open case with its place: that of its dossier, else those of the answers that it could change."""
    since, names = as_known(one.since, one.precision), release.reader.jurisdictions()
    slugs = [slug for slug in one.in_.split("/")[1:2] if slug in names] or list(dict.fromkeys(slug for slug, _ in one.cells))
    place = language.listed([language.place(names[slug]) for slug in slugs])
    said = {"place": place, "since": since, "says": one.in_short, "name": _name(release, language, one.in_)}
    return language.t("contested-open-in" if place else "contested-open", **said)


def _name(release: Release, language: Language, dossier: str) -> str:
    """What the case or act is called; an open question may stand in a file of another thing, which has its key alone."""
    if not dossier.startswith(("case/", "instrument/")):
        return dossier
    head = release.reader.head(iris.ID + dossier)
    return language.named(head.short or shorten(head.title, LONGEST_NAME, placeholder=" …"))


def _line(language: Language, answers: Sequence[Contested], cases: Sequence[Contested], quiet: Sequence[Contested]) -> Clause:
    """How much is contested; sources of equal weight and pleadings apart from what is refuted."""
    counts = {"answers": len(answers), "cases": len(cases), "quiet": len(quiet)}
    told = {name: language.t(f"disputes-{name}{'-one' if n == 1 else ''}", n=n) for name, n in counts.items()}
    cells = tuple(dict.fromkeys(cell for one in answers for cell in one.cells))
    return Clause("disputes", language.t("disputes-line", **told), cells, once(one.dossier for one in cases))
