"""A platform's terms beside the law of a day: which edition stood, and how long after an obligation began it was changed.

The editions come from an imported history of terms; their text is in that history, not in the base.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from kb.clocks.regime import Regime
from kb.naming import iris
from kb.release.rows import Queried


@dataclass(frozen=True)
class TermsEdition:
    """A document of the terms as it stood from a day on; ``address`` is where the history can be read."""

    document: str
    on: str
    commit: str
    sha256: str
    source: str
    address: str | None


@dataclass(frozen=True)
class Obligation:
    """A duty of the law that applies on the day, with the first edition of each document from its first day on.

    ``changes`` are (document, day, days after the duty began), the earliest first.
    """

    layer: str
    question: str
    label: str
    citation: str
    since: str
    changes: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class TermsBesideLaw:
    """The terms of a platform on a day, and the duties of one jurisdiction that applied to it."""

    regime: Regime
    editions: tuple[TermsEdition, ...]
    obligations: tuple[Obligation, ...]


def editions_of(release: Queried, platform: str) -> tuple[TermsEdition, ...]:
    """Every edition of a platform's terms, by document and day."""
    rows = release.rows("terms_of_platform", platform=iris.entity("platform", platform))
    return tuple(TermsEdition(address=row.pop("address"), **{name: value or "" for name, value in row.items()}) for row in rows)


def terms_beside_law(editions: Sequence[TermsEdition], regime: Regime) -> TermsBesideLaw:
    """The editions that stood on the day of a regime, and what was changed after each of its duties began."""
    standing = {one.document: one for one in editions if one.on <= regime.as_of}
    duties = [duty for duty in regime.duties if duty.standing == "applies"]
    obligations = tuple(
        Obligation(
            duty.layer.jurisdiction,
            duty.question.id,
            duty.label,
            duty.citation,
            duty.claim.valid_from,
            _changes(editions, duty.claim.valid_from),
        )
        for duty in duties
    )
    return TermsBesideLaw(regime, tuple(standing.values()), obligations)


def _changes(editions: Sequence[TermsEdition], since: str) -> tuple[tuple[str, str, int], ...]:
    """The first change of each document from a day on, where its history goes back that far; what came before is not known."""
    begun: dict[str, str] = {}
    found: dict[str, tuple[str, str, int]] = {}
    for one in editions:
        if begun.setdefault(one.document, one.on) <= since <= one.on != begun[one.document] and one.document not in found:
            lag = datetime.date.fromisoformat(one.on) - datetime.date.fromisoformat(since)
            found[one.document] = (one.document, one.on, lag.days)
    return tuple(sorted(found.values(), key=lambda change: change[1:]))
