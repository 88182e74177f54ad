"""Sentences that carry the triples of the release that they say, and the reading of those triples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.naming.namespaces import expand
from kb.release.guarded_store import GuardedStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, Store


@dataclass(frozen=True)
class Sentence:
    """What a reader reads, and the quads of the release that it says; one on the request itself says none."""

    text: str
    quads: tuple[Quad, ...] = ()

    @property
    def triples(self) -> list[str]:
        """The quads as lines of N-Quads, each as it stands in the release's ``data.nq``."""
        return [f"{quad} ." for quad in self.quads]


@dataclass(frozen=True)
class Paragraph:
    """Lines of sentences on one claim (its IRI), or on the cell (None)."""

    about: str | None
    lines: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in reading order."""
        return tuple(sentence for line in self.lines for sentence in line)


class Stated:
    """What a store states at one moment, looked up by node; properties are prefixed names or IRIs."""

    def __init__(self, store: Store | GuardedStore) -> None:
        self._store = store.at_one_look() if isinstance(store, GuardedStore) else store
        self._seen: dict[tuple[str, str, str | None], list[Quad]] = {}

    def of(self, node: str | None, *properties: str) -> tuple[Quad, ...]:
        """The quads of a node with these properties, in their order; none for None."""
        return tuple(quad for name in properties for quad in self._matching(node, name, None))

    def tie(self, node: str, name: str, target: str) -> tuple[Quad, ...]:
        """The quads that tie a node to another one by one property."""
        return tuple(self._matching(node, name, target))

    def value(self, node: str | None, name: str) -> str:
        """Text or IRI of one property of a node; empty if it has none."""
        return next(iter(values(self.of(node, name))), "")

    def _matching(self, node: str | None, name: str, target: str | None) -> Iterable[Quad]:
        """The quads that match, looked up once."""
        if node is None:
            return []
        if (asked := (node, name, target)) not in self._seen:
            self._seen[asked] = self._found(*asked)
        return self._seen[asked]

    def _found(self, node: str, name: str, target: str | None) -> list[Quad]:
        from pyoxigraph import NamedNode

        predicate = NamedNode(name if name.startswith("http") else expand(name))
        found = self._store.quads_for_pattern(NamedNode(node), predicate, NamedNode(target) if target else None)
        return sorted(found, key=str)


def values(quads: Iterable[Quad]) -> list[str]:
    """Texts and IRIs of the objects, in order."""
    return [str(getattr(quad.object, "value", quad.object)) for quad in quads]
