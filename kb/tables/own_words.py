"""Words of the author's in place of ours: of a column, a question, a cell; what ours were is kept beside them in the seal."""

from __future__ import annotations

from dataclasses import replace

from kb.naming.names import known
from kb.tables.sheet import Sheet, SheetRow, clean
from kb.values.evidence_words import standing_label
from kb.values.form import Form, own_words
from kb.values.model import Comparison

TOLD = {"en": "In the author's own words: {}.", "de": "In eigenen Worten des Verfassers: {}."}


def in_own_words(sheet: Sheet, comparison: Comparison, form: Form) -> Sheet:
    """The sheet with the author's words; which cells have them is said with the dates, since they are not this base's.

    Raises UsageError for what is neither a column, nor a question, nor a cell of the table.
    """
    own = {name: clean(said) for name, said in _own(comparison, form).items()}
    if not own:
        return sheet
    pairs = zip(comparison.jurisdictions, sheet.columns, strict=True)
    columns = tuple(own.get(slug, name) for (slug, _), name in pairs)
    sections = tuple(
        replace(section, rows=tuple(_row(row, comparison, columns, own) for row in section.rows)) for section in sheet.sections
    )
    cells = [name for name in own if " " in name]
    told = f"{sheet.dates} {TOLD[form.lang].format(', '.join(cells))}" if cells else sheet.dates
    return replace(sheet, columns=columns, sections=sections, dates=told)


def _row(row: SheetRow, comparison: Comparison, columns: tuple[str, ...], own: dict[str, str]) -> SheetRow:
    cells = []
    for (slug, _), name, cell in zip(comparison.jurisdictions, columns, row.cells, strict=True):
        words = cell.words
        if said := own.get(f"{slug} {row.question}"):
            known_then = replace(comparison.cell(slug, row.question), label=said.removesuffix("."))
            words = replace(words, label=standing_label(known_then), sentence="")
        cells.append(replace(cell, name=name, words=words))
    return replace(row, text=own.get(row.question, row.text), cells=tuple(cells))


def ours(comparison: Comparison, form: Form) -> dict[str, str]:
    """What this base says where the author has words of their own, by the same names."""
    said: dict[str, str] = dict(comparison.jurisdictions) | {head.id: head.text for head in comparison.questions}
    said |= {f"{cell.jurisdiction} {cell.question}": f"{cell.label}. {cell.in_short}".strip() for cell in comparison.cells}
    return {name: said[name] for name in _own(comparison, form)}


def _own(comparison: Comparison, form: Form) -> dict[str, str]:
    own = own_words(form.own or "")
    if not own:
        return own
    columns, questions = [slug for slug, _ in comparison.jurisdictions], [head.id for head in comparison.questions]
    for name in own:
        slug, space, question = name.partition(" ")
        known("column or question", slug, columns if space else [*columns, *questions])
        if space:
            known("question", question, questions)
    return own
