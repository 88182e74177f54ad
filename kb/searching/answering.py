"""Cells that answer a question in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.cells.comparison import compare
from kb.release.release import Release
from kb.searching.hits import CELL, Hit
from kb.values.words import cell_words


def cells(release: Release, places: Sequence[str], question: str, platform: str | None) -> Iterator[Hit]:
    """The cells of some places on a question with what they say today, as it reaches the platform that is named."""
    table = compare(release.reader, list(places), questions=[question], platform=platform)
    names, head = dict(table.jurisdictions), table.questions[0]
    for cell in table.cells:
        if cell.state == "not-researched":
            continue
        words = cell_words(cell)
        said = " ".join(part for part in (f"{words.label}.", words.sentence, *words.remarks) if part)
        named = f"{cell.jurisdiction}/{question}"
        yield Hit(
            CELL, named, f"{names[cell.jurisdiction]}: {head.text}", said, named, platform, beside=tuple(places), answer=cell
        )
