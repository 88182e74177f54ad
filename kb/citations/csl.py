"""Which style of citation is meant: one that comes with the program, or any CSL file of the author's."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from kb.errors import UsageError
from kb.naming.names import known

STYLES = {
    "oscola": "oscola",
    "bluebook": "bluebook-law-review",
    "apa": "apa",
    "chicago": "chicago-notes-bibliography",
}
FOLDER, SETTING = Path(__file__).resolve().parent / "styles", "KB_STYLES"
SUFFIX, LARGEST = ".csl", 2_000_000
NUMBERED = re.compile(r"^\s*(?:\[\d+\]|\d+\.)\s*")


def path_of(style: str) -> Path:
    """The CSL file of a style: by its name, here or in the folder that KB_STYLES names, or by its own path.

    Raises UsageError for a name that there is not, with those there are.
    """
    if style in STYLES:
        return FOLDER / f"{STYLES[style]}{SUFFIX}"
    own = Path(os.environ[SETTING]) if os.environ.get(SETTING) else None
    if style.endswith(SUFFIX):
        places = [Path(style)] + ([own / Path(style).name] if own else [])
        if found := next((place for place in places if place.is_file()), None):
            return found
        raise UsageError(f"style={style}: there is no such file; write the path of a .csl file, or one of {', '.join(STYLES)}")
    others = {path.stem: path for path in sorted(own.glob(f"*{SUFFIX}"))} if own else {}
    return others[known("style", style, [*STYLES, *others])]


@cache
def read_style(path: Path) -> Any:
    """A CSL file as the processor has it; UsageError for a file that is no style, or that only points to another."""
    from citeproc import CitationStylesStyle

    text = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    if b'rel="independent-parent"' in text:
        parent = re.search(rb'href="[^"]*/([\w-]+)"[^>]*rel="independent-parent"', text)
        named = f" '{parent[1].decode()}'" if parent else ""
        raise UsageError(f"{path.name} is only a name for another style{named}; take the file of that one")
    try:
        style = CitationStylesStyle(str(path), validate=False)
        is_in_notes(style)
    except Exception as error:  # the processor raises what its parser happens to
        raise UsageError(f"{path.name} is no style of citation that can be read (CSL 1.0): {error}") from None
    return style


def is_in_notes(style: Any) -> bool:
    """Whether a style cites in notes; others cite in the text, and their notes are entries of their bibliographies."""
    return bool(style.root.get("class") == "note")


def without_number(entry: str) -> str:
    """An entry of a bibliography without the number before it.

    >>> without_number("[1] An Act.")
    'An Act.'
    """
    return NUMBERED.sub("", entry)
