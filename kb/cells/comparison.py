"""Compute a comparison: cells from claims, by the resolution policy, at one point of both clocks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Unpack

from kb.cells.deciding import cell_of
from kb.cells.layers import orders_read
from kb.cells.notes import Notes
from kb.cells.orders import Asked
from kb.cells.place_names import iso_code, known_places
from kb.errors import UsageError
from kb.naming.names import known, known_of_old
from kb.release.policy_choice import choose_policy
from kb.values.model import Cell, Comparison, QuestionHead, StoredClaim, default_scope
from kb.values.spelt_out import spelt_out
from kb.values.view import Keywords, Names, View, asked_view

if TYPE_CHECKING:
    from kb.release.reader import Reader


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
    names, columns = reader.jurisdictions(), known_places(reader, jurisdictions, point.as_of)
    if not columns:
        raise UsageError(f"name at least one jurisdiction. Known: {', '.join(names)}")
    notes, base = Notes(), reader.base()
    made = {head.id: columns if only is None else [one for one in columns if one in only.get(head.id, ())] for head in rows}
    read = cache(lambda places: orders_read(reader, places, point.as_of))
    cells = [cell for head in rows if (its := made[head.id]) for cell in _row(reader, head, its, read(tuple(its)), point, notes)]
    return Comparison(
        release=reader.release_id,
        **point.told(),
        jurisdictions=tuple((column, names[column]) for column in columns),
        questions=tuple(rows),
        cells=tuple(cells),
        notes=notes.all(),
        subject=base.subject,
        cited_as=base.cited_as,
        publisher=base.publishes,
        licence=base.terms,
        codes=tuple((column, code) for column in columns if (code := iso_code(reader, column))),
    )


def ask(reader: Reader, view: View) -> Asked:
    """The point of both clocks, platform, policy and scope of a view; UsageError for what this release does not have."""
    if view.release not in (None, reader.release_id):
        raise UsageError(f"release={view.release}: this is release {reader.release_id}; open the other, or leave release out")
    heads = reader.platforms()
    chosen = heads[known("platform", view.platform, heads)] if view.platform else None
    names = {**reader.parties(), **{head.id: head.name for head in heads.values()}}
    scope = view.scope or default_scope(view.platform)
    return Asked(*view.days(), choose_policy(reader, view.policy), chosen, names, scope, view.evidence)


def choose_questions(
    codebook: Mapping[str, QuestionHead], questions: Iterable[str], dimensions: Iterable[str]
) -> list[QuestionHead]:
    """The questions named and those of the dimensions named, in codebook order; all if none is named.

    A question that is retired is asked only where it is named itself.
    """
    titles = list(dict.fromkeys(head.dimension for head in codebook.values()))
    wanted = {question_named(question, codebook) for question in questions}
    broad = {known("dimension", dimension, titles) for dimension in dimensions}
    if not wanted and not broad:
        return [head for head in codebook.values() if not head.replaced_by]
    return [head for head in codebook.values() if head.id in wanted or (head.dimension in broad and not head.replaced_by)]


def question_named(found: str, codebook: Mapping[str, QuestionHead]) -> str:
    """The question somebody names, also by a name it had before."""
    return known_of_old("question", found, {name: head.formerly for name, head in codebook.items()})


def _row(reader: Reader, head: QuestionHead, columns: list[str], read: Collection[str], point: Asked, notes: Notes) -> list[Cell]:
    found: dict[str, list[StoredClaim]] = {}
    for claim in reader.claims(head.id, point.as_of, point.known_on, read):
        found.setdefault(claim.jurisdiction, []).append(claim)
    return [cell_of(reader, column, head, found, point, notes) for column in columns]
