"""About: which release this is, how it is made, how to cite it, and how to correct a fact."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

import streamlit as st

from kb.citations.base import bibtex, cite_release
from kb.graph.correction import Proposal, facts_file, message, patch
from kb.loaders.layout import folder
from kb.release.release import Release
from kb.saving import as_json
from kb.ui.cells.cell_card import show_card
from kb.ui.frame import url_state
from kb.ui.frame.shared import cached_comparison, current_release, page_note
from kb.ui.taking.take_away import take_away
from kb.ui.words import grouped, t
from kb.values.model import Cell, QuestionHead, StoredClaim

ROOT = Path(__file__).resolve().parents[3]
FIRST_PLACE, FIRST_QUESTION = "sg", "data-localization-requirement"
STEPS = ("facts", "claims", "clocks", "policy", "absence", "checked")


def show() -> None:
    """The page."""
    release = current_release()
    today = datetime.date.today().isoformat()
    st.title(t("pages.about.title"))
    st.header(t("about.release"))
    counts = ", ".join(
        f"{grouped(number)} {t(f'home.count-{name}')}" for name, number in release.manifest["counts"].items() if _known(name)
    )
    st.markdown(t("about.release-is", id=release.id, quads=grouped(release.manifest["quads"]), counts=counts))
    bar = st.container(horizontal=True, vertical_alignment="center")
    st.header(t("about.method"))
    st.markdown("\n".join(f"- {t(f'about.method-{step}')}" for step in STEPS))
    st.header(t("about.licence"))
    st.markdown(_licence())
    st.header(t("about.cite"))
    st.code(cite_release(release, today), language=None, wrap_lines=True)
    st.code(bibtex(release, today), language="bibtex", wrap_lines=True)
    _correct(release, today)
    with bar:
        _take_away(release, today)
    page_note(release)


def _take_away(release: Release, today: str) -> None:
    """The manifest with its checksums, the citation as BibTeX, and the counts."""
    own = (("json", "bib"), lambda name: as_json(release.manifest) if name == "json" else bibtex(release, today))
    counts = [
        {t("about.column-what"): t(f"home.count-{name}"), t("about.column-number"): number}
        for name, number in release.manifest["counts"].items()
        if _known(name)
    ]
    take_away(release, t("about.release"), "", lambda: counts, f"release-{release.id}", ("coverage-counts", {}), own)


def _known(name: str) -> bool:
    return name in ("instruments", "cases", "claims", "absences", "questions", "sources")


def _licence() -> str:
    """The file that says it, or that there is none."""
    found = sorted(path.name for path in ROOT.glob("LICEN[CS]E*"))
    return t("about.licence-file", name=found[0]) if found else t("about.no-licence")


def _correct(release: Release, today: str) -> None:
    """A proposal to change one claim: pick the cell, write what it should say, copy the patch."""
    st.header(t("about.correct"))
    st.markdown(t("about.correct-how"))
    reader = release.reader
    places, questions = reader.jurisdictions(), reader.questions()
    _begin("correct-place", "j", list(places), FIRST_PLACE)
    _begin("correct-question", "q", list(questions), FIRST_QUESTION)
    left, right = st.columns([1, 2])
    place = left.selectbox(t("home.jurisdiction"), list(places), format_func=places.__getitem__, key="correct-place")
    question = right.selectbox(
        t("home.question"), list(questions), format_func=lambda slug: questions[slug].text, key="correct-question"
    )
    url_state.write({"j": place, "q": question})
    cell = cached_comparison(release, (place,), questions=(question,), as_of=today, known_on=today).cell(place, question)
    show_card(st.container(border=True), t("about.says-now"), cell)
    _propose(cell, questions[question], today)


def _begin(key: str, name: str, allowed: list[str], first: str) -> None:
    url_state.forget_unknown(key, allowed)
    url_state.begin(key, lambda: url_state.chosen(name, allowed, first if first in allowed else allowed[0]))


def _propose(cell: Cell, head: QuestionHead, today: str) -> None:
    claim = cell.winner.claim if cell.winner else None
    if claim is None or not claim.answer:
        st.info(t("about.no-claim", place=cell.jurisdiction))
        return
    labels = dict(head.answers)
    left, right = st.columns([1, 2])
    key = f"{cell.jurisdiction}-{cell.question}"
    answer = left.selectbox(
        t("about.new-answer"), list(labels), list(labels).index(claim.answer), format_func=labels.__getitem__, key=f"answer-{key}"
    )
    start = left.text_input(t("about.new-from"), claim.valid_from, key=f"from-{key}", validate=r"^\d{4}(-\d\d){0,2}$")
    rests_on = left.text_input(t("about.new-rests-on"), claim.pinpoint or "", key=f"rests-{key}", max_chars=200)
    in_short = right.text_area(t("about.new-in-short"), claim.in_short, key=f"short-{key}", max_chars=1000)
    read_in = right.text_area(t("about.new-read-in"), key=f"read-{key}", max_chars=1000, placeholder=t("about.read-in-hint"))
    _copy(claim, Proposal(answer, start, _line(in_short), _line(rests_on), _line(read_in), today))


def _line(text: str) -> str:
    return " ".join(text.split())


def _copy(claim: StoredClaim, proposal: Proposal) -> None:
    """The proposal as a patch where the facts are at hand, and in words."""
    facts: Any = os.environ.get("KB_FACTS") or folder("facts")
    st.subheader(t("about.in-words"))
    st.code(message(claim, proposal), language=None, wrap_lines=True)
    if found := patch(Path(facts), claim, proposal):
        st.subheader(t("about.as-patch"))
        st.markdown(t("about.patch-how"))
        st.code(found, language=None, wrap_lines=True)
        st.download_button(t("about.download-patch"), found, "correction.patch", "text/x-diff", on_click="ignore")
    else:
        st.caption(t("about.no-patch", file=facts_file(claim) or ""))
