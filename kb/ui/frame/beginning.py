"""With what the pages begin, and how they call what is compared: as the base says it, else its first places and dimensions."""

from __future__ import annotations

from kb.release.reader import Reader
from kb.ui.frame.spoken import said
from kb.ui.words import language

MOST_PLACES, MOST_DIMENSIONS = 3, 2


def first_places(reader: Reader) -> list[str]:
    """The jurisdictions with which a page begins."""
    return list(reader.base().places or list(reader.jurisdictions())[:MOST_PLACES])


def first_dimensions(reader: Reader) -> list[str]:
    """The dimensions with which a comparison begins."""
    asked = dict.fromkeys(head.dimension for head in reader.questions().values())
    return list(reader.base().dimensions or list(asked)[:MOST_DIMENSIONS])


def compared(reader: Reader) -> str:
    """What is compared, in the language of the page: ``Platform rules``."""
    base = reader.base()
    return base.said("compares", language()) or said(base.subject)


def title_of(reader: Reader) -> str:
    """The title of the base in the language of the page; what it compares if it has none."""
    return reader.base().said("title", language()) or compared(reader)
