"""Read policies from a Turtle file, by the same query as from a release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kb import iris
from kb.errors import UsageError
from kb.policies import policies_from_rows
from kb.query_files import stored_query
from kb.resolution import Policy
from loaders.words import ONTOLOGY

LARGEST = 1 << 20


def policies_in(path: Path) -> list[Policy]:
    """All policies of a Turtle file; names of our own rules need not be described in it. UsageError if it does not parse."""
    store = Store()
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: a policy is a short file; this one has more than {LARGEST} bytes")
        content = path.read_bytes()
        quads = list(parse(content, format=RdfFormat.TURTLE))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{path}: not valid Turtle: {error}") from None
    graph = NamedNode(iris.graph("policy"))
    own = (quad for quad in parse(path=str(ONTOLOGY / "policies.ttl"), format=RdfFormat.TURTLE) if _tells_of_a_rule(quad))
    for quad in [*quads, *own]:
        store.add(Quad(quad.subject, quad.predicate, quad.object, graph))
    solutions: Any = store.query(stored_query("policy_rules").text)
    names = [variable.value for variable in solutions.variables]
    return list(policies_from_rows({name: row[name].value for name in names} for row in solutions).values())


def _tells_of_a_rule(quad: Any) -> bool:
    return str(quad.subject.value).startswith(iris.entity("resolution-rule", "x")[:-1])
