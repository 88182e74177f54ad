"""Whose law decides a cell: its own, that of its union on the day, or that of some of its parts; one answer in every view."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import cases
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from test_matrix import generated, points, seen_in_cell, seen_in_matrix, table_of

import kb.cells.large_tables
from benchmarks.generated_plan import Plan
from kb.cells.comparison import ask, compare
from kb.cells.coverage import coverage
from kb.cells.layered_matrix import layered_matrix
from kb.cells.layers import layers_of, orders_ever, parts_of
from kb.cells.orders import Asked
from kb.clocks.regime import effective_regime
from kb.doors.cited import cited_cells
from kb.explanation.explain import explain, to_text
from kb.language.comparisons import spoken
from kb.language.language import language_of
from kb.release.cell_table import CellTable
from kb.release.reader import Reader
from kb.release.release import Release
from kb.tables.json import contract
from kb.values.model import STATES, Cell, Comparison, QuestionHead, StoredClaim
from kb.values.registers import Tie
from kb.values.view import View
from kb.values.words import cell_words

KNOWN, TODAY = "2026-12-01", "2026-06-01"
DAYS = (
    "2008-01-01", "2014-07-01", "2018-05-25", "2020-01-31", "2020-02-01", "2021-01-01",
    "2023-09-01", "2024-04-25", "2025-01-19", "2025-09-15", "2026-06-01", "2027-06-01",
)  # fmt: skip
HOW_IT_STANDS = {"applicable": "applies", "suspended": "suspended", "stayed": "suspended", "enjoined": "suspended"}


@pytest.fixture(scope="module", params=DAYS)
def table(request: pytest.FixtureRequest, real_release: Release) -> Comparison:
    """The whole base on a day."""
    reader = real_release.reader
    return compare(reader, list(reader.jurisdictions()), as_of=request.param, known_on=KNOWN)


def point_at(reader: Any, as_of: str, known_on: str, platform: str | None) -> Asked:
    return ask(reader, View(as_of=as_of, known_on=known_on, platform=platform))


# one answer everywhere, over the real facts


def test_the_arrays_of_a_whole_base_say_what_its_cells_say(real_release: Release, table: Comparison):
    reader = real_release.reader
    asked = [head.id for head in table.questions]
    found = layered_matrix(reader, table_of(real_release), point_at(reader, table.as_of, KNOWN, None), questions=asked)
    assert seen_in_matrix(found) == {(cell.jurisdiction, cell.question): seen_in_cell(cell) for cell in table.cells}


@pytest.mark.parametrize("large", [1, 10**9])
def test_coverage_counts_the_cells_that_are_shown(real_release, table, monkeypatch, large):
    monkeypatch.setattr(kb.cells.large_tables, "LARGE", large)
    found = coverage(real_release, [slug for slug, _ in table.jurisdictions], as_of=table.as_of, known_on=KNOWN)
    dimensions = {head.id: head.dimension for head in table.questions}
    shown = Counter((cell.jurisdiction, dimensions[cell.question], cell.state) for cell in table.cells)
    for one in found:
        if one.dimension != "*":
            counts = {state: getattr(one, state.replace("-", "_")) for state in STATES}
            assert counts == {state: shown[one.jurisdiction, one.dimension, state] for state in STATES}
    down = Counter(cell.jurisdiction for cell in table.cells if cell.layer)
    whole = [one for one in found if one.dimension == "*"]
    assert {one.jurisdiction: one.handed_down for one in whole} == {slug: down[slug] for slug, _ in table.jurisdictions}
    assert all(one.own == one.answered - one.handed_down for one in found)


def test_what_decides_a_cell_is_a_duty_of_the_regime_in_the_layer_that_the_cell_names(real_release, table):
    layers = {cell.layer or cell.jurisdiction for cell in table.cells if cell.answer}
    duties = {}
    for layer in layers:
        others = [one.jurisdiction for one in layers_of(real_release.reader, layer, table.as_of)[1:]]
        found = effective_regime(real_release.reader, layer, as_of=table.as_of, known_on=KNOWN, without=others)
        duties |= {(layer, duty.claim.iri): duty for duty in found.duties}
    for cell in table.cells:
        if cell.winner and cell.answer and cell.winner.claim.authority == "law" and not cell.parts:
            duty = duties[cell.layer or cell.jurisdiction, cell.winner.claim.iri]
            assert (duty.legal_status, duty.enforcement_status) == (cell.legal_status, cell.enforcement_status)
            assert cell.enforcement_status not in HOW_IT_STANDS or duty.standing in (
                HOW_IT_STANDS[cell.enforcement_status],
                "pending" if cell.legal_status in ("proposed", "adopted") else "",
            )


def test_a_layer_is_one_that_the_jurisdiction_belongs_to_on_the_day_and_never_an_absence(real_release, table):
    reader = real_release.reader
    for cell in table.cells:
        reached = [layer.jurisdiction for layer in layers_of(reader, cell.jurisdiction, table.as_of)][1:]
        for weighed in cell.claims:
            own = weighed.layer is None
            assert weighed.claim.jurisdiction == (cell.jurisdiction if own else weighed.layer)
            assert own or weighed.layer in (*reached, *cell.parts)
            assert own or weighed.claim.answer or not weighed.won
        assert cell.layer is None or (cell.answer and cell.winner.layer == cell.layer)
        assert not cell.layer or not any(one.claim.answer for one in cell.claims if not one.layer and one.standing == "decides")
        for part in cell.parts:
            assert part in parts_of(reader, cell.jurisdiction, table.as_of)


# members of the Union, in the words of every view


def test_members_show_the_law_of_the_union_and_never_its_absence(real_release: Release):
    table = compare(real_release.reader, ["eu", "de", "ie"], as_of=TODAY, known_on=KNOWN)
    inherited = [cell for cell in table.cells if cell.layer]
    assert {cell.jurisdiction for cell in inherited} == {"de", "ie"} and len(inherited) > 40
    for cell in inherited:
        of_union = table.cell("eu", cell.question)
        assert (cell.layer, cell.layer_name) == ("eu", "European Union")
        assert (cell.answer, cell.in_short, cell.winner.claim) == (of_union.answer, of_union.in_short, of_union.winner.claim)
        assert "By the law of: European Union" in cell_words(cell).remarks
    lacking = [head.id for head in table.questions if table.cell("eu", head.id).answer is None]
    assert lacking and not any(table.cell(slug, question).layer for slug in ("de", "ie") for question in lacking)


def test_its_own_law_stands_first_and_that_of_the_union_beside_it(real_release: Release):
    table = compare(real_release.reader, ["eu", "fr", "ie", "de"], as_of=TODAY, known_on=KNOWN)
    own = [cell for cell in table.cells if cell.jurisdiction != "eu" and cell.answer and not cell.layer]
    with_union = [cell for cell in own if table.cell("eu", cell.question).answer]
    assert with_union
    for cell in with_union:
        (beside,) = [weighed for weighed in cell.claims if weighed.layer == "eu"]
        assert cell.winner.claim.jurisdiction == cell.jurisdiction
        assert beside.claim == table.cell("eu", cell.question).winner.claim and beside.standing == "beside" and beside.notes
        assert any(beside.claim.in_short in line.text for line in cell_words(cell).beside)


def test_the_json_and_the_explanation_name_the_layer_with_the_day_of_the_membership(real_release: Release):
    table = compare(real_release.reader, ["ie"], questions=["data-localization-requirement"], as_of=TODAY, known_on=KNOWN)
    (cell,) = contract(table)["cells"]
    assert cell["layer"] == "eu" and [claim["layer"] for claim in cell["claims"]] == ["eu"]
    text = to_text(explain(real_release, table, "ie", "data-localization-requirement"))
    assert "It is the law of European Union, to which Ireland belongs since 1973-01-01." in text


# what the Union leaves to its members


MEMBERS, LEFT = ["fr", "es", "it", "at", "de"], ["parental-consent-age", "minors-data-consent"]


def test_what_the_union_leaves_to_its_members_is_not_researched_there_and_its_sentence_says_so(real_release: Release):
    table = compare(real_release.reader, ["eu", *MEMBERS], questions=LEFT, as_of=TODAY, known_on=KNOWN)
    names = dict(table.jurisdictions)
    for question in LEFT:
        own = table.cell("eu", question)
        assert own.answer and own.winner.claim.left_to_members and own.left_by is None
        for slug in MEMBERS:
            cell, words = table.cell(slug, question), cell_words(table.cell(slug, question))
            assert (cell.state, cell.answer, cell.layer, cell.winner) == ("not-researched", None, None, None)
            assert cell.left_by.claim == own.winner.claim and own.label in cell.in_short
            assert f"the law of {names[slug]} itself was not read" in cell.in_short and own.in_short in cell.in_short
            assert words.notes and not words.beside and words.notes == cell_words(own).notes


def test_what_is_left_to_the_members_has_no_answer_in_the_arrays(real_release: Release):
    reader = real_release.reader
    point = point_at(reader, TODAY, KNOWN, None)
    found = layered_matrix(reader, table_of(real_release), point, questions=LEFT, jurisdictions=["eu", *MEMBERS])
    assert [[STATES[state] for state in line] for line in found.state] == [["answered", *["not-researched"] * len(MEMBERS)]] * 2


def test_the_record_before_the_amendment_tells_what_it_told(real_release: Release):
    (cell,) = compare(real_release.reader, ["fr"], questions=LEFT[:1], as_of=TODAY, known_on="2026-11-29").cells
    assert (cell.answer, cell.layer, cell.left_by) == ("16-years", "eu", None)


def test_what_is_left_to_the_members_is_said_in_german_and_to_assistants_and_explained(real_release: Release):
    table = compare(real_release.reader, ["fr"], questions=LEFT[:1], as_of=TODAY, known_on=KNOWN)
    (said,) = [cell.in_short for cell in spoken(language_of(real_release, "de"), table).cells]
    assert said.startswith("Dem Recht der Mitglieder überlassen (Europäische Union, eigene Antwort: 16")
    assert "das eigene Recht (Frankreich) wurde nicht gelesen." in said and table.cells[0].left_by.claim.in_short in said
    (refused,) = cited_cells(real_release.reader, table)
    assert refused["refusal"]["type"] == "not-researched" and "itself was not read" in str(refused)
    text = to_text(explain(real_release, table, "fr", LEFT[0]))
    assert "It leaves this to the law of each member or part, and so does not decide here." in text


def test_a_duty_that_is_left_to_the_members_says_so_in_its_chain(real_release: Release):
    told = {}
    for slug in ("eu", "fr"):
        (duty,) = effective_regime(real_release.reader, slug, questions=LEFT[:1], as_of=TODAY, known_on=KNOWN).duties
        told[slug] = "European Union leaves this to the law of France" in [link.says for link in duty.chain]
    assert told == {"eu": False, "fr": True}


def test_an_absence_of_its_own_stands_where_the_union_leaves_the_matter_to_it(mini_release: Release):
    reader = Leaving(mini_release.reader, "xu")
    told = {}
    for question in ("audit", "local-storage"):
        for cell in compare(reader, ["xb"], questions=[question], as_of="2025-09-15", known_on="2026-06-01").cells:
            told[question] = cell.state, cell.layer, bool(cell.left_by), [one.layer for one in cell.claims]
    assert told["audit"] == ("withheld", None, False, [None, "xu"])
    assert told["local-storage"][:3] == ("answered", None, False)


class Leaving:
    """A reader of which one union leaves all that it answers to its members."""

    def __init__(self, reader: Reader, union: str):
        self._reader, self._union = reader, union

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def memberships(self) -> Mapping[str, tuple[Tie, ...]]:
        return {"xb": (Tie(self._union, "2001-01-01", "9999-12-31"),)}

    def claims(self, *asked: Any) -> list[StoredClaim]:
        return [one._replace(left_to_members=one.jurisdiction == self._union) for one in self._reader.claims(*asked)]


# a federation and its parts, and any ties at all, over generated facts


class Tied:
    """A reader whose jurisdictions have other ties and kinds, and whose questions follow from parts, than its release says."""

    def __init__(self, reader: Reader, ties: Mapping[str, tuple[Tie, ...]], kinds: Mapping[str, str], chance: random.Random):
        self._reader, self._ties, self._kinds = reader, ties, kinds
        self._questions = {name: _with_parts(head, chance) for name, head in reader.questions().items()}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def memberships(self) -> Mapping[str, tuple[Tie, ...]]:
        return self._ties

    def kinds(self) -> Mapping[str, str]:
        return self._kinds

    def questions(self) -> Mapping[str, QuestionHead]:
        return self._questions


def _with_parts(head: QuestionHead, chance: random.Random) -> QuestionHead:
    """The question with an answer that follows where parts give one of the others; half the questions have none."""
    whole, *of_parts = (slug for slug, _ in head.answers)
    pairs = tuple((part, whole) for part in of_parts if chance.random() < 0.7)
    return replace(head, from_parts=pairs if chance.random() < 0.5 else ())


def tied(release: Release, seed: int) -> Tied:
    """Random dated ties without a circle: unions of federations of states, some that ended, some by which a former member is
    bound."""
    chance, names = random.Random(seed), list(release.reader.jurisdictions())
    days = sorted(chance.sample(range(2005, 2026), 6))
    ties: dict[str, tuple[Tie, ...]] = {}
    for place, name in enumerate(names):
        for other in chance.sample(names[:place], min(place, chance.randint(0, 2))):
            start, until = sorted(chance.sample(days, 2))
            end = "9999-12-31" if chance.random() < 0.6 else f"{until}-07-01"
            under = "a withdrawal agreement" if chance.random() < 0.2 else None
            ties[name] = (*ties.get(name, ()), Tie(other, f"{start}-07-01", end, under))
    kinds = {name: chance.choice(("union", "country", "country", "state")) for name in names}
    return Tied(release.reader, ties, kinds, chance)


def agree(reader: Any, cells: CellTable, as_of: str, known_on: str, platform: str | None) -> list[Cell]:
    point = point_at(reader, as_of, known_on, platform)
    expected = compare(reader, list(reader.jurisdictions()), as_of=as_of, known_on=known_on, platform=platform).cells
    found = seen_in_matrix(layered_matrix(reader, cells, point))
    assert found == {(cell.jurisdiction, cell.question): seen_in_cell(cell) for cell in expected}
    return list(expected)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A generated release with everything that decides a cell."""
    return generated(Plan(jurisdictions=9, questions=14, rounds=3, core_columns=9), tmp_path_factory.mktemp("layers"))


@pytest.mark.parametrize("seed", range(6))
def test_any_ties_give_the_same_cells_in_a_table_and_in_arrays(release: Release, seed: int):
    reader, cells = tied(release, seed), list[Cell]()
    for point in points(release, 8, seed):
        cells += agree(reader, table_of(release), *point)
    assert any(cell.layer for cell in cells) and any(cell.layer is None and cell.answer for cell in cells)


def test_all_that_layers_can_do_happens_in_the_generated_cells(release: Release):
    cells = [cell for seed in range(6) for point in points(release, 8, seed) for cell in _cells(tied(release, seed), *point)]
    assert any(len(cell.parts) > 1 for cell in cells) and any(cell.otherwise for cell in cells)
    assert any(cell.layer and cell.otherwise for cell in cells) and any(cell.layer and cell.disputed for cell in cells)
    assert any(weighed.standing == "beside" and weighed.layer for cell in cells for weighed in cell.claims if not cell.parts)


def _cells(reader: Any, as_of: str, known_on: str, platform: str | None) -> tuple[Cell, ...]:
    return compare(reader, list(reader.jurisdictions()), as_of=as_of, known_on=known_on, platform=platform).cells


@cases(6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 10_000))
def test_any_generated_base_with_any_ties_agrees(seed: int):
    with TemporaryDirectory() as home:
        base = generated(Plan(jurisdictions=5, questions=12, rounds=2, seed=seed), Path(home))
        for point in points(base, 4, seed):
            agree(tied(base, seed), table_of(base), *point)


@pytest.mark.parametrize("seed", range(4))
def test_what_holds_in_parts_only_follows_from_the_parts_and_names_them(release: Release, seed: int):
    reader = tied(release, seed)
    for as_of, known_on, platform in points(release, 8, seed):
        for cell in (one for one in _cells(reader, as_of, known_on, platform) if one.parts):
            head = reader.questions()[cell.question]
            rungs = [slug for slug, _ in head.answers]
            own = compare(reader, cell.parts, questions=[cell.question], as_of=as_of, known_on=known_on, platform=platform)
            told = [dict(head.from_parts)[one.claim.answer] for one in cell.claims if one.layer in cell.parts]
            assert cell.answer == max(told, key=rungs.index) and len(told) == len(cell.parts) == len(set(cell.parts))
            assert all(name in cell.in_short for _, name in own.jurisdictions) and "In a part only: " in cell.in_short
            assert reader.kinds()[cell.jurisdiction] != "union" and len(cell_words(cell).notes) >= 1


def test_a_tie_reaches_from_its_first_day_to_the_day_before_its_last(mini_release: Release):
    ties = {"xb": (Tie("xu", "2021-07-01", "2023-07-01", "an agreement on leaving"),)}
    reader = Tied(mini_release.reader, ties, mini_release.reader.kinds(), random.Random(1))
    days = {"2021-06-30": None, "2021-07-01": "xu", "2023-06-30": "xu", "2023-07-01": None}
    for day, layer in days.items():
        (cell,) = compare(reader, ["xb"], questions=["audit"], as_of=day, known_on="2026-06-01").cells
        assert (cell.layer, cell.answer) == (layer, "other" if layer else None)
        bound = [one.under for one in layers_of(reader, "xb", day)[1:]]
        assert bound == (["an agreement on leaving"] if layer else [])


def test_the_nearest_order_that_answers_decides(mini_release: Release):
    ties = {"xb": (Tie("xa", "2001-01-01", "9999-12-31"),), "xa": (Tie("xu", "2001-01-01", "9999-12-31"),)}
    reader = Tied(mini_release.reader, ties, mini_release.reader.kinds(), random.Random(1))
    cells = {cell.question: cell for cell in compare(reader, ["xb"], as_of="2025-09-15", known_on="2026-06-01").cells}
    assert (cells["audit"].layer, cells["audit"].answer) == ("xa", "yearly")
    assert (cells["local-storage"].layer, [one.layer for one in cells["local-storage"].claims if one.standing == "beside"]) == (
        None,
        ["xu"],
    )
    assert (cells["ownership-test"].layer, cells["ownership-test"].answer) == ("xa", "foreign")


def test_a_federation_depends_on_its_parts_and_a_union_not_on_its_members(real_release: Release):
    assert {"us-ca", "us-tx"} <= set(orders_ever(real_release.reader, "us"))
    assert orders_ever(real_release.reader, "eu") == ["eu"]
    assert set(orders_ever(real_release.reader, "de")) >= {"de", "eu"}
    assert set(orders_ever(real_release.reader, "us-ca")) >= {"us-ca", "us"}
