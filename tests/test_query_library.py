"""The stored queries for people: each documented, each answers its example on the real facts, values resolve by their kinds."""

from __future__ import annotations

import io
import json
import re

import pyarrow.parquet as pq
import pytest
from pyoxigraph import QueryResultsFormat, parse_query_results

from kb.asking.formats import write_query
from kb.asking.formats.column_types import TEXT, column_types
from kb.asking.rows import QueryResult
from kb.asking.sandbox import prepare, run_query
from kb.asking.values import entities_of_kind
from kb.errors import UsageError
from kb.loaders.dossier_records import Amount
from kb.loaders.facts import read_facts
from kb.loaders.fields import Reading
from kb.release.release import Release
from kb.sparql.stored import LIBRARY, StoredQuery, internal_queries, library_queries, stored_query
from kb.ui.words import LANGUAGES, vocabulary
from kb.ui.workbench.views import FIELDS, parse_view
from operations.reference.evidence import keys_with_properties
from tests.conftest import REAL_FACTS

QUERIES = list(library_queries())
TIKTOK = "https://w3id.org/policykb/id/platform/tiktok"
SHAKY = ("compliant", "illegal", "unlawful", "violat")


def ask(release: Release, name: str, **values: str) -> list[dict[str, str | None]]:
    return list(QueryResult(run_query(release, stored_query(name).text, values)))


def test_there_are_at_least_forty_and_no_name_twice():
    names = [path.stem for path in LIBRARY.glob("*/*.rq")]
    assert len(names) >= 40 and len(set(names)) == len(names)
    assert not set(names) & {query.name for query in internal_queries()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_name_on_the_page(language: str):
    topics = {path.parent.name for path in LIBRARY.glob("*/*.rq")}
    named = {topic: vocabulary(language).get(f"sparql.topic-{topic}") for topic in topics}
    assert all(named.values()), named


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_is_documented(query: StoredQuery):
    assert query.summary.endswith(".") and query.topic and query.view
    assert query.topic == next(LIBRARY.glob(f"*/{query.name}.rq")).parent.name
    assert all(parameter.about for parameter in query.parameters)
    assert not any(word in query.text.lower() for word in SHAKY)
    view, fields = parse_view(query.view)
    assert view in (*FIELDS, "table")
    columns = set(re.findall(r"\?(\w+)", query.text))
    assert set(fields.values()) <= columns | {"bar", "line", "point"}, f"{query.name} shows a column that it does not have"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_answers_its_example(query: StoredQuery, real_release: Release):
    result = QueryResult(run_query(real_release, query.text, dict(query.examples)))
    rows = list(result)
    assert rows
    if result.kind == "rows":
        filled = {name for row in rows for name, value in row.items() if value}
        assert len(filled) >= len(result.columns) * 0.5, "most columns are empty"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_runs_without_its_optional_parameters(query: StoredQuery, real_release: Release):
    needed = {one.name: dict(query.examples)[one.name] for one in query.parameters if one.is_required}
    run_query(real_release, query.text, needed)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_takes_a_value_for_every_parameter(query: StoredQuery, real_release: Release):
    given = dict(query.examples)
    for one in query.parameters:
        if one.name not in given and not one.default:
            given[one.name] = next(iter(entities_of_kind(real_release, one.kind)))
    run_query(real_release, query.text, given)


FEW, PLAIN = 2, ("iri", "string", "date", "integer")


def several(query: StoredQuery, release: Release) -> list[dict[str, str]]:
    """Values of the parameters: the example, those that must be given, and one parameter more with a few of its values."""
    needed = {one.name: dict(query.examples)[one.name] for one in query.parameters if one.is_required}
    named = {one.name: list(entities_of_kind(release, one.kind)) for one in query.parameters if one.kind not in PLAIN}
    more = [{name: value} for name, found in named.items() for value in found[:: max(len(found) // FEW, 1)]]
    return [dict(query.examples), needed, *(needed | one for one in more)]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_declares_the_types_of_its_columns_which_hold_whatever_is_asked(query: StoredQuery, real_release: Release):
    """Two files of one query have one schema: no column's type follows from the rows that there are."""
    for given in several(query, real_release):
        found = run_query(real_release, query.text, given)
        if found.kind != "rows":
            return
        solutions = parse_query_results(found.body, format=QueryResultsFormat.JSON)
        columns, rows = [one.value for one in solutions.variables], list(solutions)
        declared = dict(query.types)
        assert set(declared) <= set(columns)
        for name, kind in zip(columns, column_types(columns, iter(rows)), strict=True):
            if any(row[name] is not None for row in rows):
                assert kind == declared.get(name, TEXT), f"{query.name} {given}: ?{name}; write its type behind '#+ types:'"
        assert column_types(columns, iter(rows), declared) == [declared.get(name, TEXT) for name in columns] or not declared


def test_money_is_decimal_in_a_file_and_the_schema_is_the_same_for_every_parameter(real_release: Release):
    schemas = []
    nothing = {"act": "eu/dsa", "jurisdiction": "cn"}
    for given in ({}, {"jurisdiction": "cn"}, {"platform": "didi"}, {"act": "eu/dsa"}, nothing):
        written = QueryResult(run_query(real_release, stored_query("fines-by-authority").text, given)).write("parquet")
        schemas.append(pq.read_schema(io.BytesIO(written)))
    assert all(one.equals(schemas[0]) for one in schemas)
    money = ("total", "challenged", "annulled", "standing_not_recorded", "still_stands")
    assert {str(schemas[0].field(name).type) for name in money} == {"decimal128(38, 9)"}
    for name in ("fines", "sums-in-cases"):
        frame = QueryResult(run_query(real_release, stored_query(name).text, {"jurisdiction": "cn"})).to_pandas()
        assert str(frame["value"].dtype) == "Float64"


def test_whole_numbers_among_decimals_are_decimals(mini_release: Release):
    text = "SELECT ?n ?empty { VALUES ?n { 1 2.5 } }"
    schema = pq.read_schema(io.BytesIO(QueryResult(run_query(mini_release, text)).write("parquet")))
    assert [str(one.type) for one in schema] == ["decimal128(38, 9)", "string"]
    declared = "#+ types: empty date, n decimal\n" + text
    schema = pq.read_schema(io.BytesIO(QueryResult(run_query(mini_release, declared)).write("parquet")))
    assert [str(one.type) for one in schema] == ["decimal128(38, 9)", "date32[day]"]
    wrong = "#+ types: n date\n" + text
    schema = pq.read_schema(io.BytesIO(QueryResult(run_query(mini_release, wrong)).write("parquet")))
    assert [str(one.type) for one in schema] == ["string", "string"]


def test_a_parquet_file_says_what_the_parameters_stood_for(mini_release: Release):
    output = io.BytesIO()
    text = "#+ param where: jurisdiction\nSELECT ?where ?n { VALUES ?n { 1 } }"
    write_query(mini_release, prepare(mini_release, text, {"where": "xa"}), "parquet", output)
    said = pq.read_schema(io.BytesIO(output.getvalue())).metadata
    assert json.loads(said[b"policykb:parameters"])["where"].endswith("/jurisdiction/xa")


def test_fines_leave_out_parts_and_sums_only_asked_for(real_release: Release):
    totals = {
        (row["forum"] or "").rpartition("/")[2]: (row["currency"], row["total"], row["fines"])
        for row in ask(real_release, "fines-by-authority", platform="tiktok")
    }
    assert totals["dpc"] == ("EUR", "875000000", "2")
    assert totals["ico"] == ("GBP", "12700000", "1")
    assert totals["cd-cal"] == ("USD", "5700000", "1")
    assert totals["tagansky-district-court"] == ("RUB", "25900000", "7")


def test_a_month_is_not_shown_as_a_day(real_release: Release):
    (row,) = ask(real_release, "fines-by-authority", platform="tiktok", jurisdiction="vn")
    assert row["first"] == row["last"] == "2026-01"


def test_the_article_disputes_the_law_of_singapore(real_release: Release):
    rows = ask(real_release, "disputes", jurisdiction="sg", as_of="2025-09-15")
    found = {(row["dossier"] or "").rpartition("/id/")[2] for row in rows} | {
        (row["other_dossier"] or "").rpartition("/id/")[2] for row in rows
    }
    assert {"instrument/sg/pdpa", "source/us-china-tiktok-near-agreement"} <= found


def test_five_statements_of_the_article_are_contradicted(real_release: Release):
    rows = ask(real_release, "statements-by-verdict", source="us-china-tiktok-near-agreement", verdict="contradicted")
    assert [row["key"] for row in rows] == ["c04", "c16", "c17", "c21", "c36"]


def test_five_orders_suspended_enforcement_without_a_gap(real_release: Release):
    found = ask(real_release, "enforcement-suspensions", jurisdiction="us")
    rows = [row for row in found if str(row["instrument"]).endswith("us/pafaca")]
    assert [row["on"] for row in rows][1:] == [row["until"] for row in rows][:-1] and len(rows) == 5


def test_two_clocks_decide_what_was_claimed(real_release: Release):
    before = {
        row["answer_label"]
        for row in ask(real_release, "answers-to-question", question="forced-divestiture", as_of="2023-01-01")
        if row["name"] == "United States"
    }
    after = {
        row["answer_label"]
        for row in ask(real_release, "answers-to-question", question="forced-divestiture", as_of="2025-09-15")
        if row["name"] == "United States"
    }
    assert "Required by statute" not in before and "Required by statute" in after
    assert ask(real_release, "answers-to-question", question="forced-divestiture", known_on="2020-01-01") == []


def test_a_celex_number_leads_to_the_act(real_release: Release):
    (row,) = ask(real_release, "find-by-identifier", number="32022R2065")
    assert row["entity"] == "https://w3id.org/policykb/id/instrument/eu/dsa"


@pytest.mark.parametrize("value", ["tiktok", "TikTok", "platform/tiktok", TIKTOK])
def test_an_entity_may_be_given_by_path_key_name_or_iri(value: str, real_release: Release):
    asked = prepare(real_release, stored_query("fines-by-authority").text, {"platform": value})
    assert asked.values["platform"] == TIKTOK


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("fines-by-authority", {"platform": "tiktak"}, r"no platform 'tiktak'. Did you mean 'tiktok'"),
        ("fines-by-authority", {"since": "2025-02-30"}, r"parameter since: '2025-02-30' is not a day; write YYYY-MM-DD or today"),
        ("fines-by-authority", {"year": "2025"}, r"takes the parameters: platform, jurisdiction, since, act; given: year"),
        ("coverage-counts", {"claim": "x"}, r"query coverage-counts takes no parameters; given: claim"),
        ("claims-of-jurisdiction", {}, r"needs jurisdiction=<jurisdiction>, for example jurisdiction="),
        ("claims-of-jurisdiction", {"jurisdiction": '"> } DROP ALL #'}, r"no jurisdiction"),
        ("answers-to-question", {"question": "../../etc/passwd"}, r"no question"),
    ],
)
def test_a_value_that_does_not_exist_is_refused_with_what_exists(
    name: str, values: dict[str, str], message: str, real_release: Release
):
    with pytest.raises(UsageError, match=message):
        prepare(real_release, stored_query(name).text, values, name=name)


def test_today_is_a_day(real_release: Release):
    import datetime

    asked = prepare(real_release, stored_query("what-applies-when").text, {})
    assert asked.values["since"] == datetime.date.today().isoformat()


def test_a_query_of_ones_own_may_declare_parameters_too(real_release: Release):
    text = "#+ param where: jurisdiction\n#+ param n: integer = 2\nSELECT ?where ?n { VALUES ?x { 1 } FILTER(?n = 2) }"
    (row,) = QueryResult(run_query(real_release, text, {"where": "sg"}))
    assert row == {"where": "https://w3id.org/policykb/id/jurisdiction/sg", "n": "2"}
    with pytest.raises(UsageError, match="is not a whole number"):
        prepare(real_release, text, {"where": "sg", "n": "two"})


def test_a_bound_variable_may_group_and_order(real_release: Release):
    text = "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t HAVING(COUNT(?s) > 0) ORDER BY ?t DESC(?n)"
    (row,) = QueryResult(run_query(real_release, text, {"t": "https://w3id.org/policykb/ontology#Platform"}))
    assert row["n"] == "77"


def test_a_name_that_does_not_exist_brings_the_nearest():
    with pytest.raises(UsageError, match="did you mean fines-by-authority"):
        stored_query("fines-by-autority")


def test_what_was_read_gives_each_reading_as_the_file_has_it(real_release: Release):
    """Every value of a reading that a file states comes out under the property that the reference names for its key."""
    columns = {"read": "read", "edition": "edition", "passage": "passage_read", "publisher": "publisher", "address": "address"}
    columns |= {"dated": "dated", "current_to": "current_to", "read_on": "read_on", "by": "read_by", "sha256": "hash"}
    rows = ask(real_release, "what-was-read", jurisdiction="sg", question="data-localization-requirement")
    found = [{key: row[column] for key, column in columns.items()} for row in rows]
    stated = read_facts(REAL_FACTS).instruments["sg/pdpa"].claims["data-localization-requirement"]
    readings = [
        reading.model_dump(exclude={"kind"}) for claim in stated if not claim.withdrawn for reading in claim.evidence or ()
    ]
    assert readings and all(reading in found for reading in readings) and all(row["kind_name"] for row in rows)
    keys = {(key, name): properties for key, name, properties in keys_with_properties()}
    assert keys["amounts", "what"] == ["pol:purpose"] and all(keys["amounts", name] for name in Amount.model_fields)
    assert all(keys["evidence", name] for name in Reading.model_fields)
    asked = stored_query("what-was-read").text
    for name in Reading.model_fields:
        assert all(re.search(rf"{one}\b", asked) for one in keys["evidence", name]), name
