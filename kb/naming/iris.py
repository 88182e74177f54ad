"""Every IRI of the knowledge base is minted here.

    jurisdiction  .../id/jurisdiction/us
    instrument    .../id/instrument/eu/dsa
    provision     .../id/instrument/eu/dsa/art_34_1           from the pinpoint "art. 34(1)"
    case, source  .../id/case/us/tiktok-v-garland   .../id/source/<slug>
    statement     .../id/source/<slug>/c21
    question      .../id/question/forced-divestiture
    answer        .../id/question/forced-divestiture/required
    claim         .../id/claim/us/pafaca/forced-divestiture/2024-04-24--tiktok
    reading       .../id/reading/instruments/us/pafaca/3fa9c2d1b077
    concept       .../id/absence/none-found                   one kind per concept scheme
    link          .../link/forced-divestiture                 jurisdiction -> claim, one predicate per question
    named graph   .../graph/facts/instruments/us/pafaca.yaml
    release       .../release/cfb48c8f3b281dfc                and in an endpoint its graphs: .../release/<id>/graph/<path>

Slugs are lower case ASCII, never reused; a question that is renamed keeps its former name as one that is replaced.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kb.loaders.pinpoints import pinpoint_slug
from kb.naming.names import policy_name
from kb.naming.namespaces import ROOT

ID = ROOT + "id/"
KEPT = 1 << 14  # IRIs that are minted again and again
KIND_OF_FOLDER = {"instruments": "instrument", "cases": "case", "sources": "source"}


@lru_cache(KEPT)
def entity(kind: str, path: str) -> str:
    """IRI of an entity of a kind.

    >>> entity("instrument", "us/pafaca")
    'https://w3id.org/policykb/id/instrument/us/pafaca'
    """
    if not re.fullmatch(r"[a-z-]+", kind) or not re.fullmatch(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*", path):
        raise ValueError(f"no IRI can be minted for {kind!r} {path!r}")
    return f"{ID}{kind}/{path}"


def passage(dossier: str, pinpoint: str) -> str:
    """IRI of a provision or holding below its dossier's IRI.

    >>> passage(entity("instrument", "eu/dsa"), "art. 34(1)")
    'https://w3id.org/policykb/id/instrument/eu/dsa/art_34_1'
    """
    slug = pinpoint_slug(pinpoint)
    if not slug:
        raise ValueError(f"no IRI can be minted for the pinpoint {pinpoint!r}")
    return f"{dossier}/{slug}"


def answer(question: str, slug: str) -> str:
    """IRI of one answer of a question's closed list."""
    return entity("question", f"{question}/{slug}")


def policy(version: str) -> str:
    """IRI of a resolution policy, from its name with or without a version.

    >>> policy("law-first/1.0.0")
    'https://w3id.org/policykb/id/policy/law-first'
    """
    return entity("policy", policy_name(version))


def link(question: str) -> str:
    """Predicate of the direct link from a jurisdiction to its claims on one question."""
    return f"{ROOT}link/{question}"


def graph(path: str) -> str:
    """Named graph of one input file."""
    return f"{ROOT}graph/{path}"


def base() -> str:
    """The knowledge base itself."""
    return ROOT


def ontology() -> str:
    """The ontology itself."""
    return f"{ROOT}ontology"


def release(identifier: str) -> str:
    """A release, and in an endpoint the graph with all its statements."""
    return f"{ROOT}release/{identifier}"


def nanopublication(identifier: str, claim: str) -> str:
    """A claim as a nanopublication of a release.

    >>> nanopublication("cfb48c8f3b281dfc", entity("claim", "us/pafaca/forced-divestiture/2024-04-24"))
    'https://w3id.org/policykb/release/cfb48c8f3b281dfc/nanopublication/us/pafaca/forced-divestiture/2024-04-24'
    """
    return f"{release(identifier)}/nanopublication/{tail(claim, 'claim')}"


def release_graph(identifier: str, path: str) -> str:
    """Named graph of one input file as an endpoint holds it for one release."""
    return f"{release(identifier)}/graph/{path}"


def catalogue() -> str:
    """The graph of an endpoint that says which releases it holds and which of them is current."""
    return f"{ROOT}releases"


def feed_entry(jurisdiction: str, question: str, clock: str, day: str, which: str = "") -> str:
    """An entry of a feed: what happened to a cell on a day of one clock.

    >>> feed_entry("eu", "ad-labelling", "law", "2024-02-17")
    'https://w3id.org/policykb/feed/eu/ad-labelling/law/2024-02-17'
    """
    return f"{ROOT}feed/{jurisdiction}/{question}/{clock}/{day}" + (f"/{which}" if which else "")


def tail(iri: str, kind: str) -> str:
    """Path of an IRI below its kind.

    >>> tail("https://w3id.org/policykb/id/instrument/us/pafaca", "instrument")
    'us/pafaca'
    """
    return iri.removeprefix(f"{ID}{kind}/")


def slug(iri: str) -> str:
    """Last segment of an IRI."""
    return iri.rpartition("/")[2]


def slug_or_none(iri: str | None) -> str | None:
    """Last segment of an IRI, or None for None."""
    return slug(iri) if iri else None


def kind(iri: str) -> str | None:
    """Kind of one of our entities, or None for any other IRI.

    >>> kind("https://w3id.org/policykb/id/case/us/tiktok-v-garland")
    'case'
    """
    return iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else None
