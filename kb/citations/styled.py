"""Notes and bibliography in a style, through its CSL file; pinpoints are set in the manner of the style beside it."""

from __future__ import annotations

import re
import warnings
from typing import Any

from kb.citations.csl import STYLES, is_in_notes, path_of, read_style, without_number
from kb.language.comparisons import spoken_notes
from kb.language.language import WRITTEN_IN, language_of
from kb.release.release import Release
from kb.tables.form_notes import Cited
from kb.tables.sources import CitedNote, Item, cited_notes, items
from kb.values.form import Form
from kb.values.model import Comparison

PINPOINTS = {
    "oscola": (
        (r"\bsec\. |\bs\. ", "s "),
        (r"\bart\. ", "art "),
        (r"\breg\. ", "reg "),
        (r"\bpara\. ", "para "),
        (r"\bPart ", "pt "),
    ),
    "bluebook": ((r"\bsec\. |\bs\. ", "§ "), (r"\bpara\. ", "¶ "), (r"\bPart ", "pt. ")),
    "apa": ((r"\bsec\. |\bs\. ", "§ "), (r"\bart\. ", "Art. ")),
    "chicago": ((r"\bsec\. |\bs\. ", "§ "),),
}
LEGAL, ACTS = ("oscola", "bluebook"), ("treaty", "legislation")
PLACES = ("issued", "container-title", "volume", "page", "number", "URL")
REPORTERS = {"FR": "Fed. Reg."}
ADDRESS = re.compile(r"[.,]?(?: Retrieved [^.]*? from| Available at:?| <)? *https?://\S+?>?[.]?$")
ENDS_IN_YEAR = re.compile(r"\b(?:19|20)\d\d$")


def cited_in(release: Release, comparison: Comparison, form: Form) -> Cited | None:
    """What the table of a comparison takes of its release for a form: notes and works in the style that it names, and the
    language that it names.

    None if it names neither; UsageError if there is no such style.
    """
    language = None if form.lang == WRITTEN_IN else language_of(release, form.lang)
    if form.style is None:
        return Cited(language=language) if language else None
    sources, notes = items(release.reader, comparison), cited_notes(comparison, Cited(language=language).said)
    told = {note.n: text.removesuffix(".") for note, text in zip(notes, styled_notes(sources, notes, form.style), strict=True)}
    whole = {note.n: note.citation for note in comparison.notes} | (spoken_notes(language, comparison) if language else {})
    searches = {note.n: whole[note.n] for note in notes if note.item is None}
    works = _works(sources, form.style)
    return Cited(whole | _unaddressed(told) | searches, _unaddressed(works), language)


def _unaddressed(cited: dict[Any, str]) -> dict[Any, str]:
    """Citations without the address at their end: a table writes it after each."""
    return {key: ADDRESS.sub("", text) for key, text in cited.items()}


def styled_notes(items: list[Item], notes: list[CitedNote], style: str) -> list[str]:
    """Every note in a style, in order, with its pinpoint; UsageError lists the styles."""
    cited = _cited(items, style)
    return [_note(note, cited.get(note.item or ""), style) for note in notes]


def styled_bibliography(items: list[Item], style: str) -> list[str]:
    """Every source once in a style, as its bibliography has it, or as its notes do where the style has none."""
    processor = _processor(items, style)
    if style in LEGAL:
        return [text + "." * (style == "bluebook") for text in _cited(items, style).values()]
    for item in items:
        processor.register(_citation(item["id"]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [_mended(str(entry), items) for entry in processor.bibliography()]


def _note(note: CitedNote, cited: str | None, style: str) -> str:
    if cited is None:
        return f"{note.text.rstrip('.')}."
    where = note.pinpoint or ""
    for pattern, written in PINPOINTS.get(style, ()):
        where = re.sub(pattern, written, where)
    where = _several(where)
    return f"{', '.join(part for part in (cited, where, note.read) if part)}."


def _several(where: str) -> str:
    """Several sections after one sign: ``§§ 2(a), 2(g)``, as lawyers write them."""
    parts = where.split("; ")
    for one, several in (("§ ", "§§ "), ("s ", "ss ")):
        if len(parts) > 1 and all(part.startswith(one) for part in parts):
            return several + ", ".join(part.removeprefix(one) for part in parts)
    return where


def _cited(items: list[Item], style: str) -> dict[str, str]:
    """Items as notes of a style, without the last full stop, by identifier; of a style of the author's that cites in the
    text they are its entries."""
    if style not in STYLES and not is_in_notes(read_style(path_of(style))):
        return _works(items, style)
    processor = _processor(items, style)
    found = {}
    for item in items:
        citation = _citation(item["id"])
        processor.register(citation)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = _mended(str(processor.cite(citation, lambda _: None)), items)
        text = text[1:-1] if text.startswith("(") and text.endswith(")") else text.removesuffix(".")
        found[item["id"]] = text + (_printed(item, style) if style in LEGAL else "")
    return found


def _works(items: list[Item], style: str) -> dict[str, str]:
    """Items as a list of works has them: as notes, or as entries where a style cites in the text."""
    if is_in_notes(read_style(path_of(style))):
        return _cited(items, style)
    return {item["id"]: _entry(item, style) for item in items}


def _entry(item: Item, style: str) -> str:
    """One item as its entry in a bibliography, without number and last full stop."""
    processor = _processor([item], style)
    processor.register(_citation(item["id"]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        entries = processor.bibliography() or [processor.cite(_citation(item["id"]), lambda _: None)]
    return without_number(_mended(str(entries[0]), [item])).removesuffix(".")


def _printed(item: Item, style: str) -> str:
    """Where an act is printed, as lawyers cite it; the legal CSL files have no place for volume and page of acts."""
    if item["type"] not in ACTS:
        named = (item.get("number"), item.get("note")) if _unreported(item) else ()
        return "".join(f", {part}" for part in named if part)
    year = str(item.get("issued", {}).get("date-parts", [[""]])[0][0])
    source, page, volume = (str(item.get(name, "")) for name in ("container-title", "page", "volume"))
    page = page.partition("-")[0]
    if source.startswith("OJ "):
        _, series, number = source.split(" ")
        return f" [{year}] OJ {series}{number}/{page}" if style == "oscola" else f", {year} O.J. ({series} {number}) {page}"
    number = f"Pub. L. No. {item['number']}" if "number" in item else ""
    told = ", ".join(part for part in (number, f"{volume} {REPORTERS.get(source, source)} {page}".strip()) if part)
    if style == "oscola":
        told = told.replace(".", "")
    return f", {told} ({year})" if told and year else ""


def _unreported(item: Item) -> bool:
    """A case that is cited by its number, not by a page of a reporter."""
    return item["type"] == "legal_case" and "container-title" not in item


def _mended(text: str, items: list[Item]) -> str:
    """What the processor gets wrong: no date after a title that has it, the title again without an author, an unnamed page."""
    for item in items:
        if ENDS_IN_YEAR.search(item["title"]):
            text = re.sub(rf"({re.escape(item['title'])})[.,]? \(?n\.d\.\)?", r"\1", text)
        first = text.find(item["title"])
        if "author" not in item and first != -1:
            start = first + len(item["title"])
            text = text[:start] + re.sub(rf"([.,]?) ?[“‘]?{re.escape(item['title'])}[”’]?(?=[.,) ]|$)", "", text[start:], count=1)
    return re.sub(r" ___(?= )|\.(?=\.$)", "", text).replace("Pub. L. Nos.", "Pub. L. No.").strip()


def _citation(name: str) -> Any:
    from citeproc import Citation, CitationItem

    return Citation([CitationItem(name)])


def _processor(items: list[Item], style: str) -> Any:
    from citeproc import CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    prepared = [_prepared(item, style) for item in items]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return CitationStylesBibliography(read_style(path_of(style)), CiteProcJSON(prepared), formatter.plain)


def _prepared(item: Item, style: str) -> Item:
    """An item as the processor wants it: titles keep their capitals, a year in a title is not said twice."""
    kept = {name: value for name, value in item.items() if name not in ("note", "title-short")}
    if kept["type"] in ACTS:
        kept["type"] = "legislation"
        dropped = PLACES if style in LEGAL else ("issued",) if ENDS_IN_YEAR.search(kept["title"]) else ()
        kept = {name: value for name, value in kept.items() if name not in dropped}
    if style in LEGAL and _unreported(item):
        kept.pop("issued", None)
    return kept | {"title": f'<span class="nocase">{kept["title"]}</span>'}
