"""Values of a query's parameters as terms: short names such as ``tiktok`` or ``us`` become IRIs by the declared kind."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kb.errors import UsageError
from kb.naming import iris
from kb.naming.namespaces import expand
from kb.opening.current import open_folder
from kb.release.release import Release
from kb.sparql.stored import Parameter, StoredQuery, make_term
from kb.values.view import View

ADDRESS = ("http://", "https://")
SHOWN, TODAY = 12, "today"
TYPE = NamedNode(expand("rdf:type"))
OF_CLASS = {
    **{
        name.lower(): (f"pol:{name}",)
        for name in ("Jurisdiction", "Platform", "Organisation", "Instrument", "Case", "Source", "Question", "Dimension")
    },
    "claim": ("pol:Claim", "pol:Absence"),
}
OTHER_CLASSES = ("pol:ResolutionPolicy", "skos:Concept")
NAMES = tuple(NamedNode(expand(name)) for name in ("rdfs:label", "skos:prefLabel", "skos:altLabel"))


def terms_of(release: Release, query: StoredQuery, values: dict[str, str]) -> dict[str, NamedNode | Literal]:
    """The terms that stand for the given values and for the defaults of those not given.

    A value without a declared kind is an IRI if it looks like an address, else a string. Raises UsageError for a missing
    value and for one that does not exist, with what exists.
    """
    declared = {parameter.name: parameter for parameter in query.parameters}
    given = defaults_of(query, values) | {name: value for name, value in values.items() if value}
    is_strict = bool(declared or query.topic)
    if is_strict and (unknown := sorted(set(given) - set(declared))):
        takes = f"the parameters: {', '.join(declared)}" if declared else "no parameters"
        raise UsageError(f"query {query.name} takes {takes}; given: {unknown[0]}")
    if missing := [one for one in query.parameters if one.is_required and not values.get(one.name)]:
        wanted = " ".join(f"{one.name}=<{one.kind}>" for one in missing)
        example = ", ".join(f"{name}={value}" for name, value in query.examples)
        told = f", for example {example}" if example else ""
        raise UsageError(f"query {query.name} needs {wanted}{told}; on the command line behind --param")
    return {name: _term(release, declared.get(name), name, value) for name, value in given.items()}


def defaults_of(query: StoredQuery, values: Mapping[str, str | None]) -> dict[str, str]:
    """The values of parameters that have one of their own; the day of the law follows that of the record as in a view."""
    found = {one.name: one.default for one in query.parameters if one.default}
    if found.get("as_of") == TODAY and (record := values.get("known_on")):
        with suppress(UsageError):  # what is no day is refused where it is put in
            found["as_of"] = View(known_on=_day(record, "known_on")).days()[0]
    return found


def _term(release: Release, parameter: Parameter | None, name: str, value: str) -> NamedNode | Literal:
    kind = parameter.kind if parameter else "iri" if value.startswith(ADDRESS) else "string"
    if kind in ("iri", "string"):
        return make_term(kind, value, name)
    if kind == "date":
        return Literal(_day(value, name))
    if kind == "integer":
        return _whole_number(value, name)
    return NamedNode(_entity(release, kind, value, name))


def _day(value: str, name: str) -> str:
    """The day as text, which is how queries compare dates; ``today`` is this day."""
    if value == TODAY:
        return datetime.date.today().isoformat()
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise UsageError(f"parameter {name}: '{value[:40]}' is not a day; write YYYY-MM-DD or today") from None


def _whole_number(value: str, name: str) -> Literal:
    if not value.removeprefix("-").isdecimal() or len(value) > 12:
        raise UsageError(f"parameter {name}: '{value[:40]}' is not a whole number")
    return Literal(int(value))


def _entity(release: Release, kind: str, value: str, name: str) -> str:
    """IRI of an entity of a kind, by its path, its key, its IRI or its name."""
    entities = entities_of_kind(release, kind)
    path = value.removeprefix(f"{iris.ID}{kind}/").removeprefix(f"{kind}/")
    if path in entities:
        return iris.entity(kind, path)
    same = [found for found, names in entities.items() if value.casefold() in {one.casefold() for one in names}]
    if len(same) == 1:
        return iris.entity(kind, same[0])
    raise UsageError(f"parameter {name}: {_unknown(kind, value[:60], entities)}")


def _unknown(kind: str, value: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(value, known, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(repr(one) for one in near)}?" if near else ""
    shown = sorted(known)
    rest = f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""
    return f"no {kind} '{value}'.{hint} There are: {', '.join(shown[:SHOWN])}{rest}"


def entities_of_kind(release: Release, kind: str) -> dict[str, tuple[str, ...]]:
    """Paths of all entities of a kind, without their parts, with their names."""
    return _of_kind(release.path, release.id, kind)


def names_of(release: Release, iri: str) -> tuple[str, ...]:
    """Names of an entity of ours or of a part of one, the title first; none if it has none or the text is no IRI of ours."""
    is_ours = iri.startswith(iris.ID) and " " not in iri
    return _names(release.path, release.id, iri) if is_ours else ()


@lru_cache(maxsize=64)
def _of_kind(folder: Path, release_id: str, kind: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for class_name in OF_CLASS.get(kind, OTHER_CLASSES):
        for quad in _release(folder, release_id).store.quads_for_pattern(None, TYPE, NamedNode(expand(class_name))):
            iri = getattr(quad.subject, "value", "")
            if iris.kind(iri) == kind:
                found[iris.tail(iri, kind)] = _names(folder, release_id, iri)
    return dict(sorted(found.items()))


@lru_cache(maxsize=4)
def _release(folder: Path, _: str) -> Release:
    return open_folder(folder)


def _names(folder: Path, release_id: str, iri: str) -> tuple[str, ...]:
    """Looked up in a store at hand; an endpoint is asked once for all names."""
    release = _release(folder, release_id)
    if release.is_elsewhere:
        return _all_names(folder, release_id).get(iri, ())
    quads = (quad for name in NAMES for quad in release.store.quads_for_pattern(NamedNode(iri), name, None))
    return tuple(quad.object.value for quad in quads if isinstance(quad.object, Literal))


@lru_cache(maxsize=4)
def _all_names(folder: Path, release_id: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in NAMES:
        for quad in _release(folder, release_id).store.quads_for_pattern(None, name, None):
            if (
                isinstance(quad.object, Literal)
                and isinstance(quad.subject, NamedNode)
                and quad.subject.value.startswith(iris.ID)
            ):
                found.setdefault(quad.subject.value, []).append(quad.object.value)
    return {iri: tuple(names) for iri, names in found.items()}
