"""One entity in words for a terminal, and as plain values for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from kb.graph.entity_view import EntityClaim, EntityView, Relation
from kb.naming.provision_links import page_address
from kb.values.matters import OpenMatter
from kb.values.model import EARLIEST, OPEN


def to_json(view: EntityView) -> dict[str, Any]:
    """The entity as plain values."""
    return {"key": view.key} | asdict(view) | {"matters": [matter.plain() for matter in view.matters]}


def to_text(view: EntityView, state: str = "") -> str:
    """The entity as lines of plain text, its state today first, then one section for each kind of thing that is known of it."""
    also = f" ({', '.join(view.also)})" if view.also else ""
    lines = [f"{view.title}{also}", f"{view.kind}  {view.key}", *_official(view)]
    lines += _section("Today", state.splitlines())
    lines += _section("Identifiers", (f"{one.scheme}: {one.value}" + _address(one.url) for one in view.identifiers))
    lines += _section("Facts", (f"{fact.says}: {fact.value}" for fact in view.facts if not fact.property.startswith("foaf:")))
    lines += _section("Dates", (_event(event) for event in view.course))
    lines += _section("Open matters", map(matter_words, view.matters))
    lines += _section("Ties", (f"{tie.valid_from} to {_end(tie.valid_until)}  {tie.kind}: {tie.name}" for tie in view.ties))
    lines += _section("Provisions", (f"{one.pinpoint}: {one.says}" for one in view.passages))
    lines += _section("Relations", (relation_words(view.title, relation) for relation in view.relations))
    lines += _section("Claims", (claim_words(claim) for claim in view.claims))
    lines += _section("Named in", (f"{one.inside.rpartition('/id/')[2]}: {one.says}" for one in view.mentions))
    lines += _section("Stated in", view.files)
    return "\n".join(lines) + "\n"


def _official(view: EntityView) -> list[str]:
    """The address of the text; of an act or a case also that none is known."""
    if address := page_address(view.url):
        return [address]
    return ["address not known"] if view.kind in ("instrument", "case") else []


def matter_words(matter: OpenMatter) -> str:
    """An open matter as a sentence: what is open since when and when it is looked at again, or how it ended."""
    if matter.retracted_on != OPEN:
        return f"withdrawn on {matter.retracted_on}: {matter.in_short}"
    if end := matter.ending:
        return f"{end.how} on {end.on}: {end.in_short} (was open: {matter.in_short})"
    day = matter.due(OPEN)
    return f"{matter.what.replace('-', ' ')} since {matter.since}, look again on {day}: {matter.in_short}"


def relation_words(title: str, relation: Relation) -> str:
    """A relation as a sentence, whichever way it runs."""
    ends = (title, relation.other.label) if relation.outgoing else (relation.other.label, title)
    return f"{ends[0]} {relation.says} {ends[1]}"


def claim_words(claim: EntityClaim) -> str:
    """A claim in one line: where, what was asked, the answer, its days."""
    start = "an unknown day" if claim.valid_from == EARLIEST else claim.valid_from
    taken_back = "; withdrawn" if claim.withdrawn else ""
    return f"{claim.jurisdiction}, {claim.text} {claim.answer} ({start} to {_end(claim.valid_until)}{taken_back})"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    shown = [f"  {line}" for line in lines]
    return ["", f"{title} ({len(shown)})", *shown] if shown else []


def _event(event: dict[str, str]) -> str:
    said = f": {event['in short']}" if event["in short"] else ""
    return f"{event['date']}  {event['what']}{said}"


def _end(day: str) -> str:
    return "open" if day == OPEN else day


def _address(url: str | None) -> str:
    return f"  {url}" if url else ""
