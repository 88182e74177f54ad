"""The knowledge base as one object: compare, explain, query, look at the graph."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kb.asking.rows import QueryResult
from kb.asking.sandbox import Limits, run_query
from kb.cells.comparison import compare
from kb.clocks.changes import Changes, find_changes, parse_point
from kb.clocks.regime import Regime, effective_regime
from kb.clocks.timeline import Interval, timeline
from kb.errors import UnavailableError
from kb.explanation.explain import Explanation, explain
from kb.release.release import Release
from kb.table_view import Table

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa
    from rdflib import Dataset

    from kb.explanation.provisions import Reading
    from kb.graph.entity_view import EntityView
    from kb.similarity import Similarity


class KnowledgeBase:
    """One opened release. Everything it gives is computed from that release and from nothing else."""

    def __init__(self, release: Release) -> None:
        self.release = release

    def compare(self, jurisdictions: Sequence[str], **options: Any) -> Table:
        """Compare jurisdictions; options are those of :func:`kb.cells.comparison.compare`."""
        return Table(compare(self.release.reader, jurisdictions, **options))

    def explain(self, jurisdiction: str, question: str, **options: Any) -> Explanation:
        """Explain one cell; options are as_of, known_on and platform."""
        comparison = compare(self.release.reader, [jurisdiction], questions=[question], **options)
        return explain(self.release, comparison, jurisdiction, question)

    def read(self, question: str, jurisdictions: Sequence[str], **options: Any) -> tuple[Reading, ...]:
        """The provisions that decide one question in each jurisdiction, side by side; options are those of compare."""
        from kb.explanation.provisions import read_side_by_side

        comparison = compare(self.release.reader, jurisdictions, questions=[question], **options)
        return read_side_by_side(self.release, comparison, question)

    def similar(
        self,
        jurisdictions: Sequence[str] = (),
        *,
        weights: str = "question",
        include_incomparable: bool = False,
        **options: Any,
    ) -> Similarity:
        """How far apart jurisdictions are (all researched ones unless named); options are those of compare."""
        from kb.cells.coverage import researched
        from kb.similarity import similar

        comparison = compare(self.release.reader, jurisdictions or researched(self.release), **options)
        return similar(comparison, weights=weights, include_incomparable=include_incomparable)

    def timeline(self, jurisdiction: str, question: str, **options: Any) -> list[Interval]:
        """Every interval in which one cell says the same; options are known_on, platform and policy."""
        return timeline(self.release.reader, jurisdiction, question, **options)

    def changes(self, jurisdictions: Sequence[str], start: str, end: str, platform: str | None = None) -> Changes:
        """What changed between two points, each ``day of the law`` or ``day of the law,day of the record``, and why."""
        today = datetime.date.today().isoformat()
        points = parse_point("from", start, today), parse_point("to", end, today)
        return find_changes(self.release.reader, jurisdictions, *points, platform=platform)

    def regime(self, jurisdiction: str, **options: Any) -> Regime:
        """What applies in a jurisdiction on a day, layer by layer; see :func:`kb.clocks.regime.effective_regime`."""
        return effective_regime(self.release.reader, jurisdiction, **options)

    def query(self, sparql: str, limits: Limits | None = None, **parameters: str) -> QueryResult:
        """Run a SPARQL query under limits, with values bound to its variables."""
        return QueryResult(run_query(self.release, sparql, parameters, limits))

    def show(self, entity: str) -> EntityView:
        """All that is said of one entity such as ``instrument/eu/dsa``."""
        from kb.graph.entity_view import view

        return view(self.release, entity)

    def network(self, focus: str, hops: int = 1) -> nx.MultiDiGraph[str]:
        """Neighbourhood of an entity such as ``platform/tiktok`` as a networkx graph."""
        from kb.graph.network import network

        return network(self.release, focus, hops)

    def claims(self) -> pa.Table:
        """All claims and typed absences, whatever the day, as an Arrow table (see :func:`kb.cells.claims_table.claims_table`).

        Raises UnavailableError if the release has no cell table.
        """
        from kb.cells.claims_table import claims_table

        table = self.release.reader.cells()
        if table is None:
            raise UnavailableError(f"release {self.release.id} has no cell table; run 'python -m kb build'")
        return claims_table(table)

    @property
    def graph(self) -> Dataset:
        """The release as an rdflib Dataset over the same store, read only; of an endpoint's release over a copy in memory."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self.release.local_store()), default_union=True)
