"""The generated base: the same records, projection and release as curated facts, equal for equal arguments, at any size."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Quad

from benchmarks.facts_folder import write_folder
from benchmarks.generate import generate
from benchmarks.generated_base import facts_of, file_count, files, graphs
from benchmarks.generated_plan import PLANS, Plan, plan_of
from kb.building.build import build, publish
from kb.cells.comparison import compare
from kb.loaders.facts import read_facts
from kb.naming.namespaces import expand
from kb.opening.current import open_release
from kb.projection import project
from kb.release.graph_reader import GraphReader
from kb.release.release import Release

SMALL = Plan(jurisdictions=4, questions=14, rounds=2)
DAYS = ("2009-03-01", "2016-07-15", "2024-02-29")


def quads(plan: Plan) -> list[Quad]:
    return [quad for graph in graphs(plan, {}) for quad in graph]


def without_hashes(found: list[Quad]) -> set[Quad]:
    return {quad for quad in found if quad.predicate.value != expand("pol:sha256")}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a release that was written as a stream."""
    home, names = tmp_path_factory.mktemp("generated"), dict[str, str]()
    publish(graphs(SMALL, names), file_count(SMALL), names, home)
    return home


@pytest.fixture(scope="module")
def release(home: Path) -> Release:
    return open_release(home)


def test_equal_plans_give_equal_facts_and_another_seed_gives_others():
    assert quads(SMALL) == quads(SMALL)
    assert set(quads(SMALL)) != set(quads(plan_of("10k", seed=2, jurisdictions=4, questions=14, rounds=2)))


def test_the_core_is_the_same_at_every_size():
    core = [name for name, _ in files(PLANS["10k"]) if name.startswith("instruments/j001")]
    small, large = dict(files(PLANS["10k"])), dict(files(Plan(jurisdictions=9, questions=30, rounds=3)))
    assert len(core) == 9
    assert all(small[name] == large[name] for name in core if "order" not in name)


def test_the_stream_gives_the_quads_of_the_whole(tmp_path: Path):
    assert without_hashes(quads(SMALL)) == without_hashes(list(project(facts_of(SMALL))))
    assert file_count(SMALL) == len(list(files(SMALL)))


def test_a_folder_of_files_is_read_to_the_same_quads(tmp_path: Path):
    assert write_folder(tmp_path / "facts", files(SMALL)) == file_count(SMALL)
    assert without_hashes(list(project(read_facts(tmp_path / "facts")))) == without_hashes(quads(SMALL))


def test_a_folder_of_files_passes_every_check_and_builds_the_same_table(tmp_path: Path, release: Release):
    write_folder(tmp_path / "facts", files(SMALL))
    built = build(tmp_path / "facts", tmp_path / "home")
    assert built.quads == release.manifest["quads"]
    assert all("answers differently from" in problem.message for problem in built.warnings)
    for day in DAYS:
        tables = [compare(one.reader, ["j000", "j001", "j003"], as_of=day) for one in (release, open_release(tmp_path / "home"))]
        assert tables[0].cells == tables[1].cells


def test_generated_facts_have_everything_that_decides_a_cell(release: Release):
    claims = [claim for question in release.reader.questions() for claim in release.reader.history(question)]
    assert Counter(claim.authority for claim in claims).keys() >= {"law", "official", "press", "party"}
    assert {claim.withdrawn_because for claim in claims} >= {None, "corrected", "superseded"}
    assert {claim.absence for claim in claims} >= {None, "none-found", "silent"}
    assert any(claim.platform for claim in claims) and any(claim.party for claim in claims)
    days = [f"{year}-{month:02d}-01" for year in range(2006, 2025) for month in (1, 4, 7, 10)]
    cells = [cell for day in days for cell in compare(release.reader, list(release.reader.jurisdictions()), as_of=day).cells]
    assert {cell.enforcement_status for cell in cells} >= {"applicable", "suspended", "not-in-force", None}
    assert any(cell.disputed for cell in cells) and any(not cell.disputed for cell in cells)


def test_indexes_written_as_a_stream_equal_the_graph(release: Release):
    graph, index = GraphReader(release), release.reader
    assert type(index).__name__ == "SideIndex"
    for question in index.questions():
        history = index.history(question)
        assert list(history) == list(graph.history(question))
        for dossier in {claim.dossier for claim in history if claim.dossier}:
            assert index.head(dossier) == graph.head(dossier)
            assert index.events(dossier) == graph.events(dossier)


def test_the_command_says_what_to_write(tmp_path: Path):
    run = CliRunner().invoke
    assert run(generate, ["1k", "--facts", str(tmp_path)]).exit_code == 2
    assert run(generate, ["10k"]).exit_code == 2
    made = run(generate, ["10k", "--release", str(tmp_path / "home")])
    assert made.exit_code == 0 and "quads" in made.output
    assert open_release(tmp_path / "home").manifest["counts"]["instruments"] == 27
