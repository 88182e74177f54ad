"""Home: what differs today, what is new since the last visit, what comes next; then a question and ways in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import streamlit as st

from kb.briefing.asked import brief_of
from kb.briefing.content import Content, content
from kb.briefing.happening_told import limited, noted, to_come
from kb.briefing.rules import rules
from kb.cells.comparison import choose_questions
from kb.cells.coverage import compared, coverage
from kb.graph.happenings import Happening, codings, evidence_days, happenings
from kb.graph.limits import foreseen_on, limits_of
from kb.profiles.html import boxed, strip
from kb.release.dossiers import cite_weighed
from kb.release.reader import Reader
from kb.release.release import Release
from kb.ui.cells.cell_card import show_card, who_disputes
from kb.ui.frame import url_state
from kb.ui.frame.beginning import first_dimensions, first_places, title_of
from kb.ui.frame.html import address, beside, entity_way, heading, listed, paragraph, quiet, way, words
from kb.ui.frame.kinds import KIND_ICONS
from kb.ui.frame.links import go, link
from kb.ui.frame.query_links import BEHIND, behind, query_link
from kb.ui.frame.resting import sentence
from kb.ui.frame.shared import cached, cached_comparison, current_release, page_note, plain
from kb.ui.frame.spoken import reading_words, said, spoken
from kb.ui.frame.view_controls import state_of
from kb.ui.taking.citing import cite_table
from kb.ui.taking.table_files import table_downloads
from kb.ui.words import grouped, language, t
from kb.values.form import Form
from kb.values.model import Cell, Comparison
from kb.values.view import View

FIRST_QUESTION, FIRST_PLACE, FIRST_PLATFORM = "forced-divestiture", "us", "tiktok"
DIFFERENCES = ("one-against-the-rest", "most-apart", "subject", "platform-otherwise", "all-alike")  # the first of them lead
TOPICS = ("ownership", "data", "transparency", "minors")
MOST_HEADLINES, VISIT, VISIT_BEFORE = 3, "kb-visit", "kb-visit-before"
READY = {
    "tiktok": {"j": "us,eu,sg,gb,ca,in", "d": "*", "p": "tiktok", "view": "table"},
    "minors": {"j": "au,gb,eu,us", "d": "protection-of-minors"},
}
LATELY, SOON = 4, 4
DAY = re.compile(r"\d{4}-\d\d-\d\d")
COUNTS = ("instruments", "cases", "claims", "absences", "questions", "sources")
WORDS = ("question", "jurisdiction", "finding", "instrument", "no-answer", "last-known", "open-matter", "disputed")


def show() -> None:
    """The page. An address of a comparison without a page, as it was written once, leads to the comparison."""
    if "j" in st.query_params and "q" not in st.query_params:
        go("compare", **dict(st.query_params))
    release = current_release()
    st.title(plain(title_of(release.reader)))
    _differences(release)
    st.html(beside(_since_last_visit(release), _soon(release)))
    _strip(release)
    st.markdown(t("home.lead" if release.reader.platforms() else "home.lead-rules"))
    _ask(release)
    ready = "".join(way("compare", label, ":material/table:", **state) for label, state in _ready(release.reader))
    st.html(heading(t("home.begin")) + paragraph(ready) + beside(_coded(release), _counts(release)))
    page_note(release, *WORDS)


def _differences(release: Release) -> None:
    """Three headline differences between the first places, each with what must be said of it; the brief has the rest."""
    places, topics = first_places(release.reader), _topics(release.reader)
    if len(places) < 2:
        return
    found: Content = cached(
        release, content, brief_of({"jurisdictions": tuple(places), "dimensions": topics, "lang": language()})
    )
    told = [one for one in found.sentences if one.kind in DIFFERENCES]
    for one in sorted(told, key=lambda one: DIFFERENCES.index(one.kind))[:MOST_HEADLINES]:
        sentence(f"- {plain(one.text)}", one.caution)
    st.caption(plain(found.days))
    names = release.reader.jurisdictions()
    label = t("home.whole-brief", places=", ".join(said(names[slug]) for slug in places))
    link("brief", label, ":material/summarize:", j=",".join(places), t=",".join(topics))


def _strip(release: Release) -> None:
    """The places that are compared, small and quiet: of how many questions each answers one, with the way to its page."""
    rows = {row.jurisdiction: row for row in cached(release, coverage) if row.dimension == "*"}
    names, places = release.reader.jurisdictions(), []
    for slug in cached(release, compared):
        to = address("entity", e=f"jurisdiction/{slug}")
        places.append((said(names[slug]), to, rows[slug].answered, rows[slug].cells))
    st.caption(t("home.strip"))
    st.html(strip(places))


def _topics(reader: Reader) -> tuple[str, ...]:
    """The topics of the headlines; none, which is where places differ most, in a base that lacks one of them."""
    asked = {head.dimension for head in reader.questions().values()}
    return TOPICS if all(asked & set(rules().topics[topic]) for topic in TOPICS) else ()


def _ready(reader: Reader) -> Iterator[tuple[str, dict[str, str]]]:
    """The first comparison of the base, and those of which it has every place, dimension and platform."""
    names, places = reader.jurisdictions(), first_places(reader)
    yield ", ".join(said(names[slug]) for slug in places), {"j": ",".join(places), "d": ",".join(first_dimensions(reader))}
    asked, platforms = {head.dimension for head in reader.questions().values()}, reader.platforms()
    for name, state in READY.items():
        has_all = set(state["j"].split(",")) <= names.keys() and state["d"] in ("*", *asked)
        if has_all and state.get("p") in (None, *platforms):
            yield t(f"home.ready-{name}"), state


def _since_last_visit(release: Release) -> str:
    """What was coded since the day that the browser remembers of the last visit; what happened lately at a first one."""
    today = datetime.date.today().isoformat()
    remembered = [str(st.context.cookies.get(name, "")) for name in (VISIT, VISIT_BEFORE)]
    before = next((day for day in remembered if DAY.fullmatch(day) and day < today), None)
    days = [one for one in cached(release, codings) if before and one.day > before]
    if not before:
        return _lately(release)
    names = release.reader.jurisdictions()
    coded = [(one.day, names.get(one.jurisdiction, one.jurisdiction), t("home.codings", n=grouped(one.claims))) for one in days]
    lines = listed(f"<b>{day}</b> · {words(place)}: {words(number)}" for day, place, number in coded[:LATELY])
    more = way("changes", t("home.more-changes"), ":material/difference:", k1=before)
    return heading(t("home.since-visit", day=before)) + (lines or quiet(t("home.nothing-new"))) + more


def _ask(release: Release) -> None:
    """A question, a place and a service; the answer stands under it, with whoever says otherwise."""
    reader = release.reader
    questions = {head.id: head for head in choose_questions(reader.questions(), (), ())}
    places, platforms = reader.jurisdictions(), reader.platforms()
    with st.container(border=True):
        st.header(t("home.ask"))
        _begin("question", "q", list(questions), FIRST_QUESTION)
        _begin("place", "j", list(places), FIRST_PLACE)
        first, second, third = st.columns([3, 1.5, 1.5])
        question = first.selectbox(
            t("home.question"), list(questions), format_func=lambda slug: said(questions[slug].text), key="question"
        )
        place = second.selectbox(t("home.jurisdiction"), list(places), format_func=lambda slug: said(places[slug]), key="place")
        service = _service({slug: head.name for slug, head in platforms.items()}, third) if platforms else ""
        asked = View(place, questions=question, platform=service)
        url_state.write(state_of(asked, "questions", "jurisdictions", "platform"))
        comparison = cached_comparison(release, asked.settled())
        _answer(comparison, comparison.cell(place, question))


def _service(names: dict[str, str], place: Any) -> str:
    """One of the services, or none."""
    options = ["", *names]
    _begin("service", "p", options, FIRST_PLATFORM)
    named = {"": t("compare.any-platform"), **names}
    return str(place.selectbox(t("home.platform"), options, format_func=lambda slug: named[slug], key="service"))


def _begin(key: str, name: str, allowed: list[str], first: str) -> None:
    default = first if first in allowed else allowed[0]
    url_state.forget_unknown(key, allowed)
    url_state.begin(key, lambda: url_state.chosen(name, allowed, default))


def _answer(comparison: Comparison, cell: Cell) -> None:
    """The answer with what it rests on, whoever says otherwise, and the ways on."""
    place = said(dict(comparison.jurisdictions)[cell.jurisdiction])
    show_card(st, t("home.today", day=comparison.as_of, place=place), cell)
    if cell.winner:
        st.markdown(t("home.rests-on", source=plain(cite_weighed(cell.winner, reading_words()))))
    for how, answer, whose, url in who_disputes(comparison, cell):
        address = f" ([{t('explain.official')}](<{url}>))" if url else ""
        told = t(f"home.{how}", answer=plain(answer), source=plain(whose)) + address
        st.warning(told, icon=":material/warning:") if how == "otherwise" else st.caption(told)
    asked = View(cell.jurisdiction, dimensions=comparison.questions[0].dimension, platform=comparison.platform)
    others = asked.but([cell.jurisdiction, *first_places(current_release().reader)])
    why = way("compare", t("home.why"), ":material/help:", cell=f"{cell.jurisdiction}.{cell.question}", **asked.parts())
    st.html(paragraph(why + way("compare", t("home.compare-this"), ":material/table:", **others.parts())))
    with st.container(horizontal=True, vertical_alignment="center"):
        table_downloads(comparison, Form(lang=language()), current_release())
        cite_table(comparison, url_state.whole())
        query_link(BEHIND, behind(comparison))


def _lately(release: Release) -> str:
    today = datetime.date.today().isoformat()
    return _happened(release, "home.lately", [one for one in _near(release) if one.on <= today][-LATELY:][::-1])


def _soon(release: Release) -> str:
    today = datetime.date.today().isoformat()
    coming = _happened(release, "home.soon", [one for one in _near(release) if one.on > today][:SOON])
    return coming + way("timeline", t("home.more-timeline"), ":material/timeline:")


def _near(release: Release) -> list[Happening]:
    today = datetime.date.today()
    found: list[Happening] = cached(
        release, happenings, *((today + datetime.timedelta(days)).isoformat() for days in (-400, 1500))
    )
    return found


def _happened(release: Release, name: str, found: list[Happening]) -> str:
    names = release.reader.jurisdictions()
    shown = "".join(_happening(release, one, names.get(one.jurisdiction, one.jurisdiction)) for one in found)
    return heading(t(name, n=len(names))) + shown if found else ""


def _happening(release: Release, one: Happening, place: str) -> str:
    """Day, place, act with what alone is meant of it, and kind as a link; below what it says, and if it is foreseen only."""
    limits, is_to_come = limits_of(release, one), one.on > datetime.date.today().isoformat()
    what = to_come(spoken(), one.kind, one.kind_label) if is_to_come else said(one.kind_label)
    told = f"{one.shown_on} · {said(place)} · {limited(spoken(), said(one.dossier.label), limits)}: {what}"
    last = None if is_to_come else foreseen_on(one, cached(release, evidence_days))
    says = [noted(one.says, limits) if is_to_come else one.says, spoken().t("foreseen", day=last) if last else ""]
    leads = entity_way(one.dossier.iri, told, KIND_ICONS.get(one.dossier.kind))
    return boxed("happened", leads + "".join(quiet(text) for text in says if text))


def _coded(release: Release) -> str:
    names = release.reader.jurisdictions()
    days = [(day, list(places)) for day, places in groupby(cached(release, codings), key=lambda one: one.day)]
    shown = []
    for day, places in days[:3]:
        total = sum(one.claims for one in places)
        told = ", ".join(f"{said(names.get(one.jurisdiction, one.jurisdiction))} ({one.claims})" for one in places[:6])
        rest = t("home.and-others", n=len(places) - 6) if len(places) > 6 else ""
        shown.append(paragraph(f"<b>{day}</b> · {words(t('home.codings', n=grouped(total)))}", words(told + rest)))
    return heading(t("home.coded")) + "".join(shown) + way("changes", t("home.more-changes"), ":material/difference:")


def _counts(release: Release) -> str:
    asked = len(choose_questions(release.reader.questions(), (), ()))  # a question that is retired is asked of no place
    counts = release.manifest["counts"] | {"jurisdictions": len(release.reader.jurisdictions()), "questions": asked}
    rows = [f"<b>{grouped(counts[name])}</b> {t(f'home.count-{name}')}" for name in ("jurisdictions", *COUNTS) if name in counts]
    return heading(t("home.here")) + listed(rows) + way("coverage", t("home.more-coverage"), ":material/grid_on:")
