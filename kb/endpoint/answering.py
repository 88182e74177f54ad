"""Run a user's query at an endpoint: kept to one release, under the limits of other queries, its answer written as theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean

from kb.endpoint.http import Answer, Call, RefusedRequestError, TooSlowError, Watch, send, shown
from kb.endpoint.naming import asked_of_all, in_release, kept_to_release, names_graphs
from kb.endpoint.opening import EndpointRelease
from kb.endpoint.store import JSON, TRIPLES, broken, query_call, read_results, row_cap
from kb.errors import CancelledError, LimitError, QueryError, UnavailableError
from kb.naming import iris
from kb.running.pool import Ticket, shared_pool
from kb.running.process import TooLateError
from kb.running.writing import Frame, fail, failure_of, write_answer
from kb.sparql.answers import answers_stay_here
from kb.sparql.paths import path_of_any_length

WIRE_SHARE = 8  # how much larger JSON of an answer may be than the answer in its format
PLACE = re.compile(r"error at \d+:\d+: ")  # in the text as it was sent, which nobody sees
LEAVES_OUT_ROWS_OF_PATHS = "Virtuoso"  # 7.2.5, in some of its processes, and then the same rows whenever it is asked
NOT_BELIEVED = (
    "is Virtuoso, which leaves out rows of a path of any length, such as {}; ask this of a release on disk or of another "
    "engine, or name each step of the path"
)
IS_SHORT_CONSTRUCT = re.compile(r"\bCONSTRUCT\s+(?:FROM\s[^{]*)?WHERE\b", re.IGNORECASE)


def answer_at_endpoint(
    release: EndpointRelease, task: Mapping[str, Any], form: str, seconds: float, frame: Frame, ticket: Ticket
) -> None:
    """Ask the endpoint and hand on its answer in frames; mistakes of the query and limits are frames of their own.

    Raises TooLateError after so many seconds, CancelledError, or UnavailableError for an endpoint that cannot be asked.
    """
    with shared_pool().place(ticket):
        if ticket.is_cancelled:
            raise CancelledError("the query was cancelled")
        if unknown := [iri for iri in task["graphs"] if not release.store.contains_named_graph(NamedNode(iri))]:
            fail(frame, "query", f"FROM <{unknown[0]}>: this release has no such graph, and nothing outside it is read")
            return
        watch = Watch(seconds)
        ticket.worker = watch
        try:
            _answer(release, _call(release, task, form, seconds), task, form, frame, watch)
        except UnavailableError as error:
            if ticket.is_cancelled:
                raise CancelledError("the query was cancelled") from None
            if isinstance(error, TooSlowError):
                raise TooLateError from None
            if isinstance(error, RefusedRequestError) and error.status == 400:
                fail(frame, "query", f"the endpoint refuses the query: {PLACE.sub('', error.said)}")
                return
            raise
        finally:
            ticket.worker = None
            watch.cancel()


def _call(release: EndpointRelease, task: Mapping[str, Any], form: str, seconds: float) -> Call:
    """The request, with the graphs of this release in place of those that the query or the request names."""
    default, named = task["default_graphs"], task["named_graphs"]
    has_graphs = names_graphs(task["query"])
    graphs: dict[str, tuple[str, ...]] = {}
    if form == "DESCRIBE" and has_graphs:
        raise QueryError("at an endpoint a DESCRIBE names no graphs; write a CONSTRUCT")
    text = kept_to_release(task["query"], release.id)
    if default is not None or named is not None:
        graphs["default_graphs"] = tuple(in_release(iri, release.id) for iri in default or ())
        graphs["named_graphs"] = tuple(in_release(iri, release.id) for iri in named or ())
    elif task["union"] and has_graphs and not IS_SHORT_CONSTRUCT.search(text):
        text = asked_of_all(text, release.id)
    elif task["union"]:
        graphs["default_graphs"] = (iris.release(release.id),)
    wanted = JSON if form in ("SELECT", "ASK") else TRIPLES
    most = task["answer_mb"] * WIRE_SHARE << 20
    return query_call(release.endpoint, text, wanted, seconds=seconds, most_bytes=most, **graphs)


@answers_stay_here
def _answer(release: EndpointRelease, call: Call, task: Mapping[str, Any], form: str, frame: Frame, watch: Watch) -> None:
    counted = _RowCap(frame)
    with send(release.endpoint, call, watch) as answer:
        if path := _path_not_to_be_believed(answer, task["query"]):
            fail(frame, "query", f"{shown(call)} {NOT_BELIEVED.format(path[:60])}")
            return
        results = read_results(answer, call, call.headers["Accept"], release.id, form)
        try:
            write_answer(results, task, counted.take)
        except (SyntaxError, OSError) as error:
            raise broken(call, error) from None
        except (UnavailableError, LimitError):
            raise
        except Exception as error:
            fail(frame, *failure_of(error, task))
            return
        cap = row_cap(answer)
    if counted.rows >= cap:
        raise LimitError(f"{shown(call)} cuts every answer after {cap} rows; add a LIMIT below that", "rows")
    if not (results if isinstance(results, QueryBoolean) else counted.rows):
        release.store.refuse_withdrawn()


def _path_not_to_be_believed(answer: Answer, query: str) -> str:
    """The path of any length in a query, where the engine that answered is known to leave out rows of it."""
    return path_of_any_length(query) if LEAVES_OUT_ROWS_OF_PATHS in answer.headers.get("Server", "") else ""


class _RowCap:
    """Hands frames on and remembers how many rows there were."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self.rows = frame, 0

    def take(self, letter: bytes, content: bytes) -> None:
        """Hand on a frame."""
        if letter == b"s":
            self.rows = json.loads(content)["rows"]
        self._frame(letter, content)
