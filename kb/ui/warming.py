"""When the server starts, import what the pages need and open the release, so that the first reader need not wait for it."""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from kb.errors import KnowledgeBaseError
from kb.ui.sections import NAMES

FORGOTTEN_SECONDS = 60
EVERYWHERE = ("0.0.0.0", "::")
WITHOUT_WATCHING = "none"  # else Streamlit looks for every module on the disk after every run of every page


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """For the life of the app: beside its start, everything is warmed in a thread of its own."""
    threading.Thread(target=warm, daemon=True).start()
    yield


def options(about: str = "") -> dict[str, str | int]:
    """Streamlit's options as the command line gives them, ``--server.port 8080`` or ``--server.port=8080``, and ours.

    The text about the app is what ``--help`` prints.
    """
    help_of = argparse.ArgumentParser(description=about, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter)
    _, options_given = help_of.parse_known_args(sys.argv[1:])  # ends the program where it prints the help
    words = [word for given in options_given for word in given.split("=", 1)]
    given = dict(zip((word.removeprefix("--") for word in words[::2]), words[1::2], strict=False))
    if given.get("server.address") in EVERYWHERE:  # else Streamlit asks the internet which address to print
        given = {"browser.serverAddress": "localhost"} | given
    return {"server.disconnectedSessionTTL": FORGOTTEN_SECONDS, "server.fileWatcherType": WITHOUT_WATCHING, **given}


def warm() -> None:
    """Open the current release with what every page reads of it, and import all pages; where there is none that can wait."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)  # no page runs here
    main = import_module("kb.ui.main")
    main.page_module("compare")
    with contextlib.suppress(KnowledgeBaseError, sqlite3.Error, OSError):
        release = import_module("kb.ui.frame.shared").current_release()
        release.reader.questions(), release.reader.jurisdictions(), release.reader.platforms(), release.reader.policies()
        release.catalogue.entities  # noqa: B018
        release.reader.cells()
    for name in NAMES:
        main.page_module(name)
    import_module("altair")  # which pages import when a chart is first asked for
    gc.collect()
    gc.freeze()  # what is there now stays; Streamlit looks for rubbish after every run and need not look through it
