"""The stored queries: one file each, a grlc-style header in comments, real SPARQL variables as parameters.

``queries/*.rq`` are those that the program itself asks; ``queries/library/<topic>/*.rq`` are there for people, unless the base
has its own in ``facts/queries/<topic>/*.rq``;
``queries/updates/*.ru`` are updates of an endpoint to which releases are published.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kb.errors import UsageError
from kb.loaders.layout import facts_folder
from kb.naming.namespaces import expand
from kb.sparql.binding import bind

QUERIES = Path(__file__).resolve().parents[1] / "queries"
LIBRARY, UPDATES, OF_THE_BASE = QUERIES / "library", QUERIES / "updates", "queries"
HEADER = re.compile(r"^#\+ (\w+): (.*)$", re.MULTILINE)
TYPE = re.compile(r"(\w+) (integer|decimal|double|boolean|date|dateTime|iri)(?:,|$)")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
COLUMN = re.compile(r"^#\+ column (\w+): (.+)$", re.MULTILINE)
KINDS = {"iri": "xsd:anyURI"}
PARAMETER = re.compile(r"^#\+ param (\w+): ([a-z-]+)(?: = (\S+)| (\?))?(?: - (.*))?$", re.MULTILINE)


@dataclass(frozen=True)
class Parameter:
    """A parameter: a variable of the query, and the kind of its values.

    The kind is ``iri``, ``string``, ``date``, ``integer`` or a kind of entity such as ``platform``. One that is not required
    has a default, or stays a variable if it is not given.
    """

    name: str
    kind: str
    default: str = ""
    is_optional: bool = False
    about: str = ""

    @property
    def is_required(self) -> bool:
        """Whether a value must be given."""
        return not self.default and not self.is_optional


@dataclass(frozen=True)
class StoredQuery:
    """A query file: its text, what it is for, its parameters and an example of each; topic and view if it is for people.

    ``types`` are the datatypes of its columns that are no texts, as IRIs by name; none where none are declared. ``columns``
    says what those columns are whose names do not tell.
    """

    name: str
    text: str
    summary: str
    parameters: tuple[Parameter, ...]
    examples: tuple[tuple[str, str], ...]
    topic: str = ""
    view: str = ""
    about: str = ""
    types: tuple[tuple[str, str], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    def with_values(self, values: dict[str, str]) -> str:
        """The query with its parameters put in; UsageError if one is missing, unknown or not an IRI."""
        kinds = {parameter.name: parameter.kind for parameter in self.parameters}
        if set(values) != set(kinds):
            wanted = ", ".join(sorted(kinds)) or "none"
            raise UsageError(f"query {self.name} takes the parameters: {wanted}; given: {', '.join(sorted(values)) or 'none'}")
        return bind(self.text, {name: make_term(kinds[name], value, name) for name, value in values.items()})

    @property
    def signature(self) -> str:
        """Parameters as the list of queries shows them: ``platform=<platform> [since=<date>]``."""
        shown = (f"{one.name}=<{one.kind}>" for one in self.parameters)
        return " ".join(text if one.is_required else f"[{text}]" for one, text in zip(self.parameters, shown, strict=True))

    @property
    def example(self) -> str:
        """The example as options of the command."""
        return " ".join(f"--param {name}={value}" for name, value in self.examples)


def make_term(kind: str, value: str, name: str) -> NamedNode | Literal:
    """A value as a term: kind is ``iri`` or ``string``; UsageError if it is not an IRI where one is needed."""
    if kind == "string":
        return Literal(value)
    try:
        return NamedNode(value)
    except ValueError as error:
        raise UsageError(f"parameter {name}: '{value}' is not an IRI ({error})") from None


def without_header(text: str) -> str:
    """The text of a query as somebody would write it: without its header, which asks for the parameters that were put in.

    >>> without_header("#+ summary: All.\\n\\nASK {}")
    'ASK {}\\n'
    """
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"


def stored_query(name: str) -> StoredQuery:
    """A query of the base, the library or the program by its file name without suffix; raises UsageError if there is none."""
    own = {path.stem: path for path in _of_the_base()}
    found = _files() | own if name not in _of_the_program() else _files()
    if name not in found:
        near = difflib.get_close_matches(name, [path.stem for path in _listed()], n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise UsageError(f"no stored query '{name}'; 'kb query --list' names them{hint}")
    return _read(found[name])


def named_or_written(given: str, name: str = "query") -> StoredQuery:
    """The query that a bare word names, among those of the base, the library and the program; any other text as it is written.

    >>> named_or_written("fines-by-authority").topic
    'enforcement'
    >>> named_or_written("ASK {}").topic
    ''
    """
    return stored_query(given.strip()) if is_name(given) else parse_query_file(name, given)


def is_name(given: str) -> bool:
    """Whether a text is one bare word, which names a stored query and is none itself."""
    return NAME.fullmatch(given.strip()) is not None


@cache
def _read(path: Path) -> StoredQuery:
    return parse_query_file(path.stem, path.read_text(encoding="utf-8"))


@cache
def stored_update(name: str) -> StoredQuery:
    """An update of the program by its file name without suffix."""
    return parse_query_file(name, (UPDATES / f"{name}.ru").read_text(encoding="utf-8"))


@cache
def _files() -> dict[str, Path]:
    return {path.stem: path for path in [*QUERIES.glob("*.rq"), *LIBRARY.glob("*/*.rq")]}


@cache
def _of_the_program() -> frozenset[str]:
    return frozenset(path.stem for path in QUERIES.glob("*.rq"))


def _of_the_base() -> list[Path]:
    """Queries that lie beside the facts, in the folder that KB_FACTS names."""
    return sorted((facts_folder() / OF_THE_BASE).glob("*/*.rq"))


def is_of_the_base(name: str) -> bool:
    """Whether a query lies beside the facts, which say themselves what can be asked of them."""
    return any(path.stem == name for path in _of_the_base())


def _listed() -> list[Path]:
    """The queries for people: those of the base, or, if it has none, those of the program."""
    return _of_the_base() or sorted(LIBRARY.glob("*/*.rq"))


def parse_query_file(name: str, text: str) -> StoredQuery:
    """Read the header of a query file.

    >>> parse_query_file("x", "#+ summary: All.\\n#+ parameters: {link: iri}\\nSELECT ?link {}").parameters[0].kind
    'iri'
    >>> parse_query_file("x", "#+ param since: date = 2020-01-01 - From this day.\\nASK {}").parameters[0].default
    '2020-01-01'
    """
    header = dict(HEADER.findall(text))
    pairs = re.findall(r"(\w+): *(iri|string)", header.get("parameters", ""))
    parameters = [Parameter(*pair) for pair in pairs]
    for parameter, kind, default, mark, about in PARAMETER.findall(text):
        parameters.append(Parameter(parameter, kind, default, bool(mark), about))
    examples = re.findall(r"(\w+)=(\S+)", header.get("example", ""))
    types = tuple((column, expand(KINDS.get(kind, f"xsd:{kind}"))) for column, kind in TYPE.findall(header.get("types", "")))
    return StoredQuery(
        name,
        text,
        header.get("summary", ""),
        tuple(parameters),
        tuple(examples),
        topic=header.get("topic", ""),
        view=header.get("view", ""),
        about=header.get("about", ""),
        types=types,
        columns=tuple(COLUMN.findall(text)),
    )


def library_queries() -> Iterator[StoredQuery]:
    """The queries that are there for people, by topic and name: the base's own, or those of the program where it has none."""
    for path in _listed():
        yield _read(path)


def internal_queries() -> Iterator[StoredQuery]:
    """The queries that the program asks, by name."""
    for path in sorted(QUERIES.glob("*.rq")):
        yield stored_query(path.stem)
