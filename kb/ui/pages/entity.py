"""Entity: all that the base says of one instrument, case, platform, organisation, jurisdiction, question or source."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path

import streamlit as st

from kb.cells.layers import UNION
from kb.errors import UsageError
from kb.graph.entity_text import to_json, to_text
from kb.graph.entity_view import EntityView, Identifier, Mention, Relation, nearest_key, view, write_rdf
from kb.loaders.record.statements import FOLDER_OF
from kb.naming import iris
from kb.naming.links import safe_link
from kb.naming.provision_links import edition, page_address
from kb.profiles.html import folded
from kb.profiles.named import names_of, number_system
from kb.profiles.profile import Profile, profile
from kb.profiles.written import FORMATS as DOCUMENTS
from kb.profiles.written import state_text, write_profile
from kb.release.release import Release
from kb.saving import as_json
from kb.ui.cells.answer_map import draw_map
from kb.ui.frame import url_state
from kb.ui.frame.beginning import first_places
from kb.ui.frame.feeds import feed_link
from kb.ui.frame.html import badge, cards, entity_way, paragraph, words
from kb.ui.frame.kinds import KIND_ICONS, kind_name, matter_kind
from kb.ui.frame.links import link
from kb.ui.frame.shared import cached, cached_comparison, cached_entities, current_release, page_note, plain
from kb.ui.frame.spoken import said
from kb.ui.graph.entity_sections import show_sections
from kb.ui.graph.entity_state import show_line, show_rest
from kb.ui.graph.entity_tables import claims_table, fact_row, facts_table, history_table, ties_table
from kb.ui.taking.amend_form import amend_form
from kb.ui.taking.take_away import take_away
from kb.ui.words import language, t
from kb.values.matters import OPEN, OpenMatter
from kb.values.view import View

FIRST = "platform/tiktok"
MOST_LINKS, LONGEST_KEY = 40, 300
SET = ("review", "scheduled-application", "treaty-review")  # what is set for a day to come, and open since none that tells
STATING = ("instrument", "case", "source")
FOLLOWED = {"jurisdiction": "jurisdictions", "question": "questions", "dimension": "dimensions", "platform": "platform"}
FORMATS = ("docx", "html", "md", "jsonld", "ttl", "json", "txt")
TOLD = {
    "pol:says": "entity.told-says",
    "pol:howToCode": "explain.coding",
    "skos:definition": "entity.told-definition",
    "pol:because": "entity.told-because",
}
TOLD_ABOVE = ("jurisdiction", "question", "platform", "instrument", "organisation", "case")
WORDS = ("finding", "provision", "pinpoint", "confirmed", "approach", "power", "open-matter", "verdict", "last-known")


def show() -> None:
    """The page."""
    release = current_release()
    entity = _asked(release)
    try:
        found = cached(release, view, entity)
    except UsageError:
        _not_found(release, entity)
        return
    told: Profile = cached(release, profile, entity, language())
    _head(release, found)
    show_line(told)
    bar = st.container(horizontal=True, vertical_alignment="center")
    parts = _parts(release, found)
    part = _pick(parts)
    url_state.write({"e": entity, "part": "" if part == "overview" else part})
    with bar:
        _links(release, found, told)
    if part == "overview":
        show_rest(told)
        show_sections(release, told)
        _map(release, found)
    parts[part][1](found)
    page_note(release, *WORDS)


def _not_found(release: Release, entity: str) -> None:
    """That there is nothing under a name, and what it may have meant."""
    st.title(t("entity.title"))
    url_state.write({"e": "", "part": ""})
    st.warning(t("entity.unknown", name=plain(entity[:80])), icon=":material/link_off:")
    catalogue = cached_entities(release)
    if near := nearest_key(entity, catalogue):
        one = catalogue[near]
        st.html(entity_way(one.iri, t("entity.near", name=said(one.label)), KIND_ICONS.get(one.kind)))
    st.markdown(t("entity.how"))


def _asked(release: Release) -> str:
    """The entity of the address; the first one a newcomer would want to see where there is none."""
    catalogue = cached_entities(release)
    first = FIRST if FIRST in catalogue else next(iter(catalogue), FIRST)
    return url_state.text("e", LONGEST_KEY) or first


Part = tuple[int | None, Callable[[EntityView], None]]


def _parts(release: Release, found: EntityView) -> dict[str, Part]:
    """The parts of the page that have something to show, with how much."""
    parts: dict[str, Part] = {
        "overview": (None, partial(_overview, release)),
        "passages": (len(found.passages), _passages),
        "matters": (len(found.matters), _matters),
        "history": (len(found.course), partial(history_table, release)),
        "ties": (len(found.ties), partial(ties_table, release)),
        "claims": (len(found.claims), partial(claims_table, release)),
        "relations": (len(found.relations), _relations),
        "mentions": (len(found.mentions), _mentions),
        "facts": (len(found.facts), partial(_facts, release)),
        "correct": (1 if found.kind in STATING else 0, partial(_correct, release)),
    }
    return {name: part for name, part in parts.items() if part[0] is None or part[0]}


def _matters(found: EntityView) -> None:
    """What is open here, when it is looked at again, and how what was open ended."""
    st.markdown("\n".join(f"- {plain(_matter(matter))}" for matter in found.matters))
    link("due", t("pages.due.title"), ":material/pending_actions:")


def _matter(matter: OpenMatter) -> str:
    if matter.retracted_on != OPEN:
        return t("due.withdrawn-one", day=matter.retracted_on, said=matter.in_short)
    if end := matter.ending:
        return t("due.ended-one", how=t(f"due.ended-{end.how}"), day=end.on, said=end.in_short)
    kind = matter_kind(matter.what)
    key = "entity.set-one" if matter.what in SET else "due.open-one"
    return t(key, kind=kind, since=matter.since, day=matter.due(OPEN), said=matter.in_short)


def _pick(parts: dict[str, Part]) -> str:
    url_state.forget_unknown("part", parts)
    url_state.begin("part", lambda: url_state.chosen("part", parts, "overview"))

    def name(part: str) -> str:
        number = parts[part][0] if part != "correct" else None
        return t(f"entity.{part}") + (f" ({number})" if number else "")

    return str(st.pills(t("entity.part"), list(parts), format_func=name, key="part", required=True, label_visibility="collapsed"))


def _head(release: Release, found: EntityView) -> None:
    st.title(plain(found.title))
    also = "".join(f" · {plain(name)}" for name in found.also if name != found.title)
    st.markdown(f"{KIND_ICONS.get(found.kind, ':material/label:')} **{kind_name(found.kind)}**{also}")


def _links(release: Release, found: EntityView, told: Profile) -> None:
    """Where to go from here, and what to take along."""
    if url := safe_link(page_address(found.url, language())):
        st.link_button(t("entity.official"), url, icon=":material/open_in_new:")
    elif found.kind in ("instrument", "case"):
        st.caption(t("entity.no-address"))
    _take_away(release, found, told)
    if found.key in cached_entities(release):
        link("graph", t("entity.graph"), ":material/hub:", focus=found.key)
    if found.kind == "jurisdiction":
        others = ",".join(dict.fromkeys([iris.slug(found.iri), *first_places(release.reader)]))
        link("compare", t("entity.compare"), ":material/table:", j=others)
    if found.kind == "question":
        link("compare", t("entity.compare"), ":material/table:", d=_dimension(release, found))
    if found.kind in FOLLOWED:
        feed_link(found.title, View(**{FOLLOWED[found.kind]: iris.slug(found.iri)}))


def _dimension(release: Release, found: EntityView) -> str:
    head = release.reader.questions().get(iris.slug(found.iri))
    return head.dimension if head else "*"


def _take_away(release: Release, found: EntityView, told: Profile) -> None:
    own = (FORMATS, partial(_written, release, found, told))
    query = ("entity_facts", {"entity": found.iri})
    take_away(release, found.title, "", lambda: list(map(fact_row, found.facts)), Path(found.key).name, query, own)


def _written(release: Release, found: EntityView, told: Profile, suffix: str) -> str | bytes:
    if suffix in DOCUMENTS:
        return write_profile(told, suffix)
    if suffix == "txt":
        return to_text(found, state_text(told))
    return as_json(to_json(found)) if suffix == "json" else write_rdf(release, found.key, suffix)


def _overview(release: Release, found: EntityView) -> None:
    """What a reader wants first: identifiers, notes and outcome, the last dates; of an organisation, its powers and ties."""
    if found.identifiers:
        st.header(t("entity.identifiers"))
        names = cached(release, names_of)
        lines = [f"- {plain(said(number_system(one.scheme, names)))}: **{_linked(one)}**" for one in found.identifiers]
        st.markdown("\n".join(lines))
    for fact in found.facts:
        if fact.property in TOLD:
            st.markdown(f"**{plain(t(TOLD[fact.property]))}**: {plain(fact.value)}")
    if found.course and found.kind not in TOLD_ABOVE:
        st.header(t("entity.history"))
        history_table(release, found)
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
    if found.kind == "organisation" and found.relations:
        st.header(t("entity.relations"))
        _relations(found)


def _facts(release: Release, found: EntityView) -> None:
    """Every statement, and for those who work with the files what the thing is called there and where it stands."""
    facts_table(release, found)
    st.caption(t("entity.files", name=found.key, files=", ".join(found.files[:5])))


def _map(release: Release, found: EntityView) -> None:
    """Of a question the answers on the map of the world, with every answer that it has and what each means."""
    if found.kind == "question":
        asked = View(tuple(release.reader.jurisdictions()), questions=iris.slug(found.iri))
        st.header(t("compare.view-map"))
        unions = [slug for slug, kind in release.reader.kinds().items() if kind == UNION]
        draw_map(cached_comparison(release, asked.settled()), unions, {})


def _linked(one: Identifier) -> str:
    """An official number, which leads to where its system has the thing."""
    url = safe_link(one.url)
    return f"[{plain(one.value)}](<{edition(url, language())}>)" if url else plain(one.value)


def _passages(found: EntityView) -> None:
    st.caption(t("entity.own-words"))
    shown = []
    for one in found.passages:
        doubt = " " + badge("◇ " + t("cell.unconfirmed")) if one.checked == "background" else ""
        shown.append(paragraph(f"<b>{words(one.pinpoint)}</b>{doubt}", words(one.says)))
    st.html("".join(shown))


def _relations(found: EntityView) -> None:
    """Each relation with its direction as a heading, and links to the entities at the other end."""

    def direction(relation: Relation) -> tuple[bool, str]:
        return (not relation.outgoing, relation.says)

    shown = []
    for (incoming, says), group in groupby(sorted(found.relations, key=direction), key=direction):
        members = sorted({one.other for one in group}, key=lambda other: other.label.lower())
        sentence = "entity.relation-to" if incoming else "entity.relation-from"
        shown.append(paragraph(f"<b>{t(sentence, says=words(says), title=words(found.title))}</b> ({len(members)})"))
        ways = [entity_way(other.iri, other.label, KIND_ICONS.get(other.kind)) for other in members]
        shown.append(paragraph(" ".join(ways[:MOST_LINKS])))
        if rest := ways[MOST_LINKS:]:
            shown.append(folded(t("entity.more", n=len(rest)), paragraph(" ".join(rest))))
    st.html("".join(shown))


def _mentions(found: EntityView) -> None:
    def card(one: Mention) -> str:
        told = paragraph(f"<em>{words(one.how)}</em>: {words(one.says)}")
        return told + entity_way(one.inside, one.inside.removeprefix(iris.ID))

    st.html(cards(map(card, found.mentions)))


def _correct(release: Release, found: EntityView) -> None:
    """A form that amends one of the statements made in the entity's file."""
    amend_form(release, f"{FOLDER_OF[found.kind]}/{found.key.partition('/')[2]}.yaml", "entity")
