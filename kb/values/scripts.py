"""Scripts of a text that a printed form may not have the letters for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# the fonts that pictures are set with, and usual ones of LaTeX, have these
PRINTED = frozenset({"LATIN", "GREEK", "CYRILLIC", "MODIFIER", "FEMININE", "MASCULINE", "MICRO"})
SET = ("svg", "png", "pdf", "tex")


def unprinted(text: str) -> tuple[str, ...]:
    """Names of the scripts whose letters may come out as boxes, in order of appearance.

    >>> unprinted("Data Act, 데이터법, 法"), unprinted("Ünïcode, Ελλάς, Россия")
    (('Hangul', 'CJK'), ())
    """
    return tuple(dict.fromkeys(_scripts(text)))


def _scripts(text: str) -> Iterator[str]:
    for letter in dict.fromkeys(text):
        if unicodedata.category(letter).startswith("L"):
            script = unicodedata.name(letter, "unnamed").split()[0].split("-")[0]
            if script not in PRINTED:
                yield script if script == "CJK" else script.capitalize()


def warning(format_name: str, text: str) -> str | None:
    """What to say of a text in a form that is set with fonts; None if nothing is."""
    found = unprinted(text) if format_name in SET else ()
    if not found:
        return None
    scripts = ", ".join(found)
    return f"letters of {scripts} may be missing from a {format_name} file, whose fonts have none; html, docx and xlsx show them"
