"""What the base says in English, said in the language of the page: names that the facts hold in it, and computed sentences.

Texts that people wrote stay as they are, and so does what is taken along: files say the same in every language.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kb.language.comparisons import source_words
from kb.language.language import Language, related
from kb.language.spoken_names import Names, name_of
from kb.ui.words import FIRST, spoken_language, vocabulary
from kb.values.evidence import SourceWords

if TYPE_CHECKING:
    import pandas as pd

SENTENCES = "sentence."
DEEPEST, CARE = 4, "≠ "  # the mark stands before a sentence
VALUE = r"(?:(?!(?<!\bv)\. [A-Z]).)"  # a value ends with its sentence, not at ``v.``: what people wrote at length is not computed
LAST = re.compile(r"(?s)(?P<head>.*\.) (?P<tail>[A-Z].*)")
CUT = re.compile(r"(?:\{\w+\}|\b(?:in|by|until)\b|[^A-Za-z{}])*")  # a sentence whose own words say nothing by themselves
PROSE = re.compile(r"\b(?:and|are|at|be|by|for|from|has|have|is|it|its|may|must|no|not|of|on|or|that|the|to|which|with)\b")
_names: ContextVar[Names | None] = ContextVar("names", default=None)


def speak(names: Names) -> None:
    """Let this run call things by these names."""
    _names.set(names)


def said(text: str) -> str:
    """A name or a computed sentence in the language of the page, also one at the end of what somebody wrote; else the text."""
    language = spoken_language()
    if language == FIRST or not text:
        return text
    speaking = _Speaking(language, _names.get() or {})
    if (found := speaking.said(text, 0)) is not None:
        return found
    last = LAST.fullmatch(text)
    tail = speaking.sentence(last["tail"], 0, is_cut=False) if last else None
    return f"{last['head']} {tail}" if last and tail else text


def spoken() -> Language:
    """The words of the language of the page, with names of the base in it."""
    return Language(spoken_language(), said)


def reading_words() -> SourceWords:
    """The words around the parts of a citation in the language of the page."""
    return source_words(Language(spoken_language()))


def frame_said(frame: pd.DataFrame) -> pd.DataFrame:
    """A table to look at, with its names in the language of the page."""
    if spoken_language() == FIRST:
        return frame
    return frame.map(lambda value: said(value) if isinstance(value, str) else value).rename(columns=said)


class _Speaking:
    """The saying of one text: its parts are looked at once, however they are come by; depth is how far in a part stands."""

    def __init__(self, language: str, names: Names) -> None:
        self._language, self._names = language, names
        self._known: dict[tuple[str, int], str | None] = {}

    def said(self, text: str, depth: int) -> str | None:
        """A part in the language, None where nothing of it is known."""
        if (text, depth) not in self._known:
            self._known[text, depth] = self._find(text, depth)
        return self._known[text, depth]

    def _find(self, text: str, depth: int) -> str | None:
        if text.startswith(CARE):
            found = self.said(text.removeprefix(CARE), depth)
            return found and CARE + found
        if (name := name_of(self._names, text) or related(self._language).get(text)) is not None:
            return name
        if depth >= DEEPEST:
            return None
        whole = self.sentence(text, depth, is_cut=False)
        return self.sentence(text, depth, is_cut=True) if whole is None else whole

    def sentence(self, text: str, depth: int, is_cut: bool) -> str | None:
        """A computed sentence, or a text cut at words that say nothing; None if it is none.

        A cut holds only if each piece is known or is a name: what somebody wrote is not to be half in one language.
        """
        for words, values in _matches(text, self._language, is_cut):
            found: dict[str, str] = {}
            for number, (key, value) in enumerate(values, 1):
                spoken = self.said(value, depth + (number < len(values) or not is_cut))
                if spoken is None and is_cut and not _is_name(value):
                    break
                found[key] = value if spoken is None else spoken
            else:
                if not is_cut or found != dict(values):
                    return words.format(**found)
        return None


def _is_name(text: str) -> bool:
    """Whether a piece holds no English sentence; what is in the language of the page already holds none."""
    return PROSE.search(text) is None and text.count("(") == text.count(")")


@lru_cache(maxsize=4096)
def _matches(text: str, language: str, is_cut: bool) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The words of each computed sentence, or of each cut, that a text can be, with the values that stand in it."""
    found = ((pattern.fullmatch(text), words) for pattern, words, cuts in _patterns(language) if cuts == is_cut)
    return tuple((words, tuple(match.groupdict().items())) for match, words in found if match)


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    english, other = vocabulary(FIRST), vocabulary(language)
    keys = sorted((key for key in english if key.startswith(SENTENCES)), key=lambda key: -len(english[key]))
    return tuple((_pattern(english[key]), other[key], CUT.fullmatch(english[key]) is not None) for key in keys)


def _pattern(words: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", words)
    return re.compile(
        "".join(f"(?P<{part}>{VALUE}+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)), re.S
    )
