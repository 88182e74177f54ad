"""On what terms: the licences' own words, and that everything which is given away names them."""

import hashlib
import io
import json
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pyoxigraph import NamedNode
from streamlit.testing.v1 import AppTest

from kb.asking.bundle import write_bundle
from kb.asking.sandbox import prepare
from kb.cells.comparison import compare
from kb.embedding.address import other_formats
from kb.embedding.verification import IDENTICAL, TAMPERED, verify
from kb.endpoint.catalogue import said_of
from kb.naming.licences import DATA, PROGRAM, STYLES, in_german
from kb.running.limits import Limits
from kb.server.service_description import describe
from kb.server.start_page import start_page
from kb.tables import table_bytes
from kb.tables.html import Links, write_embed
from kb.tables.json import hash_of

ROOT = Path(__file__).resolve().parent.parent
APACHE = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
STYLES_FOLDER = ROOT / "kb/citations/styles"
PLACES = "SELECT ?place { ?place a <https://w3id.org/policykb/ontology#Jurisdiction> }"


@pytest.fixture(scope="module")
def comparison(mini_release):
    return compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")


def test_the_licence_files_hold_the_whole_text_of_each_licence():
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE
    data = (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
    assert data.startswith("Attribution 4.0 International\n") and re.findall(r"^Section (\d) --", data, re.M) == list("12345678")
    styles = (STYLES_FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert "Attribution-ShareAlike 3.0 Unported" in styles and re.findall(r"^(\d)\. ", styles, re.M) == list("12345678")


def test_every_citation_style_names_the_licence_that_lies_beside_it():
    styles = sorted(STYLES_FOLDER.glob("*.csl"))
    assert len(styles) == 4
    for path in styles:
        assert STYLES.address.removeprefix("https") in path.read_text(encoding="utf-8"), path.name


def test_the_package_and_the_citation_file_name_the_licences_by_their_spdx_identifiers():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {DATA.spdx, PROGRAM.spdx, STYLES.spdx} <= set(project["license"].split(" AND "))
    for name in project["license-files"]:
        assert list(ROOT.glob(name)), f"{name} is named in pyproject.toml and is not here"
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nlicense: {DATA.spdx}\n" in cited and f"    license: {PROGRAM.spdx}\n" in cited
    assert f"\nversion: {project['version']}\n" in cited


def test_a_release_says_its_licence_in_the_data_and_in_the_manifest(mini_release):
    ontology, says = NamedNode("https://w3id.org/policykb/ontology"), NamedNode("http://purl.org/dc/terms/license")
    assert {quad.object.value for quad in mini_release.store.quads_for_pattern(ontology, says, None)} == {DATA.address}
    assert mini_release.manifest["license"] == DATA.address


def test_an_endpoint_and_its_list_of_releases_say_it(mini_release):
    stated = {value for _, says, value in said_of(mini_release.manifest) if says.endswith("/license")}
    described = describe(mini_release, "http://127.0.0.1/sparql", Limits(), "nt").decode()
    assert stated == {DATA.address} and f"<http://purl.org/dc/terms/license> <{DATA.address}>" in described
    assert f'<a rel="license" href="{DATA.address}">' in start_page(mini_release, "/sparql", Limits())


@pytest.mark.parametrize("name", ["html", "json", "csvw", "xlsx", "docx"])
def test_an_exported_table_names_the_licence(comparison, name):
    assert DATA.address in _said(name, table_bytes(comparison, name))


def _said(name: str, data: bytes) -> str:
    if name == "csvw":
        metadata = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("comparison.csv-metadata.json"))
        return metadata["dc:license"]["@id"]
    if name == "xlsx":
        return load_workbook(io.BytesIO(data)).properties.description
    return Document(io.BytesIO(data)).core_properties.comments if name == "docx" else data.decode()


def test_an_embedded_table_names_it_at_its_foot_in_two_languages(comparison):
    page = write_embed(comparison, "auto", Links("/oembed.json?url=", [], "/embed/compare?j=xa"))
    foot = page.rpartition('<p class="more">')[2]
    assert f'href="{DATA.address}"' in foot and f'href="{in_german(DATA)}" hreflang="de"' in foot


def test_a_bundle_names_it_in_its_terms_its_manifest_and_its_metadata(mini_release):
    held = io.BytesIO()
    write_bundle(mini_release, prepare(mini_release, PLACES, {}, name="places"), "places", held)
    with zipfile.ZipFile(held) as archive:
        terms = archive.read("licence.txt").decode()
        manifest, metadata = (json.loads(archive.read(name)) for name in ("manifest.json", "result.csv-metadata.json"))
    assert terms.startswith(f"Licence of this data: {DATA.line} (SPDX: {DATA.spdx}).\n")
    assert manifest["license"] == metadata["dc:license"]["@id"] == DATA.address


@pytest.mark.parametrize(("language", "address"), [("en", DATA.address), ("de", in_german(DATA))])
def test_the_page_about_says_it_in_the_language_of_the_reader(mini_home, monkeypatch, language, address):
    monkeypatch.setenv("KB_HOME", str(mini_home))
    test = AppTest.from_string("from kb.ui.pages import about; about.show()", default_timeout=60)
    test.query_params["lang"] = language
    said = "\n".join(element.value for element in test.run().markdown)
    assert f"[{DATA.name}]({address})" in said and PROGRAM.address in said and f"[{STYLES.name}]" in said


def without_licence(name: str, data: bytes) -> bytes:
    """A table as it was written before tables named their licence, sealed alike."""
    if name == "html":
        return re.sub(rb'<link rel="license"[^>]*>\n', b"", data)
    if name == "json":
        content = {key: value for key, value in json.loads(data).items() if key not in ("license", "sha256")}
        return json.dumps(content | {"sha256": hash_of(content)}).encode()
    return _with_metadata(data, lambda metadata: metadata.pop("dc:license"))


def _with_metadata(data: bytes, change) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member.endswith("-metadata.json"):
                metadata = json.loads(content)
                change(metadata)
                content = json.dumps(metadata).encode()
            new.writestr(member, content)
    return made.getvalue()


@pytest.mark.parametrize("name", ["html", "json", "csvw"])
def test_a_table_from_before_there_was_a_licence_still_proves_what_it_is(comparison, mini_home, tmp_path, name):
    path = tmp_path / f"old.{name}"
    path.write_bytes(without_licence(name, table_bytes(comparison, name)))
    assert DATA.address not in path.read_bytes().decode("latin-1")
    assert verify(path, mini_home).word == IDENTICAL


@pytest.mark.parametrize("name", ["html", "json", "csvw"])
def test_a_table_that_names_another_licence_was_tampered_with(comparison, mini_home, tmp_path, name):
    path, data, other = tmp_path / f"forged.{name}", table_bytes(comparison, name), "https://licence.example/"
    if name == "csvw":
        path.write_bytes(_with_metadata(data, lambda metadata: metadata.update({"dc:license": {"@id": other}})))
    else:
        path.write_bytes(data.replace(DATA.address.encode(), other.encode()))
    assert verify(path, mini_home).word == TAMPERED


def test_an_embedded_page_that_was_saved_is_identical_unless_the_licence_at_its_foot_was_changed(comparison, mini_home, tmp_path):
    address, path = "http://127.0.0.1/oembed.json?url=", tmp_path / "embed.html"
    page = write_embed(comparison, "auto", Links(address, other_formats("j=xa,xb"), "/embed/compare?j=xa,xb"))
    for text, word in ((page, IDENTICAL), (page.replace(f">{DATA.name}</a>", ">CC0</a>"), TAMPERED)):
        path.write_text(text, encoding="utf-8")
        assert verify(path, mini_home).word == word
