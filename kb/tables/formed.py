"""A table laid out in the form that its author asks: how much its cells say, which notes it has, its caption and marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.language.around_cells import Around
from kb.language.comparisons import days, spoken, title
from kb.language.language import WRITTEN_IN, Language, said_in_files
from kb.tables.form_notes import Cited, notes_in_form
from kb.tables.own_words import in_own_words
from kb.tables.sheet import Sheet, SheetCell, SheetRow, SheetSection, clean, sheet_of
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison
from kb.values.words import EXPLAINED, CellWords, Line, days_line, legend, lowered, made_from

UNSAID = "In force; applicable"
UNSAID_TOLD = {"en": "Where no status is said, the rule is in force and applicable.",
               "de": "Wo kein Stand genannt ist, gilt die Regel und wird angewandt."}  # fmt: skip
DOUBTED, OTHERWISE = "◇", "◆ Otherwise for "
ALL_QUESTIONS = {"en": "Jurisdiction", "de": "Rechtsordnung"}


@dataclass(frozen=True)
class Spoken:
    """A comparison in the words of a form, and as it is ``written``.

    ``language`` is None where both are the same.
    """

    comparison: Comparison
    written: Comparison
    language: Language | None = None

    def file(self, name: str) -> str:
        """What the format of a file says itself; KeyError if there are no such words."""
        return said_in_files(self.language.code if self.language else WRITTEN_IN, name)

    def state(self, state: str) -> str:
        """A kind of answer or absence, in English by its name in data."""
        if self.language is None:
            return state
        return self.file(state) if state == "answered" else self.language.t(f"state.{state}")


def in_words_of(form: Form, cited: Cited | None, comparison: Comparison) -> Spoken:
    """A comparison in the language of a form, with the names that ``cited`` brings."""
    language = (cited and cited.language) or (None if form.lang == WRITTEN_IN else Language(form.lang))
    return Spoken(spoken(language, comparison) if language else comparison, comparison, language)


def laid_out(comparison: Comparison, anchor: str = "kb", form: Form = PLAIN, cited: Cited | None = None) -> Sheet:
    """A comparison laid out in a form; ``cited`` is what it takes of its release.

    That is its notes in the style that the form asks, if it asks one, and the names of places, questions and answers in the
    language of the form; without it only the words of the program are in that language.
    """
    cited, told_in = cited or Cited(), in_words_of(form, cited, comparison)
    language, table = told_in.language, told_in.comparison
    sheet = replace(sheet_of(table, anchor), form=form)
    told = UNSAID_TOLD[form.lang] if form.detail == "label" and _says(sheet, UNSAID) else ""
    change = {"label": _label, "sentence": _sentence}.get(form.detail)
    sheet = sheet.with_words(change) if change else sheet
    sheet = in_own_words(sheet, table, form)
    sheet = _in_language(language, sheet, table) if language else sheet
    sheet = notes_in_form(sheet, table, form, cited)
    sheet = _transposed(sheet) if form.transpose else sheet
    made = _made(language, table)
    marks = _legend(language, sheet, table, made)
    written = _written_note(language, sheet, table) if language else ""
    dates = " ".join(filter(None, (sheet.dates, "" if marks else made, told, written)))
    return replace(
        sheet,
        caption=clean(form.caption) if form.caption else sheet.caption,
        legend=marks,
        dates=dates,
        made=made if marks else "",
    )


def _in_language(language: Language, sheet: Sheet, table: Comparison) -> Sheet:
    """The sheet with all in a language that stands around its cells; names are in it already."""
    around = Around(language)
    sections = tuple(
        replace(section, rows=tuple(replace(row, remarks=tuple(map(around.caution, row.remarks))) for row in section.rows))
        for section in sheet.with_words(around.words).sections
    )
    dates = sheet.dates.replace(clean(days_line(table)), clean(days(language, table)))
    return replace(sheet, sections=sections, dates=dates, caption=clean(title(language, table)), corner=language.t("question"))


def _written_note(language: Language, sheet: Sheet, table: Comparison) -> str:
    """That the sentences are written in another language than the table, and why an answer is only last known, where some are."""
    has_sentences = any(cell.words.sentence for row in sheet.rows for cell in row.cells)
    is_last = any(cell.last_known for cell in table.cells)
    told = (language.t("around.written-in") if has_sentences else "", language.t("around.why-last") if is_last else "")
    return " ".join(filter(None, told))


def _made(language: Language | None, table: Comparison) -> str:
    """The release and the policy."""
    if language:
        return language.t("around.made", release=table.release, policy=clean(table.policy))
    return clean(made_from(table))


def _says(sheet: Sheet, remark: str) -> bool:
    return any(remark in cell.words.remarks for row in sheet.rows for cell in row.cells)


def _label(words: CellWords) -> CellWords:
    """The label with what must be said beside it: for whom, by whose law, a status that is not the usual one, doubts."""
    kept = [DOUBTED if remark.startswith(DOUBTED) else remark for remark in words.remarks if remark != UNSAID]
    told = "; ".join(kept[:1] + [lowered(remark) for remark in kept[1:]])
    beside = (Line("⊕", _numbers(words.beside)),) if words.beside else ()
    return replace(_sentence(words), sentence="", remarks=(told,) if told else (), beside=beside)


def _sentence(words: CellWords) -> CellWords:
    """The label and its sentence; what holds otherwise and beside it in a few words."""
    otherwise = _together(tuple(replace(line, text=line.text.partition(". ")[0]) for line in words.otherwise))
    beside = (Line("⊕ Another rule beside it", _numbers(words.beside)),) if words.beside else ()
    return replace(words, otherwise=otherwise, beside=beside)


def _together(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Platforms for which the same holds otherwise, in one line."""
    same: dict[str, list[tuple[str, Line]]] = {}
    for line in lines:
        name, _, said = line.text.removeprefix(OTHERWISE).partition(": ")
        same.setdefault(said, []).append((name, line))
    return tuple(
        Line(f"{OTHERWISE}{', '.join(name for name, _ in found)}: {said}", _numbers(line for _, line in found))
        for said, found in same.items()
    )


def _numbers(lines: Iterable[Line]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(n for line in lines for n in line.notes))


def _legend(language: Language | None, sheet: Sheet, table: Comparison, made: str) -> str:
    """The marks that stand in the table, in words, then the release and the policy; nothing where the form asks for none."""
    if sheet.form.legend == "none":
        return ""
    cells = [cell.words for row in sheet.rows for cell in row.cells]
    texts = [line.text for words in cells for line in (*words.below, *words.warnings)]
    texts += [remark for words in cells for remark in words.remarks] + [remark for row in sheet.rows for remark in row.remarks]
    shown = {words.mark for words in cells} | {text[:1] for text in texts} | {text[-1:] for text in texts}
    if language is None:
        return " · ".join([*(part for part in legend() if part[0] in shown), made])
    is_last = any(cell.last_known or any(one.last_known for one in cell.otherwise) for cell in table.cells)
    return " · ".join([*Around(language).legend([mark for mark in EXPLAINED if mark in shown], is_last), made])


def _transposed(sheet: Sheet) -> Sheet:
    """Jurisdictions as rows and questions as columns, one section for each dimension's questions put together."""
    rows = list(sheet.rows)
    turned = tuple(
        SheetRow("", name, (), tuple(SheetCell(row.text, row.cells[at].words, row.cells[at].answered) for row in rows))
        for at, name in enumerate(sheet.columns)
    )
    heads = tuple(" ".join((row.text, *row.remarks)) for row in rows)
    title = "; ".join(section.title for section in sheet.sections)
    return replace(sheet, columns=heads, sections=(SheetSection(title, turned),), corner=ALL_QUESTIONS[sheet.form.lang])
