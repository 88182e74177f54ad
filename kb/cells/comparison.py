"""Compute a comparison: cells from claims, by the resolution policy, at one point of both clocks."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence

from kb.cells.deciding import Asked, cell_of
from kb.cells.layers import orders_read
from kb.cells.notes import Notes
from kb.errors import UsageError
from kb.naming.names import known
from kb.release.policy_choice import choose_policy
from kb.release.reader import Reader
from kb.values.model import OPEN, SCOPES, Cell, Comparison, QuestionHead, StoredClaim
from kb.values.resolution import Policy


def compare(
    reader: Reader,
    jurisdictions: Sequence[str],
    *,
    questions: Sequence[str] = (),
    dimensions: Sequence[str] = (),
    as_of: str | None = None,
    known_on: str | None = None,
    platform: str | None = None,
    policy: str | Policy | None = None,
    scope: str | None = None,
) -> Comparison:
    """Compare jurisdictions on questions (all of the codebook unless named) at one point of both clocks.

    ``as_of`` is the day of the law, ``known_on`` the day of the record, both ISO dates and today if left out. ``policy``
    names a resolution policy of the release, or a Turtle file with one; law-first if left out. ``scope`` says whose rule is
    asked: ``general`` (claims on one named platform never decide; the default without a platform), ``reaches`` (as it reaches
    the platform; the default with one) or ``both`` (the general rule, and beside it where another holds for the platform).
    Raises UsageError for a name that does not exist or a date that is none.
    """
    point = ask(reader, as_of, known_on, platform, policy, scope)
    return table_at(reader, jurisdictions, choose_questions(reader.questions(), questions, dimensions), point)


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
        scope=point.scope,
        jurisdictions=tuple((column, names[column]) for column in columns),
        questions=tuple(rows),
        cells=tuple(cells),
        notes=notes.all(),
    )


def ask(
    reader: Reader,
    as_of: str | None,
    known_on: str | None,
    platform: str | None,
    policy: str | Policy | None = None,
    scope: str | None = None,
) -> Asked:
    """The point of both clocks, policy, platform and scope that are asked for; UsageError for what does not exist."""
    today = datetime.date.today().isoformat()
    heads = reader.platforms()
    chosen = heads[known("platform", platform, heads)] if platform else None
    days = day("as-of", as_of or today), day("known-on", known_on or today)
    names = {**reader.parties(), **{head.id: head.name for head in heads.values()}}
    return Asked(*days, choose_policy(reader, policy), chosen, names, scope_asked(scope, platform))


def scope_asked(scope: str | None, platform: str | None) -> str:
    """Whose rule is asked: as named, else the general rule, or as it reaches the platform where one is named."""
    asked = known("scope", scope, SCOPES) if scope else "reaches" if platform else "general"
    if asked != "general" and not platform:
        raise UsageError(f"--scope {asked}: name the platform as well, for example --platform tiktok")
    return asked


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


def _row(reader: Reader, head: QuestionHead, columns: list[str], point: Asked, notes: Notes) -> list[Cell]:
    read = orders_read(reader, columns, point.as_of)
    found: dict[str, list[StoredClaim]] = {}
    for claim in reader.claims(head.id, point.as_of, point.known_on, read):
        found.setdefault(claim.jurisdiction, []).append(claim)
    return [cell_of(reader, column, head, found, point, notes) for column in columns]
