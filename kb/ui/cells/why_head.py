"""The head of a window Why?: who disputes the answer, the general rule behind that for a platform, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.citations.base import cite_view
from kb.clocks.since import standing_since
from kb.explanation.explain import Explanation
from kb.explanation.reasons import Reason
from kb.release.dossiers import cite_briefly, cite_weighed, claim_address
from kb.release.release import Release
from kb.ui.cells.cell_card import cell_label, general_rules, general_words, since_text
from kb.ui.frame.html import anchor, go, paragraph, words
from kb.ui.frame.spoken import reading_words, said
from kb.ui.taking.citing import cite_popover
from kb.ui.taking.take_away import about_line
from kb.ui.words import language, t


def place_of(number: int) -> str:
    """The name of the place of a reason in the window, by its number from 0."""
    return f"why-{number}"


def show_disputes(reasons: Sequence[Reason]) -> None:
    """Who disputes the answer, each with a way to what they say, which may stand far below."""
    ways = [
        go(place_of(number), f"{_who(reason)}: {said(_label(reason))}")
        for number, reason in enumerate(reasons)
        if reason.weighed.disputes
    ]
    if ways:
        st.html(paragraph(f"<b>{words(t('explain.disputed-by'))}</b> {'; '.join(ways)}"))


def show_since(release: Release, explanation: Explanation) -> None:
    """Since when the answer is applied, and the general rule that gives way to that for a platform."""
    since = since_text(explanation.cell, standing_since(release.reader, explanation.comparison))
    told = [words(since)] if since else []
    for number, reason in enumerate(explanation.reasons):
        if reason.weighed in general_rules(explanation.cell):
            told.append(go(place_of(number), general_words(reason.weighed)))
    if told:
        st.html(paragraph(*told))


def show_place(number: int) -> None:
    """Where a way within the window leads."""
    st.html(anchor(place_of(number)))


def cite_answer(release: Release, explanation: Explanation) -> None:
    """The button with the citation of the law that decides, with its article, and of this answer of this release."""
    comparison, cell = explanation.comparison, explanation.cell
    name = dict(comparison.jurisdictions)[cell.jurisdiction]
    title = f"{said(name)}: {said(explanation.question.text)} {cell_label(cell)}"
    about = about_line(release, t("compare.dates", as_of=comparison.as_of, known_on=comparison.known_on))
    winner = cell.winner
    law = cite_weighed(winner, reading_words()) if winner else ""
    if winner and winner.dossier and (address := claim_address(winner.dossier, winner.claim, language())):
        law = f"{law}. {address}"
    state = {name: value for name, value in st.query_params.to_dict().items() if value}
    base = release.reader.base().cited_as
    cite_popover(state, lambda address, day: cite_view(base, title, about, address, day), law=law, key="why-cite")


def _label(reason: Reason) -> str:
    claim = reason.weighed.claim
    return reason.label if claim.answer else t(f"state.{claim.state}")


def _who(reason: Reason) -> str:
    """Whose word it is, in short; our own search where it is none of anybody else."""
    dossier = reason.weighed.dossier
    return cite_briefly(dossier, reading_words()) if dossier else cite_weighed(reason.weighed, reading_words())
