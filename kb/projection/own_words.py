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
            writer.said_in(iri, "skos:prefLabel", word.label, ENGLISH)
            _in_languages(writer, iri, word.label)
            if word.one:
                one = f"{iri}/one"
                writer.said_in(iri, "skos:altLabel", word.one, ENGLISH)
                writer.said_in(one, "skos:prefLabel", word.one, ENGLISH)
                _in_languages(writer, one, word.one)
            writer.said_in(iri, "skos:definition", word.means, ENGLISH)
            writer.number(iri, "pol:position", position)


def _in_languages(writer: GraphWriter, iri: str, name: str) -> None:
    """What it is called in languages other than English, in which pages look it up."""
    for language, said in languages_of(name).items():
        if language != ENGLISH:
            writer.said_in(iri, "pol:translatedLabel", said, language)
