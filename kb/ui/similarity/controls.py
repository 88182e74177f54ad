"""The controls of the page on similarity, filled from the address and written back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from kb.release.release import Release
from kb.similarity.clusters import MOST_GROUPS
from kb.ui.frame import url_state
from kb.ui.frame.controls import choices, drawer, pick_one
from kb.ui.frame.view_controls import ViewControls
from kb.ui.similarity.values import well_known
from kb.ui.words import t
from kb.values.view import View

VIEWS = ("map", "tree", "pair", "table", "open")
AUTO = "auto"


@dataclass(frozen=True)
class Choice:
    """What the page is to show: of what is asked, measured and drawn how."""

    asked: View
    weights: str
    groups: int | None
    include_incomparable: bool
    view: str
    state: dict[str, str]


def choose(release: Release) -> Choice:
    """What the controls hold; the page writes its state when it knows which pair is shown."""
    controls = ViewControls(release.reader)
    with choices():
        controls.jurisdictions(drawer("places"), well_known(release), t("similarity.pick"))
        controls.dimensions(drawer("topics"), [])
        if release.reader.platforms():
            controls.platform(drawer("platform"))
        with drawer("day"):
            controls.days(st, st)
        weights, groups, counted = _how(drawer("measure"))
        view = _view()
    state = controls.state() | {"view": view, "w": weights, "n": groups, "inc": "1" if counted else ""}
    number = None if groups == AUTO else int(groups)
    return Choice(controls.view(), weights, number, counted, view, state)


def _how(place: Any) -> tuple[str, str, bool]:
    """What weighs the same, how many groups, and whether cells that are not comparable count."""
    same = {name: t(f"similarity.weights-{name}") for name in ("question", "dimension")}
    weights = pick_one(place, t("similarity.weights"), "w", same, "question")
    numbers = {AUTO: t("similarity.groups-auto"), **{str(number): str(number) for number in range(2, MOST_GROUPS + 1)}}
    groups = pick_one(place, t("similarity.groups"), "n", numbers, AUTO)
    url_state.begin("inc", lambda: url_state.chosen("inc", ["1"], None) == "1")
    counted = place.toggle(t("similarity.counted"), key="inc")
    return weights, groups, bool(counted)


def _view() -> str:
    url_state.begin("view", lambda: url_state.chosen("view", VIEWS, "map"))
    return str(
        st.segmented_control(
            t("compare.view"),
            VIEWS,
            format_func=lambda view: t(f"similarity.view-{view}"),
            key="view",
            required=True,
            label_visibility="collapsed",
        )
    )
