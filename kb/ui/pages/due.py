"""Due: what is to be read again, first that on which most hangs, and a form that puts a reading down."""

from __future__ import annotations

import datetime
from functools import partial

import pandas as pd
import streamlit as st

from kb.due.items import Item, due
from kb.due.written import FORMATS, SOON, Asked, write_due
from kb.naming import iris
from kb.release.release import Release
from kb.ui.frame import url_state
from kb.ui.frame.controls import pick_day, pick_several
from kb.ui.frame.group_choice import places_meant
from kb.ui.frame.kinds import matter_kind
from kb.ui.frame.links import entity_link, link
from kb.ui.frame.shared import cached, cached_entities, current_release, page_note, plain
from kb.ui.frame.window import part
from kb.ui.taking.reading_form import reading_form
from kb.ui.taking.take_away import show_frame, take_away
from kb.ui.words import counted, t

MOST_SHOWN = 10
WORDS = ("open-matter", "cell", "last-known")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.due.title"))
    st.markdown(t("due.lead"))
    names = release.reader.jurisdictions()
    left, right = st.columns([3, 1])
    places = pick_several(left, t("due.jurisdictions"), "j", names, [], t("due.all"), places_meant(release.reader))
    today = datetime.date.today()
    by = pick_day(right, "due.by", "by", today + datetime.timedelta(days=SOON))
    items: list[Item] = cached(release, due, tuple(places))
    soon = [item for item in items if item.look_again <= by]
    later = sorted((item for item in items if item.look_again > by), key=lambda item: item.look_again)
    url_state.write({"j": ",".join(places), "by": by})
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("due.sum", n=len(soon), day=by, all=len(items)))
        _take_away(release, items, by, places)
    here, _ = part("due-part", "due.part", len(soon), MOST_SHOWN)
    for number, item in list(enumerate(soon, 1))[here]:
        _show_item(release, number, item)
    if not soon:
        st.info(t("due.none"), icon=":material/task_alt:")
    if later:
        st.header(t("due.later", n=len(later)))
        show_frame(release, pd.DataFrame([_row(release, item) for item in later]), t("due.later", n=len(later)), "due-later")
    page_note(release, *WORDS)


def _show_item(release: Release, number: int, item: Item) -> None:
    """One thing to read: what it is, why now, how much hangs on it; which cells these are and the form wait behind it."""
    with st.container(border=True):
        due_on = plain(t("due.when", day=item.look_again, since=item.since))
        st.markdown(f"**{number}. {plain(item.in_short)}**  \n:gray-badge[{plain(_kind(item))}] {due_on}")
        st.caption(plain(t("due.because", reason=item.because)) + _last_look(item) + " " + plain(_hangs(item)))
        with st.container(horizontal=True):
            entity_link(iris.ID + item.in_, _name(release, item))
            if item.cells:
                link("compare", t("due.see-cells"), ":material/table:", **_cells_asked(item))
        with st.expander(t("due.mark-read"), icon=":material/edit_note:", key=f"mark-{item.id}", on_change="rerun") as shown:
            if shown.open:
                st.caption(plain(_cells(release, item)))
                reading_form(item.id)


def _kind(item: Item) -> str:
    return matter_kind(item.what)


def _name(release: Release, item: Item) -> str:
    """The dossier by its name."""
    entity = cached_entities(release).get(item.in_)
    return entity.label if entity else item.in_


def _last_look(item: Item) -> str:
    return " " + plain(t("due.looked", day=item.looks[-1].on, read=item.looks[-1].read)) if item.looks else ""


def _hangs(item: Item) -> str:
    """How many cells, tables and conclusions hang on it."""
    numbers = [counted("due.cells", len(item.cells)), counted("due.tables", item.tables)]
    return t("due.hangs", numbers=", ".join([*numbers, counted("due.conclusions", item.conclusions)]))


def _cells(release: Release, item: Item) -> str:
    """The cells that it could change, place by place."""
    names, asked = release.reader.jurisdictions(), dict[str, list[str]]()
    for place, question in item.cells:
        asked.setdefault(place, []).append(question)
    return t("due.could-change", cells="; ".join(f"{names[place]}: {', '.join(told)}" for place, told in asked.items()) or "–")


def _cells_asked(item: Item) -> dict[str, str]:
    """The table of these cells, as the page Compare is asked for it."""
    columns = zip(*item.cells, strict=True)
    places, questions = (",".join(dict.fromkeys(names)) for names in columns)
    return {"j": places, "q": questions}


def _row(release: Release, item: Item) -> dict[str, object]:
    return {
        t("due.column-look-again"): item.look_again,
        t("due.column-what"): _kind(item),
        t("due.column-in-short"): item.in_short,
        t("due.column-in"): _name(release, item),
        t("due.column-cells"): len(item.cells),
        t("due.column-conclusions"): item.conclusions,
        t("due.column-because"): item.because,
    }


def _take_away(release: Release, items: list[Item], by: str, places: list[str]) -> None:
    asked = Asked.on(release.id, None, None, places)
    own = (FORMATS, partial(write_due, items, asked))
    query = ("open-matters", {"jurisdiction": places[0]} if len(places) == 1 else {})
    rows = [_row(release, item) for item in items]
    take_away(release, t("pages.due.title"), t("due.until", day=by), lambda: rows, "due", query, own)
