"""SPARQL engines with the queries one would write first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.peer_engines import Counts, Deciding, Engine, Places, deciding, policy_of, query_text
from kb.naming import iris
from kb.release.claims import claim_of
from kb.release.release import Release
from kb.values.model import StoredClaim


class Sparql(Engine):
    """A SPARQL engine with the queries one would write first; how it runs a query is told by a subclass."""

    def __init__(self, release: Release) -> None:
        self.policy = policy_of(release)

    def rows(self, query: str) -> Iterable[tuple[str, ...]]:
        """Rows of a query, every value as text."""
        raise NotImplementedError

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        lists = {
            "questions": " ".join(f"<{iris.entity('question', name)}>" for name in questions),
            "jurisdictions": " ".join(f"<{iris.entity('jurisdiction', name)}>" for name in jurisdictions),
        }
        return deciding(self._claims("naive_claims", as_of=as_of, known_on=known_on, **lists), self.policy)

    def changed(self, days: tuple[str, str], known_on: str) -> Places | None:
        before, after = (
            {row[:2]: row[2] for row in deciding(self._claims("all_claims", as_of=day, known_on=known_on), self.policy)}
            for day in days
        )
        return {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}

    def begun(self, known_on: str) -> Counts | None:
        found = self.rows(query_text("begun", known_on=known_on))
        return {(iris.slug(place), iris.slug(question), year): int(number) for place, question, year, number in found}

    def named(self, letters: str) -> set[str] | None:
        return {entity for (entity,) in self.rows(query_text("labels", letters=letters))}

    def _claims(self, query: str, **values: str) -> list[StoredClaim]:
        found: dict[str, dict[str, list[str]]] = {}
        for _, claim, name, value in self.rows(query_text(query, **values)):
            found.setdefault(claim, {}).setdefault(name, []).append(value)
        return [claim_of(iri, properties) for iri, properties in found.items()]


class Pyoxigraph(Sparql):
    """Raw pyoxigraph on the store of the release."""

    name = "pyoxigraph, naive"

    def __init__(self, release: Release) -> None:
        super().__init__(release)
        self.store = release.store

    def rows(self, query: str) -> Iterable[tuple[str, ...]]:
        solutions: Any = self.store.query(query)
        return (tuple(term.value for term in row) for row in solutions)


class Oxrdflib(Sparql):
    """rdflib's API over the same store."""

    name = "oxrdflib"

    def __init__(self, release: Release) -> None:
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        super().__init__(release)
        self.dataset = Dataset(store=OxigraphStore(store=release.store), default_union=True)

    def rows(self, query: str) -> Iterable[tuple[str, ...]]:
        return (tuple(map(str, row)) for row in self.dataset.query(query))  # type: ignore[arg-type]


class Rdflib(Oxrdflib):
    """rdflib with everything in memory."""

    name = "rdflib in memory"

    def __init__(self, release: Release) -> None:
        from rdflib import Dataset

        Sparql.__init__(self, release)
        self.dataset = Dataset(default_union=True)
        self.dataset.parse(release.path / "data.nq", format="nquads")
