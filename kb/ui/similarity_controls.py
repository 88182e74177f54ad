"""The controls of the page on similarity, filled from the address and written back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from kb.release import Release
from kb.similarity.clusters import MOST_GROUPS
from kb.ui import url_state
from kb.ui.controls import pick_day, pick_one, pick_several
from kb.ui.similarity_values import well_known

VIEWS = {
    "map": "Map and groups",
    "tree": "Tree",
    "pair": "Two regimes",
    "table": "All distances",
    "open": "Open cells",
}
WEIGHTS = {"question": "Each question the same", "dimension": "Each dimension the same"}
AUTO = "auto"


@dataclass(frozen=True)
class Asked:
    """What the page is asked to show."""

    jurisdictions: tuple[str, ...]
    dimensions: tuple[str, ...]
    as_of: str
    known_on: str
    platform: str | None
    weights: str
    groups: int | None
    include_incomparable: bool
    view: str


def choose(release: Release) -> Asked:
    """What the controls hold."""
    reader = release.reader
    names = reader.jurisdictions()
    dimensions = {head.dimension: head.dimension_title for head in reader.questions().values()}
    platforms = {"": "Any platform", **{slug: head.name for slug, head in reader.platforms().items()}}
    left, right = st.columns([3, 2])
    picked = pick_several(left, "Jurisdictions", "j", names, well_known(release), "Pick some")
    wanted = pick_several(left, "Dimensions", "d", dimensions, [], "All dimensions")
    first, second = right.columns(2)
    as_of, known_on = pick_day(first, "compare.as-of", "v"), pick_day(second, "compare.known-on", "k")
    platform = pick_one(right, "Platform", "p", platforms, "")
    weights, groups, counted = _how(st.expander("How to measure"))
    view = _view()
    state = {"j": ",".join(picked), "d": ",".join(wanted), "v": as_of, "k": known_on, "p": platform, "view": view}
    state |= {"w": weights, "n": groups, "inc": "1" if counted else "", "pair": st.query_params.get("pair", "")}
    url_state.write(state)
    number = None if groups == AUTO else int(groups)
    return Asked(tuple(picked), tuple(wanted), as_of, known_on, platform or None, weights, number, counted, view)


def _how(place: Any) -> tuple[str, str, bool]:
    """What weighs the same, how many groups, and whether cells that are not comparable count."""
    weights = pick_one(place, "What weighs the same", "w", WEIGHTS, "question")
    numbers = {AUTO: "As many as separate best", **{str(number): str(number) for number in range(2, MOST_GROUPS + 1)}}
    groups = pick_one(place, "Groups", "n", numbers, AUTO)
    url_state.begin("inc", lambda: url_state.chosen("inc", ["1"], None) == "1")
    counted = place.toggle("Count cells that are not comparable as well", key="inc")
    return weights, groups, bool(counted)


def _view() -> str:
    url_state.begin("view", lambda: url_state.chosen("view", VIEWS, "map"))
    return str(
        st.segmented_control(
            "View", list(VIEWS), format_func=VIEWS.__getitem__, key="view", required=True, label_visibility="collapsed"
        )
    )
