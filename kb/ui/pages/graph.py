"""Graph: explore what is tied to what: expand, filter, find paths; drawn, as a table, and to take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kb.graph.exploration import Filters, centrality, explore, paths, whole_graph
from kb.graph.graph_export import to_graphml, to_svg
from kb.graph.network import NODE_LIMIT
from kb.graph.ties import path_sentence
from kb.naming import iris
from kb.release.release import Release
from kb.ui.frame import url_state
from kb.ui.frame.kinds import KINDS, kind_name
from kb.ui.frame.shared import cached, current_release, page_note, plain
from kb.ui.frame.turn import client
from kb.ui.graph.drawing import chart
from kb.ui.graph.entity_choice import pick_entity
from kb.ui.graph.panel import CHOSEN, FOCUS, STEPS, TARGET, show_panel
from kb.ui.graph.ready import ready_questions
from kb.ui.taking.charts import write_picture
from kb.ui.taking.take_away import show_frame, take_away
from kb.ui.words import t

if TYPE_CHECKING:
    import networkx as nx

FIRST = "platform/tiktok"
LIMITS = (NODE_LIMIT, 500, 2000)
GROUPED = "grouped"
EACH = (18, 60, 2000)  # new neighbours that a step brings, the foremost first
WORDS = ("instrument", "case", "organisation", "approach", "power", "class")


def show() -> None:
    """The page."""
    release = current_release()
    whole = cached(release, whole_graph)
    st.title(t("graph.title"))
    steps = _begin(release, whole)
    filters, target, sized = _controls(release)
    ready_questions()
    ways = paths(whole, steps[0], target, filters.hidden_relations) if target else []
    also = [node for way in ways for node in way]
    graph, central = cached(
        release, _explored, tuple(steps), filters, (st.session_state["limit"], st.session_state["each"]), tuple(also)
    )
    _write(steps, filters, target, sized)
    with st.container(horizontal=True, vertical_alignment="center"):
        _take_away(release, graph)
    _say_ways(whole, ways, target)
    _draw(graph, central if sized else None, tuple(ways[0]) if ways else ())
    show_panel(whole, graph, central)
    _tables(release, graph, central)
    page_note(release, *WORDS)


def _explored(
    release: Release, steps: tuple[str, ...], filters: Filters, limits: tuple[int, int], also: tuple[str, ...]
) -> tuple[nx.MultiDiGraph[str], dict[str, float]]:
    """What is reached by the steps, and how central each is in it."""
    graph = explore(cached(release, whole_graph), steps, filters, limits[0], also, limits[1])
    return graph, centrality(graph)


def _begin(release: Release, whole: nx.MultiDiGraph[str]) -> list[str]:
    """Where the exploration begins and which entities are expanded, from the address or from what was clicked."""
    keys = cached(release, _keys)
    first = FIRST if FIRST in keys else next(iter(keys))
    url_state.forget_unknown(FOCUS, keys)
    url_state.begin(FOCUS, lambda: url_state.chosen("focus", keys, first))
    focus = st.session_state[FOCUS]
    url_state.begin(CHOSEN, lambda: focus)
    url_state.begin(STEPS, lambda: [focus, *(key for key in _asked_steps(whole, focus, keys) if key != focus)])
    if st.session_state[STEPS][:1] != [focus] or not all(step in keys for step in st.session_state[STEPS]):
        st.session_state[STEPS] = [focus]
    return list(st.session_state[STEPS])


def _keys(release: Release) -> dict[str, str]:
    """Short keys of everything in the graph, entities first, with names."""
    whole = cached(release, whole_graph)
    entities = {key: entity.label for key, entity in release.catalogue.entities.items()}
    return entities | {node.removeprefix(iris.ID): data["label"] for node, data in whole.nodes(data=True)}


def _asked_steps(whole: nx.MultiDiGraph[str], focus: str, keys: Mapping[str, str]) -> list[str]:
    """The expanded entities of the address; two steps from the first, as older addresses say it, are all its neighbours."""
    if url_state.given("hops") == "2":
        near = explore(whole, [focus])
        return [node.removeprefix(iris.ID) for node in near]
    return url_state.listed("x", keys, [])


def _controls(release: Release) -> tuple[Filters, str | None, bool]:
    left, right = st.columns(2)
    pick_entity(left, release, t("graph.begin"), FOCUS)
    keys = release.catalogue.entities
    url_state.forget_unknown(TARGET, keys)
    url_state.begin(TARGET, lambda: url_state.chosen("to", keys, None))
    target = pick_entity(right, release, t("graph.path-to"), TARGET, t("graph.no-path"))
    with st.popover(t("graph.filters"), icon=":material/filter_list:", key="filters"):
        filters, sized = _filters(cached(release, _kinds), *cached(release, _relations))
    return filters, target, sized


def _kinds(release: Release) -> list[str]:
    """The kinds of what is in the graph."""
    there = {data["kind"] for _, data in cached(release, whole_graph).nodes(data=True)}
    return [kind for kind in KINDS if kind in there]


def _relations(release: Release) -> tuple[dict[str, str], Counter[str]]:
    """Every relation in words, and how many ties there are of it."""
    ties = [data for _, _, data in cached(release, whole_graph).edges(data=True)]
    return {data["relation"]: data["says"] for data in ties}, Counter(data["relation"] for data in ties)


def _filters(all_kinds: list[str], says: dict[str, str], counts: Counter[str]) -> tuple[Filters, bool]:
    relations = [relation for relation, _ in counts.most_common()]
    url_state.begin("kinds", lambda: [kind for kind in all_kinds if kind not in url_state.listed("hide", KINDS, [])])
    url_state.begin("relations", lambda: url_state.listed("without", relations, []))
    url_state.begin("until", lambda: url_state.day("until") if url_state.given("until") else None)
    url_state.begin("limit", lambda: int(url_state.chosen("n", [str(limit) for limit in LIMITS], str(NODE_LIMIT)) or NODE_LIMIT))
    url_state.begin("sized", lambda: url_state.chosen("size", ["1"], None) == "1")
    url_state.begin(GROUPED, lambda: url_state.chosen("by", ["place"], None) == "place")
    kinds = st.pills(t("graph.kinds"), all_kinds, selection_mode="multi", format_func=kind_name, key="kinds")
    without = st.multiselect(
        t("graph.without"), relations, format_func=lambda name: f"{says[name]} ({counts[name]})", key="relations",
        placeholder=t("graph.all-relations"),
    )  # fmt: skip
    url_state.begin("each", lambda: int(url_state.chosen("m", [str(each) for each in EACH], str(EACH[0])) or EACH[0]))
    first, second, fourth, third = st.columns(4, vertical_alignment="bottom")
    until = first.date_input(
        t("graph.until"), key="until", min_value=url_state.EARLIEST_DAY, max_value=url_state.LATEST_DAY, value=None
    )
    second.selectbox(t("graph.limit"), LIMITS, key="limit")
    fourth.selectbox(t("graph.each"), EACH, key="each")
    sized = third.toggle(t("graph.sized"), key="sized")
    third.toggle(t("graph.grouped"), key=GROUPED)
    hidden = frozenset(kind for kind in all_kinds if kind not in kinds)
    return Filters(hidden, frozenset(without), until.isoformat() if until else None), sized


def _write(steps: list[str], filters: Filters, target: str | None, sized: bool) -> None:
    limit = st.session_state["limit"]
    state = {
        "focus": steps[0],
        "x": ",".join(steps[1:]),
        "hops": "",
        "to": target or "",
        "hide": ",".join(sorted(filters.hidden_kinds)),
        "without": ",".join(sorted(filters.hidden_relations)),
        "until": filters.until or "",
        "n": str(limit) if limit != NODE_LIMIT else "",
        "m": str(st.session_state["each"]) if st.session_state["each"] != EACH[0] else "",
        "size": "1" if sized else "",
        "by": "place" if st.session_state[GROUPED] else "",
    }
    url_state.write(state)


def _say_ways(whole: nx.MultiDiGraph[str], ways: list[list[str]], target: str | None) -> None:
    """Each path in words: who is tied to whom by what."""
    if target and not ways:
        st.info(t("graph.no-way"))
    for way in ways:
        st.markdown(plain(path_sentence(whole, way)))


def _draw(graph: nx.MultiDiGraph[str], central: dict[str, float] | None, way: tuple[str, ...]) -> None:
    chosen = iris.ID + st.session_state.get(CHOSEN, "")
    spec, nodes, height = chart(graph, central, chosen if chosen in graph else None, way, st.session_state[GROUPED])
    name = graph.nodes[graph.graph["focus"]]["label"]
    with st.container(key="drawing"):
        st.echarts_chart(
            spec, height=height, key="graph", on_select=lambda: _choose(nodes), alt=t("graph.alt", n=len(nodes), name=name)
        )
    if graph.graph["left_out"]:
        limits = {name: st.session_state[name] for name in ("each", "limit")}
        st.caption(t("graph.left-out", n=graph.graph["left_out"], **limits))
    st.caption(t("graph.how"))


def _choose(nodes: list[str]) -> None:
    """Remember the clicked entity."""
    state: Any = st.session_state.get("graph") or {}
    for group in state.get("selection", {}).get("selected", []):
        for index in group["data_indices"]:
            if group["data_type"] != "edge" and 0 <= index < len(nodes):
                st.session_state[CHOSEN] = nodes[index].removeprefix(iris.ID)


def _take_away(release: Release, graph: nx.MultiDiGraph[str]) -> None:
    """The drawing as SVG and PNG, the graph as GraphML, its ties as rows."""
    name = graph.nodes[graph.graph["focus"]]["label"]
    colours = {kind: colour for kind, (colour, _) in KINDS.items()}

    asker, by_place = client(), bool(st.session_state[GROUPED])

    def write(format_name: str) -> str | bytes:
        if format_name == "graphml":
            return to_graphml(graph)
        return write_picture(lambda: to_svg(graph, colours, name, by_place), asker, format_name)

    focus = st.session_state[FOCUS]
    title, stem = f"{t('graph.title')}: {name}", focus.replace("/", "-")
    query = ("neighbours", {"node": iris.ID + focus})
    take_away(release, title, "", lambda: _tie_rows(graph), stem, query, (("svg", "png", "graphml"), write))


def _tie_rows(graph: nx.MultiDiGraph[str]) -> list[dict[str, object]]:
    """The ties as rows, those of the first steps first."""
    ties = [
        (graph.nodes[end]["step"], data["says"], graph.nodes[start]["label"], graph.nodes[end]["label"])
        for start, end, data in graph.edges(data=True)
    ]
    columns = [t(f"graph.column-{name}") for name in ("from", "relation", "to")]
    return [dict(zip(columns, (start, says, end), strict=True)) for _, says, start, end in sorted(ties)]


def _tables(release: Release, graph: nx.MultiDiGraph[str], central: dict[str, float]) -> None:
    st.header(t("graph.table", entities=len(graph), ties=graph.number_of_edges()))
    columns = [t(f"graph.column-{name}") for name in ("from", "relation", "to")]
    show_frame(release, pd.DataFrame(_tie_rows(graph), columns=columns), t("graph.table-ties"), "ties")
    ordered = sorted(graph, key=lambda node: -round(central.get(node, 0), 3))
    rows = [
        (data["label"], kind_name(data["kind"]), data["since"], graph.degree(node), round(central.get(node, 0), 3))
        for node in ordered
        for data in (graph.nodes[node],)
    ]
    titles = [t(f"graph.column-{name}") for name in ("entity", "kind", "since", "ties", "central")]
    frame = pd.DataFrame(rows, columns=titles)
    show_frame(release, frame, t("graph.table-entities"), "entities")
