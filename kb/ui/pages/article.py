"""The article: each statement of a source with its verdict, its evidence, and the cells it touches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

import streamlit as st

from kb.graph.statements import Evidence, SourceStatement, source_names, statements_of
from kb.naming import iris
from kb.profiles.html import folded
from kb.release.release import Release
from kb.ui.frame import url_state
from kb.ui.frame.html import badge, cards, entity_way, listed, paragraph, quiet, way, words
from kb.ui.frame.links import entity_link
from kb.ui.frame.shared import cached, current_release, page_note, plain
from kb.ui.frame.spoken import said
from kb.ui.taking.take_away import take_away
from kb.ui.words import t
from kb.wording.statements import write_statements

ARTICLE = "us-china-tiktok-near-agreement"
VERDICTS = {
    "contradicted": ("red", "✗"),
    "partly-supported": ("orange", "◐"),
    "unsupported": ("orange", "○"),
    "supported": ("green", "✓"),
    "opinion": ("gray", "“”"),
    "forecast": ("gray", "→"),
    "none": ("gray", "·"),
}
SPAN = re.compile(r"(?:from )?(?P<first>\d[\d-]*)?(?: ?to (?P<last>\d[\d-]*))?")
WORDS = ("source", "verdict", "finding", "editor")


def show() -> None:
    """The page."""
    release = current_release()
    names = cached(release, source_names)
    st.title(t("article.title"))
    top = st.container()
    if not names:
        st.info(t("article.none"))
        return
    url_state.forget_unknown("source", names)
    first = ARTICLE if ARTICLE in names else next(iter(names))
    url_state.begin("source", lambda: url_state.chosen("source", names, first))
    source = st.selectbox(t("article.source"), list(names), format_func=names.__getitem__, key="source")
    statements = sorted(cached(release, statements_of, source), key=lambda one: list(VERDICTS).index(one.verdict or "none"))
    counts = Counter(one.verdict or "none" for one in statements)
    with top:
        st.markdown(f"**{plain(score(counts))}**")
        st.caption(t("article.lead"))
    url_state.begin("statement", lambda: url_state.chosen("statement", [one.key for one in statements], ""))
    alone = next((one for one in statements if one.key == st.session_state["statement"]), None)
    picked = _filter(source, counts)
    url_state.write({"source": source, "verdict": ",".join(picked), "statement": alone.key if alone else ""})
    with st.container(horizontal=True, vertical_alignment="center"):
        _take_away(release, source, statements)
        entity_link(iris.entity("source", source), t("article.about-source"))
    if alone:
        st.header(t("article.alone", number=alone.key))
        st.html(cards([_statement(source, alone)]))
        st.header(t("article.all"))
    st.html(cards(_statement(source, one) for one in statements if not picked or (one.verdict or "none") in picked))
    page_note(release, *WORDS)


def _filter(source: str, counts: Counter[str]) -> list[str]:
    """The verdicts to show, of those that this source has; none picked means all."""
    present, key = [verdict for verdict in VERDICTS if counts[verdict]], f"verdicts-{source}"
    url_state.begin(key, lambda: [one for one in url_state.listed("verdict", VERDICTS, []) if one in present])

    def name(verdict: str) -> str:
        return f"{VERDICTS[verdict][1]} {t(f'verdict.{verdict}')} ({counts[verdict]})"

    return list(st.pills(t("article.verdicts"), present, selection_mode="multi", format_func=name, key=key))


def _take_away(release: Release, source: str, statements: list[SourceStatement]) -> None:
    head = release.reader.head(iris.entity("source", source))
    own = (("md", "json", "txt"), partial(write_statements, head, statements, release.id))
    query = ("statements-by-verdict", {"source": source})
    take_away(release, head.title, "", lambda: list(map(_row, statements)), source, query, own)


def _row(one: SourceStatement) -> dict[str, object]:
    return {
        t("article.column-key"): one.key,
        t("article.column-where"): one.where,
        t("article.column-says"): one.says,
        t("article.column-verdict"): t(f"verdict.{one.verdict or 'none'}"),
        t("article.column-because"): one.because,
    }


def _statement(source: str, one: SourceStatement) -> str:
    """A statement as a card: its verdict, why, the evidence, and where it leads."""
    look, mark = VERDICTS[one.verdict or "none"]
    label = t(f"verdict.{one.verdict or 'none'}")
    held_for = " · " + t("article.said-of", day=_span(one.held_for)) if one.held_for else ""
    evidence = listed(_evidence(item) for item in one.evidence)
    return "".join(
        [
            paragraph(f"{badge(f'{mark} {label}', look)} <b>{words(one.says)}</b>"),
            quiet(f"{one.key} · {one.where}{held_for}"),
            paragraph(words(one.because)) if one.because else "",
            folded(t("article.evidence", n=len(one.evidence)), evidence) if evidence else "",
            *_links(source, one),
        ]
    )


def _evidence(item: Evidence) -> str:
    origin = ", ".join(words(part) for part in (item.who, _span(item.dated or "")) if part)
    weight = f" <em>{words(item.weight)}</em>" if item.weight else ""
    return f"<b>{words(item.stance.capitalize())}</b>: {words(item.says)}" + (f" ({origin})" if origin else "") + weight


def score(counts: Counter[str]) -> str:
    """How many statements there are of each verdict, the gravest first."""
    told = [t(f"article.score-{name}", n=counts[name]) for name in VERDICTS if counts[name]]
    return t("article.score", n=counts.total(), said=", ".join(told))


def _links(source: str, one: SourceStatement) -> Iterator[str]:
    """The ways from a statement: to itself alone, to the cell that it touches, to what it is about."""
    yield way("article", t("article.link", number=one.key), ":material/link:", source=source, statement=one.key)
    if one.cell:
        jurisdiction, question, answer = one.cell
        reader = current_release().reader
        head = reader.questions()[question]
        place, label_of = said(reader.jurisdictions()[jurisdiction]), said(head.label(answer))
        label = t("article.cell", question=said(head.text), jurisdiction=place, answer=label_of)
        yield way("compare", label, ":material/table:", j=f"{jurisdiction},us,eu", d="*", cell=f"{jurisdiction}.{question}")
    for iri, title in one.about:
        yield entity_way(iri, title)


def _span(held_for: str) -> str:
    """For which days something is said, in the language of the page: ``2022 to 2026``, ``from 2020``, ``to 2025``, one day."""
    found = SPAN.fullmatch(held_for)
    if not found or not (found["last"] or held_for.startswith("from")):
        return held_for
    names = "-".join(name for name in ("first", "last") if found[name])
    return t(f"article.span-{names}", **{name: day for name, day in found.groupdict().items() if day})
