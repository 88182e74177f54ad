"""On that day: what applied to a platform in a jurisdiction, what was suspended, what was pending, each with its chain."""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from kb.regime import STANDINGS, Duty, Regime, effective_regime
from kb.regime_text import FORMATS, head_line, said, silences, write_regime
from kb.release import Release
from kb.tables.wording import status_of
from kb.ui import url_state
from kb.ui.links import link
from kb.ui.shared import current_release, page_note, plain

FIRST_PLATFORM, FIRST_JURISDICTION = "tiktok", "us"
MARKS = {"applies": "●", "suspended": "◍", "pending": "◌", "if-designated": "◇", "ended": "✕"}
MIME = {"txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "json": "application/json"}
EARLIEST_DAY, LATEST_DAY = datetime.date(1990, 1, 1), datetime.date(2035, 12, 31)


def show() -> None:
    """The page."""
    release = current_release()
    st.title("On that day")
    st.markdown(
        "What applied to a platform on a day: the jurisdiction's own law and, over it, the law of the union or federation it "
        "belongs to. In force is not the same as enforced, and what was made is not yet what applied."
    )
    regime = _choose(release)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(head_line(regime))}**")
        _downloads(regime)
    counts = {name: len(regime.standing(name)) for name in STANDINGS}
    present = [name for name in STANDINGS if counts[name]]
    for name in present:
        st.header(f"{MARKS[name]} {STANDINGS[name]} ({counts[name]})", divider="gray")
        for duty in regime.standing(name):
            _show_duty(duty)
    for silence in silences(regime):
        st.info(silence)
    page_note(release)


def _choose(release: Release) -> Regime:
    """The controls, filled from the address and written back to it."""
    reader = release.reader
    names = reader.jurisdictions()
    platforms = {slug: head.name for slug, head in reader.platforms().items()}
    dimensions = {head.dimension: head.dimension_title for head in reader.questions().values()}
    first, second, third, fourth = st.columns(4)
    place = _select(first, "Jurisdiction", "j", names, FIRST_JURISDICTION)
    platform = _select(second, "Platform", "p", platforms, FIRST_PLATFORM)
    as_of = _day(third, "Law as of", "v")
    known_on = _day(fourth, "As known on", "k")
    options = ["", *dimensions]
    dimension = _select(st, "Dimension", "d", {"": "All dimensions", **dimensions}, options[0])
    days = {"v": as_of.isoformat(), "k": known_on.isoformat()}
    url_state.write({"j": place, "p": platform, "d": dimension, **days})
    return effective_regime(
        reader,
        place,
        as_of=days["v"],
        known_on=days["k"],
        platform=platform,
        dimensions=[dimension] if dimension else [],
    )


def _select(place: Any, label: str, name: str, options: dict[str, str], default: str) -> str:
    url_state.forget_unknown(name, options)
    first = default if default in options else next(iter(options))
    asked = st.session_state.get(name) or url_state.chosen(name, options, first) or first
    slugs = list(options)
    chosen: str = place.selectbox(label, slugs, slugs.index(asked), format_func=options.__getitem__, key=name)
    return chosen


def _day(place: Any, label: str, name: str) -> datetime.date:
    held = st.session_state.get(name) or min(max(url_state.day(name), EARLIEST_DAY), LATEST_DAY)
    chosen: datetime.date = place.date_input(label, held, key=name, min_value=EARLIEST_DAY, max_value=LATEST_DAY)
    return chosen


def _show_duty(duty: Duty) -> None:
    status = status_of(duty.legal_status, duty.enforcement_status)
    marks = [status] if status else []
    marks += ["◇ Not confirmed in a source"] if duty.claim.checked == "background" else []
    badges = " ".join(f":gray-badge[{plain(mark)}]" for mark in marks)
    with st.container(border=True):
        st.caption(f"{plain(duty.layer.name)} · {plain(duty.question.text)}")
        st.markdown(f"**{plain(duty.label)}**  \n{plain(duty.claim.in_short)}")
        if badges:
            st.markdown(badges)
        st.caption(plain(duty.citation))
        with st.expander("Why: the chain"):
            st.markdown("\n".join(f"{number}. {plain(words)}" for number, words in enumerate(said(duty), 1)))
            if duty.url:
                st.markdown(f"[Official text](<{duty.url}>)")
            link("compare", "Compare it", ":material/table:", j=duty.layer.jurisdiction, d=duty.question.dimension)


def _downloads(regime: Regime) -> None:
    with st.popover("Download", icon=":material/download:"):
        for name, label in FORMATS.items():
            st.download_button(
                label.capitalize() if name != "csv" else "CSV",
                data=lambda name=name: write_regime(regime, name),
                file_name=f"on-{regime.as_of}-{regime.jurisdiction}-{regime.platform or 'any'}.{name}",
                mime=MIME[name],
                on_click="ignore",
                key=f"download-{name}",
                width="stretch",
            )
