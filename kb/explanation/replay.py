"""Replay an explanation written earlier: does the release still say the same, and if not, what is different and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Unpack

from kb.cells.comparison import compare
from kb.cells.layers import orders_ever
from kb.errors import UsageError
from kb.explanation.explain import explain, to_json
from kb.explanation.former_rules import change_of_rules
from kb.explanation.kept import Earlier, Part, read_explanation
from kb.explanation.prov import to_jsonld
from kb.explanation.reasons import WON
from kb.explanation.sentences import DOUBTED
from kb.explanation.standing import STANDING, WITHOUT_RULE
from kb.naming import iris
from kb.release.release import Release
from kb.saving import as_json
from kb.values.disputes import KINDS
from kb.values.model import OPEN, STATE_WORDS, QuestionHead, StoredClaim
from kb.values.spelt_out import spelt_out
from kb.values.view import Keywords, View, asked_view

SHOWN_WORDINGS = 10
# how the sentences begin that the named differences of a cell and its claims stand for
WEIGHED = ("Answer:", "Status:", DOUBTED, WON, *STANDING.values(), *WITHOUT_RULE.values(), *KINDS.values())


@dataclass(frozen=True)
class Replay:
    """What came of a replay: the two releases, the cell, and every difference in words; none is the same."""

    earlier: str
    release: str
    cell: str
    differences: tuple[str, ...]


@spelt_out(Keywords)
def replay(opened: Release, earlier: Earlier, **asked: Unpack[Keywords]) -> Replay:
    """Explain the cell of an earlier explanation anew: at its point of both clocks, by its policy, unless told otherwise."""
    view = asked_view(earlier.view, **asked)
    as_of, known_on = view.days()
    cell = f"{earlier.jurisdiction}, {earlier.question.id}, as of {as_of}, as known on {known_on}"
    try:
        now, head = _again(opened, earlier, view)
    except UsageError as error:
        return Replay(earlier.release, opened.id, cell, (f"it cannot be asked any more: {error}",))
    history = {claim.iri: claim for claim in opened.reader.history(head.id, orders_ever(opened.reader, earlier.jurisdiction))}
    return Replay(earlier.release, opened.id, cell, tuple(_differences(earlier, now, head, history)))


def _again(release: Release, earlier: Earlier, view: View) -> tuple[Earlier, QuestionHead]:
    """The explanation made anew, read back in the form in which the earlier one was written."""
    explanation = explain(release, compare(release.reader, view), *view.cell())
    written = to_jsonld(release, explanation) if earlier.linked else as_json(to_json(explanation))
    return read_explanation(written.encode()), explanation.question


def _differences(earlier: Earlier, now: Earlier, head: QuestionHead, history: Mapping[str, StoredClaim]) -> Iterator[str]:
    """What differs: the rules, the cell, its claims, then wordings that these do not explain."""
    if ruled := change_of_rules(earlier, now, history):
        yield ruled
    named = list(_named_differences(earlier, now, head, history))
    yield from named
    yield from _wordings(earlier, now, WEIGHED if named else ())


def _named_differences(earlier: Earlier, now: Earlier, head: QuestionHead, history: Mapping[str, StoredClaim]) -> Iterator[str]:
    if earlier.policy != now.policy:
        yield f"the policy was {earlier.policy}; now it is {now.policy}"
    yield from _of_cell(earlier, now, head)
    then, present = ({part.id: part for part in one.claims} for one in (earlier, now))
    for iri, part in then.items():
        if iri not in present:
            yield f"gone: {_named(part, head)}; {_why_gone(history.get(iri), now)}"
    for iri, part in present.items():
        if iri not in then:
            yield f"new: {_named(part, head)}, in the record since {history[iri].asserted_on}{_lost(part)}"
        else:
            yield from _of_claim(then[iri], part, head)


def _of_cell(earlier: Earlier, now: Earlier, head: QuestionHead) -> Iterator[str]:
    before, after = (_value(one.answer, one.state, head) for one in (earlier, now))
    if before != after:
        yield f"the cell said '{before}'; now it says '{after}'"
    first, second = (next((part for part in one.claims if part.standing == "decides"), None) for one in (earlier, now))
    if first and second and first.id != second.id:
        yield f"another claim wins: {_named(first, head)} did; now {_named(second, head)} does"
    if earlier.disputed != now.disputed:
        yield "it was disputed and is no longer" if earlier.disputed else "it was not disputed and now is"
    if earlier.legal_status != now.legal_status:
        yield f"the legal status was {earlier.legal_status or 'none'}; now it is {now.legal_status or 'none'}"
    if earlier.enforcement_status != now.enforcement_status:
        was, is_now = earlier.enforcement_status or "none", now.enforcement_status or "none"
        yield f"the enforcement status was {was}; now it is {is_now}"


def _of_claim(then: Part, now: Part, head: QuestionHead) -> Iterator[str]:
    before, after = (_value(part.answer, part.state, head) for part in (then, now))
    if before != after:
        yield f"{iris.tail(then.id, 'claim')} answered '{before}'; now it answers '{after}'"
    if then.rule != now.rule and then.rule and now.rule:
        yield f"another rule decides: {_named(then, head)} lost by {then.rule}; now by {now.rule}"
    if then.standing != now.standing and "decides" not in (then.standing, now.standing):
        yield f"{_named(now, head)} stood to the winner as '{then.standing}'; now as '{now.standing}'"


def _why_gone(claim: StoredClaim | None, now: Earlier) -> str:
    """Why a claim is no longer in the cell."""
    if claim is None:
        return "it is no longer in the facts"
    if claim.retracted_on <= now.known_on:
        return f"it was withdrawn on {claim.retracted_on}: {(claim.withdrawn_because or 'corrected').replace('-', ' ')}"
    if claim.asserted_on > now.known_on:
        return f"it is in the record since {claim.asserted_on} only"
    if not claim.valid_from <= now.as_of < claim.valid_until:
        end = "" if claim.valid_until == OPEN else f" until {claim.valid_until}"
        return f"it holds from {claim.valid_from}{end}, not on the day asked for"
    return f"it is limited to {claim.platform or claim.party}"


def _wordings(earlier: Earlier, now: Earlier, without: tuple[str, ...]) -> Iterator[str]:
    """Sentences on the cell or on nodes that are in both, said in one of the two only; none that begins as named."""
    both = {None, *({said.about for said in earlier.sentences} & {said.about for said in now.sentences})}
    before, after = (
        [
            said.text
            for said in one.sentences
            if said.about in both and not said.text.startswith(without) and one.release not in said.text
        ]
        for one in (earlier, now)
    )
    found = [f"no longer said: {text}" for text in before if text not in after]
    found += [f"said now: {text}" for text in after if text not in before]
    yield from found[:SHOWN_WORDINGS]
    if len(found) > SHOWN_WORDINGS:
        yield f"and {len(found) - SHOWN_WORDINGS} more sentences"


def _value(answer: str | None, state: str, head: QuestionHead) -> str:
    if not answer:
        return STATE_WORDS.get(state, state)
    return head.label(answer) if head.knows(answer) else answer


def _named(part: Part, head: QuestionHead) -> str:
    return f"'{_value(part.answer, part.state, head)}' ({iris.tail(part.id, 'claim')})"


def _lost(part: Part) -> str:
    return f"; it lost by {part.rule}" if part.rule else ""


def result_text(found: Replay) -> str:
    """The result as plain text."""
    releases = f"release {found.earlier}" if found.earlier == found.release else f"release {found.earlier}, now {found.release}"
    if not found.differences:
        return f"Same: {found.cell}. Written from {releases}.\n"
    number = f"{len(found.differences)} {'point' if len(found.differences) == 1 else 'points'}"
    lines = [f"Differs in {number}: {found.cell}. Written from {releases}.", *(f"- {one}" for one in found.differences)]
    return "\n".join(lines) + "\n"


def result_json(found: Replay) -> dict[str, Any]:
    """The result as plain values."""
    return {
        "same": not found.differences,
        "cell": found.cell,
        "written_from": found.earlier,
        "release": found.release,
        "differences": list(found.differences),
    }
