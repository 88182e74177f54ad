"""Questions with known answers, asked of an endpoint before its other answers are believed.

Engines differ: one that compares dates wrongly gives tables that look right. The questions are ``kb/queries/probes/*.rq``, each
with the answer it must get from ``data.nq`` beside them, which is loaded when a release is published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse, serialize

from kb.endpoint.address import Endpoint
from kb.endpoint.catalogue import put_graph, rows_of
from kb.endpoint.http import RefusedRequestError
from kb.errors import UnavailableError
from kb.sparql.stored import QUERIES

FOLDER = QUERIES / "probes"
HEADER = re.compile(r"^#\+ (summary|needed|expects): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Probe:
    """A question, what it is about, whether the program itself needs the right answer, and that answer, sorted."""

    name: str
    about: str
    is_needed: bool
    expects: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Quirk:
    """A probe that an endpoint answered wrongly, and what it answered."""

    probe: Probe
    answered: str

    def __str__(self) -> str:
        return f"{self.probe.name} ({self.probe.about.rstrip('.')}): {self.answered}, not {'; '.join(self.probe.expects)}"

    @property
    def warning(self) -> str:
        """Whom it concerns and what it is, as one line."""
        return f"{'the program cannot use it' if self.probe.is_needed else 'queries of your own take care'}: {self}"


def quirks_of(endpoint: Endpoint) -> list[Quirk]:
    """What the endpoint answers wrongly of what only queries of people need.

    Asked once for each endpoint and process that answers rightly. Raises UnavailableError if it gets wrong what the program
    itself needs.
    """
    if endpoint not in _known:
        found = wrong_answers(endpoint)
        if wrong := [quirk for quirk in found if quirk.probe.is_needed]:
            raise UnavailableError(f"{endpoint.shown} answers wrongly what the program needs: {'; '.join(map(str, wrong))}")
        _known[endpoint] = found
    return _known[endpoint]


_known: dict[Endpoint, list[Quirk]] = {}


def wrong_answers(endpoint: Endpoint) -> list[Quirk]:
    """Every probe that is not answered rightly now."""
    asked = ((probe, _answer(endpoint, probe)) for probe in probes())
    return [Quirk(probe, answer) for probe, answer in asked if answer != "; ".join(probe.expects)]


def _answer(endpoint: Endpoint, probe: Probe) -> str:
    try:
        return "; ".join(sorted(row.get("found", "nothing") for row in rows_of(endpoint, probe.text))) or "no rows"
    except RefusedRequestError as error:
        if error.status != 400:
            raise
        return f"an error: {error.said[:120]}"


@cache
def probes() -> tuple[Probe, ...]:
    """All probes by name."""
    return tuple(_probe(path) for path in sorted(FOLDER.glob("*.rq")))


def _probe(path: Path) -> Probe:
    text = path.read_text(encoding="utf-8")
    header = dict(HEADER.findall(text))
    expects = tuple(sorted(header["expects"].split("; ")))
    return Probe(path.stem, header["summary"], header["needed"] == "yes", expects, text)


def load_probes(endpoint: Endpoint) -> None:
    """Put what the probes ask about into the endpoint, unless it answers all of them rightly already."""
    if not wrong_answers(endpoint):
        return
    quads = sorted(parse(path=str(FOLDER / "data.nq"), format=RdfFormat.N_QUADS), key=lambda quad: str(quad.graph_name))
    for graph, said in groupby(quads, key=lambda quad: str(getattr(quad.graph_name, "value", ""))):
        triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in said]
        put_graph(endpoint, graph, serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    _known.pop(endpoint, None)
