"""Propose the correction of a claim: a patch of its facts file that withdraws it and states the new one beside it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kb.naming import iris
from kb.values.model import StoredClaim

FOLDERS = {kind: folder for folder, kind in iris.KIND_OF_FOLDER.items()}


@dataclass(frozen=True)
class Proposal:
    """What should be said instead, from when, in which words, resting on what, and where that was read."""

    answer: str
    valid_from: str
    in_short: str
    rests_on: str
    read_in: str
    today: str


def facts_file(claim: StoredClaim) -> str | None:
    """Path below the facts folder of the file that states a claim: that of its instrument, case or source."""
    kind = iris.kind(claim.dossier or "")
    return f"{FOLDERS[kind]}/{iris.tail(claim.dossier or '', kind)}.yaml" if kind in FOLDERS else None


def patch(facts_root: Path, claim: StoredClaim, proposal: Proposal) -> str | None:
    """A unified diff against the facts file; None if the file or the claim in it is not found."""
    name = facts_file(claim)
    path = facts_root / (name or "")
    text = path.read_text(encoding="utf-8") if name and path.is_file() else ""
    changed = corrected(text, claim, proposal)
    if changed is None:
        return None
    lines = (text.splitlines(keepends=True), changed.splitlines(keepends=True))
    return "".join(difflib.unified_diff(*lines, f"a/facts/{name}", f"b/facts/{name}"))


def corrected(text: str, claim: StoredClaim, proposal: Proposal) -> str | None:
    """The text of a facts file with the claim withdrawn and the new one after it; None if the claim is not in it."""
    place = _place_of(text, claim)
    if place is None:
        return None
    end, indent = place
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:end], *(f"{line}\n" for line in _added(claim, proposal, indent)), *lines[end:]])


def message(claim: StoredClaim, proposal: Proposal) -> str:
    """The proposal in words, for somebody who does not use patches."""
    return (
        f"Claim: {claim.iri}\nFile: facts/{facts_file(claim) or '?'}\n"
        f"Says: {claim.value} (from {claim.valid_from}): {claim.in_short}\n"
        f"Should say: {proposal.answer} (from {proposal.valid_from}): {proposal.in_short}\n"
        f"Rests on: {proposal.rests_on}\nRead in: {proposal.read_in}\n"
    )


def _added(claim: StoredClaim, proposal: Proposal, indent: int) -> Iterator[str]:
    """The lines after the old claim: its withdrawal, then the new claim with the same scope."""
    space = " " * indent
    yield f"{space}  withdrawn: {{on: {proposal.today}, why: corrected}}"
    yield f"{space}- id: corrected-{proposal.today}"
    yield f"{space}  answer: {proposal.answer}"
    if scope := {name: value for name, value in (("platform", claim.platform), ("party", claim.party)) if value}:
        yield f"{space}  scope: {_flow(scope)}"
    yield f"{space}  from: {proposal.valid_from}"
    yield f"{space}  in_short: {_flow(proposal.in_short)}"
    if proposal.rests_on:
        yield f"{space}  rests_on: {_flow([part.strip() for part in proposal.rests_on.split(';') if part.strip()])}"
    yield f"{space}  evidence: {{grade: primary, read_in: {_flow(proposal.read_in)}, checked: background}}"
    yield f"{space}  coded: {{by: kb-editors, on: {proposal.today}}}"


def _flow(value: Any) -> str:
    """A value on one line of YAML, texts in double quotes, so that no character of it is taken for another thing."""
    text: str = yaml.safe_dump(value, default_flow_style=True, default_style='"', width=100_000, allow_unicode=True)
    return text.strip()


def _place_of(text: str, claim: StoredClaim) -> tuple[int, int] | None:
    """(number of the line after the claim's last one, indentation of its dash), or None if no claim there is this one."""
    node = _child(_child(yaml.compose(text, yaml.SafeLoader), "claims"), claim.question)
    for item in getattr(node, "value", ()):
        said = {key.value: value.value for key, value in item.value}
        begins = (claim.valid_from, claim.valid_from[:7], claim.valid_from[:4])
        if said.get("answer") == claim.answer and said.get("from", claim.valid_from) in begins:
            last = _last_line(item)
            return last + 1, item.start_mark.column - 2
    return None


def _child(node: Any, name: str) -> Any:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def _last_line(node: Any) -> int:
    """The last line that a node's text stands in; the end of a block is marked at the next token, after empty lines."""
    if isinstance(node, yaml.MappingNode):
        return max((_last_line(value) for _, value in node.value), default=node.start_mark.line)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return max((_last_line(value) for value in node.value), default=node.start_mark.line)
    end = node.end_mark
    lines = node.start_mark.buffer[node.start_mark.pointer : end.pointer].rstrip() if node.start_mark.buffer else ""
    return int(node.start_mark.line + lines.count("\n"))
