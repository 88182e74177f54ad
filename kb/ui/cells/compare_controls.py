"""The controls of the comparison, filled from the address and written back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from kb.cells.comparison import choose_questions
from kb.cells.coverage import researched
from kb.cells.layers import with_members
from kb.release.policy_choice import DEFAULT
from kb.release.reader import Reader
from kb.release.release import Release
from kb.ui.cells.asked_part import ONE, one_question, places_by_answer
from kb.ui.cells.beside import Other, choose_other, other_is_wanted, state_of
from kb.ui.cells.cell_address import CellAddress, compare_at
from kb.ui.cells.pinned import chosen_pins
from kb.ui.frame import url_state
from kb.ui.frame.beginning import first_dimensions, first_places
from kb.ui.frame.controls import choices, drawer, pick_one
from kb.ui.frame.view_controls import ViewControls
from kb.ui.frame.window import window
from kb.ui.words import has, t
from kb.values.model import Comparison, QuestionHead
from kb.values.view import View

VIEWS = {
    "cards": ":material/view_column:",
    "heat": ":material/grid_on:",
    "table": ":material/table:",
    "read": ":material/menu_book:",
    "map": ":material/public:",
}
OF_ONE_QUESTION, GRIDS = ("read", "map"), ("cards", "heat")
STATE = "compare-state"


@dataclass(frozen=True)
class Choice:
    """What is to be shown: the comparison (None while no jurisdiction is picked), how, what is asked now, beside what.

    ``places`` and ``questions`` are all that are asked, of which a large table shows a part at a time.
    """

    comparison: Comparison | None
    places: tuple[str, ...]
    questions: tuple[str, ...]
    view: str
    now: View
    other: Other | None
    pins: tuple[CellAddress, ...]
    only_apart: bool


def choose(release: Release) -> Choice:
    """The controls of the page, the state of the address and the comparison that they ask for."""
    reader, controls = release.reader, ViewControls(release.reader)
    with choices():
        picked, wanted, one, other = _what(release, controls)
        view = _view()
        only_apart = _only_apart() if view in GRIDS else False
    now, questions = controls.view(), reader.questions()
    asked = _question(questions, wanted, one) if view in OF_ONE_QUESTION else url_state.given("q") or ""
    rows_of_all = [one] if one else [head.id for head in choose_questions(questions, (), wanted)]
    ordered, order = places_by_answer(release, picked, now, [asked] if view == "read" else rows_of_all)
    whole = _asked(release, view, ordered, asked, rows_of_all, now.days()[0])
    places, rows, part = (*whole, {}) if view in OF_ONE_QUESTION else window(view, *whole)
    pins = chosen_pins(reader)
    state = controls.state() | {"view": view, "q": asked, ONE: one, **order, **state_of(other), **part}
    state |= {"apart": "1" if only_apart else "", "pin": ",".join(map(str, pins))}
    st.session_state[STATE] = {name: value for name, value in state.items() if value}
    url_state.write(state | {"cell": st.query_params.get("cell", "")})
    if not places:
        st.info(t("compare.pick-one"))
    comparison = compare_at(release, places, now, rows) if places else None
    return Choice(comparison, *whole, view, now, other, pins, only_apart)


def _what(release: Release, controls: ViewControls) -> tuple[list[str], list[str], str, Other | None]:
    """The places, the dimensions and the one question; beside them which rule and which days, held by the controls; and another
    date if wanted."""
    reader = release.reader
    picked = controls.jurisdictions(drawer("places"), first_places(reader), t("compare.pick"))
    topics = drawer("topics")
    wanted = controls.dimensions(topics, _first_dimensions(reader))
    one = one_question(topics, reader.questions(), wanted)
    rule = drawer("rule")
    controls.platform(rule)
    controls.scope(rule)
    controls.evidence(rule)
    with rule:
        controls.hold("policy", _policy({name: found.label for name, found in reader.policies().items()}))
    with drawer("day"):
        controls.days(st, st)
        return picked, wanted, one, choose_other(controls.view()) if other_is_wanted() else None


def _first_dimensions(reader: Reader) -> list[str]:
    """With which dimensions the page begins: that of the question which a link asks for and no other, else those of the base."""
    asked = reader.questions().get(url_state.given(ONE) or url_state.given("q") or "")
    return [asked.dimension] if asked and url_state.given("d") is None else first_dimensions(reader)


def _only_apart() -> bool:
    url_state.begin("apart", lambda: url_state.chosen("apart", ("1",), None) == "1")
    return bool(st.toggle(t("compare.apart"), key="apart", help=t("compare.apart-help")))


def _asked(
    release: Release, view: str, picked: list[str], asked: str, questions: list[str], as_of: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The jurisdictions and questions that a view is about."""
    if view in OF_ONE_QUESTION:
        drawn = with_members(release.reader, researched(release), as_of) if view == "map" else picked
        return tuple(drawn), (asked,)
    return tuple(picked), tuple(questions)


def _question(heads: Mapping[str, QuestionHead], dimensions: list[str], one: str) -> str:
    """The one question of a view that shows one: what was picked, else that of the table, else the first of the dimensions."""
    first = one or next((head.id for head in heads.values() if head.dimension in dimensions), next(iter(heads)))
    options = {head.id: f"{head.dimension_title}: {head.text}" for head in heads.values()}
    return pick_one(st, t("compare.question"), "q", options, first)


def _policy(labels: dict[str, str]) -> str:
    """By which order of rules a cell chooses among its claims."""
    names = sorted(labels, key=lambda name: name != DEFAULT)
    url_state.begin("policy", lambda: url_state.chosen("policy", names, DEFAULT))
    with st.expander(t("compare.policy"), expanded=st.session_state.get("policy", DEFAULT) != DEFAULT):
        st.caption(t("compare.policy-how"))
        return str(
            st.radio(
                t("compare.policy"),
                names,
                format_func=lambda name: order_name(name, labels[name]),
                key="policy",
                label_visibility="collapsed",
            )
        )


def order_name(name: str, label: str) -> str:
    """An order of rules in the language of the page; one that a base brings itself as the base calls it."""
    return t(f"compare.policy-{name}") if has(f"compare.policy-{name}") else label


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
