"""Home: a question answered at once, a first comparison in one click, what happened lately, what is here."""

from __future__ import annotations

import datetime
from itertools import groupby

import streamlit as st

from kb.graph.happenings import Happening, codings, happenings
from kb.release.dossiers import cite_weighed
from kb.release.release import Release
from kb.ui.cells.cell_card import show_card, who_disputes
from kb.ui.frame import url_state
from kb.ui.frame.kinds import KIND_ICONS
from kb.ui.frame.links import entity_link, go, link
from kb.ui.frame.query_links import BEHIND, behind, query_link
from kb.ui.frame.shared import cached, cached_comparison, current_release, page_note, plain
from kb.ui.frame.spoken import said
from kb.ui.frame.view_controls import state_of
from kb.ui.taking.citing import cite_table
from kb.ui.taking.table_files import table_downloads
from kb.ui.words import grouped, t
from kb.values.model import Cell, Comparison
from kb.values.view import View

FIRST_OTHERS = ("us", "eu", "sg")
FIRST_QUESTION, FIRST_PLACE, FIRST_PLATFORM = "data-localization-requirement", "sg", "tiktok"
READY = {
    "first": {"j": "us,eu,sg", "d": "ownership-and-divestiture,data-location-and-transfer"},
    "tiktok": {"j": "us,eu,sg,gb,ca,in", "d": "*", "p": "tiktok", "view": "table"},
    "minors": {"j": "au,gb,eu,us", "d": "protection-of-minors"},
}
LATELY, SOON = 6, 4
COUNTS = ("instruments", "cases", "claims", "absences", "questions", "sources")


def show() -> None:
    """The page. An address of a comparison without a page, as it was written once, leads to the comparison."""
    if "j" in st.query_params and "q" not in st.query_params:
        go("compare", **dict(st.query_params))
    release = current_release()
    st.title(t("home.title"))
    st.markdown(t("home.lead"))
    _ask(release)
    st.header(t("home.begin"))
    with st.container(horizontal=True):
        for name, state in READY.items():
            link("compare", t(f"home.ready-{name}"), ":material/table:", **state)
    left, right = st.columns(2, gap="large")
    with left:
        _lately(release)
    with right:
        _coded(release)
        _counts(release)
    page_note(release)


def _ask(release: Release) -> None:
    """A question, a place and a service; the answer stands under it, with whoever says otherwise."""
    reader = release.reader
    questions, places, platforms = reader.questions(), reader.jurisdictions(), reader.platforms()
    with st.container(border=True):
        st.header(t("home.ask"))
        _begin("question", "q", list(questions), FIRST_QUESTION)
        _begin("place", "j", list(places), FIRST_PLACE)
        _begin("service", "p", ["", *platforms], FIRST_PLATFORM)
        first, second, third = st.columns([3, 1.5, 1.5])
        question = first.selectbox(
            t("home.question"), list(questions), format_func=lambda slug: said(questions[slug].text), key="question"
        )
        place = second.selectbox(t("home.jurisdiction"), list(places), format_func=lambda slug: said(places[slug]), key="place")
        names = {slug: head.name for slug, head in platforms.items()}
        service = third.selectbox(
            t("home.platform"),
            ["", *platforms],
            format_func=lambda slug: names.get(slug, t("compare.any-platform")),
            key="service",
        )
        asked = View(place, questions=question, platform=service)
        url_state.write(state_of(asked, "questions", "jurisdictions", "platform"))
        comparison = cached_comparison(release, asked.settled())
        _answer(comparison, comparison.cell(place, question))


def _begin(key: str, name: str, allowed: list[str], first: str) -> None:
    default = first if first in allowed else allowed[0]
    url_state.forget_unknown(key, allowed)
    url_state.begin(key, lambda: url_state.chosen(name, allowed, default))


def _answer(comparison: Comparison, cell: Cell) -> None:
    show_card(st, t("home.today", day=comparison.as_of, place=dict(comparison.jurisdictions)[cell.jurisdiction]), cell)
    if cell.winner:
        st.markdown(t("home.rests-on", source=plain(cite_weighed(cell.winner))))
    for answer, whose, url in who_disputes(comparison, cell):
        address = f" ([{t('explain.official')}](<{url}>))" if url else ""
        st.warning(t("home.otherwise", answer=plain(answer), source=plain(whose)) + address, icon=":material/warning:")
    asked = View(cell.jurisdiction, dimensions=comparison.questions[0].dimension, platform=comparison.platform)
    others = asked.but([cell.jurisdiction, *FIRST_OTHERS])
    with st.container(horizontal=True):
        link("compare", t("home.why"), ":material/help:", cell=f"{cell.jurisdiction}.{cell.question}", **asked.parts())
        link("compare", t("home.compare-this"), ":material/table:", **others.parts())
    with st.container(horizontal=True, vertical_alignment="center"):
        table_downloads(comparison)
        cite_table(comparison, url_state.whole())
        query_link(BEHIND, behind(comparison))


def _lately(release: Release) -> None:
    today = datetime.date.today()
    near = cached(release, happenings, *((today + datetime.timedelta(days)).isoformat() for days in (-400, 1500)))
    past = [one for one in near if one.on <= today.isoformat()][-LATELY:]
    coming = [one for one in near if one.on > today.isoformat()][:SOON]
    names = release.reader.jurisdictions()
    for heading, found in (("home.lately", past[::-1]), ("home.soon", coming)):
        if found:
            st.header(t(heading))
        for one in found:
            _happening(one, names.get(one.jurisdiction, one.jurisdiction))
    link("timeline", t("home.more-timeline"), ":material/timeline:")


def _happening(one: Happening, place: str) -> None:
    with st.container(gap=None):
        heading = f"**{plain(one.shown_on)}** · {plain(place)} · {plain(one.dossier.label)}: {plain(one.kind_label)}"
        entity_link(one.dossier.iri, heading, KIND_ICONS.get(one.dossier.kind))
        if one.says:
            st.caption(plain(one.says))


def _coded(release: Release) -> None:
    names = release.reader.jurisdictions()
    st.header(t("home.coded"))
    days = [(day, list(places)) for day, places in groupby(cached(release, codings), key=lambda one: one.day)]
    for day, places in days[:3]:
        total = sum(one.claims for one in places)
        said = ", ".join(f"{names.get(one.jurisdiction, one.jurisdiction)} ({one.claims})" for one in places[:6])
        rest = t("home.and-others", n=len(places) - 6) if len(places) > 6 else ""
        st.markdown(f"**{day}** · {t('home.codings', n=total)}  \n{plain(said)}{rest}")
    link("changes", t("home.more-changes"), ":material/difference:")


def _counts(release: Release) -> None:
    st.header(t("home.here"))
    counts = release.manifest["counts"] | {"jurisdictions": len(release.reader.jurisdictions())}
    rows = [f"- **{grouped(counts[name])}** {t(f'home.count-{name}')}" for name in ("jurisdictions", *COUNTS) if name in counts]
    st.markdown("\n".join(rows))
    link("coverage", t("home.more-coverage"), ":material/grid_on:")
