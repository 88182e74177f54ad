"""Questions that are ready on the page of the graph: each leads to a stored query or to the paths between two ends."""

from __future__ import annotations

import streamlit as st

from kb.ui.frame.links import link
from kb.ui.frame.shared import current_release
from kb.ui.words import t

QUERIES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("fine", "who-can-fine-platform", {"platform": "x", "jurisdiction": "eu"}),
    ("rests", "what-rests-on-act", {"act": "eu/dsa"}),
    ("owns", "ownership-chain", {"platform": "tiktok"}),
    ("stopped", "stays-and-injunctions", {}),
    ("block", "who-can-block", {}),
    ("widest", "widest-powers", {}),
    ("open", "open-cases-under-act", {"act": "eu/dsa"}),
)
KINDS = {"platform": "platform", "jurisdiction": "jurisdiction", "act": "instrument"}
WAYS = (
    ("common", "instrument/eu/dsa", "instrument/gb/online-safety-act-2023"),
    ("tied", "platform/tiktok", "instrument/eu/gdpr"),
)


def ready_questions() -> None:
    """The questions as links, in a part of the page that opens; of a base with platforms those only that name what it has."""
    entities = current_release().catalogue.entities
    if not any(key.startswith("platform/") for key in entities):
        return
    with st.expander(t("graph.ready"), icon=":material/quiz:"):
        for name, query, values in QUERIES:
            if not all(f"{KINDS[parameter]}/{value}" in entities for parameter, value in values.items()):
                continue
            asked = {"name": query, **{f"p.{parameter}": value for parameter, value in values.items()}}
            link("sparql-page", t(f"graph.ready-{name}"), ":material/database:", view="table", **asked)
        for name, start, end in WAYS:
            if start not in entities or end not in entities:
                continue
            link("graph", t(f"graph.ready-{name}"), ":material/route:", focus=start, to=end)
