"""How a release is told from others in one engine: its graphs have names of their own, and queries are kept to them.

In an endpoint the graph ``.../graph/<path>`` of a release is called ``.../release/<id>/graph/<path>``, and
``.../release/<id>`` is a graph with every statement once, for queries that name no graph. Whoever asks sees the names
without the release: it is put into a query before that is sent, and taken out of the answer while that is read.
"""

from __future__ import annotations

import re
from typing import Protocol

from kb.errors import QueryError
from kb.naming import iris
from kb.sparql.check import ADDRESS, TOKEN, graphs_named, tokens_of, without_escapes


class Readable(Protocol):
    """What can be read in pieces."""

    def read(self, size: int = ..., /) -> bytes:
        """The next bytes."""


def with_plain_names(query: str) -> str:
    """A query whose graphs are named in full, so that their names can be translated; QueryError where they cannot.

    Only graphs of the base may be named: an engine may hold other things, which are nobody's business here.
    """
    query = without_escapes(query)
    tokens, words = tokens_of(query)
    if hiding := [one.group() for one in tokens if one.lastgroup in ("word", "prefixed", "iri") and _hides_a_graph(one)]:
        raise QueryError(f"write GRAPH as a word of its own, not as in {hiding[0][:40]}")
    if foreign := [name for name, iri in graphs_named(query) if not iri.startswith(iris.graph(""))]:
        raise QueryError(f"GRAPH {foreign[0][:80]}: this release has no such graph, and nothing outside it is read")
    if "BASE" in words and ("GRAPH" in words or "FROM" in words):
        raise QueryError("at an endpoint a query that names graphs has no BASE; write the addresses in full")
    return query


def _hides_a_graph(token: re.Match[str]) -> bool:
    """Whether the engine may read a GRAPH where a token holds the letters; addresses with a scheme do not."""
    word = token.group()
    if token.lastgroup == "iri":
        return "graph" in word.lower() and not ADDRESS.match(word)
    name = word.partition(":")[0]
    return "GRAPH" in name.upper() and name.upper() != "GRAPH"


def in_release(text: str, release: str) -> str:
    """A text with the names of graphs as an endpoint holds them for one release."""
    return text.replace(iris.graph(""), iris.release_graph(release, ""))


def kept_to_release(query: str, release: str) -> str:
    """A query of which every group with a variable for its graph finds graphs of one release only."""
    return in_release("".join(_with_filters(with_plain_names(query), iris.graph(""))), release)


def asked_of_all(query: str, release: str) -> str:
    """A SELECT, ASK or CONSTRUCT whose patterns without a graph are asked of the graph of the whole release.

    Raises QueryError for an EXISTS outside its WHERE clause, which would be asked of another graph.
    """
    start, end = _main_group(query)
    if any(_is_word(token, "EXISTS") and not start <= token.start() < end for token in TOKEN.finditer(query)):
        raise QueryError("at an endpoint EXISTS may stand only inside WHERE in a query that names graphs")
    if not start:
        return query
    return f"{query[:start]} GRAPH <{iris.release(release)}> {{{query[start:end]}\n}} {query[end:]}"


def names_graphs(query: str) -> bool:
    """Whether a query has a GRAPH of its own."""
    return any(_is_word(token, "GRAPH") for token in TOKEN.finditer(query))


def _is_word(token: re.Match[str], word: str) -> bool:
    return token.lastgroup == "word" and token.group().upper() == word


def _with_filters(query: str, prefix: str) -> list[str]:
    pieces, last, open_groups = list[str](), 0, list[str]()
    awaited, before = "", ""
    for token in TOKEN.finditer(query):
        kind, word = token.lastgroup, token.group()
        if kind == "comment":
            continue
        if word == "{":
            open_groups.append(awaited)
        elif word == "}" and open_groups and (variable := open_groups.pop()):
            pieces.append(f'{query[last : token.end()]} FILTER(STRSTARTS(STR({variable}), "{prefix}"))')
            last = token.end()
        awaited = word if kind == "variable" and before == "GRAPH" else ""
        before = word.upper() if kind == "word" else ""
    return [*pieces, query[last:]]


def _main_group(query: str) -> tuple[int, int]:
    """Where the inside of the WHERE clause begins and ends; (0, 0) for a query that has none."""
    depth, start, is_template = 0, 0, False
    for token in TOKEN.finditer(query):
        kind, word = token.lastgroup, token.group()
        if kind == "word" and word.upper() in ("CONSTRUCT", "WHERE") and depth == 0:
            is_template = word.upper() == "CONSTRUCT"
        if kind == "open":
            if depth == 0 and word == "{" and not is_template:
                start = token.end()
            depth += 1
        elif kind == "close":
            depth -= 1
            if depth == 0 and word == "}":
                if start:
                    return start, token.start()
                is_template = False
    return 0, 0


class WithoutRelease:
    """An answer with the names of graphs as the base has them, whatever pieces it comes in."""

    def __init__(self, source: Readable, release: str) -> None:
        self._source = source
        marked = re.escape(f"policykb/release/{release}/graph/").replace("/", r"\\?/")
        self._name, self._longest = re.compile(marked.encode()), len(f"policykb/release/{release}/graph/") * 2
        self._held, self._ready, self._is_over = b"", bytearray(), False

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, all of them for a size below 0; none at the end."""
        while not self._is_over and (size < 0 or len(self._ready) < size):
            self._take(self._source.read(65536))
        wanted = len(self._ready) if size < 0 else size
        piece = bytes(self._ready[:wanted])
        del self._ready[:wanted]
        return piece

    def _take(self, piece: bytes) -> None:
        self._is_over = not piece
        text = self._held + piece
        found, end = list[bytes](), 0
        for match in self._name.finditer(text):
            found += [text[end : match.start()], b"policykb/graph/"]
            end = match.end()
        rest = text[end:]
        keep = 0 if self._is_over else min(self._longest, len(rest))
        self._ready += b"".join(found) + rest[: len(rest) - keep]
        self._held = rest[len(rest) - keep :]
