"""Compute a comparison: cells from claims, by the resolution policy, at one point of both clocks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

from kb.errors import UsageError
from kb.naming.names import known
from kb.release.dossiers import cite, cite_search
from kb.release.policy_choice import choose_policy
from kb.values.disputes import describe
from kb.values.model import (
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
from kb.values.resolution import Policy, Ranked, resolve
from kb.values.spelt_out import spelt_out
from kb.values.status import statuses
from kb.values.view import Keywords, Names, View, asked_view

if TYPE_CHECKING:
    from kb.release.reader import Reader

NOTED = ("decides", "disputes", "beside")


@dataclass
class Notes:
    """Numbers citations in the order in which the table first needs them."""

    numbered: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def number(self, citation: str, url: str | None) -> int:
        """Number of a citation, a new one the first time."""
        return self.numbered.setdefault((citation, url), len(self.numbered) + 1)

    def all(self) -> tuple[Note, ...]:
        """All notes in order."""
        return tuple(Note(n, citation, url) for (citation, url), n in self.numbered.items())


@dataclass(frozen=True)
class Asked:
    """A view as a release answers it: both days, the policy and the platform that it names, and the names of scopes."""

    as_of: str
    known_on: str
    policy: Policy
    platform: PlatformHead | None
    names: Mapping[str, str]


@spelt_out(Keywords)
def compare(reader: Reader, jurisdictions: View | Names, **asked: Unpack[Keywords]) -> Comparison:
    """Compare jurisdictions on questions (all of the codebook unless named) at one point of both clocks.

    Takes a view, or jurisdictions and the other names of a view as keywords: see :class:`kb.values.view.View`.
    Raises UsageError for a name that does not exist or a date that is none.
    """
    view = asked_view(jurisdictions, **asked)
    point = ask(reader, view)
    return table_at(reader, view.jurisdictions, choose_questions(reader.questions(), view.questions, view.dimensions), point)


def table_at(
    reader: Reader,
    jurisdictions: Sequence[str],
    rows: Sequence[QuestionHead],
    point: Asked,
    only: Mapping[str, Collection[str]] | None = None,
) -> Comparison:
    """The table at a point; of ``only`` (jurisdictions by question) if given, without the other cells.

    Raises UsageError for a jurisdiction that does not exist.
    """
    names = reader.jurisdictions()
    columns = [known("jurisdiction", jurisdiction, names) for jurisdiction in dict.fromkeys(jurisdictions)]
    if not columns:
        raise UsageError(f"name at least one jurisdiction, for example us eu sg. Known: {', '.join(names)}")
    notes = Notes()
    made = {head.id: columns if only is None else [one for one in columns if one in only.get(head.id, ())] for head in rows}
    cells = [cell for head in rows if made[head.id] for cell in _row(reader, head, made[head.id], point, notes)]
    return Comparison(
        release=reader.release_id,
        as_of=point.as_of,
        known_on=point.known_on,
        platform=point.platform.id if point.platform else None,
        platform_name=point.platform.name if point.platform else None,
        policy=point.policy.id,
        jurisdictions=tuple((column, names[column]) for column in columns),
        questions=tuple(rows),
        cells=tuple(cells),
        notes=notes.all(),
    )


def ask(reader: Reader, view: View) -> Asked:
    """The point of both clocks, platform and policy of a view; UsageError for what this release does not have."""
    if view.release not in (None, reader.release_id):
        raise UsageError(f"release={view.release}: this is release {reader.release_id}; open the other, or leave release out")
    heads = reader.platforms()
    chosen = heads[known("platform", view.platform, heads)] if view.platform else None
    names = {**reader.parties(), **{head.id: head.name for head in heads.values()}}
    return Asked(*view.days(), choose_policy(reader, view.policy), chosen, names)


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


def _row(reader: Reader, head: QuestionHead, columns: list[str], point: Asked, notes: Notes) -> list[Cell]:
    found = reader.claims(head.id, point.as_of, point.known_on, columns)
    by_column: dict[str, list[StoredClaim]] = {column: [] for column in columns}
    for claim in found:
        if claim.jurisdiction in by_column:
            by_column[claim.jurisdiction].append(claim)
    return [cell_of(reader, column, head, claims, point, notes) for column, claims in by_column.items()]


def cell_of(
    reader: Reader, jurisdiction: str, head: QuestionHead, claims: Iterable[StoredClaim], point: Asked, notes: Notes | None = None
) -> Cell:
    """One cell from the claims on its question that hold at the point: those in scope, resolved by the policy."""
    ranked = resolve([claim for claim in claims if in_scope(claim, point)], point.policy)
    return _cell(reader, jurisdiction, head, ranked, point, notes or Notes())


def holds(claim: StoredClaim, as_of: str, known_on: str) -> bool:
    """Whether a claim is valid on one day and in the record on another; both intervals are half-open."""
    return claim.valid_from <= as_of < claim.valid_until and claim.asserted_on <= known_on < claim.retracted_on


def in_scope(claim: StoredClaim, point: Asked) -> bool:
    """Whether a claim counts: every claim where no platform is chosen, else general ones and those that reach it."""
    if point.platform is None:
        return True
    if claim.platform:
        return claim.platform == point.platform.id
    return not claim.party or claim.party in point.platform.parties(claim.jurisdiction, point.as_of, point.known_on)


def _cell(reader: Reader, jurisdiction: str, head: QuestionHead, ranked: list[Ranked], point: Asked, notes: Notes) -> Cell:
    if not ranked:
        return _unresearched(jurisdiction, head.id)
    weighed = tuple(_weigh(reader, entry, ranked[0].claim, head, point, notes) for entry in ranked)
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


def _weigh(reader: Reader, entry: Ranked, winner: StoredClaim, head: QuestionHead, point: Asked, notes: Notes) -> WeighedClaim:
    claim = entry.claim
    dossier = reader.head(claim.dossier) if claim.dossier else None
    legal, enforcement = None, None
    if claim.dossier:
        legal, enforcement = statuses(claim, reader.events(claim.dossier), point.as_of, point.known_on)
    numbers: tuple[int, ...] = ()
    if entry.standing in NOTED:
        citation = cite(dossier, claim.pinpoint) if dossier else cite_search(claim)
        numbers = (notes.number(citation, dossier.url if dossier else None),)
    dispute = describe(winner, claim, head) if entry.standing == "disputes" else None
    return WeighedClaim(claim, entry.standing, entry.rule, dispute, dossier, legal, enforcement, numbers)
