"""The schema of the graph as the ontology states it, and its drawing: classes, properties between them, named graphs.

Read from ``ontology/schema.ttl``, so that page and documentation show the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import RdfFormat, parse

from kb.loaders.words import ONTOLOGY
from kb.naming.namespaces import PREFIXES, shrink

FILE = ONTOLOGY / "schema.ttl"
FROM, TO, STATED = "https://schema.org/domainIncludes", "https://schema.org/rangeIncludes", PREFIXES["dct"] + "source"
MOST_DRAWN = 3  # a property that leads from more classes than this is of nearly all of them, and would cover the drawing
MOST_NAMED, MOST_ARROWS = 4, 6
MOST_ASKED = "Claim"


@dataclass(frozen=True)
class Tie:
    """A property and the classes that it may lead from and to; names without their prefix."""

    name: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """The properties between classes, and for each class the folders or files, named graphs, in which its things are stated."""

    ties: tuple[Tie, ...]
    stated: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def everywhere(self) -> tuple[Tie, ...]:
        """The properties of nearly all classes, which the drawing leaves out."""
        return tuple(tie for tie in self.ties if len(tie.starts) > MOST_DRAWN)


@cache
def schema() -> Schema:
    """The schema; classes and properties in the order of their names."""
    said: dict[str, dict[str, list[str]]] = {FROM: {}, TO: {}, STATED: {}}
    for quad in parse(path=str(FILE), format=RdfFormat.TURTLE):
        value = str(getattr(quad.object, "value", ""))
        said[quad.predicate.value].setdefault(_short(str(getattr(quad.subject, "value", ""))), []).append(_short(value))
    ties = (Tie(name, tuple(starts), tuple(said[TO][name])) for name, starts in sorted(said[FROM].items()))
    return Schema(tuple(ties), tuple((name, tuple(files)) for name, files in sorted(said[STATED].items())))


def drawing() -> str:
    """The schema in the language of Mermaid: classes in the graphs that state them, one arrow for all properties of a pair."""
    return "\n".join(["graph LR", *_classes(), *_arrows()])


def _classes() -> Iterator[str]:
    """Every class that has an arrow, in the first of its named graphs."""
    drawn = {name for pair in _drawn() for name in pair}
    graphs: dict[str, list[str]] = {}
    for name, files in schema().stated:
        if name in drawn:
            graphs.setdefault(files[0], []).append(name)
    for number, (file, names) in enumerate(sorted(graphs.items())):
        yield f'  subgraph g{number}["{file}"]'
        yield from (f"    {name}" for name in names)
        yield "  end"


def _arrows() -> Iterator[str]:
    for (start, end), names in _drawn().items():
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield f'  {start} -->|"{", ".join(names[:MOST_NAMED])}{more}"| {end}'


def _drawn() -> dict[tuple[str, str], list[str]]:
    """The properties by the classes between which they lead.

    One with very many arrows is drawn from its first class alone. One of nearly all classes is left out, unless nothing else
    leads to its node: then it is drawn from MOST_ASKED.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for tie in schema().ties:
        if tie not in schema().everywhere:
            is_wide = len(tie.starts) * len(tie.ends) > MOST_ARROWS
            for start in tie.starts[:1] if is_wide else tie.starts:
                for end in tie.ends:
                    found.setdefault((start, end), []).append(tie.name)
    reached = {end for _, end in found}
    for tie in schema().everywhere:
        start = MOST_ASKED if MOST_ASKED in tie.starts else tie.starts[0]
        found |= {(start, end): [tie.name] for end in tie.ends if end not in reached}
    return found


def _short(text: str) -> str:
    return shrink(text).removeprefix("pol:")
