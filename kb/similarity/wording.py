"""The words for distances, groups and gaps that the command, the tables and the page share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kb.model import STATE_WORDS, QuestionHead
from kb.similarity.clusters import Clusters, Group, Trait
from kb.similarity.comparable import caution_words
from kb.similarity.distances import Pair, Part, Similarity
from kb.similarity.flips import Flip
from kb.similarity.gaps import Gap
from kb.similarity.nearest import Nearest, Orders

METHOD = (
    "0 means the same finding on every question that is compared, 1 means as far apart as the answers allow. On a question "
    "whose answers have an order the distance is the number of steps between two answers; on any other it is 0 or 1. "
    "A search that found nothing counts as the lowest step. Questions that do not arise in one of the two are left out."
)
BOUNDS = "The bounds hold whatever the missing cells turn out to show and whichever side of a dispute is right."
GAP_METHOD = (
    "Conclusions are of two kinds: that one regime is nearer to a second than to a third ({number} of these orders), and to "
    "which group a regime belongs ({placed} are placed). Each cell below could turn round as many as stand with it, if it "
    "showed something that it may show: anything if it is missing or old, what stands in it if it is disputed."
)
WEIGHT_WORDS = {"question": "Every question weighs the same.", "dimension": "Every dimension weighs the same."}
REASON_WORDS = {
    "not-researched": "not researched",
    "silent": "the text is silent",
    "withheld": "withheld",
    "disputed": "disputed",
    "stale": "coded more than a year ago",
}
CLARITY_STEPS = ((0.25, "hardly separated"), (0.5, "weakly separated"), (0.7, "reasonably separated"))


def short_name(head: QuestionHead) -> str:
    """A question in a few words, from its identifier.

    >>> short_name(QuestionHead("ad-repository", "d", "D", "Must ...?", ()))
    'Ad repository'
    """
    return head.id.replace("-", " ").capitalize()


def finding_words(head: QuestionHead, finding: str) -> str:
    """Label of an answer, or the words for an absence."""
    return STATE_WORDS.get(finding) or head.label(finding)


def distance_words(value: float | None) -> str:
    """A distance with two digits, or that there is none."""
    return "unknown" if value is None else f"{value:.2f}"


def bounds_words(pair: Pair) -> str:
    """The bounds of a pair: ``0.57 to 0.59``, or that the distance is exact."""
    if pair.lower is None or pair.upper is None:
        return "no bounds"
    return "exact" if pair.lower == pair.upper else span_words(pair.lower, pair.upper)


def span_words(lower: float, upper: float) -> str:
    """Two bounds with as many digits as tell them apart, at most three.

    >>> span_words(0.451, 0.454), span_words(0.4, 0.5)
    ('0.451 to 0.454', '0.40 to 0.50')
    """
    digits = 3 if f"{lower:.2f}" == f"{upper:.2f}" else 2
    return f"{lower:.{digits}f} to {upper:.{digits}f}"


def part_words(part: Part) -> str:
    """A question between two regimes: what both show."""
    one, other = (cell.label for cell in part.cells)
    return f"{short_name(part.head)}: {one} | {other}"


def not_comparable_words(pair: Pair) -> str:
    """The questions left out between two regimes with the reasons; empty if there are none."""
    said = [f"{short_name(part.head)} ({part.left_out})" for part in pair.not_comparable]
    return f"not compared: {'; '.join(said)}" if said else ""


def counted_words(pair: Pair, names: Mapping[str, str]) -> str:
    """The questions that count between two regimes although they cannot be compared, with the reasons; empty if none does."""
    said = [
        f"{short_name(part.head)} ({'; '.join(caution_words(caution, names) for caution in part.cautions)})"
        for part in pair.parts
        if part.cautions and part.apart is not None
    ]
    return f"⚠ counted although not comparable: {'; '.join(said)}" if said else ""


def trait_words(group: Group, trait: Trait) -> str:
    """What sets a group apart on a question, and for how many of its members that holds."""
    who = "" if len(group.members) == 1 else f" ({trait.members} of {len(group.members)})"
    return f"{short_name(trait.head)}: {finding_words(trait.head, trait.finding)}{who}"


def group_words(similarity: Similarity, group: Group) -> str:
    """A group and its members."""
    return f"Group {group.name}: " + ", ".join(similarity.names[slug] for slug in group.members)


def clarity_words(clusters: Clusters) -> str:
    """How clear the groups are, by the usual steps for the mean silhouette."""
    word = next((word for limit, word in CLARITY_STEPS if clusters.clarity <= limit), "strongly separated")
    return f"The groups are {word} (mean silhouette {clusters.clarity:.2f} of at most 1)."


def flip_words(clusters: Clusters, flip: Flip) -> str:
    """What one cell would change: where, to which finding, and who would move."""
    similarity = clusters.similarity
    head = next(head for head in similarity.comparison.questions if head.id == flip.question)
    moves = "; ".join(f"{similarity.names[move.jurisdiction]} from {move.origin} to {move.target}" for move in flip.moves)
    place = f"{similarity.names[flip.jurisdiction]}, {short_name(head).lower()}"
    return f"{place}: if it showed “{finding_words(head, flip.finding)}”, {moves}"


def firm_words(found: Sequence[Flip] | None) -> str:
    """That no open cell would change the groups, or that not each could be tried; empty if one would."""
    if found is None:
        return "There are too many missing and disputed cells to try what each would change in the groups."
    return "" if found else "No missing or disputed cell would change the groups on its own."


def fragile_words(clusters: Clusters, hangs: dict[str, int] | None) -> str:
    """Whose group would stand whatever one cell of the table showed, and whose would not."""
    if hangs is None:
        return "The table is too large to try every cell of it."
    names = clusters.similarity.names
    firm = [names[slug] for slug, number in hangs.items() if not number]
    loose = [f"{names[slug]} ({number})" for slug, number in hangs.items() if number]
    said = f"Whatever one single cell of the table showed, {', '.join(firm)} would stay in the group. " if firm else ""
    return said + (f"Others hang on single cells, as many as stand with them: {', '.join(loose)}." if loose else "")


def nearest_words(similarity: Similarity, found: Nearest) -> str:
    """Which regime is nearest to another, or between which that is open."""
    names = similarity.names
    first = f"{names[found.nearest]} ({_span(similarity, found.jurisdiction, found.nearest)})"
    if not found.rivals:
        return f"{names[found.jurisdiction]}: {first}"
    rivals = ", ".join(f"{names[slug]} ({_span(similarity, found.jurisdiction, slug)})" for slug in found.rivals)
    return f"{names[found.jurisdiction]}: open between {first} and {rivals}"


def orders_words(found: Orders) -> str:
    """How many orders are open, as a warning where there are any."""
    if not found.open:
        return "The bounds settle which of two regimes is nearer to a third in every case."
    return (
        f"⚠ Open: in {found.open} of {found.total} cases the bounds overlap, and the facts do not settle which of two regimes "
        "is nearer to a third."
    )


def gap_words(gap: Gap) -> str:
    """Why a cell stands on the work list."""
    return ", ".join(REASON_WORDS[reason] for reason in gap.why)


def little_known(similarity: Similarity) -> str:
    """A warning that names the regimes of which too little is known; empty if there are none."""
    total = len(similarity.comparison.questions)
    known = zip(similarity.slugs, similarity.known, strict=True)
    few = [
        f"{similarity.names[slug]} ({round(share * total)} of {total})"
        for slug, share in known
        if slug not in similarity.well_known
    ]
    return f"⚠ Too little is known of {', '.join(few)}: their distances say little." if few else ""


def scoring_words(similarity: Similarity) -> str:
    """What was done with cells that cannot be compared."""
    known = (similarity.grid.shown >= 0)[np.array(similarity.grid.pairs)].all(axis=0)
    number = int((similarity.apart_by_caution & known).sum())
    if not number:
        return ""
    if similarity.include_incomparable:
        return (
            f"⚠ {number} questions between two regimes were counted although their cells are not comparable, because that was "
            "asked for; the reasons stand with them."
        )
    return (
        f"{number} questions between two regimes were left out: their cells are not comparable, for the reasons given with them."
    )


def _span(similarity: Similarity, one: str, other: str) -> str:
    place = similarity.slugs.index(one), similarity.slugs.index(other)
    lower, upper = similarity.lower[place], similarity.upper[place]
    spread = "" if lower == upper else f", {span_words(lower, upper)}"
    return f"{similarity.distance[place]:.2f}{spread}"
