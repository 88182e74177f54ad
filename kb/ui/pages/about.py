"""About: which release this is, how it is made, how to cite it, and how to correct a fact."""

from __future__ import annotations

import datetime

import pandas as pd
import streamlit as st

from kb.amending.finding import identifier_of
from kb.cells.comparison import choose_questions
from kb.cells.coverage import Coverage, coverage
from kb.citations.base import bibtex, cite_release
from kb.loaders.record.statements import file_of
from kb.naming.licences import DATA, PROGRAM, STYLES, UNSTATED, Licence, in_german
from kb.release.release import Release
from kb.saving import as_json
from kb.ui.cells.cell_card import show_card
from kb.ui.frame import url_state
from kb.ui.frame.html import to_copy
from kb.ui.frame.links import link
from kb.ui.frame.shared import cached, cached_comparison, current_release, page_note
from kb.ui.frame.spoken import said
from kb.ui.frame.table import show_table
from kb.ui.frame.view_controls import state_of
from kb.ui.taking.amend_form import amend_form
from kb.ui.taking.take_away import take_away
from kb.ui.words import grouped, language, t
from kb.values.model import Cell
from kb.values.view import View

FIRST_PLACE, FIRST_QUESTION = "sg", "data-localization-requirement"
ALL, MOST_PLACES = "*", 12
MEASURES = ("own", "handed_down", "none_found", "not_applicable", "not_researched", "unconfirmed", "disputed")
TOLD = ("instruments", "cases", "claims", "absences", "questions", "sources", "second-codings")
STEPS = ("facts", "claims", "clocks", "policy", "absence", "checked")
WORDS = ("release", "finding", "as-of", "known-on", "policy", "amend", "stored-query")


def show() -> None:
    """The page."""
    release = current_release()
    today = datetime.date.today().isoformat()
    st.title(t("pages.about.title"))
    st.header(t("about.release"))
    counts = "; ".join(f"{grouped(number)} {t(f'home.count-{name}')}" for name, number in _told(release).items())
    st.markdown(t("about.release-is", id=release.id, quads=grouped(release.manifest["quads"]), counts=counts))
    bar = st.container(horizontal=True, vertical_alignment="center")
    st.header(t("about.method"))
    st.markdown("\n".join(f"- {t(f'about.method-{step}')}" for step in STEPS))
    _answered(release)
    st.header(t("about.licence"))
    terms = release.reader.base().terms
    key = "about.licence-data" if terms == DATA else "about.licence-unstated" if terms == UNSTATED else "about.licence-other"
    st.markdown(t(key, name=terms.name, address=_address(terms)))
    st.markdown(t("about.licence-program", name=PROGRAM.name, address=PROGRAM.address))
    st.markdown(t("about.licence-styles", name=STYLES.name, address=_address(STYLES)))
    st.header(t("about.cite"))
    st.html(to_copy(cite_release(release, today)) + to_copy(bibtex(release, today)))
    _correct(release, today)
    with bar:
        _take_away(release, today)
    page_note(release, *WORDS)


def _answered(release: Release) -> None:
    """How much is answered for each place, as bars; the page with every count is one click away."""
    st.header(t("about.answered"))
    st.markdown(t("about.answered-how"))
    rows: list[Coverage] = cached(release, coverage)
    names = release.reader.jurisdictions()
    whole = [row for row in rows if row.dimension == ALL][:MOST_PLACES]
    columns = (t("coverage.jurisdiction"), *(t(f"coverage.{name}") for name in MEASURES))
    table = [[said(names[row.jurisdiction]), *(getattr(row, name) for name in MEASURES)] for row in whole]
    show_table(pd.DataFrame(table, columns=list(columns)), t("about.answered"))
    link("coverage", t("about.more-coverage"), ":material/grid_on:")


def _take_away(release: Release, today: str) -> None:
    """The manifest with its checksums, the citation as BibTeX, and the counts."""
    own = (("json", "bib"), lambda name: as_json(release.manifest) if name == "json" else bibtex(release, today))
    counts = [
        {t("about.column-what"): t(f"home.count-{name}"), t("about.column-number"): number}
        for name, number in _told(release).items()
    ]
    take_away(release, t("about.release"), "", lambda: counts, f"release-{release.id}", ("coverage-counts", {}), own)


def _told(release: Release) -> dict[str, int]:
    """What is counted in the release; of the questions those that are asked, apart from those that are retired."""
    counts = {name: number for name, number in release.manifest["counts"].items() if name in TOLD}
    asked = len(choose_questions(release.reader.questions(), (), ()))
    retired = counts["questions"] - asked
    return counts | {"questions": asked} | ({"retired-questions": retired} if retired else {})


def _address(licence: Licence) -> str:
    """Where a Creative Commons licence can be read in the language of the page."""
    return (language() == "de" and in_german(licence)) or licence.address


def _correct(release: Release, today: str) -> None:
    """A proposal to change one claim: pick the cell, write what it should say, copy the patch."""
    st.header(t("about.correct"))
    st.markdown(t("about.correct-how"))
    reader = release.reader
    places, questions = reader.jurisdictions(), reader.questions()
    _begin("correct-place", "j", list(places), FIRST_PLACE)
    _begin("correct-question", "q", list(questions), FIRST_QUESTION)
    left, right = st.columns([1, 2])
    place = left.selectbox(t("home.jurisdiction"), list(places), format_func=lambda slug: said(places[slug]), key="correct-place")
    question = right.selectbox(
        t("home.question"), list(questions), format_func=lambda slug: said(questions[slug].text), key="correct-question"
    )
    asked = View(place, questions=question, as_of=today, known_on=today)
    url_state.write(state_of(asked, "jurisdictions", "questions"))
    cell = cached_comparison(release, asked).cell(place, question)
    show_card(st.container(border=True), t("about.says-now"), cell)
    _propose(release, cell)


def _begin(key: str, name: str, allowed: list[str], first: str) -> None:
    url_state.forget_unknown(key, allowed)
    url_state.begin(key, lambda: url_state.chosen(name, allowed, first if first in allowed else allowed[0]))


def _propose(release: Release, cell: Cell) -> None:
    claim = cell.winner.claim if cell.winner else None
    if claim is None:
        st.info(t("about.no-claim", place=cell.jurisdiction))
        return
    statement = identifier_of(claim.iri)
    with st.expander(t("amend.title"), key="amend-about", on_change="rerun") as fold:
        if fold.open:
            amend_form(release, file_of(statement), "about", statement)
