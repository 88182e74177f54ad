"""The words of the interface, one file a language; facts stay in the language they are written in.

The language is chosen in the address (``lang=de``) and kept for the session; English where nothing is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import streamlit as st
import yaml

from kb.language import own_words
from kb.naming.glossary import Part, filled, parts, terms

FOLDER = Path(__file__).resolve().parent
LANGUAGES = {"en": "English", "de": "Deutsch"}
FIRST = "en"
KEPT = "kept-language"
SUBJECT: ContextVar[tuple[Mapping[str, Mapping[str, str]], bool]] = ContextVar("subject", default=(MappingProxyType({}), True))
SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


def language() -> str:
    """Code of the language of this run: what the address says, else what the session was told, else English."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state[KEPT] = asked
    return str(st.session_state.get(KEPT, FIRST))


def settle() -> None:
    """Find the language of this run once; pages ask for thousands of words. Threads of other runs know nothing of it."""
    SPOKEN.set(language())


def spoken_language() -> str:
    """Code of the language that this run speaks."""
    return SPOKEN.get() or language()


def t(key: str, **values: object) -> str:
    """The words for a key such as ``compare.title`` with its values put in; KeyError if there are none."""
    words = _words(spoken_language(), key)
    return words.format(**values) if values else words


def speak_of(own: Mapping[str, Mapping[str, str]], has_platforms: bool) -> None:
    """Speak of one base in this run: with the words that it brings for a language and a key, and of platforms if it has any."""
    SUBJECT.set((own, has_platforms))


def _words(code: str, key: str) -> str:
    """What the base says for a key; else the words of the program, in a base without platforms those that name none."""
    own, has_platforms = SUBJECT.get()
    if key in own.get(code, {}):
        return own[code][key]
    return vocabulary(code)[key] if has_platforms else without_platforms(code)[key]


@cache
def without_platforms(code: str) -> dict[str, str]:
    """All words of a language as a base without platforms is spoken of; what is kept apart for that stands in its place."""
    return own_words.without_platforms(vocabulary(code))


def counted(key: str, number: int, **values: object) -> str:
    """The words for a number of things: the key ends in ``.one`` for one and in ``.many`` for any other number."""
    return t(f"{key}.{'one' if number == 1 else 'many'}", n=number, **values)


def grouped(number: int) -> str:
    """A number with its thousands apart, as the language writes it."""
    text = f"{number:,}"
    return text if language() == FIRST else text.replace(",", ".")


def decimal(value: float, digits: int) -> str:
    """A number with so many digits behind the point, or behind the comma, as the language writes it."""
    return as_written(f"{value:.{digits}f}")


def as_written(number: str) -> str:
    """A number in digits, as a program writes it, with its decimals as the language writes them."""
    return number if language() == FIRST else number.replace(".", ",")


def glossary() -> tuple[Part, ...]:
    """The glossary in the language of this run, as the base is spoken of."""
    return parts(spoken_language(), SUBJECT.get()[1])


def meaning(word: str) -> str:
    """A word of the glossary by its key, with what it means: ``Cell: the answer of ...``; KeyError if there is none."""
    return terms(spoken_language())[word].text


def has(key: str) -> bool:
    """Whether there are words for a key."""
    return key in vocabulary(FIRST)


@cache
def vocabulary(code: str) -> dict[str, str]:
    """All words of a language by key; nested keys are joined by full stops; the glossary is put in."""
    with (FOLDER / f"{code}.yaml").open(encoding="utf-8") as file:
        return {key: filled(words, code) for key, words in _flat("", yaml.load(file, yaml.BaseLoader))}


def _flat(prefix: str, node: Any) -> list[tuple[str, str]]:
    if isinstance(node, dict):
        return [pair for key, value in node.items() for pair in _flat(f"{prefix}.{key}" if prefix else key, value)]
    return [(prefix, str(node))]
