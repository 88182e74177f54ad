"""Citations of a table as text in a style, CSL-JSON, BibTeX or RIS."""

from __future__ import annotations

from kb.citations.exports import to_bibtex, to_csl, to_ris
from kb.citations.styled import styled_bibliography, styled_notes
from kb.release.reader import Reader
from kb.tables.seals import content_hash
from kb.tables.sources import cite_table, cited_notes, items, table_item
from kb.values.model import Comparison

FORMATS = {"txt": "text", "json": "CSL-JSON", "bib": "BibTeX", "ris": "RIS"}
EXPORTS = {"json": to_csl, "bib": to_bibtex, "ris": to_ris}


def write_citations(reader: Reader, comparison: Comparison, format_name: str, style: str) -> str:
    """The table, its notes and its sources in one of FORMATS; ``style`` counts for text only."""
    sha256 = content_hash(comparison)
    sources = items(reader, comparison)
    if format_name in EXPORTS:
        return EXPORTS[format_name]([table_item(comparison, sha256), *sources])
    notes = zip(comparison.notes, styled_notes(sources, cited_notes(comparison), style), strict=True)
    lines = ["CITE THIS TABLE", "", cite_table(comparison, sha256), "", "NOTES", ""]
    lines += [f"{note.n}. {text}" for note, text in notes]
    return "\n".join([*lines, "", "BIBLIOGRAPHY", "", *sorted(styled_bibliography(sources, style))]) + "\n"
