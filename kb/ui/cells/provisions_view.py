"""Read one question side by side: the provisions that decide in each jurisdiction, what disputes them, and how they stand."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from kb.explanation.provisions import Basis, Reading, read_side_by_side
from kb.explanation.provisions_text import to_json, to_markdown
from kb.naming.links import safe_link
from kb.naming.provision_links import provision_address
from kb.release.release import Release
from kb.saving import as_json
from kb.ui.cells.beside import Differences, show_before
from kb.ui.cells.cell_address import CellAddress
from kb.ui.cells.cell_card import cell_label, is_loud, scope_text, status_words
from kb.ui.cells.law_words import show_law_words
from kb.ui.cells.pinned import cell_buttons
from kb.ui.frame.kinds import coder_name
from kb.ui.frame.links import entity_link, link
from kb.ui.frame.shared import plain
from kb.ui.frame.spoken import said
from kb.ui.taking.downloads import downloads
from kb.ui.words import counted, language, t
from kb.values.model import EARLIEST, OPEN, Comparison, QuestionHead
from kb.values.view import View
from kb.values.words import row_remarks, sign_of

MOST_COLUMNS, MOST_SHOWN = 4, 24


def show_provisions(
    release: Release, comparison: Comparison, pins: tuple[CellAddress, ...], differing: Differences | None
) -> None:
    """The readings of the one question of the comparison, a few in a row; those that differ from another date are marked."""
    (head,) = comparison.questions
    readings = read_side_by_side(release, comparison, head.id)
    st.header(plain(head.text), divider="gray")
    for remark in row_remarks(comparison, head):
        st.caption(plain(remark))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("read.how"))
        stem = f"provisions-{head.id}-{comparison.as_of}"
        downloads(("md", "json"), partial(_written, comparison, readings), stem, "read", how="read.download-how")
    shown = readings[:MOST_SHOWN]
    for first in range(0, len(shown), MOST_COLUMNS):
        row = shown[first : first + MOST_COLUMNS]
        for column, reading in zip(st.columns(len(row), border=True), row, strict=True):
            _show(column, reading, head, differing)
            if not reading.bases and reading.jurisdiction in release.reader.memberships():
                _link_to_layers(column, comparison, reading.jurisdiction)
            cell_buttons(column, pins, CellAddress(reading.jurisdiction, head.id), reading.name)
    if len(readings) > len(shown):
        st.info(t("read.left-out", n=len(readings) - len(shown)))


def _link_to_layers(place: Any, comparison: Comparison, jurisdiction: str) -> None:
    """Where nothing was read: the page that lays the law of a union or federation over that of its member."""
    layers = View.of(comparison).held().but(jurisdiction)
    link("on-that-day", t("read.layers"), ":material/layers:", place, **layers.parts())


def _written(comparison: Comparison, readings: tuple[Reading, ...], name: str) -> str:
    return to_markdown(comparison, readings) if name == "md" else as_json(to_json(comparison, readings))


def _show(place: Any, reading: Reading, head: QuestionHead, differing: Differences | None) -> None:
    with place:
        st.subheader(plain(reading.name))
        scope = scope_text(reading.cell)
        st.markdown(
            f"{sign_of(reading.cell.state)}**{plain(cell_label(reading.cell))}**" + (f" · {plain(scope)}" if scope else "")
        )
        if differing:
            show_before(st, differing, differing.of(reading.jurisdiction, head.id))
        for basis in reading.bases:
            _show_basis(basis, head, is_loud(reading.cell))
        if not reading.bases:
            st.markdown(plain(reading.cell.in_short))
            st.caption(t("read.unresearched"))
        if reading.others:
            st.caption(counted("read.others", reading.others))


def _show_basis(basis: Basis, head: QuestionHead, loud: bool) -> None:
    """One claim: what it is to the cell, the text it stands in, its status and dates, and the passages."""
    weighed, claim = basis.reason.weighed, basis.reason.weighed.claim
    if not weighed.won:
        disputes = ":orange-badge[⚠ {}]" if loud else ":gray-badge[{}]"
        mark = {"disputes": disputes, "beside": ":gray-badge[⊕ {}]"}[weighed.standing]
        label = head.label(claim.answer) if claim.answer else t(f"state.{claim.state}")
        st.markdown(f"{mark.format(t(f'explain.{weighed.standing}'))} **{plain(label)}**")
    st.markdown(plain(claim.in_short))
    if claim.absence:
        _show_search(basis)
        return
    _show_text(basis)
    for support in basis.reason.supports:
        lead = f"**{plain(support.pinpoint)}**  \n" if support.pinpoint else ""
        with st.container(border=True):
            st.markdown(f"{lead}{plain(support.says)}")
            show_law_words(support.law)
        if support.verdict:
            st.markdown(f"{t('explain.verdict')}: **{t(f'verdict.{support.verdict}')}**. {plain(support.because or '')}")
    if not basis.reason.supports:
        st.info(t("read.no-provision", pinpoint=plain(claim.pinpoint or t("read.no-pinpoint"))))


def _show_search(basis: Basis) -> None:
    """What was searched for an absence, by whom and when."""
    claim = basis.reason.weighed.claim
    st.markdown(t("explain.proof", day=claim.searched_on, coder=plain(coder_name(claim.coded_by))))
    st.markdown("\n".join(f"- {plain(place)}" for place in claim.searched))
    st.caption(t("read.in", source=plain(claim.read_in or "")))


def _show_text(basis: Basis) -> None:
    """The instrument, case or source: its name with the way to its page, its official text, its status and its dates."""
    weighed = basis.reason.weighed
    if dossier := weighed.dossier:
        entity_link(dossier.iri, plain(dossier.short or dossier.title))
        url = safe_link(provision_address(dossier.url, weighed.claim.pinpoint, language()))
        st.caption(plain(dossier.title) + (f" · [{t('explain.official')}](<{url}>)" if url else f" · {t('entity.no-address')}"))
    status = status_words(weighed.legal_status, weighed.enforcement_status)
    badges = [*([status] if status else []), *(["◇ " + t("cell.unconfirmed")] if weighed.claim.checked == "background" else [])]
    if badges:
        st.markdown(" ".join(f":gray-badge[{plain(badge)}]" for badge in badges))
    st.caption(_days(basis))


def _days(basis: Basis) -> str:
    """From when to when it is coded to hold, and the dated events that its status follows from."""
    claim = basis.reason.weighed.claim
    start = t("entity.unknown-day") if claim.valid_from == EARLIEST else claim.valid_from
    end = t("explain.open-end") if claim.valid_until == OPEN else claim.valid_until
    events = [f"{on}: {said(says)}" for on, says in basis.events]
    return " · ".join(map(plain, [t("read.holds", span=t("explain.span", start=start, end=end)), *events]))
