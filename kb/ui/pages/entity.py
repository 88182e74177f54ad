"""Entity: all that the base says of one instrument, case, platform, organisation, jurisdiction, question or source."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path

import pandas as pd
import streamlit as st

from kb import iris
from kb.entity_text import to_json, to_text
from kb.entity_view import EntityClaim, EntityView, Fact, Relation, view, write_rdf
from kb.errors import UsageError
from kb.model import EARLIEST, OPEN
from kb.options import as_json
from kb.query_files import stored_query
from kb.release import Release
from kb.tables.html import safe_link
from kb.ui import url_state
from kb.ui.downloads import downloads
from kb.ui.kinds import KIND_ICONS, kind_name
from kb.ui.links import entity_link, link
from kb.ui.shared import cached, cached_entities, current_release, page_note, plain
from kb.ui.words import t

FIRST = "platform/tiktok"
MOST_LINKS = 40
FORMATS = ("jsonld", "ttl", "json", "txt")


def show() -> None:
    """The page."""
    release = current_release()
    entity = _asked(release)
    try:
        found = cached(release, view, entity)
    except UsageError as error:
        st.title(t("entity.title"))
        st.warning(str(error), icon=":material/link_off:")
        st.markdown(t("entity.how"))
        return
    _head(release, found)
    parts = _parts(found)
    part = _pick(parts)
    url_state.write({"e": entity, "part": "" if part == "overview" else part})
    parts[part][1](found)
    page_note(release)


def _asked(release: Release) -> str:
    """The entity of the address; the first one a newcomer would want to see where there is none."""
    catalogue = cached_entities(release)
    first = FIRST if FIRST in catalogue else next(iter(catalogue), FIRST)
    return st.query_params.get("e") or first


Part = tuple[int | None, Callable[[EntityView], None]]


def _parts(found: EntityView) -> dict[str, Part]:
    """The parts of the page that have something to show, with how much."""
    parts: dict[str, Part] = {
        "overview": (None, _overview),
        "passages": (len(found.passages), _passages),
        "history": (len(found.course), _history),
        "ties": (len(found.ties), _ties),
        "claims": (len(found.claims), _claims),
        "relations": (len(found.relations), _relations),
        "mentions": (len(found.mentions), _mentions),
        "facts": (len(found.facts), _facts),
    }
    return {name: part for name, part in parts.items() if part[0] is None or part[0]}


def _pick(parts: dict[str, Part]) -> str:
    url_state.forget_unknown("part", parts)
    url_state.begin("part", lambda: url_state.chosen("part", parts, "overview"))

    def name(part: str) -> str:
        number = parts[part][0]
        return t(f"entity.{part}") + (f" ({number})" if number else "")

    return str(st.pills(t("entity.part"), list(parts), format_func=name, key="part", required=True, label_visibility="collapsed"))


def _head(release: Release, found: EntityView) -> None:
    st.title(plain(found.title))
    also = "".join(f" · {plain(name)}" for name in found.also if name != found.title)
    st.markdown(f"{KIND_ICONS.get(found.kind, ':material/label:')} **{kind_name(found.kind)}**{also} · `{found.key}`")
    with st.container(horizontal=True, vertical_alignment="center"):
        if url := safe_link(found.url):
            st.link_button(t("entity.official"), url, icon=":material/open_in_new:")
        _downloads(release, found)
        if found.key in cached_entities(release):
            link("graph", t("entity.graph"), ":material/hub:", focus=found.key)
        if found.kind == "jurisdiction":
            others = ",".join(dict.fromkeys([iris.slug(found.iri), "us", "eu", "sg"]))
            link("compare", t("entity.compare"), ":material/table:", j=others)
        if found.kind == "question":
            link("compare", t("entity.compare"), ":material/table:", d=_dimension(release, found))
        link("sparql-page", t("app.open-in-sparql"), ":material/database:", query=_query(found))


def _dimension(release: Release, found: EntityView) -> str:
    head = release.reader.questions().get(iris.slug(found.iri))
    return head.dimension if head else "*"


def _query(found: EntityView) -> str:
    """The stored query behind the facts, with this entity put in."""
    return stored_query("entity_facts").with_values({"entity": found.iri})


def _downloads(release: Release, found: EntityView) -> None:
    downloads(FORMATS, partial(_written, release, found), Path(found.key).name, "entity")


def _written(release: Release, found: EntityView, suffix: str) -> str:
    if suffix == "txt":
        return to_text(found)
    return as_json(to_json(found)) if suffix == "json" else write_rdf(release, found.key, suffix)


def _overview(found: EntityView) -> None:
    """What a reader wants first: identifiers, notes and outcome, the last dates."""
    if found.identifiers:
        st.header(t("entity.identifiers"))
        lines = [f"- {plain(one.scheme)}: **{plain(one.value)}**" + _address(one.url) for one in found.identifiers]
        st.markdown("\n".join(lines))
    for fact in found.facts:
        if fact.property in ("pol:outcome", "pol:says", "pol:howToCode", "skos:definition", "pol:because"):
            st.markdown(f"**{plain(fact.says.capitalize())}**: {plain(fact.value)}")
    if found.course:
        st.header(t("entity.history"))
        _history(found)
    approaches = [fact for fact in found.facts if fact.property == "pol:approach"]
    if approaches:
        st.header(t("entity.approaches"))
        st.markdown(" ".join(f":gray-badge[{plain(fact.value)}]" for fact in approaches))
    if notes := [fact for fact in found.facts if fact.property == "skos:note"]:
        st.header(t("entity.notes"))
        st.markdown("\n".join(f"- {plain(fact.value)}" for fact in notes))
    if addresses := [address for address in found.same_as if safe_link(address)]:
        st.header(t("entity.same-as"))
        st.markdown("\n".join(f"- <{address}>" for address in addresses))
    if found.ties:
        st.header(t("entity.ties"))
        _ties(found)
    st.caption(t("entity.files", files=", ".join(found.files[:5])))


def _address(url: str | None) -> str:
    return f" ([{t('explain.official')}](<{url}>))" if safe_link(url) else ""


def _passages(found: EntityView) -> None:
    st.caption(t("entity.own-words"))
    for one in found.passages:
        doubt = f" :gray-badge[◇ {t('cell.unconfirmed')}]" if one.checked == "background" else ""
        st.markdown(f"**{plain(one.pinpoint)}**{doubt}  \n{plain(one.says)}")


def _history(found: EntityView) -> None:
    columns = {
        name: t(f"entity.column-{name.replace(' ', '-')}")
        for name in ("date", "until", "what", "in short", "pinpoint", "checked")
    }
    frame = pd.DataFrame(list(found.course))
    present = [name for name in columns if frame[name].any()]
    st.table(frame[present].map(plain).rename(columns=columns), hide_index=True, border="horizontal", alt=t("entity.history"))


def _ties(found: EntityView) -> None:
    rows = [
        {
            t("entity.column-tie"): tie.kind,
            t("entity.column-with"): tie.name,
            t("entity.column-share"): f"{tie.percent} %" if tie.percent else "",
            t("entity.column-from"): tie.valid_from,
            t("entity.column-until"): _end(tie.valid_until),
            t("entity.column-in-short"): tie.in_short,
            t("entity.column-checked"): tie.checked,
        }
        for tie in found.ties
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("entity.ties"))


def _claims(found: EntityView) -> None:
    st.caption(t("entity.claims-how"))
    rows = [_claim_row(claim) for claim in found.claims]
    column = st.column_config.LinkColumn(t("entity.column-cell"), display_text=t("entity.open-cell"))
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=min(60 + 36 * len(rows), 640),
        column_config={"cell": column},
        alt=t("entity.claims"),
    )


def _claim_row(claim: EntityClaim) -> dict[str, str]:
    withdrawn = f" ({t('entity.withdrawn')})" if claim.withdrawn else ""
    return {
        t("entity.column-jurisdiction"): claim.jurisdiction,
        t("entity.column-question"): claim.text,
        t("entity.column-answer"): claim.answer + withdrawn,
        t("entity.column-from"): t("entity.unknown-day") if claim.valid_from == EARLIEST else claim.valid_from,
        t("entity.column-until"): _end(claim.valid_until),
        t("entity.column-pinpoint"): claim.pinpoint or "",
        t("entity.column-checked"): ("◇ " if claim.checked == "background" else "") + claim.checked,
        "cell": f"compare?j={claim.jurisdiction}&d=*&cell={claim.jurisdiction}.{claim.question}",
        t("entity.column-in-short"): claim.in_short,
    }


def _relations(found: EntityView) -> None:
    """Each relation with its direction as a heading, and links to the entities at the other end."""

    def direction(relation: Relation) -> tuple[bool, str]:
        return (not relation.outgoing, relation.says)

    for (incoming, says), group in groupby(sorted(found.relations, key=direction), key=direction):
        members = sorted({one.other for one in group}, key=lambda other: other.label.lower())
        sentence = "entity.relation-to" if incoming else "entity.relation-from"
        st.markdown(f"**{t(sentence, says=plain(says), title=plain(found.title))}** ({len(members)})")
        with st.container(horizontal=True, gap="small"):
            for other in members[:MOST_LINKS]:
                entity_link(other.iri, plain(other.label), KIND_ICONS.get(other.kind))
        if rest := members[MOST_LINKS:]:
            with st.expander(t("entity.more", n=len(rest))):
                st.markdown("\n".join(f"- {plain(other.label)} (`{other.key}`)" for other in rest))


def _mentions(found: EntityView) -> None:
    for one in found.mentions:
        with st.container(border=True, gap="small"):
            st.markdown(f"*{plain(one.how)}*: {plain(one.says)}")
            entity_link(one.inside, plain(one.inside.removeprefix(iris.ID)))


def _facts(found: EntityView) -> None:
    def row(fact: Fact) -> dict[str, str]:
        return {
            t("entity.column-property"): fact.says,
            t("entity.column-value"): fact.value,
            t("entity.column-file"): fact.file,
        }

    st.dataframe(pd.DataFrame([row(fact) for fact in found.facts]), hide_index=True, alt=t("entity.facts"))


def _end(day: str) -> str:
    return t("entity.open-end") if day == OPEN else day
