"""One entity in words for a terminal, and as plain values for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from kb.graph.entity_view import EntityClaim, EntityView, Relation
from kb.graph.network import Tie
from kb.language.language import WRITTEN_IN, Language, vocabulary
from kb.naming.provision_links import page_address
from kb.values.matters import OpenMatter
from kb.values.model import EARLIEST, OPEN


def to_json(view: EntityView) -> dict[str, Any]:
    """The entity as plain values."""
    return {"key": view.key} | asdict(view) | {"matters": [matter.plain() for matter in view.matters]}


def to_text(view: EntityView, state: str = "", language: Language | None = None) -> str:
    """The entity as lines of plain text, its state today first, then one section for each kind of thing that is known of it.

    Headings, days and names are in the language that is handed over, in English without one; what is stated stays as written.
    """
    return _Text(language or Language()).whole(view, state)


@dataclass(frozen=True)
class _Text:
    language: Language

    def whole(self, view: EntityView, state: str) -> str:
        named = self.language.named
        also = f" ({', '.join(view.also)})" if view.also else ""
        lines = [f"{named(view.title)}{also}", f"{self._kind(view.kind)}  {view.key}", *self._official(view)]
        lines += self._section("today", state.splitlines())
        lines += self._section("identifiers", (f"{one.scheme}: {one.value}" + _address(one.url) for one in view.identifiers))
        facts = (fact for fact in view.facts if not fact.property.startswith("foaf:"))
        lines += self._section("facts", (f"{self._kind(fact.says, 'properties')}: {named(fact.value)}" for fact in facts))
        lines += self._section("dates", map(self._event, view.course))
        lines += self._section("open-matters", (matter_words(one, self.language) for one in view.matters))
        lines += self._section("ties", map(self._tie, view.ties))
        lines += self._section("provisions", (f"{one.pinpoint}: {one.says}" for one in view.passages))
        lines += self._section("relations", (relation_words(view.title, one, self.language) for one in view.relations))
        lines += self._section("claims", (claim_words(claim, self.language) for claim in view.claims))
        lines += self._section("named-in", (f"{one.inside.rpartition('/id/')[2]}: {one.says}" for one in view.mentions))
        lines += self._section("stated-in", view.files)
        return "\n".join(lines) + "\n"

    def _t(self, key: str, **values: object) -> str:
        return self.language.t(f"entity.{key}", **values)

    def _kind(self, kind: str, group: str = "kinds") -> str:
        """A kind of things or of ties, or a property, in a word; in English as files call it."""
        return kind if self.language.code == WRITTEN_IN else vocabulary(self.language.code).get(f"{group}.{kind}", kind)

    def _official(self, view: EntityView) -> list[str]:
        """The address of the text; of an act or a case also that none is known."""
        if address := page_address(view.url, self.language.code):
            return [address]
        return [self._t("no-address")] if view.kind in ("instrument", "case") else []

    def _section(self, title: str, lines: Iterable[str]) -> list[str]:
        shown = [f"  {line}" for line in lines]
        return ["", f"{self._t(title)} ({len(shown)})", *shown] if shown else []

    def _event(self, event: dict[str, str]) -> str:
        said = f": {event['in short']}" if event["in short"] else ""
        return f"{event['date']}  {self.language.named(event['what'])}{said}"

    def _tie(self, tie: Tie) -> str:
        days = self._t("days", first=tie.valid_from, last=_end(tie.valid_until, self.language))
        return f"{days}  {self._kind(tie.kind)}: {self.language.named(tie.name)}"


def matter_words(matter: OpenMatter, language: Language | None = None) -> str:
    """An open matter as a sentence: what is open since when and when it is looked at again, or how it ended."""
    spoken = language or Language()
    t = spoken.t
    if matter.retracted_on != OPEN:
        return t("entity.matter-withdrawn", day=matter.retracted_on, says=matter.in_short)
    if end := matter.ending:
        return t("entity.matter-ended", how=spoken.named(end.how), day=end.on, says=end.in_short, was=matter.in_short)
    kind = matter.what.replace("-", " ") if spoken.code == WRITTEN_IN else t(f"matter-kind.{matter.what}")
    said = {"kind": kind, "since": matter.since, "day": matter.due(OPEN)}
    return t("entity.matter", **said, says=matter.in_short)


def relation_words(title: str, relation: Relation, language: Language | None = None) -> str:
    """A relation as a sentence, whichever way it runs."""
    spoken = language or Language()
    named = spoken.named
    ends = (title, relation.other.label) if relation.outgoing else (relation.other.label, title)
    return f"{named(ends[0])} {spoken.related(relation.says)} {named(ends[1])}"


def claim_words(claim: EntityClaim, language: Language | None = None) -> str:
    """A claim in one line: where, what was asked, the answer, its days."""
    spoken = language or Language()
    start = spoken.t("entity.unknown-day") if claim.valid_from == EARLIEST else claim.valid_from
    taken_back = spoken.t("entity.taken-back") if claim.withdrawn else ""
    days = spoken.t("entity.days", first=start, last=_end(claim.valid_until, spoken))
    return f"{spoken.named(claim.jurisdiction)}, {spoken.named(claim.text)} {spoken.named(claim.answer)} ({days}{taken_back})"


def _end(day: str, language: Language) -> str:
    return language.t("entity.is-open") if day == OPEN else day


def _address(url: str | None) -> str:
    return f"  {url}" if url else ""
