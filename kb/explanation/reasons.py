"""The claims of a cell as reasons: what each rests on, how it is cited, and the rule that decided against it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.cells.sentences import Stated
from kb.naming import iris
from kb.release.dossiers import cite_weighed
from kb.release.release import Release
from kb.texts.beside import LawWords, law_words
from kb.values.model import STATE_WORDS, QuestionHead, WeighedClaim

WON = "This claim decides the cell."


@dataclass(frozen=True)
class Support:
    """What a claim rests on: a pinpoint, what it says, for a source's statement the verdict; and the passage's IRI.

    ``law`` has the law's own words, where the text is on this machine.
    """

    pinpoint: str | None
    says: str
    verdict: str | None
    because: str | None
    passage: str | None = None
    law: LawWords | None = None


@dataclass(frozen=True)
class Reason:
    """One claim of the cell with its citation, support, and the rule that decided against it, in words, if one did."""

    weighed: WeighedClaim
    citation: str
    label: str
    supports: tuple[Support, ...]
    rule: str
    rule_iri: str | None = None


def reasons_of(release: Release, head: QuestionHead, claims: tuple[WeighedClaim, ...], as_of: str | None = None) -> list[Reason]:
    """The claims of one cell with what they rest on, in the order of the cell; the law's own words as of a day."""
    stated, found = Stated(release.store), []
    for weighed in claims:
        claim, rule = weighed.claim, weighed.rule
        label = head.label(claim.answer) if claim.answer else STATE_WORDS[claim.state]
        iri = iris.entity("resolution-rule", rule) if rule else None
        words = f"{stated.value(iri, 'rdfs:label') or rule}: {stated.value(iri, 'skos:definition')}." if iri else ""
        found.append(Reason(weighed, cite_weighed(weighed), label, _supports(release, weighed, as_of), words, iri))
    return found


def _supports(release: Release, weighed: WeighedClaim, as_of: str | None) -> tuple[Support, ...]:
    claim = weighed.claim
    if claim.absence:
        return tuple(Support(None, f"Searched: {place}", None, None) for place in claim.searched)
    return tuple(
        Support(
            pinpoint=row["pinpoint"],
            says=row["says"] or "",
            verdict=iris.slug_or_none(row["verdict"]),
            because=row["because"],
            passage=row["passage"],
            law=_law(weighed, row["pinpoint"], as_of),
        )
        for row in release.rows("passages_of_claim", claim=claim.iri)
    )


def _law(weighed: WeighedClaim, pinpoint: str | None, as_of: str | None) -> LawWords | None:
    dossier = weighed.dossier
    return law_words(dossier.path, pinpoint, as_of) if dossier and dossier.kind == "instrument" else None
