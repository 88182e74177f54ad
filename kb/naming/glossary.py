"""The glossary: what the words of pages, tables, files and commands mean.

The list is ``glossary.yaml`` beside this module, the names of those that have a mark are in :mod:`kb.naming.marks`; pages and
the documents say its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kb.naming.marks import BY_SIGN, MARKS

LIST = Path(__file__).with_name("glossary.yaml")
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
REFERENCE = re.compile(r"\[\[([^\]]+)\]\]")
OF_PLATFORMS = "platforms"


@dataclass(frozen=True)
class Term:
    """A word in one language, what it means, how files call it, and the mark that stands for it; empty where there is none."""

    key: str
    name: str
    means: str
    in_files: str = ""
    mark: str = ""
    is_of_platforms: bool = False

    @property
    def sentence(self) -> str:
        """What it means, as a sentence of its own."""
        return self.means[:1].upper() + self.means[1:]

    @property
    def text(self) -> str:
        """The word with what it means: ``Cell: the answer of ...``."""
        return f"{self.name}: {self.means}"


@dataclass(frozen=True)
class Part:
    """Words that belong together, below a heading."""

    heading: str
    terms: tuple[Term, ...]


@cache
def parts(language: str, has_platforms: bool = True) -> tuple[Part, ...]:
    """The glossary in a language (``en`` or ``de``); without what only a base with platforms has a use for, where it has none."""
    found = []
    for part in _read():
        terms = tuple(_term(key, given, language) for key, given in part["terms"].items())
        found.append(Part(part["heading"][language], tuple(one for one in terms if has_platforms or not one.is_of_platforms)))
    return tuple(found)


@cache
def terms(language: str) -> Mapping[str, Term]:
    """Every word of the glossary in a language, by its key, in the order of the list."""
    return {term.key: term for part in parts(language) for term in part.terms}


def filled(text: str, language: str) -> str:
    """A text with what it takes from the glossary.

    Of ``[[key]]`` the meaning as a sentence, of ``[[key:]]`` the word with its meaning, of ``[[mark]]`` the mark with its words.

    Raises KeyError for what the glossary lacks.

    >>> filled("Counted: [[dimension]] [[○]].", "en")
    'Counted: The questions of one subject. ○ known from reports only.'
    """

    def _said(found: re.Match[str]) -> str:
        if mark := BY_SIGN.get(found[1]):
            return mark.marked(language)
        term = terms(language)[found[1].removesuffix(":")]
        return term.text if found[1].endswith(":") else term.sentence

    return REFERENCE.sub(_said, text) if "[[" in text else text


def _term(key: str, given: Mapping[str, Any], language: str) -> Term:
    of_platforms, in_files = given.get("of") == OF_PLATFORMS, given.get("in-files", "")
    if mark := MARKS.get(key):
        return Term(key, mark.name(language), given[language], in_files, mark.sign, of_platforms)
    name, _, means = given[language].partition(": ")
    return Term(key, name, means, in_files, is_of_platforms=of_platforms)


@cache
def _read() -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = yaml.load(LIST.read_text(encoding="utf-8"), LOADER)
    return said
