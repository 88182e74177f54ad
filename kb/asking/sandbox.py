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
from kb.running.limits import SETTINGS, Limits
from kb.running.pool import Ticket, shared_pool
from kb.running.process import DiedError, TooLateError
from kb.sparql.binding import bind
from kb.sparql.check import check_query, named_graphs
from kb.sparql.stored import named_or_written

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

    ``original`` is the text as it was given, ``values`` what its variables stand for, defaults among them, ``types`` the
    datatypes that its header declares for columns.
    """

    text: str
    form: str
    union: bool
    graphs: tuple[str, ...]
    dataset: Dataset | None = None
    original: str = ""
    values: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What it answers: ``rows``, ``boolean`` or ``graph``."""
        return KIND_OF_FORM[self.form]


@dataclass
class Told:
    """What is known of an answer besides its content."""

    kind: str = ""
    columns: list[str] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
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
    """Check a query, given as text or by the name of a stored one, and put values in the place of its variables, by the kinds
    that its header declares.

    Without a header a value that begins with http:// or https:// is an IRI, any other a string. Raises QueryError,
    LimitError (too long, too deep) or UsageError.
    """
    stored = named_or_written(text, name)
    text = stored.text
    form = check_query(text)
    terms = terms_of(release, stored, parameters or {})
    bound = bind(text, terms)
    values = {variable: term.value for variable, term in terms.items()}
    if dataset:
        return Asked(bound, form, False, (*dataset.default, *dataset.named), dataset, text, values, dict(stored.types))
    graphs = named_graphs(text)
    return Asked(bound, form, not graphs.is_named, graphs.iris, None, text, values, dict(stored.types))


def run_query(
    release: Release,
    text: str,
    parameters: dict[str, str] | None = None,
    limits: Limits | None = None,
    ticket: Ticket | None = None,
    may_cut: bool = False,
) -> Answer:
    """Run a query, given as text or by its name, with values bound to its variables, and hold the whole answer in memory.

    Raises QueryError, LimitError (which limit, and what raises it) or UsageError. With ``may_cut`` the rows over the limit
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
    attempt = _Attempt(release, asked, format_name, limits or Limits.from_environment(), may_cut)
    try:
        return attempt.made(output, ticket or Ticket())
    except _SuspectError as suspect:
        if not attempt.can_be_made_again(suspect):
            raise suspect.error from None
        return attempt.made(output, ticket or Ticket())


class _SuspectError(Exception):
    """An error that a damaged store may be the reason of; ``written`` bytes of an answer were handed on before it."""

    def __init__(self, error: KnowledgeBaseError, kind: str, written: int) -> None:
        super().__init__(str(error))
        self.error, self.kind, self.written = error, kind, written


class _Attempt:
    """A query that is run, and once more if its store had to be mended."""

    def __init__(self, release: Release, asked: Asked, format_name: str, limits: Limits, may_cut: bool) -> None:
        self._release, self._asked, self._limits = release, asked, limits
        self._written_as = format_name, may_cut

    def made(self, output: IO[bytes], ticket: Ticket) -> Told:
        """Run it; _SuspectError where the store may be damaged."""
        limits, reading, started = self._limits, _Reading(output), time.monotonic()
        task = _task(self._release, self._asked, *self._written_as, limits)
        try:
            _run_task(self._release, task, self._asked.form, limits.seconds, reading, ticket)
        except TooLateError:
            error = _limit(f"stopped after {limits.seconds:g} seconds; make the query narrower", "seconds")
            raise _SuspectError(error, "seconds", reading.told.size) from None
        except DiedError as error:
            raise _SuspectError(_death(error, limits), "died", reading.told.size) from None
        if reading.error and reading.kind in SUSPECT:
            raise _SuspectError(reading.error, reading.kind, reading.told.size)
        if reading.error:
            raise reading.error
        reading.told.seconds, reading.told.types = time.monotonic() - started, self._asked.types
        return reading.told

    def can_be_made_again(self, suspect: _SuspectError) -> bool:
        """Whether the store was the reason and is mended by now; UnavailableError names what is damaged otherwise."""
        if self._release.is_elsewhere:
            return False
        if suspect.kind == TOUCHED:
            return not suspect.written
        damage = self._release.files.suspected()
        if damage and suspect.written:
            raise UnavailableError(f"{damage}; it was mended while it was read, so ask again")
        return damage is not None


def _run_task(release: Release, task: dict[str, Any], form: str, seconds: float, reading: _Reading, ticket: Ticket) -> None:
    """Run a task where the release has its store: in a worker process, or at an endpoint."""
    if release.is_elsewhere:
        from kb.endpoint.answering import answer_at_endpoint
        from kb.endpoint.opening import EndpointRelease

        answer_at_endpoint(cast(EndpointRelease, release), task, form, seconds, reading.take, ticket)
    else:
        shared_pool().run(task, seconds, reading.take, ticket)


def _task(release: Release, asked: Asked, format_name: str, may_cut: bool, limits: Limits) -> dict[str, Any]:
    store, state = ("", "") if release.is_elsewhere else release.files.store()
    return {
        "store": str(store),
        "state": state,
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
    return _limit(f"needed more than {limits.memory_mb} MB of memory, or broke the engine; make the query narrower", "memory")


def _limit(message: str, limit: str) -> LimitError:
    return LimitError(message, limit, SETTINGS.get(limit, ""))


class _Reading:
    """Takes the frames of one answer: content into the file, counts into ``told``, an error is kept."""

    def __init__(self, output: IO[bytes]) -> None:
        self.told, self.error, self.kind = Told(), cast(KnowledgeBaseError | None, None), ""
        self._output = output

    def take(self, letter: bytes, content: bytes) -> None:
        if letter == b"d":
            self.told.size += self._output.write(content)
        elif letter == b"x":
            said = json.loads(content)
            self.kind, self.error = said["error"], self._error(said)
        elif letter == b"h":
            head = json.loads(content)
            self.told.kind, self.told.columns = head["kind"], head["columns"]
        else:
            counts = json.loads(content)
            self.told.rows, self.told.is_cut = counts["rows"], counts["cut"]

    def _error(self, said: dict[str, str]) -> KnowledgeBaseError:
        make = ERRORS.get(said["error"])
        return make(said["message"]) if make else _limit(said["message"], said["error"])


def _query_error(message: str) -> QueryError:
    place = PLACE.search(message)
    return QueryError(message, *map(int, place.groups())) if place else QueryError(message)


TOUCHED = "touched"
ERRORS: dict[str, Callable[[str], KnowledgeBaseError]] = {
    "query": _query_error,
    "panic": _query_error,
    "usage": UsageError,
    "engine": UsageError,
    "store": UnavailableError,
    TOUCHED: UnavailableError,
}
SUSPECT = (TOUCHED, "store", "engine", "panic")
