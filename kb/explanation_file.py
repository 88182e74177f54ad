"""Read an explanation written earlier, as JSON or as JSON-LD, into the few values that a replay compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb import iris
from kb.comparison import day
from kb.errors import KnowledgeBaseError, UsageError
from kb.namespaces import expand, shrink
from kb.sentences import Stated, values

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

MAX_BYTES, MAX_DEPTH = 5_000_000, 30
COMPUTED = ("cell", "resolution", "weighing", "association", "policy", "release", "agent")


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class Part(_Read):
    """The part of one claim in a cell: what it answered, whether it won, by which rule it lost, whether it disputed."""

    id: str
    state: str
    answer: str | None
    won: bool
    rule: str | None
    disputes: bool


class Said(_Read):
    """One sentence or triple on a claim, or on the cell."""

    about: str | None
    text: str
    triples: list[str]


class QuestionId(_Read):
    """The question by its identifier."""

    id: str


class Earlier(_Read):
    """An explanation as it was written: its point of both clocks, what the cell said, and the part of every claim.

    ``linked`` says that it was written as JSON-LD, so that its sentences are triples in words.
    """

    release: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    as_of: str
    known_on: str
    platform: str | None
    policy: str
    jurisdiction: str
    question: QuestionId
    state: str
    answer: str | None
    disputed: bool
    legal_status: str | None
    enforcement_status: str | None
    claims: list[Part]
    sentences: list[Said]
    linked: bool = False


def read_file(name: str) -> Earlier:
    """The explanation in a file (``-`` for standard input).

    Raises UsageError if the file cannot be read, KnowledgeBaseError if it holds no explanation.
    """
    try:
        content = sys.stdin.buffer.read(MAX_BYTES + 1) if name == "-" else _bytes(Path(name))
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from None
    try:
        return read_explanation(content)
    except KnowledgeBaseError as error:
        raise KnowledgeBaseError(f"{name} is no explanation that 'kb explain' wrote: {error}") from None


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def read_explanation(content: bytes) -> Earlier:
    """The explanation in the bytes of a JSON or JSON-LD document; raises KnowledgeBaseError that says what is wrong."""
    if len(content) > MAX_BYTES:
        raise KnowledgeBaseError(f"it has more than {MAX_BYTES // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(text)
    except UnicodeDecodeError:
        raise KnowledgeBaseError("it is not UTF-8 text") from None
    except RecursionError:
        raise KnowledgeBaseError(f"it is nested deeper than {MAX_DEPTH} levels") from None
    except ValueError as error:
        raise KnowledgeBaseError(f"it is not JSON ({error})") from None
    _check_depth(found)
    if isinstance(found, list) or (isinstance(found, dict) and {"@context", "@graph", "@id"} & set(found)):
        found = _from_jsonld(text)
    return _validated(found)


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for one in level for child in _children(one)]
    if level:
        raise KnowledgeBaseError(f"it is nested deeper than {MAX_DEPTH} levels")


def _children(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _validated(found: Any) -> Earlier:
    try:
        earlier = Earlier.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        raise KnowledgeBaseError(f"{'.'.join(map(str, first['loc'])) or 'the document'}: {first['msg']}") from None
    day("as-of", earlier.as_of)
    day("known-on", earlier.known_on)
    return earlier


def _from_jsonld(text: str) -> dict[str, Any]:
    """The values of a JSON-LD document, whatever the order and shape of its nodes."""
    from pyoxigraph import NamedNode, RdfFormat, Store, parse

    store = Store()
    try:
        store.extend(parse(text, format=RdfFormat.JSON_LD))
    except (SyntaxError, ValueError) as error:
        raise KnowledgeBaseError(f"it is not JSON-LD with its context inside ({error})") from None
    cells = [quad.subject for quad in store.quads_for_pattern(None, NamedNode(expand("rdf:type")), NamedNode(expand("pol:Cell")))]
    if len(cells) != 1 or not isinstance(cells[0], NamedNode):
        raise KnowledgeBaseError(f"it describes {len(cells)} cells, not one")
    try:
        return _of_cell(store, Stated(store), cells[0].value)
    except ValueError:
        raise KnowledgeBaseError("a node of it has no IRI") from None


def _of_cell(store: Store, stated: Stated, cell: str) -> dict[str, Any]:
    resolution = stated.value(cell, "prov:wasGeneratedBy")
    used = values(stated.of(resolution or None, "prov:used"))
    plan = stated.value(stated.value(resolution or None, "prov:qualifiedAssociation") or None, "prov:hadPlan")
    weighings = values(stated.of(resolution or None, "prov:qualifiedUsage"))
    return {
        "release": next((iris.slug(iri) for iri in used if iris.kind(iri) == "release"), ""),
        "as_of": stated.value(cell, "pol:asOf"),
        "known_on": stated.value(cell, "pol:knownOn"),
        "platform": _slug(stated, cell, "pol:platform"),
        "policy": iris.tail(plan, "policy"),
        "jurisdiction": _slug(stated, cell, "pol:jurisdiction") or "",
        "question": {"id": _slug(stated, cell, "pol:question") or ""},
        "state": _slug(stated, cell, "pol:absence") or "answered",
        "answer": _slug(stated, cell, "pol:answer"),
        "disputed": stated.value(cell, "pol:disputed") == "true",
        "legal_status": _slug(stated, cell, "pol:legalStatus"),
        "enforcement_status": _slug(stated, cell, "pol:enforcementStatus"),
        "claims": [_part(stated, weighing) for weighing in weighings],
        "sentences": [_said(quad) for quad in sorted(store, key=str) if iris.kind(_subject(quad)) not in COMPUTED],
        "linked": True,
    }


def _part(stated: Stated, weighing: str) -> dict[str, Any]:
    claim, role = stated.value(weighing, "prov:entity"), _slug(stated, weighing, "prov:hadRole")
    return {
        "id": claim,
        "state": _slug(stated, claim or None, "pol:absence") or "answered",
        "answer": _slug(stated, claim or None, "pol:answer"),
        "won": role == "decides",
        "rule": _slug(stated, weighing, "pol:decidedBy"),
        "disputes": role == "disputes",
    }


def _slug(stated: Stated, node: str | None, name: str) -> str | None:
    return iris.slug_or_none(stated.value(node, name))


def _subject(quad: Quad) -> str:
    return str(getattr(quad.subject, "value", ""))


def _said(quad: Quad) -> dict[str, Any]:
    subject = _subject(quad)
    text = f"{subject.removeprefix(iris.ID)} {shrink(quad.predicate.value)} {values([quad])[0]}"
    return {"about": subject if iris.kind(subject) == "claim" else None, "text": text, "triples": [str(quad)]}
