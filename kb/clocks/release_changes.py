"""What two releases say differently on one day: corrected, newly researched, asked otherwise, or decided by another policy."""

from __future__ import annotations

from collections.abc import Sequence

from kb.cells.comparison import compare
from kb.clocks.changes import Change, Changes
from kb.clocks.timeline import look
from kb.release.dossiers import cite_weighed
from kb.release.reader import Reader
from kb.values.model import Cell, Comparison, QuestionHead


def find_release_changes(
    older: Reader,
    newer: Reader,
    jurisdictions: Sequence[str] = (),
    *,
    as_of: str | None = None,
    known_on: str | None = None,
    platform: str | None = None,
) -> Changes:
    """Every cell of both releases that looks different in the newer one, at one point of both clocks.

    Jurisdictions and questions that only one of the two knows are left out; all others unless some are named.
    Raises UsageError for names or dates that do not exist.
    """
    places = list(jurisdictions) or [slug for slug in newer.jurisdictions() if slug in older.jurisdictions()]
    shared = [question for question in newer.questions() if question in older.questions()]

    def at(reader: Reader) -> Comparison:
        return compare(reader, places, questions=shared, as_of=as_of, known_on=known_on, platform=platform)

    before, after = at(older), at(newer)
    heads = {head.id: head for head in before.questions}, {head.id: head for head in after.questions}
    changed = []
    for one in after.cells:
        old = before.cell(one.jurisdiction, one.question)
        if look(old) != look(one):
            asked = heads[0][one.question], heads[1][one.question]
            cause, evidence = _cause(old, one, asked, (before.policy, after.policy))
            changed.append(Change(one.jurisdiction, one.question, old, one, cause, evidence))
    return Changes(before, after, tuple(changed))


def _cause(
    before: Cell, after: Cell, asked: tuple[QuestionHead, QuestionHead], policies: tuple[str, str]
) -> tuple[str, tuple[str, ...]]:
    known = {weighed.claim.iri: weighed.claim for weighed in before.claims}
    left = {weighed.claim.iri for weighed in after.claims}
    new = tuple(f"new: {cite_weighed(one)}" for one in after.claims if one.claim.iri not in known)
    gone = tuple(f"gone: {cite_weighed(one)}" for one in before.claims if one.claim.iri not in left)
    changed = tuple(f"rewritten: {cite_weighed(one)}" for one in after.claims if known.get(one.claim.iri, one.claim) != one.claim)
    if asked[0] != asked[1] and not (new or gone):
        return "codebook-changed", (f"version {_versions(asked[0])} to {_versions(asked[1])}",)
    if gone or changed:
        return "corrected", gone + changed + new
    if new:
        return "new-research", new
    if policies[0] != policies[1]:
        return "policy-changed", (f"{policies[0]} to {policies[1]}",)
    return "corrected", ("the events of the text that decides were coded otherwise",)


def _versions(head: QuestionHead) -> str:
    return head.versions[-1][1] if head.versions else "unknown"
