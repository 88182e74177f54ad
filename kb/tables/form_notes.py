"""The notes of a table in the form that its author asks: in full, each work once, a list of works, or none; in any style."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from kb.language.comparisons import source_words
from kb.language.language import Language
from kb.release.dossiers import cite, cite_briefly
from kb.tables.sheet import Sheet, clean
from kb.tables.sources import CitedNote, cited_notes
from kb.values.evidence import IN_ENGLISH, SourceWords
from kb.values.form import Form
from kb.values.model import Comparison, Dossier, Note
from kb.values.words import CellWords, Line

SEARCHED = {"en": "Searches of this base of {} found nothing; what was searched stands at each cell",
            "de": "Suchen dieser Datenbasis vom {} fanden nichts; was durchsucht wurde, steht bei jeder Zelle"}  # fmt: skip
SEARCH = {
    "en": "Search of {}; what was searched stands at the cell",
    "de": "Suche vom {}; was durchsucht wurde, steht bei der Zelle",
}


class Cited(NamedTuple):
    """What a table takes of its release besides its cells.

    Notes and works in a style, each note by its number, each work by its key, without a last full stop; none where no style is
    asked. The language in which all is said that stands around the cells, with the names that the release has in it; None for
    English.
    """

    notes: Mapping[int, str] = MappingProxyType({})
    works: Mapping[str, str] = MappingProxyType({})
    language: Language | None = None

    def __reduce__(self) -> tuple[type[Cited], tuple[object, ...]]:
        """What goes to a process of its own: a mapping that cannot be changed stays where it is."""
        return Cited, (dict(self.notes), dict(self.works), self.language)

    @property
    def said(self) -> SourceWords:
        """The words around the parts of a citation."""
        return source_words(self.language) if self.language else IN_ENGLISH


def notes_in_form(sheet: Sheet, comparison: Comparison, form: Form, cited: Cited) -> Sheet:
    """The sheet with the notes that a form asks; references in its cells follow."""
    styled = tuple(replace(note, citation=clean(cited.notes.get(note.n, note.citation))) for note in sheet.notes)
    if form.notes == "full":
        return replace(sheet, notes=styled)
    if form.notes == "none":
        return numbered(sheet, {})
    works = {note.n: note for note in cited_notes(comparison)}
    if form.notes == "short":
        return replace(sheet, notes=tuple(_short(styled, works, comparison, form)))
    return _sources(replace(sheet, notes=styled), works, comparison, form, cited)


def _dossiers(comparison: Comparison) -> dict[int, tuple[Dossier | None, str | None, str | None]]:
    """Of each note its dossier, the pinpoint, and the day of the search that it tells of."""
    found: dict[int, tuple[Dossier | None, str | None, str | None]] = {}
    for cell in comparison.cells:
        for weighed in cell.claims:
            for n in weighed.notes:
                found.setdefault(n, (weighed.dossier, weighed.claim.pinpoint, weighed.claim.searched_on))
    return found


def _short(notes: tuple[Note, ...], works: Mapping[int, CitedNote], comparison: Comparison, form: Form) -> list[Note]:
    """The first note of a work as it is, each later one by the short title of the work and the pinpoint."""
    stands, seen, made = _dossiers(comparison), set[str](), []
    for note in notes:
        dossier, pinpoint, searched_on = stands.get(note.n, (None, None, None))
        work = works[note.n].item if note.n in works else None
        if dossier is None and searched_on:
            note = replace(note, citation=SEARCH[form.lang].format(searched_on))
        elif dossier and work in seen:
            said = ", ".join(part for part in (dossier.short or dossier.title, pinpoint) if part)
            note = replace(note, citation=clean(said), url=None)
        seen |= {work} if work else set()
        made.append(note)
    return made


def _sources(sheet: Sheet, works: Mapping[int, CitedNote], comparison: Comparison, form: Form, cited: Cited) -> Sheet:
    """Every work once, numbered as a reader first meets it; all searches as one."""
    stands, keys, made = _dossiers(comparison), dict[str, int](), list[Note]()
    searches = sorted({day for dossier, _, day in stands.values() if dossier is None and day})
    by_number, numbers = {note.n: note for note in sheet.notes}, dict[int, int]()
    for n in sheet.referred:
        dossier, _, searched_on = stands.get(n, (None, None, None))
        work = works[n].item if n in works and works[n].item else None
        key = work or ("searches" if searched_on and dossier is None else f"note {n}")
        if key not in keys:
            keys[key] = len(keys) + 1
            said = _work(key, work, dossier, by_number[n], searches, form, cited)
            made.append(Note(keys[key], clean(said), None if key == "searches" else by_number[n].url))
        numbers[n] = keys[key]
    return replace(numbered(sheet, numbers), notes=tuple(made))


def _work(key: str, work: str | None, dossier: Dossier | None, note: Note, searches: list[str], form: Form, cited: Cited) -> str:
    if key == "searches":
        return SEARCHED[form.lang].format(", ".join(searches))
    if work and work in cited.works:
        return cited.works[work]
    if dossier and form.detail == "label":
        return cite_briefly(dossier, cited.said)
    return cite(dossier, None, cited.said) if dossier else note.citation


def numbered(sheet: Sheet, numbers: Mapping[int, int]) -> Sheet:
    """The sheet with other numbers for its notes, in their order; what has none is referred to no more."""

    def again(found: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(numbers[n] for n in found if n in numbers))

    def line(found: Line) -> Line:
        return replace(found, notes=again(found.notes))

    kept = sorted((replace(note, n=numbers[note.n]) for note in sheet.notes if note.n in numbers), key=lambda note: note.n)
    return replace(sheet.with_words(lambda words: _with_notes(words, again, line)), notes=tuple(kept))


def _with_notes(words: CellWords, again: Callable[[tuple[int, ...]], tuple[int, ...]], line: Callable[[Line], Line]) -> CellWords:
    return replace(
        words,
        notes=again(words.notes),
        otherwise=tuple(map(line, words.otherwise)),
        beside=tuple(map(line, words.beside)),
        doubts=tuple(map(line, words.doubts)),
        warnings=tuple(map(line, words.warnings)),
    )
