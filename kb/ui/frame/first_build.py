"""Build the first release from inside the app, with progress, when none exists; only then are the means to build imported."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kb.errors import UnavailableError
from kb.loaders.layout import facts_folder
from kb.loaders.problems import CuratedDataError, listing
from kb.release.current_link import is_there
from kb.ui.frame.shared import plain
from kb.ui.words import t


def build_with_progress(home: Path, reason: str) -> None:
    """Build below ``home``; if the facts are wrong show what to mend and stop the page.

    Where a release was there that cannot be used, ``reason`` says why and stays above the page.
    """
    from kb.building.build import build
    from kb.building.progress import CURATED, share_done

    if is_there(home):
        st.warning(t("build.again", reason=plain(reason)), icon=":material/construction:")
    bar = st.progress(0.0, text=t("build.first"))

    def report(stage: str, done: int, total: int) -> None:
        bar.progress(share_done(CURATED, stage, done, total), text=t("build.stage", stage=stage))

    try:
        build(facts_folder(), home, report)
    except CuratedDataError as error:
        st.error(t("build.wrong-facts", reason=plain(reason)))
        st.code("\n".join(listing(error.problems)), language=None)
        st.stop()
    except UnavailableError as error:
        st.error(plain(str(error)))
        st.stop()
    bar.empty()
