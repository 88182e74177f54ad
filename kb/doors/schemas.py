"""JSON Schemas of what goes in and out, made from the declarations of parameters and from the types of the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from kb.doors.cited import CitedCell
from kb.doors.declared import Operation
from kb.doors.fields_given import CELL, GIVES, MEANS
from kb.naming.names import RELEASE
from kb.tables.json_shape import Comparison
from kb.values.model import SCOPES
from kb.values.view_fields import Field
from kb.wording.examples import Examples

Schema = dict[str, Any]
REFUSALS = ("no-such-place", "no-such-question", "not-researched", "none-found", "beyond-evidence")
DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
OBJECT: Schema = {"type": "object"}
REFUSAL: Schema = {
    "type": "object",
    "required": ["refusal"],
    "properties": {
        "refusal": {
            "type": "object",
            "required": ["type", "nearest", "message"],
            "properties": {
                "type": {"enum": list(REFUSALS)},
                "nearest": {"type": "array", "items": {"type": "string"}, "description": "What could be asked instead."},
                "message": {"type": "string", "description": MEANS["message"]},
                "cell": {"type": "string", "description": MEANS["cell"]},
                "last_known": {"type": "object", "description": MEANS["last_known"]},
                "searched": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}


def parameter(field: Field, examples: Examples) -> Schema:
    """The schema of one parameter, with the examples of a base."""
    return _kind(field) | {"description": examples.said(field.about)}


def _kind(field: Field) -> Schema:
    if field.is_list:
        return {"type": "array", "items": {"type": "string"}}
    if field.name in ("limit", "offset"):
        return {"type": "integer", "minimum": 0, "maximum": 1000}
    if field.kind == "scope":
        return {"type": "string", "enum": list(SCOPES)}
    if field.kind == "release":
        return {"type": "string", "pattern": f"^{RELEASE}$"}
    return dict(DAY) if field.kind == "day" else {"type": "string"}


def parameters(operation: Operation, examples: Examples) -> Schema:
    """The schema of everything that an operation takes of a base, as one object."""
    fields = operation.fields_for(examples.has_platforms)
    return {
        "type": "object",
        "properties": {field.name: parameter(field, examples) for field in fields},
        "required": list(operation.needs),
        "additionalProperties": False,
    }


@lru_cache(maxsize=1)
def cited_cell() -> Schema:
    """The schema of a cell with its citations, from its type."""
    found = TypeAdapter(CitedCell).json_schema(ref_template="#/$defs/{model}")
    citation = found.pop("$defs")["Citation"]
    found["properties"]["citations"]["items"] = citation
    for name in CELL:
        found["properties"][name]["description"] = MEANS[name]
    return found


def tool_answer(name: str) -> Schema:
    """The schema of what a tool says: its answer or a refusal."""
    cell = cited_cell()
    shapes: dict[str, Schema] = {
        "explain": {"required": ["answer", "why"], "properties": {"answer": cell, "why": _array({"type": "string"})}},
        "compare": {"required": ["cells"], "properties": {"cells": _array({"anyOf": [cell, REFUSAL]})}},
        "timeline": {"required": ["intervals", "now"], "properties": {"intervals": _array(OBJECT), "now": OBJECT}},
        "changes": {"required": ["changes"], "properties": {"changes": _array(OBJECT)}},
    }
    told = {"properties": {field: {"description": MEANS[field]} for field in GIVES[name]}}
    return {"type": "object", "anyOf": [{"type": "object", **told, **shapes.get(name, {})}, REFUSAL]}


@lru_cache(maxsize=1)
def comparison() -> tuple[Schema, dict[str, Schema]]:
    """The schema of the JSON of a comparison, and of each thing in it by its name, from its types."""
    found = TypeAdapter(Comparison).json_schema(ref_template="#/components/schemas/{model}")
    return found, found.pop("$defs")


def api_answer(name: str) -> Schema:
    """The schema of what an operation of the API says, which is the JSON of the command of its name."""
    if name == "compare":
        return {"$ref": "#/components/schemas/Comparison"}
    if name == "timeline":
        return _array(OBJECT)
    if name in ("explain", "changes"):
        return dict(OBJECT)
    whole = _fields(GIVES[name])
    if name == "coverage":
        return dict(whole["properties"]["coverage"])
    return {"anyOf": [whole, _array(OBJECT)]} if name == "claims" else whole


def _fields(given: Mapping[str, Sequence[str]]) -> Schema:
    """Fields with what each means, and those of the entries of a list."""
    inner = {name: _fields(dict.fromkeys(entries, ())) for name, entries in given.items() if entries}
    told = {name: {"description": MEANS[name]} | (_array(inner[name]) if name in inner else {}) for name in given}
    return {"type": "object", "properties": told}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}
