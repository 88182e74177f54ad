"""The words around the cells of a brief's table, in the language of the brief: what every other table says in English."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.briefing.language import Language
from kb.briefing.phrases import Phrases
from kb.naming.marks import BY_SIGN
from kb.tables.sheet import Sheet, SheetCell, SheetRow, clean
from kb.values.comparability import ENDED, KINDS, PENDING
from kb.values.disputes import DOUBTS
from kb.values.evidence_words import GRADE_REMARKS
from kb.values.resolution import AUTHORITY_RANK
from kb.values.words import ENFORCEMENT_WORDS, LEGAL_WORDS, CellWords, Line, days_line, lowered

WRITTEN_IN = "en"
BETWEEN, BESIDE, UNCONFIRMED, CARE = " · ", "⊕", "◇", "≠"
OTHERWISE = re.compile(r"◆ Otherwise for (.+?): (.+?)(?: \(([^()]+)\))?")
DOUBT = re.compile(r"(⚠ )?(.+?)(?: \(it says: (.+)\))?\.?")
MADE = re.compile(r"Release (\S+), policy (\S+)\.")
CAUTION = re.compile(rf"{CARE} (.+) \(mostly (.+)\)")
NUMBERED = re.compile(r"(version|coded since|coded before) (.+)")
OF_PLATFORM = "A source says otherwise of "
LEADS = {"for the class: ": "class", "by the law of: ": "law-of", "for ": "whom", "then ": "then"}


def in_language(phrases: Phrases, sheet: Sheet, dates: str) -> Sheet:
    """The table in the words of the brief's language; sentences on the law stay as they are written."""
    language = phrases.language
    if language.code == WRITTEN_IN:
        return sheet
    sections = tuple(
        replace(one, rows=tuple(_row(language, row) for row in one.rows)) for one in sheet.with_words(_Told(language)).sections
    )
    legend = BETWEEN.join(_explained(language, part) for part in sheet.legend.split(BETWEEN)) if sheet.legend else ""
    told = sheet.dates.replace(clean(days_line(phrases.found.table)), dates)
    corner = language.t("question") if sheet.corner == Sheet.corner else sheet.corner
    return replace(sheet, sections=sections, legend=legend, dates=told, corner=corner, made=_explained(language, sheet.made))


class _Told:
    """What stands with a label, in a language."""

    def __init__(self, language: Language) -> None:
        self._language, self._t = language, language.t
        self._known = _statuses(language) | {
            lowered(said[2:]): self._t(f"read-as.{grade}") for grade, said in GRADE_REMARKS.items()
        }
        self._known |= {"": "", "not confirmed in a source": self._t("read-as.unconfirmed")}
        self._doubts = {said: self._t(f"doubt.{kind}") for kind, said in DOUBTS.items()}

    def __call__(self, words: CellWords) -> CellWords:
        """The words of a cell."""
        return replace(
            words,
            remarks=tuple("; ".join(map(self._remark, one.split("; "))) for one in words.remarks),
            otherwise=tuple(replace(one, text=self._otherwise(one.text)) for one in words.otherwise),
            beside=tuple(self._beside(one) for one in words.beside),
            doubts=tuple(replace(one, text=f"{self._doubt(one.text)}.") for one in words.doubts),
            warnings=tuple(replace(one, text=self._doubt(one.text)) for one in words.warnings),
        )

    def _remark(self, text: str) -> str:
        """One remark: for whom, by whose law, a status, what was read."""
        if text == UNCONFIRMED:
            return self._t("read-as.unconfirmed")
        mark = f"{text[0]} " if text[:1] in {said[0] for said in GRADE_REMARKS.values()} else ""
        said = text.removeprefix(mark)
        if (status := self._known.get(lowered(said))) is not None:
            return mark + status
        for lead, key in LEADS.items():
            if said.lower().startswith(lead):
                rest = said[len(lead) :]
                return self._t(f"around.{key}", name=self._known.get(rest) or self._language.named(rest))
        return text

    def _otherwise(self, text: str) -> str:
        found = OTHERWISE.fullmatch(text)
        if not found:
            return text
        names, said, status = found.groups()
        halted = f" ({'; '.join(map(self._remark, status.split('; ')))})" if status else ""
        return f"◆ {self._t('around.otherwise', names=names)}: {said[:1].upper()}{said[1:]}{halted}"

    def _beside(self, line: Line) -> Line:
        is_short = line.text in (BESIDE, f"{BESIDE} Another rule beside it")
        return replace(line, text=f"{BESIDE} {self._t('around.beside')}") if is_short else line

    def _doubt(self, text: str) -> str:
        """A kind of doubt, with what is said otherwise."""
        found = DOUBT.fullmatch(text)
        if not found:
            return text
        of_platform = self._t("around.of-platform", name=found[2].removeprefix(OF_PLATFORM))
        kind = self._doubts.get(found[2]) or (of_platform if found[2].startswith(OF_PLATFORM) else found[2])
        says = f" ({self._t('around.says', said=self._language.named(found[3][:1].upper() + found[3][1:]))})" if found[3] else ""
        return f"{found[1] or ''}{kind[:1].upper()}{kind[1:]}{says}"


def _row(language: Language, row: SheetRow) -> SheetRow:
    """A row with why it must be compared with care."""
    return replace(row, remarks=tuple(_caution(language, one) for one in row.remarks), cells=tuple(map(_named, row.cells)))


def _named(cell: SheetCell) -> SheetCell:
    """A cell whose label begins as a sentence does."""
    label = cell.words.label
    return replace(cell, words=replace(cell.words, label=label[:1].upper() + label[1:]))


def _caution(language: Language, text: str) -> str:
    found = CAUTION.fullmatch(text)
    kind = next((name for name, said in KINDS.items() if found and said == found[1]), None)
    if not found or kind is None:
        return text
    first, *others = found[2].split("; ")
    apart = [f"{names}: {_group(language, what)}" for names, _, what in (one.partition(": ") for one in others)]
    how = "; ".join([language.t("around.mostly", what=_group(language, first)), *apart])
    return language.t("around.care", why=language.t(f"around.{kind}"), how=how)


def _group(language: Language, what: str) -> str:
    """What is so of some cells of a row: a stage of law, a version, a day since when, a rank, a unit."""
    if numbered := NUMBERED.fullmatch(what):
        return language.t(f"around.{numbered[1].split()[-1]}", of=numbered[2])
    if what in AUTHORITY_RANK:
        return language.t(f"around.rank-{what}")
    return _statuses(language).get(what) or language.named(what)


def _statuses(language: Language) -> dict[str, str]:
    """Statuses in the language, by their words in English."""
    t = language.t
    said = {lowered(words): t(f"status.{name}") for name, words in (LEGAL_WORDS | ENFORCEMENT_WORDS).items() if words}
    return said | {ENDED: t("status.not-in-force"), PENDING: f"{t('status.in-force')}, {t('status.not-yet-applicable')}"}


def _explained(language: Language, part: str) -> str:
    """A mark with its words, or of which release and by which policy the table was made."""
    if made := MADE.fullmatch(part):
        return language.t("around.made", release=made[1], policy=made[2])
    found = BY_SIGN.get(part[:1])
    return found.marked(language.code) if found else part
