"""The tables on the page of an entity: dates, ties, claims and all facts, each with its files."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kb.graph.entity_view import EntityClaim, EntityView, Fact
from kb.release.release import Release
from kb.ui.frame.table import show_table
from kb.ui.taking.take_away import frame_downloads, show_frame
from kb.ui.words import t
from kb.values.model import EARLIEST, OPEN

COURSE = ("date", "until", "what", "in short", "pinpoint", "checked")


def history_table(release: Release, found: EntityView) -> None:
    """What happened to it, in order."""
    frame = pd.DataFrame(list(found.course))
    present = [name for name in COURSE if frame[name].any()]
    frame = frame[present].rename(columns={name: t(f"entity.column-{name.replace(' ', '-')}") for name in present})
    show_table(frame, t("entity.history"))
    frame_downloads(release, frame, f"{found.title}: {t('entity.history')}", "entity-history")


def ties_table(release: Release, found: EntityView) -> None:
    """Owners, operators and designations."""
    rows = [
        {
            t("entity.column-tie"): tie.kind,
            t("entity.column-with"): tie.name,
            t("entity.column-share"): f"{tie.percent} %" if tie.percent else "",
            t("entity.column-from"): tie.valid_from,
            t("entity.column-until"): _end(tie.valid_until),
            t("entity.column-in-short"): tie.in_short,
            t("entity.column-checked"): tie.checked,
        }
        for tie in found.ties
    ]
    show_frame(release, pd.DataFrame(rows), f"{found.title}: {t('entity.ties')}", "entity-ties")


def claims_table(release: Release, found: EntityView) -> None:
    """Claims and absences, each with a link to its cell."""
    st.caption(t("entity.claims-how"))
    rows = [_claim_row(claim) for claim in found.claims]
    shape = {"cell": st.column_config.LinkColumn(t("entity.column-cell"), display_text=t("entity.open-cell"))}
    show_frame(release, pd.DataFrame(rows), f"{found.title}: {t('entity.claims')}", "entity-claims", shape=shape)


def _claim_row(claim: EntityClaim) -> dict[str, str]:
    withdrawn = f" ({t('entity.withdrawn')})" if claim.withdrawn else ""
    return {
        t("entity.column-jurisdiction"): claim.jurisdiction,
        t("entity.column-question"): claim.text,
        t("entity.column-answer"): claim.answer + withdrawn,
        t("entity.column-from"): t("entity.unknown-day") if claim.valid_from == EARLIEST else claim.valid_from,
        t("entity.column-until"): _end(claim.valid_until),
        t("entity.column-pinpoint"): claim.pinpoint or "",
        t("entity.column-checked"): ("◇ " if claim.checked == "background" else "") + claim.checked,
        "cell": f"compare?j={claim.jurisdiction}&d=*&cell={claim.jurisdiction}.{claim.question}",
        t("entity.column-in-short"): claim.in_short,
    }


def facts_table(release: Release, found: EntityView) -> None:
    """Every statement with its file."""
    frame = pd.DataFrame([fact_row(fact) for fact in found.facts])
    show_frame(release, frame, f"{found.title}: {t('entity.facts')}", "entity-facts")


def fact_row(fact: Fact) -> dict[str, object]:
    """A statement as a row."""
    return {
        t("entity.column-property"): fact.says,
        t("entity.column-value"): fact.value,
        t("entity.column-file"): fact.file,
    }


def _end(day: str) -> str:
    return t("entity.open-end") if day == OPEN else day
