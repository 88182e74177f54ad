"""Show why a cell says what it says, in a dialog over the comparison."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from kb.amending.finding import identifier_of
from kb.clocks.timeline import Interval, timeline
from kb.explanation.explain import Explanation, explain
from kb.explanation.formats import FORMATS, write_explanation
from kb.explanation.reasons import Reason
from kb.loaders.record.statements import file_of
from kb.naming import iris
from kb.naming.links import safe_link
from kb.naming.provision_links import provision_address
from kb.profiles.html import folded
from kb.release.dossiers import cite_weighed
from kb.release.release import Release
from kb.ui.cells.cell_card import cell_label, doubt_words, evidence_text, layer_text, sentence_text, status_text
from kb.ui.cells.compare_controls import order_name
from kb.ui.cells.law_words import show_law_words
from kb.ui.cells.why_head import cite_answer, show_disputes, show_place, show_since
from kb.ui.frame.explained import words_of_page
from kb.ui.frame.html import listed, paragraph, sentence, words
from kb.ui.frame.kinds import coder_name
from kb.ui.frame.links import entity_link, link
from kb.ui.frame.query_links import query_link
from kb.ui.frame.shared import plain, written_note
from kb.ui.frame.spoken import reading_words
from kb.ui.taking.amend_form import amend_form
from kb.ui.taking.downloads import downloads
from kb.ui.words import has, t
from kb.values.model import EARLIEST, OPEN, Comparison
from kb.values.view import View
from kb.values.words import LOUD, doubts_of

WORDS = (
    "finding", "policy", "in-force", "applicable", "suspended", "evidence-to", "grade", "confirmed", "pinpoint", "editor",
    "disputed", "last-known",
)  # fmt: skip


def show_explanation(release: Release, comparison: Comparison, jurisdiction: str, question: str) -> None:
    """The explanation of one cell: answer, status, the claims in order, and the rule that decided."""
    explanation = explain(release, comparison, jurisdiction, question)
    name = dict(comparison.jurisdictions)[jurisdiction]
    st.markdown(f"**{plain(name)}** · {plain(explanation.question.text)}")
    st.header(plain(cell_label(explanation.cell)))
    if explanation.means:
        st.html(paragraph(sentence(explanation.means)))
    written_note()
    show_since(release, explanation)
    show_disputes(explanation.reasons)
    _facts_line(release, explanation)
    if not explanation.reasons or explanation.cell.left_by:
        st.info(plain(sentence_text(explanation.cell)))
    with st.container(horizontal=True):
        _downloads(release, explanation)
        cite_answer(release, explanation)
    for number, reason in enumerate(explanation.reasons):
        show_place(number)
        _show_reason(reason, reason.weighed == explanation.cell.left_by)
    for one in explanation.second:
        key = "explain.second-agrees" if one.agrees else "explain.second-differs"
        said = t(key, by=plain(coder_name(one.by)), on=one.on, label=plain(one.label), pinpoint=plain(one.pinpoint))
        (st.caption if one.agrees else st.info)(said)
    st.html(folded(t("explain.history"), _history(release, comparison, jurisdiction, question)))
    asked = {"link": iris.link(question), "as_of": comparison.as_of, "known_on": comparison.known_on}
    query_link("claims_of_question", asked)
    st.html(folded(t("explain.coding"), paragraph(sentence(explanation.how_to_code)) + _answers(explanation)))
    if winner := explanation.cell.winner:
        statement = identifier_of(winner.claim.iri)
        with st.expander(t("amend.title"), key="amend-why", on_change="rerun") as fold:
            if fold.open:
                amend_form(release, file_of(statement), "why", statement)
    st.html(words_of_page(*WORDS))


def _answers(explanation: Explanation) -> str:
    """What the question can be answered with: the list of answers, or the units of the number that it asks for."""
    head = explanation.question
    if head.units:
        return paragraph(words(t("explain.units", units=", ".join(unit for _, unit in head.units))))
    return paragraph(words(t("explain.answers"))) + listed(words(label) for _, label in head.answers)


def _downloads(release: Release, explanation: Explanation) -> None:
    """The explanation to keep: as text, as JSON with the triples of every sentence, as PROV; ``replay`` reads the last two."""
    cell = explanation.cell
    stem = f"why-{cell.jurisdiction}-{cell.question}-{explanation.comparison.as_of}"
    write = partial(write_explanation, release, explanation)
    downloads(FORMATS, write, stem, "why-download", how="explain.download-how")


def _history(release: Release, comparison: Comparison, jurisdiction: str, question: str) -> str:
    """Every interval in which the cell says the same, the newest first."""
    intervals = timeline(release.reader, View.of(comparison).but(jurisdiction, questions=question))
    return listed(map(_interval, reversed(intervals)))


def _interval(one: Interval) -> str:
    marks = [status_text(one.cell)] if one.cell.legal_status else []
    marks += [doubt_words(kind, one.cell) for kind, *_ in doubts_of(one.cell)]
    state = f" ({words('; '.join(marks))})" if marks else ""
    span = t("explain.span", start=_day(one.start), end=one.end or t("entity.open-end"))
    return f"{words(span)}: <b>{words(cell_label(one.cell))}</b>{state}<br>{sentence(sentence_text(one.cell))}"


def _day(day: str) -> str:
    return t("entity.unknown-day") if day == EARLIEST else day


def _order(release: Release, comparison: Comparison) -> str:
    """The order of sources by which the cell was decided, as the controls call it."""
    name, _, _ = comparison.policy.partition("/")
    known = release.reader.policies().get(name)
    return order_name(name, known.label if known else comparison.policy)


def _facts_line(release: Release, explanation: Explanation) -> None:
    comparison, cell = explanation.comparison, explanation.cell
    said = [
        t("compare.dates", as_of=comparison.as_of, known_on=comparison.known_on),
        t("explain.policy", policy=plain(_order(release, comparison))),
    ]
    said += [layer_text(cell)] if cell.layer else []
    said += [status_text(cell)] if cell.legal_status else []
    said += [evidence] if (evidence := evidence_text(cell)) else []
    st.caption(" · ".join(said))
    for kind, *_ in doubts_of(cell):
        (st.warning if kind in LOUD else st.caption)(doubt_words(kind, cell))


def _show_supports(reason: Reason) -> None:
    lines = []
    for support in reason.supports:
        lead = f"<i>{words(support.pinpoint)}</i> " if support.pinpoint else ""
        lines.append(f"{lead}{sentence(support.says)}")
        if support.law or support.verdict or support is reason.supports[-1]:
            st.html(listed(lines))
            lines.clear()
        show_law_words(support.law)
        if support.verdict:
            verdict = t(f"verdict.{support.verdict}")
            st.markdown(f"{t('explain.verdict')}: **{verdict}**. {plain(support.because or '')}")


def _show_reason(reason: Reason, is_left: bool) -> None:
    claim = reason.weighed.claim
    with st.container(border=True):
        label = reason.label if claim.answer else t(f"state.{claim.state}")
        standing = t("explain.left" if is_left else f"explain.{reason.weighed.standing}")
        st.html(paragraph(f"<b>{words(standing)}: {words(label)}</b>", sentence(claim.in_short)))
        dossier = reason.weighed.dossier
        url = safe_link(provision_address(dossier.url, claim.pinpoint)) if dossier else None
        address = f" ([{t('explain.official')}](<{url}>))" if url else ""
        if claim.absence:
            st.markdown(t("explain.proof", day=claim.searched_on, coder=plain(coder_name(claim.coded_by))))
            st.markdown("\n".join(f"- {plain(place)}" for place in claim.searched))
        else:
            cited = plain(cite_weighed(reason.weighed, reading_words()))
            st.markdown(f"{t('explain.source')}: {cited}{address}{_read_at(reason, url)}")
            _show_supports(reason)
        if reason.rule:
            st.markdown(f"{t('explain.rule')}: {plain(reason.rule)}")
        _record_line(reason)
        if dossier:
            with st.container(horizontal=True):
                entity_link(dossier.iri, t("explain.entity"))
                link("graph", t("entity.graph"), ":material/hub:", focus=f"{dossier.kind}/{dossier.path}")


def _read_at(reason: Reason, official: str | None) -> str:
    """Links to where it was read, where that is not the official address of the text."""
    found = dict.fromkeys(one.address for one in reason.weighed.claim.readings if one.address)
    urls = [url for one in found if (url := safe_link(one)) and url.partition("#")[0] != (official or "").partition("#")[0]]
    shown = ", ".join(f"[{plain(urlsplit(url).hostname or url)}](<{url}>)" for url in urls)
    return f" · {t('explain.read-at')} {shown}" if shown else ""


def _record_line(reason: Reason) -> None:
    """When the claim holds, since when it is in the record, who coded it, and what shows it."""
    claim = reason.weighed.claim
    end = "" if claim.valid_until == OPEN else t("explain.until", day=claim.valid_until)
    st.caption(
        t(
            "explain.record",
            start=_day(claim.valid_from),
            end=end,
            asserted=claim.asserted_on,
            coder=coder_name(claim.coded_by),
            grade=_word(f"check.grade-{claim.evidence_grade}"),
            checked=_word(f"sentence.{claim.checked}"),
            read_in=plain(claim.read_in or ""),
        )
    )
    if claim.note:
        st.html(paragraph(sentence(claim.note), look="quiet"))


def _word(key: str) -> str:
    """Words that there are; a release of before may lack what they speak of."""
    return t(key) if has(key) else t("explain.unrecorded")
