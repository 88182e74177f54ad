"""The rules taken from the shapes find in an edit what a SHACL engine finds in the whole base, and cost what the edit costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.building import shape_rules
from kb.building.base_check import WholeBase, breaks_a_shape
from kb.building.edit_check import TYPE, EditedBase, _is_of, breaks_a_rule, problems_of_edit
from kb.building.places import FACTS_GRAPH
from kb.building.shape_rules import SHACL, Rule, UnknownShapeError, shapes_of
from kb.building.shapes import run_shapes
from kb.loaders.facts import read_facts
from kb.naming.namespaces import expand
from kb.projection import project
from kb.projection.ontology import ontology_quads
from tests.conftest import MINI_FACTS, REAL_FACTS

DATE = NamedNode(expand("xsd:date"))
Change = tuple[list[Quad], list[Quad]]


@cache
def base() -> tuple[Quad, ...]:
    return (*project(read_facts(MINI_FACTS)), *ontology_quads())


def store_of(quads: object) -> Store:
    store = Store()
    store.bulk_extend(quads)
    return store


def rules() -> Iterator[tuple[Rule, Quad]]:
    """Every rule, with the statement of the class of a node that it holds for."""
    for shape in shape_rules.shape_rules():
        found = next((quad for quad in base() if quad.predicate == TYPE and quad.object in shape.classes), None)
        if found:
            yield from ((rule, found) for rule in shape.rules)


def values(node: NamedNode, path: NamedNode) -> list[Quad]:
    return [quad for quad in base() if quad.subject == node and quad.predicate == path]


def too_few(rule: Rule, node: Quad) -> Change | None:
    return (values(node.subject, rule.path), []) if rule.least else None


def too_many(rule: Rule, node: Quad) -> Change | None:
    if rule.most is None:
        return None
    added = [Literal(f"{number}999-01-01", datatype=DATE) for number in range(1, rule.most + 2)]
    return [], [Quad(node.subject, rule.path, value, node.graph_name) for value in added]


def other_type(rule: Rule, node: Quad) -> Change | None:
    found = values(node.subject, rule.path)
    return (
        (found, [Quad(found[0].subject, rule.path, Literal("2020-01-01"), node.graph_name)]) if rule.datatype and found else None
    )


def no_date(rule: Rule, node: Quad) -> Change | None:
    found = values(node.subject, rule.path)
    wrong = Literal("2020-02-31", datatype=DATE)
    return (found, [Quad(found[0].subject, rule.path, wrong, node.graph_name)]) if rule.datatype and found else None


def too_long(rule: Rule, node: Quad) -> Change | None:
    if rule.longest is None:
        return None
    return values(node.subject, rule.path), [Quad(node.subject, rule.path, Literal("x" * (rule.longest + 1)), node.graph_name)]


def not_before(rule: Rule, node: Quad) -> Change | None:
    if not rule.less_than:
        return None
    first = next(iter(values(node.subject, rule.path))).object
    return values(node.subject, rule.less_than), [Quad(node.subject, rule.less_than, first, node.graph_name)]


def other_class(rule: Rule, node: Quad) -> Change | None:
    """The node that is referred to, in another file, loses its class."""
    if not rule.class_:
        return None
    target = values(node.subject, rule.path)[0].object
    return [quad for quad in values(target, TYPE) if quad.object == rule.class_], []


def dangling(rule: Rule, node: Quad) -> Change | None:
    """The reference is to a node that is nothing."""
    if not rule.class_:
        return None
    nothing = NamedNode("https://example.org/nothing")
    return values(node.subject, rule.path), [Quad(node.subject, rule.path, nothing, node.graph_name)]


FAULTS = (too_few, too_many, other_type, no_date, too_long, not_before, other_class, dangling)
CASES = [
    pytest.param(
        change, rule, id=f"{fault.__name__}-{node.subject.value.rpartition('/')[2]}-{rule.path.value.rpartition('#')[2]}"
    )
    for fault in FAULTS
    for rule, node in rules()
    if (change := fault(rule, node))
]


def found_by_the_engine(quads: set[Quad]) -> set[str]:
    return {problem.message for problem in run_shapes(store_of(quads), MINI_FACTS)}


@pytest.mark.parametrize(("change", "rule"), CASES)
def test_a_broken_rule_is_found_by_looking_at_the_edit_alone(change: Change, rule: Rule):
    assert rule.message in {message for _, message in problems_of_edit(edited(change))}


def edited(change: Change) -> EditedBase:
    removed, added = change
    after = (set(base()) - set(removed)) | set(added)
    names = {quad.graph_name.value for quad in (*removed, *added)}
    graphs = {name: [quad for quad in after if quad.graph_name.value == name] for name in names}
    return EditedBase(store_of(base()), graphs)


FILES = [graph.removeprefix(FACTS_GRAPH) for graph in sorted({quad.graph_name.value for quad in base()})]


@pytest.mark.parametrize(("change", "rule"), CASES)
def test_a_broken_rule_is_found_in_the_files_that_are_looked_at(change: Change, rule: Rule):
    removed, added = change
    store = store_of((set(base()) - set(removed)) | set(added))
    assert breaks_a_rule(store, FILES) and not breaks_a_rule(store, [])
    assert breaks_a_shape(store)


def test_a_rule_for_what_has_a_property_is_found_as_by_the_engine():
    """The part of an answer is no answer: the shape is about whatever has parts, not about a class."""
    path = NamedNode(expand("pol:fromPartAnswer"))
    answer = next(quad for quad in base() if quad.predicate == TYPE and quad.object.value == expand("pol:Answer"))
    planted = Quad(answer.subject, path, NamedNode(expand("pol:Answer")), answer.graph_name)
    (said,) = found_by_the_engine({*base(), planted})
    assert {message for _, message in problems_of_edit(edited(([], [planted])))} == {said}
    assert breaks_a_shape(store_of([*base(), planted]))


def test_right_facts_break_no_rule_so_that_the_engine_is_not_needed():
    store = store_of([*project(facts := read_facts(REAL_FACTS)), *ontology_quads()])
    assert not breaks_a_rule(store, facts.files) and not breaks_a_shape(store)


@pytest.mark.parametrize(("number", "is_right"), [("12", True), ("0.5", True), ("", False), ("1,5", False), ("1e3", False)])
def test_a_decimal_is_written_plainly(number: str, is_right: bool):
    decimal = NamedNode(expand("xsd:decimal"))
    assert _is_of(Literal(number, datatype=decimal), decimal) is is_right


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_engine_finds_no_more_than_the_rules(fault):
    """All faults of a kind at once, each at a node of its own where there is one: what the engine says the rules say too."""
    changes = [change for rule, node in rules() if (change := fault(rule, node))]
    together = [quad for change in changes for quad in change[0]], [quad for change in changes for quad in change[1]]
    after = (set(base()) - set(together[0])) | set(together[1])
    told = {message for _, message in problems_of_edit(edited(together))}
    assert set() != found_by_the_engine(after) <= told


def test_a_base_of_twice_the_claims_is_read_twice(monkeypatch: pytest.MonkeyPatch):
    """Every copy of a dossier costs the same look-ups and the same statements, however many there are."""
    claim = next(quad for quad in base() if quad.predicate.value == expand("pol:inShort"))
    dossier = [quad for quad in base() if quad.graph_name == claim.graph_name]
    own = {quad.subject for quad in dossier if quad.predicate == TYPE}
    read: list[Quad | None] = []

    def watched(self: WholeBase, *pattern: object) -> Iterator[Quad]:
        read.append(None)
        for quad in quads(self, *pattern):
            read.append(quad)
            yield quad

    quads = WholeBase.quads
    monkeypatch.setattr(WholeBase, "quads", watched)
    counts = []
    for copies in (10, 20, 40):
        store = store_of(base())
        for number in range(copies):
            new = {node: NamedNode(f"{node.value}-{number}") for node in own}
            graph = NamedNode(f"{FACTS_GRAPH}instruments/xb/many-{number}.yaml")
            parts = ((new.get(one.subject, one.subject), one.predicate, new.get(one.object, one.object)) for one in dossier)
            store.extend(Quad(*triple, graph) for triple in parts)
        assert not breaks_a_shape(store)
        counts.append(len(read))
        read.clear()
    assert counts[2] - counts[1] == 2 * (counts[1] - counts[0]) > 0


def test_sound_facts_break_no_rule():
    graphs: dict[str, list[Quad]] = {}
    for quad in base():
        if quad.graph_name.value.startswith(FACTS_GRAPH):
            graphs.setdefault(quad.graph_name.value, []).append(quad)
    assert problems_of_edit(EditedBase(store_of(ontology_quads()), graphs)) == []
    assert found_by_the_engine(set(base())) == set()


def test_only_touched_nodes_are_looked_at(monkeypatch: pytest.MonkeyPatch):
    """The number of look-ups follows the edit: the same in a base with a hundred times as many claims."""
    claim = next(quad for quad in base() if quad.predicate.value == expand("pol:inShort"))
    name = claim.graph_name.value
    graph = [quad for quad in base() if quad.graph_name.value == name and quad != claim]
    graph.append(Quad(claim.subject, claim.predicate, Literal("Other words."), claim.graph_name))
    counts = []
    for copies in (0, 100):
        store = store_of(base())
        elsewhere = NamedNode(FACTS_GRAPH + "instruments/xb/many.yaml")
        store.extend(
            Quad(NamedNode(f"{quad.subject.value}-{number}"), quad.predicate, quad.object, elsewhere)
            for number in range(copies)
            for quad in graph
        )
        found = EditedBase(store, {name: graph})
        asked = []
        values = found.values
        monkeypatch.setattr(found, "values", lambda *place, asked=asked, values=values: asked.append(place) or values(*place))
        assert problems_of_edit(found) == []
        counts.append(len(asked))
    assert counts[0] == counts[1] < 60


@pytest.mark.parametrize("part", ["pattern", "in", "qualifiedMinCount"])
def test_a_part_of_shacl_that_is_not_known_is_refused(part: str):
    shape, rule, path = NamedNode("urn:shape"), NamedNode("urn:rule"), NamedNode("urn:path")
    stated = {
        shape: {SHACL + "targetClass": [NamedNode("urn:class")], SHACL + "property": [rule]},
        rule: {SHACL + "path": [path], SHACL + "message": [Literal("so")], SHACL + part: [Literal("1")]},
    }
    with pytest.raises(UnknownShapeError, match=f"sh:{part}"):
        list(shapes_of(stated))
    del stated[rule][SHACL + part]
    (found,) = shapes_of(stated)
    assert found.rules == (replace(found.rules[0], path=path, message="so"),)


def test_a_shape_that_only_the_engine_knows_is_left_to_it(monkeypatch: pytest.MonkeyPatch):
    def unknown() -> None:
        raise UnknownShapeError("the rules do not know sh:pattern")

    monkeypatch.setattr("kb.building.edit_check.shape_rules", unknown)
    with pytest.raises(UnknownShapeError):
        problems_of_edit(EditedBase(store_of(base()), {}))
