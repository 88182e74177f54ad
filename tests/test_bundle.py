"""Bundles: equal bytes for equal input, the sources of just these rows, and a rerun that says what differs."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from kb.asking.bundle import write_bundle
from kb.asking.rerun import rerun, to_json, to_text
from kb.asking.sandbox import prepare
from kb.building.build import build
from kb.errors import KnowledgeBaseError, UsageError
from kb.opening.current import open_release
from kb.release.release import Release
from kb.sparql.stored import stored_query

ROOT = Path(__file__).resolve().parent.parent
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/policykb/ontology#Platform> ; ?p ?o }"
PLACES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?place ?name { ?place a <https://w3id.org/policykb/ontology#Jurisdiction> ; rdfs:label ?name }"""


def bundle(release: Release, path: Path, text: str, name: str = "query", **values: str) -> zipfile.ZipFile:
    with path.open("wb") as output:
        write_bundle(release, prepare(release, text, values, name=name), name, output)
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def fines(real_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "fines.zip"
    bundle(real_release, path, stored_query("fines-by-authority").text, "fines-by-authority", platform="tiktok").close()
    return path


def test_equal_input_gives_equal_bytes(fines: Path, real_release: Release, tmp_path: Path):
    again = tmp_path / "again.zip"
    bundle(real_release, again, stored_query("fines-by-authority").text, "fines-by-authority", platform="tiktok").close()
    assert again.read_bytes() == fines.read_bytes()


def test_it_holds_result_metadata_query_release_and_citations(fines: Path, real_release: Release):
    with zipfile.ZipFile(fines) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files["manifest.json"])
    assert manifest["release"] == real_release.id and manifest["release_sha256"] == real_release.manifest["data_sha256"]
    assert manifest["parameters"] == {"platform": "https://w3id.org/policykb/id/platform/tiktok", "since": "1900-01-01"}
    assert files["query.rq"].decode() == stored_query("fines-by-authority").text
    header, *rows = csv.reader(io.StringIO(files["result.csv"].decode(), newline=""))
    metadata = json.loads(files["result.csv-metadata.json"])
    columns = {column["name"]: column["datatype"] for column in metadata["tableSchema"]["columns"]}
    assert list(columns) == header and len(rows) == manifest["rows"] == 8
    assert (columns["fines"], columns["total"], columns["forum"], columns["currency"]) == (
        "integer",
        "decimal",
        "anyURI",
        "string",
    )
    assert "terms" in files["licence.txt"].decode() and "kb rerun fines-by-authority.zip" in files["README.md"].decode()


def test_the_sources_are_those_of_these_rows_in_three_formats(fines: Path):
    with zipfile.ZipFile(fines) as archive:
        items = json.loads(archive.read("sources.csl.json"))
        bibtex, ris = archive.read("sources.bib").decode(), archive.read("sources.ris").decode()
        cases = {
            iri
            for row in csv.DictReader(io.StringIO(archive.read("result.csv").decode(), newline=""))
            for iri in row["cases"].split()
        }
    assert {item["note"] for item in items} == cases and len(items) == 9
    assert len(re.findall(r"^@", bibtex, re.MULTILINE)) == ris.count("TY  - ") == ris.count("ER  - ") == 9
    assert all(item["title"] and item["type"] in ("legal_case", "report") for item in items)
    assert bibtex.count("{") == bibtex.count("}")


def test_claims_and_passages_lead_to_the_acts_that_state_them(real_release: Release, tmp_path: Path):
    archive = bundle(real_release, tmp_path / "x.zip", stored_query("claims-of-jurisdiction").text, jurisdiction="sg")
    found = {item["note"].partition("/id/")[2] for item in json.loads(archive.read("sources.csl.json"))}
    assert {"instrument/sg/pdpa", "source/us-china-tiktok-near-agreement"} <= found
    assert not any(re.match("instrument/(us|eu)/", key) for key in found)


def test_a_graph_and_a_yes_can_be_bundled_too(real_release: Release, tmp_path: Path):
    for text, name in ((GRAPH, "result.ttl"), ("ASK {}", "result.json")):
        path = tmp_path / f"{name}.zip"
        assert name in bundle(real_release, path, text).namelist()
        assert rerun(real_release, path).is_same


def test_rows_that_name_no_source_say_so(real_release: Release, tmp_path: Path):
    archive = bundle(real_release, tmp_path / "x.zip", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert json.loads(archive.read("sources.csl.json")) == []
    assert "names no act, case, source or claim" in archive.read("README.md").decode()


def test_a_rerun_on_the_same_release_is_the_same(fines: Path, real_release: Release):
    found = rerun(real_release, fines)
    assert found.is_same and to_json(found)["same"] and "the same rows" in to_text(found)


def test_a_rerun_on_changed_facts_names_the_rows(mini_release: Release, tmp_path: Path):
    path = tmp_path / "places.zip"
    bundle(mini_release, path, PLACES).close()
    facts = tmp_path / "facts"
    shutil.copytree(ROOT / "tests" / "mini_facts", facts)
    register = facts / "jurisdictions.yaml"
    register.write_text(register.read_text(encoding="utf-8").replace("Examplia", "New Examplia"), encoding="utf-8")
    build(facts, tmp_path / "home")
    found = rerun(open_release(tmp_path / "home"), path)
    assert not found.is_same and found.then != found.now
    assert [row[1] for row in found.added] == ["New Examplia"] and [row[1] for row in found.removed] == ["Examplia"]
    assert "+ https://w3id.org/policykb/id/jurisdiction/xa | New Examplia" in to_text(found)


def test_a_bundle_that_was_changed_is_refused(fines: Path, real_release: Release, tmp_path: Path):
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(fines) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"875000000", b"1") if name == "result.csv" else content)
    with pytest.raises(KnowledgeBaseError, match=r"result.csv was changed since the bundle was written"):
        rerun(real_release, changed)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip", None])
def test_what_is_no_bundle_is_refused(content: bytes | None, real_release: Release, tmp_path: Path):
    path = tmp_path / "x.zip"
    if content is not None:
        path.write_bytes(content)
    why = "is no file, or is larger than any bundle" if content is None else "cannot be read as a bundle"
    with pytest.raises(UsageError, match=why):
        rerun(real_release, path)


@pytest.mark.parametrize(
    "manifest",
    [
        "{}", "[]", "no json", '{"bundle": 2}', '{"bundle": 1, "kind": "rows", "parameters": {}, "sha256": {}}',
        '{"bundle": 1, "kind": "x", "parameters": {}, "sha256": {"query.rq": ""}}',
    ],
)  # fmt: skip
def test_a_zip_file_of_another_kind_is_refused(manifest: str, real_release: Release, tmp_path: Path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", manifest)
    with pytest.raises(UsageError, match="is no bundle of kb query"):
        rerun(real_release, path)
