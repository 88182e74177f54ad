"""What the base says in English, said in the language of the page: names that the facts hold in it, and computed sentences.

Texts that people wrote stay as they are, and so does what is taken along: files say the same in every language.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kb.ui.words import FIRST, spoken_language, vocabulary
from kb.wording.spoken_names import Names, name_of

if TYPE_CHECKING:
    import pandas as pd

SENTENCES = "sentence."
DEEPEST, CARE = 4, "≠ "  # the mark stands before a sentence
VALUE = r"(?:(?!\. [A-Z]).)"  # a value ends with its sentence: what people wrote at length is no computed sentence
_names: ContextVar[Names | None] = ContextVar("names", default=None)


def speak(names: Names) -> None:
    """Let this run call things by these names."""
    _names.set(names)


def said(text: str) -> str:
    """A name or a computed sentence in the language of the page; any other text as it is."""
    language = spoken_language()
    return text if language == FIRST or not text else _said(text, language, 0)


def frame_said(frame: pd.DataFrame) -> pd.DataFrame:
    """A table to look at, with its names in the language of the page."""
    if spoken_language() == FIRST:
        return frame
    return frame.map(lambda value: said(value) if isinstance(value, str) else value).rename(columns=said)


def _said(text: str, language: str, depth: int) -> str:
    if text.startswith(CARE):
        return CARE + _said(text.removeprefix(CARE), language, depth)
    names = _names.get() or {}
    if (name := name_of(names, text)) is not None:
        return name
    if depth >= DEEPEST or (found := _sentence(text, language)) is None:
        return text
    words, values = found
    return words.format(**{key: _said(value, language, depth + 1) for key, value in values})


@lru_cache(maxsize=4096)
def _sentence(text: str, language: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The words of a computed sentence in a language with the values that stand in it; None if it is none."""
    for pattern, words in _patterns(language):
        if match := pattern.fullmatch(text):
            return words, tuple(match.groupdict().items())
    return None


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    english, other = vocabulary(FIRST), vocabulary(language)
    keys = [key for key in english if key.startswith(SENTENCES)]
    return tuple((_pattern(english[key]), other[key]) for key in sorted(keys, key=lambda key: -len(english[key])))


def _pattern(words: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", words)
    return re.compile(
        "".join(f"(?P<{part}>{VALUE}+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)), re.S
    )
