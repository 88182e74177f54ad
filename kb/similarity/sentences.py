"""The sentences in which similarity is told; whoever speaks another language says them by the same keys and values."""

from __future__ import annotations

from typing import Protocol

from kb.values.model import STATE_WORDS

SENTENCES = {
    "method": (
        "0 means the same finding on every question that is compared, 1 means as far apart as the answers allow. On a question "
        "whose answers have an order the distance is the number of steps between two answers; between numbers in one unit it is "
        "their difference in parts of the range that the question allows (of money, the part by which the greater exceeds the "
        "other); between sets of answers the share that they have not in common; on any other it is 0 or 1. Numbers in different "
        "units are not compared. A search that found nothing counts as the lowest step. "
        "Questions that do not arise in one of the two are left out."
    ),
    "bounds": "The bounds hold whatever the missing cells turn out to show and whichever side of a dispute is right.",
    "gap-method": (
        "Conclusions are of two kinds: that one place is nearer to a second than to a third ({number} of these orders), and to "
        "which group a place belongs ({placed} are placed). Each cell below could turn round as many as stand with it, if it "
        "showed something that it may show: anything if it is missing or old, what stands in it if it is disputed."
    ),
    "weight-question": "Every question counts the same.",
    "weight-dimension": "Every dimension counts the same.",
    "reason-not-researched": "not researched",
    "reason-silent": "the text is silent",
    "reason-withheld": "withheld",
    "reason-disputed": "disputed",
    "reason-stale": "due to be read again",
    "clarity-hardly": "hardly separated",
    "clarity-weakly": "weakly separated",
    "clarity-reasonably": "reasonably separated",
    "clarity-strongly": "strongly separated",
    "clarity": "The groups are {word} ({value}; 1 would be wholly apart).",
    "unknown": "unknown",
    "question": "{name}",
    "number": "{value}",
    "no-bounds": "no bounds",
    "exact": "exact",
    "span": "{lower} to {upper}",
    "belongs": "law in common: {part} belongs to {whole}",
    "belong": "law in common: both belong to {whole}",
    "not-compared": "not compared: {which}",
    "counted": "⚠ counted although not comparable: {which}",
    "of-members": "{members} of {all}",
    "group": "Group {name}: {members}",
    "move": "{name} from {origin} to {target}",
    "flip": "{place}, {question}: if it showed “{finding}”, {moves}",
    "too-many-open": "There are too many missing and disputed cells to try what each would change in the groups.",
    "firm": "No missing or disputed cell would change the groups on its own.",
    "too-large": "The table is too large to try every cell of it.",
    "stays": "Whatever one single cell of the table showed, {names} would stay in the group. ",
    "hangs": "Others hang on single cells, as many as stand with them: {names}.",
    "nearest": "{name}: {nearest}",
    "open-between": "{name}: open between {nearest} and {rivals}",
    "open-among-many": "{name}: open between {nearest} and {rivals}, and {number} more",
    "handed-down": (
        "What is compared of {names} is for the most part the law of the whole ({whole}), which holds in all its parts: a "
        "distance near 0 says nothing of their own law, and none of them is named as the nearest of another."
    ),
    "orders-settled": "The bounds settle which of two places is nearer to a third in every case.",
    "orders-open": (
        "⚠ Open: in {open} of {total} cases the bounds overlap, and the facts do not settle which of two places "
        "is nearer to a third."
    ),
    "little-known": "⚠ Too little is known of {names}: their distances say little.",
    "known-of": "{name} ({known} of {total})",
    "counted-anyway": (
        "⚠ {number} questions between two places were counted although their cells are not comparable, because that was "
        "asked for; the reasons stand with them."
    ),
    "left-out": (
        "{number} questions between two places were left out: their cells are not comparable, for the reasons given with them."
    ),
    **{f"state-{state}": words for state, words in STATE_WORDS.items()},
}


class Say(Protocol):
    """Says a sentence by its key with its values put in."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence; KeyError if there is none."""


def english(key: str, /, **values: object) -> str:
    """The sentence in English.

    >>> english("of-members", members=3, all=4)
    '3 of 4'
    """
    return SENTENCES[key].format(**values)
