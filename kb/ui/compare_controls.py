"""The controls of the comparison, filled from the address and written back to it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kb.comparison import choose_questions
from kb.model import Comparison
from kb.policy_choice import DEFAULT
from kb.release import Release
from kb.ui import url_state
from kb.ui.controls import pick_day, pick_one, pick_several
from kb.ui.shared import cached_comparison
from kb.ui.window import window
from kb.ui.words import t

FIRST_JURISDICTIONS = ["us", "eu", "sg"]
FIRST_DIMENSIONS = ["ownership-and-divestiture", "data-location-and-transfer"]
VIEWS = {"cards": ":material/view_column:", "heat": ":material/grid_on:", "table": ":material/table:"}
STATE = "compare-state"


def choose(release: Release) -> Comparison | None:
    """What is to be compared; None while no jurisdiction is picked."""
    reader = release.reader
    names, questions = reader.jurisdictions(), reader.questions()
    dimensions = {head.dimension: head.dimension_title for head in questions.values()}
    left, right = st.columns([3, 2])
    picked = pick_several(left, t("compare.jurisdictions"), "j", names, FIRST_JURISDICTIONS, t("compare.pick"))
    wanted = pick_several(left, t("compare.dimensions"), "d", dimensions, FIRST_DIMENSIONS, t("compare.all"))
    platform, as_of, known_on = _narrow(right, {slug: head.name for slug, head in reader.platforms().items()})
    policy = _policy({name: found.label for name, found in reader.policies().items()})
    view = _view()
    heads = choose_questions(questions, (), wanted)
    places, rows, part = window(view, picked, [head.id for head in heads])
    state = {"j": ",".join(picked), "d": ",".join(wanted) or url_state.ALL, "v": as_of, "k": known_on, "p": platform or ""}
    state |= {"policy": "" if policy == DEFAULT else policy} | part
    st.session_state[STATE] = {name: value for name, value in (state | {"view": view}).items() if value}
    url_state.write(state | {"view": view, "cell": st.query_params.get("cell", "")})
    if not picked:
        st.info(t("compare.pick-one"))
        return None
    days = {"as_of": as_of, "known_on": known_on}
    return cached_comparison(release, places, questions=rows, platform=platform, policy=policy, **days)


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
