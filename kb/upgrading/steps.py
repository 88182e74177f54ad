"""From the data of each earlier format to those of the next, one named graph at a time.

The format of the data is the version of the ontology, which stands in the data. Whoever changes how facts are stated raises
it in ``ontology/policy.ttl`` and here, and writes the step from the one before: nothing that was published is ever written
again, but all of it can be read for as long as there is a way from its format to this one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kb.errors import UnavailableError

if TYPE_CHECKING:
    from pyoxigraph import Quad

DATA_FORMAT = 17
Graph = Sequence["Quad"]
Step = Callable[[Graph], Graph]


def unchanged(graph: Graph) -> Graph:
    """Nothing is stated otherwise in the next format."""
    return graph


STEPS: dict[int, Step] = {11: unchanged, 12: unchanged, 13: unchanged, 14: unchanged, 15: unchanged, 16: unchanged}


def way_from(number: int) -> list[Step]:
    """The steps from a format to today's; UnavailableError if there is no way."""
    if number > DATA_FORMAT:
        raise UnavailableError(f"its data have format {number}, this program reads up to {DATA_FORMAT}; install a later version")
    missing = [one for one in range(number, DATA_FORMAT) if one not in STEPS]
    if missing:
        raise UnavailableError(f"its data have format {number}, from which there is no way to format {DATA_FORMAT}")
    return [STEPS[one] for one in range(number, DATA_FORMAT)]


def upgraded(graph: Graph, way: Sequence[Step]) -> Graph:
    """A graph after all steps of a way."""
    for step in way:
        graph = step(graph)
    return graph


def reads_as_it_is(number: int) -> bool:
    """Whether data of a format are stated as today's program expects them."""
    return number <= DATA_FORMAT and all(STEPS.get(one) is unchanged for one in range(number, DATA_FORMAT))
