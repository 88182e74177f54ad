"""The example base of AI rules: each of its cells says something with what was read, and it is told apart from other bases.

Pages, commands, exports and routes are asked of it in test_another_field.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kb.building.build import build
from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.naming.namespaces import ROOT
from kb.opening.current import open_release
from kb.profiles.powers import powers
from kb.release.matters import open_matters
from kb.values.model import Cell
from tests.conftest import EXAMPLE_FACTS

PLACES = ["eu", "kr", "vn", "jp", "us-tx"]
DAY = "2026-11-30"  # on which all of it was read
KINDS = {"official-text", "copy", "official", "secondary", "anonymous"}
OWN_ROOT = "https://ai-rules.example/"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ai-rules")
    build(EXAMPLE_FACTS, folder)
    return folder


@pytest.fixture(scope="module")
def cells(home: Path) -> dict[tuple[str, str], Cell]:
    table = compare(open_release(home).reader, PLACES, as_of=DAY)
    return {(cell.jurisdiction, cell.question): cell for cell in table.cells}


def named(quads: Iterable[Quad]) -> set[str]:
    """IRIs of what is spoken of, and of the graphs."""
    return {term.value for quad in quads for term in (quad.subject, quad.graph_name) if isinstance(term, NamedNode)}


def test_it_validates_without_a_warning_with_its_readme_beside_the_facts():
    assert len((EXAMPLE_FACTS / "README.md").read_text(encoding="utf-8").splitlines()) <= 25
    done = CliRunner().invoke(app, ["validate", "--facts", str(EXAMPLE_FACTS)])
    assert done.exit_code == 0 and "0 warnings" in done.output, done.output


def test_every_cell_is_an_answer_with_its_provision_or_says_what_was_searched_and_when(cells: dict[tuple[str, str], Cell]):
    assert Counter(cell.state for cell in cells.values()) == {"answered": 26, "silent": 8, "none-found": 6}
    for name, cell in cells.items():
        assert cell.winner and cell.in_short, name
        claim = cell.winner.claim
        if cell.state == "answered":
            assert claim.dossier and claim.pinpoint and cell.legal_status == "in-force" and cell.enforcement_status, name
        else:
            assert claim.searched and claim.searched_on == DAY and claim.covers_because, name


def test_each_cell_names_what_was_read_of_which_kind_and_when(cells: dict[tuple[str, str], Cell]):
    for name, cell in cells.items():
        readings = cell.winner.claim.readings if cell.winner else ()
        assert readings, name
        assert all(one.kind in KINDS and one.read_on == DAY and one.by == "kb-editors" for one in readings), name
        assert all(one.publisher for one in readings if one.kind == "copy"), name


def test_duties_that_begin_later_or_are_not_enforced_are_told_so(cells: dict[tuple[str, str], Cell]):
    told = {name: cell.enforcement_status for name, cell in cells.items() if cell.state == "answered"}
    assert {name for name, status in told.items() if status == "not-yet-applicable"} == {
        ("eu", "high-risk-duties"),
        ("eu", "registration"),
    }
    assert {question for (place, question), status in told.items() if status == "suspended" and place == "kr"} == {
        "high-risk-duties",
        "content-marking",
        "general-purpose-models",
        "highest-fine",
    }


def test_what_is_open_has_a_day_to_look_again_and_cells_that_it_could_change(home: Path):
    matters = open_matters(open_release(home))
    assert {one.holder.split("/")[1] for one in matters} == set(PLACES)
    assert all(one.look_again > DAY and one.cells for one in matters)


def test_the_most_that_may_be_imposed_is_told_of_money_and_of_shares(home: Path):
    maxima = {one.place: one.maxima for one in powers(open_release(home))}
    assert maxima["kr"] == (("30000000", "", "KRW"),) and maxima["us-tx"] == (("200000", "", "USD"),)
    assert set(maxima["eu"]) == {("3", "percent-of-worldwide-turnover", ""), ("15000000", "", "EUR")}


def test_its_names_meet_those_of_no_base_that_speaks_of_the_same_acts(home: Path, tmp_path: Path):
    done = CliRunner().invoke(app, ["export", str(tmp_path / "out"), "--format", "nq", "--home", str(home)])
    assert done.exit_code == 0, done.output
    ours = named(parse(path=str(tmp_path / "out/data.nq"), format=RdfFormat.N_QUADS))
    store = open_release(home).store
    theirs = named(store)  # as a base without a root of its own names all this
    shared = named(quad for quad in store if str(quad.graph_name.value).startswith(f"{ROOT}graph/ontology/"))
    assert f"{OWN_ROOT}id/instrument/eu/ai-act" in ours and f"{ROOT}id/instrument/eu/ai-act" in theirs
    facts = re.compile(rf"{ROOT}(?:id/(?:jurisdiction|question|instrument|claim|power|organisation)/|graph/facts/)")
    of_facts = {iri for iri in theirs if facts.match(iri)}
    assert len(of_facts) > 100 and not of_facts & ours
    assert len(shared) > 100 and shared <= ours
