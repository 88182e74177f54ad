"""Compare: jurisdictions side by side on a day, with status, sources and a why for each cell."""

from __future__ import annotations

import streamlit as st

from kb.model import Comparison, QuestionHead
from kb.release import Release
from kb.tables.html import write_fragment
from kb.tables.wording import row_remarks
from kb.ui.cell_card import show_card
from kb.ui.citing import cite_table
from kb.ui.compare_controls import STATE, choose
from kb.ui.embed_view import show_embed
from kb.ui.explanation_view import show_explanation
from kb.ui.heat_map import heat_map
from kb.ui.query_links import BEHIND, behind, query_link
from kb.ui.shared import current_release, page_note, plain
from kb.ui.table_files import table_downloads
from kb.ui.words import t

MOST_CARDS = 6


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.compare.title"))
    comparison = choose(release)
    if comparison is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_caption(comparison))
        table_downloads(comparison)
        show_embed(comparison)
        cite_table(comparison, st.session_state[STATE])
        query_link(BEHIND, behind(comparison))
    if st.session_state["view"] == "heat":
        with st.container(key="heat"):
            st.altair_chart(heat_map(comparison), alt=t("heat.alt"))
        st.caption(t("heat.how"))
        st.caption(t("cell.legend"))
    elif st.session_state["view"] == "cards" and len(comparison.jurisdictions) <= MOST_CARDS:
        _cards(comparison)
    else:
        st.html(write_fragment(comparison, st.context.theme.type or "light"))
    _open_asked_cell(release, comparison)
    page_note(release)


def _caption(comparison: Comparison) -> str:
    """What is compared, and at which point of both clocks."""
    names = plain(", ".join(name for _, name in comparison.jurisdictions))
    reaching = "compare.caption-platform" if comparison.platform_name else "compare.caption"
    said = t(reaching, names=names, platform=plain(comparison.platform_name or ""))
    return f"**{said}** · {t('compare.dates', as_of=comparison.as_of, known_on=comparison.known_on)}"


def _cards(comparison: Comparison) -> None:
    for dimension, title in dict.fromkeys((head.dimension, head.dimension_title) for head in comparison.questions):
        st.header(title, divider="gray")
        for head in comparison.questions:
            if head.dimension == dimension:
                _question(comparison, head)
    st.caption(t("cell.legend"))
    with st.expander(t("compare.notes", n=len(comparison.notes)), expanded=False):
        st.markdown("\n".join(f"{note.n}. {_linked(note.citation, note.url)}" for note in comparison.notes))


def _linked(citation: str, url: str | None) -> str:
    return f"{plain(citation)} ([{t('compare.text')}](<{url}>))" if url else plain(citation)


def _question(comparison: Comparison, head: QuestionHead) -> None:
    st.subheader(plain(head.text))
    for remark in row_remarks(comparison, head):
        st.caption(plain(remark))
    columns = st.columns(len(comparison.jurisdictions), border=True)
    for column, (slug, name) in zip(columns, comparison.jurisdictions, strict=True):
        show_card(column, name, comparison.cell(slug, head.id))
        column.button(
            t("compare.why"),
            key=f"why-{slug}-{head.id}",
            on_click=_ask,
            args=(f"{slug}.{head.id}",),
            type="tertiary",
            icon=":material/help:",
            help=t("compare.why-help", name=name),
        )


def _ask(cell: str) -> None:
    st.query_params["cell"] = cell


def _forget() -> None:
    st.query_params.pop("cell", None)


def _open_asked_cell(release: Release, comparison: Comparison) -> None:
    asked = st.query_params.get("cell")
    if not asked:
        return
    slug, _, question = asked.partition(".")
    if slug not in dict(comparison.jurisdictions) or question not in {head.id for head in comparison.questions}:
        st.warning(t("compare.no-cell", cell=plain(asked[:80])), icon=":material/link_off:")
        return
    dialog = st.dialog(t("explain.title"), width="large", on_dismiss=_forget)
    dialog(show_explanation)(release, comparison, slug, question)
