"""The stored queries: one file each, a grlc-style header in comments, real SPARQL variables as parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kb.errors import UsageError
from kb.query_binding import bind

QUERIES = Path(__file__).resolve().parent / "queries"
HEADER = re.compile(r"^#\+ (\w+): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class StoredQuery:
    """A query file: its text, what it is for, its parameters (name and ``iri`` or ``string``), an example of each."""

    name: str
    text: str
    summary: str
    parameters: tuple[tuple[str, str], ...]
    examples: tuple[tuple[str, str], ...]

    def with_values(self, values: dict[str, str]) -> str:
        """The query with its parameters put in; UsageError if one is missing, unknown or not an IRI."""
        kinds = dict(self.parameters)
        if set(values) != set(kinds):
            wanted = ", ".join(sorted(kinds)) or "none"
            raise UsageError(f"query {self.name} takes the parameters: {wanted}; given: {', '.join(sorted(values)) or 'none'}")
        return bind(self.text, {name: make_term(kinds[name], value, name) for name, value in values.items()})


def make_term(kind: str, value: str, name: str) -> NamedNode | Literal:
    """A value as a term: kind is ``iri`` or ``string``; UsageError if it is not an IRI where one is needed."""
    if kind == "string":
        return Literal(value)
    try:
        return NamedNode(value)
    except ValueError as error:
        raise UsageError(f"parameter {name}: '{value}' is not an IRI ({error})") from None


@cache
def stored_query(name: str) -> StoredQuery:
    """A query of ``kb/queries`` by its file name without suffix; raises UsageError if there is none."""
    path = QUERIES / f"{name}.rq"
    if not re.fullmatch(r"[a-z0-9_]+", name) or not path.is_file():
        raise UsageError(f"no stored query '{name}'; 'kb query --list' names them")
    return parse_query_file(name, path.read_text(encoding="utf-8"))


def parse_query_file(name: str, text: str) -> StoredQuery:
    """Read the header of a query file.

    >>> parse_query_file("x", "#+ summary: All.\\n#+ parameters: {link: iri}\\nSELECT ?link {}").parameters
    (('link', 'iri'),)
    """
    header = dict(HEADER.findall(text))
    pairs = re.findall(r"(\w+): *(iri|string)", header.get("parameters", ""))
    examples = re.findall(r"(\w+)=(\S+)", header.get("example", ""))
    return StoredQuery(name, text, header.get("summary", ""), tuple(pairs), tuple(examples))


def all_queries() -> Iterator[StoredQuery]:
    """Every stored query, by name."""
    for path in sorted(QUERIES.glob("*.rq")):
        yield stored_query(path.stem)
