"""When the server starts, import what the pages need and open the release, so that the first reader need not wait for it."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from kb.errors import KnowledgeBaseError


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """For the life of the app: beside its start, everything is warmed in a thread of its own."""
    threading.Thread(target=warm, daemon=True).start()
    yield


def warm() -> None:
    """Open the current release with what every page reads of it, and import all pages; where there is none that can wait."""
    main = import_module("kb.ui.main")
    main.page_module("compare")
    with contextlib.suppress(KnowledgeBaseError, sqlite3.Error, OSError):
        release = import_module("kb.ui.frame.shared").current_release()
        release.reader.questions(), release.reader.jurisdictions(), release.reader.platforms(), release.reader.policies()
        release.catalogue.entities  # noqa: B018
        release.reader.cells()
    for name in main.NAMES:
        main.page_module(name)
    import_module("altair")  # which pages import when a chart is first asked for
