"""How far apart two answers to one question stand, from 0 (the same) to 1 (as far as can be).

On an ordinal scale by steps; numbers by their difference in parts of the range that the codebook gives them (Gower), or, where
it gives none, as for money, by the part by which the greater exceeds the other; sets by the share of members that they have
not in common (Jaccard); otherwise alike or not. Numbers in different units cannot be compared: they are as far as can be.
"""

from __future__ import annotations

from kb.values.questions import QuestionHead


def answer_distance(head: QuestionHead, one: str, other: str) -> float:
    """The distance between two answers, by their names; 1 if either is no answer of the question and they differ."""
    if one == other:
        return 0.0
    if head.scale == "number":
        return number_distance(head, one, other)
    if head.scale == "set":
        return set_distance(head, one, other)
    places = {slug: place for place, (slug, _) in enumerate(head.answers)}
    if head.scale != "ordinal" or one not in places or other not in places:
        return 1.0
    return abs(places[one] - places[other]) / (len(places) - 1)


def number_distance(head: QuestionHead, one: str, other: str) -> float:
    """The distance between two numbers.

    >>> ages = QuestionHead("age", "d", "D", "Age?", (), "number", units=(("years", "years"),), ends=("10", "20"))
    >>> number_distance(ages, "13-years", "16-years")
    0.3
    >>> fines = QuestionHead("fine", "d", "D", "Fine?", (), "number", units=(("currency", "money"),))
    >>> number_distance(fines, "5000000-eur", "20000000-eur"), number_distance(fines, "5000000-eur", "5000000-usd")
    (0.75, 1.0)
    """
    first, second = head.number(one), head.number(other)
    if first is None or second is None or first[1] != second[1]:
        return 1.0
    low, high = sorted((first[0], second[0]))
    if head.ends:
        least, most = map(float, head.ends)
        return min(1.0, (high - low) / (most - least))
    return 1 - low / high if high else 0.0


def set_distance(head: QuestionHead, one: str, other: str) -> float:
    """One less the share of members that both have among those that either has.

    >>> powers = QuestionHead("p", "d", "D", "Powers?", (("fine", "Fine"), ("block", "Block"), ("order", "Order")), "set")
    >>> round(set_distance(powers, "block+fine", "fine+order"), 3)
    0.667
    """
    first, second = set(head.members(one)), set(head.members(other))
    return 1 - len(first & second) / len(first | second)
