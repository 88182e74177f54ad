"""SPARQL: stored queries with their parameters, own queries under limits, results and downloads."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kb.errors import KnowledgeBaseError
from kb.query_files import StoredQuery, internal_queries
from kb.query_results import QueryResult
from kb.release import Release
from kb.sandbox import Limits, run_query
from kb.ui import url_state
from kb.ui.shared import current_release, page_note

OWN = "own"
LIMITS = Limits(seconds=10, rows=10_000)
EXAMPLE = (Path(__file__).resolve().parent.parent / "example.rq").read_text(encoding="utf-8")


def show() -> None:
    """The page."""
    release = current_release()
    st.title("SPARQL")
    st.markdown(
        "Ask the graph itself. Queries only read this release, and stop after "
        f"{LIMITS.seconds:g} seconds or {LIMITS.rows:,} rows."
    )
    stored = {query.name: query for query in internal_queries()}
    first = st.session_state.get("query-name") or url_state.chosen("name", [OWN, *stored], OWN)
    options = [OWN, *stored]
    name = st.selectbox(
        "Query", options, options.index(str(first)), format_func=lambda key: _title(stored, key), key="query-name"
    )
    text, values = _edit(stored.get(name))
    url_state.write({"name": name, "query": st.query_params.get("query", "") if name == OWN else ""})
    if text is not None:
        _run(release, text, values, name)
    page_note(release)


def _title(stored: dict[str, StoredQuery], key: str) -> str:
    return "Your own query" if key == OWN else f"{key}: {stored[key].summary}"


def _edit(query: StoredQuery | None) -> tuple[str | None, dict[str, str]]:
    """The form; the text and parameter values if it was sent, else None."""
    with st.form(f"query-{query.name if query else OWN}"):
        values = {}
        if query:
            for name, kind in ((one.name, one.kind) for one in query.parameters):
                example = dict(query.examples).get(name, "")
                values[name] = st.text_input(f"{name} ({kind})", example, key=f"{query.name}-{name}")
            st.code(query.text, language="sparql")
            text = query.text
        else:
            start = st.query_params.get("query") or EXAMPLE
            text = st.text_area("Query", start, height=320, key="own-query")
        sent = st.form_submit_button("Run", type="primary", icon=":material/play_arrow:")
    if sent and not query:
        st.query_params["query"] = text
    return (text, values) if sent else (None, values)


def _run(release: Release, text: str, values: dict[str, str], name: str) -> None:
    if missing := [parameter for parameter, value in values.items() if not value]:
        st.error(f"Fill in: {', '.join(missing)}")
        return
    try:
        with st.spinner("Running"):
            result = QueryResult(run_query(release, text, values, LIMITS))
    except KnowledgeBaseError as error:
        st.error(str(error))
        return
    frame = result.to_pandas()
    st.markdown(f"{len(frame)} {'row' if len(frame) == 1 else 'rows'}")
    st.dataframe(frame, hide_index=True, width="stretch")
    _downloads(result, name)


def _downloads(result: QueryResult, name: str) -> None:
    formats = result.formats
    with st.container(horizontal=True):
        for suffix in formats:
            st.download_button(
                suffix.upper(),
                data=lambda suffix=suffix: result.write(suffix),
                file_name=f"{name}.{suffix}",
                on_click="ignore",
                key=f"result-{suffix}",
            )
