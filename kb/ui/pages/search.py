"""Search: the cell or table that answers, and every hit by name, number or words; each leads to its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape

import streamlit as st

from kb.cells.coverage import researched
from kb.naming import iris
from kb.naming.glossary import Term, terms
from kb.release.release import Release
from kb.release.search import CLOSE_MARK, FIRST_WORDS, OPEN_MARK
from kb.searching.function_words import JOINING
from kb.searching.hits import CELL, CHANGES, Hit
from kb.searching.search import search
from kb.texts.searching import LawHit, search_texts
from kb.ui.cells.cell_card import cell_html
from kb.ui.cells.short_answers import short_answers
from kb.ui.frame import url_state
from kb.ui.frame.html import cards, entity_way, paragraph, quiet, way
from kb.ui.frame.html import words as words_of
from kb.ui.frame.kinds import KIND_ICONS, kind_name
from kb.ui.frame.shared import cached, cached_comparison, current_release, page_note, plain
from kb.ui.frame.spoken import said
from kb.ui.taking.take_away import take_away
from kb.ui.words import counted, language, t
from kb.values.folding import folded
from kb.values.view import View

MOST, MOST_ANSWERED = 30, 3
LONGEST = 200
QUESTION, ABSENCE = "question", "absence/"
ICONS = {CELL: ":material/check_circle:", CHANGES: ":material/difference:", **KIND_ICONS}
WORDS = ("question", "answer", "finding", "provision", "approach", "power", "class")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("search.title"))
    url_state.begin("words", lambda: url_state.text("q", LONGEST))
    words = st.text_input(t("search.box"), key="words", placeholder=t("search.placeholder"), icon=":material/search:", live=True)
    found = search(release, words[:LONGEST], MOST) if words.strip() else []
    _about(words[:LONGEST])
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
        places = cached(release, researched)
        answers = _answers(release, places, shown)
        st.html(cards(_hit(hit, places, answers, dict(release.reader.jurisdictions())) for hit in shown))
    _law(words[:LONGEST])
    page_note(release, *WORDS)


def _about(words: str) -> None:
    """What the words of this tool mean where one is looked for, and how current the answers are where that is asked."""
    told = [entry(term) for term in terms_asked(words, language())]
    sought = f" {folded(words)} "
    if any(f" {folded(one)} " in sought for one in t("search.asks-how-current").split(", ")):
        told.append(way("coverage", t("search.how-current"), ":material/update:") + quiet(t("search.how-current-told")))
    if told:
        st.html(cards(told))


def terms_asked(words: str, spoken: str) -> list[Term]:
    """Words of the glossary that a search is: its only words, or a name of several words that tell something among them."""
    sought = folded(words)
    telling = _telling(sought)
    named = [(term, folded(term.name)) for term in terms(spoken).values()]
    return [term for term, name in named if name in (sought, telling) or (" " in _telling(name) and f" {name} " in f" {sought} ")]


def _telling(sought: str) -> str:
    """Folded words without those that only join a sentence."""
    return " ".join(word for word in sought.split() if word not in JOINING)


def entry(term: Term) -> str:
    """A word with what it means, and the way to it in the glossary."""
    return way("glossary", term.name, ":material/menu_book:", q=term.name) + paragraph(words_of(term.sentence))


def _answers(release: Release, places: Sequence[str], shown: Sequence[Hit]) -> dict[str, str]:
    """What the first questions that were found are answered with, as HTML by the key of the hit."""
    asked = [hit for hit in shown if hit.kind == QUESTION and "/" not in hit.id][:MOST_ANSWERED]
    return {hit.key: short_answers(cached_comparison(release, View(tuple(places), questions=hit.id).settled())) for hit in asked}


def _law(words: str) -> None:
    """Provisions of the texts on this machine that have the words, in their language."""
    hits = search_texts(words, MOST)
    if hits:
        st.header(t("law.found"), divider="gray")
        st.html(cards(map(_provision, hits)))


def _provision(hit: LawHit) -> str:
    around = _marked(escape(hit.snippet), "mark")
    leads = entity_way(hit.iri, f"{hit.instrument}, {hit.pinpoint}", ":material/gavel:")
    return leads + quiet(hit.edition) + f'<p lang="{escape(hit.language)}" dir="auto">{around}</p>'


def _kinds(found: list[Hit]) -> str | None:
    """The kind that is picked, among those that occur; None for all."""
    counts = Counter(hit.kind for hit in found)
    if len(counts) < 2:
        return None
    url_state.forget_unknown("kind", counts)
    url_state.begin("kind", lambda: url_state.chosen("kind", ICONS, None))
    if st.session_state["kind"] not in counts:
        st.session_state["kind"] = None
    picked = st.pills(t("search.kind"), list(counts), format_func=lambda kind: f"{kind_name(kind)} ({counts[kind]})", key="kind")
    return picked or None


def _take_away(release: Release, words: str, hits: list[Hit]) -> None:
    """The hits as files; the query behind finds the provisions with the same words, without ranking and forgiving."""
    title = t("search.title") + f": {words}"
    take_away(release, title, "", lambda: list(map(_row, hits)), "search", ("provisions-with-words", {"words": words}))


def _row(hit: Hit) -> dict[str, object]:
    return {
        t("graph.column-entity"): hit.label,
        t("graph.column-kind"): kind_name(hit.kind),
        t("search.column-key"): hit.key,
        t("search.column-passage"): hit.told,
    }


def _hit(hit: Hit, places: Sequence[str], answers: Mapping[str, str], names: Mapping[str, str]) -> str:
    """A hit as a card: where it leads, and why it is one; of a question how it is answered, not how it is coded."""
    leads, left = "".join(_leads_to(hit, places)), _not_used(hit)
    if hit.kind == CHANGES:
        return leads + quiet(t("search.changes")) + left
    if hit.answer:
        return leads + cell_html(hit.answer, numbered=False) + left + quiet(t("search.a-cell"))
    matched = hit.passage.replace(OPEN_MARK, "").replace(CLOSE_MARK, "")
    passage, kind = "", quiet(_kind(hit, names))
    if hit.kind == QUESTION:
        return leads + kind + answers.get(hit.key, "") + left
    if hit.passage and matched not in hit.label:
        passage = _marked(words_of(hit.passage), "b")
    elif hit.says:
        passage = words_of(hit.says) + ("…" if len(hit.says) == FIRST_WORDS else "")
    return leads + kind + paragraph(passage) + left


def _kind(hit: Hit, names: Mapping[str, str]) -> str:
    """What kind of thing a hit is, and of which place where its name begins with one."""
    kind, inside = ("absence", hit.id.removeprefix(ABSENCE)) if hit.id.startswith(ABSENCE) else (hit.kind, hit.id)
    place = names.get(inside.partition("/")[0]) if "/" in inside and kind != QUESTION else None
    return f"{kind_name(kind)} · {said(place)}" if place else kind_name(kind)


def _not_used(hit: Hit) -> str:
    """Which words of the search the answer has nothing to do with."""
    return paragraph(words_of(t("search.unused", words=", ".join(hit.unused)))) if hit.unused else ""


def _marked(passage: str, sign: str) -> str:
    """A passage with what was found in it marked; the marks are no letters of texts."""
    return passage.replace(OPEN_MARK, f"<{sign}>").replace(CLOSE_MARK, f"</{sign}>")


def _leads_to(hit: Hit, places: Sequence[str]) -> Iterator[str]:
    """A cell leads to its explanation in the table of the places that were named, a question to its table for all places.

    Changes and things lead to their own page.
    """
    icon = ICONS.get(hit.kind, ":material/label:")
    if hit.kind == CHANGES:
        where, _, since = hit.id.partition("/")
        yield way("changes", hit.label, icon, j=where, p=hit.platform or "", v1=since)
    elif hit.cell:
        place, _, question = hit.cell.partition("/")
        where, cell = ",".join(hit.beside), f"{place}.{question}"
        yield way("compare", hit.label, icon, j=where, q=question, p=hit.platform or "", cell=cell)
    elif hit.kind == QUESTION and "/" not in hit.id:
        yield way("compare", hit.label, ":material/table:", j=",".join(places), one=hit.id, found="first")
        yield entity_way(hit.iri, t("search.about-the-question"), ":material/help:")
    else:
        label = hit.label.partition(": ")[2] if hit.id.startswith(ABSENCE) else hit.label  # its kind is told below
        yield entity_way(hit.iri or iris.entity(hit.kind, hit.id), label, icon)
