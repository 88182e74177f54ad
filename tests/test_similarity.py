"""Distances between regimes: what a metric promises, bounds against every completion, shares, absences, groups."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from conftest import cases
from hypothesis import given
from hypothesis import strategies as st

import kb
from kb.cells.comparison import compare
from kb.cells.coverage import researched
from kb.errors import UsageError
from kb.similarity import similar
from kb.similarity.nearest import handed_down, nearest, orders
from kb.similarity.output import write_similarity
from kb.similarity.rows import PAIR_COLUMNS, QUESTION_COLUMNS, pair_rows
from kb.similarity.scales import answer_scale
from kb.similarity.wording import MOST_RIVALS, nearest_words
from tests.invented_tables import cell, head, large, table
from tests.test_cli import kb as command

DAY = {"as_of": "2026-06-01", "known_on": "2026-12-01"}
HEADS = [
    head("steps", 4),
    head("kinds", 3, "nominal"),
    head("none-is-an-answer", 3, lowest="no-rule", dimension="two"),
]
FINDINGS = {one.id: [answer for answer, _ in one.answers] + ["none-found"] for one in HEADS}
MISSING = ["not-researched", "silent", "withheld"]


def rows(values):
    """Regimes from lists of values; a tuple is a disputed cell."""
    made = {}
    for number, line in enumerate(values):
        slug = f"j{number}"
        made[slug] = [
            cell(slug, one.id, value[0], value[1:]) if isinstance(value, tuple) else cell(slug, one.id, value)
            for one, value in zip(HEADS, line, strict=True)
        ]
    return table(HEADS, made)


def known_cell(question):
    return st.sampled_from(FINDINGS[question])


def any_cell(question):
    disputed = st.lists(st.sampled_from(FINDINGS[question][:-1]), min_size=2, max_size=3, unique=True).map(tuple)
    return st.one_of(known_cell(question), st.sampled_from([*MISSING, "not-applicable"]), disputed)


def regimes(make, number):
    return st.lists(st.tuples(*(make(one.id) for one in HEADS)), min_size=number, max_size=number)


def by_hand(one, other, weights="question"):
    """The distance of two lines of findings, written out without arrays; None if nothing can be compared."""
    by_dimension = {}
    for place, question in enumerate(HEADS):
        a, b = one[place], other[place]
        if "not-applicable" in (a, b) or a in MISSING or b in MISSING:
            continue
        if question.scale == "nominal":
            apart = float(a != b)
        else:
            answers = [answer for answer, _ in question.answers]
            order = answers if answers[0] == "no-rule" else ["none-found", *answers]
            step = {finding: number for number, finding in enumerate(order)}
            step.setdefault("none-found", 0)
            apart = abs(step[a] - step[b]) / (len(order) - 1)
        by_dimension.setdefault(question.dimension if weights == "dimension" else "", []).append(apart)
    means = [sum(values) / len(values) for values in by_dimension.values()]
    return sum(means) / len(means) if means else None


def completions(line):
    """Every line that a line with missing and disputed cells may turn out to be."""
    options = []
    for question, value in zip(HEADS, line, strict=True):
        if isinstance(value, tuple):
            options.append(list(value))
        else:
            options.append([*FINDINGS[question.id], "not-applicable"] if value in MISSING else [value])
    return itertools.product(*options)


def shown(line):
    return [value[0] if isinstance(value, tuple) else value for value in line]


@cases(60)
@given(regimes(any_cell, 3), st.sampled_from(["question", "dimension"]))
def test_distance_is_what_is_written_out_by_hand_symmetric_and_zero_on_itself(values, weights):
    found = similar(rows(values), weights=weights)
    for one, other in itertools.permutations(range(3), 2):
        expected = by_hand(shown(values[one]), shown(values[other]), weights)
        assert found.distance[one, other] == pytest.approx(math.nan if expected is None else expected, nan_ok=True)
    assert np.array_equal(found.distance, found.distance.T, equal_nan=True) and not found.distance.diagonal().any()
    same = similar(rows([values[0], values[0]]), weights=weights)
    assert np.isnan(same.distance[0, 1]) or same.distance[0, 1] == 0


@cases(40)
@given(regimes(any_cell, 2), st.sampled_from(["question", "dimension"]))
def test_the_bounds_are_the_least_and_the_greatest_of_all_completions(values, weights):
    found = similar(rows(values), weights=weights)
    reached = [by_hand(one, other, weights) for one in completions(values[0]) for other in completions(values[1])]
    reached = [value for value in reached if value is not None]
    lower, upper = found.lower[0, 1], found.upper[0, 1]
    if not reached:
        assert np.isnan(lower) and np.isnan(upper)
    else:
        assert (lower, upper) == (pytest.approx(min(reached)), pytest.approx(max(reached)))
        assert np.isnan(found.distance[0, 1]) or lower <= found.distance[0, 1] <= upper


@cases(60)
@given(regimes(known_cell, 3), st.sampled_from(["question", "dimension"]))
def test_complete_cases_obey_the_triangle_inequality_and_have_exact_bounds(values, weights):
    found = similar(rows(values), weights=weights)
    for one, other, third in itertools.permutations(range(3)):
        assert found.distance[one, third] <= found.distance[one, other] + found.distance[other, third] + 1e-9
    assert np.array_equal(found.lower, found.distance) and np.array_equal(found.upper, found.distance)


@cases(40)
@given(regimes(any_cell, 2), st.sampled_from(["question", "dimension"]))
def test_the_shares_of_the_questions_sum_to_the_distance(values, weights):
    pair = similar(rows(values), weights=weights).pair("j0", "j1")
    total = math.fsum(part.share for part in pair.parts)
    assert pair.distance is None or total == pytest.approx(pair.distance, abs=1e-9)
    assert all(part.share == 0 for part in pair.parts if part.apart is None)
    assert all(bool(part.left_out) == (part.apart is None) for part in pair.parts)


def test_shares_sum_on_the_real_facts_for_both_weights(real_release):
    comparison = compare(real_release.reader, researched(real_release), **DAY)
    for weights in ("question", "dimension"):
        found = similar(comparison, weights=weights)
        first, second = found.grid.pairs
        distances = np.nan_to_num(found.distance[first, second])
        assert np.allclose(found.share.sum(axis=1), distances, atol=1e-9)


@pytest.mark.parametrize(
    ("question", "one", "other", "apart"),
    [
        (head("q", 4), "a0", "a3", 3 / 4),
        (head("q", 4), "none-found", "a0", 1 / 4),
        (head("q", 4), "none-found", "a3", 1),
        (head("q", 3, lowest="no-rule"), "none-found", "no-rule", 0),
        (head("q", 3, lowest="no-rule"), "no-rule", "a1", 1 / 2),
        (head("q", 3, lowest="none"), "none-found", "a2", 1),
        (head("q", 3, "nominal"), "a0", "a2", 1),
        (head("q", 3, "nominal"), "none-found", "a0", 1),
        (head("q", 3, "nominal"), "none-found", "none-found", 0),
        (head("q", 1, lowest="no-rule"), "none-found", "no-rule", 0),
    ],
)
def test_steps_kinds_and_none_found(question, one, other, apart):
    scale = answer_scale(question)
    assert scale.apart[scale.findings.index(one), scale.findings.index(other)] == pytest.approx(apart)


def test_only_two_scales_of_the_codebook_have_an_answer_that_means_none(real_release):
    """Decision 0008 counts a search that found nothing as that answer; a new such scale should be a choice."""
    ordinal = [one for one in real_release.reader.questions().values() if one.scale == "ordinal"]
    scales = {one.id: answer_scale(one) for one in ordinal}
    same = {name for name, scale in scales.items() if scale.apart[0, scale.findings.index("none-found")] == 0}
    assert same == {"forced-divestiture", "data-localization-requirement"} and len(ordinal) > 20


def test_what_does_not_arise_is_left_out_and_widens_nothing():
    found = similar(rows([["a0", "a0", "a1"], ["a0", "not-applicable", "a1"], ["a0", "not-applicable", "none-found"]]))
    pair = found.pair("j0", "j1")
    assert (pair.distance, pair.lower, pair.upper, pair.compared) == (0, 0, 0, 2)
    assert [part.left_out for part in pair.not_comparable] == ["does not arise in J1"] and not pair.missing
    assert found.pair("j1", "j2").parts[1].left_out == "does not arise in J1; does not arise in J2"


def test_the_kinds_of_missing_cells_are_named_apart():
    found = similar(rows([["a0", "silent", "withheld"], ["a0", "a0", "not-researched"]]))
    left = {part.head.id: part.left_out for part in found.pair("j0", "j1").parts}
    assert left["kinds"] == "J0: silent" and left["none-is-an-answer"] == "J0: withheld; J1: not-researched"
    assert len(found.pair("j0", "j1").missing) == 3


def test_a_dispute_opens_the_bounds_over_every_answer_that_stands_in_the_cell():
    pair = similar(rows([[("a0", "a2", "a3"), "a0", "a1"], ["a0", "a0", "a1"]])).pair("j0", "j1")
    assert (pair.distance, pair.lower, pair.upper) == (0, 0, pytest.approx(3 / 4 / 3))
    assert [one.question for one in pair.disputed] == ["steps"] and pair.parts[0].open


def test_no_common_finding_is_no_number_and_says_so():
    found = similar(rows([["a0", "silent", "silent"], ["silent", "a0", "silent"]]))
    assert found.pair("j0", "j1").distance is None
    assert (
        "unknown" in write_similarity(found, "txt")
        and json.loads(write_similarity(found, "json"))["pairs"][0]["distance"] is None
    )


def test_the_nearest_is_open_where_bounds_overlap_and_settled_where_they_do_not():
    settled = similar(rows([["a0", "a0", "a1"], ["a1", "a0", "a1"], ["a3", "a1", "a2"]]))
    first = nearest(settled)[0]
    assert (first.nearest, first.rivals, orders(settled).open) == ("j1", (), 0)
    unsure = similar(rows([["a0", "a0", "a1"], ["a1", "a0", "silent"], ["a1", "a0", "a2"]]))
    assert nearest(unsure)[0].rivals and orders(unsure).open > 0
    assert "⚠ Open" in write_similarity(unsure, "txt")


def test_of_many_that_may_be_the_nearest_three_are_named_and_the_others_counted():
    unsure = similar(rows([["a0", "a0", "silent"], *([f"a{one % 3}", "a0", "silent"] for one in range(1, 8))]))
    told = nearest_words(unsure, nearest(unsure)[0])
    rivals = len(nearest(unsure)[0].rivals)
    assert rivals > MOST_RIVALS and told.endswith(f", and {rivals - MOST_RIVALS} more") and told.count("(") == 1 + MOST_RIVALS


def test_equal_exact_distances_are_a_tie_and_not_an_open_order():
    tied = similar(rows([["a0", "a0", "a1"], ["a1", "a0", "a1"], ["a1", "a0", "a1"]]))
    assert nearest(tied)[0].rivals == () and orders(tied).open == 0


def test_regimes_of_which_too_little_is_known_come_last_with_a_warning(real_release):
    found = similar(compare(real_release.reader, ["us", "eu", "sg", "au", "ae"], **DAY))
    pairs = [{pair.first, pair.second} for pair in found.pairs()]
    assert pairs[0] == {"sg", "au"} and all("ae" in pair for pair in pairs[-4:])
    assert "⚠ Too little is known of United Arab Emirates" in write_similarity(found, "txt")
    assert "ae" not in {one.jurisdiction for one in nearest(found)}


def test_a_part_is_not_the_nearest_of_its_whole_and_whose_law_is_shared_is_said(real_release):
    found = similar(compare(real_release.reader, ["us", "us-ca", "us-tx", "eu", "ie", "gb"], **DAY))
    wholes = {"us": {"us-ca", "us-tx"}, "us-ca": {"us"}, "us-tx": {"us"}, "eu": {"ie"}, "ie": {"eu"}, "gb": set()}
    told = {one.jurisdiction: {one.nearest, *one.rivals} for one in nearest(found)}
    assert told.keys() == wholes.keys() and not [place for place, near in told.items() if near & wholes[place]]
    shared = {frozenset((row["first"], row["second"])): row["shared_law"] for row in pair_rows(found)}
    assert {pair: law for pair, law in shared.items() if law} == {
        frozenset(("us", "us-ca")): "us",
        frozenset(("us", "us-tx")): "us",
        frozenset(("us-ca", "us-tx")): "us",
        frozenset(("eu", "ie")): "eu",
    }
    near = {one.jurisdiction: {one.nearest, *one.rivals} for one in nearest(found)}
    assert "us-tx" not in near["us-ca"] and "us-ca" not in near["us-tx"], "what is compared of them is the law of the federation"
    assert handed_down(found) == {"us": ("us-ca", "us-tx")}
    text = " ".join(write_similarity(found, "txt").split())
    assert "What is compared of California, Texas is for the most part the law of the whole (United States)" in text
    assert "law in common: Ireland belongs to European Union" in text and "law in common: both belong to United States" in text
    content = json.loads(write_similarity(found, "json"))
    assert {tuple(pair["shared_law"]) for pair in content["pairs"]} == {(), ("us",), ("eu",)}


def test_weights_by_dimension_make_every_dimension_count_the_same():
    comparison = rows([["a0", "a0", "a1"], ["a0", "a0", "none-found"]])
    assert similar(comparison, weights="question").distance[0, 1] == pytest.approx(0.5 / 3)
    assert similar(comparison, weights="dimension").distance[0, 1] == pytest.approx(0.5 / 2)


@pytest.mark.parametrize("names", [["us"], ["us", "us"]])
def test_fewer_than_two_regimes_are_refused(real_release, names):
    with pytest.raises(UsageError, match="at least two"):
        similar(compare(real_release.reader, names, **DAY))


def test_unknown_weights_and_pairs_are_refused(mini_release):
    comparison = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")
    with pytest.raises(UsageError, match="Did you mean 'question'"):
        similar(comparison, weights="questions")
    with pytest.raises(UsageError, match="to itself is 0"):
        similar(comparison).pair("xa", "xa")
    with pytest.raises(UsageError, match="no jurisdiction in this comparison 'xc'"):
        similar(comparison).pair("xa", "xc")


def test_the_arrays_cannot_be_changed():
    found = similar(rows([["a0", "a0", "a1"], ["a1", "a0", "a1"]]))
    with pytest.raises(ValueError, match="read-only"):
        found.distance[0, 1] = 0


def test_json_has_the_shape_that_is_documented(real_release):
    found = similar(compare(real_release.reader, ["us", "eu", "sg", "cn"], **DAY))
    content = json.loads(write_similarity(found, "json"))
    assert list(content)[:7] == ["release", "as_of", "known_on", "platform", "policy", "weights", "incomparable"]
    assert len(content["pairs"]) == 6 and content["pairs"] == sorted(content["pairs"], key=lambda pair: pair["distance"])
    for pair in content["pairs"]:
        assert math.fsum(one["share"] for one in pair["contributions"]) == pytest.approx(pair["distance"], abs=1e-9)
        assert pair["lower"] <= pair["distance"] <= pair["upper"]
    us_sg = next(pair for pair in content["pairs"] if {pair["first"], pair["second"]} == {"us", "sg"})
    assert {"jurisdiction": "sg", "question": "data-localization-requirement"} in us_sg["disputed"]
    assert {one["question"] for one in us_sg["not_comparable"]} >= {"researcher-vetting"}


def test_csv_has_a_row_a_pair_or_a_row_a_question_and_the_frames_have_the_same(real_home, real_release):
    found = kb.open(real_home).similar(["us", "eu", "sg"], **DAY)
    pairs = list(csv.DictReader(io.StringIO(write_similarity(found, "csv"))))
    assert list(pairs[0]) == list(PAIR_COLUMNS) == list(found.to_pandas().columns) and len(pairs) == 3
    questions = list(csv.DictReader(io.StringIO(write_similarity(found, "csv-by-question"))))
    frame = found.questions_to_pandas()
    assert list(questions[0]) == list(QUESTION_COLUMNS) == list(frame.columns) and len(frame) == len(questions)
    assert len(questions) == 3 * len(found.comparison.questions)
    sums = frame.groupby(["first", "second"])["share"].sum()
    for row in found.to_pandas().itertuples():
        assert sums[row.first, row.second] == pytest.approx(row.distance, abs=1e-9)


def test_python_takes_the_researched_ones_if_none_is_named(real_home, real_release):
    assert kb.open(real_home).similar(**DAY).slugs == researched(real_release)


def test_hostile_names_stay_text_in_every_format():
    comparison = rows([["a0", "a0", "a1"], ["a1", "a0", "a1"]])
    named = replace(comparison, jurisdictions=(("j0", "<img src=x>|a"), ("j1", "=1+1")))
    found = similar(named)
    assert "<img" not in write_similarity(found, "md")
    table_rows = [line for line in write_similarity(found, "md").splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in table_rows} == {7}


def test_bounds_hold_on_a_large_table_when_its_missing_cells_are_filled():
    comparison = large(12, 20, 0.2, seed=3)
    found = similar(comparison)
    filled = tuple(
        cell(one.jurisdiction, one.question, "none-found") if one.state == "not-researched" else one for one in comparison.cells
    )
    after = similar(replace(comparison, cells=filled))
    assert (found.lower <= after.distance + 1e-9).all() and (after.distance <= found.upper + 1e-9).all()
    assert (after.upper - after.lower <= found.upper - found.lower + 1e-9).all()


def with_stage(comparison, slug, question, stage):
    """The comparison with one cell at another legal stage."""
    cells = tuple(
        replace(one, legal_status=stage if (one.jurisdiction, one.question) == (slug, question) else "in-force")
        for one in comparison.cells
    )
    return replace(comparison, cells=cells)


def test_cells_that_are_not_comparable_are_left_out_with_the_reason_unless_they_are_asked_for():
    comparison = with_stage(rows([["a0", "a0", "a1"], ["a3", "a0", "a1"], ["a0", "a0", "a1"]]), "j1", "steps", "proposed")
    pair = similar(comparison).pair("j0", "j1")
    assert (pair.distance, pair.compared) == (0, 2) and similar(comparison).pair("j0", "j2").compared == 3
    assert [part.left_out for part in pair.not_comparable] == ["not all at the same legal stage, J0: in force, J1: proposed only"]
    counted = similar(comparison, include_incomparable=True)
    assert counted.pair("j0", "j1").distance == pytest.approx(0.75 / 3)
    for name in ("txt", "md"):
        assert "left out: their cells" in " ".join(write_similarity(similar(comparison), name).split())
        said = " ".join(write_similarity(counted, name).split())
        assert "although their cells are not comparable" in said and "counted although not comparable" in said
    assert json.loads(write_similarity(counted, "json"))["pairs"][-1]["counted_although_incomparable"]
    assert {row["incomparable"] for row in counted.to_pandas().to_dict("records")} == {"counted"}


def test_what_cannot_be_compared_depends_on_the_two_alone(real_release):
    whole = similar(compare(real_release.reader, researched(real_release)[:12], **DAY))
    for one, other in (("us", "in"), ("sg", "eu"), ("cn", "ru"), ("in", "gb")):
        alone = similar(compare(real_release.reader, [one, other], **DAY)).pair(one, other)
        among = whole.pair(one, other)
        assert (alone.distance, alone.lower, alone.upper) == (among.distance, among.lower, among.upper)
        assert [(part.share, part.left_out) for part in alone.parts] == [(part.share, part.left_out) for part in among.parts]


def test_codings_more_than_a_year_apart_are_not_compared():
    old = {one.id: [cell("j1", one.id, "a0", coded="2024-12-31")] for one in HEADS}
    lines = {"j0": [cell("j0", one.id, "a0") for one in HEADS[:2]], "j1": [*old["steps"], cell("j1", "kinds", "a0")]}
    pair = similar(table(HEADS[:2], lines)).pair("j0", "j1")
    assert [part.head.id for part in pair.not_comparable] == ["steps"]
    assert "more than a year apart" in pair.not_comparable[0].left_out


@pytest.mark.parametrize("name", ["txt", "md", "csv", "json"])
def test_the_command_writes_every_format_by_suffix(real_home, tmp_path, name):
    path = tmp_path / f"similar.{name}"
    done = command("similar", "us", "eu", "sg", "--as-of", "2025-09-15", "-o", path, home=real_home)
    assert (done.code, done.out) == (0, "") and "released" not in done.err
    assert (
        path.read_bytes().decode()
        == command("similar", "us", "eu", "sg", "--as-of", "2025-09-15", "--format", name, home=real_home).out
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("us",), "name at least two jurisdictions"),
        (("us", "zz"), "no jurisdiction 'zz'"),
        (("us", "eu", "sg", "--groups", "9"), "write a number from 1 to 3"),
        (("us", "eu", "--groups", "2"), "groups need at least 3 regimes"),
        (("us", "eu", "--by-question", "--format", "md"), "is written as csv"),
        (("us", "eu", "--weights", "both"), "'both' is not one of"),
        (("us", "eu", "-d", "nothing"), "no dimension 'nothing'"),
        (("us", "eu", "-o", "x.docx"), "names no format"),
    ],
)
def test_mistakes_are_told_in_one_line(real_home, arguments, message):
    done = command("similar", *arguments, home=real_home)
    assert done.code == 2 and message in done.err and not done.out


def test_options_reach_the_comparison(real_home):
    arguments = ("similar", "us", "eu", "sg", "-d", "ownership-and-divestiture", "--platform", "tiktok", "--policy", "law-first")
    content = json.loads(command(*arguments, "--weights", "dimension", "--format", "json", home=real_home).out)
    assert {one["dimension"] for one in content["questions"]} == {"ownership-and-divestiture"}
    assert (content["platform"], content["weights"], content["policy"][:9]) == ("tiktok", "dimension", "law-first")


@pytest.mark.parametrize("name", ["txt", "md", "csv", "json"])
def test_coverage_exports_the_work_list(real_home, name):
    done = command("coverage", "us", "eu", "sg", "--work-list", "--format", name, home=real_home)
    assert done.code == 0 and "disputed" in done.out
    if name == "json":
        content = json.loads(done.out)
        assert content["orders"] == 3 and [gap["place"] for gap in content["gaps"]] == list(range(1, len(content["gaps"]) + 1))
    if name == "csv":
        assert {row["jurisdiction"] for row in csv.DictReader(io.StringIO(done.out))} <= {"us", "eu", "sg"}


def test_the_work_list_of_one_is_weighed_among_all_researched(real_home):
    content = json.loads(command("coverage", "fr", "--work-list", "--format", "json", home=real_home).out)
    assert {gap["jurisdiction"] for gap in content["gaps"]} == {"fr"} and len(content["jurisdictions"]) > 10
