"""Every page under Streamlit's own test: it opens, answers the address, and takes hostile addresses calmly."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.ui.graph_drawing import KINDS, chart
from kb.ui.shared import plain

APP = str(Path(__file__).resolve().parent.parent / "app.py")
PAGES = {
    "compare": "from kb.ui.pages import compare; compare.show()",
    "article": "from kb.ui.pages import article; article.show()",
    "graph": "from kb.ui.pages import graph; graph.show()",
    "on_that_day": "from kb.ui.pages import on_that_day; on_that_day.show()",
    "sparql": "from kb.ui.pages import sparql; sparql.show()",
}


@pytest.fixture
def real(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))


@pytest.fixture
def mini(mini_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(mini_home))


def page(which, /, **address):
    test = AppTest.from_string(PAGES[which], default_timeout=60)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


def shown(test):
    return "\n".join(element.value for element in [*test.markdown, *test.caption, *test.warning, *test.error, *test.info])


def test_the_app_opens_on_the_comparison(real):
    test = AppTest.from_file(APP, default_timeout=60).run()
    assert not test.exception and test.title[0].value == "Compare"
    assert "Can the owner of a platform be made to give it up?" in shown(test)


def test_the_app_builds_a_release_where_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    monkeypatch.setenv("KB_FACTS", str(Path(APP).parent / "tests/mini_facts"))
    test = AppTest.from_file(APP, default_timeout=60).run()
    assert not test.exception and (tmp_path / "current" / "manifest.json").is_file()
    assert "Can an owner be made to sell?" in shown(page("compare", j="xa,xb", d="*"))


def test_wrong_facts_are_listed_in_place_of_the_app(tmp_path, monkeypatch):
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "jurisdictions.yaml").write_text("xa:\n  nam: Examplia\n", encoding="utf-8")
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KB_FACTS", str(tmp_path / "facts"))
    test = AppTest.from_file(APP, default_timeout=60).run()
    assert "facts need mending" in test.error[0].value and "jurisdictions.yaml:2" in test.code[0].value


def test_compare_reads_its_whole_state_from_the_address(real):
    test = page("compare", j="us,sg", d="data-location-and-transfer", v="2025-09-15", k="2026-12-01", p="tiktok", view="cards")
    assert test.multiselect(key="j").value == ["us", "sg"] and test.selectbox(key="p").value == "tiktok"
    text = shown(test)
    assert "law as of 2025-09-15" in text and "⚠ Disputed" in text and "Platform rules as they reach TikTok" in text


def test_compare_writes_what_is_picked_into_the_address(real):
    test = page("compare")
    test.multiselect(key="j").set_value(["eu", "sg"]).run()
    assert test.query_params["j"] == ["eu,sg"] or test.query_params["j"] == "eu,sg"


def test_every_cell_has_a_why_that_explains_it(real):
    test = page("compare", j="sg,us", d="data-location-and-transfer", v="2025-09-15")
    whys = [button for button in test.button if button.label == "Why?"]
    assert len(whys) == 6
    test.button(key="why-sg-data-localization-requirement").click().run()
    text = shown(test)
    assert "Decides the cell: Conditional transfer" in text and "Disputes it: Mandatory local storage" in text


def test_the_why_of_an_absence_shows_the_proof_of_search(real):
    test = page("compare", j="sg,eu", d="ownership-and-divestiture", v="2020-01-01")
    test.button(key="why-sg-forced-divestiture").click().run()
    text = shown(test)
    assert "Proof of search" in text and "searched on 2026-11-22, coded by kb-editors" in text
    assert "Broadcasting Act 1994" in text and "nothing was found" in text


def test_the_table_as_exported_is_shown(real):
    test = page("compare", view="table", d="ownership-and-divestiture")
    assert not test.exception and any("<table>" in element.proto.body for element in test.get("html"))


@pytest.mark.parametrize("which", list(PAGES))
@pytest.mark.parametrize(
    "address",
    [
        {
            "j": "zz,<script>alert(1)</script>",
            "d": "nope",
            "v": "2025-02-30",
            "k": "x",
            "p": "../../etc",
            "cell": "a.b",
            "view": "odd",
        },
        {"source": "none", "verdict": "maybe", "focus": "platform/<img>", "hops": "99", "name": "x" * 500, "query": "SELECT {"},
        {"j": "", "d": "", "v": "9999-99-99", "cell": "." * 300},
    ],
)
def test_hostile_addresses_give_a_message_and_no_crash(real, which, address):
    assert not page(which, **address).exception


@pytest.mark.parametrize(
    ("which", "address"),
    [("compare", {"j": "us,eu", "p": "tiktok"}), ("article", {"source": "us-china-tiktok-near-agreement"}), ("graph", {})],
)
def test_a_release_may_be_replaced_under_an_open_page(real, mini_home, monkeypatch, which, address):
    test = page(which, **address)
    if which == "compare":
        test.selectbox(key="p").set_value("tiktok").run()
    monkeypatch.setenv("KB_HOME", str(mini_home))
    assert not test.run().exception
    assert "does not exist" in shown(test)


def test_a_filter_on_a_verdict_that_a_source_does_not_have_is_no_mistake(real):
    assert not page("article", source="pdpc-speech-2021", verdict="contradicted").warning


def test_a_name_that_does_not_exist_is_named(real):
    assert "zz" in page("compare", j="us,zz").warning[0].value


def test_the_article_shows_all_statements_with_verdicts_and_filters(real):
    test = page("article")
    assert sum("badge[" in element.value for element in test.markdown) == 36
    test = page("article", verdict="contradicted")
    assert sum("badge[✗ Contradicted]" in element.value for element in test.markdown) == 5


def test_the_graph_lists_the_same_as_it_draws(real):
    test = page("graph", focus="instrument/us/pafaca", hops="1")
    assert not test.exception and test.selectbox(key="focus").value == "instrument/us/pafaca"
    assert "EO 14166" in set(test.dataframe[-2].value["from"]) | set(test.dataframe[-2].value["to"])


def test_the_drawing_places_every_node_once(mini_release):
    from kb.network import network

    graph = network(mini_release, "platform/clip", 2)
    spec, nodes, height = chart(graph)
    places = {(node["x"], node["y"]) for node in spec["series"][0]["data"]}
    assert len(places) == len(nodes) == len(graph) and height >= 320
    assert len(spec["series"][0]["links"]) == graph.number_of_edges()
    assert {graph.nodes[iri]["kind"] for iri in nodes} <= set(KINDS)


@pytest.mark.parametrize("text", ["![x](http://evil.example/a.png)", "[x](javascript:alert(1))", "<img src=x>", ":red[x]", "$x$"])
def test_labels_stay_text_in_pages(text):
    unescaped = re.sub(r"\\.", "", plain(text))
    assert not re.search(r"[<>\[\]:$!|*`_]", unescaped)


def test_health_answers_beside_the_pages(mini_home, tmp_path, monkeypatch):
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from kb.server.routes import ROUTES

    client = TestClient(Starlette(routes=ROUTES))
    monkeypatch.setenv("KB_HOME", str(mini_home))
    assert client.get("/healthz").json()["status"] == "ok"
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    answer = client.get("/healthz")
    assert answer.status_code == 503 and "kb build" in answer.json()["reason"]


def test_on_that_day_tells_what_applied_what_was_suspended_and_what_was_pending(real):
    test = page("on_that_day", j="us", p="tiktok", v="2025-03-01", d="ownership-and-divestiture")
    assert not test.exception
    assert any("In force, but suspended" in header.value for header in test.header)
    assert "enforcement suspended until 2025\\-04\\-05" in shown(test) or "enforcement suspended until" in shown(test)
    pending = page("on_that_day", j="us", p="tiktok", v="2024-06-01", d="ownership-and-divestiture")
    assert any("Pending" in header.value for header in pending.header)


def test_on_that_day_names_a_layer_without_codings_and_takes_hostile_addresses(real):
    assert "says nothing of what its law is" in shown(page("on_that_day", j="us-ny", p="tiktok", v="2025-03-01"))
    hostile = page("on_that_day", j="<script>", p="' OR 1=1", v="9999-99-99", k="x", d="../..")
    assert not hostile.exception and "does not exist" in shown(hostile)
