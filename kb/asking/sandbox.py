"""Run a user's query in a process of its own, under limits of time, rows, bytes and memory.

The engine cannot cancel a running query, and a hostile one ends its process; so that process is never ours.
This is the only way in which a query that a user wrote reaches the engine: pages, commands and endpoint all come here.
"""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, cast

from kb.asking.values import terms_of
from kb.errors import KnowledgeBaseError, LimitError, QueryError, UnavailableError, UsageError
from kb.release.release import Release
from kb.running.limits import Limits
from kb.running.pool import Ticket, shared_pool
from kb.running.process import DiedError, TooLateError
from kb.sparql.binding import bind
from kb.sparql.check import check_query, named_graphs
from kb.sparql.stored import parse_query_file

__all__ = ["Answer", "Asked", "Dataset", "Limits", "Told", "prepare", "run_query", "stream_query"]

PLACE = re.compile(r"error at (\d+):(\d+)")
KIND_OF_FORM = {"SELECT": "rows", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
SURE_FORMAT = {"rows": "json", "boolean": "json", "graph": "nt"}
STACK_OVERFLOW = -11


@dataclass(frozen=True)
class Dataset:
    """Graphs that the request names beside the query; they take the place of those that the query names."""

    default: Sequence[str] = ()
    named: Sequence[str] = ()


@dataclass(frozen=True)
class Asked:
    """A query that was checked: its text with values put in, its form, and the graphs it is asked of.

    ``original`` is the text as it was given, ``values`` what its variables stand for, defaults among them.
    """

    text: str
    form: str
    union: bool
    graphs: tuple[str, ...]
    dataset: Dataset | None = None
    original: str = ""
    values: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What it answers: ``rows``, ``boolean`` or ``graph``."""
        return KIND_OF_FORM[self.form]


@dataclass
class Told:
    """What is known of an answer besides its content."""

    kind: str = ""
    columns: list[str] = field(default_factory=list)
    rows: int = 0
    size: int = 0
    seconds: float = 0.0
    is_cut: bool = False


@dataclass(frozen=True)
class Answer:
    """What a query answered, in ``format``: SPARQL JSON results (or TSV where it may be cut), or N-Triples for a graph."""

    kind: str
    body: bytes
    format: str = "json"
    told: Told = field(default_factory=Told)


def prepare(
    release: Release, text: str, parameters: dict[str, str] | None = None, dataset: Dataset | None = None, name: str = "query"
) -> Asked:
    """Check a query and put values in the place of its variables, by the kinds that its header declares.

    Without a header a value that begins with http:// or https:// is an IRI, any other a string. Raises QueryError,
    LimitError (too long, too deep) or UsageError.
    """
    form = check_query(text)
    terms = terms_of(release, parse_query_file(name, text), parameters or {})
    bound = bind(text, terms)
    values = {variable: term.value for variable, term in terms.items()}
    if dataset:
        return Asked(bound, form, False, (*dataset.default, *dataset.named), dataset, text, values)
    graphs = named_graphs(text)
    return Asked(bound, form, not graphs.is_named, graphs.iris, None, text, values)


def run_query(
    release: Release,
    text: str,
    parameters: dict[str, str] | None = None,
    limits: Limits | None = None,
    ticket: Ticket | None = None,
    may_cut: bool = False,
) -> Answer:
    """Run a query against a release, with values bound to its variables, and hold the whole answer in memory.

    Raises QueryError, LimitError (which limit, and how to raise it) or UsageError. With ``may_cut`` the rows over the limit
    are left out instead, and the answer says so.
    """
    asked = prepare(release, text, parameters)
    format_name = "tsv" if may_cut and asked.kind == "rows" else SURE_FORMAT[asked.kind]
    body = io.BytesIO()
    told = stream_query(release, asked, format_name, body, limits, ticket, may_cut)
    content = body.getvalue()
    if told.is_cut and format_name == "tsv":
        content = b"".join(line + b"\n" for line in content.split(b"\n", told.rows + 1)[: told.rows + 1])
    return Answer(told.kind, content, format_name, told)


def stream_query(
    release: Release,
    asked: Asked,
    format_name: str,
    output: IO[bytes],
    limits: Limits | None = None,
    ticket: Ticket | None = None,
    may_cut: bool = False,
) -> Told:
    """Run a checked query and write its answer to a file as it comes, in a format that the engine writes itself.

    Those are csv, tsv, json and xml for rows, json and xml for a yes or no, nt, nq, ttl, trig, rdf and jsonld for graphs.
    What was written before an error stays in the file and is not an answer. Raises as run_query does.
    """
    limits = limits or Limits.from_environment()
    task = _task(release, asked, format_name, limits, may_cut)
    reading = _Reading(output)
    started = time.monotonic()
    try:
        _run_task(release, task, asked.form, limits.seconds, reading, ticket or Ticket())
    except TooLateError:
        message = f"stopped after {limits.seconds:g} seconds; make the query narrower or raise KB_LIMIT_SECONDS"
        raise LimitError(message, "seconds") from None
    except DiedError as error:
        raise _death(error, limits) from None
    if reading.error:
        raise reading.error
    reading.told.seconds = time.monotonic() - started
    return reading.told


def _run_task(release: Release, task: dict[str, Any], form: str, seconds: float, reading: _Reading, ticket: Ticket) -> None:
    """Run a task where the release has its store: in a worker process, or at an endpoint."""
    if release.is_elsewhere:
        from kb.endpoint.answering import answer_at_endpoint
        from kb.endpoint.opening import EndpointRelease

        answer_at_endpoint(cast(EndpointRelease, release), task, form, seconds, reading.take, ticket)
    else:
        shared_pool().run(task, seconds, reading.take, ticket)


def _task(release: Release, asked: Asked, format_name: str, limits: Limits, may_cut: bool) -> dict[str, Any]:
    return {
        "store": str(release.path / "store"),
        "query": asked.text,
        "union": asked.union,
        "graphs": asked.graphs,
        "default_graphs": list(asked.dataset.default) if asked.dataset else None,
        "named_graphs": list(asked.dataset.named) if asked.dataset else None,
        "format": format_name,
        "rows": limits.rows,
        "memory_mb": limits.memory_mb,
        "answer_mb": limits.answer_mb,
        "cut": may_cut,
    }


def _death(error: DiedError, limits: Limits) -> LimitError:
    if error.code == STACK_OVERFLOW:
        return LimitError("the query is nested too deeply for the engine; make it flatter", "depth")
    message = f"needed more than {limits.memory_mb} MB of memory, or broke the engine; make the query narrower"
    return LimitError(f"{message} or raise KB_LIMIT_MEMORY_MB", "memory")


class _Reading:
    """Takes the frames of one answer: content into the file, counts into ``told``, an error is kept."""

    def __init__(self, output: IO[bytes]) -> None:
        self.told, self.error = Told(), cast(KnowledgeBaseError | None, None)
        self._output = output

    def take(self, letter: bytes, content: bytes) -> None:
        if letter == b"d":
            self.told.size += self._output.write(content)
        elif letter == b"x":
            self.error = self._error(json.loads(content))
        elif letter == b"h":
            head = json.loads(content)
            self.told.kind, self.told.columns = head["kind"], head["columns"]
        else:
            counts = json.loads(content)
            self.told.rows, self.told.is_cut = counts["rows"], counts["cut"]

    def _error(self, said: dict[str, str]) -> KnowledgeBaseError:
        make = ERRORS.get(said["error"])
        return make(said["message"]) if make else LimitError(said["message"], said["error"])


def _query_error(message: str) -> QueryError:
    place = PLACE.search(message)
    return QueryError(message, *map(int, place.groups())) if place else QueryError(message)


ERRORS: dict[str, Callable[[str], KnowledgeBaseError]] = {"query": _query_error, "usage": UsageError, "store": UnavailableError}
