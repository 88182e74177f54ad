"""Every page under Streamlit's own test: it opens, answers the address, and takes hostile addresses calmly."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.statements import source_names
from kb.ui.shared import plain

APP = str(Path(__file__).resolve().parent.parent / "app.py")
PAGES = {
    "home": "from kb.ui.pages import home; home.show()",
    "search": "from kb.ui.pages import search; search.show()",
    "entity": "from kb.ui.pages import entity; entity.show()",
    "compare": "from kb.ui.pages import compare; compare.show()",
    "article": "from kb.ui.pages import article; article.show()",
    "graph": "from kb.ui.pages import graph; graph.show()",
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
    spoken = [*test.title, *test.header, *test.subheader, *test.markdown, *test.caption, *test.warning, *test.error, *test.info]
    return "\n".join(element.value for element in spoken)


def test_the_app_opens_on_a_question_that_is_answered(real):
    test = AppTest.from_file(APP, default_timeout=60).run()
    text = shown(test)
    assert not test.exception and test.title[0].value == "How jurisdictions regulate platforms"
    assert "**Conditional transfer**" in text and "“Mandatory local storage” says: " in text


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
        {"j": "", "d": "", "v": "9999-99-99", "cell": "." * 300, "e": "", "q": "", "lang": ""},
        {"e": "instrument/../../etc/passwd", "part": "<b>", "q": "'\"; DROP TABLE x", "kind": "none", "lang": "xx"},
        {"e": "x" * 3000, "q": "y" * 3000, "lang": "de"},
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
    test = page("graph", focus="instrument/us/pafaca")
    assert not test.exception and test.selectbox(key="focus").value == "instrument/us/pafaca"
    assert "EO 14166" in set(test.dataframe[0].value["from"]) | set(test.dataframe[0].value["to"])
    assert "PAFACA" in set(test.dataframe[1].value["entity"])


def test_the_graph_expands_and_collapses_what_is_chosen_and_the_address_says_so(real):
    test = page("graph", focus="instrument/us/pafaca")
    before = len(test.dataframe[1].value)
    test.selectbox(key="chosen").set_value("platform/tiktok").run()
    next(button for button in test.button if button.label == "Expand").click().run()
    assert len(test.dataframe[1].value) > before and test.query_params["x"] in ("platform/tiktok", ["platform/tiktok"])
    next(button for button in test.button if button.label == "Collapse").click().run()
    assert len(test.dataframe[1].value) == before and "x" not in test.query_params


def test_the_graph_says_a_path_in_words(real):
    text = shown(page("graph", focus="instrument/us/pafaca", to="organisation/bytedance"))
    assert "**PAFACA** → *concerns platform* → **TikTok** → *is owned by* → **ByteDance Ltd\\.**".replace("\\", "") in text


def test_the_graph_leaves_out_kinds_relations_and_what_began_later(real):
    everything = len(page("graph", focus="platform/tiktok").dataframe[1].value)
    assert len(page("graph", focus="platform/tiktok", hide="case,instrument").dataframe[1].value) < everything
    assert len(page("graph", focus="platform/tiktok", until="2019-01-01").dataframe[1].value) < everything
    assert len(page("graph", focus="platform/tiktok", without="pol:platform").dataframe[1].value) < everything


def test_a_stored_query_runs_from_its_form(real, real_release):
    test = page("sparql", name="sources")
    test.button[0].click().run()
    assert not test.exception and len(test.dataframe[0].value) == len(source_names(real_release))


def test_an_own_query_runs_and_mistakes_are_told(real):
    test = page("sparql")
    test.button[0].click().run()
    assert len(test.dataframe[0].value) > 3
    test.text_area(key="own-query").set_value("SELECT ?s WHERE { ?s ?p }")
    test.button[0].click().run()
    assert "does not parse" in test.error[0].value


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
