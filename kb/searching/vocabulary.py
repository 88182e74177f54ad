"""The words in which questions and places of a release are asked for, with how much each word tells."""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kb.naming import iris
from kb.release.kept_connections import reading
from kb.release.rows import Rows
from kb.release.search import FILE
from kb.searching.function_words import JOINING
from kb.values.folding import folded

OWN, ANSWER, MEANING = 1.0, 0.6, 0.35  # how far a word of a name, of an answer and of its meaning tells the question
SHORTEST_STEM = 3
Stems = frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """One way to ask for a question: its words but those that join a sentence, each as the stems that it may have."""

    question: str
    words: tuple[Stems, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What is asked for by which words.

    ``places`` are jurisdictions by what they are called, ``ties`` properties by words that ask for them, ``weights`` how far a
    stem tells each question, ``spelt`` the stems of every known word, ``passed_over`` words that tell nothing.
    """

    places: Mapping[str, str]
    ties: Mapping[str, str]
    phrases: tuple[Phrase, ...]
    weights: Mapping[str, Mapping[str, float]]
    spelt: Mapping[str, Stems]
    passed_over: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word in which something is asked for."""
        return frozenset(
            {*self.spelt, *(word for phrase in (*self.places, *self.ties, *self.passed_over) for word in phrase.split())}
        )

    @cached_property
    def questions(self) -> int:
        """How many questions there are."""
        return len({phrase.question for phrase in self.phrases})

    def tells(self, wanted: Stems) -> float:
        """How much a word tells: the fewer questions have it, the more."""
        found = max((len(self.weights.get(stem, ())) for stem in wanted), default=0)
        return math.log(1 + self.questions / max(found, 1))

    def weight(self, wanted: Stems, question: str) -> float:
        """How far a word tells one question."""
        return max((self.weights.get(stem, {}).get(question, 0.0) for stem in wanted), default=0.0)


def vocabulary(release: Rows) -> Vocabulary:
    """The vocabulary of a release; read once for each publication of its search index."""
    return _kept(_Source(release, release.publication(FILE)))


class _Source:
    """A release, told from others by the publication of its index alone."""

    def __init__(self, release: Rows, publication: tuple[Path, int, int]) -> None:
        self.release, self._publication = release, publication

    def __hash__(self) -> int:
        return hash(self._publication)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and other._publication == self._publication


@lru_cache(maxsize=4)
def _kept(source: _Source) -> Vocabulary:
    with reading(source.release, FILE) as database:
        return _read(database)


def _read(database: sqlite3.Connection) -> Vocabulary:
    spelt: dict[str, set[str]] = defaultdict(set)
    for word, stem in database.execute("SELECT word, stem FROM spelt"):
        spelt[word].add(stem)
    known = {word: _long(found) for word, found in spelt.items()}
    questions = _called(database, "question")
    meant = list(database.execute("SELECT body, iri FROM documents WHERE kind = 'question' AND part = 1 ORDER BY iri"))
    return Vocabulary(
        places=dict(_called(database, "jurisdiction")),
        ties=dict(_called(database, "tie")),
        phrases=tuple(_phrase(phrase, iri, known) for phrase, iri in questions if not _is_answer(iri)),
        weights=_weights(questions, meant, known),
        spelt=known,
        passed_over=frozenset({phrase for phrase, _ in _called(database, "passed-over")} | JOINING),
    )


def _called(database: sqlite3.Connection, kind: str) -> list[tuple[str, str]]:
    """(phrase, IRI) of everything of one kind."""
    return list(database.execute("SELECT phrase, iri FROM called WHERE kind = ? ORDER BY iri, phrase", (kind,)))


def _weights(
    called: list[tuple[str, str]], meant: list[tuple[str, str]], known: Mapping[str, Stems]
) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    texts = [(phrase, iri, ANSWER if _is_answer(iri) else OWN) for phrase, iri in called]
    for text, iri, weight in (*texts, *((text, iri, MEANING) for text, iri in meant)):
        question = question_of(iri)
        for word in folded(text).split():
            for stem in known.get(word, ()):
                found[stem][question] = max(weight, found[stem].get(question, 0.0))
    return found


def _phrase(phrase: str, iri: str, known: Mapping[str, Stems]) -> Phrase:
    words = [word for word in dict.fromkeys(phrase.split()) if word not in JOINING]
    return Phrase(question_of(iri), tuple(known.get(word, frozenset({word})) for word in words))


def _long(found: set[str]) -> Stems:
    return frozenset(stem for stem in found if len(stem) >= SHORTEST_STEM) or frozenset(found)


def _is_answer(iri: str) -> bool:
    return iri.removeprefix(iris.ID).count("/") > 1


def question_of(iri: str) -> str:
    """The question that an IRI of a question or of one of its answers belongs to."""
    return iri.removeprefix(iris.ID).split("/")[1]
