"""Compare: jurisdictions side by side on a day, with status, sources and a why for each cell."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.cells.layers import UNION
from kb.release.release import Release
from kb.tables.html import write_fragment
from kb.ui.cells import beside
from kb.ui.cells.beside import Differences
from kb.ui.cells.beside_table import show_table
from kb.ui.cells.cell_address import CellAddress, cell_alone, parse
from kb.ui.cells.cell_card import evidence_span, show_card
from kb.ui.cells.compare_controls import STATE, Choice, choose
from kb.ui.cells.embed_view import show_embed
from kb.ui.cells.explanation_view import show_explanation
from kb.ui.cells.heat_map import heat_map
from kb.ui.cells.pinned import cell_buttons, chosen_pins, pin_button, show_pins
from kb.ui.cells.provisions_view import show_provisions
from kb.ui.frame import url_state
from kb.ui.frame.beginning import compared
from kb.ui.frame.query_links import BEHIND, behind, query_link
from kb.ui.frame.shared import current_release, page_note, plain
from kb.ui.taking.citing import cite_table
from kb.ui.taking.drawing_file import svg_button
from kb.ui.taking.form_controls import form_controls
from kb.ui.taking.table_files import table_downloads
from kb.ui.words import t
from kb.values.model import Comparison, QuestionHead
from kb.values.words import row_remarks

MOST_CARDS = 6


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.compare.title"))
    choice = choose(release)
    comparison = choice.comparison
    if comparison:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_caption(comparison))
            form = form_controls()
            table_downloads(comparison, form, release)
            show_embed(comparison, form)
            cite_table(comparison, st.session_state[STATE])
            query_link(BEHIND, behind(comparison))
    show_pins(release, choice.pins, choice.now)
    if comparison:
        differing = beside.differences(release, comparison, choice.other) if choice.other else None
        if differing:
            beside.show_sum(comparison, differing)
        _show_view(release, comparison, choice, differing)
    _open_asked_cell(release, choice)
    page_note(release)


def _show_view(release: Release, comparison: Comparison, choice: Choice, differing: Differences | None) -> None:
    if choice.view == "heat":
        with st.container(key="heat"):
            st.altair_chart(heat_map(comparison, differing), alt=t("heat.alt"))
        svg_button("heat", f"heat-map-{comparison.as_of}")
        st.caption(t("heat.how"))
        st.caption(t("cell.legend"))
    elif choice.view == "map":
        from kb.ui.cells.answer_map import show_map

        show_map(comparison, differing, [slug for slug, kind in release.reader.kinds().items() if kind == UNION])
    elif choice.view == "read":
        show_provisions(release, comparison, choice.pins, differing)
    elif choice.view == "cards" and len(comparison.jurisdictions) <= MOST_CARDS:
        _cards(comparison, choice, differing)
    elif differing:
        show_table(comparison, differing, _subject(comparison))
    else:
        st.html(write_fragment(comparison, st.context.theme.type or "light"))


def _caption(comparison: Comparison) -> str:
    """What is compared, and at which point of both clocks."""
    dates = t("compare.dates", as_of=comparison.as_of, known_on=comparison.known_on)
    return " · ".join(filter(None, (f"**{plain(_subject(comparison))}**", dates, evidence_span(comparison))))


def _subject(comparison: Comparison) -> str:
    names = ", ".join(name for _, name in comparison.jurisdictions)
    reaching = "compare.caption-platform" if comparison.platform_name else "compare.caption"
    subject = compared(current_release().reader)
    return t(reaching, subject=subject, names=names, platform=comparison.platform_name or "")


def _cards(comparison: Comparison, choice: Choice, differing: Differences | None) -> None:
    heads = [head for head in comparison.questions if differing is None or differing.shows(head.id)]
    for dimension, title in dict.fromkeys((head.dimension, head.dimension_title) for head in heads):
        st.header(plain(title), divider="gray")
        for head in heads:
            if head.dimension == dimension:
                _question(comparison, head, choice, differing)
    st.caption(t("cell.legend"))
    with st.expander(t("compare.notes", n=len(comparison.notes)), expanded=False):
        st.markdown("\n".join(f"{note.n}. {_linked(note.citation, note.url)}" for note in comparison.notes))


def _linked(citation: str, url: str | None) -> str:
    return f"{plain(citation)} ([{t('compare.text')}](<{url}>))" if url else plain(citation)


def _question(comparison: Comparison, head: QuestionHead, choice: Choice, differing: Differences | None) -> None:
    st.subheader(plain(head.text))
    for remark in row_remarks(comparison, head):
        st.caption(plain(remark))
    columns = st.columns(len(comparison.jurisdictions), border=True)
    for column, (slug, name) in zip(columns, comparison.jurisdictions, strict=True):
        _card(column, comparison, name, CellAddress(slug, head.id), differing)
        cell_buttons(column, choice.pins, CellAddress(slug, head.id), name)


def _card(column: DeltaGenerator, comparison: Comparison, name: str, cell: CellAddress, differing: Differences | None) -> None:
    change = differing.of(cell.jurisdiction, cell.question) if differing else None
    if differing and change:
        column.caption(plain(name))
        beside.show_both(column, comparison, differing, change)
        return
    show_card(column, name, comparison.cell(cell.jurisdiction, cell.question))
    if differing:
        beside.say_same(column)


def _forget() -> None:
    url_state.put("cell", "")


def _open_asked_cell(release: Release, choice: Choice) -> None:
    """The explanation of the cell in the address, at its own point if it has one; it need not be among those compared."""
    text = st.query_params.get("cell")
    if not text:
        return
    asked = parse(text, release.reader)
    if not asked:
        st.warning(t("compare.no-cell", cell=plain(text[:80])), icon=":material/link_off:")
        return
    dialog = st.dialog(t("explain.title"), width="large", on_dismiss=_forget)
    dialog(_explain)(release, choice, asked)


def _explain(release: Release, choice: Choice, asked: CellAddress) -> None:
    alone = cell_alone(release, asked, choice.now)
    show_explanation(release, alone, asked.jurisdiction, asked.question)
    pin_button(chosen_pins(release.reader), asked, alone.jurisdictions[0][1], "dialog")
