"""Write an explanation in one of its formats."""

from __future__ import annotations

from kb.explanation.explain import Explanation, to_json, to_text
from kb.explanation.prov import to_jsonld
from kb.release.release import Release
from kb.saving import as_json

FORMATS = {"txt": "Plain text", "json": "JSON", "jsonld": "PROV (JSON-LD)"}


def write_explanation(release: Release, explanation: Explanation, format_name: str) -> str:
    """The explanation of a cell of the release as text in one of FORMATS."""
    if format_name == "jsonld":
        return to_jsonld(release, explanation)
    return as_json(to_json(explanation)) if format_name == "json" else to_text(explanation)
