"""What is meant by the words that somebody typed: places, things by name, ties that are asked for, and questions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.release.search import is_known, nearest, neighbours
from kb.searching.vocabulary import Stems, Vocabulary
from kb.values.folding import folded, stems

LONGEST_NAME = 7  # words
SURE_LETTERS = 4  # a shorter word is never taken for a mistyped one
PART_OF_A_COMPOUND, LEAST_OF_A_COMPOUND = 5, 8
NEAR_WORD = 0.75
UNSAID = 0.02  # what a way to ask loses for each word of the subject in it that was not typed
KINDS = ("jurisdiction", "platform", "instrument", "organisation", "case", "source", "question")
Span = tuple[int, int]


@dataclass(frozen=True)
class Named:
    """Something that is called by some of the words."""

    iri: str
    kind: str
    phrase: str


@dataclass(frozen=True)
class Meant:
    """What some words mean: places, things, the tie that is asked for, and the words that are left, with their stems."""

    words: tuple[str, ...]
    whole: tuple[Named, ...]
    places: tuple[Named, ...]
    things: tuple[Named, ...]
    tie: str | None
    left: tuple[Stems, ...]
    words_left: tuple[str, ...]


def meaning(database: sqlite3.Connection, known: Vocabulary, text: str) -> Meant:
    """What is meant by a text."""
    words = tuple(_corrected(database, known, word) for word in folded(text).split())
    whole = [*_called(database, [" ".join(words)]), *(_called(database, ["".join(words)]) if 1 < len(words) < 4 else ())]
    tie, taken = _tie(known, words)
    places = sorted(_places(known, words, taken), key=lambda found: found[1])
    for _, span in places:
        taken |= set(range(*span))
    things = list(_things(database, known, words, taken))
    for _, span in things:
        taken |= set(range(*span))
    taken |= {at for start, end in _spans(words) if " ".join(words[start:end]) in known.passed_over for at in range(start, end)}
    left = [word for number, word in enumerate(words) if number not in taken]
    return Meant(
        words,
        tuple(sorted(whole, key=_order)),
        tuple(one for one, _ in places),
        tuple(one for one, _ in things),
        tie,
        tuple(as_meant(known, word) for word in left),
        tuple(left),
    )


def _corrected(database: sqlite3.Connection, known: Vocabulary, word: str) -> str:
    """A word as it was meant: itself where it is known, else the known word that differs by a slip or two."""
    if len(word) < SURE_LETTERS or word in known.words or is_known(database, word) or _called(database, [word]):
        return word
    return nearest(word, [*sorted(known.words), *neighbours(database, word)], NEAR_WORD)


def _order(named: Named) -> tuple[int, int, str]:
    return KINDS.index(named.kind) if named.kind in KINDS else len(KINDS), named.iri.count("/"), named.iri


def _called(database: sqlite3.Connection, phrases: Sequence[str]) -> list[Named]:
    marks = ", ".join("?" * len(phrases))
    rows = database.execute(f"SELECT iri, kind, phrase FROM called WHERE phrase IN ({marks}) ORDER BY iri", phrases)
    return [Named(*row) for row in rows if row[1] in KINDS]


def _spans(words: Sequence[str]) -> Iterator[Span]:
    """Runs of words, long ones first."""
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, start + length


def _tie(known: Vocabulary, words: Sequence[str]) -> tuple[str | None, set[int]]:
    for start, end in _spans(words):
        if found := known.ties.get(" ".join(words[start:end])):
            return found, set(range(start, end))
    return None, set()


def _places(known: Vocabulary, words: Sequence[str], taken: set[int]) -> Iterator[tuple[Named, Span]]:
    """Jurisdictions that are named; a code of two letters that is a word is none."""
    used = set(taken)
    for span in _spans(words):
        phrase = " ".join(words[slice(*span)])
        found = known.places.get(phrase)
        if found and not used & set(range(*span)) and (phrase not in known.passed_over or len(words) == 1):
            used |= set(range(*span))
            yield Named(found, "jurisdiction", phrase), span


def _things(
    database: sqlite3.Connection, known: Vocabulary, words: Sequence[str], taken: set[int]
) -> Iterator[tuple[Named, Span]]:
    """Platforms, instruments, organisations, cases and sources that are named, by the longest names."""
    spans = [span for span in _spans(words) if not taken & set(range(*span)) and words[span[0] : span[1]] != ("x",)]
    phrases = {" ".join(words[slice(*span)]): span for span in reversed(spans)}
    phrases = {phrase: span for phrase, span in phrases.items() if phrase not in known.passed_over}
    if not phrases:
        return
    found: dict[str, list[Named]] = {}
    for named in _called(database, list(phrases)):
        if named.kind not in ("jurisdiction", "question"):
            found.setdefault(named.phrase, []).append(named)
    used: set[int] = set()
    for phrase in sorted(found, key=lambda one: (-len(one.split()), phrases[one])):
        span = phrases[phrase]
        if not used & set(range(*span)):
            used |= set(range(*span))
            yield from ((named, span) for named in sorted(found[phrase], key=_order))


def as_meant(known: Vocabulary, word: str) -> Stems:
    """The stems of a word as it was meant: known, begun, or part of a compound."""
    own = stems(word)
    if own & known.weights.keys():
        return own
    begun = {stem for stem in known.weights if len(word) >= PART_OF_A_COMPOUND and stem.startswith(word)}
    compound = len(word) >= LEAST_OF_A_COMPOUND
    parts = {stem for stem in known.weights if compound and len(stem) >= PART_OF_A_COMPOUND and stem in word}
    return frozenset(begun or parts) or own


def questions_meant(known: Vocabulary, left: Sequence[Stems], typed: Sequence[str] = ()) -> list[tuple[float, str]]:
    """Questions with how surely they are meant, from 0 to 1, the surest first.

    Half of it is how much of what the words tell belongs to the question, half how near they are to one way to ask for it.
    Of two that are as near, one comes first whose words that tell nothing by themselves, "social media", were ``typed`` too.
    """
    told = sum(known.tells(word) for word in left)
    if not told:
        return []
    nearest: dict[str, float] = {}
    said = frozenset(stem for word in typed for stem in stems(word))
    for phrase in known.phrases:
        if nearest.get(phrase.question, 0.0) < (near := _nearness(known, phrase.words, left, said)):
            nearest[phrase.question] = near
    asked = {question for word in left for stem in word for question in known.weights.get(stem, ())}
    covered = {question: sum(known.tells(word) * known.weight(word, question) for word in left) / told for question in asked}
    sure = {one: round((covered[one] + nearest.get(one, 0.0)) / 2, 4) for one in asked}
    return sorted(((sure[one], one) for one in asked), key=lambda found: (-found[0], found[1]))


def _nearness(known: Vocabulary, phrase: Sequence[Stems], left: Sequence[Stems], said: Stems) -> float:
    shared = sum(known.tells(word) for word in left if any(word & other for other in phrase))
    if not shared:
        return 0.0
    told = [other for other in phrase if not other & known.passed_over]
    both = sum(map(known.tells, left)) + sum(known.tells(other) for other in told if not any(other & word for word in left))
    unsaid = sum(1 for other in phrase if other & known.passed_over and not other & said)
    return max(shared / both - UNSAID * unsaid, 0.0)
