"""Read an explanation written earlier, as JSON or as JSON-LD, into the few values that a replay compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb.errors import KnowledgeBaseError, UsageError
from kb.explanation.prov_file import values_of_jsonld
from kb.naming.names import RELEASE, policy_name
from kb.values.view import View
from kb.values.view_fields import FIELDS, read_day

MAX_BYTES, MAX_DEPTH = 5_000_000, 30


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class Part(_Read):
    """The part of one claim in a cell: what it answered, how it stood there, and by which rule it lost."""

    id: str
    state: str
    answer: str | None
    standing: str
    rule: str | None


class Said(_Read):
    """One sentence on a claim or on the cell (None); in JSON-LD one triple in words, on its subject."""

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

    release: Annotated[str, Field(pattern=f"^{RELEASE}$")]
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

    @property
    def view(self) -> View:
        """What was asked: the cell at its point of both clocks, by the policy of that name; UsageError for a day that is none."""
        values = {field.name: said for field in FIELDS if field.sealed and (said := getattr(self, field.name, None))}
        cell = {"jurisdictions": [self.jurisdiction], "questions": [self.question.id], "policy": policy_name(self.policy)}
        return View.from_seal(values | cell)


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
        found = values_of_jsonld(text)
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
    read_day("as-of", earlier.as_of)
    read_day("known-on", earlier.known_on)
    return earlier
