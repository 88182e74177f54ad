"""No stored query loses a row because something that may be missing is missing.

The fault looked for: a query asks for what only some entities have, such as the registered service of a case, as if all
had it; every row of the others is then gone, and no row says so. It is found in two steps, on the real facts.

1. What may be missing is read off the facts: a property is optional for a class if one entity of the class has it and another
   has not. So a property becomes optional here on the day on which the first entity without it is coded.
2. For every stored query and every optional property that it names, all statements of that property on those classes are taken
   away and the query is asked again, with no more than its required parameters. A query in which the property is truly optional
   answers as many rows as before, only with emptier columns. One that needs it answers fewer, and so must lose rows today
   for the entities that never had the property.

Rows may be lost where the question is about the property itself (``designations-of-platform`` asks for designations). The header
of the query then says so, ``#+ needs: pol:designation``, and the test also fails if it needs that no longer. Two more keys of a
header say what is counted: ``#+ row: event`` names the columns that tell rows apart (without it every row counts), and
``#+ total: fines total`` the columns of numbers whose sums must not shrink either. Taking statements away instead of rewriting
queries means that nothing depends on how a query is written: patterns, paths, filters and sub-selects are all caught, as
``test_the_fault_that_was_there_is_found`` shows with the query that lost the fines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from operator import gt, lt

import pytest
from pyoxigraph import NamedNode, Quad, QueryBoolean, QueryTriples, Store

from kb.asking.sandbox import prepare
from kb.naming.namespaces import expand, shrink
from kb.opening.current import open_folder
from kb.release.release import Release
from kb.sparql.stored import StoredQuery, internal_queries, library_queries, parse_query_file

QUERIES = [*library_queries(), *internal_queries()]
TYPE = NamedNode(expand("rdf:type"))
WIDER = {"disputes"}  # claims without a scope answer the same question more often, so there is more to disagree about


class Facts:
    """The real facts in memory, with what may be missing in them; parts of them can be taken away for a while."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.store = Store()
        self.store.bulk_extend(open_folder(release.path).store)
        self.optional = self._optional()

    def _optional(self) -> dict[str, list[Quad]]:
        """Statements of every property that some entities of a class have and others have not."""
        classes: dict[str, set[str]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, TYPE, None):
            classes[quad.object.value].add(str(quad.subject))
        said: dict[str, list[Quad]] = defaultdict(list)
        for quad in self.store:
            said[quad.predicate.value].append(quad)
        found: dict[str, list[Quad]] = {}
        for predicate, quads in said.items():
            having = {str(quad.subject) for quad in quads}
            some = [members for members in classes.values() if members & having and members - having]
            if some:
                among = set().union(*some)
                found[shrink(predicate)] = [quad for quad in quads if str(quad.subject) in among]
        return found

    def is_optional_everywhere(self, name: str) -> bool:
        """Whether all statements of a property are on classes for which it is optional."""
        return len(self.optional[name]) == sum(1 for _ in self.store.quads_for_pattern(None, NamedNode(expand(name)), None))

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """The facts without the optional statements of a property."""
        for quad in self.optional[name]:
            self.store.remove(quad)
        try:
            yield
        finally:
            self.store.extend(self.optional[name])

    def counts(self, query: StoredQuery) -> tuple[Decimal, ...]:
        """Rows of a query with its required parameters alone, and the sums of the columns that its header calls totals."""
        needed = {one.name: dict(query.examples)[one.name] for one in query.parameters if one.is_required}
        asked = prepare(self.release, query.text, needed, name=query.name)
        answer = self.store.query(asked.text, use_default_graph_as_union=asked.union)
        if isinstance(answer, QueryBoolean):
            return (Decimal(bool(answer)),)
        if isinstance(answer, QueryTriples):
            return (Decimal(len({*answer})),)
        keys, totals = declared(query, "row"), declared(query, "total")
        rows = list(answer)
        found = {tuple(str(row[key]) for key in keys) for row in rows} if keys else rows
        return Decimal(len(found)), *(sum((Decimal(row[name].value) for row in rows), Decimal(0)) for name in totals)


def declared(query: StoredQuery, key: str) -> list[str]:
    """The words after a key in the header of a query, without what explains them."""
    return [
        word for line in re.findall(rf"^#\+ {key}: (.*)$", query.text, re.MULTILINE) for word in line.partition(" - ")[0].split()
    ]


def optional_parts(query: StoredQuery, facts: Facts) -> list[str]:
    """The optional properties that the text of a query names."""
    words = set(re.findall(r"\b[a-z]+:\w+", query.text.partition("\n\n")[2]))
    return sorted(words & set(facts.optional))


def changed(query: StoredQuery, facts: Facts, is_worse: Callable[[Decimal, Decimal], bool]) -> dict[str, str]:
    """The optional properties without which a count changes for the worse, with what was counted before and after."""
    before = facts.counts(query)
    found = {}
    for name in optional_parts(query, facts):
        with facts.without(name):
            after = facts.counts(query)
        if any(is_worse(old, new) for old, new in zip(before, after, strict=True)):
            found[name] = f"{[*map(int, before)]}, without it {[*map(int, after)]}"
    return found


def lost(query: StoredQuery, facts: Facts) -> dict[str, str]:
    """The optional properties without which the query answers or counts less."""
    return changed(query, facts, gt)


def may_widen(query: StoredQuery) -> bool:
    """Whether a query may rightly answer more where something is missing."""
    return "NOT EXISTS" in query.text or query.name in WIDER


@pytest.fixture(scope="module")
def facts(real_release: Release) -> Facts:
    """The real facts, read once."""
    return Facts(real_release)


def test_what_some_entities_have_and_others_have_not_is_optional(facts: Facts):
    assert {"pol:platform", "pol:on", "pol:seat", "pol:percent", "pol:verdict", "pol:participation"} <= set(facts.optional)
    assert not {"pol:forum", "pol:outcome", "pol:answer", "rdfs:label"} & set(facts.optional)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_no_row_is_lost_where_something_optional_is_missing(query: StoredQuery, facts: Facts):
    unsaid = {name: counts for name, counts in lost(query, facts).items() if name not in declared(query, "needs")}
    assert not unsaid, "write OPTIONAL around it, or '#+ needs: ...' in the header if the query is about it"


@pytest.mark.parametrize(
    "query", [one for one in QUERIES if "NOT EXISTS" not in one.text and one.name not in WIDER], ids=lambda query: query.name
)
def test_no_row_is_repeated_where_something_optional_is_missing(query: StoredQuery, facts: Facts):
    more = changed(query, facts, lt)
    assert not more, "a variable that is not bound is joined with everything; put its pattern into the same OPTIONAL"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_what_a_query_says_it_needs_it_does_need(query: StoredQuery, facts: Facts):
    said = set(declared(query, "needs"))
    assert said <= set(re.findall(r"\b[a-z]+:\w+", query.text.partition("\n\n")[2]))
    everywhere = {name for name in said & set(facts.optional) if facts.is_optional_everywhere(name)}
    assert everywhere <= set(lost(query, facts))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_what_counts_or_sums_for_people_names_its_totals(query: StoredQuery):
    head = query.text.partition("WHERE")[0]
    counting = re.findall(r"\((?:COUNT|SUM)\(.*?\) AS \?(\w+)\)", head)
    assert not (query.topic and counting) or declared(query, "total")
    assert set(declared(query, "total")) <= set(counting)


def test_the_fault_that_was_there_is_found(facts: Facts):
    text = """#+ summary: The sum of fines as it was asked for when fines on X and Temu were lost.
#+ total: fines

PREFIX pol: <https://w3id.org/policykb/ontology#>
SELECT ?forum (COUNT(DISTINCT ?amount) AS ?fines)
WHERE {
  ?case a pol:Case ; pol:forum ?forum ; pol:amount ?amount .
  { SELECT DISTINCT ?case WHERE { ?case pol:platform ?platform } }
}
GROUP BY ?forum"""
    assert set(lost(parse_query_file("old", text), facts)) == {"pol:amount", "pol:platform"}


def test_a_filter_on_something_optional_is_found_too(facts: Facts):
    text = """#+ summary: Sums from a day on, which leaves out the undated ones.

PREFIX pol: <https://w3id.org/policykb/ontology#>
SELECT ?amount WHERE { ?case pol:amount ?amount OPTIONAL { ?amount pol:on ?on } FILTER(STR(?on) >= "2000-01-01") }"""
    assert "pol:on" in lost(parse_query_file("old", text), facts)
