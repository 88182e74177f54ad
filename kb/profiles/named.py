"""The names of entities and of the words of the word lists, by IRI."""

from __future__ import annotations

from kb.release.release import Release


def names_of(release: Release) -> dict[str, str]:
    """Of each concept its label, of each entity its short name."""
    names = {row["concept"] or "": row["label"] or "" for row in release.rows("concept_names")}
    return names | {one.iri: one.label for one in release.catalogue.entities.values()}
