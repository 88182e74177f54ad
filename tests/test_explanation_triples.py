"""Every sentence of an explanation carries the triples that it says: all in the release, enough to say it, none idle."""

import random

import pytest
from pyoxigraph import Store

from kb.cells.comparison import compare
from kb.clocks.timeline import look
from kb.explanation import standing as standing_text
from kb.explanation.explain import explain, to_json, to_text
from kb.naming.iris import entity, graph
from kb.naming.namespaces import expand
from kb.release.graph_reader import GraphReader
from kb.release.release import Release
from kb.values.model import STATES
from kb.values.resolution import RULES

SAID_OF = ("facts/instruments/", "facts/cases/", "facts/absences/", "facts/sources/")
POINTS = [
    {"as_of": "2025-09-15", "known_on": "2026-12-01"},
    {"as_of": "2026-06-01", "known_on": "2026-12-01", "platform": "tiktok"},
    {"as_of": "2019-01-01", "known_on": "2026-12-01"},
    {"as_of": "2026-11-30", "known_on": "2026-12-01"},
]
# the version of the policy is part of what was asked; the names of absences are words of the program (test_absence.py)
NOT_IN_THE_TEXT = {entity("policy", "law-first"): "owl:versionInfo"} | {
    entity("absence", state): "skos:prefLabel" for state in STATES
}


def over(store, release):
    """The release as if its store were another one, read without the side index."""
    other = Release(release.path, release.manifest)
    vars(other)["store"] = store
    vars(other)["reader"] = GraphReader(other)
    return other


def explained(release, jurisdiction, question, **point):
    return explain(release, compare(release.reader, [jurisdiction], questions=[question], **point), jurisdiction, question)


def sentences(explanation):
    return [sentence for paragraph in explanation.told for sentence in paragraph.sentences]


def carried(explanation):
    return {quad for sentence in sentences(explanation) for quad in sentence.quads}


@pytest.fixture(scope="module")
def lines_of_the_release(real_release):
    return set((real_release.path / "data.nq").read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def looked_at():
    """How cells looked that were explained already: the same claims, in the same parts, told in the same way."""
    return set()


def is_new(cell, looked_at):
    before = len(looked_at)
    parts = tuple((one.claim.iri, one.won, one.standing, one.disputes) for one in cell.claims)
    looked_at.add((cell.jurisdiction, cell.question, look(cell), parts))
    return len(looked_at) > before


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point["as_of"])
def test_every_sentence_on_every_real_cell_says_triples_of_the_release(real_release, lines_of_the_release, looked_at, point):
    table = compare(real_release.reader, list(real_release.reader.jurisdictions()), **point)
    for cell in (cell for cell in table.cells if is_new(cell, looked_at)):
        explanation = explain(real_release, table, cell.jurisdiction, cell.question)
        for sentence in sentences(explanation):
            assert sentence.quads or (sentence.text == cell.in_short and cell.state == "not-researched"), sentence.text
            assert set(sentence.triples) <= lines_of_the_release


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point["as_of"])
def test_the_triples_that_are_said_are_enough_to_say_it_again(real_release, point):
    """Of all dossiers only the triples of one explanation are left; it is computed anew, and is the same to the letter."""
    kept = tuple(graph(path) for path in SAID_OF)
    scaffold = [quad for quad in real_release.store if not quad.graph_name.value.startswith(kept)]
    store = Store()
    store.bulk_extend(scaffold)
    table = compare(real_release.reader, list(real_release.reader.jurisdictions()), **point)
    for cell in random.Random(4).sample([cell for cell in table.cells if cell.claims], 40):
        whole = explained(real_release, cell.jurisdiction, cell.question, **point)
        said = [quad for quad in carried(whole) if quad.graph_name.value.startswith(kept)]
        store.extend(said)
        again = explained(over(store, real_release), cell.jurisdiction, cell.question, **point)
        assert to_text(again) == to_text(whole)
        assert to_json(again)["sentences"] == to_json(whole)["sentences"]
        for quad in said:
            store.remove(quad)


MINI_CELLS = [
    ("xa", "forced-sale", {"platform": "clip"}),
    ("xa", "audit", {"platform": "clip"}),
    ("xa", "ownership-test", {}),
    ("xb", "local-storage", {}),
    ("xb", "ownership-test", {}),
    ("xa", "local-storage", {}),
    ("xa", "audit", {"as_of": "2024-01-01", "platform": "other"}),
]


@pytest.mark.parametrize(("jurisdiction", "question", "options"), MINI_CELLS)
def test_without_any_one_of_its_triples_an_explanation_says_something_else(mini_release, jurisdiction, question, options):
    point = {"as_of": "2025-03-01", "known_on": "2026-06-01"} | options
    whole = explained(mini_release, jurisdiction, question, **point)
    store = Store()
    store.bulk_extend(iter(mini_release.store))
    for quad in carried(whole):
        if expand(NOT_IN_THE_TEXT.get(quad.subject.value, "pol:")) == quad.predicate.value:
            continue
        store.remove(quad)
        assert said_without(over(store, mini_release), jurisdiction, question, point) != to_text(whole), str(quad)
        store.add(quad)


def said_without(release, jurisdiction, question, point):
    """The explanation of a damaged store; a store so damaged that nothing can be said says something else too."""
    try:
        return to_text(explained(release, jurisdiction, question, **point))
    except Exception as error:
        return repr(error)


def test_what_each_rule_of_the_policy_compares_is_known():
    assert standing_text.COMPARED.keys() | standing_text.OF_THE_TEXT.keys() == set(RULES) - {"identifier"}
