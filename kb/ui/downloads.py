"""The button that offers a view as files, one for each format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from kb.ui.words import t

MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "ttl": "text/turtle",
    "txt": "text/plain",
}


def downloads(
    formats: Iterable[str],
    write: Callable[[str], str | bytes],
    stem: str,
    key: str,
    *,
    how: str | None = None,
    suffixes: Mapping[str, str] | None = None,
    media: Mapping[str, str] = MEDIA,
) -> None:
    """Offer what ``write`` makes of each format, as ``stem.format``; ``suffixes`` names the files that end otherwise.

    ``how`` is the key of words above the buttons. A file is written when its button is pressed, not before.
    """
    with st.popover(t("app.download"), icon=":material/download:", key=f"{key}-popover"):
        if how:
            st.caption(t(how))
        for name in formats:
            st.download_button(
                t(f"format.{name}"),
                data=lambda name=name: write(name),
                file_name=f"{stem}.{(suffixes or {}).get(name, name)}",
                mime=media[name],
                on_click="ignore",
                key=f"{key}-{name}",
                width="stretch",
            )
