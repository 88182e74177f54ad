"""What a sentence names of the base: acts, cases, courts and places, by any name or alias in English or German."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.naming import iris
from kb.release.kept_connections import reading
from kb.release.release import Release
from kb.release.search import FILE
from kb.values.folding import folded

TOKEN = re.compile(r"[^\W_]+")
NUMBERED = re.compile(r"([a-z][a-z ]* \d+ \d+) (?:on|uber|of) ")  # how a title begins: Regulation (EU) 2022/2065
COMPANY = re.compile(r"\b(?:inc|llc|ltd|plc|corp|gmbh|ag|sarl)\b")
LONGEST, SHORT = 24, 5  # words of a name; letters below which a name is one only in capitals
KINDS = ("instrument", "case", "organisation", "jurisdiction")


@dataclass(frozen=True)
class Mention:
    """A name in a text, from ``start`` to ``end``, with all that it may mean."""

    iris: tuple[str, ...]
    phrase: str
    start: int
    end: int


class Names:
    """All names of a release by which acts, cases, organisations and places are called."""

    def __init__(self, release: Release) -> None:
        self._of: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in KINDS}
        with reading(release, FILE) as database:
            rows = database.execute("SELECT phrase, iri, kind FROM called ORDER BY phrase, iri").fetchall()
        idle = {phrase for phrase, _, kind in rows if kind == "passed-over"}
        for phrase, iri, kind in rows:
            if kind in self._of and phrase not in idle and not phrase.isdecimal():
                for name in (phrase, *_shorter(kind, phrase)):
                    self._of[kind][name].add(iri)
        for name in self._of["case"].keys() & self._of["organisation"].keys():
            del self._of["case"][name]

    def named(self, text: str, kind: str) -> list[Mention]:
        """What of a kind a text names, the longest names first where they overlap, in the order of the text."""
        tokens = [(folded(one[0]), one[0], one.start(), one.end()) for one in TOKEN.finditer(text)]
        return list(_found(self._of[kind], tokens))

    def names_of(self, iri: str, kind: str) -> tuple[str, ...]:
        """All names of one thing, folded."""
        return tuple(phrase for phrase, meant in self._of[kind].items() if iri in meant)

    def initials(self) -> Mapping[str, str]:
        """Places by the first letters of a name of several words: EU, UK, US, USA."""
        found: dict[str, set[str]] = defaultdict(set)
        for phrase, meant in self._of["jurisdiction"].items():
            words = [word for word in phrase.split() if word not in ("of", "the", "and", "von")]
            short = "".join(word[0] for word in words)
            if 2 <= len(words) <= 3 and short in self._of["jurisdiction"] and meant & self._of["jurisdiction"][short]:
                found[short.upper()] |= meant
        return {short: iris.slug(next(iter(meant))) for short, meant in found.items() if len(meant) == 1}


def _shorter(kind: str, phrase: str) -> Iterator[str]:
    """How an act or a case is called for short: by the number with which its title begins, without forms of companies."""
    if kind == "instrument" and (number := NUMBERED.match(phrase)):
        yield number[1]
    if kind == "case" and (short := " ".join(COMPANY.sub(" ", phrase).split())) != phrase:
        yield short


def _found(names: Mapping[str, set[str]], tokens: Sequence[tuple[str, str, int, int]]) -> Iterator[Mention]:
    place = 0
    while place < len(tokens):
        for length in range(min(LONGEST, len(tokens) - place), 0, -1):
            run = tokens[place : place + length]
            phrase = " ".join(folded_word for folded_word, *_ in run)
            if phrase in names and _is_a_name([word for _, word, *_ in run]):
                yield Mention(tuple(sorted(names[phrase])), phrase, run[0][2], run[-1][3])
                place += length
                break
        else:
            place += 1


def _is_a_name(words: Sequence[str]) -> bool:
    """Whether words are written as a name: a short one in capitals, any other with a capital or a number in it."""
    text = "".join(words)
    if len(words) == 1 and len(text) < SHORT:
        return text.isupper()
    return any(word[:1].isupper() or word[:1].isdecimal() for word in words)
