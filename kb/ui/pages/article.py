"""The article: each statement of a source with its verdict, its evidence, and the cells it touches."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from kb import iris
from kb.release import Release
from kb.statements import SourceStatement, source_names, statements_of, write_statements
from kb.ui import url_state
from kb.ui.links import link
from kb.ui.shared import current_release, page_note, plain

ARTICLE = "us-china-tiktok-near-agreement"
VERDICTS = {
    "contradicted": ("Contradicted", "red", "✗"),
    "partly-supported": ("Partly supported", "orange", "◐"),
    "unsupported": ("Unsupported", "orange", "○"),
    "supported": ("Supported", "green", "✓"),
    "opinion": ("Opinion", "gray", "“”"),
    "forecast": ("Forecast", "gray", "→"),
    "none": ("No verdict", "gray", "·"),
}


def show() -> None:
    """The page."""
    release = current_release()
    names = source_names(release)
    st.title("The article and other sources")
    st.markdown(
        "This base began with one news article about TikTok. Each of its statements is shown in our words, "
        "with a verdict and the evidence for and against it. Other sources are read in the same way."
    )
    url_state.forget_unknown("source", names)
    first = ARTICLE if ARTICLE in names else next(iter(names), None)
    asked = st.session_state.get("source") or url_state.chosen("source", names, first)
    if asked is None:
        st.info("The base has no sources yet.")
        return
    source = st.selectbox("Source", list(names), list(names).index(asked), format_func=names.__getitem__, key="source")
    statements = statements_of(release, source)
    counts = Counter(one.verdict or "none" for one in statements)
    present = [verdict for verdict in VERDICTS if counts[verdict]]
    default = url_state.listed("verdict", VERDICTS, [])
    picked = st.pills(
        "Verdicts",
        present,
        selection_mode="multi",
        default=[verdict for verdict in default if verdict in present],
        format_func=lambda verdict: f"{VERDICTS[verdict][2]} {VERDICTS[verdict][0]} ({counts[verdict]})",
        key=f"verdicts-{source}",
    )
    url_state.write({"source": source, "verdict": ",".join(picked)})
    _downloads(release, source, statements)
    for one in statements:
        if not picked or (one.verdict or "none") in picked:
            _show_statement(one)
    page_note(release)


def _downloads(release: Release, source: str, statements: list[SourceStatement]) -> None:
    head = release.reader.head(iris.entity("source", source))
    with st.popover("Download", icon=":material/download:"):
        for name, mime in {"md": "text/markdown", "json": "application/json", "txt": "text/plain"}.items():
            st.download_button(
                name,
                data=lambda name=name: write_statements(head, statements, release.id, name),
                file_name=f"{source}.{name}",
                mime=mime,
                on_click="ignore",
                key=f"statements-{name}",
            )


def _show_statement(one: SourceStatement) -> None:
    label, color, mark = VERDICTS[one.verdict or "none"]
    with st.container(border=True):
        st.markdown(f":{color}-badge[{mark} {label}] &nbsp; **{plain(one.says)}**")
        st.caption(f"{one.key} · {plain(one.where)}" + (f" · said of {plain(one.held_for)}" if one.held_for else ""))
        if one.because:
            st.markdown(plain(one.because))
        if one.evidence:
            with st.expander(f"Evidence ({len(one.evidence)})"):
                for item in one.evidence:
                    origin = ", ".join(plain(part) for part in (item.who, item.dated) if part)
                    weight = f" *{plain(item.weight)}*" if item.weight else ""
                    st.markdown(f"- **{item.stance}**: {plain(item.says)}" + (f" ({origin})" if origin else "") + weight)
        _links(one)


def _links(one: SourceStatement) -> None:
    if one.cell:
        jurisdiction, question, answer = one.cell
        label = f"See the cell it touches: {question} in {jurisdiction} (it answers {answer})"
        link("compare", label, ":material/table:", j=f"{jurisdiction},us,eu", d="*", cell=f"{jurisdiction}.{question}")
    for iri, title in one.about:
        link("graph", plain(title), ":material/hub:", focus=iri.removeprefix(iris.ID))
