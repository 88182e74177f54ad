"""What a search found, as values, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.naming import iris
from kb.release.search import CLOSE_MARK, OPEN_MARK, Found
from kb.values.model import Cell

CELL, CHANGES = "cell", "changes"
NOT_USED = " [words of the search that this does not speak of: {0}]"


@dataclass(frozen=True)
class Hit:
    """One hit: a cell that answers, what changed, or a thing with a page; ``why`` says what it answers or where words stand.

    ``cell`` is ``jurisdiction/question`` of a cell, ``platform`` whose rule it tells; ``passage`` is where the words
    stand, marked «so», ``says`` how what is said of the thing begins; a thing has an ``iri``.
    ``answer`` is the cell that answers, for who says it in other words than ``why``.
    Changes are called by their places and by the day since when. ``unused`` are words of the search that the answer has nothing
    to do with. ``beside`` are all places that the same question was asked of, as slugs.
    """

    kind: str
    id: str
    label: str
    why: str
    cell: str | None = None
    platform: str | None = None
    iri: str = ""
    passage: str = ""
    says: str = ""
    unused: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    answer: Cell | None = None

    @property
    def told(self) -> str:
        """Why it is a hit, and which words of the search it did not use."""
        return f"{self.why}{NOT_USED.format(', '.join(self.unused))}" if self.unused else self.why

    @property
    def key(self) -> str:
        """Kind and identifier: ``instrument/us/pafaca``, ``cell/sg/data-localization-requirement``."""
        return f"{self.kind}/{self.id}"


def hit_of(found: Found, why: str = "") -> Hit:
    """A thing that was found by name or words."""
    passage = " ".join(found.snippet.split())
    plain = passage.replace(OPEN_MARK, "").replace(CLOSE_MARK, "")
    kind, _, name = found.iri.removeprefix(iris.ID).partition("/")
    return Hit(kind, name, found.name, why or plain, None, None, found.iri, passage, found.says)


def as_plain(hits: Sequence[Hit]) -> dict[str, object]:
    """Hits as JSON can hold them: the contract of ``search --format json``."""
    fields = {"kind": "kind", "id": "id", "label": "label", "cell": "cell", "why": "told"}
    return {"hits": [{field: getattr(hit, name) for field, name in fields.items()} for hit in hits]}


def write_hits(hits: Sequence[Hit]) -> str:
    """Hits as plain text, two lines each."""
    return "".join(f"{hit.key}  {hit.label}\n    {hit.told}\n" for hit in hits)
