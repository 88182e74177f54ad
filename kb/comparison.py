"""Compute a comparison: cells from claims, by the resolution policy, at one point of both clocks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kb.dossiers import cite, cite_search
from kb.errors import UsageError
from kb.model import (
    EARLIEST,
    OPEN,
    STATE_WORDS,
    Cell,
    Comparison,
    Note,
    PlatformHead,
    QuestionHead,
    StoredClaim,
    WeighedClaim,
)
from kb.names import known
from kb.reader import Reader
from kb.resolution import POLICY, Ranked, resolve
from kb.status import statuses


@dataclass
class _Notes:
    """Numbers citations in the order in which the table first needs them."""

    numbered: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def number(self, citation: str, url: str | None) -> int:
        return self.numbered.setdefault((citation, url), len(self.numbered) + 1)

    def all(self) -> tuple[Note, ...]:
        return tuple(Note(n, citation, url) for (citation, url), n in self.numbered.items())


@dataclass(frozen=True)
class Asked:
    """One point of both clocks, the platform it is asked for, and the names of scopes."""

    as_of: str
    known_on: str
    platform: PlatformHead | None
    names: Mapping[str, str]


def compare(
    reader: Reader,
    jurisdictions: Sequence[str],
    *,
    questions: Sequence[str] = (),
    dimensions: Sequence[str] = (),
    as_of: str | None = None,
    known_on: str | None = None,
    platform: str | None = None,
) -> Comparison:
    """Compare jurisdictions on questions (all of the codebook unless named) at one point of both clocks.

    ``as_of`` is the day of the law, ``known_on`` the day of the record, both ISO dates and today if left out.
    Raises UsageError for a name that does not exist or a date that is none.
    """
    today = datetime.date.today().isoformat()
    names = reader.jurisdictions()
    columns = [known("jurisdiction", jurisdiction, names) for jurisdiction in dict.fromkeys(jurisdictions)]
    if not columns:
        raise UsageError(f"name at least one jurisdiction, for example us eu sg. Known: {', '.join(names)}")
    heads = reader.platforms()
    chosen = heads[known("platform", platform, heads)] if platform else None
    point = Asked(day("as-of", as_of or today), day("known-on", known_on or today), chosen, _scope_names(reader, heads))
    rows = choose_questions(reader.questions(), questions, dimensions)
    notes = _Notes()
    cells = [cell for head in rows for cell in _row(reader, head, columns, point, notes)]
    return Comparison(
        release=reader.release_id,
        as_of=point.as_of,
        known_on=point.known_on,
        platform=chosen.id if chosen else None,
        platform_name=chosen.name if chosen else None,
        policy=POLICY,
        jurisdictions=tuple((column, names[column]) for column in columns),
        questions=tuple(rows),
        cells=tuple(cells),
        notes=notes.all(),
    )


def _scope_names(reader: Reader, platforms: Mapping[str, PlatformHead]) -> dict[str, str]:
    """What claims can be limited to, by identifier: platforms and classes of persons."""
    return {**reader.parties(), **{head.id: head.name for head in platforms.values()}}


def day(name: str, text: str) -> str:
    """An ISO date as given; raises UsageError that says how to write one.

    The day that stands for an open end is none: on it nothing holds any more.
    """
    try:
        if datetime.date.fromisoformat(text).isoformat() != text or text == OPEN:
            raise ValueError
    except ValueError:
        raise UsageError(f"--{name} {text}: write a day of the calendar as YYYY-MM-DD, for example 2025-09-15") from None
    return text


def choose_questions(
    codebook: Mapping[str, QuestionHead], questions: Iterable[str], dimensions: Iterable[str]
) -> list[QuestionHead]:
    """The questions named and those of the dimensions named, in codebook order; all if none is named."""
    titles = list(dict.fromkeys(head.dimension for head in codebook.values()))
    wanted = {known("question", question, codebook) for question in questions}
    broad = {known("dimension", dimension, titles) for dimension in dimensions}
    if not wanted and not broad:
        return list(codebook.values())
    return [head for head in codebook.values() if head.id in wanted or head.dimension in broad]


def _row(reader: Reader, head: QuestionHead, columns: list[str], point: Asked, notes: _Notes) -> list[Cell]:
    found = reader.claims(head.id, point.as_of, point.known_on, columns)
    by_column: dict[str, list[StoredClaim]] = {column: [] for column in columns}
    for claim in found:
        if claim.jurisdiction in by_column and in_scope(claim, point):
            by_column[claim.jurisdiction].append(claim)
    return [_cell(reader, column, head, resolve(claims), point, notes) for column, claims in by_column.items()]


def in_scope(claim: StoredClaim, point: Asked) -> bool:
    """Whether a claim counts: every claim where no platform is chosen, else general ones and those that reach it."""
    if point.platform is None:
        return True
    if claim.platform:
        return claim.platform == point.platform.id
    return not claim.party or claim.party in point.platform.parties(claim.jurisdiction, point.as_of, point.known_on)


def _cell(reader: Reader, jurisdiction: str, head: QuestionHead, ranked: list[Ranked], point: Asked, notes: _Notes) -> Cell:
    if not ranked:
        return _unresearched(jurisdiction, head.id)
    weighed = tuple(_weigh(reader, entry, position == 0, point, notes) for position, entry in enumerate(ranked))
    top = weighed[0]
    claim = top.claim
    return Cell(
        jurisdiction=jurisdiction,
        question=head.id,
        state=claim.state,
        answer=claim.answer,
        label=head.label(claim.answer) if claim.answer else STATE_WORDS[claim.state],
        in_short=claim.in_short,
        valid_from=None if claim.valid_from == EARLIEST else claim.valid_from,
        valid_until=None if claim.valid_until == OPEN else claim.valid_until,
        legal_status=top.legal_status,
        enforcement_status=top.enforcement_status,
        scope=point.names.get(claim.platform or claim.party or ""),
        disputed=any(entry.disputes for entry in weighed),
        claims=weighed,
    )


def _unresearched(jurisdiction: str, question: str) -> Cell:
    text = "Nothing was in the record on the dates asked for."
    label = STATE_WORDS["not-researched"]
    return Cell(jurisdiction, question, "not-researched", None, label, text, None, None, None, None, None, False, ())


def _weigh(reader: Reader, entry: Ranked, won: bool, point: Asked, notes: _Notes) -> WeighedClaim:
    claim = entry.claim
    dossier = reader.head(claim.dossier) if claim.dossier else None
    legal, enforcement = None, None
    if claim.dossier:
        legal, enforcement = statuses(claim, reader.events(claim.dossier), point.as_of, point.known_on)
    numbers: tuple[int, ...] = ()
    if won or entry.disputes:
        citation = cite(dossier, claim.pinpoint) if dossier else cite_search(claim)
        numbers = (notes.number(citation, dossier.url if dossier else None),)
    return WeighedClaim(claim, won, entry.rule, entry.disputes, dossier, legal, enforcement, numbers)
