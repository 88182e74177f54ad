"""The ontology means what the program does: competency questions, queries, terms, schemes, shapes and policies."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Store
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery

from kb.errors import UsageError
from kb.loaders.words import ONTOLOGY
from kb.naming import iris
from kb.naming.namespaces import POL, PREFIXES, expand, shrink
from kb.release.policy_choice import DEFAULT
from kb.release.release import Release
from kb.sparql.check import check_query
from kb.sparql.competency import Competency, competency_questions
from kb.sparql.stored import QUERIES
from kb.values.resolution import AUTHORITY_RANK, GRADE_RANK, LEGAL_VALUE, RULES

ASKED = competency_questions(ONTOLOGY / "competency")
COMPETENCY = [one.path for one in ASKED]
EXAMPLE = ONTOLOGY.parent / "kb" / "ui" / "example.rq"
CHECKS = sorted((ONTOLOGY / "checks").glob("*.rq"))
STORED = sorted(QUERIES.glob("*.rq"))
SCHEMES = sorted((ONTOLOGY / "schemes").glob("*.ttl"))
SHAPES = sorted((ONTOLOGY / "shapes").glob("*.ttl"))

STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
POL_NS = Namespace(POL)
TERM_CLASSES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)

# Terms that the real facts need not use. Each says why it stays in the ontology.
# no withdrawal needed a note yet, no source misdates an answer it gets right; the mini facts do both;
# they also say where corrections are sent, which these facts do not
# said of imported histories of a platform's terms alone, of which these facts have none
SAID_OF_IMPORTED_TERMS = {"pol:TermsEdition", "pol:commit", "pol:document"}
USED_ONLY_BY_MINI_FACTS = {
    "pol:withdrawalNote",
    "pol:saysFrom",
    "pol:Look",
    "pol:look",
    "pol:Closing",
    "pol:closing",
    "pol:closingKind",
    "pol:correctedAt",
}
# readings of the real facts are those of before; what more can be said of one is said of those to come
USED_ONLY_BY_MINI_FACTS |= {"pol:workEdition", "pol:passageRead", "pol:readAt", "pol:currentTo", "pol:passageHash"}


def of(paths: list[Path]) -> Any:
    """One test for each file, named like the file."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


@cache
def parsed(*paths: Path) -> Graph:
    """The Turtle files as one graph."""
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


@cache
def our_terms() -> tuple[URIRef, ...]:
    """Every class and property of policy.ttl and relations.ttl."""
    graph = parsed(ONTOLOGY / "policy.ttl", ONTOLOGY / "relations.ttl")
    return tuple(sorted({term for kind in TERM_CLASSES for term in graph.subjects(RDF.type, kind)}))


@cache
def concepts() -> tuple[URIRef, ...]:
    """Every concept of the schemes."""
    return tuple(sorted(parsed(*SCHEMES).subjects(RDF.type, SKOS.Concept)))


# Competency questions


def found_rows(release: Release, text: str) -> list[tuple[str, ...]]:
    """The rows of the query over the union of all named graphs, IRIs as prefixed names."""
    solutions: Any = release.store.query(text, use_default_graph_as_union=True)
    return [tuple(shown(solution[variable]) for variable in solutions.variables) for solution in solutions]


def shown(term: Any) -> str:
    if term is None:
        return ""
    return shrink(term.value) if isinstance(term, NamedNode) else str(term.value)


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.path.stem)
def test_competency_question_gives_its_expected_rows(one: Competency, real_release: Release) -> None:
    assert found_rows(real_release, one.text) == list(one.expected), one.question


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.path.stem)
def test_competency_file_asks_in_words_and_orders_its_rows(one: Competency) -> None:
    assert one.text.startswith(f"#+ question: {one.question}\n")
    assert re.search(r"^ORDER BY ", one.text, re.MULTILINE), "without ORDER BY the rows have no order to expect"
    assert check_query(one.text) == "SELECT"


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("#+ question: All of it.\n", r"a\.rq:1: begin with"),
        ("#+ question: All of it?\nSELECT * {}", r"a\.rq:2: add"),
    ],
)
def test_a_header_that_lacks_something_is_named_with_its_line(tmp_path: Path, text: str, lacks: str) -> None:
    (tmp_path / "a.rq").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=lacks):
        competency_questions(tmp_path)


def test_the_header_is_read_in_one_place() -> None:
    readers = [path for path in QUERIES.parent.rglob("*.py") if r"#\+ question" in path.read_text(encoding="utf-8")]
    assert [path.name for path in readers] == ["competency.py"] and readers[0].parent.name == "sparql"


def test_competency_questions_are_many_and_numbered_without_gaps() -> None:
    numbers = [one.number for one in ASKED]
    assert len(numbers) >= 160
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(re.fullmatch(r"\d{2,3}(-[a-z0-9]+)+", path.stem) for path in COMPETENCY)


ABOUT_STATEMENTS = re.compile(r"\ba pol:(?:Claim|Absence)\b|\bpol:(?:answer|absence) ")


@of([*COMPETENCY, EXAMPLE])
def test_a_query_on_statements_says_what_becomes_of_those_that_were_withdrawn(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not ABOUT_STATEMENTS.search(text) or re.search(r"pol:(?:withdrawnBecause|retractedOn|knownUntil)\b", text)


# Queries and checks


@of([*COMPETENCY, *CHECKS, *STORED])
def test_query_parses_in_both_engines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    Store().query(text, use_default_graph_as_union=True)
    prepareQuery(text)


@of([*COMPETENCY, *CHECKS, *STORED])
def test_prefixes_are_those_of_the_program(path: Path) -> None:
    for prefix, address in re.findall(r"^PREFIX (\w*): <(.*)>$", path.read_text(encoding="utf-8"), re.MULTILINE):
        assert PREFIXES.get(prefix) == address


@of(CHECKS)
def test_check_has_a_summary_and_a_severity(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"\A#\+ summary: \S.*\.$", text, re.MULTILINE)
    assert re.search(r"^#\+ severity: (error|warning)$", text, re.MULTILINE)


@of(STORED)
def test_stored_query_says_what_it_is_for(path: Path) -> None:
    assert re.search(r"\A#\+ summary: \S.*\.$", path.read_text(encoding="utf-8"), re.MULTILINE)


# Terms and concepts


def documented_once(graph: Graph, term: URIRef, label: URIRef) -> None:
    """One label, definition without final full stop, example and status: the contract of every term."""
    for documentation in (label, SKOS.definition, SKOS.example, STATUS):
        assert len(list(graph.objects(term, documentation))) == 1, f"{term} needs exactly one {documentation}"
    assert not str(graph.value(term, SKOS.definition)).endswith(".")


@pytest.mark.parametrize("term", our_terms(), ids=shrink)
def test_term_is_documented(term: URIRef) -> None:
    documented_once(parsed(ONTOLOGY / "policy.ttl", ONTOLOGY / "relations.ttl"), term, RDFS.label)


# what docs/contract.md promises: a term may come; one that goes, or is defined otherwise, breaks queries of other people
STABLE = """
Jurisdiction Organisation Platform Dossier Instrument Case Source Claim Absence Dimension Question Answer Quantity Reading
hasClaim jurisdiction question answer absence validFrom validUntil assertedOn retractedOn withdrawnBecause inShort statedIn
pinpoint platform party authority evidenceGrade evidenceTo checked reading read evidenceKind readOn readBy codedBy searched
searchedOn dimension hasAnswer value unit scale
"""
DEFINED_AS = "9737345fcd7b2b0a"


def test_the_terms_that_the_contract_relies_on_are_stable_and_mean_what_they_meant() -> None:
    graph = parsed(ONTOLOGY / "policy.ttl", ONTOLOGY / "relations.ttl")
    stable = {str(term).removeprefix(POL) for term in our_terms() if str(graph.value(term, STATUS)) == "stable"}
    assert stable == set(STABLE.split())
    said = "".join(f"{name}: {graph.value(POL_NS[name], SKOS.definition)}\n" for name in sorted(stable))
    assert hashlib.sha256(said.encode()).hexdigest()[:16] == DEFINED_AS, "a stable term is defined otherwise; see decision 0045"
    contract = (ONTOLOGY.parent / "docs" / "contract.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`pol:(\w+)`", contract)) <= stable


def test_every_term_has_a_status_that_the_contract_explains() -> None:
    graph = parsed(ONTOLOGY / "policy.ttl", ONTOLOGY / "relations.ttl")
    assert {str(graph.value(term, STATUS)) for term in our_terms()} <= {"stable", "testing", "archaic"}


@pytest.mark.parametrize("concept", concepts(), ids=shrink)
def test_concept_is_documented_and_named_like_its_iri(concept: URIRef) -> None:
    graph = parsed(*SCHEMES)
    documented_once(graph, concept, SKOS.prefLabel)
    assert [str(notation) for notation in graph.objects(concept, SKOS.notation)] == [iris.slug(concept)]
    assert list(graph.objects(concept, SKOS.inScheme)) == [URIRef(f"{iris.ID}scheme/{iris.kind(concept)}")]


def is_used(release: Release, term: URIRef) -> bool:
    """Whether the release has an instance of the class, a statement with the property, or a narrower term."""
    node = NamedNode(str(term))
    narrower = [NamedNode(expand("rdfs:subClassOf")), NamedNode(expand("rdfs:subPropertyOf"))]
    patterns = [(None, NamedNode(expand("rdf:type")), node), (None, node, None), *[(None, tie, node) for tie in narrower]]
    return any(next(iter(release.store.quads_for_pattern(*pattern)), None) is not None for pattern in patterns)


def test_every_term_of_policy_ttl_is_used(real_release: Release, mini_release: Release) -> None:
    graph = parsed(ONTOLOGY / "policy.ttl")
    terms = [term for term in our_terms() if (term, RDF.type, None) in graph]
    unused = {shrink(term) for term in terms if not is_used(real_release, term)}
    assert unused - USED_ONLY_BY_MINI_FACTS - SAID_OF_IMPORTED_TERMS == set()
    assert all(is_used(mini_release, URIRef(expand(name))) for name in USED_ONLY_BY_MINI_FACTS)


# Shapes


@of(SHAPES)
def test_every_property_shape_has_a_message(path: Path) -> None:
    graph = parsed(path)
    shapes = list(graph.objects(None, SH.property))
    assert shapes
    for shape in shapes:
        assert len(list(graph.objects(shape, SH.message))) == 1, graph.value(shape, SH.path)


@of(SHAPES)
def test_shapes_constrain_only_defined_terms(path: Path) -> None:
    graph = parsed(path)
    named = {*graph.objects(None, SH.path), *graph.objects(None, SH.targetClass), *graph.objects(None, SH["class"])}
    assert {shrink(term) for term in named if term.startswith(POL)} <= {shrink(term) for term in our_terms()}


# Resolution


def test_policy_file_has_the_rules_of_the_program_in_order() -> None:
    graph = parsed(ONTOLOGY / "policies.ttl")
    assert {str(name) for name in graph.objects(None, SKOS.notation)} == set(RULES)
    names = {iris.slug(policy) for policy in graph.subjects(RDF.type, POL_NS.ResolutionPolicy)}
    assert DEFAULT in names and len(names) > 1
    for policy in graph.subjects(RDF.type, POL_NS.ResolutionPolicy):
        turns = sorted(graph.objects(policy, POL_NS.tries), key=lambda turn: int(graph.value(turn, POL_NS.position)))
        assert [int(graph.value(turn, POL_NS.position)) for turn in turns] == list(range(1, len(turns) + 1))
        assert len({graph.value(turn, POL_NS.rule) for turn in turns}) == len(turns)


@pytest.mark.parametrize(
    ("scheme", "ranks"),
    [("authority", AUTHORITY_RANK), ("evidence-grade", GRADE_RANK), ("instrument-type", LEGAL_VALUE)],
)
def test_ranks_of_the_program_are_those_of_the_scheme(scheme: str, ranks: dict[str, int]) -> None:
    graph = parsed(ONTOLOGY / "schemes" / f"{scheme}.ttl")
    stated = {iris.slug(str(concept)): int(rank) for concept, rank in graph.subject_objects(POL_NS.rank)}
    assert stated == ranks
