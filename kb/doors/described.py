"""The description of the API (OpenAPI 3.1), made from the declarations of the operations."""

from __future__ import annotations

from typing import Any

from kb.doors.declared import OPERATIONS, Operation
from kb.doors.schemas import REFUSAL, api_answer, comparison, parameter
from kb.values.view_fields import Field
from kb.wording.examples import Examples

VALUES = {
    "jurisdictions": "us,eu,sg",
    "jurisdiction": "us",
    "question": "forced-divestiture",
    "entity": "instrument/eu/dsa",
    "words": "minors",
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["title", "status", "detail", "error"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "error": {"type": "string", "description": "A word for programs."},
        **REFUSAL["properties"],
    },
}
FAILURES = {
    "400": "What was asked cannot be understood; detail says what to write.",
    "404": "This base has no such place, question, release or operation.",
    "413": "Too much at once.",
    "429": "Too often; Retry-After says when to ask again.",
    "503": "Too long, busy, or no release; ask again.",
}


def described(examples: Examples, server: str = "") -> dict[str, Any]:
    """The description with the examples of a base, and the address of the server that gives it."""
    whole, parts = comparison()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Policy comparison",
            "version": "1",
            "description": "How jurisdictions answer questions of law, on any day of the law, as known on any day of the record.",
        },
        "servers": [{"url": server or "/"}],
        "paths": {f"/api/v1/{name}": {"get": _operation(one, examples)} for name, one in OPERATIONS.items()},
        "components": {"schemas": {"Problem": PROBLEM, "Comparison": whole, **parts}},
    }


def _operation(one: Operation, examples: Examples) -> dict[str, Any]:
    return {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": [
            {
                "name": field.name,
                "in": "query",
                "required": field.name in one.needs,
                "description": examples.said(field.about),
                "schema": {name: said for name, said in parameter(field, examples).items() if name != "description"},
                **({"style": "form", "explode": False} if field.is_list else {}),
                **_example(field, examples),
            }
            for field in one.fields_for(examples.has_platforms)
        ],
        "responses": {"200": _answer(one), "304": {"description": "As the client has it (If-None-Match)."}, **_failures()},
    }


def _example(field: Field, examples: Examples) -> dict[str, str | list[str]]:
    """A value to try, where the base has one."""
    named = VALUES.get(field.name, "").split(",")
    own = list(dict.fromkeys(filter(None, map(examples.value, named))))
    return {"example": own if field.is_list else own[0]} if own else {}


def _answer(one: Operation) -> dict[str, Any]:
    return {
        "description": one.summary,
        "headers": {"ETag": {"schema": {"type": "string"}}, "X-Policykb-Release": {"schema": {"type": "string"}}},
        "content": {"application/json": {"schema": api_answer(one.name)}},
    }


def _failures() -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": about, "content": content} for status, about in FAILURES.items()}
