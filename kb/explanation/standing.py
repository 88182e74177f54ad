"""How a claim stands in a cell, in words: it decides, or why and by which rule it gave way, and what doubt it casts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.cells.sentences import Sentence, values
from kb.cells.teller import Teller, link_quads, value_quads
from kb.explanation.reasons import WON, Reason
from kb.naming import iris
from kb.values.disputes import KINDS
from kb.values.model import StoredClaim, WeighedClaim

if TYPE_CHECKING:
    from pyoxigraph import Quad

# what of two claims each rule of a policy compares
COMPARED = {
    "authority": ("pol:authority",),
    "specificity": ("pol:platform", "pol:party"),
    "generality": ("pol:platform", "pol:party"),
    "answer-over-absence": ("pol:answer", "pol:absence"),
    "recency": ("pol:validFrom",),
    "confirmation": ("pol:checked",),
    "evidence-grade": ("pol:evidenceGrade",),
    "newest-coding": ("pol:assertedOn",),
}
OF_THE_TEXT = {"legal-value": "dct:type"}  # what a rule compares of the texts that the claims stand in
STANDING = {
    "disputes": "It disputes the winner and lost by the rule",
    "beside": "It applies beside the winner and gave way by the rule",
    "overlaid": "It is for other persons than the winner and gave way by the rule",
    "otherwise": "It is for one named platform only and does not decide the general rule, by the rule",
    "agrees": "It agrees with the winner and stands behind it by the rule",
    "yields": "It states an absence and yields to the winner by the rule",
}
LEFT = "It leaves this to the law of each member or part, and so does not decide here."
WITHOUT_RULE = {
    "beside": "It applies beside the winner.",
    "otherwise": "It is for one named platform only and does not decide the general rule.",
}


def outcome(teller: Teller, reason: Reason) -> Sentence:
    """Whether the claim decides, or the rule by which it gave way with the two values that the rule compares."""
    weighed = reason.weighed
    quads = link_quads(teller, weighed.claim)
    if weighed.won:
        return Sentence(WON, quads)
    if weighed.layer and weighed.claim.left_to_members and not weighed.rule:
        return Sentence(LEFT, quads + teller.stated.of(weighed.claim.iri, "pol:leftToMembers"))
    if not weighed.rule or not teller.winner:
        return Sentence(WITHOUT_RULE[weighed.standing], quads)
    ours, theirs = (_compared(teller, weighed.rule or "", claim) for claim in (teller.winner, weighed.claim))
    here = f" Here: {_slugs(ours)} before {_slugs(theirs)}." if ours or theirs else ""
    rule = teller.stated.of(reason.rule_iri, "skos:notation", "rdfs:label", "skos:definition")
    beside = tuple(_beside(teller, weighed.claim)) if weighed.standing == "beside" else ()
    return Sentence(f"{STANDING[weighed.standing]} - {reason.rule}{here}", quads + rule + ours + theirs + beside)


def doubt(teller: Teller, weighed: WeighedClaim) -> list[tuple[Sentence, ...]]:
    """How a claim contradicts the winner, and how much doubt that casts."""
    if not weighed.dispute:
        return []
    claim, kind = weighed.claim, KINDS[weighed.dispute.kind]
    says_from = f" It dates that from {claim.says_from}." if claim.says_from else ""
    text = f"{kind}; the doubt this casts on the cell is {weighed.dispute.level}.{says_from}"
    quads = teller.stated.of(claim.iri, "pol:authority", "pol:answer", "pol:saysFrom")
    return [(Sentence(text, quads + (value_quads(teller, teller.winner) if teller.winner else ())),)]


def _compared(teller: Teller, rule: str, claim: StoredClaim) -> tuple[Quad, ...]:
    """What a rule compares of a claim, or of the text it stands in."""
    if rule in OF_THE_TEXT:
        return teller.stated.of(claim.dossier, OF_THE_TEXT[rule])
    return teller.stated.of(claim.iri, *COMPARED.get(rule, ()))


def _slugs(quads: tuple[Quad, ...]) -> str:
    return ", ".join(iris.slug(value) for value in values(quads)) or "everyone"


def _beside(teller: Teller, claim: StoredClaim) -> Iterator[Quad]:
    """Where either of the winner and a claim says that it stands beside the other's text."""
    for one, other in ((claim, teller.winner), (teller.winner, claim)):
        if one and other and other.dossier:
            yield from teller.stated.tie(one.iri, "pol:standsBeside", other.dossier)
