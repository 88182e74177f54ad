"""Issue forms whose fields are those of the records, with the words of their lists to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import BaseModel

from kb.loaders.dossier_records import Case, Instrument
from kb.loaders.field_targets import WORDS
from kb.loaders.register_records import Jurisdiction, Organisation, Platform
from kb.loaders.source_records import Source
from kb.loaders.words import words

FORMS: dict[str, tuple[str, type[BaseModel]]] = {
    "instrument": ("An act, order, code or treaty that is missing", Instrument),
    "case": ("A proceeding that is missing", Case),
    "source": ("A source whose claims should be checked", Source),
    "jurisdiction": ("A jurisdiction that is missing", Jurisdiction),
    "organisation": ("An organisation that is missing", Organisation),
    "platform": ("A platform that is missing", Platform),
}
MOST_WORDS = 100
HEAD = "# Written by python -m operations.reference; change the record instead.\n"


def forms() -> Iterator[tuple[str, str]]:
    """(name of the file, YAML) of every form."""
    for kind, (about, model) in FORMS.items():
        yield f"{kind}.yml", _yaml(about, kind, [_field(model, name, field) for name, field in model.model_fields.items()])
    yield "correction.yml", _yaml("Something that is stated wrongly", "correction", list(_correction()))


def _yaml(about: str, label: str, body: list[dict[str, Any]]) -> str:
    said = "Write nothing that you did not read yourself, and use your own words. docs/curator.md says how each field is written."
    form = {"name": about, "description": said, "labels": ["facts", label], "body": body}
    return (
        "# "
        + "Written by python -m operations.reference; change the record instead.\n"
        + yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=120)
    )


def _field(model: type[BaseModel], name: str, field: Any) -> dict[str, Any]:
    key = (field.alias or name).rstrip("_")
    scheme = next((WORDS[of.__name__, name] for of in model.__mro__ if (of.__name__, name) in WORDS), None)
    listed = words(scheme) if scheme else ()
    attributes: dict[str, Any] = {"label": key}
    if listed and len(listed) <= MOST_WORDS:
        attributes |= {"options": list(listed), "multiple": "tuple" in str(field.annotation)}
    kind = (
        "dropdown" if "options" in attributes else "input" if name in ("title", "name", "short", "official_url") else "textarea"
    )
    return {"type": kind, "id": key, "attributes": attributes, "validations": {"required": field.is_required()}}


def _correction() -> Iterator[dict[str, Any]]:
    texts = {
        "statement": "Which statement: its identifier (claim/...), or the address of the cell",
        "set": "What it should say",
        "read": "What you read: the text, the passage, where, and on which day",
    }
    for key, label in texts.items():
        yield {"type": "textarea", "id": key, "attributes": {"label": label}, "validations": {"required": True}}
    options = {"label": "Why", "options": list(words("withdrawal-reason"))}
    yield {"type": "dropdown", "id": "why", "attributes": options, "validations": {"required": True}}
