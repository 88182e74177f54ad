"""Sorted lines: whatever the order and the size of the runs, the file is the sorted set of lines."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kb.building.sorted_lines import SortedLines

NODE, GRAPH = NamedNode("http://example.org/a"), NamedNode("http://example.org/g")
QUADS = st.lists(st.text(alphabet='ab\n"é𝔘', max_size=3).map(lambda text: Quad(NODE, NODE, Literal(text), GRAPH)), max_size=40)


@given(QUADS, st.integers(1, 20), st.integers(1, 7), st.integers(1, 200))
def test_runs_of_any_size_give_the_sorted_set(quads, limit, batch, block):
    with TemporaryDirectory() as name:
        folder = Path(name)
        lines = SortedLines(folder, limit, block)
        for start in range(0, len(quads), batch):
            lines.add(serialize(quads[start : start + batch], format=RdfFormat.N_QUADS) or b"")
        number, sha256 = lines.write(folder / "data.nq")
        written = (folder / "data.nq").read_bytes()
        assert written.splitlines(keepends=True) == sorted(
            set((serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(True))
        )
        assert (number, sha256) == (len(set(quads)), hashlib.sha256(written).hexdigest())
        assert [path.name for path in folder.iterdir()] == ["data.nq"]


@pytest.mark.parametrize("limit", [1, 100])
def test_no_quads_give_an_empty_file(tmp_path, limit):
    assert SortedLines(tmp_path, limit).write(tmp_path / "data.nq") == (0, hashlib.sha256().hexdigest())
