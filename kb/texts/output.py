"""What came of adding and checking texts, as text for people and JSON for programs. No words of law are in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kb.texts.adding import Added
from kb.texts.checking import Checked, CheckedPinpoint, Contradiction
from kb.texts.folder import TextFolder
from kb.texts.moving import Moved
from kb.texts.resolving import FOUND, NOT_FOUND, SOFT

SHOWN_MOVED = 40


def added_text(folder: TextFolder, added: Added) -> str:
    """How many editions were added, how many were there before, and which files hold no text of law."""
    new = [edition for edition, is_new in added.editions if is_new]
    provisions = sum(len(edition.provisions) for edition in new)
    lines = [
        f"{len(new)} editions added with {provisions} provisions, {len(added.editions) - len(new)} were there: {folder.path}"
    ]
    lines += [f"no text of law in it: {name}" for name in added.left_out]
    return "\n".join(lines) + "\n"


def editions_text(folder: TextFolder) -> str:
    """One line for each edition in the folder."""
    editions = [edition for instrument in folder.instruments for edition in folder.editions(instrument)]
    lines = (
        f"{one.instrument}  {one.dated or 'no day'}  {one.language}  {one.kind}  {len(one.provisions)} provisions  {one.version}"
        for one in editions
    )
    return "\n".join([*lines, f"{len(editions)} editions of {len(folder.instruments)} texts in {folder.path}"]) + "\n"


def checked_json(checked: Checked) -> dict[str, Any]:
    """What came of a check as plain values: ``pinpoints``, ``contradictions``, ``moved``."""
    return {
        "pinpoints": [_pinpoint(one) for one in checked.pinpoints],
        "contradictions": [_contradiction(one) for one in checked.contradictions],
        "moved": [_moved(one) for one in checked.moved],
    }


def _pinpoint(one: CheckedPinpoint) -> dict[str, Any]:
    resolved, edition = one.resolved, one.edition
    return {
        "instrument": one.instrument,
        "pinpoint": resolved.pinpoint,
        "state": resolved.state,
        "sha256": resolved.sha256 or None,
        "length": len(resolved.words) or None,
        "edition": (resolved.version or edition.version) if edition else None,
        "kind": edition.kind if edition else None,
    }


def _contradiction(one: Contradiction) -> dict[str, Any]:
    return {
        "statement": one.told.id,
        "place": f"facts/{one.told.file}:{one.line}",
        "instrument": one.told.instrument,
        "pinpoint": "; ".join(one.told.pinpoints),
        "kind": one.finding.kind,
        "ours": one.finding.ours,
        "passage_has": list(one.finding.theirs),
        "elsewhere": list(one.elsewhere),
        "passage_sha256": one.passage,
        "explained": one.explained.because if one.explained else None,
        "message": one.message,
    }


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "instrument": one.instrument,
        "from": one.earlier.version,
        "to": one.later.version,
        "pinpoint": one.pinpoint,
        "change": one.change,
        "sha256": [given or None for given in one.hashes],
        "claims": list(one.claims),
        "events": list(one.events),
        "provisions": list(one.provisions),
    }


def checked_text(checked: Checked) -> str:
    """What came of a check for people: counts, contradictions, what is soft or missing where a text is there, what moved."""
    states = Counter(one.resolved.state for one in checked.pinpoints)
    without = sum(1 for one in checked.pinpoints if one.edition is None)
    head = (
        f"{len(checked.pinpoints)} pinpoints:"
        f" {states[FOUND]} found, {states[SOFT]} soft, {states[NOT_FOUND] - without} not found,"
        f" {without} without a text"
    )
    counts = f"{len(checked.contradictions)} contradictions, {len(checked.unexplained)} of them unexplained"
    lines = [head, counts, *(one.message for one in checked.contradictions)]
    for state in (SOFT, NOT_FOUND):
        found = [one for one in checked.pinpoints if one.resolved.state == state and one.edition]
        lines += [f"{state}: {one.instrument} {one.resolved.pinpoint}" for one in found]
    return "\n".join([*lines, *_moved_lines(checked.moved)]) + "\n"


def _moved_lines(moved: tuple[Moved, ...]) -> list[str]:
    lines = []
    for one in moved[:SHOWN_MOVED]:
        resting = ", ".join((*one.claims, *one.events)) or ("its provision" if one.provisions else "nothing")
        lines.append(f"moved: {one.instrument} {one.pinpoint} {one.change} ({one.later.version}); on it rests {resting}")
    return [*lines, *([f"... and {len(moved) - SHOWN_MOVED} more passages moved"] if len(moved) > SHOWN_MOVED else [])]
