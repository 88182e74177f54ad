"""Whole bases looked at through the cell table: the same changes, coverage and disputes as from the cells themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import kb.cells.large_tables
from benchmarks.generated_base import file_count, graphs
from benchmarks.generated_plan import Plan
from kb.building.build import publish
from kb.cells.coverage import coverage, researched
from kb.cells.disputed_cells import all_disputes
from kb.clocks.changes import Point, find_changes
from kb.errors import UsageError
from kb.opening.current import open_release
from kb.release.graph_reader import GraphReader
from kb.release.release import Release
from kb.wording.changes import to_text

START, END = Point("2012-03-04", "2020-01-01"), Point("2019-10-11", "2024-06-30")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    home, names = tmp_path_factory.mktemp("generated"), dict[str, str]()
    plan = Plan(jurisdictions=8, questions=14, rounds=3)
    publish(graphs(plan, names), file_count(plan), names, home)
    return open_release(home)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every table counts as large; what was computed from the cell table."""
    seen: list[str] = []
    whole = kb.cells.large_tables.matrices

    def watched(reader, jurisdictions, points, heads=None):
        found = whole(reader, jurisdictions, points, heads)
        seen.append("matrix" if found else "cells")
        return found

    monkeypatch.setattr(kb.cells.large_tables, "LARGE", 1)
    monkeypatch.setattr(kb.cells.large_tables, "matrices", watched)
    monkeypatch.setattr("kb.cells.coverage.matrices", watched)
    return seen


@pytest.mark.parametrize("platform", [None, "platform-02"])
@pytest.mark.parametrize("points", [(START, END), (END, START), (START, replace(END, as_of=START.as_of))])
def test_changes_are_those_of_the_cells(release, looked_at, monkeypatch, platform, points):
    places = list(release.reader.jurisdictions())
    found = find_changes(release.reader, places, *points, platform=platform)
    monkeypatch.setattr(kb.cells.large_tables, "LARGE", 10**9)
    expected = find_changes(release.reader, places, *points, platform=platform)
    assert looked_at == ["matrix", "cells"] and found.changes
    assert [one.cause for one in found.changes] == [one.cause for one in expected.changes]
    assert [(one.before.shown(), one.after.shown(), one.evidence, one.course) for one in found.changes] == [
        (one.before.shown(), one.after.shown(), one.evidence, one.course) for one in expected.changes
    ]
    assert to_text(found) == to_text(expected)
    assert len(found.end.cells) == len(found.changes) < len(expected.end.cells)


def test_another_policy_is_asked_of_the_cells(release, looked_at):
    places = list(release.reader.jurisdictions())
    find_changes(release.reader, places, START, replace(END, policy="newest-first"))
    assert looked_at == ["cells"]


def test_coverage_is_that_of_the_cells(release, real_release, looked_at, monkeypatch):
    points = {"as_of": "2018-05-06", "known_on": "2022-01-01"}
    found = coverage(release, **points), coverage(real_release), coverage(release, ["j003", "j001"], **points)
    monkeypatch.setattr(kb.cells.large_tables, "LARGE", 10**9)
    assert found == (coverage(release, **points), coverage(real_release), coverage(release, ["j003", "j001"], **points))
    assert looked_at == ["matrix"] * 3 + ["cells"] * 3


def test_disputed_cells_and_how_many_there_are_of_all_are_those_of_the_cells(release, looked_at, monkeypatch):
    asked = {"as_of": "2018-05-06", "known_on": "2026-01-01"}
    places = list(release.reader.jurisdictions())
    found = all_disputes(release.reader, places, **asked)
    monkeypatch.setattr(kb.cells.large_tables, "LARGE", 10**9)
    expected = all_disputes(release.reader, places, **asked)
    assert found.rates == expected.rates and found.rates[0].disputed
    assert [(one.cell.shown(), one.platforms) for one in found.cells] == [
        (one.cell.shown(), one.platforms) for one in expected.cells
    ]
    assert any(one.platforms for one in found.cells) and not any(one.cell.layer for one in found.cells)
    assert len(found.comparison.cells) < len(expected.comparison.cells)


def test_a_release_without_a_table_answers_from_the_cells(release, looked_at):
    graph = GraphReader(release)
    assert graph.claim_counts() == release.reader.claim_counts()
    assert find_changes(graph, ["j000"], START, END).changes == find_changes(release.reader, ["j000"], START, END).changes
    assert looked_at == ["cells", "matrix"]


def test_names_that_do_not_exist_are_still_named(release, looked_at):
    with pytest.raises(UsageError, match="no jurisdiction 'zz'"):
        find_changes(release.reader, ["j000", "zz"], START, END)
    with pytest.raises(UsageError, match="no platform 'tok'"):
        find_changes(release.reader, ["j000"], START, END, platform="tok")
    with pytest.raises(UsageError, match="no jurisdiction 'zz'"):
        coverage(release, ["zz"])


def test_the_most_researched_jurisdiction_comes_first(release):
    counts = release.reader.claim_counts()
    assert [counts[slug] for slug in researched(release)] == sorted(counts.values(), reverse=True)


def test_a_small_comparison_does_not_import_numpy(real_home: Path):
    import os
    import subprocess
    import sys

    code = "import sys; from kb.commands.cli import run\ntry: run()\nexcept SystemExit: pass\nprint(*sys.modules)"
    for command in (["compare", "us", "eu", "sg"], ["changes", "us", "eu", "--from", "2024-01-01", "--to", "2026-06-01"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *command],
            env=os.environ | {"KB_HOME": str(real_home)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert not {"numpy", "pyarrow", "pandas"} & set(done.stdout.split()[-2000:])
