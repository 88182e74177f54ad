"""What the base says of itself, stated of the base."""

from __future__ import annotations

from kb.loaders.base_records import Base
from kb.naming import iris
from kb.projection.writer import GraphWriter


def project_base(writer: GraphWriter, base: Base) -> None:
    """Title, what is compared, publisher, contact, licence, and the first comparison in the order in which it was written."""
    iri = iris.base()
    writer.a(iri, "void:Dataset")
    for language, text in base.title.items():
        writer.said_in(iri, "dct:title", text, language)
    for language, text in base.compares.items():
        writer.said_in(iri, "pol:compares", text, language)
    writer.text(iri, "pol:publishedBy", base.publisher)
    writer.text(iri, "pol:correctedAt", base.contact)
    writer.link(iri, "dct:license", base.licence)
    writer.text(iri, "void:uriSpace", base.root)
    for language, words in base.pages.items():
        for key, text in words.items():
            writer.said_in(iri, "pol:pageWords", f"{key}: {text}", language)
    if base.first:
        writer.text(iri, "pol:firstPlaces", " ".join(base.first.places))
        writer.text(iri, "pol:firstDimensions", " ".join(base.first.dimensions) or None)
