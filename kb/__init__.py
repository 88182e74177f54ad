"""A knowledge base that compares how jurisdictions regulate platforms, on any date, as known on any date.

import kb
base = kb.open()
table = base.compare(["us", "eu", "sg"], as_of="2025-09-15")
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.asking.sandbox import Limits
    from kb.base import KnowledgeBase
    from kb.doors.client import RemoteBase
    from kb.errors import (
        BusyError,
        CancelledError,
        KnowledgeBaseError,
        LimitError,
        MarkerError,
        QueryError,
        UnavailableError,
        UsageError,
    )
    from kb.table_view import Table
    from kb.values.model import Comparison
    from kb.values.view import View

__all__ = [
    "BusyError",
    "CancelledError",
    "Comparison",
    "KnowledgeBaseError",
    "LimitError",
    "Limits",
    "MarkerError",
    "QueryError",
    "Table",
    "UnavailableError",
    "UsageError",
    "View",
    "__version__",
    "connect",
    "open",
]
__version__ = "0.1.0"

if not (Path(__file__).parent / "loaders" / "__init__.py").is_file():  # a checkout on a system without symbolic links
    __path__.append(str(Path(__file__).parent.parent))

_WHERE = {"Limits": "kb.asking.sandbox", "Table": "kb.table_view", "Comparison": "kb.values.model", "View": "kb.values.view"}


def open(home: str | Path | None = None) -> KnowledgeBase:  # noqa: A001
    """Open the current release below ``home`` (KB_HOME, else ``build/``).

    Raises kb.UnavailableError, which says how to build one, if there is none.
    """
    from kb.base import KnowledgeBase
    from kb.opening.current import open_release

    return KnowledgeBase(open_release(home), home)


def connect(address: str) -> RemoteBase:
    """The base that answers at an address (``kb serve``, or the app), with the methods of an opened one.

    Its answers are plain values in the shapes of the JSON contract. Raises kb.UsageError for what is no address.
    """
    from kb.doors.client import RemoteBase

    return RemoteBase(address)


def __getattr__(name: str) -> Any:
    """A public name, looked up when it is first used, so that importing kb stays light."""
    if name not in __all__:
        raise AttributeError(f"module 'kb' has no attribute '{name}'")
    found = getattr(import_module(_WHERE.get(name, "kb.errors")), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
