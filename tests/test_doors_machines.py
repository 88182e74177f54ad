"""Links for machines: llms.txt, the sitemap, the dataset in DCAT, schema.org in pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from kb.doors.declared import OPERATIONS
from kb.doors.linked_data import as_script
from kb.graph.network import entities
from kb.release.release import Release
from kb.server.governor import Governor
from kb.server.page_policy import NOTHING
from kb.server.routes import ROUTES, is_of_the_app
from kb.server.settings import Settings

HERE = "http://127.0.0.1"
BASE = URIRef("https://w3id.org/policykb/")


@pytest.fixture
def client(mini_home: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("KB_HOME", str(mini_home))
    middleware = [Middleware(Governor, settings=Settings.from_environment(), policy=NOTHING, is_known=is_of_the_app)]
    return TestClient(Starlette(routes=ROUTES, middleware=middleware), base_url=HERE)


def test_what_an_assistant_reads_first_names_every_operation(client: TestClient):
    told = client.get("/llms.txt").text
    assert told.startswith("# ") and all(f"({HERE}/api/v1/{name})" in told for name in OPERATIONS)


def test_every_address_for_machines_that_is_named_answers(client: TestClient):
    told = client.get("/llms.txt").text
    addresses = {one for one in re.findall(r"\((http[^)]+)\)", told) if not re.search(r"/api/v1/|/mcp$", one)}
    assert len(addresses) == 4 and all(client.get(one).status_code == 200 for one in addresses)


def test_the_sitemap_has_every_entity_and_robots_names_it(client: TestClient, mini_release: Release):
    root = etree.fromstring(client.get("/sitemap.xml").content)
    addresses = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert {f"{HERE}/entity?e={key}" for key in entities(mini_release)} <= set(addresses)
    assert f"{HERE}/compare" in addresses and len(addresses) == len(set(addresses))
    assert f"Sitemap: {HERE}/sitemap.xml" in client.get("/robots.txt").text


def test_the_dataset_is_described_with_its_services(client: TestClient, mini_release: Release):
    answer = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    told = Graph().parse(data=answer.content, format="turtle")
    assert (BASE, RDF.type, DCAT.Dataset) in told and str(told.value(BASE, DCTERMS.identifier)) == mini_release.id
    services = set(told.subjects(DCAT.servesDataset, BASE))
    assert {str(told.value(one, DCAT.endpointURL)) for one in services} == {
        f"{HERE}{path}" for path in ("/sparql", "/api/v1", "/mcp", "/feed.atom")
    }
    in_json = client.get("/.well-known/void", headers={"Accept": "application/ld+json"})
    assert in_json.headers["content-type"].startswith("application/ld+json") and json.loads(in_json.content)


def test_pages_carry_schema_org(client: TestClient, mini_release: Release):
    for address, kind in (("/data/instrument/xa/sale-act.html", "Legislation"), ("/api/v1", "Dataset")):
        page = client.get(address).text
        (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        said = json.loads(found)
        assert said["@type"] == kind and said["@context"] == "https://schema.org" and said["name"]


def test_nothing_that_is_said_can_end_the_element():
    hostile = {"name": "</script><script>alert(1)</script>"}
    assert "<" not in as_script(hostile) and json.loads(as_script(hostile)) == hostile
