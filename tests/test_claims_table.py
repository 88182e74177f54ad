"""The table of all claims has every claim that the graph has, with the same values."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kb.base import KnowledgeBase
from kb.errors import UnavailableError
from kb.release.cell_table import CELLS
from kb.release.graph_reader import GraphReader
from kb.release.release import Release


def rows(release: Release) -> list[tuple[object, ...]]:
    reader = GraphReader(release)
    heads = reader.questions()
    return [
        (
            claim.jurisdiction, name, claim.state, claim.value, *(heads[name].number(claim.answer) or (None, None)),
            claim.platform, claim.party,
            *(datetime.date.fromisoformat(day) for day in
              (claim.valid_from, claim.valid_until, claim.asserted_on, claim.retracted_on)),
            claim.checked == "background", claim.in_short, claim.pinpoint, claim.iri, claim.dossier,
        )
        for name in reader.questions()
        for claim in reader.history(name)
    ]  # fmt: skip


@pytest.mark.parametrize("which", ["mini_release", "real_release"])
def test_every_claim_is_a_row(which: str, request: pytest.FixtureRequest):
    release = request.getfixturevalue(which)
    found = KnowledgeBase(release).claims()
    given = [tuple(row.values()) for row in found.to_pylist()]
    assert sorted(given, key=repr) == sorted(rows(release), key=repr)
    assert len(given) == release.manifest["counts"]["claims"] + release.manifest["counts"]["absences"]


def test_parquet_keeps_the_values(mini_release: Release, tmp_path: Path):
    table = KnowledgeBase(mini_release).claims()
    pq.write_table(table, tmp_path / "claims.parquet")
    assert pq.read_table(tmp_path / "claims.parquet").to_pylist() == table.to_pylist()


def test_a_release_without_a_cell_table_is_told(mini_home: Path, tmp_path: Path):
    import shutil

    folder = shutil.copytree((mini_home / "current").resolve(), tmp_path / "release")
    release = Release(folder, {"id": "invented"})
    (folder / CELLS).unlink()
    with pytest.raises(UnavailableError, match="has no cell table"):
        KnowledgeBase(release).claims()
