"""What every page can be left with: files of what it shows, a citation with its address, and the query behind it, which runs."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote_plus

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.cells.comparison import compare
from kb.sparql.stored import stored_query
from kb.tables.listing import FORMATS, listing, write_listing
from kb.ui.frame import query_links
from kb.ui.frame.query_links import BEHIND, behind
from tests.patience import PATIENCE
from tests.test_addresses import SHARED

STARTS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "zip": b"PK", "docx": b"PK", "xlsx": b"PK", "parquet": b"PAR1"}
WITHOUT_A_QUERY = ("sparql",)


class Left:
    """What a page offered: files by name with what makes them, and links to queries."""

    def __init__(self):
        self.files, self.queries = {}, []

    def download_button(self, label, data, file_name=None, mime=None, **options):
        assert label and mime and options["on_click"] == "ignore"
        self.files[options.get("key", label)] = (file_name, data)

    def link(self, page, label, icon=None, place=None, help_text=None, **state):
        assert page == "sparql-page" and help_text and state.pop("view") == "table"
        self.queries.append(state)


@pytest.fixture
def left(real_home, monkeypatch):
    found = Left()
    monkeypatch.setenv("KB_HOME", str(real_home))
    monkeypatch.setattr(st, "download_button", found.download_button)
    monkeypatch.setattr(query_links, "link", found.link)
    return found


def page(which, **more):
    test = AppTest.from_string(f"from kb.ui.pages import {which}; {which}.show()", default_timeout=PATIENCE)
    for key, value in (SHARED[which] | more).items():
        test.query_params[key] = value
    return test.run()


def looks_right(name, content):
    content = content.encode("utf-8") if isinstance(content, str) else content
    suffix = name.rpartition(".")[2]
    assert content.startswith(STARTS.get(suffix, b"")) and len(content) > 20, name
    if suffix == "json":
        json.loads(content)
    if suffix == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8"))))
        assert len(rows) > 1 and {len(row) for row in rows} == {len(rows[0])}, name


@pytest.mark.parametrize("which", SHARED)
def test_every_page_offers_its_view_as_data_and_as_picture_and_every_file_is_what_it_says(which, left):
    test = page(which)
    assert not test.exception
    suffixes = {name.rpartition(".")[2] for name, _ in left.files.values()}
    assert {"csv", "json", "svg", "png", "pdf"} <= suffixes, suffixes
    for name, data in left.files.values():
        looks_right(name, data() if callable(data) else data)


@pytest.mark.parametrize("which", SHARED)
def test_every_page_is_cited_with_its_whole_address_and_its_release(which, left, real_release):
    test = page(which)
    codes = [code.value for code in test.code]
    cited = [code for code in codes if "How jurisdictions regulate platforms" in code and "(read on " in code]
    assert cited and real_release.id in cited[0] + str(test.caption)
    for name, value in SHARED[which].items():
        assert f"{name}=" in cited[0] and quote_plus(value.split(",")[0], safe=":") in cited[0].replace("/", "%2F"), name


@pytest.mark.parametrize("which", [name for name in SHARED if name not in WITHOUT_A_QUERY])
def test_the_query_behind_a_view_runs_and_gives_rows(which, left, real_release):
    page(which)
    assert left.queries
    for state in left.queries:
        values = {name.removeprefix("p."): value for name, value in state.items() if name.startswith("p.")}
        text = stored_query(state["name"]).text if "name" in state else state["query"]
        assert list(QueryResult(run_query(real_release, text, values))), state


@pytest.mark.parametrize("view", ["map", "tree", "table", "open"])
def test_every_view_of_similarity_offers_files_of_its_own(view, left):
    test = page("similarity", view=view, pair="", n="auto", j="us,eu,sg,gb,in", d="")
    if "map-put-away" in test.session_state:  # drawn when it is asked for, where it distorts
        test.session_state["map-put-away"] = True
        test.run()
    assert not test.exception
    for name, data in left.files.values():
        looks_right(name, data())
    assert (f"similarity-{view}-picture-svg" in left.files) == (view in ("map", "tree"))


@pytest.mark.parametrize("part", ["overview", "history", "ties", "claims", "facts"])
def test_every_table_of_an_entity_offers_its_files(part, left):
    page("entity", e="platform/tiktok" if part == "ties" else "instrument/us/pafaca", part=part)
    key = {"overview": "entity-dates"}.get(part, f"entity-{part}")
    for suffix in FORMATS:
        name, data = left.files[f"{key}-{suffix}"]
        looks_right(name, data())


@pytest.mark.parametrize("view", ["chart", "timeline", "map", "graph", "table"])
def test_every_view_of_a_query_offers_its_picture_and_a_bundle(view, left):
    query = {"name": "fines-by-authority", "p.platform": "tiktok"}
    if view in ("timeline", "map"):
        query = {"name": "answers-to-question", "p.question": "forced-divestiture"}
    if view == "graph":
        query = {"name": "instrument-network", "p.jurisdiction": "us"}
    test = AppTest.from_string("from kb.ui.pages import sparql; sparql.show()", default_timeout=PATIENCE)
    for key, value in (query | {"view": view}).items():
        test.query_params[key] = value
    assert not test.run().exception
    picture = "result-graph-picture-svg" if view == "graph" else f"result-{view}-svg"
    for key in ("result-bundle", *([picture] if view != "table" else [])):
        name, data = left.files[key]
        looks_right(name, data())


def test_the_query_behind_a_comparison_gives_every_claim_that_its_cells_weigh(real_release):
    for questions in (["forced-divestiture", "data-localization-requirement"], []):
        table = compare(real_release.reader, ["us", "eu", "sg"], questions=questions, as_of="2025-09-15", known_on="2026-11-24")
        rows = QueryResult(run_query(real_release, stored_query(BEHIND).text, behind(table)))
        weighed = {claim.claim.iri for cell in table.cells for claim in cell.claims}
        assert weighed and weighed <= {row["claim"] for row in rows}


HOSTILE = [
    "<img src=x onerror=alert(1)>", "#emph[x] $x$ \\ @x", '=HYPERLINK("x")', "a\0b\x1b", "| x |\n\n# y", "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_a_listing_shows_any_text_as_text(name):
    rows = [{"first": text, "<b>": None, "third": 3} for text in HOSTILE]
    content = write_listing(listing("T <b> #x", "about $x$", rows), name)
    looks_right(f"x.{name}", content)
    if name == "svg":
        assert b"<img" not in content and b"<script" not in content
    if name == "csv":
        assert list(csv.reader(io.StringIO(content)))[3][0].startswith("'=")


@pytest.mark.parametrize("name", FORMATS)
def test_a_listing_of_nothing_is_written_and_says_so(name):
    assert write_listing(listing("Nothing", "", []), name)


def test_a_picture_counts_the_rows_that_it_leaves_out():
    whole = listing("Many", "", [{"n": number} for number in range(150)])
    assert len(json.loads(write_listing(whole, "json"))["rows"]) == 150
    few = listing("Many", "", [{"n": number} for number in range(100)])
    assert len(write_listing(whole, "svg")) > len(write_listing(few, "svg"))
    assert len(write_listing(whole, "svg")) - len(write_listing(few, "svg")) < 2_000
