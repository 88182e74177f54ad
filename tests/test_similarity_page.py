"""The page on similarity under Streamlit's own test: charts with tables of the same, the address, hostile addresses."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from kb.cells.comparison import compare
from kb.similarity import similar
from kb.similarity.clusters import cluster
from kb.similarity.map import regime_map
from kb.ui.similarity.drawing import map_chart, tree_chart
from kb.ui.similarity.values import well_known
from tests.page_tables import tables
from tests.patience import PATIENCE

DAYS = {"v": "2026-06-01", "k": "2026-12-01"}


@pytest.fixture
def real(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))


def page(**address):
    test = AppTest.from_string("from kb.ui.pages import similarity; similarity.show()", default_timeout=PATIENCE)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


def shown(test):
    elements = [*test.markdown, *test.caption, *test.warning, *test.error, *test.info, *test.success]
    return "\n".join(element.value for element in elements)


def test_it_opens_on_the_map_of_the_regimes_that_are_known_well_enough(real, real_release):
    test = page()
    assert not test.exception and test.multiselect(key="j").value == well_known(real_release)
    assert "ky" not in well_known(real_release) and len(well_known(real_release)) >= 12
    assert "A plane cannot hold all distances" not in shown(test), "a map that distorts is drawn when it is asked for"
    test.session_state["map-put-away"] = True
    test.run()
    text = shown(test)
    assert "A plane cannot hold all distances" in text and "Group A" in text
    assert set(tables(test)[0].columns) == {"place", "group", "x", "y"}
    assert len(tables(test)[0]) == len(well_known(real_release))


def test_the_tree_lists_its_joins_as_a_table(real, real_release):
    test = page(view="tree", n="4", **DAYS)
    assert not test.exception and len(tables(test)[0]) == len(well_known(real_release)) - 1
    assert sum(element.value.startswith("**Group ") for element in test.markdown) == 4


def test_two_regimes_show_every_question_and_the_shares_sum_to_the_distance(real, real_release):
    test = page(view="pair", pair="us.sg", **DAYS)
    assert [box.value for box in (test.selectbox(key="pair-0"), test.selectbox(key="pair-1"))] == ["us", "sg"]
    pair = similar(compare(real_release.reader, well_known(real_release), as_of=DAYS["v"], known_on=DAYS["k"])).pair("us", "sg")
    frame = tables(test)[0]
    asked = [head for head in real_release.reader.questions().values() if not head.replaced_by]
    assert len(frame) == len(asked) and frame["share"].sum() == pytest.approx(pair.distance, abs=0.0005 * len(asked))
    assert test.metric[0].value == f"{pair.distance:.2f}" and "disputed" in shown(test)
    assert any("does not arise" in note for note in frame["note"])
    test.selectbox(key="pair-1").set_value("eu").run()
    assert test.query_params["pair"] in ("us.eu", ["us.eu"]) and not test.exception


def test_the_same_regime_twice_is_asked_to_be_changed(real):
    assert "two different places" in shown(page(view="pair", pair="us.us"))


def test_all_distances_warn_of_open_orders_and_of_what_was_left_out(real):
    text = shown(page(view="table", **DAYS))
    assert "do not settle" in text and "left out" in text and "United States" in text
    assert "Of all questions in all pairs of places" not in shown(page(view="pair", pair="us.eu", **DAYS))


def test_pairs_that_are_near_by_a_law_in_common_stand_at_the_end_of_all_distances(real):
    pairs = tables(page(view="table", j="us,us-ca,us-tx,eu,sg,ie", **DAYS))[0]
    bound = [bool(law) for law in pairs["law in common"]]
    assert any(bound) and bound == sorted(bound)
    free = [distance for distance, shared in zip(pairs["distance"], bound, strict=True) if not shared]
    assert min(free) > 0.1


def test_counting_what_is_not_comparable_is_said(real):
    text = shown(page(view="pair", pair="us.in", inc="1"))
    assert "Counted although not comparable" in text
    assert "counted although their cells are not comparable" in shown(page(view="table", inc="1"))


def test_open_cells_are_a_work_list(real):
    test = page(view="open", j="us,eu,sg,ru", **DAYS)
    frame = tables(test)[0]
    assert list(frame["conclusions"]) == sorted(frame["conclusions"], reverse=True)
    assert {"disputed", "not researched"} <= set(frame["why"])


def test_regimes_of_which_too_little_is_known_are_named_and_not_placed(real):
    text = shown(page(j="us,eu,sg,au,ae"))
    assert "Too little is known of United Arab Emirates" in text and "Not placed: United Arab Emirates" in text.replace("\\", "")


@pytest.mark.parametrize("view", ["map", "tree", "table", "open"])
def test_in_german_every_place_has_its_german_name_in_lists_of_several_too(real, german_pages, view):
    test = page(j="us,eu,sg,br,gb,cn,vn,ca,id,in,ru,au", view=view, lang="de")
    said = shown(test).splitlines()
    assert not test.exception and (view == "open" or any("Vereinigtes Königreich" in line for line in said))
    english = ("United States", "United Kingdom", "European Union", "Singapore", "Brazil", "Indonesia", "Russia", "Australia")
    assert [line for line in said if any(re.search(rf"\b{name}\b", line) for name in english)] == []


def test_two_regimes_have_no_groups_and_the_page_says_so(real):
    for view in ("map", "tree", "pair", "table", "open"):
        assert not page(j="us,eu", view=view, n="3").exception
    assert "at least 3 places" in shown(page(j="us,eu", view="map"))
    assert "Pick at least two" in shown(page(j="us"))


def test_what_is_picked_enters_the_address(real):
    test = page(j="us,eu,sg")
    test.selectbox(key="w").set_value("dimension").run()
    test.selectbox(key="n").set_value("3").run()
    found = {name: value[0] if isinstance(value, list) else value for name, value in test.query_params.items()}
    assert (found["j"], found["w"], found["n"]) == ("us,eu,sg", "dimension", "3")


@pytest.mark.parametrize(
    "address",
    [
        {"j": "zz,<script>alert(1)</script>", "d": "nope", "v": "2025-02-30", "k": "x", "p": "../../etc", "view": "odd"},
        {"w": "half", "n": "99", "inc": "maybe", "pair": "a.b", "view": "pair"},
        {"n": "-1", "pair": "." * 300, "view": "pair", "j": ""},
        {"j": "us,eu,sg", "n": "8", "view": "map"},
    ],
)
def test_hostile_addresses_give_a_message_and_no_crash(real, address):
    assert not page(**address).exception


def test_a_release_may_be_replaced_under_the_open_page(real, mini_home, monkeypatch):
    test = page(view="pair", pair="us.eu")
    monkeypatch.setenv("KB_HOME", str(mini_home))
    assert not test.run().exception


def test_the_charts_draw_every_regime_and_every_join(real_release):
    clusters = cluster(similar(compare(real_release.reader, well_known(real_release), known_on="2026-12-01")), 3)
    drawn = map_chart(clusters, regime_map(clusters))
    points = drawn["series"][0]["data"]
    assert len(points) == len(clusters.placed) and {point["category"] for point in points} == {0, 1, 2}
    assert all(point["label"]["formatter"].endswith(("(A)", "(B)", "(C)")) for point in points)
    assert len({category["symbol"] for category in drawn["series"][0]["categories"]}) == 3
    spec, height = tree_chart(clusters)
    joins = [series for series in spec["series"] if series["type"] == "line"]
    assert len(joins) == len(clusters.placed) - 1 and height > 300
    highest = max(point[0] for series in joins for point in series["data"])
    assert highest == pytest.approx(clusters.tree[-1, 2]) and json.dumps(spec)
    cut = spec["series"][-1]["markLine"]["data"][0]["xAxis"]
    assert clusters.tree[-3, 2] <= cut <= clusters.tree[-2, 2]
