"""One release in an endpoint, with the few methods of a store that the program uses."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from typing import IO, Any, cast
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kb.endpoint.address import Endpoint
from kb.endpoint.http import Answer, Call, send, shown
from kb.endpoint.naming import WithoutRelease, kept_to_release
from kb.errors import UnavailableError
from kb.naming import iris
from kb.running.limits import Limits
from kb.sparql.answers import answers_stay_here
from kb.sparql.binding import bind
from kb.sparql.check import check_query
from kb.sparql.stored import stored_query

JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
ACCEPTED = {JSON: ("application/sparql-results+json", "application/json"), TRIPLES: ("application/n-triples", "text/plain")}
ROW_CAP = "X-SPARQL-MaxRows"
TRUTH_AS_ROWS = "__ASK_RETVAL"
SECONDS = 60.0
Term = NamedNode | Literal | BlankNode
Results = QuerySolutions | QueryBoolean | Iterator[Triple]


class EndpointStore:
    """Reads one release of an endpoint; equal in its answers to the store of that release on disk."""

    def __init__(self, endpoint: Endpoint, release: str, seconds: float | None = None) -> None:
        self.endpoint, self.release = endpoint, release
        self._seconds = seconds or (Limits.from_environment().seconds if "KB_LIMIT_SECONDS" in os.environ else SECONDS)

    def query(self, text: str) -> Any:
        """The answer of a query that names its graphs: solutions, a yes or no, or triples."""
        form = check_query(text)
        wanted = JSON if form in ("SELECT", "ASK") else TRIPLES
        call = query_call(self.endpoint, kept_to_release(text, self.release), wanted, seconds=self._seconds)
        with send(self.endpoint, call) as answer:
            found = every_one(read_results(answer, call, wanted, self.release, form), call, answer)
        if not found:
            self.refuse_withdrawn()
        return found

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: NamedNode | None,
        object: Term | None,  # noqa: A002
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Quads that match, as the store on disk gives them; None matches everything."""
        pattern = {"subject": subject, "predicate": predicate, "object": object, "graph": graph}
        known = {name: term for name, term in pattern.items() if isinstance(term, NamedNode | Literal)}
        for row in self.query(bind(stored_query("quads_of_pattern").text, known)):
            yield Quad(row["subject"], row["predicate"], row["object"], row["graph"])

    def contains_named_graph(self, graph: NamedNode) -> bool:
        """Whether the release has a graph of this name; what else the engine holds is none of its graphs."""
        if not graph.value.startswith(iris.graph("")):
            return False
        return bool(self.query(stored_query("graph_exists").with_values({"graph": graph.value})))

    def refuse_withdrawn(self) -> None:
        """Nothing found may mean that the release itself is gone; UnavailableError if it is."""
        asked = stored_query("release_is_held").with_values(
            {"catalogue": iris.catalogue(), "root": iris.base(), "release": iris.release(self.release)}
        )
        call = query_call(self.endpoint, asked, JSON, seconds=self._seconds)
        with send(self.endpoint, call) as answer:
            if not read_results(answer, call, JSON, form="ASK"):
                raise UnavailableError(f"release {self.release} was withdrawn from {shown(call)}; open the current one")


class Solutions:
    """Rows that were read to their end, with the variables, as an engine's solutions are gone through."""

    def __init__(self, variables: list[Any], rows: list[Any]) -> None:
        self.variables, self._rows = variables, rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def query_call(
    endpoint: Endpoint,
    text: str,
    wanted: str,
    *,
    seconds: float,
    most_bytes: int = 1 << 30,
    default_graphs: tuple[str, ...] = (),
    named_graphs: tuple[str, ...] = (),
) -> Call:
    """A query as the SPARQL 1.1 Protocol sends it: a form in the body of a POST."""
    fields = [("query", text)]
    fields += [("default-graph-uri", iri) for iri in default_graphs] + [("named-graph-uri", iri) for iri in named_graphs]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": wanted}
    return Call("POST", endpoint.query, headers, urlencode(fields).encode("ascii"), seconds, most_bytes)


@answers_stay_here
def read_results(answer: Answer, call: Call, wanted: str, release: str = "", form: str = "SELECT") -> Any:
    """Solutions, a yes or no, or triples, as a query of that form is answered; UnavailableError if it is something else."""
    if answer.media not in ACCEPTED[wanted]:
        raise UnavailableError(f"{shown(call)} answered with {answer.media[:60] or 'an unnamed type'}, not with {wanted}")
    source = cast(IO[bytes], WithoutRelease(answer, release) if release else answer)
    try:
        if wanted == JSON:
            return _of_form(form, parse_query_results(source, QueryResultsFormat.JSON), call)
        return (Triple(quad.subject, quad.predicate, quad.object) for quad in parse(source, RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError, OSError) as error:
        raise broken(call, error) from None


def _of_form(form: str, found: Any, call: Call) -> Any:
    if form == "ASK" and _is_truth_as_rows(found):
        return _truth(found)
    if isinstance(found, QueryBoolean) != (form == "ASK"):
        raise UnavailableError(f"{shown(call)} answered a {form} with something else")
    return found


def _is_truth_as_rows(results: Any) -> bool:
    """Whether a yes or no came as Virtuoso writes it in JSON: as one row or none."""
    return isinstance(results, QuerySolutions) and [one.value for one in results.variables] == [TRUTH_AS_ROWS]


def _truth(rows: Any) -> Any:
    word = "true" if list(rows) else "false"
    return parse_query_results(f'{{"head":{{}},"boolean":{word}}}'.encode(), QueryResultsFormat.JSON)


@answers_stay_here
def every_one(results: Any, call: Call, answer: Answer) -> Any:
    """A yes or no, all solutions or all triples; UnavailableError if they break off, turn into something else or were cut."""
    if isinstance(results, QueryBoolean):
        return results
    try:
        found = list(results)
    except (SyntaxError, ValueError, OSError) as error:
        raise broken(call, error) from None
    if len(found) >= (cap := row_cap(answer)):
        raise UnavailableError(f"{shown(call)} cuts every answer after {cap} rows, which is too few for the program")
    return Solutions(results.variables, found) if isinstance(results, QuerySolutions) else found


def row_cap(answer: Answer) -> float:
    """After how many rows the engine cuts an answer, as it says itself; infinity if it does not."""
    said = answer.headers.get(ROW_CAP, "")
    return int(said) if said.isdecimal() else math.inf


def broken(call: Call, error: Exception) -> UnavailableError:
    """The error for an answer that began well and did not end so."""
    return UnavailableError(f"{shown(call)} gave an answer that cannot be read to its end: {error}")
