"""Groups, the map, and the cells on which conclusions hang: every claim of a flip is checked by flipping the cell."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from kb.cells.comparison import compare
from kb.cells.coverage import researched
from kb.errors import UsageError
from kb.similarity import similar
from kb.similarity.clusters import clarity, cluster, group_name, partition, within
from kb.similarity.flips import MOST_CELLS, flips, fragile, open_flips
from kb.similarity.gaps import conclusions, gaps, reasons
from kb.similarity.map import regime_map
from kb.similarity.output import write_similarity
from tests.invented_tables import cell, head, large, table

DAY = {"as_of": "2026-06-01", "known_on": "2026-12-01"}
HEADS = [head("steps", 4), head("kinds", 3, "nominal"), head("more", 2), head("last", 3, "nominal")]


def rows(lines):
    return table(
        HEADS, {slug: [cell(slug, one.id, value) for one, value in zip(HEADS, line, strict=True)] for slug, line in lines.items()}
    )


TWO_CAMPS = {
    "a": ["a0", "a0", "a0", "a0"],
    "b": ["a0", "a0", "a0", "a1"],
    "c": ["a3", "a2", "a1", "a2"],
    "d": ["a3", "a2", "a1", "a1"],
    "e": ["a3", "a2", "a1", "silent"],
}


def with_cell(comparison, slug, question, value):
    """The comparison with one cell showing something else, undisputed."""
    changed = cell(slug, question, value)
    cells = tuple(changed if (one.jurisdiction, one.question) == (slug, question) else one for one in comparison.cells)
    return replace(comparison, cells=cells)


def together(clusters):
    """Which regimes share a group."""
    return {pair for group in clusters.groups for pair in combinations(sorted(group.members), 2)}


def nearer(similarity):
    """Every conclusion on order: (from, nearer, farther)."""
    slugs, found = similarity.slugs, set()
    for one, (other, third) in ((i, pair) for i in range(len(slugs)) for pair in combinations(range(len(slugs)), 2)):
        difference = similarity.distance[one, other] - similarity.distance[one, third]
        if one not in (other, third) and abs(difference) > 1e-9:
            low, high = (other, third) if difference < 0 else (third, other)
            found.add((slugs[one], slugs[low], slugs[high]))
    return found


@pytest.fixture(scope="module")
def real(real_release):
    return compare(real_release.reader, researched(real_release)[:9], **DAY)


def test_two_camps_are_two_groups_named_by_what_separates_them():
    clusters = cluster(similar(rows(TWO_CAMPS)))
    assert {group.members for group in clusters.groups} == {("a", "b"), ("c", "d", "e")}
    for group in clusters.groups:
        assert {trait.head.id for trait in group.traits} >= {"kinds", "steps"}
        kinds = next(trait for trait in group.traits if trait.head.id == "kinds")
        assert (kinds.finding, kinds.members) == ("a0" if "a" in group.members else "a2", len(group.members))
        assert kinds.apart == 1
    assert clusters.clarity > 0.5 and [group.name for group in clusters.groups] == ["A", "B"]


def test_the_tree_joins_by_mean_distances_and_its_leaves_are_the_regimes():
    clusters = cluster(similar(rows(TWO_CAMPS)))
    assert sorted(clusters.leaves) == sorted(TWO_CAMPS) and clusters.tree.shape == (4, 4)
    heights = clusters.tree[:, 2]
    between = [clusters.similarity.distance["abcde".index(x), "abcde".index(y)] for x in "ab" for y in "cde"]
    assert (np.diff(heights) >= 0).all() and heights[-1] == pytest.approx(np.mean(between))


def test_the_number_of_groups_can_be_chosen_and_must_fit():
    found = similar(rows(TWO_CAMPS))
    assert [len(cluster(found, number).groups) for number in (1, 3, 5)] == [1, 3, 5]
    for number in (0, 6, -1):
        with pytest.raises(UsageError, match="write a number from 1 to 5"):
            cluster(found, number)
    with pytest.raises(UsageError, match="at least 3 regimes"):
        cluster(similar(rows({slug: TWO_CAMPS[slug] for slug in "ab"})), 2)


def test_regimes_of_which_too_little_is_known_are_not_placed(real_release):
    clusters = cluster(similar(compare(real_release.reader, ["us", "eu", "sg", "au", "ae"], **DAY)))
    assert "ae" not in clusters.placed and clusters.left_out[0][0] == "ae" and "of 84 questions" in clusters.left_out[0][1]


def test_regimes_without_a_common_question_are_not_placed_together():
    lines = TWO_CAMPS | {"e": ["silent", "silent", "a1", "a1"], "f": ["a0", "a0", "silent", "silent"]}
    clusters = cluster(similar(rows(lines)))
    assert dict(clusters.left_out) == {"e": "no question can be compared with some of the others"}


def test_equal_regimes_make_groups_and_a_map_all_the_same():
    lines = dict.fromkeys("abcd", TWO_CAMPS["a"])
    clusters = cluster(similar(rows(lines)))
    drawn = regime_map(clusters)
    assert clusters.placed == tuple("abcd") and drawn.stress == 0 and {point[1:] for point in drawn.points} == {(0.0, 0.0)}


def test_the_map_is_the_same_each_time_and_keeps_near_near():
    clusters = cluster(similar(rows(TWO_CAMPS)))
    drawn, again = regime_map(clusters), regime_map(clusters)
    assert drawn == again and 0 < drawn.stress < 0.2 and drawn.verdict == "distorts"
    place = {slug: np.array([x, y]) for slug, x, y in drawn.points}
    assert np.linalg.norm(place["a"] - place["b"]) < np.linalg.norm(place["a"] - place["c"])


# What scikit-learn 1.9.1 gives for the same distances: stress 1 of its MDS from the same beginning, where the first regime
# lies (without sign), and the mean silhouette of two, three and four groups.
KNOWN_ELSEWHERE = [
    (rows(TWO_CAMPS), 0.10236960102880963, (0.481723, 0.127204), (0.799121003, 0.524786325, 0.2)),
    (large(12, 20, 0.1, seed=2), 0.23855648199219512, (0.138237, 0.157974), (0.19577348, 0.254318464, 0.195879427)),
    (large(30, 25, 0.1, seed=3), 0.22588870750930748, (0.357919, 0.236423), (0.294105763, 0.379615679, 0.292578215)),
]


@pytest.mark.parametrize(("comparison", "stress", "first", "silhouettes"), KNOWN_ELSEWHERE)
def test_map_and_clarity_are_those_of_another_implementation(comparison, stress, first, silhouettes):
    clusters = cluster(similar(comparison))
    drawn = regime_map(clusters)
    assert drawn.stress == pytest.approx(stress, rel=1e-9)
    assert tuple(map(abs, drawn.points[0][1:])) == pytest.approx(first, abs=2e-6)
    distances = within(clusters.similarity, list(clusters.placed))
    found = tuple(clarity(distances, partition(distances, number)[1]) for number in (2, 3, 4))
    assert found == pytest.approx(silhouettes, abs=2e-9)


def test_groups_of_one_add_nothing_to_the_clarity_and_equal_regimes_none():
    line = np.abs(np.subtract.outer([0.0, 1.0, 10.0], [0.0, 1.0, 10.0]))
    assert clarity(line, np.array([1, 1, 2])) == pytest.approx((0.9 + 8 / 9) / 3)
    assert clarity(np.zeros((4, 4)), np.array([1, 1, 2, 2])) == clarity(line, np.array([1, 1, 1])) == 0


@pytest.mark.parametrize("number", [2, 3, 4])
def test_every_flip_of_a_group_happens_and_no_other_cell_has_one(real, number):
    clusters = cluster(similar(real, include_incomparable=True), number)
    claimed = {(flip.jurisdiction, flip.question, flip.finding): flip for flip in flips(clusters, clusters.similarity.cells)}
    before = together(clusters)
    chance = random.Random(number)
    every = [
        (one.jurisdiction, one.question, finding)
        for one in real.cells
        for head in real.questions
        if head.id == one.question
        for finding in [*(answer for answer, _ in head.answers), "none-found", "not-applicable"]
        if finding != (one.answer or one.state)
    ]
    for key in {*chance.sample(every, 150), *chance.sample(sorted(claimed), min(60, len(claimed)))}:
        changed = similar(with_cell(real, *key), include_incomparable=True)
        after = together(cluster(changed, number))
        assert (after != before) == (key in claimed), key
        if key in claimed:
            assert claimed[key].moves and {move.jurisdiction for move in claimed[key].moves} <= set(clusters.placed)


def test_an_open_cell_that_could_change_a_group_is_told_in_words():
    lines = {
        "a": ["a0", "a0", "a0", "a0"],
        "b": ["a0", "a0", "a0", "a0"],
        "c": ["a3", "a2", "a1", "a2"],
        "d": ["a3", "a2", "a1", "a2"],
        "e": ["a1", "a0", "a1", "silent"],
    }
    clusters = cluster(similar(rows(lines)), 2)
    found = open_flips(clusters)
    assert found and {flip.jurisdiction for flip in found} == {"e"} and {flip.question for flip in found} == {"last"}
    assert "⚠ One cell would change the groups: E, last: if it showed" in write_similarity(clusters.similarity, "txt", 2)


def test_a_disputed_cell_is_tried_only_with_what_stands_in_it():
    lines = {
        slug: [cell(slug, one.id, value) for one, value in zip(HEADS, line, strict=True)] for slug, line in TWO_CAMPS.items()
    }
    lines["b"][0] = cell("b", "steps", "a0", ("a1",))
    clusters = cluster(similar(table(HEADS, lines)), 2)
    assert all(flip.finding == "a1" for flip in open_flips(clusters) if flip.jurisdiction == "b")


def test_the_conclusions_that_a_gap_could_reverse_are_those_that_flipping_it_reverses():
    comparison = large(7, 9, 0.15, seed=5)
    similarity = similar(comparison)
    clusters = cluster(similarity)
    before, groups = nearer(similarity), together(clusters)
    assert conclusions(similarity) == len(before)
    columns = {one.id: column for column, one in enumerate(comparison.questions)}
    found = gaps(clusters)
    assert len(found) > 5
    for gap in found:
        column, regime = columns[gap.question], similarity.slugs.index(gap.jurisdiction)
        possible = similarity.grid.possible[column][regime]
        reversed_by_some, moved = set(), False
        for place in np.flatnonzero(possible):
            finding = similarity.grid.scales[column].findings[place]
            after = similar(with_cell(comparison, gap.jurisdiction, gap.question, finding))
            reversed_by_some |= {one for one in before if (one[0], one[2], one[1]) in nearer(after)}
            placed_alike = cluster(after).placed == clusters.placed
            moved |= placed_alike and together(cluster(after, len(clusters.groups))) != groups
        assert gap.orders == len(reversed_by_some), gap
        assert (gap.moves > 0) == moved, gap


def test_the_list_holds_every_missing_disputed_and_old_cell_once_with_its_reason(real):
    similarity = similar(real)
    found = gaps(cluster(similarity))
    open_cells = {key for key, one in similarity.cells.items() if reasons(similarity, one)}
    assert {(gap.jurisdiction, gap.question) for gap in found} == open_cells >= set(similarity.unsure)
    assert len(found) == len(open_cells) and ("sg", "data-localization-requirement") in open_cells
    assert [gap.conclusions for gap in found] == sorted((gap.conclusions for gap in found), reverse=True)


def test_an_old_coding_is_a_gap_though_it_makes_no_bounds():
    lines = {
        slug: [cell(slug, one.id, value, coded="2024-01-01") for one, value in zip(HEADS, line, strict=True)]
        for slug, line in TWO_CAMPS.items()
    }
    found = gaps(cluster(similar(table(HEADS, lines))))
    old = [gap for gap in found if gap.why == ("stale",)]
    assert len(old) == 19 and all(gap.width == 0 for gap in old) and any(gap.conclusions for gap in old)


def total_width(comparison):
    found = similar(comparison)
    return float(np.nansum(found.upper - found.lower))


def course(comparison, order, truth):
    """Sum of the widths of all bounds after each step of filling cells in an order."""
    current, widths = comparison, []
    for slug, question in order:
        current = with_cell(current, slug, question, truth[slug, question])
        widths.append(total_width(current))
    return sum(widths)


def at_random(comparison, cells, truth, chance):
    """The mean of that sum over eight random orders."""
    return sum(course(comparison, chance.sample(cells, len(cells)), truth) for _ in range(8)) / 8


@pytest.mark.parametrize("seed", range(6))
def test_filling_the_top_of_the_list_narrows_the_bounds_at_least_as_fast_as_any_order(seed):
    """Mean width of all bounds over the course of filling: the order of the list against the mean of random orders."""
    chance = random.Random(seed)
    comparison = large(9, 14, 0.2, seed=seed)
    truth = {
        (one.jurisdiction, one.question): chance.choice([*(answer for answer, _ in head.answers), "none-found"])
        for one in comparison.cells
        for head in comparison.questions
        if head.id == one.question
    }

    ranked = [(gap.jurisdiction, gap.question) for gap in gaps(cluster(similar(comparison)))]
    assert course(comparison, ranked, truth) <= at_random(comparison, ranked, truth, chance)


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "A2")])
def test_groups_have_names(place, name):
    assert group_name(place) == name


def test_where_there_are_too_many_cells_to_try_each_it_is_said():
    clusters = cluster(similar(large(60, 90, 0.45, seed=1)), 3)
    assert len([key for key in clusters.similarity.unsure if key[0] in clusters.placed]) > MOST_CELLS
    assert open_flips(clusters) is None and fragile(clusters) is None
    said = write_similarity(clusters.similarity, "txt", 3)
    assert "too many missing and disputed cells to try" in " ".join(said.split())


def test_who_hangs_on_single_cells_is_counted(real):
    clusters = cluster(similar(real), 2)
    hangs = fragile(clusters)
    moved = {slug: set() for slug in clusters.placed}
    for flip in flips(clusters, clusters.similarity.cells):
        for move in flip.moves:
            moved[move.jurisdiction].add((flip.jurisdiction, flip.question))
    assert hangs == {slug: len(cells) for slug, cells in moved.items()}


def test_the_list_narrows_the_bounds_of_the_real_facts_faster_than_random_orders(real_release):
    comparison = compare(real_release.reader, researched(real_release)[:12], **DAY)
    chance = random.Random(1)
    ranked = [(gap.jurisdiction, gap.question) for gap in gaps(cluster(similar(comparison)))]
    answers = {head.id: [answer for answer, _ in head.answers] or ["none-found"] for head in comparison.questions}
    finding = {key: chance.choice(answers[key[1]]) for key in ranked}
    assert len(ranked) >= 4 and course(comparison, ranked, finding) <= at_random(comparison, ranked, finding, chance)


def test_a_map_of_two_regimes_and_of_regimes_on_a_line_has_no_gaps(mini_release):
    from unittest.mock import patch

    found = similar(compare(mini_release.reader, ["xa", "xb"], known_on="2026-06-01"))
    clusters = cluster(found)
    drawn = regime_map(replace(clusters, placed=("xa", "xb"), left_out=()))
    assert all(np.isfinite(point[1:]).all() for point in drawn.points)
    line = np.abs(np.subtract.outer([0.0, 0.5, 1.0], [0.0, 0.5, 1.0]))
    with patch("kb.similarity.map.within", return_value=line):
        points = regime_map(replace(clusters, placed=("a", "b", "c"))).points
    assert [round(abs(x), 3) for _, x, _ in points] == [0.5, 0.0, 0.5] and all(abs(y) < 1e-6 for *_, y in points)
