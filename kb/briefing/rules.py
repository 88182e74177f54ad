"""The rules by which the sentences of a brief are found, with their weights, read from ``ontology/brief.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from kb.loaders.layout import folder
from kb.naming.names import known

NO_TEXT = 0.5


@dataclass(frozen=True)
class Kind:
    """A kind of finding: its condition and what its weight grows with in words, how much it counts, and its least weight."""

    name: str
    condition: str
    weight_grows_with: str
    counts: float
    least: float


@dataclass(frozen=True)
class Rules:
    """The whole resource; ``topics`` are names of readers' subjects with the dimensions of each."""

    version: str
    most_sentences: int
    dimensions_without_topics: int
    rows_of_the_picture: int
    events_of_a_platform: int
    asked_of_named_platforms: frozenset[str]
    first_of_a_platform: tuple[str, ...]
    gaps_of_ours: tuple[str, ...]
    years_ahead: int
    days_ahead: int
    weights_of_questions: Mapping[str, float]
    no_duty: frozenset[str]
    weights_of_texts: Mapping[str, float]
    weight_of_other_texts: float
    open_in_court: frozenset[str]
    topics: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Kind]

    def question(self, question: str) -> float:
        """What a question weighs."""
        return self.weights_of_questions.get(question, 1.0)

    def text(self, type_: str | None) -> float:
        """What the kind of text behind an answer weighs; half where no text is behind it."""
        return self.weights_of_texts.get(type_, self.weight_of_other_texts) if type_ else NO_TEXT

    def dimensions(self, topics: Iterable[str], known_dimensions: Iterable[str]) -> tuple[str, ...]:
        """The dimensions of topics, each a topic of these rules that the base has, or a dimension; UsageError for another."""
        names = list(dict.fromkeys(known_dimensions))
        held = {topic: [one for one in dimensions if one in names] for topic, dimensions in self.topics.items()}
        said = [topic for topic, dimensions in held.items() if dimensions]
        found = [one for topic in topics for one in held.get(topic) or (topic,)]
        for one in found:
            known("topic", one, list(dict.fromkeys([*said, *names])))
        return tuple(dict.fromkeys(found))

    def known_of(self, says: str) -> str:
        """The clauses of a sentence that tell something of the law; empty where it tells only what this base does not know."""
        kept = [one for one in says.rstrip(".").split("; ") if not any(gap in one for gap in self.gaps_of_ours)]
        return f"{'; '.join(kept)}." if kept and not kept[0].lower().startswith("whether ") else ""

    def topic_of(self, dimension: str) -> str | None:
        """The topic that a dimension belongs to."""
        return next((topic for topic, dimensions in self.topics.items() if dimension in dimensions), None)


@cache
def rules() -> Rules:
    """The rules of this version of the program."""
    given: dict[str, Any] = yaml.safe_load((folder("ontology") / "brief.yaml").read_text(encoding="utf-8"))
    kinds = {name: Kind(name=name, **said) for name, said in given.pop("kinds").items()}
    topics = {name: tuple(dimensions) for name, dimensions in given.pop("topics").items()}
    given |= {name: tuple(given[name]) for name in ("gaps_of_ours", "first_of_a_platform")}
    given |= {name: frozenset(given[name]) for name in ("no_duty", "open_in_court", "asked_of_named_platforms")}
    return Rules(**given, topics=topics, kinds=kinds)
