"""An explanation as PROV in JSON-LD: read alike by two parsers without a network, in PROV's own words, nodes all named."""

import json
from collections import Counter

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse
from rdflib import OWL, PROV, RDF, RDFS, SKOS, Graph, URIRef
from test_ontology import documented_once

from kb.cells.comparison import compare
from kb.explanation.explain import explain
from kb.explanation.prov import to_jsonld
from kb.loaders.words import ONTOLOGY
from kb.naming import iris
from kb.naming.namespaces import PREFIXES, expand

TERMS = Graph().parse(ONTOLOGY / "explanation.ttl")
SG = ("sg", "data-localization-requirement", {"as_of": "2025-09-15", "known_on": "2026-12-01"})
US = ("us", "forced-divestiture", {"as_of": "2025-09-15", "known_on": "2026-12-01", "platform": "tiktok"})
ABSENT = ("sg", "forced-divestiture", {"as_of": "2020-01-01", "known_on": "2026-12-01"})
EMPTY = ("sg", "forced-divestiture", {"as_of": "2020-01-01", "known_on": "2020-01-01"})


def document(release, jurisdiction, question, point):
    table = compare(release.reader, [jurisdiction], questions=[question], **point)
    return to_jsonld(release, explain(release, table, jurisdiction, question))


def read(text):
    """The document as an rdflib graph, parsed by the store's parser."""
    graph = Graph()
    for quad in parse(text, format=RdfFormat.JSON_LD):
        assert not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
        graph.parse(data=f"{quad.triple} .", format="nt")
    return graph


@pytest.fixture(scope="module")
def singapore(real_release):
    return read(document(real_release, *SG))


def ours(*path):
    return URIRef(iris.entity(*path))


def term(name):
    return URIRef(expand(name))


def the(graph, kind):
    (found,) = graph.subjects(RDF.type, term(kind))
    return found


@pytest.mark.parametrize("asked", [SG, US, ABSENT, EMPTY])
def test_two_parsers_read_the_same(real_release, asked):
    text = document(real_release, *asked)
    by_store = {str(quad.triple) for quad in parse(text, format=RdfFormat.JSON_LD)}
    again = Graph().parse(data=text, format="json-ld").serialize(format="nt").replace("T00:00:00+00:00", "T00:00:00Z")
    assert by_store == {str(quad.triple) for quad in parse(again, format=RdfFormat.N_TRIPLES)}
    assert len(by_store) > 20


@pytest.mark.parametrize("asked", [SG, US, ABSENT, EMPTY])
def test_equal_explanations_give_equal_text_with_the_context_inside(real_release, asked):
    text = document(real_release, *asked)
    assert text == document(real_release, *asked)
    content = json.loads(text)
    assert all(isinstance(value, str) for value in content["@context"].values())
    assert content["@context"].items() <= PREFIXES.items()
    assert max(Counter(node["@id"] for node in content["@graph"]).values()) == 1


@pytest.mark.parametrize("asked", [SG, US, ABSENT, EMPTY])
def test_only_terms_that_exist_are_used(real_release, asked):
    """rdflib knows PROV as a closed vocabulary and raises for a term that is not in it; ours are in the ontology."""
    graph = read(document(real_release, *asked))
    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    defined = {quad.subject for path in ONTOLOGY.glob("*.ttl") for quad in parse(path=str(path), format=RdfFormat.TURTLE)}
    for name in used:
        if name.startswith(str(PROV)):
            assert PROV[name.removeprefix(str(PROV))] == name
        elif name.startswith(PREFIXES["pol"]):
            assert NamedNode(str(name)) in defined, name


def test_the_cell_is_derived_from_its_claims_by_a_resolution_under_a_plan(singapore, real_release):
    cell, resolution = the(singapore, "pol:Cell"), the(singapore, "pol:Resolution")
    assert (cell, RDF.type, PROV.Entity) in singapore and (resolution, RDF.type, PROV.Activity) in singapore
    assert singapore.value(cell, PROV.wasGeneratedBy) == resolution
    claims = set(singapore.objects(cell, PROV.wasDerivedFrom))
    assert len(claims) == 3 and claims < set(singapore.objects(resolution, PROV.used))
    assert ours("release", real_release.id) in set(singapore.objects(resolution, PROV.used))
    association = singapore.value(resolution, PROV.qualifiedAssociation)
    plan = singapore.value(association, PROV.hadPlan)
    assert (plan, RDF.type, PROV.Plan) in singapore
    assert f"law-first/{singapore.value(plan, OWL.versionInfo)}" == iris.tail(str(plan), "policy")
    assert singapore.value(plan, PROV.specializationOf) == ours("policy", "law-first")
    assert str(singapore.value(cell, term("pol:asOf"))) == "2025-09-15"
    assert str(singapore.value(cell, term("pol:knownOn"))) == "2026-12-01"


def test_a_claim_names_its_source_its_passage_its_coder_and_its_day(singapore):
    claim = singapore.value(the(singapore, "pol:Cell"), term("pol:shows"))
    assert singapore.value(claim, PROV.hadPrimarySource) == ours("instrument", "sg/pdp-regulations-2021")
    passages = set(singapore.objects(claim, PROV.wasDerivedFrom))
    assert URIRef(iris.passage(iris.entity("instrument", "sg/pdp-regulations-2021"), "reg. 10(1)")) in passages
    assert all(singapore.value(passage, term("pol:says")) for passage in passages)
    role = singapore.value(claim, PROV.wasAttributedTo)
    assert (role, RDF.type, PROV.Agent) in singapore and str(singapore.value(role, RDFS.label)) == "kb-editors"
    assert singapore.value(claim, PROV.generatedAtTime).toPython().date().isoformat() == "2026-11-22"


def test_a_losing_claim_comes_with_the_rule_that_decided_and_disputes_the_winner(singapore):
    winner = singapore.value(the(singapore, "pol:Cell"), term("pol:shows"))
    article = ours("claim", "source/us-china-tiktok-near-agreement/c21")
    (weighing,) = singapore.subjects(PROV.entity, article)
    assert singapore.value(weighing, PROV.hadRole) == ours("standing", "disputes")
    rule = singapore.value(weighing, term("pol:decidedBy"))
    assert rule == ours("resolution-rule", "authority") and singapore.value(rule, SKOS.definition)
    assert (article, term("cito:disputes"), winner) in singapore
    (won,) = singapore.subjects(PROV.entity, winner)
    assert singapore.value(won, PROV.hadRole) == ours("standing", "decides")
    assert singapore.value(won, term("pol:decidedBy")) is None


def test_the_status_comes_with_the_events_it_follows_from(real_release):
    graph = read(document(real_release, *US))
    cell, resolution = the(graph, "pol:Cell"), the(graph, "pol:Resolution")
    assert graph.value(cell, term("pol:enforcementStatus")) == ours("enforcement-status", "suspended")
    kinds = {graph.value(used, term("pol:eventKind")) for used in graph.objects(resolution, PROV.used)} - {None}
    assert kinds == {ours("event", "in-force"), ours("event", "enforcement-suspended")}


def test_an_absence_is_generated_by_its_search(real_release):
    graph = read(document(real_release, *ABSENT))
    search = the(graph, "pol:Search")
    (claim,) = graph.subjects(PROV.wasGeneratedBy, search)
    assert (claim, RDF.type, term("pol:Absence")) in graph
    assert len(list(graph.objects(search, term("pol:searched")))) == 2
    assert str(graph.value(search, term("pol:searchedOn"))) == "2026-11-22"
    assert graph.value(search, PROV.wasAssociatedWith) == ours("role", "kb-editors")


def test_an_empty_cell_is_derived_from_nothing(real_release):
    graph = read(document(real_release, *EMPTY))
    cell = the(graph, "pol:Cell")
    assert graph.value(cell, term("pol:absence")) == ours("absence", "not-researched")
    assert not list(graph.objects(cell, PROV.wasDerivedFrom)) and graph.value(cell, term("pol:shows")) is None


def test_what_is_copied_from_the_release_is_in_the_release(real_release):
    """All but what the program adds is in the release's store, statement by statement."""
    added = {str(PROV), *(expand(f"pol:{name}") for name in ("decidedBy",))}
    computed = ("cell", "resolution", "weighing", "association", "release", "agent", "role", "standing", "search")
    for quad in parse(document(real_release, *SG), format=RdfFormat.JSON_LD):
        name, kind = quad.predicate.value, iris.kind(quad.subject.value)
        if kind in computed or name.startswith(tuple(added)) or "/policy/law-first/" in quad.subject.value:
            continue
        if name in (expand("dct:bibliographicCitation"), expand("cito:disputes")) or quad.object.value.startswith(str(PROV)):
            continue
        assert list(real_release.store.quads_for_pattern(quad.subject, quad.predicate, quad.object)), str(quad)


def test_the_terms_of_explanations_are_documented_and_used(real_release):
    used = set()
    for asked in (SG, US, ABSENT):
        graph = read(document(real_release, *asked))
        used |= {*graph.predicates(), *graph.objects(None, RDF.type)}
    terms = {found for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty) for found in TERMS.subjects(RDF.type, kind)}
    assert len(terms) == 11 and terms <= used
    for found in terms:
        documented_once(TERMS, found, RDFS.label)
