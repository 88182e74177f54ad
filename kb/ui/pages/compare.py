"""Compare: jurisdictions side by side on a day, with status, sources and a why for each cell."""

from __future__ import annotations

import streamlit as st

from kb.cells.layers import UNION
from kb.citations.styled import cited_in
from kb.clocks.since import standing_since
from kb.release.release import Release
from kb.tables.html import write_fragment
from kb.ui.cells import beside
from kb.ui.cells.beside import Differences
from kb.ui.cells.cell_address import CellAddress, cell_alone, parse
from kb.ui.cells.cell_card import evidence_span
from kb.ui.cells.compare_controls import STATE, Choice, choose
from kb.ui.cells.embed_view import show_embed
from kb.ui.cells.evidence_kept import kept_legend
from kb.ui.cells.explanation_view import show_explanation
from kb.ui.cells.grid import Asked, grid
from kb.ui.cells.pinned import chosen_pins, pin_button, show_pins
from kb.ui.cells.provisions_view import show_provisions
from kb.ui.frame import url_state
from kb.ui.frame.beginning import compared
from kb.ui.frame.explained import signs
from kb.ui.frame.query_links import BEHIND, behind, query_link
from kb.ui.frame.shared import current_release, page_note, plain, written_note
from kb.ui.frame.spoken import said
from kb.ui.frame.turn import client
from kb.ui.taking.charts import draw, picture_downloads
from kb.ui.taking.citing import cite_table
from kb.ui.taking.form_controls import form_controls
from kb.ui.taking.table_files import table_downloads
from kb.ui.words import counted, settle, t
from kb.values.form import Form
from kb.values.model import Comparison
from kb.values.view import View

MOST_NAMED = 12
WORDS = (
    "cell", "as-of", "known-on", "evidence-to", "last-known", "as-scheduled", "general-rule", "class", "layer", "in-a-part",
    "in-force", "applicable", "suspended", "disputed", "policy", "no-answer", "release",
)  # fmt: skip


def show() -> None:
    """The page."""
    release = current_release()
    bar = st.container(horizontal=True, vertical_alignment="center", key="compare-bar")
    bar.title(t("pages.compare.title"), width="stretch")
    choice = choose(release)
    comparison = choice.comparison
    if comparison:
        with bar:
            form = form_controls()
            table_downloads(comparison, form, release, _whole(comparison, choice))
            show_embed(comparison, form)
            cite_table(comparison, st.session_state[STATE])
            query_link(BEHIND, behind(comparison))
        st.markdown(_caption(comparison, choice.view))
        written_note()
        if _whole(comparison, choice):
            places, questions = (counted(f"compare.count-{name}", len(getattr(choice, name))) for name in ("places", "questions"))
            st.caption(t("compare.files-whole", places=places, questions=questions))
    show_pins(release, choice.pins, choice.now)
    if comparison:
        differing = beside.differences(release, comparison, choice.other) if choice.other else None
        if differing:
            beside.show_sum(comparison, differing)
        _show_view(release, comparison, choice, form, differing)
    _open_asked_cell(release, choice)
    page_note(release, *WORDS, has_statements=False)


def _show_view(release: Release, comparison: Comparison, choice: Choice, form: Form, differing: Differences | None) -> None:
    if choice.view == "map":
        from kb.ui.cells.answer_map import show_map

        show_map(
            comparison,
            differing,
            [slug for slug, kind in release.reader.kinds().items() if kind == UNION],
            st.session_state[STATE],
        )
    elif choice.view == "read":
        show_provisions(release, comparison, choice.pins, differing)
    elif choice.view == "table" and not differing:
        st.html(write_fragment(comparison, st.context.theme.type or "light", form, cited_in(release, comparison, form)))
    else:
        _show_grid(release, comparison, choice, differing)


def _show_grid(release: Release, comparison: Comparison, choice: Choice, differing: Differences | None) -> None:
    kind = "heat" if choice.view == "heat" else "cards"
    since = standing_since(release.reader, comparison) if kind == "cards" else {}
    asked = Asked(st.session_state[STATE], choice.pins, differing, choice.only_apart, since)
    if not any(asked.shows(comparison, head) for head in comparison.questions):
        st.info(t("compare.nowhere-apart"))
        return
    st.html(grid(comparison, asked, kind, _subject(comparison, choice.view)))
    st.html(signs(t("cell.legend")))
    if kept := kept_legend(comparison):
        st.caption(kept)
    if kind == "heat":
        from kb.ui.cells.heat_map import heat_map

        alt, asker = t("heat.alt"), client()
        picture_downloads(lambda: draw(heat_map(comparison, differing), alt, asker), "heat-picture")


def _whole(comparison: Comparison, choice: Choice) -> View | None:
    """What is asked in full where the page shows a part of it; None where it shows all."""
    shown = len(comparison.jurisdictions), len(comparison.questions)
    if shown == (len(choice.places), len(choice.questions)):
        return None
    return choice.now.but(choice.places, questions=choice.questions, dimensions=())


def _caption(comparison: Comparison, view: str) -> str:
    """What is compared, and at which point of both clocks."""
    dates = t("compare.dates", as_of=comparison.as_of, known_on=comparison.known_on)
    return " · ".join(filter(None, (f"**{plain(_subject(comparison, view))}**", dates, evidence_span(comparison))))


def _subject(comparison: Comparison, view: str) -> str:
    """What is compared where; the map has all places of the base that have answers, whichever are picked."""
    named = [name for _, name in comparison.jurisdictions]
    names = (
        ", ".join(map(said, named))
        if len(named) <= MOST_NAMED
        else t("compare.many-map" if view == "map" else "compare.many", n=len(named))
    )
    reaching = "compare.caption-platform" if comparison.platform_name else "compare.caption"
    told = {"subject": compared(current_release().reader), "names": names, "platform": comparison.platform_name or ""}
    if len(comparison.questions) == 1:
        return t(f"{reaching}-question", question=said(comparison.questions[0].text), **told)
    return t(reaching, **told)


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
    """The dialog; what is opened in it runs it alone, and that run is to know the language and the names as the first did."""
    settle()
    current_release()
    alone = cell_alone(release, asked, choice.now)
    show_explanation(release, alone, asked.jurisdiction, asked.question)
    pin_button(chosen_pins(release.reader), asked, alone.jurisdictions[0][1], "dialog")
