"""Graph: the neighbourhood of an entity, drawn and clickable, and the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kb import iris
from kb.model import OPEN
from kb.network import NODE_LIMIT, Entity, course, facts_about, network, ties
from kb.release import Release
from kb.ui import url_state
from kb.ui.graph_drawing import KINDS, chart
from kb.ui.shared import cached_entities, current_release, page_note, plain

if TYPE_CHECKING:
    import networkx as nx

FIRST = "platform/tiktok"


def show() -> None:
    """The page."""
    release = current_release()
    catalogue = cached_entities(release)
    st.title("Graph")
    focus, hops = _choose(catalogue)
    graph = network(release, focus, hops)
    _draw(graph, focus, hops)
    _describe(release, catalogue[focus])
    _tables(release, graph, catalogue[focus])
    page_note(release)


def _choose(catalogue: dict[str, Entity]) -> tuple[str, int]:
    first = FIRST if FIRST in catalogue else next(iter(catalogue))
    url_state.forget_unknown("focus", catalogue)
    if "focus" not in st.session_state:
        st.session_state["focus"] = url_state.chosen("focus", catalogue, first)
    if "hops" not in st.session_state:
        st.session_state["hops"] = int(url_state.chosen("hops", ["1", "2"], "1") or "1")
    left, right = st.columns([4, 1])
    focus = left.selectbox(
        "Entity", list(catalogue), format_func=lambda key: f"{catalogue[key].label} ({catalogue[key].kind})", key="focus"
    )
    hops = right.segmented_control("Steps", [1, 2], key="hops", required=True)
    url_state.write({"focus": focus, "hops": str(hops)})
    return focus, hops


def _draw(graph: nx.MultiDiGraph[str], focus: str, hops: int) -> None:
    spec, nodes, height = chart(graph)
    name = graph.nodes[graph.graph["focus"]]["label"]
    alt = f"Graph of {len(nodes)} entities around {name}; the table below lists the same"
    key = f"graph-{focus}-{hops}"
    st.echarts_chart(spec, height=height, key=key, on_select=lambda: _recentre(key, nodes), alt=alt)
    if graph.graph["left_out"]:
        st.caption(f"{graph.graph['left_out']} more neighbours are not drawn; at most {NODE_LIMIT} are.")
    st.caption("Click an entity to put it in the middle.")


def _recentre(key: str, nodes: list[str]) -> None:
    """Put the clicked entity in the middle."""
    state: Any = st.session_state.get(key) or {}
    for group in state.get("selection", {}).get("selected", []):
        for index in group["data_indices"]:
            if group["data_type"] != "edge" and 0 <= index < len(nodes):
                st.session_state["focus"] = nodes[index].removeprefix(iris.ID)


def _describe(release: Release, entity: Entity) -> None:
    st.subheader(plain(entity.label))
    st.caption(KINDS[entity.kind][0])
    facts = facts_about(release, entity.iri)
    shown = {
        "rdfs:label": "Title", "skos:altLabel": "Also called", "foaf:page": "Official page", "pol:outcome": "Outcome",
        "dct:publisher": "Publisher", "skos:note": "Note",
    }  # fmt: skip
    for predicate, heading in shown.items():
        for value in [value for name, value, _ in facts if name == predicate]:
            said = f"[{plain(value)}](<{value}>)" if value.startswith(("http://", "https://")) else plain(value)
            st.markdown(f"**{heading}**: {said}")
    dated = [
        {
            "tie": tie.kind,
            "with": tie.name,
            "share": f"{tie.percent} %" if tie.percent else "",
            "from": tie.valid_from,
            "until": "open" if tie.valid_until == OPEN else tie.valid_until,
            "in short": tie.in_short,
            "checked": tie.checked,
        }
        for tie in ties(release, entity.iri)
    ]
    if dated:
        st.markdown("**Dated ties**: owners, operators, designations")
        st.dataframe(pd.DataFrame(dated), hide_index=True, width="stretch")
    if dates := course(release, entity.iri):
        st.markdown("**Dates**: what happened when")
        st.dataframe(pd.DataFrame(dates), hide_index=True, width="stretch")
    files = sorted({file for _, _, file in facts if file.startswith("facts/")})
    st.caption("Stated in " + ", ".join(files[:5]))


def _tables(release: Release, graph: nx.MultiDiGraph[str], entity: Entity) -> None:
    rows = [
        {
            "from": graph.nodes[start]["label"],
            "relation": data["relation"],
            "to": graph.nodes[end]["label"],
            "steps away": max(graph.nodes[start]["hop"], graph.nodes[end]["hop"]),
        }
        for start, end, data in graph.edges(data=True)
    ]
    frame = pd.DataFrame(rows, columns=["from", "relation", "to", "steps away"]).sort_values(["steps away", "relation", "from"])
    st.subheader(f"The same as a table ({len(frame)} relations)")
    st.dataframe(frame, hide_index=True, width="stretch")
    with st.expander("Every statement about this entity"):
        statements = pd.DataFrame(facts_about(release, entity.iri), columns=["property", "value", "file"])
        st.dataframe(statements, hide_index=True, width="stretch")
