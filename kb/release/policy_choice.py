"""The resolution policy that is asked for: one of the release by its name, or the user's own from a Turtle file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import UsageError
from kb.naming.names import known
from kb.values.resolution import RULES, Policy

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kb.release.reader import Reader
    from kb.release.rows import Row

DEFAULT = "law-first"
LARGEST_FILE, DEEPEST = 1 << 20, 100
NOT_NESTING = re.compile(rb'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|<[^<>"{}|^`\\\s]*>|#[^\n]*', re.DOTALL)
OPENS = {b"<<": 1, b"(": 1, b"[": 1, b"{": 1, b">>": -1, b")": -1, b"]": -1, b"}": -1}


def choose_policy(reader: Reader, asked: str | Path | Policy | None) -> Policy:
    """The policy named, or that of the Turtle file named; law-first if none is. Raises UsageError with what exists."""
    if isinstance(asked, Policy):
        return asked
    if isinstance(asked, Path):
        return read_policy(asked, reader.policies())
    policies = reader.policies()
    return policies[known("resolution policy", asked or DEFAULT, policies)]


def read_policy(path: Path, taken: Mapping[str, Policy]) -> Policy:
    """The one policy of a Turtle file written like ``ontology/policies.ttl``; rules described there need no description.

    Raises UsageError if the file cannot be read, holds no policy or more than one, tries a rule that does not exist, or
    takes a name of the release for another order of rules.
    """
    quads = list(_turtle(_content(path), str(path)))
    _check_turns(path, quads)
    found = _policies_in(quads)
    if len(found) != 1:
        raise UsageError(
            f"{path}: one complete pol:ResolutionPolicy is expected, {len(found)} were found; ontology/policies.ttl shows how"
        )
    (policy,) = found
    if policy.name in taken and taken[policy.name].rules != policy.rules:
        raise UsageError(f"{path}: the name '{policy.name}' belongs to a policy of the release; give yours another")
    return policy


def _check_turns(path: Path, quads: list[Quad]) -> None:
    """Every turn of a policy tries one rule that exists; UsageError otherwise, so that no rule is passed over in silence."""
    from kb.naming import iris
    from kb.naming.namespaces import POL

    told = [(quad.predicate.value.removeprefix(POL), _plain(quad.subject), _plain(quad.object)) for quad in quads]
    turns = [turn for said, _, turn in told if said == "tries"]
    rules = [(turn, rule) for said, turn, rule in told if said == "rule"]
    for _, rule in rules:
        known("rule of resolution", iris.slug(rule), RULES)
    if sorted(turns) != sorted(turn for turn, _ in rules):
        raise UsageError(
            f"{path}: give one rule for each turn: a pol:rule for each pol:tries, and no other; see ontology/policies.ttl"
        )


def _plain(term: Any) -> str:
    """What identifies a term of a parsed file; empty for what has no such text."""
    return str(getattr(term, "value", ""))


def _policies_in(quads: list[Quad]) -> list[Policy]:
    from pyoxigraph import NamedNode, Store
    from pyoxigraph import Quad as NewQuad

    from kb.naming import iris
    from kb.sparql.answers import read_all
    from kb.sparql.stored import stored_query

    store, graph = Store(), NamedNode(iris.graph("policy"))
    for quad in [*quads, *_known_rules()]:
        store.add(NewQuad(quad.subject, quad.predicate, quad.object, graph))
    names, solutions = read_all(store.query(stored_query("policy_rules").text))
    return list(policies_from_rows({name: row[name].value for name in names} for row in solutions).values())


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    if len(content) > LARGEST_FILE:
        raise UsageError(f"{path}: a policy is a short file; this one has more than {LARGEST_FILE} bytes")
    return content


def deepest(content: bytes) -> int:
    """How deep the brackets of Turtle are nested, at most; what is text, an IRI or a remark opens nothing."""
    depth = most = 0
    for found in re.finditer(rb"<<|>>|[()\[\]{}]", NOT_NESTING.sub(b"", content)):
        depth += OPENS[found.group()]
        most = max(most, depth)
    return most


def _turtle(content: bytes, name: str) -> Iterator[Quad]:
    from pyoxigraph import RdfFormat, parse

    if deepest(content) > DEEPEST:  # the parser would end the process
        raise UsageError(f"{name}: nested deeper than {DEEPEST} levels; a policy is flat, see ontology/policies.ttl")
    try:
        yield from parse(content, format=RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{name}: not valid Turtle: {error}") from None


def _known_rules() -> Iterator[Quad]:
    """What our own policies say of each rule."""
    from kb.loaders.words import ONTOLOGY
    from kb.naming import iris

    path = ONTOLOGY / "policies.ttl"
    rules = {iris.entity("resolution-rule", name) for name in RULES}
    yield from (quad for quad in _turtle(path.read_bytes(), path.name) if getattr(quad.subject, "value", "") in rules)


def policies_from_rows(rows: Iterable[Row]) -> dict[str, Policy]:
    """Policies by name, from rows of the stored query ``policy_rules``: policy and rule in the order of the rules."""
    from kb.naming import iris

    found: dict[str, Policy] = {}
    for row in rows:
        name = iris.slug(row["policy"] or "")
        before = found[name].rules if name in found else ()
        found[name] = Policy(name, row["version"] or "", row["title"] or "", row["about"] or "", (*before, row["name"] or ""))
    return found
