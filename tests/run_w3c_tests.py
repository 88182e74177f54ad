"""Run the W3C SPARQL tests through our own way to run a query, and print pass or fail for each.

    python tests/run_w3c_tests.py PATH-OF-A-CHECKOUT-OF-w3c/rdf-tests [sparql11|sparql10]... [--failures]

Covers query evaluation, syntax and result formats of SPARQL 1.1 (and 1.0). The data of a test become a store on disk; its query
goes through the check, the worker process, the limits and the formats, as a user's query does. Deviations are listed with
their reasons in tests/sparql-conformance.md; the exit code is 0 if those fail and no other, else 1.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kb.asking.sandbox import prepare, stream_query  # noqa: E402
from kb.errors import KnowledgeBaseError  # noqa: E402
from kb.release.release import Release  # noqa: E402
from kb.running.limits import Limits  # noqa: E402

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
DAWGT = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
EVALUATION = {MF + "QueryEvaluationTest", MF + "CSVResultFormatTest"}
GOOD = {MF + "PositiveSyntaxTest", MF + "PositiveSyntaxTest11"}
BAD = {MF + "NegativeSyntaxTest", MF + "NegativeSyntaxTest11"}
RDF_SUFFIXES = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES, ".trig": RdfFormat.TRIG}
RESULT_SUFFIXES = {
    ".srx": ("xml", QueryResultsFormat.XML),
    ".srj": ("json", QueryResultsFormat.JSON),
    ".tsv": ("tsv", QueryResultsFormat.TSV),
}
DEVIATIONS = ROOT / "tests" / "sparql-conformance.md"
SUITES = {"sparql11": ["manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl"], "sparql10": ["manifest.ttl"]}


@dataclass
class Test:
    """One test of a manifest."""

    iri: str
    kind: str
    name: str
    query: str = ""
    data: list[str] = field(default_factory=list)
    graphs: list[str] = field(default_factory=list)
    result: str | None = None
    is_lax: bool = False
    regime: bool = False


class Checkout:
    """Reads files by the IRIs of the manifests."""

    def __init__(self, root: Path) -> None:
        self.base = root.resolve().as_uri() + "/"

    def path(self, iri: str) -> Path:
        return Path(unquote(urlsplit(iri).path))

    def store_of(self, manifest: Path) -> Store:
        store = Store()
        store.load(path=str(manifest), format=RdfFormat.TURTLE, base_iri=manifest.resolve().as_uri())
        return store

    def tests(self, manifest: Path) -> Iterator[Test]:
        store = self.store_of(manifest)
        for included in listed(store, value(store, NamedNode(manifest.resolve().as_uri()), MF + "include")):
            yield from self.tests(self.path(included.value))
        for entry in listed(store, value(store, NamedNode(manifest.resolve().as_uri()), MF + "entries")):
            yield self.test(store, entry)

    def test(self, store: Store, entry: NamedNode) -> Test:
        action = value(store, entry, MF + "action")
        kind, name = value(store, entry, RDF + "type"), value(store, entry, MF + "name")
        found = Test(entry.value, kind.value if kind else "", name.value if name else entry.value)
        result = value(store, entry, MF + "result")
        found.result = result.value if isinstance(result, NamedNode) else None
        cardinality = value(store, entry, MF + "resultCardinality")
        found.is_lax = cardinality is not None and cardinality.value == MF + "LaxCardinality"
        if isinstance(action, BlankNode):
            query = value(store, action, QT + "query")
            found.query = query.value if query else ""
            found.data = [one.value for one in values(store, action, QT + "data")]
            found.graphs = [one.value for one in values(store, action, QT + "graphData") if isinstance(one, NamedNode)]
            regime = "http://www.w3.org/ns/sparql-service-description#entailmentRegime"
            found.regime = value(store, action, regime) is not None
        elif action:
            found.query = action.value
        return found


def values(store: Store, subject, predicate: str) -> list:
    return [quad.object for quad in store.quads_for_pattern(subject, NamedNode(predicate), None)]


def value(store: Store, subject, predicate: str):
    return next(iter(values(store, subject, predicate)), None)


def listed(store: Store, node) -> Iterator[NamedNode]:
    while node is not None and node.value != RDF + "nil":
        yield value(store, node, RDF + "first")
        node = value(store, node, RDF + "rest")


def release_of(checkout: Checkout, test: Test, query: str, folder: Path) -> Release:
    """A store on disk with the data of a test, in the place where a release has its own."""
    store = Store(str(folder / "store"))
    for iri in test.data:
        load(store, checkout, iri, None)
    named = {*test.graphs, *(iri for iri in from_iris(query, test) if checkout.path(iri).is_file())}
    for iri in named:
        store.add_graph(NamedNode(iri))
        load(store, checkout, iri, NamedNode(iri))
    store.flush()
    del store
    return Release(folder, {"id": "w3c", "quads": 0})


def from_iris(query: str, test: Test) -> list[str]:
    from kb.sparql.check import named_graphs

    return (
        list(named_graphs(f"BASE <{test.query}> {query}").iris) if " from" in query.lower() or "\nfrom" in query.lower() else []
    )


def load(store: Store, checkout: Checkout, iri: str, graph: NamedNode | None) -> None:
    path = checkout.path(iri)
    for quad in parse(path=str(path), format=RDF_SUFFIXES[path.suffix], base_iri=iri, rename_blank_nodes=True):
        store.add(Quad(quad.subject, quad.predicate, quad.object, graph) if graph else quad)


def ask(release: Release, query: str, test: Test, format_name: str | None = None) -> tuple[str, bytes]:
    """The answer to a query, run as a user's query is; the default graph is that of the test, not the union of all."""
    asked = prepare(release, f"BASE <{test.query}>\n{query}")
    if asked.union:
        asked = type(asked)(asked.text, asked.form, False, asked.graphs, None)
    output = io.BytesIO()
    chosen = format_name or ("nt" if asked.kind == "graph" else "xml")
    told = stream_query(release, asked, chosen, output, Limits(seconds=20))
    return told.kind, output.getvalue()


def evaluate(checkout: Checkout, test: Test) -> str | None:
    """Why an evaluation test fails; None if it passes."""
    query = checkout.path(test.query).read_text(encoding="utf-8")
    suffix = Path(urlsplit(test.result or "").path).suffix
    with tempfile.TemporaryDirectory() as folder:
        release = release_of(checkout, test, query, Path(folder))
        if suffix == ".csv":
            return same_csv(ask(release, query, test, "csv")[1], checkout.path(test.result).read_bytes())
        format_name = RESULT_SUFFIXES[suffix][0] if suffix in RESULT_SUFFIXES else None
        kind, body = ask(release, query, test, format_name if format_name != "tsv" else "tsv")
    if kind == "graph":
        return same_graph(body, checkout, test.result)
    actual = read_rows(body, RESULT_SUFFIXES[suffix][1] if format_name else QueryResultsFormat.XML)
    expected = expected_rows(checkout, test.result, suffix)
    return compare(actual, expected, test.is_lax, "ORDER BY" in query.upper() and suffix not in RDF_SUFFIXES)


def same_csv(actual: bytes, expected: bytes) -> str | None:
    ours, theirs = ([sorted(row.items()) for row in rows_of_csv(text)] for text in (actual, expected))
    return None if sorted(ours) == sorted(theirs) else f"rows differ: {ours[:4]} / {theirs[:4]}"


def rows_of_csv(text: bytes) -> list[dict[str, str]]:
    """Rows by column, since the order of the columns of SELECT * is not defined; blank nodes all alike."""
    found = csv.DictReader(io.StringIO(text.decode("utf-8"), newline=""))
    return [{name: "_:b" if cell.startswith("_:") else cell for name, cell in row.items()} for row in found]


def same_graph(body: bytes, checkout: Checkout, result: str) -> str | None:
    path = checkout.path(result)
    ours = Dataset(parse(body, format=RdfFormat.N_TRIPLES))
    theirs = Dataset(parse(path=str(path), format=RDF_SUFFIXES[path.suffix], base_iri=result))
    for dataset in (ours, theirs):
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return None if ours == theirs else f"{len(ours)} triples, expected {len(theirs)}"


def read_rows(body: bytes, result_format: QueryResultsFormat):
    found = parse_query_results(body, format=result_format)
    if isinstance(found, QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return names, [{name: row[name] for name in names if row[name] is not None} for row in found]


def expected_rows(checkout: Checkout, result: str, suffix: str):
    path = checkout.path(result)
    if suffix in RESULT_SUFFIXES:
        return read_rows(path.read_bytes(), RESULT_SUFFIXES[suffix][1])
    store = Store()
    store.bulk_load(path=str(path), format=RDF_SUFFIXES[suffix], base_iri=result)
    answer = next(iter(store.quads_for_pattern(None, NamedNode(RS + "boolean"), None)), None)
    if answer:
        return answer.object.value == "true"
    names = [quad.object.value for quad in store.quads_for_pattern(None, NamedNode(RS + "resultVariable"), None)]
    solutions = [quad.object for quad in store.quads_for_pattern(None, NamedNode(RS + "solution"), None)]
    rows = []
    for solution in solutions:
        bindings = values(store, solution, RS + "binding")
        rows.append({value(store, one, RS + "variable").value: value(store, one, RS + "value") for one in bindings})
    return names, rows


def compare(actual, expected, is_lax: bool, is_ordered: bool) -> str | None:
    if isinstance(actual, bool) or isinstance(expected, bool):
        return None if actual == expected else f"{actual}, expected {expected}"
    if set(actual[0]) != set(expected[0]):
        return f"variables {actual[0]}, expected {expected[0]}"
    ours, theirs = actual[1], expected[1]
    if is_lax:
        ours, theirs = unique(ours), unique(theirs)
    if len(ours) != len(theirs):
        return f"{len(ours)} rows, expected {len(theirs)}"
    if as_graph(ours) == as_graph(theirs):
        return None
    return f"rows differ: {[shown(row) for row in ours[:3]]} / {[shown(row) for row in theirs[:3]]}"


def unique(rows: list[dict]) -> list[dict]:
    return list({shown(row): row for row in rows}.values())


def shown(row: dict) -> str:
    return str(sorted((name, str(normal(term))) for name, term in row.items()))


def as_graph(rows: list[dict]) -> Dataset:
    """The rows as triples whose blank nodes are named canonically, so that equal rows are equal whatever those are called."""
    dataset = Dataset()
    counted = Counter(shown(row) for row in rows if not any(isinstance(term, BlankNode) for term in row.values()))
    for text, number in counted.items():
        dataset.add(Quad(BlankNode(), NamedNode("urn:row"), Literal(f"{number} {text}")))
    for row in rows:
        if any(isinstance(term, BlankNode) for term in row.values()):
            node = BlankNode()
            for name, term in row.items():
                dataset.add(Quad(node, NamedNode(f"urn:{name}"), normal(term)))
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def normal(term):
    """A term as the store writes it: numbers and times in their canonical form."""
    if not isinstance(term, Literal):
        return term
    store = Store()
    store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), term))
    return next(iter(store)).object


def syntax(checkout: Checkout, test: Test, is_good: bool) -> str | None:
    query = checkout.path(test.query).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(str(Path(folder) / "store"))
        for iri in from_iris(query, test):
            store.add_graph(NamedNode(iri))
        store.flush()
        del store
        try:
            ask(Release(Path(folder), {"id": "w3c", "quads": 0}), query, test)
        except KnowledgeBaseError as error:
            return f"refused: {error}" if is_good else None
    return None if is_good else "accepted"


def run(checkout: Checkout, test: Test) -> str | None:
    """Why a test fails; None if it passes; 'skip' if it does not apply to a service that only reads."""
    if test.regime or test.kind not in EVALUATION | GOOD | BAD:
        return "skip"
    try:
        if test.kind in EVALUATION:
            return evaluate(checkout, test)
        return syntax(checkout, test, test.kind in GOOD)
    except KnowledgeBaseError as error:
        return f"{type(error).__name__}: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error} {traceback.format_exc(limit=-2)}"


def known_deviations() -> dict[str, str]:
    """Names of tests that are known to deviate, with the reason, from the table of the document."""
    return dict(re.findall(r"^\| `([^`]+)` \| (.+?) \|$", DEVIATIONS.read_text(encoding="utf-8"), re.MULTILINE))


def states(root: Path, suite: str) -> Iterator[tuple[str, str, str]]:
    """Each test of a suite: its state, its name, and why it is in that state.

    ``known``: it fails, as the document says. ``FAIL``: it fails and should not. ``GONE``: the document says that it fails.
    """
    checkout, known = Checkout(root), known_deviations()
    for manifest in SUITES[suite]:
        for test in checkout.tests(root / "sparql" / suite / manifest):
            why, key = run(checkout, test), short(test.iri)
            if why == "skip":
                yield "skip", key, ""
            elif why is None:
                yield ("GONE", key, "it passes; take it off the list") if key in known else ("pass", key, "")
            else:
                yield "known" if key in known else "FAIL", key, known.get(key) or why


def main(arguments: list[str]) -> int:
    """Run the suites named, or all; 0 if every test does what the document says, 1 if one does not, 2 for no checkout."""
    words = [word for word in arguments if not word.startswith("--")]
    suites = words[1:] or list(SUITES)
    if not words or not set(suites) <= SUITES.keys() or not (Path(words[0]) / "sparql").is_dir():
        print(__doc__)
        return 2
    count: Counter[tuple[str, str]] = Counter()
    for suite in suites:
        for state, key, why in states(Path(words[0]), suite):
            count[suite, state] += 1
            if "--failures" not in arguments or state in ("FAIL", "GONE", "known"):
                print(f"{state:5} {key}  {why}".rstrip(), flush=True)
    for (suite, state), number in sorted(count.items()):
        print(f"{suite} {state}: {number}")
    return 1 if any(count[suite, state] for suite in suites for state in ("FAIL", "GONE")) else 0


def short(iri: str) -> str:
    """The suite, folder and name of a test: ``sparql11/bind/bind01``."""
    path, _, name = iri.partition("#")
    parts = path.rstrip("/").split("/")
    place = next((number for number, part in enumerate(parts) if part.startswith(("sparql1", "data-"))), len(parts) - 2)
    return f"{'/'.join(part for part in parts[place:] if not part.startswith('manifest'))}#{name}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
