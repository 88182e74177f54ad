"""Brief: at most five sentences, the picture, what changed, is contested and comes, and what each sentence rests on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

import streamlit as st

from kb.briefing.asked import Brief, brief_of
from kb.briefing.content import Content, content
from kb.briefing.events_told import Told
from kb.briefing.picture_table import picture_table
from kb.briefing.rules import rules
from kb.briefing.written import FORMATS, empty
from kb.errors import UsageError
from kb.naming.links import safe_link
from kb.release.release import Release
from kb.tables import FORMATS as TABLES
from kb.ui.frame import url_state
from kb.ui.frame.beginning import first_places
from kb.ui.frame.controls import pick_day, pick_several
from kb.ui.frame.html import address
from kb.ui.frame.links import link
from kb.ui.frame.resting import sentence, sources, ways_behind
from kb.ui.frame.shared import cached, current_release, page_note, plain
from kb.ui.frame.turn import client, in_process
from kb.ui.frame.view_controls import ViewControls
from kb.ui.taking.downloads import downloads
from kb.ui.words import language, t
from kb.values.view import View

FIRST_DAY = datetime.date(2024, 1, 1)
MOST_BEHIND = 12
LISTS = ("changes", "contested", "coming")
WORDS = (
    "last-known", "as-scheduled", "evidence-to", "in-a-part", "none-found",
    "not-researched", "open-matter", "disputed", "release",
)  # fmt: skip


def show() -> None:
    """The page: what is said comes first, what can be asked otherwise stands below it."""
    release = current_release()
    top = st.container()
    asked = _choose(release)
    with top:
        if asked is None:
            st.title(t("pages.brief.title"))
            st.info(t("compare.pick-one"))
        else:
            _show(release, asked)
    page_note(release, *WORDS)


def _show(release: Release, asked: Brief) -> None:
    try:
        found: Content = cached(release, content, asked)
    except UsageError as error:
        st.warning(plain(str(error)), icon=":material/error:")
        return
    st.title(plain(found.title))
    page_of_it = (found.comparison.platform_name or "", address("entity", e=f"platform/{found.comparison.platform}"))
    for number, one in enumerate(found.sentences, 1):
        others = [] if one.cells else [page_of_it]
        behind = ways_behind(release.reader, one.cells, View.of(found.comparison).held(), others, most=MOST_BEHIND)
        sentence(f"**{number}.** {plain(one.text)}", one.caution, behind, one.notes)
    if not found.sentences:
        st.markdown(plain(found.language.t("nothing-found")))
    st.caption(plain(found.days))
    with st.container(horizontal=True):
        _downloads(found)
        link("compare", t("brief.whole-table"), ":material/table:", **View.of(found.comparison).live().parts())
    st.header(plain(found.headings["picture"]))
    st.html(picture_table(found))
    st.caption(plain(found.language.t("legend")))
    for name, items in zip(LISTS, (found.events, found.contested, found.coming), strict=True):
        st.header(plain(found.headings[name]))
        st.markdown(_listed(items) or plain(empty(found)[name]))
        for line in found.below(name):
            st.caption(plain(line))
        if name == "changes":
            _to_changes(found, asked)
    st.header(plain(found.headings["sources"]))
    st.markdown(plain(found.read))
    sources([(note.n, note.citation, safe_link(note.url)) for note in found.sheet.notes])
    with st.expander(t("brief.why", n=len(found.sentences)), icon=":material/help:"):
        for number, one in enumerate(found.sentences, 1):
            st.markdown(f"**{number}.** {plain(one.because)}")


def _to_changes(found: Content, asked: Brief) -> None:
    """The way to every change of the same places and days, among all questions."""
    view, since = View.of(found.comparison).live().parts(), asked.on().start
    state = {name: view[name] for name in ("j", "p") if view.get(name)}
    link("changes", t("brief.all-changes"), ":material/compare_arrows:", **state, v1=since, v2=found.comparison.as_of)


def _listed(items: Sequence[Told]) -> str:
    return "\n".join(line for one in items for line in (f"- {plain(one.head)}", *(f"    - {plain(said)}" for said in one.lines)))


def _downloads(found: Content) -> None:
    media = {name: TABLES[name].media_type for name in FORMATS}
    downloads(FORMATS, partial(_written, found, client()), f"brief-{found.comparison.as_of}", "brief-download", media=media)


def _written(found: Content, asker: str, format_name: str) -> bytes:
    return in_process("kb.briefing.written:write", found, format_name, asker=asker)


def _choose(release: Release) -> Brief | None:
    """What the controls hold, below what is said; None without a place."""
    with st.popover(t("brief.ask-otherwise"), icon=":material/tune:", key="ask-otherwise"):
        controls = ViewControls(release.reader)
        left, right = st.columns([3, 2])
        places = controls.jurisdictions(left, first_places(release.reader), t("compare.pick"))
        controls.platform(right)
        topics = pick_several(st, t("brief.topics"), "t", _topics(release), [], t("brief.most-different"))
        first, second, third = st.columns(3)
        since = pick_day(first, "brief.since", "since", FIRST_DAY)
        controls.days(second, third)
    url_state.write(controls.state() | {"t": ",".join(topics), "since": since})
    if not places:
        return None
    return brief_of(controls.view().texts() | {"dimensions": tuple(topics), "since": since, "lang": language()})


def _topics(release: Release) -> dict[str, str]:
    """Topics, then dimensions, by their names."""
    titles = {head.dimension: head.dimension_title for head in release.reader.questions().values()}
    known = {name: t(f"brief.topic-{name}") for name, dimensions in rules().topics.items() if set(dimensions) & titles.keys()}
    return known | titles
