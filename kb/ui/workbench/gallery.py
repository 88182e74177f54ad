"""The stored queries as cards by topic: what each answers, and one click to its form."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kb.release.release import Release
from kb.sparql.stored import StoredQuery
from kb.ui.frame import url_state
from kb.ui.frame.shared import plain
from kb.ui.words import t
from kb.ui.workbench.parameters import library_said, told

TOPIC, COLUMNS = "gallery-topic", 2


def show_gallery(release: Release, library: Mapping[str, StoredQuery], chosen: str) -> None:
    """Cards of one topic at a time, with what each asks for; ``chosen`` is the key of the control that a card sets."""
    topics = list(dict.fromkeys(query.topic for query in library.values()))
    st.header(t("sparql.gallery"))
    url_state.begin(TOPIC, lambda: topics[0])
    counts = {topic: sum(query.topic == topic for query in library.values()) for topic in topics}
    picked = st.pills(
        t("sparql.topic"), topics, format_func=lambda topic: f"{_named(topic)} ({counts[topic]})", key=TOPIC, required=True
    )
    columns = st.columns(COLUMNS)
    for number, query in enumerate(query for query in library.values() if query.topic == picked):
        with columns[number % COLUMNS].container(border=True, gap="small"):
            st.markdown(f"**{plain(library_said(query.summary))}**")
            if query.parameters:
                st.caption("\n".join([t("sparql.asks-for"), "", *(f"- {told(release, query, one)}" for one in query.parameters)]))
            st.button(
                t("sparql.take"),
                key=f"take-{query.name}",
                icon=":material/play_arrow:",
                on_click=_take,
                args=(chosen, query.name),
            )


def _named(topic: str) -> str:
    """The topic in words; one that a base brings itself by its own name."""
    try:
        return t(f"sparql.topic-{topic or 'other'}")
    except KeyError:
        return topic.replace("-", " ").capitalize()


def _take(key: str, name: str) -> None:
    st.session_state[key] = name
