"""The words for distances, groups and gaps that the command, the tables and the page share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kb.similarity.clusters import Clusters, Group, Trait
from kb.similarity.comparable import caution_words
from kb.similarity.distances import Distances, Pair, Part
from kb.similarity.flips import Flip
from kb.similarity.gaps import Gap
from kb.similarity.nearest import Nearest, Orders, handed_down
from kb.similarity.sentences import Say, english
from kb.similarity.shared_law import shared_law
from kb.values.evidence_words import standing_label
from kb.values.model import STATE_WORDS, QuestionHead

MOST_RIVALS = 3
CLARITY_STEPS = ((0.25, "hardly"), (0.5, "weakly"), (0.7, "reasonably"))


def short_name(head: QuestionHead) -> str:
    """A question in a few words, from its identifier.

    >>> short_name(QuestionHead("ad-repository", "d", "D", "Must ...?", ()))
    'Ad repository'
    """
    return head.id.replace("-", " ").capitalize()


def question_words(head: QuestionHead, say: Say = english) -> str:
    """A question as it is told: in a few words in English, as it is asked in a language that has no such words."""
    return say("question", name=short_name(head), text=head.text)


def finding_words(head: QuestionHead, finding: str, say: Say = english) -> str:
    """Label of an answer, or the words for an absence."""
    return say(f"state-{finding}") if finding in STATE_WORDS else head.label(finding)


def distance_words(value: float | None, say: Say = english) -> str:
    """A distance with two digits, or that there is none."""
    return say("unknown") if value is None else say("number", value=f"{value:.2f}")


def bounds_words(pair: Pair, say: Say = english) -> str:
    """The bounds of a pair: ``0.57 to 0.59``, or that the distance is exact."""
    if pair.lower is None or pair.upper is None:
        return say("no-bounds")
    return say("exact") if pair.lower == pair.upper else span_words(pair.lower, pair.upper, say)


def span_words(lower: float, upper: float, say: Say = english) -> str:
    """Two bounds with as many digits as tell them apart, at most three.

    >>> span_words(0.451, 0.454), span_words(0.4, 0.5)
    ('0.451 to 0.454', '0.40 to 0.50')
    """
    digits = 3 if f"{lower:.2f}" == f"{upper:.2f}" else 2
    return say("span", lower=f"{lower:.{digits}f}", upper=f"{upper:.{digits}f}")


def part_words(part: Part) -> str:
    """A question between two regimes: what both show."""
    one, other = (standing_label(cell) for cell in part.cells)
    return f"{short_name(part.head)}: {one} | {other}"


def not_comparable_words(pair: Pair) -> str:
    """The questions left out between two regimes with the reasons; empty if there are none."""
    said = [f"{short_name(part.head)} ({part.left_out})" for part in pair.not_comparable]
    return english("not-compared", which="; ".join(said)) if said else ""


def counted_words(pair: Pair, names: Mapping[str, str], say: Say = english) -> str:
    """The questions that count between two regimes although they cannot be compared, with the reasons; empty if none does."""
    said = [
        f"{short_name(part.head)} ({'; '.join(caution_words(caution, names) for caution in part.cautions)})"
        for part in pair.parts
        if part.cautions and part.apart is not None
    ]
    return say("counted", which="; ".join(said)) if said else ""


def shared_law_words(similarity: Distances, pair: Pair, say: Say = english) -> str:
    """Whose law binds both regimes, so that they are alike by it; empty if none does."""
    ends, said = (pair.first, pair.second), []
    for whole in shared_law(similarity.wholes, *ends):
        part = next((end for end in ends if whole in ends and end != whole), "")
        told = {"part": similarity.names[part]} if part else {}
        said.append(say("belongs" if part else "belong", whole=similarity.whole_names[whole], **told))
    return "; ".join(said)


def trait_words(group: Group, trait: Trait, say: Say = english) -> str:
    """What sets a group apart on a question, and for how many of its members that holds."""
    number = len(group.members)
    who = "" if number == 1 else f" ({say('of-members', members=trait.members, all=number)})"
    return f"{question_words(trait.head, say)}: {finding_words(trait.head, trait.finding, say)}{who}"


def group_words(similarity: Distances, group: Group, say: Say = english) -> str:
    """A group and its members."""
    return say("group", name=group.name, members=", ".join(similarity.names[slug] for slug in group.members))


def clarity_words(clusters: Clusters, say: Say = english) -> str:
    """How clear the groups are, by the usual steps for the mean silhouette."""
    step = next((step for limit, step in CLARITY_STEPS if clusters.clarity <= limit), "strongly")
    return say("clarity", word=say(f"clarity-{step}"), value=f"{clusters.clarity:.2f}")


def flip_words(clusters: Clusters, flip: Flip, say: Say = english) -> str:
    """What one cell would change: where, to which finding, and who would move."""
    similarity = clusters.similarity
    head = next(head for head in similarity.comparison.questions if head.id == flip.question)
    moves = [say("move", name=similarity.names[move.jurisdiction], origin=move.origin, target=move.target) for move in flip.moves]
    place, question = similarity.names[flip.jurisdiction], say("question", name=short_name(head).lower(), text=head.text)
    return say("flip", place=place, question=question, finding=finding_words(head, flip.finding, say), moves="; ".join(moves))


def firm_words(found: Sequence[Flip] | None, say: Say = english) -> str:
    """That no open cell would change the groups, or that not each could be tried; empty if one would."""
    if found is None:
        return say("too-many-open")
    return "" if found else say("firm")


def fragile_words(clusters: Clusters, hangs: dict[str, int] | None, say: Say = english) -> str:
    """Whose group would stand whatever one cell of the table showed, and whose would not."""
    if hangs is None:
        return say("too-large")
    names = clusters.similarity.names
    firm = [names[slug] for slug, number in hangs.items() if not number]
    loose = [f"{names[slug]} ({number})" for slug, number in hangs.items() if number]
    said = say("stays", names=", ".join(firm)) if firm else ""
    return said + (say("hangs", names=", ".join(loose)) if loose else "")


def nearest_words(similarity: Distances, found: Nearest, say: Say = english) -> str:
    """Which regime is nearest to another, or between which that is open."""
    names = similarity.names
    name, first = (
        names[found.jurisdiction],
        f"{names[found.nearest]} ({_span(similarity, found.jurisdiction, found.nearest, say)})",
    )
    if not found.rivals:
        return say("nearest", name=name, nearest=first)
    near, rest = found.rivals[:MOST_RIVALS], found.rivals[MOST_RIVALS:]
    rivals = ", ".join(f"{names[slug]} ({_span(similarity, found.jurisdiction, slug, say)})" for slug in near)
    told = {"name": name, "nearest": first, "rivals": rivals}
    return say("open-among-many", number=len(rest), **told) if rest else say("open-between", **told)


def handed_down_words(similarity: Distances, say: Say = english) -> list[str]:
    """Which places are near each other by the law of their whole alone, a sentence for each whole."""
    names = similarity.whole_names
    return [
        say("handed-down", names=", ".join(names[slug] for slug in parts), whole=names[whole])
        for whole, parts in handed_down(similarity).items()
    ]


def orders_words(found: Orders, say: Say = english) -> str:
    """How many orders are open, as a warning where there are any."""
    if not found.open:
        return say("orders-settled")
    return say("orders-open", open=found.open, total=found.total)


def gap_words(gap: Gap, say: Say = english) -> str:
    """Why a cell stands on the work list."""
    return ", ".join(say(f"reason-{reason}") for reason in gap.why)


def little_known(similarity: Distances, say: Say = english) -> str:
    """A warning that names the regimes of which too little is known; empty if there are none."""
    total = len(similarity.comparison.questions)
    known = zip(similarity.slugs, similarity.known, strict=True)
    few = [
        say("known-of", name=similarity.names[slug], known=round(share * total), total=total)
        for slug, share in known
        if slug not in similarity.well_known
    ]
    return say("little-known", names=", ".join(few)) if few else ""


def scoring_words(similarity: Distances, say: Say = english) -> str:
    """What was done with cells that cannot be compared."""
    known = (similarity.grid.shown >= 0)[np.array(similarity.grid.pairs)].all(axis=0)
    number = int((similarity.apart_by_caution & known).sum())
    if not number:
        return ""
    return say("counted-anyway" if similarity.include_incomparable else "left-out", number=number)


def _span(similarity: Distances, one: str, other: str, say: Say) -> str:
    place = similarity.slugs.index(one), similarity.slugs.index(other)
    lower, upper = similarity.lower[place], similarity.upper[place]
    spread = "" if lower == upper else f", {span_words(lower, upper, say)}"
    return f"{distance_words(similarity.distance[place], say)}{spread}"
