"""Exploring the graph: what a step brings, what filters leave out, paths, centrality, a drawing that stays put, exports."""

import xml.etree.ElementTree as ET

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.errors import UsageError
from kb.graph.exploration import Filters, centrality, explore, neighbours, paths, whole_graph
from kb.graph.graph_export import to_graphml, to_svg
from kb.graph.graph_layout import HEADING, KIND_ORDER, headings, places
from kb.language.spoken_names import names_in
from kb.naming import iris
from kb.ui import words
from kb.ui.frame.spoken import speak
from kb.ui.graph.drawing import chart

TIKTOK, PAFACA = "platform/tiktok", "instrument/us/pafaca"


@pytest.fixture(scope="module")
def whole(real_release):
    return whole_graph(real_release)


def keys(graph):
    return {node.removeprefix(iris.ID) for node in graph}


def test_a_step_brings_the_neighbours_in_both_directions(whole):
    graph = explore(whole, [PAFACA])
    assert {"jurisdiction/us", TIKTOK, "instrument/us/eo-14166", "case/us/tiktok-v-garland"} <= keys(graph)
    assert graph.nodes[iris.ID + PAFACA]["step"] == 0 and graph.graph["left_out"] == 0


def test_the_graph_agrees_with_the_neighbourhood_that_python_users_get(real_release, whole):
    from kb.graph.network import network

    near = network(real_release, PAFACA, 1)
    drawn = {node for node in explore(whole, [PAFACA]) if whole.nodes[node]["kind"] not in ("class", "answer")}
    assert set(near) <= drawn


def test_filters_leave_out_kinds_relations_and_later_beginnings(whole):
    assert "case" not in {data["kind"] for _, data in explore(whole, [TIKTOK], Filters(frozenset({"case"}))).nodes(data=True)}
    assert "instrument/us/eo-14352" not in keys(explore(whole, [PAFACA], Filters(until="2025-02-01")))
    assert "instrument/us/eo-14166" in keys(explore(whole, [PAFACA], Filters(until="2025-02-01")))
    hidden = frozenset({"pol:platform"})
    assert not [key for *_, key in explore(whole, [TIKTOK], Filters(hidden_relations=hidden)).edges(keys=True) if key in hidden]


def test_what_is_beyond_the_limit_is_counted(whole):
    graph = explore(whole, [TIKTOK], limit=10)
    assert len(graph) == 10 and graph.graph["left_out"] == len(neighbours(whole, iris.ID + TIKTOK, Filters())) - 9


def test_paths_say_the_most_first_and_go_around_seats_and_jurisdictions(whole):
    found = paths(whole, "organisation/ofcom", "instrument/gb/online-safety-act-2023")
    assert found[0][1].removeprefix(iris.ID).startswith("power/gb/")
    assert not [node for way in found for node in way[1:-1] if iris.kind(node) == "jurisdiction"]


def test_a_relation_may_be_left_out_of_paths(whole):
    ways = paths(whole, "organisation/ofcom", "instrument/gb/online-safety-act-2023", {"pol:heldBy"})
    assert ways and not [node for way in ways for node in way if iris.kind(node) == "power" and way.index(node) == 1]


def test_a_step_brings_the_foremost_and_counts_the_rest(whole):
    graph = explore(whole, [TIKTOK], each=18)
    assert len(graph) == 19 and graph.graph["left_out"] == len(neighbours(whole, iris.ID + TIKTOK, Filters())) - 18
    assert len({data["kind"] for _, data in graph.nodes(data=True)}) > 3


def test_where_nothing_ties_two_together_there_is_no_path():
    graph = nx.MultiDiGraph()
    for name in ("a", "b"):
        graph.add_node(iris.ID + f"case/{name}", label=name, kind="case", since="")
    assert paths(graph, "case/a", "case/b") == []


def test_a_name_that_does_not_exist_is_refused(whole):
    with pytest.raises(UsageError, match="Did you mean 'platform/tiktok'"):
        explore(whole, ["platform/tiktokk"])


def test_the_most_central_of_a_neighbourhood_is_its_middle(whole):
    found = centrality(explore(whole, [TIKTOK]))
    assert max(found, key=found.get) == iris.ID + TIKTOK


def test_a_later_step_moves_nothing(whole):
    steps = [PAFACA]
    before = places(explore(whole, steps))
    for step in (TIKTOK, "jurisdiction/us", "organisation/bytedance"):
        steps.append(step)
        after = places(explore(whole, steps))
        assert {node: after[node] for node in before} == before
        before = after


@given(st.lists(st.tuples(st.sampled_from([*KIND_ORDER, "a kind of its own"]), st.integers(0, 4)), min_size=1, max_size=300))
@example([(kind, 1) for kind in KIND_ORDER])  # more kinds than columns
def test_every_node_has_a_place_of_its_own(nodes):
    graph = nx.MultiDiGraph()
    for number, (kind, step) in enumerate(nodes):
        graph.add_node(str(number), label=str(number), kind=kind, step=step)
    found = places(graph)
    assert set(found) == set(graph) and len(set(found.values())) == len(graph)


def test_the_chart_draws_each_node_and_tie_once_and_marks_the_way(whole):
    way = tuple(paths(whole, PAFACA, "organisation/bytedance")[0])
    graph = explore(whole, [PAFACA], also=way)
    spec, nodes, height = chart(graph, centrality(graph), iris.ID + TIKTOK, way)
    series = spec["series"][0]
    assert len(nodes) == len(graph) and len(series["data"]) == len(graph) + 2 and height > 200
    assert len(series["links"]) == graph.number_of_edges()
    assert sum("lineStyle" in one for one in series["links"]) >= len(way) - 1
    named = [one for one in series["links"] if "label" in one]
    assert named == [one for one in series["links"] if "lineStyle" in one], "more names of ties than can be read"


def test_what_is_of_one_jurisdiction_stands_together_under_its_name(whole):
    steps = ["instrument/eu/dsa", "organisation/ftc", "case/sg/fica-account-restrictions-2024"]
    before = {}
    for number in range(1, len(steps) + 1):
        graph = explore(whole, steps[:number])
        found = places(graph, by_place=True)
        assert {node: found[node] for node in before} == before and len(set(found.values())) == len(found)
        before = found
    assert set(found) - set(graph) == {key for key in found if key.startswith(HEADING)}
    named = [name for name, _ in headings(found)]
    assert {"European Union", "United States", "Singapore", ""} <= set(named)
    heading = ""
    for key in found:  # in the order in which they are placed
        heading = key.removeprefix(HEADING).partition(" ")[2] if key.startswith(HEADING) else heading
        assert key.startswith(HEADING) or graph.nodes[key]["place"] == heading


def test_each_node_is_of_the_jurisdiction_that_its_law_or_its_seat_is(whole):
    told = {key: whole.nodes[iris.ID + key]["place"] for key in (PAFACA, "organisation/ofcom", "jurisdiction/sg", TIKTOK)}
    assert told == {PAFACA: "United States", "organisation/ofcom": "United Kingdom", "jurisdiction/sg": "Singapore", TIKTOK: ""}
    placed = [data["place"] for _, data in whole.nodes(data=True) if data["kind"] in ("instrument", "case", "power")]
    assert all(placed)


def test_two_things_of_one_name_are_two_in_the_chart(whole):
    graph = explore(whole, ["jurisdiction/us", "jurisdiction/eu", "jurisdiction/au"], limit=2000)
    labels = [data["label"] for _, data in graph.nodes(data=True)]
    assert len(set(labels)) < len(labels)  # Meta is a company and runs a service; acts of two places are called alike
    spec, nodes, _ = chart(graph)
    assert [one["id"] for one in spec["series"][0]["data"][: len(nodes)]] == nodes


def test_the_chart_by_place_draws_the_names_of_the_groups_and_nothing_else_more(whole):
    graph = explore(whole, ["instrument/eu/dsa"])
    spec, nodes, _ = chart(graph, by_place=True)
    drawn = spec["series"][0]["data"]
    said = {one["name"] for one in drawn[len(nodes) : -2]}
    assert "European Union" in said and len(drawn) == len(nodes) + len(headings(places(graph, True))) + 2
    assert all(one["silent"] for one in drawn[len(nodes) :])
    assert "European Union" in to_svg(graph, {}, "DSA", by_place=True)


def test_graphml_reads_back_as_the_same_graph(whole, tmp_path):
    graph = explore(whole, [PAFACA])
    (tmp_path / "graph.graphml").write_text(to_graphml(graph), encoding="utf-8")
    again = nx.read_graphml(tmp_path / "graph.graphml")
    assert set(again) == keys(graph) and again.number_of_edges() == graph.number_of_edges()
    assert again.nodes[PAFACA]["label"] == "PAFACA"


def test_the_picture_names_every_node_and_cannot_be_broken_by_a_label():
    graph = nx.MultiDiGraph(focus="a")
    graph.add_node("a", label='<script>alert(1)</script> & "co"', kind="case", step=0, since="", place="")
    graph.add_node("b", label="B", kind="platform", step=1, since="", place="")
    graph.add_edge("a", "b", key="x", relation="x", says="</svg>")
    root = ET.fromstring(to_svg(graph, {"case": "#c9822b"}, "Title"))
    texts = {element.text for element in root.iter() if element.text}
    assert {'<script>alert(1)</script> & "co"', "B", "Title"} <= texts
    assert not [element for element in root.iter() if element.tag.endswith("script")]


def test_a_german_chart_calls_classes_and_ties_by_their_german_names(real_release, whole):
    before = words.SPOKEN.get()
    words.SPOKEN.set("de")
    speak(names_in(real_release, "de"))
    try:
        drawn = chart(explore(whole, [TIKTOK], limit=2000, each=2000))[0]["series"][0]
    finally:
        speak({})
        words.SPOKEN.set(before)
    named = {one.get("name") for one in drawn["data"]}
    assert {"Torwächter", "Sehr große Online-Plattform"} <= named and not {"Gatekeeper", "Very large online platform"} & named
    assert "wird betrieben von" in {one["value"] for one in drawn["links"]}
