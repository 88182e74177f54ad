"""A drawing of the schema on a page: which classes are tied to which, by which properties, in which named graphs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kb.graph.schema import drawing, schema
from kb.release.release import Release
from kb.ui.taking.take_away import show_frame
from kb.ui.words import t


def show_schema(release: Release) -> None:
    """The drawing and, under it, the same as a table."""
    with st.expander(t("sparql.schema"), icon=":material/schema:", key="schema", on_change="rerun") as shown:
        if shown.open:
            everywhere = ", ".join(f"`pol:{tie.name}`" for tie in schema().everywhere)
            st.caption(t("sparql.schema-how", everywhere=everywhere))
            with st.container(key="drawing-of-schema"):
                st.mermaid_chart(drawing())
            show_frame(release, _table(), t("sparql.schema"), "schema")


def _table() -> pd.DataFrame:
    """One row for each property."""
    columns = [t(f"sparql.{name}") for name in ("schema-property", "schema-from", "schema-to")]
    rows = [(f"pol:{tie.name}", ", ".join(tie.starts), ", ".join(tie.ends)) for tie in schema().ties]
    return pd.DataFrame(rows, columns=columns)
