"""One claim of a cell in sentences: what it says, why it won or lost, its source, support, status, dates and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.cells.sentences import Paragraph, Sentence, Stated, values
from kb.cells.teller import Teller, period, reading_quads, until, value_quads
from kb.explanation.orders import order_lines
from kb.explanation.reasons import Reason
from kb.explanation.standing import doubt, outcome
from kb.explanation.status import event_of_claim, event_quads
from kb.naming import iris
from kb.release.dossiers import LINK_ONLY
from kb.values.evidence import read_words
from kb.values.model import Dossier, StoredClaim, StoredEvent, WeighedClaim
from kb.values.status import decisive_events
from kb.values.words import status_words

if TYPE_CHECKING:
    from pyoxigraph import Quad

DESIGNATED = ("pol:party", "pol:jurisdiction", "pol:validFrom", "pol:validUntil", "pol:assertedOn")


def claim_paragraph(teller: Teller, reason: Reason) -> Paragraph:
    """All sentences on one claim, line by line."""
    lines = [
        (label_sentence(teller, reason.weighed.claim, reason.label), outcome(teller, reason)),
        (in_short(teller, reason.weighed.claim),),
        *order_lines(teller, reason.weighed),
        *doubt(teller, reason.weighed),
        *_scope(teller, reason.weighed.claim),
        (_source(teller, reason),),
        *_supports(teller, reason),
        *_status(teller, reason.weighed),
        _dates(teller, reason.weighed.claim),
        (_evidence(teller, reason.weighed.claim),),
        *_note(teller, reason.weighed.claim),
    ]
    return Paragraph(reason.weighed.claim.iri, tuple(lines))


def label_sentence(teller: Teller, claim: StoredClaim, label: str) -> Sentence:
    """What the claim answers."""
    return Sentence(f"{label}.", value_quads(teller, claim))


def in_short(teller: Teller, claim: StoredClaim) -> Sentence:
    """The sentence that the table shows of the claim."""
    return Sentence(claim.in_short, teller.stated.of(claim.iri, "pol:inShort"))


def _scope(teller: Teller, claim: StoredClaim) -> list[tuple[Sentence, ...]]:
    """Whom the claim is limited to; for a class, also since when the platform asked for is in it."""
    stated, lines = teller.stated, list[tuple[Sentence, ...]]()
    for kind, slug, name in (("platform", claim.platform, "rdfs:label"), ("party", claim.party, "skos:prefLabel")):
        if slug:
            iri = iris.entity(kind, slug)
            quads = stated.of(claim.iri, f"pol:{kind}") + stated.of(iri, name)
            what = "platform" if kind == "platform" else "class"
            lines.append((Sentence(f"It is limited to the {what} {stated.value(iri, name)}.", quads),))
    return lines + [(sentence,) for sentence in _designations(teller, claim)]


def _designations(teller: Teller, claim: StoredClaim) -> list[Sentence]:
    asked, stated = teller.comparison, teller.stated
    if not asked.platform or not claim.party:
        return []
    found = []
    for tie in stated.of(iris.entity("platform", asked.platform), "pol:designation"):
        (node,) = values([tie])
        party, place, start, end, asserted = (stated.value(node, name) for name in DESIGNATED)
        where = (iris.slug(party), iris.slug(place)) == (claim.party, claim.jurisdiction)
        if where and start <= asked.as_of < end and asserted <= asked.known_on:
            text = f"{asked.platform_name} is in this class from {start}{until(end)}, in the record since {asserted}."
            found.append(Sentence(text, (tie, *stated.of(node, *DESIGNATED))))
    return found


def _source(teller: Teller, reason: Reason) -> Sentence:
    claim, dossier = reason.weighed.claim, reason.weighed.dossier
    if dossier is None:
        said = f"Source: our search of {claim.searched_on} (weighed as {claim.authority})"
        return Sentence(said, teller.stated.of(claim.iri, "pol:searchedOn", "pol:authority"))
    quads = teller.stated.of(claim.iri, "pol:statedIn", "pol:pinpoint", "pol:authority")
    weight = f"{claim.authority}, {dossier.type.replace('-', ' ')}" if dossier.type else claim.authority
    return Sentence(f"Source: {reason.citation} ({weight})", quads + _cited(teller.stated, dossier))


def _cited(stated: Stated, dossier: Dossier) -> tuple[Quad, ...]:
    """What the citation says of the dossier: its titles, the identifier it names, who published it and when."""
    dated = "pol:dated" if dossier.dated else "dct:issued"
    quads = stated.of(dossier.iri, "rdfs:label", "skos:altLabel", "dct:type", "dct:publisher", dated)
    cited = [scheme for scheme, _ in dossier.identifiers if scheme not in LINK_ONLY][:1]
    for tie in stated.of(dossier.iri, "pol:identifier"):
        (node,) = values([tie])
        if stated.value(node, "pol:identifierScheme") in cited:
            quads += (tie, *stated.of(node, "pol:identifierScheme", "skos:notation", "pol:position"))
    return quads


def _supports(teller: Teller, reason: Reason) -> list[tuple[Sentence, ...]]:
    stated, claim = teller.stated, reason.weighed.claim
    if claim.absence:
        return [(Sentence(f"Searched: {values([quad])[0]}", (quad,)),) for quad in stated.of(claim.iri, "pol:searched")]
    lines = list[tuple[Sentence, ...]]()
    for support in reason.supports:
        passage = support.passage or ""
        quads = stated.tie(claim.iri, "pol:restsOn", passage) + stated.of(passage, "pol:pinpoint", "pol:says")
        lines.append((Sentence(f"{support.pinpoint + ': ' if support.pinpoint else ''}{support.says}", quads),))
        if support.verdict:
            verdict = f"Verdict on this statement: {support.verdict}. {support.because or ''}".rstrip()
            lines.append((Sentence(verdict, stated.of(passage, "pol:verdict", "pol:because")),))
    return lines


def _status(teller: Teller, weighed: WeighedClaim) -> list[tuple[Sentence, ...]]:
    """Legal and enforcement status of the text on the day, with the dated events they follow from."""
    events = _decisive(teller, weighed)
    words = "; ".join(event_of_claim(teller.stated, event, weighed.claim) for event in events)
    said = f"Status on the day: {status_words(weighed)}. By these dates: {words}."
    return [(Sentence(said, status_quads(teller, weighed)),)] if events else []


def status_quads(teller: Teller, weighed: WeighedClaim) -> tuple[Quad, ...]:
    """The triples of the dated events that the status of a claim's text follows from."""
    events = _decisive(teller, weighed)
    return tuple(quad for event in events for quad in event_quads(teller.stated, event, weighed.claim))


def _decisive(teller: Teller, weighed: WeighedClaim) -> tuple[StoredEvent, ...]:
    asked, claim = teller.comparison, weighed.claim
    events = teller.reader.events(claim.dossier) if claim.dossier else ()
    return decisive_events(claim, events, asked.as_of, asked.known_on).behind_statuses


def _dates(teller: Teller, claim: StoredClaim) -> tuple[Sentence, ...]:
    stated = teller.stated
    return (
        Sentence(f"Holds {period(claim)}.", stated.of(claim.iri, "pol:validFrom", "pol:validUntil")),
        Sentence(
            f"In the record since {claim.asserted_on}, coded by {claim.coded_by}.",
            stated.of(claim.iri, "pol:assertedOn", "pol:retractedOn", "pol:codedBy"),
        ),
    )


def _evidence(teller: Teller, claim: StoredClaim) -> Sentence:
    """What was read, what that is worth, who confirmed it when, and to which day it goes."""
    stated = teller.stated
    quads = stated.of(claim.iri, "pol:evidenceGrade", "pol:checked")
    if not claim.readings:
        said = f"Evidence: {claim.evidence_grade}, {claim.checked}; read in {claim.read_in}"
        return Sentence(said, quads + stated.of(claim.iri, "pol:readIn"))
    said = f"Evidence: {claim.evidence_grade}, {claim.checked}; {read_words(claim.readings, claim.evidence_grade)}"
    quads += stated.of(claim.iri, "pol:evidenceTo") + reading_quads(teller, claim)
    by = dict.fromkeys(f"by {one.by} on {one.read_on}" for one in claim.readings if one.read_on)
    at = dict.fromkeys(one.address for one in claim.readings if one.address)
    who = [f"read {' and '.join(by)}"] if by else []
    who += [f"read at {' and '.join(at)}"] if at else []
    return Sentence("; ".join([said, *who, f"evidence to {claim.evidence_to or 'no day that is recorded'}"]), quads)


def _note(teller: Teller, claim: StoredClaim) -> list[tuple[Sentence, ...]]:
    return [(Sentence(f"Note: {claim.note}", teller.stated.of(claim.iri, "skos:note")),)] if claim.note else []
