"""What strangers write, drawn at random: every reader of it answers or refuses in words, and never breaks.

A run draws so many cases that all together take some ten seconds; ``--random-properties`` draws others, ten times as many.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import cases
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Store

from kb.embedding.marker_options import parse_table, parse_value
from kb.endpoint.address import endpoint_at
from kb.errors import KnowledgeBaseError
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.loaders.yaml_files import read_yaml
from kb.release.policy_choice import deepest
from kb.running.clients import Proxies, client_called
from kb.server.negotiation import FOR_KIND, choose
from kb.sparql.check import check_query, named_graphs
from kb.values.view import View

MINI = Path(__file__).resolve().parent / "mini_facts"
YAML_WORDS = [
    "a", "key: ", "- ", "\n", "\n  ", "\n    - ", "{", "}", "[", "]", "'", '"', "|", ">", "&a ", "*a",
    "!!x ", "? ", ": ", "#", "\t", "---\n", "...", "NO", "1.10", "2024-02-30", "\u202e", "\ufeff", "\x00",
    "é", "\ud800", "<<: ", "%YAML 1.2\n", ",",
]  # fmt: skip
SPARQL_WORDS = [
    "SELECT ", "* ", "ASK ", "CONSTRUCT ", "DESCRIBE ", "WHERE ", "{", "}", "(", ")", "<http://e/>", "<",
    ">", "?x ", "$y ", "'", '"', "'''", "SERVICE ", "ser", "vice ", "FROM ", "NAMED ", "GRAPH ",
    "PREFIX a: <http://e/> ", "a:b ", "#", "\n", "\\", "\\u0053", "LATERAL ", "UNION ", ".", ";",
    "INSERT DATA ", "LOAD ", "DROP ALL ", "BIND(1 AS ?z) ", "FILTER", "EXISTS ", "<<( ", " )>>", "\x00", "é",
    "1", "+", "|", "^", "BASE ",
]  # fmt: skip
VIEW_WORDS = [
    "us", " eu", "sg", "questions=", "dimensions=", "as-of=", "2025-09-15", "2025-13-40", "known-on=",
    "platform=", "policy=", "frozen", "release=", "=", ",", " ", "&", "%", "%00", "j=", "q=", "v=", "k=",
    "p=", "r=", "../", "\u202e", "<script>", '"', "'", "\n", "é", ";", "?", "#",
]  # fmt: skip
ADDRESS_WORDS = [
    "http://", "https://", "file:///", "//", "user:pw@", "127.0.0.1", "[::1]", "[", "]", ":80", ":99999",
    "/sparql", "?", "#", "@", "%2F", "é", " ", "\n", "\x00", "example.org", "..", "javascript:",
]  # fmt: skip
READERS = [View.from_address, View.from_marker, View.from_cell_address, parse_table, parse_value]


def written(words: list[str], most: int = 40) -> st.SearchStrategy[str]:
    """Texts made of words that mean something to a reader, and of anything."""
    return st.lists(st.one_of(st.sampled_from(words), st.text(max_size=4)), max_size=most).map("".join)


@given(content=st.one_of(st.binary(max_size=300), written(YAML_WORDS).map(lambda text: text.encode("utf-8", "surrogatepass"))))
@cases(500)
@example(content=b"a: " + b"[" * 200)
@example(content=b"a: &a [*a]")
def test_a_file_of_facts_is_read_or_refused(content: bytes):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_bytes(content)
        try:
            read_yaml(path, "x.yaml")
        except CuratedDataError as error:
            assert error.problems and all(one.path == "x.yaml" and one.message for one in error.problems)


@given(where=st.integers(0, 10**6), put=written(YAML_WORDS, 4), cut=st.integers(0, 40), which=st.integers(0, 10**6))
@cases(40)
def test_facts_that_were_damaged_anywhere_are_read_or_refused_with_the_place(where: int, put: str, cut: int, which: int):
    import shutil

    with TemporaryDirectory() as folder:
        facts = shutil.copytree(MINI, Path(folder) / "facts")
        files = sorted(facts.rglob("*.yaml"))
        path = files[which % len(files)]
        text = path.read_text(encoding="utf-8")
        at = where % len(text)
        path.write_bytes((text[:at] + put + text[at + cut :]).encode("utf-8", "surrogatepass"))
        try:
            read_facts(facts)
        except CuratedDataError as error:
            assert error.problems and all(one.message for one in error.problems)


@given(text=written(SPARQL_WORDS))
@cases(600)
@example(text="SELECT * { SERVICE <http://e/> {} }")
@example(text="SELECT * " + "{" * 5_000)
def test_a_query_is_let_through_or_refused_and_never_reaches_out(text: str):
    try:
        check_query(text)
        named_graphs(text)
    except KnowledgeBaseError as error:
        assert str(error)
        return
    assert "service" not in _bare(text).lower().split()
    try:
        Store().query(text)
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return


def _bare(text: str) -> str:
    """A query without its texts, IRIs and remarks, roughly: only what is nowhere between marks."""
    return "" if set(text) & set("\"'<#?$:\\") else text


@given(text=written(VIEW_WORDS))
@cases(600)
@pytest.mark.parametrize(
    "read", [View.from_address, View.from_marker, View.from_cell_address, parse_table, parse_value], ids=lambda one: one.__name__
)
def test_markers_and_addresses_are_read_or_refused(read, text: str):
    try:
        read(text)
    except KnowledgeBaseError as error:
        assert str(error)


@given(text=written(ADDRESS_WORDS, 8))
@cases(500)
@example(text="http://[::1/embed/compare")
def test_an_address_of_an_endpoint_is_read_or_refused_without_its_password(text: str):
    try:
        endpoint_at(text)
    except KnowledgeBaseError as error:
        assert "user:pw" not in str(error)


@given(
    peer=written(ADDRESS_WORDS, 3),
    said=written(["1.2.3.4", ",", " ", "::1", "10.0.0.1", "x" * 50], 6),
    accept=st.text(max_size=60),
)
@cases(500)
def test_headers_of_strangers_break_nothing(peer: str, said: str, accept: str):
    assert client_called(peer) and Proxies().client(peer, {"x-forwarded-for": said}) == client_called(peer)
    assert choose(accept, FOR_KIND["rows"]) in (*FOR_KIND["rows"], None)


@given(content=st.binary(max_size=500))
@cases(500)
def test_the_depth_of_any_bytes_is_a_number(content: bytes):
    assert 0 <= deepest(content) <= len(content)
