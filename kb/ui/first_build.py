"""Build the first release from inside the app, with progress, when none exists."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from kb.build_command import CURATED, share_done
from kb.building import build
from kb.errors import UnavailableError
from loaders.layout import folder
from loaders.problems import CuratedDataError, listing


def build_with_progress(home: Path, reason: str) -> None:
    """Build below ``home``; if the facts are wrong show what to mend and stop the page."""
    bar = st.progress(0.0, text="Building the knowledge base for the first time")

    def report(stage: str, done: int, total: int) -> None:
        bar.progress(share_done(CURATED, stage, done, total), text=f"Building the knowledge base: {stage}")

    try:
        build(Path(os.environ.get("KB_FACTS") or folder("facts")), home, report)
    except CuratedDataError as error:
        st.error(f"{reason}. It could not be built, because the facts need mending:")
        st.code("\n".join(listing(error.problems)), language=None)
        st.stop()
    except UnavailableError as error:
        st.error(str(error))
        st.stop()
    bar.empty()
