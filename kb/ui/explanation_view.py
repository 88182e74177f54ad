"""Show why a cell says what it says, in a dialog over the comparison."""

from __future__ import annotations

import streamlit as st

from kb.explanation import Explanation, explain
from kb.explanation_formats import FORMATS, write_explanation
from kb.model import EARLIEST, OPEN, Comparison
from kb.reasons import Reason
from kb.release import Release
from kb.tables.wording import status_words
from kb.timeline import timeline
from kb.ui.links import link
from kb.ui.shared import plain

HEADINGS = {
    "decides": "Decides the cell",
    "disputes": "Disputes it",
    "beside": "Applies beside it",
    "overlaid": "For other persons",
    "agrees": "Agrees with it",
    "yields": "Yields to it, as an absence",
}
MIME = {"txt": "text/plain", "json": "application/json", "jsonld": "application/ld+json"}


def show_explanation(release: Release, comparison: Comparison, jurisdiction: str, question: str) -> None:
    """The explanation of one cell: answer, status, the claims in order, and the rule that decided."""
    explanation = explain(release, comparison, jurisdiction, question)
    name = dict(comparison.jurisdictions)[jurisdiction]
    st.markdown(f"**{plain(name)}** · {plain(explanation.question.text)}")
    st.markdown(f"### {plain(explanation.cell.label)}")
    if explanation.means:
        st.markdown(plain(explanation.means))
    _facts_line(explanation)
    _downloads(release, explanation)
    for reason in explanation.reasons:
        _show_reason(reason)
    if not explanation.reasons:
        st.info(explanation.cell.in_short)
    with st.expander("History of this cell"):
        _show_history(release, comparison, jurisdiction, question)
    with st.expander("How this question is coded"):
        st.markdown(plain(explanation.how_to_code))
        answers = "\n".join(f"- {plain(label)}" for _, label in explanation.question.answers)
        st.markdown(f"The closed list of answers:\n\n{answers}")


def _downloads(release: Release, explanation: Explanation) -> None:
    """The explanation to keep: as text, as JSON with the triples of every sentence, as PROV; ``replay`` reads the last two."""
    cell = explanation.cell
    with st.popover("Download", icon=":material/download:"):
        st.caption("This explanation, with its dates and release")
        for name, label in FORMATS.items():
            st.download_button(
                label,
                data=lambda name=name: write_explanation(release, explanation, name),
                file_name=f"why-{cell.jurisdiction}-{cell.question}-{explanation.comparison.as_of}.{name}",
                mime=MIME[name],
                on_click="ignore",
                key=f"why-download-{name}",
                width="stretch",
            )


def _show_history(release: Release, comparison: Comparison, jurisdiction: str, question: str) -> None:
    """Every interval in which the cell says the same, the newest first."""
    intervals = timeline(release.reader, jurisdiction, question, known_on=comparison.known_on, platform=comparison.platform)
    for one in reversed(intervals):
        marks = [status_words(one.cell)] if one.cell.legal_status else []
        marks += ["⚠ disputed"] if one.cell.disputed else []
        state = f" ({plain('; '.join(marks))})" if marks else ""
        st.markdown(f"- {one.start} to {one.end or 'open'}: **{plain(one.cell.label)}**{state}  \n  {plain(one.cell.in_short)}")


def _facts_line(explanation: Explanation) -> None:
    comparison, cell = explanation.comparison, explanation.cell
    said = [f"Law as of {comparison.as_of}", f"as known on {comparison.known_on}", f"policy {comparison.policy}"]
    said += [status_words(cell)] if cell.legal_status else []
    st.caption(" · ".join(said))
    if cell.disputed:
        st.warning("Disputed: another source answers differently. Both stand below, with the rule that decided.", icon="⚠️")


def _show_supports(reason: Reason) -> None:
    for support in reason.supports:
        lead = f"*{plain(support.pinpoint)}* " if support.pinpoint else ""
        st.markdown(f"- {lead}{plain(support.says)}")
        if support.verdict:
            st.markdown(f"Verdict on this statement: **{support.verdict}**. {plain(support.because or '')}")


def _show_reason(reason: Reason) -> None:
    claim = reason.weighed.claim
    with st.container(border=True):
        st.markdown(f"**{HEADINGS[reason.weighed.standing]}: {plain(reason.label)}**  \n{plain(claim.in_short)}")
        dossier = reason.weighed.dossier
        address = f" ([official text](<{dossier.url}>))" if dossier and dossier.url else ""
        if claim.absence:
            st.markdown(f"**Proof of search**: searched on {claim.searched_on}, coded by {plain(claim.coded_by or '')}")
            st.markdown("\n".join(f"- {plain(place)}" for place in claim.searched))
        else:
            st.markdown(f"Source: {plain(reason.citation)}{address}")
            _show_supports(reason)
        if not reason.weighed.won:
            st.markdown(f"Rule: {plain(reason.rule)}")
        start = "an unknown day" if claim.valid_from == EARLIEST else claim.valid_from
        end = "" if claim.valid_until == OPEN else f" until {claim.valid_until}"
        st.caption(
            f"Holds from {start}{end} · in the record since {claim.asserted_on}, coded by {claim.coded_by} · "
            f"evidence {claim.evidence_grade}, {claim.checked}; read in {plain(claim.read_in or '')}"
        )
        if claim.note:
            st.caption(plain(claim.note))
        if dossier:
            link("graph", "See it in the graph", ":material/hub:", focus=f"{dossier.kind}/{dossier.path}")
