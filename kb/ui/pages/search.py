"""Search: every hit by name, number or words, with the passage that matched; each leads to the entity's page."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from kb.release.release import Release
from kb.release.search import CLOSE_MARK, FIRST_WORDS, OPEN_MARK, Found, search
from kb.texts.searching import search_texts
from kb.ui.frame import url_state
from kb.ui.frame.kinds import KIND_ICONS, kind_name
from kb.ui.frame.links import entity_link
from kb.ui.frame.shared import current_release, page_note, plain
from kb.ui.taking.take_away import take_away
from kb.ui.words import counted, t

MOST = 30
LONGEST = 200


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("search.title"))
    url_state.begin("words", lambda: url_state.text("q", LONGEST))
    words = st.text_input(t("search.box"), key="words", placeholder=t("search.placeholder"), icon=":material/search:", live=True)
    found = search(release, words[:LONGEST], MOST) if words.strip() else []
    picked = _kinds(found)
    url_state.write({"q": words, "kind": picked or ""})
    if not words.strip():
        st.markdown(t("search.how"))
    elif not found:
        st.info(t("search.nothing", words=plain(words)))
    else:
        shown = [hit for hit in found if picked in (None, hit.kind)]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(counted("search.hits", len(shown)) + (" " + t("search.most", n=MOST) if len(found) == MOST else ""))
            _take_away(release, words, shown)
        for hit in shown:
            _hit(hit)
    _law(words[:LONGEST])
    page_note(release)


def _law(words: str) -> None:
    """Provisions of the texts on this machine that have the words, in their language."""
    hits = search_texts(words, MOST)
    if hits:
        st.subheader(t("law.found"), divider="gray")
    for hit in hits:
        with st.container(border=True, gap="small"):
            entity_link(hit.iri, plain(f"{hit.instrument}, {hit.pinpoint}"), ":material/gavel:")
            st.caption(plain(hit.edition))
            words_around = escape(hit.snippet).replace(OPEN_MARK, "<mark>").replace(CLOSE_MARK, "</mark>")
            st.html(f'<p lang="{escape(hit.language)}" dir="auto">{words_around}</p>')


def _kinds(found: list[Found]) -> str | None:
    """The kind that is picked, among those that occur; None for all."""
    counts = Counter(hit.kind for hit in found)
    if len(counts) < 2:
        return None
    url_state.forget_unknown("kind", counts)
    url_state.begin("kind", lambda: url_state.chosen("kind", KIND_ICONS, None))
    if st.session_state["kind"] not in counts:
        st.session_state["kind"] = None
    picked = st.pills(t("search.kind"), list(counts), format_func=lambda kind: f"{kind_name(kind)} ({counts[kind]})", key="kind")
    return picked or None


def _take_away(release: Release, words: str, hits: list[Found]) -> None:
    """The hits as files; the query behind finds the provisions with the same words, without ranking and forgiving."""
    title = t("search.title") + f": {words}"
    take_away(release, title, "", lambda: list(map(_row, hits)), "search", ("provisions-with-words", {"words": words}))


def _row(hit: Found) -> dict[str, object]:
    matched = " ".join(hit.snippet.split()).replace(OPEN_MARK, "").replace(CLOSE_MARK, "")
    return {
        t("graph.column-entity"): hit.name,
        t("graph.column-kind"): kind_name(hit.kind),
        t("search.column-key"): hit.key,
        t("search.column-passage"): matched,
    }


def _hit(hit: Found) -> None:
    with st.container(border=True, gap="small"):
        entity_link(hit.iri, plain(hit.name), KIND_ICONS.get(hit.kind, ":material/label:"))
        st.caption(f"{kind_name(hit.kind)} · {plain(hit.key)}")
        matched = " ".join(hit.snippet.split())
        if matched.replace(OPEN_MARK, "").replace(CLOSE_MARK, "") not in hit.name:
            st.markdown(plain(matched).replace(OPEN_MARK, "**").replace(CLOSE_MARK, "**"))
        elif hit.says:
            st.markdown(plain(hit.says) + ("…" if len(hit.says) == FIRST_WORDS else ""))
