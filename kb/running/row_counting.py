"""Count the rows of a result while the engine writes it, in each of the W3C formats, chunk by chunk.

The engine writes far faster than Python can look at single rows, so only the marks that separate rows are counted.
"""

from __future__ import annotations

import re
from typing import Protocol


class RowCounter(Protocol):
    """Counts the rows in the chunks of one result."""

    rows: int

    def take(self, chunk: bytes) -> None:
        """Count the rows that end (or, in XML and JSON, begin) in the next chunk."""


class TsvRows:
    """A line is a row, after the header: strings hold no line feed, it is written as an escape."""

    def __init__(self) -> None:
        self.rows = -1

    def take(self, chunk: bytes) -> None:
        """Count the line feeds."""
        self.rows += chunk.count(b"\n")


class CsvRows:
    """A line is a row, after the header, unless its end stands inside quotes."""

    def __init__(self) -> None:
        self.rows, self._quoted = -1, False

    def take(self, chunk: bytes) -> None:
        """Count the line feeds outside quotes; a doubled quote changes nothing."""
        parts = chunk.split(b'"')
        self.rows += sum(part.count(b"\n") for part in parts[1 if self._quoted else 0 :: 2])
        self._quoted ^= len(parts) % 2 == 0


class XmlRows:
    """Every ``<result>`` is a row: text cannot hold the mark, its angle bracket is escaped."""

    def __init__(self) -> None:
        self.rows, self._rest = 0, b""

    def take(self, chunk: bytes) -> None:
        """Count the marks, also one that two chunks share."""
        text = self._rest + chunk
        self.rows += text.count(b"<result>")
        self._rest = text[-7:]


class JsonRows:
    """Every object that stands in a list is a row; the list of variables holds strings only."""

    def __init__(self) -> None:
        self.rows, self._inside, self._rest, self._last = 0, False, b"", b""

    def take(self, chunk: bytes) -> None:
        """Count ``[{`` and ``,{`` outside strings."""
        text = self._rest + chunk
        open_end = len(text) - len(text.rstrip(b"\\"))
        self._rest = text[len(text) - open_end :] if open_end else b""
        parts = re.sub(rb"\\.", b"", text[: len(text) - open_end], flags=re.DOTALL).split(b'"')
        plain = self._last + b'"'.join(parts[1 if self._inside else 0 :: 2])
        self.rows += plain.count(b"[{") + plain.count(b",{")
        self._last = plain[-1:]
        self._inside ^= len(parts) % 2 == 0


COUNTERS: dict[str, type[RowCounter]] = {"csv": CsvRows, "tsv": TsvRows, "json": JsonRows, "xml": XmlRows}
