"""The SPARQL page: forms, the plain editor, views, history, links and code; and what the editor is given."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kb.asking.library import in_language, what_is_asked
from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.asking.snippets import snippets
from kb.naming.namespaces import PREFIXES
from kb.release.release import Release
from kb.sparql.stored import library_queries, stored_query
from kb.ui import world
from kb.ui.frame.shared import plain
from kb.ui.workbench.columns import columns_of
from kb.ui.workbench.completion import words
from kb.ui.workbench.editor import BUNDLE, with_prefixes
from kb.ui.workbench.graph_view import _spec
from kb.ui.workbench.map_view import _map, _point, _spots
from kb.ui.workbench.timeline_view import _frame
from tests.patience import PATIENCE, until

SAME_IN_BOTH = ("Dimension", "Organisation")
PAGE = "from kb.ui.pages import sparql; sparql.show()"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
AWKWARD = 'SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(?o = "it\'s `${x}` \\"so\\" )-\\"")\n}'


@pytest.fixture
def real(real_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_HOME", str(real_home))


def page(**address: str) -> AppTest:
    test = AppTest.from_string(PAGE, default_timeout=PATIENCE)
    for key, value in address.items():
        test.query_params[key.replace("__", ".")] = value
    return test.run()


def started(test: AppTest) -> AppTest:
    return next(button for button in test.button if button.label == "Run").click().run()


def run(test: AppTest) -> AppTest:
    """Run what is asked, and look again until it has ended."""
    started(test)
    until(lambda: not any(button.label == "Cancel" for button in test.button) or not test.run(), "the query did not end")
    return test


def asked_view(test: AppTest) -> str:
    found = test.query_params["view"]
    return found[0] if isinstance(found, list) else found


def count_of(release: Release, text: str) -> int:
    return len(list(QueryResult(run_query(release, text))))


def said(test: AppTest) -> str:
    return "\n".join(element.value for element in [*test.markdown, *test.caption, *test.warning, *test.error, *test.info])


def test_every_stored_query_can_be_chosen_and_own_ones_written(real: None):
    test = page()
    assert not test.exception
    options = test.selectbox(key="query-name").options
    assert options[0] == "Write your own query" and len(options) == 1 + len(list(library_queries()))


def test_a_stored_query_runs_from_its_form_as_the_address_says(real: None, real_release: Release):
    text = stored_query("enforcement-suspensions").text
    pauses = len(list(QueryResult(run_query(real_release, text, {"jurisdiction": "us"}))))
    test = run(page(name="enforcement-suspensions", p__jurisdiction="us", view="table"))
    assert not test.exception and f"{pauses} rows in" in said(test)
    assert test.selectbox(key="enforcement-suspensions-jurisdiction").value == "us"
    assert len(test.dataframe[0].value) == pauses
    assert test.query_params["p.jurisdiction"] in ("us", ["us"]) and test.query_params["view"] in ("table", ["table"])


def test_a_column_of_iris_links_to_the_pages_of_entities_by_their_names(real: None):
    test = run(page(name="fines-by-authority", p__platform="tiktok", view="table"))
    first = test.dataframe[0].value["forum"].iloc[0]
    assert first.endswith("/id/organisation/dpc#~Data Protection Commission")


def test_the_columns_of_a_result_are_named_in_words_and_days_have_room(real: None):
    shown = json.loads(run(page(name="owners-of-platform", p__owned="tiktok", view="table")).dataframe[0].proto.columns)
    assert {shown[name]["label"] for name in ("owner_name", "percent_number")} == {"owner name", "percent number"}
    assert shown["from"]["width"] == 120 and not shown["in_short"].get("width")


@pytest.mark.parametrize("query", [one.name for one in library_queries() if one.view != "table"])
def test_every_query_is_shown_in_the_view_that_it_asks_for(query: str, real: None):
    stored = {one.name: one for one in library_queries()}[query]
    test = run(page(name=query, **{f"p__{name}": value for name, value in stored.examples}))
    assert not test.exception, query
    name, *columns = asked_view(test).split(".")
    wanted, *wanted_columns = stored.view.split()
    assert name == wanted and columns[: len(wanted_columns)] == wanted_columns


def test_a_query_of_ones_own_runs_in_the_plain_field_with_prefixes_put_in(real: None, real_release: Release):
    test = page(editor="plain")
    test.text_area[0].set_value("SELECT ?p WHERE { ?p a pol:Platform }")
    test = run(test)
    assert test.text_area[0].value.startswith(f"PREFIX pol: <{PREFIXES['pol']}>\n")
    assert not test.exception and f"{count_of(real_release, test.text_area[0].value)} rows" in said(test)


def test_a_mistake_is_told_with_its_place(real: None):
    test = page(editor="plain")
    test.text_area[0].set_value("SELECT ?s WHERE {\n ?s ?p }")
    assert "error at 2:9" in run(test).error[0].value.replace("\\", "")


def test_a_query_that_runs_can_be_cancelled(real: None):
    test = page(editor="plain")
    test.text_area[0].set_value(ENDLESS)
    test = started(test)
    cancel = [button for button in test.button if button.label == "Cancel"]
    assert cancel and any("History of this session" in expander.label for expander in test.expander)
    cancel[0].click().run()
    until(lambda: test.run().error, "it goes on")
    assert "the query was cancelled" in test.error[0].value


def test_a_link_restores_query_and_view(real: None):
    text = "PREFIX pol: <https://w3id.org/policykb/ontology#> SELECT ?p WHERE { ?p a pol:Platform }"
    test = page(query=text, editor="plain")
    assert test.text_area[0].value == text
    test = run(test)
    link = next(code.value for code in test.code if "/sparql-page?" in code.value)
    assert "query=PREFIX+pol" in link and "view=" in link


def test_a_stored_query_can_be_changed_in_the_editor(real: None, real_release: Release):
    test = page(name="fines-by-authority", p__platform="tiktok", editor="plain")
    test.session_state["text-fines-by-authority"] = True  # the fold with the text is opened
    test.run()
    next(button for button in test.button if button.label == "Change it in the editor").click().run()
    assert test.selectbox(key="query-name").value == "own"
    assert "<https://w3id.org/policykb/id/platform/tiktok>" in test.text_area[0].value and "#+" not in test.text_area[0].value
    rows = count_of(real_release, test.text_area[0].value)
    assert rows > 5 and f"{rows} rows" in said(run(test))


def test_the_history_brings_a_query_back(real: None):
    test = run(page(name="list-of-sources"))
    test.selectbox(key="query-name").set_value("verdict-counts").run()
    test = run(test)
    buttons = [button for button in test.button if button.label == "Bring back"]
    assert len(buttons) == 2
    buttons[1].click().run()
    assert test.selectbox(key="query-name").value == "list-of-sources"


@pytest.mark.parametrize(
    "address",
    [
        {"name": "<script>", "view": "x", "query": "SELECT {", "editor": "odd"},
        {"name": "fines-by-authority", "p__platform": "'; DROP", "p__since": "x" * 900, "p__nope": "1", "view": "map"},
        {"name": "answers-to-question", "p__question": "../..", "view": "graph"},
        {"query": "\0" * 50, "editor": "plain"},
    ],
)
def test_hostile_addresses_give_a_message_and_no_crash(address: dict[str, str], real: None):
    test = page(**address)
    assert not test.exception
    for button in [one for one in test.button if one.label == "Run"]:
        assert not button.click().run().exception


def test_labels_of_hostile_rows_are_shown_as_text(real: None):
    test = page(editor="plain")
    values = "('<img src=x onerror=alert(1)>' <javascript:alert(1)> 1) ('![x](http://e/)' <http://e/a#~x> 2)"
    test.text_area[0].set_value(f"SELECT * {{ VALUES (?a ?b ?n) {{ {values} }} }}")
    test = run(test)
    assert not test.exception and "javascript:alert(1)" in str(test.dataframe[0].value.to_dict())


def test_prefixes_are_put_in_once_and_only_those_of_ours():
    text = "PREFIX pol: <http://other/> SELECT * { ?s pol:a rdfs:label, skos:x, unknown:y, 'dct:no', <eli:no> } # oa:no"
    lines = with_prefixes(text).splitlines()
    assert [line.split()[1] for line in lines[:-1]] == ["rdfs:", "skos:"]
    assert with_prefixes(with_prefixes(text)) == with_prefixes(text)


def test_the_editor_knows_our_words_and_entities(real_release: Release):
    offered = {one["label"]: one for one in words(real_release)}
    assert offered["pol:Claim"]["type"] == "class" and offered["pol:statedIn"]["type"] == "property"
    assert offered["platform/tiktok"]["apply"] == "<https://w3id.org/policykb/id/platform/tiktok>"
    assert offered["instrument/us/pafaca"]["detail"].startswith("Protecting Americans")
    assert "rdfs:label" in offered and "skos:" in offered
    assert len(json.dumps(words(real_release))) < 400_000


def test_the_editor_is_there_with_its_licences_and_loads_nothing_from_elsewhere():
    text = BUNDLE.read_text(encoding="utf-8")
    assert "export{" in text or "export default" in text
    assert not re.search(r"(?:import\s*\(|fetch\s*\(|src\s*=|XMLHttpRequest)\s*[\"'`]?https?:", text)
    licences = (BUNDLE.parent / "sparql-editor.LICENCES.txt").read_text(encoding="utf-8")
    assert licences.count("(MIT)") >= 15 and "codemirror-lang-sparql" in licences and "GPL" not in licences


def test_columns_are_known_by_what_they_hold():
    frame = pd.DataFrame(
        {
            "year": ["2020", "2021"], "n": ["1", "-2.5e3"], "day": ["2025-01-19", ""], "month": ["2025-01", None],
            "text": ["a", "1"], "where": ["https://w3id.org/policykb/id/jurisdiction/us"] * 2, "iri": ["http://e/a", None],
            "none": [None, ""],
        }
    )  # fmt: skip
    found = columns_of(frame)
    assert (found.numbers, found.days, found.texts) == (["n"], ["year", "day", "month"], ["year", "text"])
    assert (found.links, found.jurisdictions) == (["where", "iri"], ["where"])


def test_an_open_end_of_a_timeline_is_said_to_be_open():
    frame = pd.DataFrame(
        {"from": ["2025-01", "2024", "", "2025-02-01"], "until": ["", "2024-06-01", "x", "9999-12-31"], "what": list("abcd")}
    )
    found = _frame(frame, "from", "until", "what")
    assert list(found["is"]) == ["open", "period", "open"] and list(found["from"]) == ["2025-01-01", "2024-01-01", "2025-02-01"]
    assert list(_frame(frame, "from", None, "what")["is"]) == ["day"] * 3


def test_every_jurisdiction_has_a_place_on_the_map(real_release: Release):
    text = "SELECT ?j { ?j a <https://w3id.org/policykb/ontology#Jurisdiction> }"
    slugs = {(row["j"] or "").rpartition("/")[2] for row in QueryResult(run_query(real_release, text))}
    kinds, spots = real_release.reader.kinds(), _spots(real_release)
    assert {slug for slug in slugs if not (_point(real_release.reader, slug) or slug in spots)} == {
        slug for slug, kind in kinds.items() if kind == "union"
    }
    assert spots["us-mt"] == (-109.6, 47.0) and spots.keys() == {slug for slug, kind in kinds.items() if kind == "state"}
    lying = {slug: world.country(slug) for slug in slugs}
    assert {code for code, one in lying.items() if one and not one.has_outline} == {"sg", "ky", "mt", "li"}
    frame = pd.DataFrame([{"name": "x", "id": "840", "value": 1, "rows": 1, "longitude": None, "latitude": None}])
    assert _map(frame, False)["layer"]


def test_a_graph_names_acts_shortly(real_release: Release):
    from collections import Counter

    iri = "https://w3id.org/policykb/id/instrument/us/pafaca"
    spec = _spec(real_release, [iri, "http://e/x"], [(iri, "pol:x", "http://e/x")], {}, Counter({iri: 1, "http://e/x": 1}))
    assert [node["name"] for node in spec["series"][0]["data"]] == ["PAFACA", "http://e/x"]


@pytest.mark.parametrize("query", [AWKWARD, "ASK {}", 'SELECT * { ?s ?p """x\ny""" }', "ASK { FILTER('SPARQL\nSPARQL_' = '') }"])
def test_code_holds_the_query_unchanged(query: str, tmp_path: Path):
    code = {name: lines for name, (_, lines) in snippets(query, "http://127.0.0.1:1/sparql").items()}
    for name in ("Python, kb", "Python, rdflib"):
        given = next(
            node.value
            for node in ast.walk(ast.parse(code[name]))
            if isinstance(node, ast.Assign) and node.targets[0].id == "query"
        )
        assert ast.literal_eval(given).strip() == query.strip()
    shown = subprocess.run(["sh", "-c", "curl() { cat; }\n" + code["curl"]], capture_output=True, text=True, check=False)
    assert shown.stdout.strip() == query.strip()
    if shutil.which("node"):
        script = code["JavaScript"].partition("\nconst answer")[0] + "\nprocess.stdout.write(query);"
        done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=False)
        assert done.stdout == query.strip(), done.stderr


def test_an_address_with_a_quote_in_it_stays_one_word_for_the_shell():
    address = "http://127.0.0.1:1/it's; echo broken out/sparql"
    (_, code) = snippets("ASK {}", address)["curl"]
    shown = subprocess.run(["sh", "-c", "curl() { printf '%s' \"$1\"; }\n" + code], capture_output=True, text=True, check=False)
    assert (shown.stdout, shown.stderr) == (address, "")


@pytest.mark.parametrize("code", ["en", "de"])
def test_cards_say_in_words_what_a_query_asks_for_and_keep_the_real_names(real: None, code: str):
    test = page(lang=code)
    shown = said(test)
    topic = test.session_state["gallery-topic"]
    for query in (one for one in library_queries() if one.topic == topic):
        assert f"**{plain(in_language(query.summary, code))}**" in shown
        for one in query.parameters:
            words = re.split("[;:]", in_language(what_is_asked(one), code))[0]
            lines = [line for line in shown.splitlines() if line.startswith(f"- **{words}**") and f"`{one.name}=" in line]
            assert lines and not [line for line in lines if one.name in line.partition("`")[0].replace(words, "")], one
    wanted = {"en": "- **Day of the law**: a day, such as", "de": "- **Tag des Rechts**: ein Tag, etwa"}[code]
    assert wanted in shown


@pytest.mark.parametrize("name", sorted({one.name for one in library_queries()}))
def test_every_query_of_the_library_and_what_it_asks_for_has_german_words(name: str):
    query = stored_query(name)
    texts = filter(None, [query.summary, query.about, *map(what_is_asked, query.parameters)])
    assert all(what_is_asked(one) for one in query.parameters)
    assert not [text for text in texts if in_language(text, "de") == text and text not in SAME_IN_BOTH]


def test_the_form_calls_its_fields_by_what_they_are(real: None):
    test = page(name="disputes", lang="de")
    field = test.text_input(key="disputes-as_of")
    assert field.label == "Tag des Rechts" and "`p.as_of`" in field.help
    assert "Only" not in test.selectbox(key="disputes-jurisdiction").label
