"""The words that a base adds to lists of the program, as concepts of these lists."""

from __future__ import annotations

from collections.abc import Mapping

from kb.loaders.spoken import ENGLISH, languages_of
from kb.loaders.word_records import Word
from kb.loaders.words import words
from kb.naming import iris
from kb.projection.writer import GraphWriter


def project_words(writer: GraphWriter, lists: Mapping[str, Mapping[str, Word]]) -> None:
    """Each word as a concept of its list, after the words of the program."""
    for scheme, added in lists.items():
        for position, (slug, word) in enumerate(added.items(), len(words(scheme)) + 1):
            iri = iris.entity(scheme, slug)
            writer.a(iri, "skos:Concept")
            writer.link(iri, "skos:inScheme", iris.entity("scheme", scheme))
            writer.text(iri, "skos:notation", slug)
            for language, name in {ENGLISH: word.label, **languages_of(word.label)}.items():
                writer.said_in(iri, "skos:prefLabel", name, language)
            writer.said_in(iri, "skos:definition", word.means, ENGLISH)
            writer.number(iri, "pol:position", position)
