"""What is wrong with an outside file, by line or by row, so that it can be named."""

from __future__ import annotations


class OutsideError(Exception):
    """One mistake in an outside file; ``line`` is its line, 0 where there is none to name."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.line = message, line
