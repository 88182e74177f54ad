"""Which words of a search an answer did not use, so that the answer to a narrower question is not taken for one to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from kb.naming import iris
from kb.searching.changes_asked import CHANGED
from kb.searching.function_words import NOBODYS
from kb.searching.recognition import Meant, Named, questions_meant
from kb.searching.vocabulary import ANSWER, Vocabulary
from kb.values.folding import folded

OF_A_DAY = re.compile(r"\d{4}|years?|jahre?s?|since|seit")


class Unused:
    """The words of one search that say something, and which of them an answer took no account of."""

    def __init__(self, known: Vocabulary, meant: Meant, text: str) -> None:
        self._known, self._meant = known, meant
        self._typed = {folded(word): word for word in re.findall(r"\w+", text)}

    def by_question(self, question: str, used: Collection[Named]) -> tuple[str, ...]:
        """Words that tell nothing of a question, and names of things that its answer was not asked for."""
        words = [
            word for word, stems in zip(self._meant.words_left, self._meant.left, strict=True) if not self.tells(stems, question)
        ]
        return self._in_order([*words, *self._names(used)])

    def by_name(self, used: Collection[Named]) -> tuple[str, ...]:
        """All words but the names that were used and those that ask for a tie."""
        return self._in_order([*self._meant.words_left, *self._names(used)])

    def by_changes(self, used: Collection[Named]) -> tuple[str, ...]:
        """All words but those that ask what changed, since when and where."""
        words = (*self._meant.words_left, *self._names(used))
        return self._in_order(word for word in words if word not in CHANGED and not OF_A_DAY.fullmatch(word))

    def tells(self, word: frozenset[str], question: str) -> bool:
        """Whether a word has to do with a question."""
        return self._known.weight(word, question) > 0

    def _names(self, used: Collection[Named]) -> Iterable[str]:
        """The phrases of places and things of which none was used."""
        taken = {word for one in used for word in one.phrase.split()}
        named = (one.phrase for one in (*self._meant.places, *self._meant.things))
        return (phrase for phrase in named if not taken & set(phrase.split()))

    def _in_order(self, phrases: Iterable[str]) -> tuple[str, ...]:
        """Phrases as they were typed, each once, in the order of the text."""
        words = list(self._meant.words)
        told = (phrase for phrase in phrases if phrase not in NOBODYS)
        ordered = sorted(dict.fromkeys(told), key=lambda phrase: words.index(phrase.split()[0]))
        return tuple(" ".join(self._typed.get(word, word) for word in phrase.split()) for phrase in ordered)


def of_things(things: Iterable[Named], slug: str | None) -> list[Named]:
    """The platform that an answer was asked for, among the things that are named."""
    return [one for one in things if one.kind == "platform" and iris.slug(one.iri) == slug]


def of_the_rest(known: Vocabulary, meant: Meant, first: str) -> Iterator[str]:
    """The questions that ask for all words with which another one has nothing to do, the surest first."""
    rest = [stems for stems in meant.left if not known.weight(stems, first)]
    for _, question in questions_meant(known, rest):
        if all(known.weight(stems, question) >= ANSWER for stems in rest):
            yield question
