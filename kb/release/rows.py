"""Rows of stored queries, and the little that a module needs of a release to read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

Row = dict[str, str | None]


class Rows(Protocol):
    """A release as those see it who ask it stored queries and read its files."""

    @property
    def id(self) -> str:
        """Identifier derived from the content of the release."""

    def rows(self, query: str, **parameters: str) -> Iterator[Row]:
        """Rows of a stored query, every value as text, unbound as None."""

    def file(self, name: str) -> Path:
        """A file that belongs to the release besides its store; it may be missing."""
