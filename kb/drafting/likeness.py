"""Which questions of the codebook a provision may answer: by the words that the base itself uses for each question.

The words of a question are those of its text, its answers and their meanings, and of what the base says of it elsewhere. Words
that few questions use count more; a provision is compared by the cosine of the angle between the two lists of weights.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kb.loaders.records import Facts

WORD = re.compile(r"[a-z][a-z]{2,}")
ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s")
SHORTEST = 4
OWN_WEIGHT = 3  # the words of the codebook against those of statements
COMMON_WORDS = (
    "the and for that with from this not are any may shall must has have been which such other than under their its "
    "who whom will was into upon where when there these those them they being each all but also only one two per "
    "out can does did "
)
COMMON = frozenset(COMMON_WORDS.split())


@dataclass(frozen=True)
class Profiles:
    """Weights of the words of each question, and how much each word counts."""

    weights: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]

    def likeness(self, words: str) -> list[tuple[str, float]]:
        """(question, likeness from 0 to 1) of some words, the likest first."""
        given = _weighed(Counter(stems(words)), self.rarity)
        scores = ((question, sum(weight * profile.get(stem, 0.0) for stem, weight in given.items()))
                  for question, profile in self.weights.items())  # fmt: skip
        return sorted(scores, key=lambda one: (-one[1], one[0]))


def profiles_of(facts: Facts, without: str | None = None) -> Profiles:
    """The words of every question; ``without`` leaves out what an instrument says, so that a draft of it can be measured."""
    counts = {
        name: Counter(stems(_codebook_words(facts, name)) * OWN_WEIGHT)
        for name, asked in facts.questions().items()
        if not asked.replaced_by
    }
    for path, act in facts.instruments.items():
        for question, claims in act.claims.items():
            if path != without and question in counts:
                said = (f"{claim.in_short} " + " ".join(act.provisions[one].says for one in claim.rests_on) for claim in claims)
                counts[question].update(stems(" ".join(said)))
    seen = Counter(stem for count in counts.values() for stem in count)
    rarity = {stem: math.log((1 + len(counts)) / (0.5 + number)) for stem, number in seen.items()}
    return Profiles({name: _weighed(count, rarity) for name, count in counts.items()}, rarity)


def _codebook_words(facts: Facts, name: str) -> str:
    question = facts.questions()[name]
    answers = " ".join(f"{answer.label} {answer.means}" for answer in question.answers.values())
    return f"{name.replace('-', ' ')} {question.text} {answers} {question.how_to_code}"


def stems(text: str) -> list[str]:
    """The words of an English text in small letters, without common ones and without the commonest endings."""
    return [_stem(word) for word in WORD.findall(text.lower()) if word not in COMMON]


def _stem(word: str) -> str:
    ending = next((one for one in ENDINGS if word.endswith(one) and len(word) - len(one) >= SHORTEST), "")
    return word[: len(word) - len(ending)] if ending else word


def _weighed(count: Counter[str], rarity: Mapping[str, float]) -> dict[str, float]:
    weights = {stem: (1 + math.log(number)) * rarity[stem] for stem, number in count.items() if rarity.get(stem, 0) > 0}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {stem: weight / length for stem, weight in weights.items()}
