"""The names of entities and of the words of the word lists, by IRI."""

from __future__ import annotations

from collections.abc import Mapping

from kb.naming import iris
from kb.release.release import Release


def names_of(release: Release) -> dict[str, str]:
    """Of each concept its label, of each entity its short name."""
    names = {row["concept"] or "": row["label"] or "" for row in release.rows("concept_names")}
    return names | {one.iri: one.label for one in release.catalogue.entities.values()}


def number_system(scheme: str, names: Mapping[str, str]) -> str:
    """What a system of official numbers is called, by its key in a facts file.

    >>> celex = iris.entity("identifier-scheme", "celex")
    >>> number_system("celex-appeal", {celex: "CELEX number"}), number_system("us-docket", {})
    ('CELEX number (appeal)', 'US docket')
    """
    parts = scheme.split("-")
    for end in range(len(parts), 0, -1):
        if name := names.get(iris.entity("identifier-scheme", "-".join(parts[:end]))):
            rest = " ".join(parts[end:])
            return f"{name} ({rest})" if rest else name
    return " ".join([parts[0].upper() if len(parts[0]) == 2 else parts[0].capitalize(), *parts[1:]])
