"""A clause on the state of a thing: what it says, and the cells and statements that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.values.matters import CellName


@dataclass(frozen=True)
class Clause:
    """One sentence; ``things`` are short keys of the statements and entities behind it, ``caution`` what must be said of them."""

    name: str
    text: str
    cells: tuple[CellName, ...] = ()
    things: tuple[str, ...] = ()
    caution: str = ""

    @property
    def whole(self) -> str:
        """The sentence with its caution."""
        return f"{self.text} {self.caution}".strip()


@dataclass(frozen=True)
class State:
    """The state of one thing on a day: the line on top, then the rest; ``dates`` says of which days, ``made`` from what."""

    kind: str
    clauses: tuple[Clause, ...]
    dates: str
    made: str

    @property
    def line(self) -> str:
        """The line on top; empty where nothing is known."""
        return self.clauses[0].text if self.clauses else ""


def capital(text: str) -> str:
    """A sentence with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def once(things: Iterable[str]) -> tuple[str, ...]:
    """Each of some keys once, in their order."""
    return tuple(dict.fromkeys(thing for thing in things if thing))
