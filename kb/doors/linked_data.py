"""An entity as search engines read it: schema.org in JSON-LD, to stand in its page."""

from __future__ import annotations

import json
from typing import Any

from kb.graph.entity_view import EntityView
from kb.naming import iris
from kb.naming.licences import DATA, Licence
from kb.naming.links import safe_link

TYPES = {"instrument": "Legislation", "case": "LegalCase", "organisation": "Organization", "jurisdiction": "AdministrativeArea"}
TYPES |= {"source": "CreativeWork", "platform": "WebSite", "question": "Question"}
OF_SCHEMA_ORG = {"LegalCase": "CreativeWork"}  # schema.org has no type of its own for a case


def linked_data(view: EntityView, licence: Licence = DATA) -> dict[str, Any]:
    """What is said of an entity in schema.org: name, other names, identifiers, address of its text."""
    kind = TYPES.get(view.kind, "Thing")
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": OF_SCHEMA_ORG.get(kind, kind),
        "@id": iris.ID + view.key,
        "name": view.title,
        "alternateName": list(view.also),
        "identifier": [{"@type": "PropertyValue", "propertyID": one.scheme, "value": one.value} for one in view.identifiers],
        "url": safe_link(view.url),
        "isPartOf": {"@type": "Dataset", "@id": iris.base(), "license": licence.address},
    }
    if kind == "Legislation":
        said |= {"legislationIdentifier": [one.value for one in view.identifiers] or None}
    return {name: value for name, value in said.items() if value}


def as_script(said: dict[str, Any]) -> str:
    """Linked data as it can stand in a page, where nothing in it can end the element."""
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
