"""The catalogue gives the rows of the stored queries that it stands for, and is read around where it cannot be read."""

import shutil

import pytest

from kb.graph.exploration import whole_graph
from kb.graph.happenings import codings, happenings
from kb.graph.network import entities
from kb.naming import iris
from kb.release.catalogue import FILE, TABLED
from kb.release.release import Release
from kb.values.model import EARLIEST, OPEN

ASKED = {"dated_happenings": {"start": "2020-01-01", "end": "2025-12-31"}}


def sorted_rows(rows):
    return sorted((dict(row) for row in rows), key=lambda row: [str(value) for value in row.values()])


@pytest.mark.parametrize("query", TABLED)
@pytest.mark.parametrize("which", ["mini_release", "real_release"])
def test_the_tables_hold_the_rows_of_the_graph(request, which, query):
    release = request.getfixturevalue(which)
    asked, drawn = ASKED.get(query, {}), {entity.iri for entity in entities(release).values()}
    expected = [row for row in release.rows(query, **asked) if query != "entity_ties" or row["to"] in drawn]
    found = release.catalogue.rows(query, **asked)
    assert len(expected) > 3 and sorted_rows(found) == sorted_rows(expected)
    if query in ("dated_happenings", "codings_by_day", "first_dates"):
        assert [list(row.values()) for row in found] == [list(row.values()) for row in expected]


def test_neighbours_are_those_of_the_graph(real_release):
    some = list(entities(real_release).values())[::7]
    for entity in some:
        expected = sorted_rows(real_release.rows("neighbours", node=entity.iri))
        assert sorted_rows(real_release.catalogue.neighbours(entity.iri)) == expected
    assert len({entity.kind for entity in some}) >= 5


def test_neighbours_of_a_part_come_from_the_graph(real_release):
    part = iris.entity("instrument", "eu/dsa/art_38")
    assert sorted_rows(real_release.catalogue.neighbours(part)) == sorted_rows(real_release.rows("neighbours", node=part)) != []


@pytest.mark.parametrize("damage", ["missing", "damaged", "of another release"])
def test_where_the_tables_cannot_be_read_the_graph_is(mini_release, tmp_path, damage, monkeypatch):
    folder = tmp_path / "release"
    shutil.copytree(mini_release.path, folder)
    release = Release(folder, mini_release.manifest)
    path = folder / FILE
    if damage == "missing":
        path.unlink()
    elif damage == "damaged":
        path.write_bytes(b"x" * 200 + path.read_bytes()[200:])
    else:
        object.__setattr__(release, "manifest", release.manifest | {"id": "another"})
    asked = []
    rows = type(release).rows
    monkeypatch.setattr(type(release), "rows", lambda self, name, **given: asked.append(name) or rows(self, name, **given))
    assert entities(release) == entities(mini_release)
    assert happenings(release, EARLIEST, OPEN) == happenings(mini_release, EARLIEST, OPEN) != []
    assert codings(release) == codings(mini_release)
    assert set(whole_graph(release).edges) == set(whole_graph(mini_release).edges)
    assert {"entities", "dated_happenings", "codings_by_day", "entity_ties"} <= set(asked)
