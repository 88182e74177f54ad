"""Which findings become sentences: the best of each kind first, never two on one question, at most as many as the rules say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.briefing.course import changed, contested, next_to_come
from kb.briefing.differences import all_alike, most_apart, one_against_the_rest, platform_otherwise, subject
from kb.briefing.finding import Finding, Material
from kb.briefing.on_platform import done_to_it, its_text, who_runs
from kb.briefing.rules import Rules

SOUGHT: dict[str, Callable[[Material], Iterator[Finding]]] = {
    "who-runs": who_runs,
    "done-to-it": done_to_it,
    "its-text": its_text,
    "one-against-the-rest": one_against_the_rest,
    "platform-otherwise": platform_otherwise,
    "all-alike": all_alike,
    "most-apart": most_apart,
    "subject": subject,
    "changed": changed,
    "contested": contested,
    "next": next_to_come,
}
MOST_RUNNERS_UP = 3


@dataclass(frozen=True)
class Chosen:
    """A finding that becomes a sentence, and the heaviest ones of its kind that do not."""

    finding: Finding
    runners_up: tuple[Finding, ...]


def findings(found: Material) -> list[Finding]:
    """Every finding that is heavy enough, the heaviest first; its weight w counts as w / (1 + w), times what its kind counts."""
    weighed = (
        replace(one, weight=round(one.weight / (1 + one.weight) * kind.counts, 4))
        for name, kind in found.rules.kinds.items()
        for one in SOUGHT[name](found)
        if one.weight >= kind.least
    )
    return sorted(weighed, key=lambda one: (-one.weight, list(found.rules.kinds).index(one.kind), one.cells))


def choose(candidates: list[Finding], rules: Rules, first: Sequence[str] = ()) -> tuple[Chosen, ...]:
    """The findings that become sentences, in the order of their kinds; the best of the kinds in ``first`` come before all."""
    taken: list[Finding] = []
    for kind in first:
        ready = (_on_a_free_question(one, taken) for one in candidates if one.kind == kind)
        taken += [_on_the_platform(one) for one in ready if one][:1]
    for once in (True, False):
        for one in candidates:
            again = any(other.kind == one.kind and (once or other.cells == one.cells) for other in taken)
            if len(taken) < rules.most_sentences and not again and (free := _on_a_free_question(one, taken)):
                taken.append(free)
    order = list(dict.fromkeys([*first, *rules.kinds]))
    taken.sort(key=lambda one: (order.index(one.kind), -one.weight))
    return tuple(Chosen(one, tuple(_others(one, candidates, taken))) for one in taken)


def _on_the_platform(one: Finding) -> Finding:
    """A finding on the platform; one on many questions leaves each of them to the general rule."""
    return one if len(one.questions) == 1 else replace(one, questions=())


def _on_a_free_question(one: Finding, taken: Iterable[Finding]) -> Finding | None:
    """The finding with a question first on which no sentence is made yet; None if there is one on each of its questions."""
    told = {question for other in taken for question in other.questions[:1]}
    free = tuple(question for question in one.questions if question not in told)
    if one.questions and not free:
        return None
    return replace(one, questions=(*free, *(question for question in one.questions if question in told)))


def _others(one: Finding, candidates: list[Finding], taken: list[Finding]) -> list[Finding]:
    told = {other.cells for other in taken if other.kind == one.kind}
    return [other for other in candidates if other.kind == one.kind and other.cells not in told][:MOST_RUNNERS_UP]
