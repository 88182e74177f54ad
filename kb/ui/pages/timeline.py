"""Timeline: what happened when, in lanes of acts, enforcement, cases and ownership; drawn and as a table."""

from __future__ import annotations

import datetime

import pandas as pd
import streamlit as st

from kb.graph.lanes import LANES, Item, lanes, write_items
from kb.release.release import Release
from kb.ui.frame import url_state
from kb.ui.frame.beginning import first_places
from kb.ui.frame.controls import choices, drawer, pick_day, pick_several
from kb.ui.frame.group_choice import places_meant
from kb.ui.frame.shared import cached, current_release, page_note, plain
from kb.ui.frame.spoken import said
from kb.ui.frame.table import show_table
from kb.ui.frame.turn import client
from kb.ui.graph.timeline_drawing import drawing, row_of, what_of
from kb.ui.graph.timeline_rows import timeline_rows
from kb.ui.taking.charts import draw, picture_downloads
from kb.ui.taking.take_away import take_away
from kb.ui.words import counted, grouped, t

FIRST_PLATFORM = "tiktok"
FIRST_DAY = datetime.date(2019, 1, 1)
YEARS_AHEAD = 2
MOST_ROWS, MOST_LISTED = 120, 1000
WORDS = ("instrument", "case", "in-force", "applicable", "suspended")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.timeline.title"))
    st.markdown(t("timeline.lead"))
    items = _choose(release)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(counted("timeline.found", len(items)))
        _take_away(release, items)
    if not items:
        st.info(t("timeline.none"))
        return
    rows = list(dict.fromkeys((item.lane, item.row) for item in items))
    first = set(rows[:MOST_ROWS])
    drawn = [item for item in items if (item.lane, item.row) in first]
    span, today, asker = _span(), datetime.date.today().isoformat(), client()
    rest = f" ({t('timeline.left-out', n=len(rows) - MOST_ROWS)})" if len(rows) > MOST_ROWS else ""
    title = t("timeline.axis") + rest
    with st.container(key="chart-timeline"):
        st.html(timeline_rows(drawn, span, today, t("timeline.alt", lane=title, n=len(drawn))))
    picture_downloads(lambda: draw(drawing(drawn, span, today), title, asker), "timeline")
    if len(rows) > MOST_ROWS:
        st.caption(t("timeline.left-out", n=len(rows) - MOST_ROWS))
    _table(release, items)
    page_note(release, *WORDS)


def _service(platforms: dict[str, str]) -> str:
    """One of the services, or none."""
    named = {"": t("compare.any-platform"), **platforms}
    options = ["", *platforms]
    place = drawer("platform")
    return str(place.selectbox(t("compare.platform"), options, format_func=lambda slug: named.get(slug, slug), key="service"))


def _choose(release: Release) -> list[Item]:
    """The controls, filled from the address and written back to it."""
    reader = release.reader
    names, platforms = reader.jurisdictions(), {slug: head.name for slug, head in reader.platforms().items()}
    url_state.forget_unknown("service", ["", *platforms])
    first = FIRST_PLATFORM if FIRST_PLATFORM in platforms else ""
    url_state.begin("service", lambda: url_state.chosen("p", ["*", *platforms], first))
    if st.session_state["service"] == "*":
        st.session_state["service"] = ""
    with choices():
        places = pick_several(
            drawer("places"),
            t("compare.jurisdictions"),
            "j",
            names,
            first_places(reader)[:1],
            t("timeline.all-places"),
            places_meant(reader),
        )
        service = _service(platforms) if platforms else ""
        with drawer("day"):
            _days()
    start, end = _span()
    _say_what(service and platforms[service], [said(names[place]) for place in places], f"{start} – {end}")
    picked = _lanes()
    state = {"p": service or "*", "j": ",".join(places) or url_state.ALL, "from": start, "to": end}
    url_state.write(state | {"lanes": ",".join(picked) if len(picked) < len(LANES) else ""})
    found: list[Item] = cached(release, lanes, service or None, tuple(places), start, end)
    return [item for item in found if item.lane in picked]


def _days() -> None:
    last = datetime.date(datetime.date.today().year + YEARS_AHEAD, 12, 31)
    for name, otherwise in (("from", FIRST_DAY), ("to", last)):
        pick_day(st, f"timeline.{name}", name, otherwise)


def _say_what(platform: str, places: list[str], span: str) -> None:
    """What the choices hold, in a line."""
    told = ", ".join(places) if places else t("timeline.all-places")
    st.caption(plain(" · ".join((told, platform or t("compare.any-platform"), span))))


def _span() -> tuple[str, str]:
    """First and last day, in the right order whichever way they were picked."""
    start, end = sorted((st.session_state["from"], st.session_state["to"]))
    return start.isoformat(), end.isoformat()


def _lanes() -> list[str]:
    url_state.begin("lanes", lambda: url_state.listed("lanes", LANES, list(LANES)))

    def name(lane: str) -> str:
        return t(f"timeline.lane-{lane}")

    picked = st.pills(t("timeline.lanes"), LANES, selection_mode="multi", format_func=name, key="lanes")
    return [lane for lane in LANES if lane in picked]


def _take_away(release: Release, items: list[Item]) -> None:
    start, end = _span()
    own = (("csv",), lambda _: write_items(items))
    query = ("dated_happenings", {"start": start, "end": end})
    dates = t("explain.span", start=start, end=end)
    take_away(release, t("pages.timeline.title"), dates, lambda: _rows(release, items), f"timeline-{start}-{end}", query, own)


def _rows(release: Release, items: list[Item]) -> list[dict[str, object]]:
    """What is drawn, as rows, the newest first."""
    names, today = release.reader.jurisdictions(), datetime.date.today().isoformat()
    return [
        {
            t("timeline.column-day"): item.start,
            t("timeline.column-row"): row_of(item),
            t("timeline.column-what"): what_of(item, today),
            t("timeline.column-says"): item.says,
            t("timeline.column-until"): item.end or "",
            t("timeline.column-lane"): t(f"timeline.lane-{item.lane}"),
            t("timeline.column-place"): names.get(item.jurisdiction, ""),
            t("timeline.column-page"): f"entity?e={item.entity}",
        }
        for item in sorted(items, key=lambda item: item.first, reverse=True)
    ]


def _table(release: Release, items: list[Item]) -> None:
    st.header(t("timeline.table"))
    if len(items) > MOST_LISTED:
        st.caption(t("timeline.listed", n=MOST_LISTED, all=grouped(len(items))))
    days = {t(f"timeline.column-{name}"): st.column_config.TextColumn(width=100) for name in ("day", "until")}
    shape = days | {t("timeline.column-page"): st.column_config.LinkColumn(display_text=t("timeline.open"))}
    frame = pd.DataFrame(_rows(release, items)[:MOST_LISTED])
    with st.container(key="stacked-timeline"):
        show_table(frame, t("timeline.table"), shape, height=480)
