"""A drawing of the schema from the data themselves: which kinds of things are tied to which, by which properties."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kb.naming.namespaces import shrink
from kb.release.release import Release
from kb.ui.frame.shared import cached
from kb.ui.taking.take_away import show_frame
from kb.ui.words import t

FEWEST = 20  # ties of a kind that are drawn; the table has all
MOST_NAMED = 3
Link = tuple[str, str, str, int]


def show_schema(release: Release) -> None:
    """The drawing and, under it, the same as a table."""
    links: list[Link] = cached(release, _links)
    with st.expander(t("sparql.schema"), icon=":material/schema:"):
        st.caption(t("sparql.schema-how", n=FEWEST))
        st.graphviz_chart(_drawing(links), width="stretch")
        columns = ("schema-from", "schema-property", "schema-to", "schema-number")
        frame = pd.DataFrame(links, columns=[t(f"sparql.{name}") for name in columns])
        show_frame(release, frame, t("sparql.schema"), "schema")


def _links(release: Release) -> list[Link]:
    rows = release.rows("schema_links")
    return [
        (shrink(row["from"] or ""), shrink(row["property"] or ""), shrink(row["to"] or ""), int(row["n"] or 0)) for row in rows
    ]


def _drawing(links: list[Link]) -> str:
    """The frequent ties in the language of Graphviz, all properties between two kinds as one arrow."""
    named: dict[tuple[str, str], list[str]] = {}
    for start, name, end, number in links:
        if number >= FEWEST:
            named.setdefault((start, end), []).append(name.removeprefix("pol:"))
    arrows = (f'"{start}" -> "{end}" [label="{_listed(names)}"]' for (start, end), names in named.items())
    style = "rankdir=LR; bgcolor=transparent; node [shape=box, style=filled, fillcolor=white]; edge [fontsize=10, color=gray50]"
    return f"digraph {{ {style}; {'; '.join(arrows)} }}"


def _listed(names: list[str]) -> str:
    more = f" +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
    return "\\n".join(names[:MOST_NAMED]) + more
