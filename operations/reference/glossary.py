"""The glossary page of the documents, and the table of marks in the README, from the glossary that the pages show."""

from __future__ import annotations

from collections.abc import Iterator

from kb.naming.glossary import Term, parts
from kb.naming.marks import MARKS
from operations.reference.pages import Section, table

LANGUAGE = "en"


def sections() -> Iterator[Section]:
    """The words, a section for each part of the glossary."""
    for part in parts(LANGUAGE):
        yield Section(part.heading, tuple(map(_line, part.terms)))


def _line(term: Term) -> str:
    mark = f"{term.mark} " if term.mark else ""
    in_files = f" (`{term.in_files}`)" if term.in_files else ""
    return f"- {mark}**{term.name}**{in_files}: {term.means}"


def table_of_marks() -> list[str]:
    """Every mark with its words, as lines of Markdown."""
    return table(("mark", "the cell says"), ((mark.sign, mark.said(LANGUAGE)) for mark in MARKS.values()))
