"""What an operation is asked, read from the parameters of an address or from plain values, with names that exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kb.doors.declared import OPERATIONS, OWN, Operation
from kb.doors.naming import places_named, question_named
from kb.errors import UsageError
from kb.naming.names import known
from kb.release.reader import Reader
from kb.values.dialects import Texts, parse_address, parse_json
from kb.values.view import View
from kb.values.view_fields import FIELDS, read_day

MOST_WHOLE = 1000


@dataclass(frozen=True)
class Asked:
    """One operation with what it is asked: a view, and texts by name for what no view asks."""

    operation: Operation
    view: View
    own: Mapping[str, str | tuple[str, ...]]

    def text(self, name: str) -> str | None:
        """One text of its own parameters, None where it was left out."""
        found = self.own.get(name)
        return found if isinstance(found, str) else None

    def number(self, name: str, default: int) -> int:
        """A number of its own parameters; UsageError for anything else."""
        given = self.text(name) or str(default)
        if not given.isdecimal() or int(given) > MOST_WHOLE:
            raise UsageError(f"{name}={given[:20]}: write a number up to {MOST_WHOLE}")
        return int(given)


def from_address(name: str, parameters: Iterable[tuple[str, str]]) -> Texts:
    """What the parameters of an address ask of an operation, as texts by name; UsageError says what to write."""
    operation = OPERATIONS[known("operation", name, OPERATIONS)]
    return _whole(operation, parse_address(list(parameters), operation.fields))


def from_json(name: str, values: Mapping[str, Any]) -> Texts:
    """The same from plain values, in which a list may be one text and a number a number."""
    operation = OPERATIONS[known("operation", name, OPERATIONS)]
    lists = {field.name for field in operation.fields if field.is_list}
    told = {key: [said] if key in lists and isinstance(said, str) else said for key, said in values.items()}
    told = {key: str(said) if isinstance(said, int) else said for key, said in told.items()}
    return _whole(operation, parse_json(told, operation.fields))


def _whole(operation: Operation, texts: Texts) -> Texts:
    if missing := [name for name in operation.needs if not texts.get(name)]:
        raise UsageError(f"{operation.name}: name {' and '.join(missing)} as well")
    for name in ("by",):
        if isinstance(given := texts.get(name), str):
            read_day(name, given)
    return texts


def asked_of(reader: Reader, name: str, texts: Texts) -> Asked:
    """An operation with names that the release has, on certain days; RefusedError for a place or a question that it has not."""
    own = {field.name for field in FIELDS} - {"jurisdictions", "questions"}
    view = View(**{key: said for key, said in texts.items() if key in own})  # type: ignore[arg-type]
    given, (law, _) = (*texts.get("jurisdictions", ()), *_one(texts, "jurisdiction")), view.days()
    places = [place for one in given for place in places_named(reader, one, law)]
    questions = [question_named(reader, one) for one in (*texts.get("questions", ()), *_one(texts, "question"))]
    whole = view.but(places, questions=questions)
    return Asked(OPERATIONS[name], whole, {key: said for key, said in texts.items() if key in OWN})


def _one(texts: Texts, name: str) -> tuple[str, ...]:
    found = texts.get(name)
    return (found,) if isinstance(found, str) else ()
