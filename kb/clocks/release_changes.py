"""What two releases say differently on one day: corrected, newly researched, asked otherwise, or decided by another policy."""

from __future__ import annotations

from typing import Unpack

from kb.cells.comparison import choose_questions, compare
from kb.clocks.change_causes import Reason, reason_of
from kb.clocks.changes import Change, Changes, evidence_days
from kb.clocks.timeline import look
from kb.errors import UsageError
from kb.release.dossiers import cite_weighed
from kb.release.reader import Reader
from kb.values.model import OPEN, Cell, QuestionHead
from kb.values.spelt_out import spelt_out
from kb.values.view import Keywords, Names, View, asked_view


@spelt_out(Keywords)
def find_release_changes(older: Reader, newer: Reader, jurisdictions: View | Names = (), **asked: Unpack[Keywords]) -> Changes:
    """Every cell of both releases that looks different in the newer one, at one point of both clocks.

    Takes a view, or jurisdictions and keywords. Jurisdictions and questions that only one of the two knows are left out; all
    others unless some are named. Raises UsageError for names or dates that do not exist.
    """
    view = asked_view(jurisdictions, **asked)
    heads = choose_questions(newer.questions(), view.questions, view.dimensions)
    shared = [head.id for head in heads if head.id in older.questions()]
    if not shared:
        raise UsageError("the older release has none of these questions, so nothing can be laid beside them")
    places = view.jurisdictions or [slug for slug in newer.jurisdictions() if slug in older.jurisdictions()]
    both = view.but(places, questions=shared, dimensions=(), release=None)
    before, after = compare(older, both), compare(newer, both)
    then, now = ({head.id: head for head in table.questions} for table in (before, after))
    changed = []
    for one in after.cells:
        old = before.cell(one.jurisdiction, one.question)
        if look(old) != look(one):
            cause, evidence = _cause(old, one, (then[one.question], now[one.question]), (before.policy, after.policy))
            changed.append(Change(one.jurisdiction, one.question, old, one, cause, evidence, reasons=_reasons(newer, old, one)))
    return Changes(before, after, tuple(changed), evidence_days=evidence_days(after))


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


def _reasons(newer: Reader, before: Cell, after: Cell) -> tuple[Reason, ...]:
    """Why claims of the older release left the record, as the newer one says."""
    gone = {weighed.claim.iri for weighed in before.claims} - {weighed.claim.iri for weighed in after.claims}
    places = dict.fromkeys(weighed.claim.jurisdiction for weighed in before.claims)
    history = newer.history(before.question, list(places)) if gone else ()
    return tuple(reason_of(claim) for claim in history if claim.iri in gone and claim.retracted_on < OPEN)


def _versions(head: QuestionHead) -> str:
    return head.versions[-1][1] if head.versions else "unknown"
