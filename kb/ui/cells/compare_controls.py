"""The controls of the comparison, filled from the address and written back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kb.cells.comparison import choose_questions
from kb.cells.coverage import researched
from kb.release.policy_choice import DEFAULT
from kb.release.release import Release
from kb.ui.cells.beside import Other, choose_other, other_is_wanted, state_of
from kb.ui.cells.cell_address import CellAddress, Moment, compare_at
from kb.ui.cells.pinned import chosen_pins
from kb.ui.frame import url_state
from kb.ui.frame.controls import pick_day, pick_one, pick_several
from kb.ui.frame.window import window
from kb.ui.words import t
from kb.values.model import Comparison, QuestionHead

FIRST_JURISDICTIONS = ["us", "eu", "sg"]
FIRST_DIMENSIONS = ["ownership-and-divestiture", "data-location-and-transfer"]
VIEWS = {
    "cards": ":material/view_column:",
    "heat": ":material/grid_on:",
    "table": ":material/table:",
    "read": ":material/menu_book:",
    "map": ":material/public:",
}
OF_ONE_QUESTION = ("read", "map")
STATE = "compare-state"


@dataclass(frozen=True)
class Choice:
    """What is to be shown: the comparison (None while no jurisdiction is picked), how, at which moment, beside what."""

    comparison: Comparison | None
    view: str
    now: Moment
    other: Other | None
    pins: tuple[CellAddress, ...]


def choose(release: Release) -> Choice:
    """The controls of the page, the state of the address and the comparison that they ask for."""
    reader = release.reader
    names, questions = reader.jurisdictions(), reader.questions()
    dimensions = {head.dimension: head.dimension_title for head in questions.values()}
    left, right = st.columns([3, 2])
    picked = pick_several(left, t("compare.jurisdictions"), "j", names, FIRST_JURISDICTIONS, t("compare.pick"))
    wanted = pick_several(left, t("compare.dimensions"), "d", dimensions, FIRST_DIMENSIONS, t("compare.all"))
    platform, as_of, known_on = _narrow(right, {slug: head.name for slug, head in reader.platforms().items()})
    policy = _policy({name: found.label for name, found in reader.policies().items()})
    now = Moment(as_of, known_on, platform, policy)
    with st.container(horizontal=True, vertical_alignment="center"):
        view = _view()
        is_beside = other_is_wanted()
    other = choose_other(as_of, known_on) if is_beside else None
    asked = _question(questions, wanted) if view in OF_ONE_QUESTION else url_state.given("q") or ""
    places, rows, part = _shown(release, view, picked, asked, [head.id for head in choose_questions(questions, (), wanted)])
    state = {"j": ",".join(picked), "d": ",".join(wanted) or url_state.ALL, "v": as_of, "k": known_on, "p": platform or ""}
    state |= {"policy": "" if policy == DEFAULT else policy, "view": view, "q": asked, **state_of(other), **part}
    pins = chosen_pins(reader)
    state |= {"pin": ",".join(map(str, pins))}
    st.session_state[STATE] = {name: value for name, value in state.items() if value}
    url_state.write(state | {"cell": st.query_params.get("cell", "")})
    if not places:
        st.info(t("compare.pick-one"))
        return Choice(None, view, now, other, pins)
    return Choice(compare_at(release, places, now, questions=rows), view, now, other, pins)


def _shown(
    release: Release, view: str, picked: list[str], asked: str, questions: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]:
    """The jurisdictions and questions that a view shows, and which part of them as the address says it."""
    if view in OF_ONE_QUESTION:
        return tuple(researched(release)) if view == "map" else tuple(picked), (asked,), {}
    return window(view, picked, questions)


def _question(heads: Mapping[str, QuestionHead], dimensions: list[str]) -> str:
    """The one question of a view that shows one; the first of the chosen dimensions unless another was picked."""
    first = next((head.id for head in heads.values() if head.dimension in dimensions), next(iter(heads)))
    options = {head.id: f"{head.dimension_title}: {head.text}" for head in heads.values()}
    return pick_one(st, t("compare.question"), "q", options, first)


def _policy(labels: dict[str, str]) -> str:
    """By which order of rules a cell chooses among its claims."""
    names = sorted(labels, key=lambda name: name != DEFAULT)
    url_state.begin("policy", lambda: url_state.chosen("policy", names, DEFAULT))
    with st.expander(t("compare.policy"), expanded=st.session_state.get("policy", DEFAULT) != DEFAULT):
        st.caption(t("compare.policy-how"))
        return str(
            st.radio(t("compare.policy"), names, format_func=labels.__getitem__, key="policy", label_visibility="collapsed")
        )


def _view() -> str:
    url_state.begin("view", lambda: url_state.chosen("view", VIEWS, "cards"))
    return str(
        st.segmented_control(
            t("compare.view"),
            list(VIEWS),
            format_func=lambda view: f"{VIEWS[view]} {t(f'compare.view-{view}')}",
            key="view",
            required=True,
            label_visibility="collapsed",
        )
    )


def _narrow(place: Any, platforms: dict[str, str]) -> tuple[str | None, str, str]:
    """Platform, the day of the law and the day of the record."""
    platform = pick_one(place, t("compare.platform"), "p", {"": t("compare.any-platform"), **platforms}, "")
    first, second = place.columns(2)
    return platform or None, pick_day(first, "compare.as-of", "v"), pick_day(second, "compare.known-on", "k")
