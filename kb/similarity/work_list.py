"""The work list: missing, disputed and old cells, first those that could turn round most conclusions.

As JSON: {"release", "as_of", "known_on", "policy", "jurisdictions": [...], "orders": number of conclusions on order,
"groups": [{"name", "members"}], "gaps": [{"place", "jurisdiction", "question", "dimension", "why", "conclusions", "orders",
"moves", "width", "moved"}]}. ``why`` and ``moved`` are texts whose parts a semicolon separates.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from textwrap import fill
from typing import Unpack

from kb.cells.comparison import compare
from kb.cells.coverage import researched
from kb.cells.due import due_cells
from kb.release.release import Release
from kb.saving import as_json
from kb.similarity.clusters import Clusters, cluster
from kb.similarity.gap_rows import GAP_COLUMNS, gap_rows
from kb.similarity.gaps import Gap, conclusions, gaps
from kb.similarity.sentences import english
from kb.similarity.similarity import Similarity, similar
from kb.similarity.wording import gap_words, short_name
from kb.tables.json import point
from kb.tables.rows import write_rows
from kb.values.matters import CellName
from kb.values.spelt_out import spelt_out
from kb.values.view import Keywords, Names, View, asked_view
from kb.values.words import dates_line

WIDTH = 100
SHOWN = ("place", "jurisdiction", "question", "why", "conclusions", "orders", "moves")


@spelt_out(Keywords)
def work_list(opened: Release, jurisdictions: View | Names, format_name: str, **asked: Unpack[Keywords]) -> str:
    """The work list of the named jurisdictions among each other, or of all researched ones, on a day.

    Takes a view, or jurisdictions and keywords. The cells of one alone are weighed by what hangs on them among all researched
    ones. UsageError for a name that is none.
    """
    view = asked_view(jurisdictions, **asked)
    alone = view.jurisdictions if len(view.jurisdictions) == 1 else ()
    chosen = [*alone, *researched(opened)] if alone or not view.jurisdictions else view.jurisdictions
    found = similar(compare(opened.reader, view.but(chosen)))
    return write_work_list(found, format_name, alone, due_cells(opened, found.comparison.known_on))


def write_work_list(similarity: Similarity, format_name: str, only: Sequence[str] = (), due: Collection[CellName] = ()) -> str:
    """The work list as txt, md, csv or json, of some jurisdictions if they are named; cells in ``due`` are to be read again."""
    clusters = cluster(similarity)
    found = [gap for gap in gaps(clusters, due) if not only or gap.jurisdiction in only]
    if format_name == "json":
        return as_json(_contract(clusters, found))
    if format_name == "csv":
        rows = [["" if value is None else str(value) for value in row.values()] for row in gap_rows(found)]
        return write_rows(GAP_COLUMNS, rows, "csv")
    method = english("gap-method", number=conclusions(similarity), placed=len(clusters.placed))
    opening = [dates_line(similarity.comparison), method if format_name == "md" else fill(method, WIDTH)]
    table = write_rows(SHOWN, [_shown(similarity, place, gap) for place, gap in enumerate(found, 1)], format_name)
    return "\n\n".join([*opening, table if found else "No cell is missing, disputed or old.\n"])


def _shown(similarity: Similarity, place: int, gap: Gap) -> list[str]:
    head = next(head for head in similarity.comparison.questions if head.id == gap.question)
    counts = [str(number) for number in (gap.conclusions, gap.orders, gap.moves)]
    return [str(place), similarity.names[gap.jurisdiction], short_name(head), gap_words(gap), *counts]


def _contract(clusters: Clusters, found: list[Gap]) -> dict[str, object]:
    return {
        **{name: said for name, said in point(clusters.similarity.comparison).items() if name != "platform"},
        "jurisdictions": clusters.similarity.slugs,
        "orders": conclusions(clusters.similarity),
        "groups": [{"name": group.name, "members": list(group.members)} for group in clusters.groups],
        "gaps": list(gap_rows(found)),
    }
