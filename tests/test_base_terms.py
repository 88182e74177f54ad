"""Publisher and licence of a base stand wherever something of it is given away, and those of this project nowhere."""

from __future__ import annotations

import io
import json
import zipfile

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from docx import Document
from openpyxl import load_workbook
from pyoxigraph import NamedNode, RdfFormat, parse

from kb.building.build import build
from kb.cells.comparison import compare
from kb.citations.base import bibtex, cite_comparison, cite_release
from kb.commands.cli import app
from kb.endpoint.catalogue import said_of
from kb.feeds.feeding import fed
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.naming.licences import DATA, PUBLISHER, in_german, licence_at
from kb.opening.current import open_release
from kb.release.data import open_data
from kb.release.sealing import data_files
from kb.running.limits import Limits
from kb.server.service_description import describe
from kb.sparql.stored import stored_query
from kb.tables import FORMATS, table_bytes
from kb.tables.html import Links, write_embed
from kb.values.view import View

BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
SAID = f"""title: {{en: Rules on bread}}
compares: {{en: Bread rules}}
publisher: Institute of Bread
licence: {BY_SA}
"""


def kb(*arguments: object):
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bread")
    kb("new", "base", folder / "facts")
    (folder / "facts/base.yaml").write_text(SAID, encoding="utf-8")
    build(folder / "facts", folder / "home")
    return folder / "home"


@pytest.fixture(scope="module")
def table(home):
    return compare(open_release(home).reader, ["xx"])


def said_in(name: str, data: bytes) -> str:
    """What a table says of its terms in a format."""
    if name == "docx":
        return Document(io.BytesIO(data)).core_properties.comments
    if name == "xlsx":
        return load_workbook(io.BytesIO(data)).properties.description
    if name == "csvw":
        return zipfile.ZipFile(io.BytesIO(data)).read("comparison.csv-metadata.json").decode()
    return data.decode("utf-8", "ignore")


@pytest.mark.parametrize("name", FORMATS)
def test_no_table_names_the_licence_or_the_publisher_of_another_base(table, name):
    said = said_in(name, table_bytes(table, name))
    assert DATA.address not in said and PUBLISHER not in said
    if name in ("html", "docx", "xlsx", "csvw", "json"):
        assert BY_SA in said, name


def test_an_embedded_page_has_publisher_and_licence_in_its_foot(table):
    page = write_embed(table, "light", Links("", [], ""))
    assert "Institute of Bread." in page and "CC BY-SA 4.0</a>" in page and in_german(licence_at(BY_SA)) in page
    assert PUBLISHER not in page and DATA.address not in page


def test_references_begin_with_publisher_and_title(home, table):
    release = open_release(home)
    for told in (cite_release(release, "2026-11-29"), cite_comparison(table, "https://example.org/c", "2026-11-29")):
        assert told.startswith("Institute of Bread: Rules on bread. ")
    assert "title = {Institute of Bread: Rules on bread}" in bibtex(release, "2026-11-29")
    assert "Institute of Bread" in kb("cite", "xx", "--home", home, "--format", "json").output


@pytest.mark.parametrize("name", ["csv", "parquet", "nanopub", "nq"])
def test_every_export_is_described_with_them(home, tmp_path, name):
    assert kb("export", tmp_path / "out", "--format", name, "--home", home).exit_code == 0
    told = (tmp_path / "out/dataset.ttl").read_text(encoding="utf-8")
    assert BY_SA in told and DATA.address not in told and "Institute of Bread, release" in told
    if name == "csv":
        described = json.loads((tmp_path / "out/claims.csv-metadata.json").read_text(encoding="utf-8"))
        assert described["dc:license"] == {"@id": BY_SA}
    if name == "nanopub":
        assert BY_SA in (tmp_path / "out/nanopublications.trig").read_text(encoding="utf-8")


def test_a_bundle_a_feed_and_the_descriptions_of_services_name_them(home, tmp_path):
    release = open_release(home)
    assert kb("query", "questions-and-answers", "--format", "bundle", "-o", tmp_path / "q.zip", "--home", home).exit_code == 0
    with zipfile.ZipFile(tmp_path / "q.zip") as archive:
        name = next(one for one in archive.namelist() if one.endswith("licence.txt"))
        assert "CC BY-SA 4.0" in archive.read(name).decode() and "(Institute of Bread)" in archive.read(name).decode()
    assert b"CC BY-SA 4.0" in fed(release.path, View(["xx"]), None, "atom", "https://example.org/feed", "https://example.org")
    assert release.manifest["license"] == BY_SA
    assert BY_SA in {value for *_, value in said_of(release.manifest)}
    assert BY_SA in describe(release, "https://example.org/sparql", Limits(), "nt").decode()


def test_a_licence_is_called_by_its_name_where_that_is_known():
    assert (licence_at(BY_SA).name, licence_at(BY_SA).spdx) == ("CC BY-SA 4.0", "CC-BY-SA-4.0")
    assert licence_at(DATA.address) == DATA
    assert licence_at("https://creativecommons.org/publicdomain/zero/1.0/").spdx == "CC0-1.0"
    assert in_german(licence_at("https://example.org/terms")) is None


@pytest.fixture(scope="module")
def rooted(tmp_path_factory):
    """Two bases of the same things, each with a root of its own, and the same base without one."""
    folder = tmp_path_factory.mktemp("roots")
    homes = {}
    for name, root in (("bread", "https://example.org/bread/"), ("wine", "https://example.org/wine#"), ("none", "")):
        kb("new", "base", folder / name)
        said = SAID + (f"root: {root}\n" if root else "")
        (folder / name / "base.yaml").write_text(said, encoding="utf-8")
        build(folder / name, folder / f"{name}-home")
        homes[name] = folder / f"{name}-home"
    return homes


@pytest.mark.parametrize(
    ("name", "file", "kind"),
    [("nq", "data.nq", RdfFormat.N_QUADS), ("trig", "data.trig", RdfFormat.TRIG), ("jsonld", "data.jsonld", RdfFormat.JSON_LD)],
)
def test_two_bases_side_by_side_share_the_ontology_and_no_other_name(rooted, tmp_path, name, file, kind):
    read, shared = (
        {},
        ("https://w3id.org/policykb/ontology", "https://w3id.org/policykb/id/", "https://w3id.org/policykb/graph/ontology/"),
    )
    for base in ("bread", "wine"):
        assert kb("export", tmp_path / base, "--format", name, "--home", rooted[base]).exit_code == 0
        quads = list(parse(path=str(tmp_path / base / file), format=kind))
        read[base] = {term.value for quad in quads for term in (quad.subject, quad.graph_name) if isinstance(term, NamedNode)}
    both = {iri for iri in read["bread"] & read["wine"] if iri.startswith("https://w3id.org/policykb/")}
    assert "https://w3id.org/policykb/id/absence/none-found" in both and all(iri.startswith(shared) for iri in both)
    assert not any("/id/instrument/" in iri or "/id/claim/" in iri or "/graph/facts/" in iri for iri in both)
    assert "https://example.org/bread/id/jurisdiction/xx" in read["bread"] - read["wine"]
    assert "https://example.org/wine#id/jurisdiction/xx" in read["wine"] - read["bread"]


def test_columns_and_nanopublications_of_a_base_are_under_its_root(rooted, tmp_path):
    for name, file in (("csv", "claims.csv"), ("nanopub", "nanopublications.trig"), ("ttl", "data.ttl")):
        kb("export", tmp_path / name, "--format", name, "--home", rooted["bread"])
        text = (tmp_path / name / file).read_text(encoding="utf-8")
        assert (
            "https://example.org/bread/id/" in text and "policykb/id/claim" not in text and "policykb/id/instrument" not in text
        )
    kb("export", tmp_path / "parquet", "--format", "parquet", "--home", rooted["bread"])
    claims = pq.read_table(tmp_path / "parquet/claims.parquet").column("claim").to_pylist()
    assert claims and all(one.startswith("https://example.org/bread/id/claim/") for one in claims)


def test_a_base_without_a_root_is_exported_byte_for_byte_as_it_is(rooted, tmp_path):
    kb("export", tmp_path / "out", "--home", rooted["none"])
    release = open_release(rooted["none"])
    with open_data(data_files(release.path)[0]) as lines:
        assert (tmp_path / "out/data.nq").read_bytes() == lines.read()


@pytest.mark.parametrize("root", ["https://example.org/bread", "bread/"])
def test_a_root_that_is_none_is_refused_with_its_line(tmp_path, root):
    kb("new", "base", tmp_path / "facts")
    (tmp_path / "facts/base.yaml").write_text(SAID + f"root: {root}\n", encoding="utf-8")
    with pytest.raises(CuratedDataError, match=r"base.yaml:5: "):
        read_facts(tmp_path / "facts")


QUERY = """#+ summary: Every question of this base.
#+ topic: bread
#+ view: table

PREFIX pol: <https://w3id.org/policykb/ontology#>

SELECT ?question WHERE { GRAPH ?file { ?question a pol:Question } } ORDER BY ?question
"""


def test_the_stored_queries_of_a_base_lie_in_its_folder_and_take_the_place_of_those_of_the_program(tmp_path, monkeypatch):
    facts = tmp_path / "facts"
    kb("new", "base", facts)
    (facts / "queries/bread").mkdir(parents=True)
    for name in ("my-questions", "codebook"):  # the second is a name that the program asks itself
        (facts / f"queries/bread/{name}.rq").write_text(QUERY, encoding="utf-8")
    build(facts, tmp_path / "home")
    monkeypatch.setenv("KB_FACTS", str(facts))
    listed = kb("query", "--list").output
    assert "my-questions" in listed and "fines-by-authority" not in listed
    assert "question/first-question" in kb("query", "my-questions", "--home", tmp_path / "home").output
    assert stored_query("codebook").text != QUERY and compare(open_release(tmp_path / "home").reader, ["xx"]).questions
    monkeypatch.delenv("KB_FACTS")
    assert "fines-by-authority" in kb("query", "--list").output and "my-questions" not in kb("query", "--list").output
