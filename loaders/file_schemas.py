"""JSON Schemas of the files of facts, made from the records, with which an editor completes keys and marks mistakes.

Closed lists are those of the ontology and dates have their pattern; what one file says against another is left to ``validate``.
Values that an editor's YAML reads as numbers, days or yes and no are texts here, so that a plain text may be any of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from kb.loaders.base_records import Base
from kb.loaders.facts import BASE, FOLDERS, REGISTERS
from kb.loaders.field_targets import WORDS
from kb.loaders.words import words

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS = ["string", "number", "boolean"]
KINDS: dict[str, Any] = {**{name: model for name, (_, model) in FOLDERS.items()}, **REGISTERS, BASE: Base}
GLOBS = {name: f"{name}{'/*' * depth}.yaml" for name, (depth, _) in FOLDERS.items()} | {
    name: f"{name}.yaml" for name in (*REGISTERS, BASE)
}


def file_schema(kind: str, own: Mapping[str, Iterable[str]] | None = None) -> dict[str, Any]:
    """The schema of one kind of file: instruments, cases, sources, absences, codebook, jurisdictions ...

    ``own`` are the words that a base adds to lists, which its editor takes as well.
    """
    found = TypeAdapter(KINDS[kind]).json_schema()
    for name, record in {**found.get("$defs", {}), str(found.get("title")): found}.items():
        for field, scheme in _listed(name):
            if field in record.get("properties", {}):
                _only(record["properties"][field], (*words(scheme), *(own or {}).get(scheme, ())))
    title = f"facts/{GLOBS[kind]}"
    return {"$schema": DIALECT, "title": title, **_in_editors({**found, "title": title})}


def _listed(record: str) -> list[tuple[str, str]]:
    """The keys of a record with a closed list, each with its scheme."""
    return [(field.rstrip("_"), scheme) for (name, field), scheme in WORDS.items() if name == record]


def _only(schema: dict[str, Any], listed: tuple[str, ...]) -> None:
    """Allow only the words of a list, wherever a schema allows a text."""
    for part in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if part.get("type") == "string":
            part["enum"] = list(listed)


def _in_editors(schema: Any) -> Any:
    """A schema whose texts may be written as YAML of an editor reads them, and whose defaults, which are ours, are left out."""
    if isinstance(schema, list):
        return [_in_editors(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _in_editors(one) for name, one in schema.items() if name != "default" or isinstance(one, dict)}
    is_free = found.get("type") == "string" and "enum" not in found
    return found | ({"type": SCALARS} if is_free else {})
