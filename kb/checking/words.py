"""Sentences as sets of words that can be laid beside each other: content words, numbers with their units, negation, certainty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kb.checking.draft_text import split_sentences
from kb.checking.numbers import Number, alike, figures_of, in_digits, is_of_kind, numbers_of

NEGATIONS = frozenset(("not", "no", "never", "none", "neither", "nor", "without", "cannot", "nobody"))
CERTAIN = re.compile(
    r"\b(?:beyond (?:any )?doubt|undisputed(?:ly)?|(?:is|are|was|were|be|for|seems) certain|certainly"
    r"|no doubt|without doubt|indisputabl[ey]|settled)\b"
)
IDLE = frozenset(
    re.findall(
        "[a-z]+",
        "a an the of to in on at by for from with and or as is are was were be been it its that this these those which who whom "
        "their they them he she his her has have had do does did if than then so such there here any all also more most other "
        "into under over up out only may must can could shall should will would need needs",
    )
)
IRREGULAR = {"children": "child", "persons": "person", "people": "person", "women": "woman", "men": "man"}
# a limit said with a negation (no fine can exceed) denies nothing, and what is over a number is no limit
OVER = r"(?:exceed\w*|surpass\w*|go(?:es)? (?:above|beyond|over)|be (?:more|higher|greater|larger) than)"
CAPPED = re.compile(rf"\b(?:no|not|never|cannot|nor)\b(?=(?:\s+[^\s.;:]+){{0,6}}?\s+{OVER}\b)|\bnever (?={OVER})")
OVER_IT = re.compile(rf"\b{OVER}\s+(?:\S+\s+){{0,3}}?\S*\d")
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
CLAUSES = re.compile(r"[,;:.]\s+|\s(?:but|while|whereas)\s")


@dataclass(frozen=True)
class Said:
    """What a sentence says in words that can be compared; ``figures`` are all its numbers without their units.

    ``capped`` is a limit said with a negation (no fine can exceed 10), ``over`` its contrary (fines exceed 10).
    """

    text: str
    words: frozenset[str]
    numbers: frozenset[Number]
    figures: frozenset[float]
    negated: bool
    certain: bool
    capped: bool = False
    over: bool = False


@lru_cache(maxsize=1 << 13)
def said(text: str) -> Said:
    """A sentence as words, numbers with units (percent, hours, years, a currency), whether it denies and whether it insists."""
    lowered = in_digits(text.lower().replace("n't", " not"))
    every = WORD.findall(lowered)
    insists = bool(CERTAIN.search(lowered))
    capped = bool(CAPPED.search(lowered))
    plain = CAPPED.sub("", re.sub(r",? which nobody doubts", "", CERTAIN.sub("", lowered)))
    denies = sum(word in NEGATIONS for word in WORD.findall(plain))
    words = frozenset(stem(part) for word in every for part in word.split("-") if part not in IDLE and part not in NEGATIONS)
    return Said(
        text,
        words,
        numbers_of(lowered, text),
        figures_of(lowered),
        denies % 2 == 1,
        insists,
        capped,
        not capped and bool(OVER_IT.search(lowered)),
    )


@lru_cache(maxsize=1 << 13)
def parts_of(in_short: str) -> tuple[Said, ...]:
    """What a statement says, whole and in each of its sentences and half-sentences."""
    parts = (part for sentence in split_sentences(in_short) for part in sentence.split("; "))
    return tuple(dict.fromkeys(said(part) for part in (in_short, *parts)))


def stem(word: str) -> str:
    """A word without the endings by which its forms differ."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word.removesuffix("e") if len(word) > 4 else word


def apart(spoken: Said, told: Said) -> tuple[Number, Number | None] | None:
    """The first number of a sentence that a statement does not give for the same, with what it gives there, None for nothing.

    Where a statement has several numbers, the clause decides that is most like the clause of the sentence with its number.
    """
    told_clauses = _clauses(told)
    for clause in _clauses(spoken):
        for number in sorted(clause.numbers):
            rivals = [one for one in told_clauses if any(is_of_kind(number, other) for other in one.numbers)]
            if not rivals:
                if number[1] not in told.figures:
                    return number, None
                continue
            nearest = max(_likeness(clause, one) for one in rivals)
            given = {other for one in rivals if _likeness(clause, one) == nearest for other in one.numbers}
            if not any(alike(number, other) for other in given):
                return number, min(other for other in given if is_of_kind(number, other))
    return None


def _clauses(sentence: Said) -> list[Said]:
    return [said(part) for part in CLAUSES.split(sentence.text) if part.strip()]


def _likeness(one: Said, other: Said) -> float:
    return len(one.words & other.words) / max(len(one.words | other.words), 1)
