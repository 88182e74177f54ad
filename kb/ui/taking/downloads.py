"""The button that offers a view as files, one for each format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

import streamlit as st

from kb.tables.listing import FORMATS as LISTINGS
from kb.tables.listing import Listing
from kb.ui.frame.turn import client, in_process
from kb.ui.words import t

MEDIA = {
    "bib": "application/x-bibtex",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "graphml": "application/xml",
    "html": "text/html",
    "ics": "text/calendar",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttl": "text/turtle",
    "txt": "text/plain",
}
PICTURES = ("svg", "png", "pdf")

Write = Callable[[str], str | bytes]


def downloads(
    formats: Iterable[str],
    write: Write,
    stem: str,
    key: str,
    *,
    how: str | None = None,
    suffixes: Mapping[str, str] | None = None,
    media: Mapping[str, str] = MEDIA,
    label: str = "app.download",
    is_quiet: bool = False,
) -> None:
    """Offer what ``write`` makes of each format, as ``stem.format``; ``suffixes`` names the files that end otherwise.

    ``how`` is the key of words above the buttons, ``label`` that of the words on the button. A file is written when its button
    is pressed, not before.
    """
    with st.popover(t(label), icon=":material/download:", key=f"{key}-popover", type="tertiary" if is_quiet else "secondary"):
        if how:
            st.caption(t(how))
        for name in formats:
            st.download_button(
                t(f"format.{name}"),
                data=partial(write, name),
                file_name=f"{stem}.{(suffixes or {}).get(name, name)}",
                mime=media[name],
                on_click="ignore",
                key=f"{key}-{name}",
                width="stretch",
            )


def also_as_listing(formats: Collection[str], write: Write, listed: Callable[[], Listing]) -> tuple[list[str], Write]:
    """The formats of a view and, where it does not write them itself, CSV, JSON and pictures of the same as rows."""
    more = [name for name in LISTINGS if name not in formats]
    asker = client()

    def written(name: str) -> str | bytes:
        return write(name) if name in formats else in_process("kb.tables.listing:write_listing", listed(), name, asker=asker)

    return [*formats, *more], written
