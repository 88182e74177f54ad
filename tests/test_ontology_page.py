"""The namespace of the ontology answers: a page of its terms, and the same as RDF."""

from __future__ import annotations

import pytest
from lxml import html
from pyoxigraph import RdfFormat, parse
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.graph.terms_of_ontology import FILES, ontology_quads, ontology_terms
from kb.loaders.words import ONTOLOGY
from kb.naming.namespaces import POL
from kb.server.entity_routes import OFFERED
from kb.server.routes import ROUTES
from kb.server.service_description import RDF_FORMATS

PLACE = POL.removesuffix("#").rpartition("/")[2]  # the last part of the namespace is the path of its page


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=ROUTES), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def page(client: TestClient) -> html.HtmlElement:
    answer = client.get(f"/{PLACE}", headers={"Accept": "text/html"})
    assert answer.status_code == 200 and "default-src 'none'" in answer.headers["content-security-policy"]
    return html.fromstring(answer.content)


def test_every_term_has_its_place_on_the_page_under_its_own_name(page: html.HtmlElement):
    stated = {
        quad.subject.value.removeprefix(POL)
        for file in FILES
        for quad in parse(path=str(ONTOLOGY / file), format=RdfFormat.TURTLE)
        if getattr(quad.subject, "value", "").startswith(POL)
    }
    sections = {one.get("id"): one for one in page.iter("section")}
    assert stated == sections.keys() == {term.name for term in ontology_terms()} and len(stated) > 200
    for term in ontology_terms():
        told = sections[term.name].text_content()
        assert all(said in told for said in (term.label, term.means, term.example, term.status)), term.name
        assert all(iri in told or iri.startswith(POL) for _, iri in term.aligned), term.name
        assert all(one.question and one.question in told for one in term.needed_by[:3]), term.name


def test_every_link_within_the_page_leads_to_a_place_of_it(page: html.HtmlElement):
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    links = {one.get("href")[1:] for one in page.iter("a") if one.get("href", "").startswith("#")}
    assert len(ids) == len(set(ids)) and links <= set(ids) and "OpenMatter" in links


def test_a_term_says_how_it_stands_to_other_vocabularies_and_between_which_classes_it_leads():
    terms = {term.name: term for term in ontology_terms()}
    assert ("rdfs:subPropertyOf", "http://www.w3.org/ns/prov#wasGeneratedBy") in terms["reading"].aligned
    assert "Claim" in terms["reading"].leads_from and terms["reading"].leads_to == ("Reading",)
    assert any(one.number == 37 for one in terms["amends"].needed_by)


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_the_same_is_there_as_rdf_by_suffix(client: TestClient, page: html.HtmlElement, name: str):
    answer = client.get(f"/{PLACE}.{name}")
    told = {quad.triple for quad in parse(answer.content, RDF_FORMATS[name])}
    named = {quad.triple for quad in ontology_quads()}
    assert answer.status_code == 200 and len(told) == len(named) > 1000
    assert any(one.get("href") == f"{PLACE}.{name}" for one in page.iter("link"))


def test_accept_chooses_and_what_is_not_there_is_refused(client: TestClient):
    turtle = client.get(f"/{PLACE}", headers={"Accept": "text/turtle"})
    assert turtle.headers["content-type"].startswith("text/turtle") and turtle.headers["vary"] == "Accept"
    assert client.get(f"/{PLACE}", headers={"Accept": "image/png"}).status_code == 406
    missing = client.get(f"/{PLACE}.exe")
    assert missing.status_code == 404 and all(name in missing.json()["message"] for name in OFFERED)
