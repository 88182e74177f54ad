"""The limits of one user's query, as settings set them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from kb.errors import UsageError

A_DAY = 86_400
# the setting that raises each limit, by the word that its error has
SETTINGS = {
    "seconds": "KB_LIMIT_SECONDS",
    "rows": "KB_LIMIT_ROWS",
    "memory": "KB_LIMIT_MEMORY_MB",
    "bytes": "KB_LIMIT_ANSWER_MB",
}


@dataclass(frozen=True)
class Limits:
    """Limits of one query: seconds, rows, megabytes of memory, megabytes of answer."""

    seconds: float = 30.0
    rows: int = 100_000
    memory_mb: int = 1024
    answer_mb: int = 50

    @classmethod
    def from_environment(cls) -> Limits:
        """Limits as KB_LIMIT_SECONDS, _ROWS, _MEMORY_MB and _ANSWER_MB set them; UsageError if one is no number."""
        try:
            limits = cls(
                seconds=float(os.environ.get(SETTINGS["seconds"], cls.seconds)),
                rows=int(os.environ.get(SETTINGS["rows"], cls.rows)),
                memory_mb=int(os.environ.get(SETTINGS["memory"], cls.memory_mb)),
                answer_mb=int(os.environ.get(SETTINGS["bytes"], cls.answer_mb)),
            )
        except ValueError as error:
            raise UsageError(f"a KB_LIMIT_ setting is not a number: {error}") from None
        if not (0 < limits.seconds <= A_DAY and min(limits.rows, limits.memory_mb, limits.answer_mb) > 0):
            raise UsageError("the KB_LIMIT_ settings must be above 0, and KB_LIMIT_SECONDS at most a day")
        return limits
