"""A form that puts a reading down: what was read, whether the matter is still open, and the patch that comes of it."""

from __future__ import annotations

import datetime

import streamlit as st

from kb.amending.amendment import unified_diff
from kb.amending.looking import NEXT_LOOK, Reading, plan_reading, reading_line
from kb.errors import UsageError
from kb.loaders.layout import facts_folder
from kb.loaders.problems import CuratedDataError
from kb.loaders.words import words
from kb.ui.frame.shared import plain
from kb.ui.words import t

STILL_OPEN, LONGEST = "still-open", 1000


def reading_form(place: str) -> None:
    """The form for one thing to read again; nothing is written from here."""
    endings = (STILL_OPEN, *words("matter-closing")) if "/open/" in place else (STILL_OPEN,)
    how = st.selectbox(t("due.outcome"), endings, format_func=lambda word: t(f"due.ended-{word}"), key=f"how-{place}")
    with st.form(f"read-{place}"):
        reading = _asked(place, how)
        if not st.form_submit_button(t("amend.show")):
            return
    try:
        patch = unified_diff(facts_folder(), plan_reading(facts_folder(), place, reading))
    except (UsageError, CuratedDataError) as error:
        st.error(plain(str(error)))
        return
    st.markdown(t("due.patch-how"))
    st.code(patch, language=None, wrap_lines=True)
    st.download_button(t("amend.download"), patch, "amendment.patch", "text/x-diff", on_click="ignore", key=f"patch-{place}")
    st.code(reading_line(place, reading), language=None, wrap_lines=True)


def _asked(place: str, how: str) -> Reading:
    today = datetime.date.today()
    read = st.text_area(t("amend.read"), key=f"read-in-{place}", max_chars=LONGEST, placeholder=t("amend.read-hint"))
    kind = st.selectbox(
        t("due.kind"), words("evidence-kind"), format_func=lambda word: t(f"due.kind-{word}"), key=f"kind-{place}"
    )
    if how == STILL_OPEN:
        following = st.date_input(t("due.next"), today + datetime.timedelta(days=NEXT_LOOK), key=f"next-{place}")
        return Reading(read, today.isoformat(), kind=kind, next=following.isoformat())
    ended = st.date_input(t("due.ended"), today, key=f"ended-{place}")
    in_short = st.text_area(t("due.came-out"), key=f"in-short-{place}", max_chars=400)
    return Reading(read, today.isoformat(), kind=kind, how=how, ended=ended.isoformat(), in_short=in_short)
