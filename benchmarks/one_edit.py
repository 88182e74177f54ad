"""How long one edit is checked against the shapes in bases of any size, in processor milliseconds of a warm process.

    python -m benchmarks.one_edit HOME ...      # folders with releases of benchmarks.generate, as KB_HOME

The edits are of 50 instruments spread over the base: another sentence of one claim; another text of every node of the file; a
claim without its question, which must be found. Prints Markdown.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.building.edit_check import EditedBase, problems_of_edit
from kb.building.places import FACTS_GRAPH
from kb.naming.namespaces import expand
from kb.opening.current import open_release

FILES = 50
ANSWER, QUESTION, IN_SHORT = (NamedNode(expand(name)) for name in ("pol:answer", "pol:question", "pol:inShort"))
TEXT = NamedNode(expand("xsd:string"))
Edit = Callable[[list[Quad]], list[Quad]]


def files(store: Store) -> Iterator[NamedNode]:
    """Graphs of some instruments with claims, in steps over the whole base."""
    instruments = [graph for graph in store.named_graphs() if graph.value.startswith(FACTS_GRAPH + "instruments/")]  # type: ignore[union-attr]
    for graph in instruments[:: max(len(instruments) // (2 * FILES), 1)]:
        if next(store.quads_for_pattern(None, ANSWER, None, graph), None):
            yield graph  # type: ignore[misc]


def one_claim(quads: list[Quad]) -> list[Quad]:
    """Another sentence of the first claim."""
    place = next(number for number, quad in enumerate(quads) if quad.predicate == IN_SHORT)
    return [*quads[:place], _said(quads[place]), *quads[place + 1 :]]


def all_nodes(quads: list[Quad]) -> list[Quad]:
    """Another text wherever there is one."""
    return [_said(quad) if isinstance(quad.object, Literal) and quad.object.datatype == TEXT else quad for quad in quads]


def no_question(quads: list[Quad]) -> list[Quad]:
    """A claim that lost its question."""
    claim = next(quad.subject for quad in quads if quad.predicate == QUESTION)
    return [quad for quad in quads if quad.subject != claim or quad.predicate != QUESTION]


def _said(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, Literal(f"{quad.object.value} Again."), quad.graph_name)  # type: ignore[union-attr]


EDITS: dict[str, tuple[Edit, int]] = {
    "one claim": (one_claim, 0),
    "every node of a file": (all_nodes, 0),
    "a fault": (no_question, 1),
}


def main(homes: list[str]) -> None:
    """Measure and print: the median and the slowest of the files, each a second time asked."""
    print(
        "| quads | " + " | ".join(f"{name}: median ms | slowest" for name in EDITS) + " |\n|--:" + "|--:" * 2 * len(EDITS) + "|"
    )
    for home in homes:
        release, shown = open_release(home), []
        for edit, faults in EDITS.values():
            taken = []
            for graph in islice(files(release.store), FILES):
                after = edit(list(release.store.quads_for_pattern(None, None, None, graph)))
                begun = time.process_time()
                found = problems_of_edit(EditedBase(release.store, {graph.value: after}))
                taken.append(1000 * (time.process_time() - begun))
                assert len(found) == faults, found
            shown.append(f"{statistics.median(taken):.1f} | {max(taken):.1f}")
        print(f"| {release.manifest['quads']:,} | " + " | ".join(shown) + " |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
