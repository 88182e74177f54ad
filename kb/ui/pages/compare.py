"""Compare: jurisdictions side by side on a day, with status, sources and a why for each cell."""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from kb.model import Comparison, QuestionHead
from kb.release import Release
from kb.tables import FORMATS, table_bytes
from kb.tables.html import write_fragment
from kb.tables.wording import LEGEND, caption, cell_words, row_remarks
from kb.ui import url_state
from kb.ui.embed_view import show_embed
from kb.ui.explanation_view import show_explanation
from kb.ui.shared import cached_comparison, current_release, page_note, plain

FIRST_JURISDICTIONS = ["us", "eu", "sg"]
FIRST_DIMENSIONS = ["ownership-and-divestiture", "data-location-and-transfer"]
MOST_CARDS = 6


def show() -> None:
    """The page."""
    release = current_release()
    st.title("Compare")
    comparison = _choose(release)
    if comparison is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(caption(comparison))}** · law as of {comparison.as_of}, as known on {comparison.known_on}")
        _downloads(comparison)
        show_embed(comparison)
    if st.session_state["view"] == "cards" and len(comparison.jurisdictions) <= MOST_CARDS:
        _cards(release, comparison)
    else:
        st.html(write_fragment(comparison, st.context.theme.type or "light"))
    _open_asked_cell(release, comparison)
    page_note(release)


def _choose(release: Release) -> Comparison | None:
    """The controls, filled from the address and written back to it; None while something is missing."""
    reader = release.reader
    names, platforms, questions = reader.jurisdictions(), reader.platforms(), reader.questions()
    dimensions = {head.dimension: head.dimension_title for head in questions.values()}
    left, right = st.columns([3, 2])
    picked = left.multiselect(
        "Jurisdictions", list(names), _first("j", list(names), FIRST_JURISDICTIONS), format_func=lambda slug: names[slug], key="j"
    )
    as_of = right.date_input("Law as of", _first_day("v"), key="v", min_value=EARLIEST_DAY, max_value=LATEST_DAY)
    wanted = left.multiselect(
        "Dimensions",
        list(dimensions),
        _first("d", list(dimensions), FIRST_DIMENSIONS),
        format_func=lambda slug: dimensions[slug],
        key="d",
        placeholder="All dimensions",
    )
    platform, known_on = _narrow(right, {slug: head.name for slug, head in platforms.items()})
    st.segmented_control(
        "View",
        ["cards", "table"],
        default=_first_choice("view", ["cards", "table"], "cards"),
        format_func={"cards": "Side by side", "table": "Table as exported"}.get,
        key="view",
        required=True,
        label_visibility="collapsed",
    )
    _remember(picked, wanted, as_of, known_on, platform)
    if len(picked) < 1:
        st.info("Pick at least one jurisdiction.")
        return None
    return cached_comparison(
        release,
        tuple(picked),
        dimensions=tuple(wanted),
        as_of=as_of.isoformat(),
        known_on=known_on.isoformat(),
        platform=platform,
    )


EARLIEST_DAY, LATEST_DAY = datetime.date(1990, 1, 1), datetime.date(2035, 12, 31)


def _narrow(place: Any, platforms: dict[str, str]) -> tuple[str | None, datetime.date]:
    """Platform and the day of the record."""
    first, second = place.columns(2)
    options = ["", *platforms]
    asked = _first_choice("p", options, "")
    platform = first.selectbox(
        "Platform", options, options.index(asked), format_func=lambda slug: platforms.get(slug, "Any platform"), key="p"
    )
    known_on = second.date_input("As known on", _first_day("k"), key="k", min_value=EARLIEST_DAY, max_value=LATEST_DAY)
    return platform or None, known_on


def _first(name: str, allowed: list[str], default: list[str]) -> list[str] | None:
    """What a multiselect starts with: the address the first time, afterwards what the user picked."""
    url_state.forget_unknown(name, allowed)
    present = [slug for slug in default if slug in allowed] or allowed[:3]
    return None if name in st.session_state else url_state.listed(name, allowed, present)


def _first_choice(name: str, allowed: list[str], default: str) -> str:
    url_state.forget_unknown(name, allowed)
    if name in st.session_state:
        return str(st.session_state[name])
    return url_state.chosen(name, allowed, default) or default


def _first_day(name: str) -> datetime.date:
    if name in st.session_state:
        found: datetime.date = st.session_state[name]
        return found
    return min(max(url_state.day(name), EARLIEST_DAY), LATEST_DAY)


def _remember(picked: list[str], wanted: list[str], as_of: datetime.date, known_on: datetime.date, platform: str | None) -> None:
    state = {"j": ",".join(picked), "d": ",".join(wanted) or "*", "v": as_of.isoformat(), "k": known_on.isoformat()}
    state |= {"p": platform or "", "view": st.session_state["view"], "cell": st.query_params.get("cell", "")}
    url_state.write(state)


def _downloads(comparison: Comparison) -> None:
    with st.popover("Download", icon=":material/download:"):
        st.caption("This table, with its dates, release and source notes")
        stem = f"comparison-{'-'.join(slug for slug, _ in comparison.jurisdictions)}-{comparison.as_of}"
        for name, described in FORMATS.items():
            st.download_button(
                described.label,
                data=lambda name=name: table_bytes(comparison, name),
                file_name=f"{stem}.{described.suffix or name}",
                mime=described.media_type,
                on_click="ignore",
                key=f"download-{name}",
                width="stretch",
            )


def _cards(release: Release, comparison: Comparison) -> None:
    for dimension, title in dict.fromkeys((head.dimension, head.dimension_title) for head in comparison.questions):
        st.header(title, divider="gray")
        for head in comparison.questions:
            if head.dimension == dimension:
                _question(comparison, head)
    st.caption(LEGEND)
    with st.expander(f"Source notes ({len(comparison.notes)})", expanded=False):
        st.markdown("\n".join(f"{note.n}. {_linked(note.citation, note.url)}" for note in comparison.notes))


def _linked(citation: str, url: str | None) -> str:
    return f"{plain(citation)} ([text](<{url}>))" if url else plain(citation)


def _question(comparison: Comparison, head: QuestionHead) -> None:
    st.markdown(f"#### {plain(head.text)}")
    for remark in row_remarks(comparison, head):
        st.caption(plain(remark))
    columns = st.columns(len(comparison.jurisdictions), border=True)
    for column, (slug, name) in zip(columns, comparison.jurisdictions, strict=True):
        words = cell_words(comparison.cell(slug, head.id))
        notes = "".join(f" [{n}]" for n in words.notes)
        remarks = [*words.remarks, *(law.text + "".join(f" [{n}]" for n in law.notes) for law in words.beside)]
        if words.disputed_by:
            remarks.append("⚠ Disputed" + "".join(f" [{n}]" for n in words.disputed_by))
        column.caption(plain(name))
        column.markdown(f"{words.mark} **{plain(words.label)}**  \n{plain(words.sentence)}{plain(notes)}")
        if remarks:
            column.markdown(" ".join(_badge(remark) for remark in remarks))
        column.button(
            "Why?",
            key=f"why-{slug}-{head.id}",
            on_click=_ask,
            args=(f"{slug}.{head.id}",),
            type="tertiary",
            icon=":material/help:",
            help=f"Why this cell says what it says: {name}",
        )


def _badge(remark: str) -> str:
    color = "orange" if remark.startswith("⚠") else "gray"
    return f":{color}-badge[{plain(remark)}]"


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
        st.warning(f"The address asks for the cell “{asked[:80]}”, which this table does not have.", icon=":material/link_off:")
        return
    dialog = st.dialog("Why does this cell say this?", width="large", on_dismiss=_forget)
    dialog(show_explanation)(release, comparison, slug, question)
