"""Disputes as a table, with how often the answers on each subject are disputed, and downloads."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from kb.cells.coverage import researched
from kb.cells.disputed_cells import AllDisputes, all_disputes
from kb.release.dossiers import cite_weighed
from kb.release.release import Release
from kb.ui.frame.query_links import query_link
from kb.ui.frame.shared import cached
from kb.ui.frame.spoken import reading_words
from kb.ui.frame.table import show_table
from kb.ui.taking.take_away import frame_downloads, show_frame
from kb.ui.words import counted, decimal, grouped, t
from kb.values.disputes import CellDispute, kind_of_doubt
from kb.values.model import WeighedClaim
from kb.wording.disputes import FORMATS, write_disputes

MOST_LISTED = 500


def show_disputes(release: Release) -> None:
    """Everything that is disputed today in the researched jurisdictions, in general or for a platform alone."""
    found: AllDisputes = cached(release, everything)
    comparison, disputes = found.comparison, found.disputes
    st.header(counted("disputes.pairs", len(disputes)))
    if not disputes:
        st.info(t("coverage.no-disputes"))
        return
    st.caption(t("disputes.how"))
    dates, title = t("compare.dates", as_of=comparison.as_of, known_on=comparison.known_on), t("coverage.disputes")
    frame = pd.DataFrame(_rows(found, disputes[:MOST_LISTED]))
    show_table(frame, title)
    if len(disputes) > MOST_LISTED:
        rest = t("coverage.most-disputes", n=MOST_LISTED, all=grouped(len(disputes)))
        st.caption(rest)
        title = f"{title} ({rest})"
    with st.container(horizontal=True, vertical_alignment="center"):
        own = (FORMATS, partial(_written, release))
        frame_downloads(release, frame, title, f"disputes-{comparison.as_of}", dates=dates, own=own)
        query_link("disputes", {"as_of": comparison.as_of, "known_on": comparison.known_on})
    st.caption(t("disputes.rates-how"))
    show_frame(release, _rates(found), t("disputes.rate"), "dispute-rates", dates=dates)


def everything(release: Release) -> AllDisputes:
    """Every dispute of the researched jurisdictions today, in general and for each platform."""
    return all_disputes(release.reader, researched(release))


def _written(release: Release, format_name: str) -> str:
    """All disputes with all rates, as a file."""
    found: AllDisputes = cached(release, everything)
    return write_disputes(found.comparison, format_name, (found.disputes, found.rates))


def _rows(found: AllDisputes, disputes: list[CellDispute]) -> list[dict[str, str]]:
    comparison = found.comparison
    names, texts = dict(comparison.jurisdictions), {head.id: head.text for head in comparison.questions}
    return [
        {
            t("coverage.jurisdiction"): names[one.cell.jurisdiction],
            t("home.question"): texts[one.cell.question],
            t("disputes.for"): ", ".join(one.platforms) or t("disputes.for-all"),
            t("disputes.kind"): _kind(one),
            t("disputes.doubt"): t(f"disputes.doubt-{one.dispute.level}"),
            t("disputes.stands"): _side(one.winner),
            t("disputes.against"): _side(one.other),
        }
        for one in disputes
    ]


def _kind(one: CellDispute) -> str:
    return t(f"doubt.{kind_of_doubt(one.winner.claim, one.other)}", name=one.other.platform_name or "")


def _side(weighed: WeighedClaim) -> str:
    return f"{weighed.claim.in_short} ({cite_weighed(weighed, reading_words())})"


def _rates(found: AllDisputes) -> pd.DataFrame:
    """How many answers are disputed: of all, then subject by subject."""
    titles = {head.dimension: head.dimension_title for head in found.comparison.questions} | {"*": t("disputes.all-subjects")}
    rates = [rate for rate in found.rates if rate.dimension in titles]
    columns = [t("disputes.subject"), t("disputes.disputed"), t("disputes.answers-n"), t("disputes.rate")]
    return pd.DataFrame(
        [[titles[one.dimension], one.disputed, one.cells, f"{decimal(100 * one.rate, 1)} %"] for one in rates], columns=columns
    )
