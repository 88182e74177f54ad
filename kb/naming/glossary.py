"""The glossary: what the words of pages, tables, files and commands mean, and the words of each mark.

The list is ``glossary.yaml`` beside this module; pages, legends of tables and the documents say its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

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
    in_marks: str = ""
    is_of_platforms: bool = False

    @property
    def sentence(self) -> str:
        """What it means, as a sentence of its own."""
        return self.means[:1].upper() + self.means[1:]

    @property
    def text(self) -> str:
        """The word with what it means: ``Cell: the answer of ...``."""
        return f"{self.name}: {self.means}"

    @property
    def marked(self) -> str:
        """The mark with its words, as a legend has them."""
        return f"{self.mark} {self.in_marks or self.name[:1].lower() + self.name[1:]}"


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


@cache
def marks(language: str) -> Mapping[str, Term]:
    """The words that a mark stands for, by the mark."""
    return {term.mark: term for term in terms(language).values() if term.mark}


def filled(text: str, language: str) -> str:
    """A text with what it takes from the glossary.

    Of ``[[key]]`` the meaning as a sentence, of ``[[key:]]`` the word with its meaning, of ``[[mark]]`` the mark with its words.

    Raises KeyError for what the glossary lacks.

    >>> filled("Counted: [[dimension]] [[○]].", "en")
    'Counted: The questions of one subject. ○ known from reports only.'
    """

    def _said(found: re.Match[str]) -> str:
        if marked := marks(language).get(found[1]):
            return marked.marked
        term = terms(language)[found[1].removesuffix(":")]
        return term.text if found[1].endswith(":") else term.sentence

    return REFERENCE.sub(_said, text) if "[[" in text else text


def _term(key: str, given: Mapping[str, Any], language: str) -> Term:
    name, _, means = given[language].partition(": ")
    shown = given.get("in-marks", {}).get(language, "")
    of_platforms = given.get("of") == OF_PLATFORMS
    return Term(key, name, means, given.get("in-files", ""), given.get("mark", ""), shown, of_platforms)


@cache
def _read() -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = yaml.load(LIST.read_text(encoding="utf-8"), LOADER)
    return said
