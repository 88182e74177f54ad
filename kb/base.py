"""The knowledge base as one object: compare, explain, query, look at the graph."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from kb.asking.rows import QueryResult
from kb.asking.sandbox import Limits, run_query
from kb.cells.comparison import compare
from kb.clocks.changes import Changes, Point, find_changes, parse_point
from kb.clocks.regime import Regime, effective_regime
from kb.clocks.timeline import Interval, timeline
from kb.errors import UnavailableError, UsageError
from kb.explanation.explain import Explanation, explain
from kb.opening.past_releases import release_called
from kb.release.release import Release
from kb.table_view import Table
from kb.values.form import PLAIN, Form
from kb.values.spelt_out import spelt_out
from kb.values.view import DaylessKeywords, Keywords, Names, RecordKeywords, View, asked_view
from kb.values.view_fields import read_day

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa
    from rdflib import Dataset

    from kb.cells.coverage import Coverage
    from kb.due.items import Item
    from kb.explanation.provisions import Reading
    from kb.graph.entity_view import EntityView
    from kb.similarity import Similarity


class KnowledgeBase:
    """One opened release. Everything it gives is computed from that release and from nothing else.

    What is asked is a view, or jurisdictions and the other names of a view as keywords; both together change the view. A view
    that names another release is answered from that one, if it is kept where this one was found.
    """

    def __init__(self, release: Release, home: str | Path | None = None) -> None:
        self.release, self._home = release, home

    @spelt_out(Keywords)
    def compare(self, jurisdictions: View | Names = (), *, view: View | None = None, **asked: Unpack[Keywords]) -> Table:
        """Compare jurisdictions at one point of both clocks."""
        whole = asked_view(jurisdictions, view, **asked)
        release = self._asked(whole)
        return Table(compare(release.reader, whole), release)

    @spelt_out(Keywords)
    def explain(
        self, jurisdiction: View | str = "", question: str = "", *, view: View | None = None, **asked: Unpack[Keywords]
    ) -> Explanation:
        """Explain one cell, which a jurisdiction and a question name."""
        whole = asked_view(jurisdiction, view, **{"questions": question, **asked})
        cell, release = whole.cell(), self._asked(whole)
        return explain(release, compare(release.reader, whole), *cell)

    @spelt_out(Keywords)
    def read(
        self, question: View | str = "", jurisdictions: Names = (), *, view: View | None = None, **asked: Unpack[Keywords]
    ) -> tuple[Reading, ...]:
        """The provisions that decide one question in each jurisdiction, side by side."""
        from kb.explanation.provisions import read_side_by_side

        first, one = (question, {}) if isinstance(question, View) else (view, {"questions": question})
        whole = asked_view(jurisdictions, first, **{**one, **asked})
        release = self._asked(whole)
        return read_side_by_side(release, compare(release.reader, whole), whole.question())

    @spelt_out(Keywords)
    def similar(
        self,
        jurisdictions: View | Names = (),
        *,
        weights: str = "question",
        include_incomparable: bool = False,
        view: View | None = None,
        **asked: Unpack[Keywords],
    ) -> Similarity:
        """How far apart jurisdictions are, all researched ones unless some are named."""
        from kb.cells.coverage import researched
        from kb.similarity import similar

        whole = asked_view(jurisdictions, view, **asked)
        release = self._asked(whole)
        comparison = compare(release.reader, whole.but(whole.jurisdictions or researched(release)))
        return similar(comparison, weights=weights, include_incomparable=include_incomparable)

    @spelt_out(RecordKeywords)
    def timeline(
        self, jurisdiction: View | str = "", question: str = "", *, view: View | None = None, **asked: Unpack[RecordKeywords]
    ) -> list[Interval]:
        """Every interval in which one cell says the same, whatever the day of the law."""
        whole = asked_view(jurisdiction, view, **{"questions": question, **asked})
        return timeline(self._asked(whole).reader, whole)

    @spelt_out(DaylessKeywords)
    def changes(
        self,
        jurisdictions: View | Names,
        start: Point | datetime.date | str,
        end: Point | datetime.date | str,
        *,
        view: View | None = None,
        **asked: Unpack[DaylessKeywords],
    ) -> Changes:
        """What changed between two points and why: each a day, ``day of the law,day of the record``, or a Point."""
        whole = asked_view(jurisdictions, view, **asked)
        today = datetime.date.today().isoformat()
        points = (parse_point(name, given, today) for name, given in (("from", start), ("to", end)))
        return find_changes(self._asked(whole).reader, whole, *points)

    @spelt_out(Keywords)
    def regime(
        self,
        jurisdiction: View | str = "",
        *,
        without: Collection[str] = (),
        view: View | None = None,
        **asked: Unpack[Keywords],
    ) -> Regime:
        """What applies in a jurisdiction on a day, layer by layer; ``without`` leaves layers out."""
        whole = asked_view(jurisdiction, view, **asked)
        return effective_regime(self._asked(whole).reader, whole, without=without)

    @spelt_out(Keywords)
    def coverage(
        self, jurisdictions: View | Names = (), *, view: View | None = None, **asked: Unpack[Keywords]
    ) -> list[Coverage]:
        """What is coded and what is not, of all researched jurisdictions unless some are named."""
        from kb.cells.coverage import coverage

        whole = asked_view(jurisdictions, view, **asked)
        return coverage(self._asked(whole), whole)

    def due(
        self, jurisdictions: Names = (), by: datetime.date | str | None = None, known_on: datetime.date | str | None = None
    ) -> list[Item]:
        """What is to be read again (until a day, if one is given), first that on which most cells hang."""
        from kb.due.items import due

        return due(self.release, (jurisdictions,) if isinstance(jurisdictions, str) else jurisdictions, by, known_on)

    @spelt_out(Keywords)
    def cite(
        self,
        jurisdictions: View | Names = (),
        *,
        style: str = "oscola",
        format_name: str = "txt",
        view: View | None = None,
        **asked: Unpack[Keywords],
    ) -> str:
        """What a table rests on, and the table itself, in a citation style or as json, bib or ris."""
        from kb.citations.written import write_citations

        whole = asked_view(jurisdictions, view, **asked)
        reader = self._asked(whole).reader
        return write_citations(reader, compare(reader, whole), format_name, style)

    @spelt_out(Keywords)
    def brief(
        self,
        path: str | Path,
        jurisdictions: View | Names = (),
        *,
        since: datetime.date | str | None = None,
        form: Form = PLAIN,
        view: View | None = None,
        **asked: Unpack[Keywords],
    ) -> Path:
        """Write a brief to a file, in the format that its suffix names: .md, .html, .docx, .pptx or .pdf.

        ``dimensions`` may be topics (see ``ontology/brief.yaml``); ``since`` is two years back unless it is given.
        """
        from kb.briefing.asked import Brief
        from kb.briefing.content import content
        from kb.briefing.written import FORMATS, write
        from kb.saving import format_of, save, suffixes_of

        whole, target = asked_view(jurisdictions, view, **asked), Path(path)
        wanted = Brief(whole, read_day("since", since).isoformat() if since else None, form)
        found = content(self._asked(whole), wanted)
        save(target, write(found, format_of(target, None, "md", suffixes_of(FORMATS)), target))
        return target

    def _asked(self, view: View) -> Release:
        """The release that a view names, else this one; UsageError if it is not kept."""
        if view.release in (None, self.release.id):
            return self.release
        found = release_called(view.release or "", self._home)
        if found is None:
            raise UsageError(f"release={view.release}: no such release is kept here; leave release out for {self.release.id}")
        return found

    def query(self, sparql: str, limits: Limits | None = None, **parameters: str) -> QueryResult:
        """Run a SPARQL query, or a stored one by its name, under limits, with values for its parameters or variables.

        >>> kb.open().query("fines-by-authority", platform="tiktok").to_pandas()  # doctest: +SKIP
        """
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
