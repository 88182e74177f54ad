"""Official identifiers (CELEX, Public Law, ISO 3166 ...): values with their scheme, and links where they are addresses."""

from __future__ import annotations

from kb.projection.writer import GraphWriter


def project_identifiers(writer: GraphWriter, subject: str, values: dict[str, str]) -> None:
    """Official identifiers as nodes of their own: scheme and value, the value a string."""
    for position, (scheme, value) in enumerate(values.items()):
        node = f"{subject}/identifier/{scheme}"
        writer.a(node, "pol:Identifier")
        writer.link(subject, "pol:identifier", node)
        writer.text(node, "pol:identifierScheme", scheme)
        writer.text(node, "skos:notation", value)
        writer.number(node, "pol:position", position)
        if value.startswith(("http://", "https://")):
            writer.link(subject, "skos:exactMatch", value)
