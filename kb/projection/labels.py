"""Names of things in one language, shown or only searched."""

from __future__ import annotations

from kb.loaders.labels.records import Labels
from kb.naming import iris
from kb.naming.namespaces import expand
from kb.projection.dossiers import relation_iri
from kb.projection.writer import GraphWriter

TIES = {"owner": "pol:stake", "operator": "pol:operation"}


def project_labels(writer: GraphWriter, language: str, record: Labels) -> None:
    """The names of one language, and the words that say nothing in it; ``language`` is its tag."""
    for key, name in record.labels.items():
        writer.said_in(_iri(key), "pol:translatedLabel", name, language)
    for key, names in record.also.items():
        for name in names:
            writer.said_in(_iri(key), "skos:hiddenLabel", name, language)
    for tie, names in record.asks.items():
        for name in names:
            writer.said_in(expand(TIES[tie]), "skos:hiddenLabel", name, language)
    for word in record.passed_over:
        writer.said_in(writer.graph.value, "pol:passedOver", word, language)


def _iri(key: str) -> str:
    kind, _, path = key.partition("/")
    return relation_iri(path) if kind == "relation" else iris.entity(kind, path)
