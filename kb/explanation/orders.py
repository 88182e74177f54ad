"""By whose law a claim is: what is said where it is not that of the jurisdiction whose cell is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.cells.layers import layers_of
from kb.cells.sentences import Sentence, values
from kb.cells.teller import Teller, until
from kb.naming import iris
from kb.values.model import WeighedClaim

if TYPE_CHECKING:
    from pyoxigraph import Quad

TIED = ("pol:union", "pol:validFrom", "pol:validUntil", "pol:boundUnder")


def order_lines(teller: Teller, weighed: WeighedClaim) -> list[tuple[Sentence, ...]]:
    """That the claim is law of what the jurisdiction belongs to, or of a part of it, and since when."""
    if not weighed.layer:
        return []
    orders = [layer.jurisdiction for layer in layers_of(teller.reader, teller.place, teller.comparison.as_of)]
    if weighed.layer not in orders:
        return [(_sentence(teller, weighed.layer, teller.place, "It is the law of {member}, a part of {whole} since {since}"),)]
    for member in orders:
        said = _sentence(teller, member, weighed.layer, "It is the law of {whole}{bound} since {since}")
        if said.quads:
            return [(said,)]
    return []


def _sentence(teller: Teller, member: str, whole: str, text: str) -> Sentence:
    """The tie of a member to a whole on the day; without triples if there is none."""
    stated, day = teller.stated, teller.comparison.as_of
    ends = {"member": iris.entity("jurisdiction", member), "whole": iris.entity("jurisdiction", whole)}
    named = {name: stated.value(iri, "rdfs:label") for name, iri in ends.items()}
    for tie in stated.of(ends["member"], "pol:membership"):
        (node,) = values([tie])
        of, start, end, under = (stated.value(node, name) for name in TIED)
        if of == ends["whole"] and start <= day < end:
            bound = f", by which {named['member']} is bound under {under}" if under else f", to which {named['member']} belongs"
            said = text.format(**named, bound=bound, since=start) + f"{until(end)}."
            return Sentence(said, (tie, *stated.of(node, *TIED), *_labels(teller, *ends.values())))
    return Sentence("")


def _labels(teller: Teller, *iris_named: str) -> tuple[Quad, ...]:
    return tuple(quad for iri in iris_named for quad in teller.stated.of(iri, "rdfs:label"))
