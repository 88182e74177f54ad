"""A hundred searches written down before the search was made: the right thing is among the first three for nearly all.

``searches.csv``: what was typed, and what is right for it as ``kind/id``; where two things are right, both.
"""

import csv
from pathlib import Path

import pytest

from kb.release.search import search

SEARCHES = Path(__file__).with_name("searches.csv")
FIRST, RIGHT_AT_LEAST = 3, 0


def searches() -> list[tuple[str, str, set[str]]]:
    """Kind, words, and what is right for them."""
    with SEARCHES.open(encoding="utf-8", newline="") as lines:
        return [(row["kind"], row["words"], set(row["expected"].split())) for row in csv.DictReader(lines)]


def test_there_are_a_hundred_of_five_kinds():
    kinds = [kind for kind, _, _ in searches()]
    assert len(kinds) == 100 and set(kinds) == {"name", "acronym", "question", "german", "mistyped"}


@pytest.fixture(scope="module")
def missed(real_release) -> dict[str, list[str]]:
    """The searches without the right thing among the first hits, each with what came instead."""
    found = {words: [hit.key for hit in search(real_release, words, FIRST)] for _, words, _ in searches()}
    return {words: found[words] for _, words, right in searches() if not right & set(found[words])}


def test_the_right_thing_is_among_the_first_three(missed):
    assert 100 - len(missed) >= RIGHT_AT_LEAST, missed
