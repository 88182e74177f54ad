"""Statements of sources, the coverage matrix, the neighbourhood graph, and the same through Python."""

import json

import networkx as nx
import pytest
from click.testing import CliRunner

import kb
from kb.cells.comparison import compare
from kb.cells.coverage import coverage, researched
from kb.commands.cli import app
from kb.errors import UnavailableError, UsageError
from kb.graph.network import NODE_LIMIT, course, entities, facts_about, network, ties
from kb.graph.statements import source_names, statements_of
from kb.naming import iris
from kb.wording.coverage import write_coverage
from kb.wording.statements import write_statements


def test_statements_carry_verdict_place_evidence_and_cell(mini_release):
    one, _, two = statements_of(mini_release, "article")
    assert (one.verdict, one.where, one.cell) == (
        "contradicted",
        "body, paragraph 2, sentence 1",
        ("xb", "local-storage", "mandatory"),
    )
    assert [item.stance for item in one.evidence] == ["contradicts"] and one.about[0][1] == "Privacy Act"
    assert (two.verdict, two.cell, two.evidence) == ("forecast", None, ())


@pytest.mark.parametrize("name", ["txt", "md", "json"])
def test_statements_are_written_with_their_verdicts(mini_release, name):
    head = mini_release.reader.head("https://w3id.org/policykb/id/source/article")
    text = write_statements(head, statements_of(mini_release, "article"), "r", name)
    assert "contradicted" in text.lower() and "Section 26 permits transfers." in text
    if name == "json":
        assert len(json.loads(text)["claims"]) == 3


def test_every_source_has_a_head_whether_or_not_it_answers_a_question(real_release):
    for name in source_names(real_release):
        assert real_release.reader.head(iris.entity("source", name)).path == name


def test_an_unknown_source_is_refused_with_the_nearest_name(mini_release):
    with pytest.raises(UsageError, match="Did you mean 'article'"):
        statements_of(mini_release, "artikel")


def test_coverage_counts_every_cell_once(mini_release):
    rows = {(row.jurisdiction, row.dimension): row for row in coverage(mini_release, as_of="2025-09-15", known_on="2026-06-01")}
    whole = rows["xb", "*"]
    states = (whole.answered, whole.none_found, whole.not_applicable, whole.silent, whole.not_researched, whole.withheld)
    assert sum(states) == whole.cells == 4 and whole.disputed == 1
    assert rows["xa", "*"].unconfirmed == 1 and rows["xa", "*"].stale == 1  # the appeal that is due on that very day
    assert rows["xb", "*"].cells == sum(rows["xb", name].cells for name in ("data", "ownership"))


def test_a_member_stands_behind_its_union_by_what_its_own_law_answers(real_release):
    whole = [row for row in coverage(real_release) if row.dimension == "*"]
    assert [row.own for row in whole] == sorted((row.own for row in whole), reverse=True)
    rows = {row.jurisdiction: row for row in whole}
    assert rows["eu"].own == rows["eu"].answered > 60 and rows["eu"].handed_down == 0
    for slug in ("fr", "es", "it", "at"):
        assert rows[slug].handed_down > 40 and rows[slug].own < 10 and list(rows).index("eu") < list(rows).index(slug)
    assert rows["us-ca"].handed_down > 40 and list(rows).index("us") < list(rows).index("us-ca")
    assert [row.jurisdiction for row in coverage(real_release, ["fr", "eu"]) if row.dimension == "*"] == ["fr", "eu"]


def test_old_codings_are_stale(mini_release):
    rows = coverage(mini_release, ["xb"], as_of="2025-09-15", known_on="2027-06-01")
    assert rows[0].stale == 4


def test_coverage_counts_what_is_only_last_known_as_the_table_and_the_list_do(real_release, real_home):
    place = {"as_of": "2027-02-01", "known_on": "2027-02-01"}
    cells = compare(real_release.reader, ["br"], **place).cells
    number = sum(cell.last_known for cell in cells)
    assert coverage(real_release, ["br"], **place)[0].last_known == number > 0
    asked = ["due", "br", "--by", "2026-01-01", "--known-on", "2027-02-01", "--home", str(real_home)]
    said = CliRunner().invoke(app, asked).stdout
    assert "Nothing is due." in said and f"{number} answers there are only last known" in said


@pytest.mark.parametrize("name", ["txt", "md", "csv", "json"])
def test_coverage_is_written(mini_release, name):
    text = write_coverage(coverage(mini_release), name)
    assert "withheld" in text and len(text.splitlines()) > len(researched(mini_release))


def test_the_neighbourhood_grows_with_the_steps(mini_release):
    near, far = network(mini_release, "platform/clip", 1), network(mini_release, "platform/clip", 2)
    assert isinstance(near, nx.MultiDiGraph) and set(near) < set(far)
    relations = {data["relation"] for _, _, data in near.edges(data=True)}
    assert {"pol:ownedBy", "pol:operatedBy", "pol:platform", "pol:designatedUnder"} <= relations


def test_the_neighbourhood_stops_at_its_limit_and_says_how_many_are_left(real_release):
    graph = network(real_release, "jurisdiction/eu", 2, limit=20)
    assert len(graph) == 20 and graph.graph["left_out"] > 0
    assert len(network(real_release, "platform/tiktok", 2)) <= NODE_LIMIT


def test_an_unknown_entity_is_refused(mini_release):
    with pytest.raises(UsageError, match="Did you mean 'platform/clip'"):
        network(mini_release, "platform/clap")


def test_dated_ties_keep_the_precision_of_their_dates(mini_release):
    found = {(tie.kind, tie.name): tie.valid_from for tie in ties(mini_release, "https://w3id.org/policykb/id/platform/clip")}
    assert found == {
        ("owner", "Owner Company"): "2019",
        ("operator", "Service Examplia Ltd."): "2020-01-01",
        ("designation", "Very large online platform"): "2023-01-01",
    }


def test_every_statement_names_its_file(mini_release):
    iri = entities(mini_release)["instrument/xa/sale-act"].iri
    assert {file for _, _, file in facts_about(mini_release, iri)} == {"facts/instruments/xa/sale-act.yaml"}


def test_the_library_does_what_the_command_line_does(mini_home, tmp_path):
    base = kb.open(mini_home)
    table = base.compare(["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")
    frame = table.to_pandas()
    assert len(frame) == 8 and set(frame["state"]) >= {"answered", "none-found"}
    assert table._repr_html_().startswith("<style>") and "| Question |" in table._repr_markdown_()
    assert table.save(tmp_path / "t.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert base.explain("xb", "local-storage", as_of="2025-09-15").cell.disputed
    rows = base.query("SELECT ?s WHERE { ?s a <https://w3id.org/policykb/ontology#Platform> } ORDER BY ?s").to_pandas()
    assert [name.rpartition("/")[2] for name in rows["s"]] == ["clip", "other"]
    assert len(base.network("platform/clip")) > 3


def test_rdflib_reads_the_same_store(mini_home):
    from rdflib import RDF, URIRef

    graph = kb.open(mini_home).graph
    assert len(list(graph.subjects(RDF.type, URIRef("https://w3id.org/policykb/ontology#Platform")))) == 2


def test_without_a_release_the_message_says_how_to_build_one(tmp_path):
    with pytest.raises(UnavailableError, match="run 'python -m kb build'"):
        kb.open(tmp_path)


def test_the_course_of_a_case_and_of_an_instrument_is_told_in_order(mini_release):
    case = course(mini_release, entities(mini_release)["case/xa/clip-v-examplia"].iri)
    assert [(row["date"], row["what"]) for row in case] == [("2024-04-01", "Filed"), ("2024-12-01", "Judgment")]
    act = course(mini_release, entities(mini_release)["instrument/xb/privacy-act"].iri)
    assert [(row["date"], row["what"], row["checked"]) for row in act] == [("2014-07", "In force", "confirmed")]
    assert course(mini_release, entities(mini_release)["platform/clip"].iri) == []
