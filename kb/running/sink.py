"""What the engine writes an answer into: counts rows and bytes, stops at their limits, keeps XML well-formed."""

from __future__ import annotations

import re
from collections.abc import Callable

from kb.running.row_counting import COUNTERS

PIECE = 64 * 1024
NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
UNFINISHED = re.compile(rb"\xef\xbf?\Z")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()


class TooLargeError(Exception):
    """The answer passed its limit of bytes."""


class TooManyRowsError(Exception):
    """The answer passed its limit of rows."""


class _CutError(Exception):
    """Enough rows were written, and whoever asked wants those."""


class ResultSink:
    """A file that passes what is written to it on in pieces.

    Rows over the limit raise TooManyRowsError; if the answer may be cut (only TSV and graphs can), it ends soon after them
    and whoever reads it leaves the rest out.
    """

    def __init__(self, send: Callable[[bytes], object], format_name: str, rows: int, size: int, may_cut: bool = False) -> None:
        self._send, self._counter, self._is_xml = send, COUNTERS.get(format_name, _NoRows)(), format_name == "xml"
        self.row_limit, self._size_limit, self.may_cut = rows, size, may_cut
        self.rows, self.is_cut = 0, False
        self._size, self._parts, self._held = 0, list[bytes](), 0

    def guard(self, write: Callable[[], object]) -> None:
        """Run a writer; a cut ends it early and in order."""
        try:
            write()
        except _CutError:
            self.is_cut = True

    def write(self, data: bytes) -> int:
        """Take the next bytes of the answer."""
        piece = bytes(data)
        self._counter.take(piece)
        if isinstance(self._counter, _NoRows):
            return self._hold(piece)
        self.rows = max(self._counter.rows, 0)
        if self.rows > self.row_limit:
            if not self.may_cut:
                raise TooManyRowsError(self.row_limit)
            self._hold(piece)
            self.rows = self.row_limit
            raise _CutError
        return self._hold(piece)

    def _hold(self, piece: bytes) -> int:
        size = len(piece)
        self._size += size
        if self._size > self._size_limit:
            raise TooLargeError
        self._parts.append(piece)
        self._held += size
        if self._held >= PIECE:
            self._pass_on(b"")
        return size

    def flush(self) -> None:
        """Nothing is held back for the engine's sake."""

    def close(self) -> None:
        """Send what is still held."""
        if self._parts:
            self._pass_on(None)

    def _pass_on(self, rest: bytes | None) -> None:
        """Send what is held; of XML, unless it is the end, all but the beginning of a character that may be forbidden."""
        held = b"".join(self._parts)
        if self._is_xml:
            if rest is not None and (begun := UNFINISHED.search(held)):
                held, rest = held[: begun.start()], begun.group()
            held = well_formed(held)
        self._send(held)
        self._parts, self._held = [rest] if rest else [], len(rest or b"")


class _NoRows:
    """For answers that hold no rows, or whose rows are counted elsewhere."""

    rows = 0

    def take(self, chunk: bytes) -> None:
        """Nothing to count."""


def well_formed(xml: bytes) -> bytes:
    """XML without the characters that it forbids, and with carriage returns that a parser keeps."""
    return NOT_IN_XML.sub(REPLACEMENT, xml).replace(b"\r", b"&#13;")
