"""The stored queries for people that a release can answer, with examples and parameters of what it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from pyoxigraph import NamedNode

from kb.asking.values import TYPE, entities_of_kind
from kb.naming import iris
from kb.naming.namespaces import expand
from kb.opening.current import open_folder
from kb.release.release import Release
from kb.sparql.stored import LIBRARY, Parameter, StoredQuery, is_of_the_base, library_queries

FIRST_QUESTION = "forced-divestiture"
VALUES = ("iri", "string", "date", "integer")  # kinds of parameters that are no entities
# things that a query names for good, with the property by which the data speak of them
FIXED = {"question": "pol:question", "power-kind": "pol:powerKind"}
# word lists of which examples are words in use, with the property by which things have them
WORDS = {"approach": "pol:approach", "party": "pol:party"}
NAMED = re.compile(rf"id:({'|'.join(FIXED)})\\/([a-z0-9-]+)")
NEEDS = re.compile(r"^#\+ needs: ([^-]+) - ", re.MULTILINE)
EXAMPLE = re.compile(r",? for example .*?(?=[;.](?:\s|$))")


def queries_for(release: Release) -> Iterator[StoredQuery]:
    """The queries of the base itself, or those of the library whose kinds of things the release has, by topic and name.

    Parameters and examples of the library that name what the release lacks are left out or have a name of its own.
    """
    for stored in library_queries():
        told = stored if is_of_the_base(stored.name) else _fitted(release.path, release.id, stored)
        if told:
            yield told


@lru_cache(maxsize=512)
def _fitted(folder: Path, release_id: str, stored: StoredQuery) -> StoredQuery | None:
    release = open_folder(folder)
    if not _can_answer(release, stored):
        return None
    taken = [one for one in stored.parameters if one.kind in VALUES or entities_of_kind(release, one.kind)]
    examples = tuple(pair for pair in (_example(release, stored, *given) for given in stored.examples) if pair)
    told = tuple(replace(one, about=_about(release, one)) for one in taken)
    return replace(stored, parameters=told, examples=examples)


def _can_answer(release: Release, stored: StoredQuery) -> bool:
    """Whether a release has what a query is about: things of the kinds it asks for, what it needs, and what it names for good."""
    for one in stored.parameters:
        known = entities_of_kind(release, one.kind) if one.kind not in VALUES else {}
        if one.kind not in VALUES and (one.is_required or one.default) and (one.default or next(iter(known), "")) not in known:
            return False
    if not all(any(_has(release, name) for name in needs.split()) for needs in NEEDS.findall(stored.text)):
        return False
    for kind, prefixed in FIXED.items():
        named = [iris.entity(kind, slug) for of, slug in NAMED.findall(stored.text) if of == kind]
        if named and not any(_is_said(release, prefixed, one) for one in named):
            return False
    return True


def _has(release: Release, prefixed: str) -> bool:
    """Whether the data use a property, or have a thing of a class."""
    name = NamedNode(expand(prefixed))
    is_class = prefixed.partition(":")[2][:1].isupper()
    return _any(release, TYPE, name) if is_class else _any(release, name, None)


def _is_said(release: Release, prefixed: str, iri: str) -> bool:
    return _any(release, NamedNode(expand(prefixed)), NamedNode(iri))


def _any(release: Release, predicate: NamedNode, value: NamedNode | None) -> bool:
    return next(iter(release.store.quads_for_pattern(None, predicate, value)), None) is not None


def _example(release: Release, stored: StoredQuery, name: str, value: str) -> tuple[str, str] | None:
    """An example as the release has it: the same, another thing of its kind, or none where it is a text about other things."""
    kind = next((one.kind for one in stored.parameters if one.name == name), "string")
    if kind in VALUES:
        return (name, value) if kind != "string" or _is_known(release) else None
    known = _in_use(release, kind)
    return (name, value) if value in known else (name, known[0]) if known else None


def _in_use(release: Release, kind: str) -> tuple[str, ...]:
    """The things of a kind; of a word list those that things of the base have."""
    known = entities_of_kind(release, kind)
    return tuple(one for one in known if kind not in WORDS or _is_said(release, WORDS[kind], iris.entity(kind, one)))


def _about(release: Release, one: Parameter) -> str:
    """What a parameter is for, without an example that the release has not."""
    found = EXAMPLE.search(one.about)
    if found is None:
        return one.about
    named = re.split(r",? (?:or )?|,", found[0].partition(" for example ")[2])
    known = _in_use(release, one.kind) if one.kind not in VALUES else ()
    is_there = _is_known(release) if one.kind in VALUES else all(name in known for name in named)
    return one.about if is_there else EXAMPLE.sub("", one.about)


@lru_cache(maxsize=8)
def _known(folder: Path, release_id: str) -> bool:
    release = open_folder(folder)
    wanted = [(kind, value) for stored in library_queries() for kind, value in _named_in(stored)]
    return all(value in entities_of_kind(release, kind) for kind, value in wanted)


def _named_in(stored: StoredQuery) -> Iterator[tuple[str, str]]:
    kinds = {one.name: one.kind for one in stored.parameters}
    return ((kinds[name], value) for name, value in stored.examples if kinds.get(name, "string") not in VALUES)


def _is_known(release: Release) -> bool:
    """Whether a release has all things that the examples of the library name, so that texts among them mean something too."""
    return _known(release.path, release.id)


def what_is_asked(one: Parameter) -> str:
    """What a parameter is for, without its example and last full stop: ``Day of the law``."""
    return EXAMPLE.sub("", one.about).removesuffix(".")


def example_of(one: Parameter) -> str:
    """The first example that the words on a parameter give; empty where they give none.

    >>> example_of(Parameter("party", "party", about="Class, for example vlop or gatekeeper."))
    'vlop'
    """
    found = EXAMPLE.search(one.about)
    return re.split(r",? ", found[0].partition(" for example ")[2])[0] if found else ""


def in_language(text: str, code: str) -> str:
    """A summary, a remark or the name of a parameter of the library in a language by its code; as it is where it has none."""
    return _translated(code).get(text, text)


@cache
def _translated(code: str) -> dict[str, str]:
    """The words of the library in a language, by those in English."""
    import yaml  # only pages in another language need it

    from kb.naming.glossary import LOADER

    path = LIBRARY / f"{code}.yaml"
    return dict(yaml.load(path.read_text(encoding="utf-8"), LOADER)) if path.is_file() else {}


def with_question_of(release: Release, text: str) -> str:
    """The query with which the editor begins, with the first question of a release in the place of one that it does not have."""
    questions = release.reader.questions()
    return text if FIRST_QUESTION in questions or not questions else text.replace(FIRST_QUESTION, next(iter(questions)))
