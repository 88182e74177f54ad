"""The drawing of the schema: what the ontology states of the ties between classes is what the data have, in docs and page."""

from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from streamlit.testing.v1 import AppTest

from kb.graph.schema import drawing, schema
from kb.naming.namespaces import POL, expand
from tests.patience import PATIENCE

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "schema.md"
REGISTERED = ("FactsFile", "Property")  # of the machinery: files themselves, and the direct links


def short(node):
    return node.value.removeprefix(POL)


@pytest.fixture(scope="module")
def classes(real_release):
    """Class and named graph of every thing that the facts state."""
    found = defaultdict(set)
    for quad in real_release.store.quads_for_pattern(None, NamedNode(expand("rdf:type")), None):
        if quad.object.value.startswith(POL) and "/graph/facts/" in quad.graph_name.value:
            found[quad.subject].add((short(quad.object), quad.graph_name.value.partition("/graph/")[2]))
    return found


def test_every_tie_of_the_data_is_in_the_schema_and_the_other_way_round(real_release, classes):
    stated = {(start, tie.name, end) for tie in schema().ties for start in tie.starts for end in tie.ends}
    found = set()
    for quad in real_release.store.quads_for_pattern(None, None, None):
        if quad.predicate.value.startswith(POL) and quad.subject in classes and quad.object in classes:
            found |= {(s, short(quad.predicate), e) for s, _ in classes[quad.subject] for e, _ in classes[quad.object]}
    assert not {tie for tie in found if not set(tie) & set(REGISTERED)} - stated
    used = {name for _, name, _ in found}
    assert {tie.name for tie in schema().ties} <= used, "a property that no fact uses"
    for tie in schema().ties:
        assert set(tie.starts) == {start for start, name, _ in found if name == tie.name}
        assert set(tie.ends) == {end for _, name, end in found if name == tie.name}


def test_every_class_stands_in_the_named_graphs_that_state_it(classes):
    found = defaultdict(set)
    for one in classes.values():
        for name, graph in one:
            found[name].add("/".join(graph.split("/")[:2]))
    assert {name: set(files) for name, files in schema().stated} == {
        name: files for name, files in found.items() if name not in REGISTERED
    }


def test_the_documentation_shows_the_drawing_as_it_is_made():
    assert f"```mermaid\n{drawing()}\n```" in DOCUMENT.read_text(encoding="utf-8")


def test_the_drawing_has_classes_in_their_graphs_and_properties_on_arrows():
    assert "subgraph g" in drawing() and '["facts/powers"]' in drawing()
    assert '  Power -->|"heldBy"| Organisation' in drawing() and '|"restsOn"| Provision' in drawing()
    assert '  Claim -->|"reading"| Reading' in drawing() and '|"identifier"| Identifier' in drawing()
    assert [tie.name for tie in schema().everywhere] == ["identifier", "jurisdiction", "platform", "reading"]


def test_the_page_shows_the_drawing_once_it_is_opened(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))
    test = AppTest.from_string("from kb.ui.pages import sparql; sparql.show()", default_timeout=PATIENCE).run()
    assert not test.exception and not test.get("mermaid_chart")
