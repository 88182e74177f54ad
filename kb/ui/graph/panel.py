"""The entity that is chosen in the graph: what it is, and what can be done with it, by click or by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kb.naming import iris
from kb.ui.frame.kinds import KIND_ICONS, kind_name
from kb.ui.frame.links import entity_link
from kb.ui.frame.shared import plain
from kb.ui.words import decimal, t

if TYPE_CHECKING:
    import networkx as nx

STEPS, FOCUS, CHOSEN, TARGET = "graph-steps", "focus", "chosen", "target"


def show_panel(whole: nx.MultiDiGraph[str], shown: nx.MultiDiGraph[str], central: dict[str, float]) -> None:
    """A list of what is shown to choose from, and the actions on what is chosen."""
    names = sorted(shown, key=lambda node: shown.nodes[node]["label"].lower())
    keys = [node.removeprefix(iris.ID) for node in names]
    if st.session_state.get(CHOSEN) not in keys:
        st.session_state[CHOSEN] = shown.graph["focus"].removeprefix(iris.ID)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t("graph.chosen"),
            keys,
            format_func=lambda key: f"{shown.nodes[iris.ID + key]['label']} ({kind_name(shown.nodes[iris.ID + key]['kind'])})",
            key=CHOSEN,
        )
        _actions(chosen, chosen in st.session_state[STEPS])
    node = iris.ID + chosen
    data = shown.nodes[node]
    ties, drawn = whole.degree(node), shown.degree(node)
    since = t("graph.since", day=data["since"]) if data["since"] else ""
    st.caption(t("graph.about-chosen", ties=ties, drawn=drawn, central=decimal(central.get(node, 0), 2)) + since)
    entity_link(node, t("graph.open", name=plain(data["label"])), KIND_ICONS.get(data["kind"]))


def _actions(chosen: str, is_expanded: bool) -> None:
    """Expand or collapse, and begin anew from here; links to the entity's page."""
    if is_expanded:
        removable = chosen != st.session_state[FOCUS]
        st.button(t("graph.collapse"), icon=":material/remove:", on_click=collapse, args=(chosen,), disabled=not removable)
    else:
        st.button(t("graph.expand"), icon=":material/add:", on_click=expand, args=(chosen,), type="primary")
    st.button(t("graph.centre"), icon=":material/my_location:", on_click=centre, args=(chosen,))


def expand(key: str) -> None:
    """Bring the neighbours of an entity into the drawing."""
    st.session_state[STEPS] = [*st.session_state[STEPS], key]


def collapse(key: str) -> None:
    """Take out again what an entity brought."""
    st.session_state[STEPS] = [step for step in st.session_state[STEPS] if step != key]


def centre(key: str) -> None:
    """Begin anew from an entity."""
    st.session_state[FOCUS] = st.session_state[CHOSEN] = key
    st.session_state[STEPS] = [key]
