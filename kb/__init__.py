"""A knowledge base that compares how jurisdictions regulate platforms, on any date, as known on any date.

import kb
base = kb.open()
table = base.compare(["us", "eu", "sg"], as_of="2025-09-15")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

__all__ = ["open"]
__version__ = "0.1.0"


def open(home: str | Path | None = None) -> KnowledgeBase:  # noqa: A001
    """Open the current release below ``home`` (KB_HOME, else ``build/``).

    Raises kb.errors.UnavailableError, which says how to build one, if there is none.
    """
    from kb.base import KnowledgeBase
    from kb.opening.current import open_release

    return KnowledgeBase(open_release(home))
