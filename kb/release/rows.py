"""Rows of stored queries, and the little that a module needs of a release to read them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

Row = dict[str, str | None]


class Queried(Protocol):
    """Facts as those see them who ask them stored queries."""

    @property
    def id(self) -> str:
        """Identifier of what is asked."""

    def rows(self, query: str, **parameters: str) -> Iterator[Row]:
        """Rows of a stored query, every value as text, unbound as None."""


class Rows(Queried, Protocol):
    """A release as those see it who ask it stored queries and read its files."""

    def database(self, name: str) -> sqlite3.Connection:
        """An SQLite file that belongs to the release, opened for reading."""

    def publication(self, name: str) -> tuple[Path, int, int]:
        """Where such a file is, with its number and its time; OSError or UnavailableError if it is missing."""
