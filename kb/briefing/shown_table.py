"""The table of a brief: its answers in the words of the sentences, amounts whole, what most answers have in common said once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kb.briefing.phrases import Phrases
from kb.language.language import WRITTEN_IN
from kb.tables.form_notes import Cited
from kb.tables.formed import laid_out
from kb.tables.sheet import Sheet, SheetCell, SheetRow, clean
from kb.values.evidence_words import GRADE_REMARKS
from kb.values.form import Form
from kb.values.model import Cell, Comparison, Note, Otherwise, QuestionHead, WeighedClaim
from kb.values.words import CellWords, Line

OF_THE_SEARCH = {"en": "; what was searched stands", "de": "; was durchsucht wurde, steht"}
MONEY = re.compile(r"\b[A-Z]{3} \d")
FOR_IT = "◆ "


def sheet_of_brief(phrases: Phrases, form: Form) -> Sheet:
    """The table laid out; whole amounts stand below their answers, sources say to which day they were looked through."""
    table, found = _spoken(phrases), phrases.found
    sheet = laid_out(table, form=form, cited=None if form.lang == WRITTEN_IN else Cited(language=phrases.language))
    sheet = _aged(phrases, sheet)
    if found.usual_day and sheet.legend:
        said = phrases.language.t("mark-stands", as_of=table.as_of)
        sheet = replace(sheet, legend=f"{said} · {sheet.legend}")
    if form.transpose:
        return sheet
    sections = tuple(replace(one, rows=tuple(_row(phrases, row) for row in one.rows)) for one in sheet.sections)
    return replace(sheet, sections=sections)


def _spoken(phrases: Phrases) -> Comparison:
    """The comparison with places, questions and answers in the words of the brief."""
    table, named = phrases.found.table, phrases.language.named
    places = tuple((slug, named(name)) for slug, name in table.jurisdictions)
    cells = tuple(_cell(phrases, cell) for cell in table.cells)
    return replace(table, jurisdictions=places, questions=tuple(_head(phrases, one) for one in table.questions), cells=cells)


def _head(phrases: Phrases, head: QuestionHead) -> QuestionHead:
    named = phrases.language.named
    return replace(head, text=named(head.text), dimension_title=named(head.dimension_title))


def _cell(phrases: Phrases, cell: Cell) -> Cell:
    said, mark = phrases.short_reading(cell), phrases.stands(cell)
    others = tuple(_other(phrases, one) for one in cell.otherwise)
    alike = tuple(_alike(phrases, cell, one) for one in own_of_platform(phrases, cell))
    label = f"{said[:1].upper()}{said[1:]}{mark}"
    told, is_prefixed = _last_known(phrases, cell, label)
    return replace(cell, label=told, last_known=is_prefixed, otherwise=(*others, *alike))


def _last_known(phrases: Phrases, one: Cell | Otherwise, label: str) -> tuple[str, bool]:
    """The label, and whether the table is to say that it is only last known; in another language the label says it."""
    if phrases.language.code == "en" or not phrases.is_unusual(one):
        return label, phrases.is_unusual(one)
    return phrases.language.t(phrases.standing(one), day=one.evidence_to or phrases.language.t("no-day"), answer=label), False


def _other(phrases: Phrases, one: Otherwise) -> Otherwise:
    """What holds for one platform, with the mark of what was read of it."""
    said, remark = phrases.reading(one), GRADE_REMARKS.get(one.evidence_grade or "")
    label = f"{said} {remark[0]}" if remark else said
    told, is_prefixed = _last_known(phrases, one, label)
    return one._replace(label=told, last_known=is_prefixed, in_full=False)


def _alike(phrases: Phrases, cell: Cell, one: WeighedClaim) -> Otherwise:
    """What a claim on the platform alone says where its answer is that of the general rule."""
    claim, name = one.claim, one.platform_name or ""
    told = (claim.platform or "", name, claim.state, claim.answer, claim.in_short.rstrip("."), claim.in_short, None, None)
    return Otherwise(*told, one.notes, evidence_grade=claim.evidence_grade, evidence_to=claim.evidence_to)


def own_of_platform(phrases: Phrases, cell: Cell) -> Iterator[WeighedClaim]:
    """The claim on the platform that is asked for whose answer is the general one, so that it is no other rule."""
    platform = phrases.found.table.platform
    if platform and not any(one.platform == platform for one in cell.otherwise):
        own = (one for one in cell.claims if one.standing == "otherwise" and one.claim.platform == platform)
        told = cell.question in phrases.found.rules.asked_of_named_platforms
        alike = (one for one in own if one.claim.answer and one.claim.answer == cell.answer)
        yield from [one for one in alike if told or MONEY.search(one.claim.in_short)][:1]


def _row(phrases: Phrases, row: SheetRow) -> SheetRow:
    places = phrases.found.places
    return replace(row, cells=tuple(_whole(phrases, row, *pair) for pair in zip(places, row.cells, strict=True)))


def _whole(phrases: Phrases, row: SheetRow, place: str, shown: SheetCell) -> SheetCell:
    """The cell with the whole of what its number or its measure says, and what is said of the platform alike."""
    cell = phrases.found.table.cell(place, row.question)
    words = replace(shown.words, remarks=tuple(filter(None, (_without_usual(phrases, one) for one in shown.words.remarks))))
    if is_told_whole(phrases, cell) and not words.is_plain:
        words = replace(words, sentence=clean(rest_of(cell)))
    alike = [one.claim.in_short for one in own_of_platform(phrases, cell)]
    return replace(shown, words=replace(words, otherwise=tuple(_line(phrases, one, alike) for one in words.otherwise)))


def _line(phrases: Phrases, line: Line, alike: list[str]) -> Line:
    lead = f"{FOR_IT}{phrases.language.t('around.otherwise', names='')}"
    name, _, said = line.text.removeprefix(lead).partition(": ")
    whole = next((one for one in alike if one[1 : len(said)] == said[1:]), None)
    return replace(line, text=f"{FOR_IT}{phrases.language.t('for-it', platform=name)}: {clean(whole)}") if whole else line


def _without_usual(phrases: Phrases, remark: str) -> str:
    """A remark without the status that is meant where none is said."""
    t = phrases.language.t
    said, day = f"{t('status.in-force')}; {t('status.applicable')}", "DAY"
    usual = re.escape(t("around.then", day=day, name=said)).replace(day, r"\S+")
    undated = re.escape(t("around.then-undated", day="", name=said))
    return re.sub(rf"(^|; )(?:{usual}|{undated})", "", remark, flags=re.IGNORECASE)


def is_told_whole(phrases: Phrases, cell: Cell) -> bool:
    """Whether its label alone would mislead: an amount with its qualification, a measure against the platform with its sum."""
    claim, platform = cell.winner.claim if cell.winner else None, phrases.found.table.platform
    own = claim is not None and platform is not None and claim.platform == platform
    return cell.state == "answered" and (cell.value is not None or (own and bool(MONEY.search(cell.in_short))))


def rest_of(cell: Cell) -> str:
    """What a cell says beside its label, without saying the label again."""
    rest = cell.in_short.removeprefix(cell.label).lstrip(" ,;:.")
    return f"{rest[:1].upper()}{rest[1:]}"


def _aged(phrases: Phrases, sheet: Sheet) -> Sheet:
    """The sources, each with the day to which its evidence goes; without it where the heading says one day for all."""
    days = {note.n: _days_of(phrases, sheet, note.n) for note in sheet.notes}
    is_one = one_day(days.values()) is not None
    return replace(sheet, notes=tuple(_dated(phrases, note, set() if is_one else days[note.n]) for note in sheet.notes))


def one_day(days: Iterable[set[str]]) -> str | None:
    """The day that all have in common; None where they differ."""
    every = set[str]().union(*days)
    return every.pop() if len(every) == 1 else None


def day_of_sources(phrases: Phrases) -> str | None:
    """The day to which every source of the table was looked through; None where they differ."""
    cells = phrases.found.table.cells
    days = {cell.evidence_to for cell in cells if cell.winner and cell.evidence_to}
    return one_day([days, {one.evidence_to for cell in cells for one in cell.otherwise if one.evidence_to}])


def _dated(phrases: Phrases, note: Note, days: set[str]) -> Note:
    first, is_search, _ = note.citation.partition(OF_THE_SEARCH[phrases.language.code])
    note = replace(note, citation=phrases.language.t("searched-on", searches=first)) if is_search else note
    said = " – ".join(dict.fromkeys((min(days), max(days)))) if days else ""
    return replace(note, citation=f"{note.citation} ({phrases.language.t('evidence-to', day=said)})") if said else note


def _days_of(phrases: Phrases, sheet: Sheet, number: int) -> set[str]:
    """The days to which the evidence of the cells goes that refer to a source."""
    table, places = phrases.found.table, phrases.found.places
    rows = [row for row in sheet.rows if row.question]
    cells = ((table.cell(*at), shown) for row in rows for at, shown in zip(_named(places, row), row.cells, strict=True))
    return {day for cell, shown in cells for day in _days(cell, shown.words, number)}


def _named(places: Sequence[str], row: SheetRow) -> list[tuple[str, str]]:
    return [(place, row.question) for place in places]


def _days(cell: Cell, words: CellWords, number: int) -> Iterator[str]:
    if number in words.notes and cell.evidence_to:
        yield cell.evidence_to
    for line, one in zip(words.otherwise, cell.otherwise, strict=False):
        if number in line.notes and one.evidence_to:
            yield one.evidence_to
