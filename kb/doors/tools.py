"""The tools of assistants: small answers with cells and citations, or a typed refusal; always plain values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kb.cells.comparison import compare
from kb.clocks.timeline import timeline
from kb.doors.answers import answer, changes_of
from kb.doors.asked import Asked, asked_of, from_json
from kb.doors.cited import cited_cells
from kb.doors.naming import RefusedError
from kb.doors.operating import opened
from kb.errors import KnowledgeBaseError
from kb.explanation.explain import explain
from kb.opening.past_releases import release_called
from kb.release.release import Release
from kb.wording.changes import reasons_json

SMALL, MOST_SENTENCES = 20, 12
Told = dict[str, Any]


def told(folder: Path, name: str, arguments: str) -> str:
    """What a tool says of the release in a folder, as JSON text; ``arguments`` are plain values as JSON text."""
    return json.dumps(use(opened(folder), name, json.loads(arguments)), ensure_ascii=False)


def use(release: Release, name: str, arguments: Mapping[str, Any]) -> Told:
    """What a tool says to plain arguments; a refusal is an answer too. Raises what :mod:`kb.errors` names for a wrong request."""
    try:
        paging = {key: arguments[key] for key in ("limit", "offset") if key in arguments and name != "search"}
        texts = from_json(name, {key: said for key, said in arguments.items() if key not in paging})
        wanted = texts.get("release")
        whole = release_called(str(wanted)) if wanted and wanted != release.id else release
        if whole is None:
            raise RefusedError("not-researched", f"release {wanted} is not kept here", [release.id])
        asked = asked_of(whole.reader, name, {key: said for key, said in texts.items() if key != "release"})
        return _small(TOOLS.get(name, _plain)(whole, asked), int(paging.get("limit", SMALL)), int(paging.get("offset", 0)))
    except RefusedError as refused:
        return refused.to_json()


def _small(found: Told, limit: int, offset: int) -> Told:
    """The long list of an answer cut to a few entries, with how many there are and how to get more, if there are more."""
    lists = {name: listed for name, listed in found.items() if isinstance(listed, list)}
    long = [name for name, listed in lists.items() if len(listed) > limit]
    if not long and not (offset and lists):
        return found
    name = long[0] if long else max(lists, key=lambda one: len(lists[one]))
    listed, end = lists[name], offset + limit
    more = {"more": {"of": len(listed), "next": f"ask again with offset={end}"}} if len(listed) > end else {}
    return found | {name: listed[offset:end], **more}


def _compare(release: Release, asked: Asked) -> Told:
    cells = cited_cells(release.reader, compare(release.reader, asked.view.settled()))
    refused = [cell for cell in cells if "refusal" in cell]
    return dict(refused[0]) if len(refused) == len(cells) == 1 else {"cells": cells, "refused": len(refused)}


def _explain(release: Release, asked: Asked) -> Told:
    comparison = compare(release.reader, asked.view.settled())
    (cell,) = cited_cells(release.reader, comparison)
    if "refusal" in cell:
        return dict(cell)
    found = explain(release, comparison, *asked.view.cell())
    sentences = [sentence.text for paragraph in found.told for sentence in paragraph.sentences]
    return {"answer": cell, "why": sentences[:MOST_SENTENCES], "means": found.means, "sentences": len(sentences)}


def _timeline(release: Release, asked: Asked) -> Told:
    intervals = timeline(release.reader, asked.view)
    (now,) = cited_cells(release.reader, compare(release.reader, asked.view.settled()))
    if not intervals:
        return dict(now)
    names = ("state", "answer", "label", "legal_status", "enforcement_status", "disputed")
    lives = [
        {"from": one.start, "until": one.end, "sentence": one.cell.in_short, **{name: getattr(one.cell, name) for name in names}}
        for one in intervals
    ]
    return {"intervals": lives, "now": now}


def _changes(release: Release, asked: Asked) -> Told:
    found = changes_of(release, asked)
    changes = [
        {
            "cell": f"{one.jurisdiction}/{one.question}",
            "before": {"label": one.before.label, "sentence": one.before.in_short},
            "after": {"label": one.after.label, "sentence": one.after.in_short},
            "cause": one.cause,
            "evidence": list(one.evidence),
            "reasons": reasons_json(one),
        }
        for one in found.changes
    ]
    return {"release": found.end.release, "changes": changes, "causes": found.by_cause}


def _plain(release: Release, asked: Asked) -> Told:
    """What the operation of that name says."""
    try:
        found = json.loads(answer(release, asked))
    except KnowledgeBaseError as error:
        if asked.operation.name == "search" and "nothing found" in str(error):
            return {"hits": [], "release": release.id}
        raise
    return found if isinstance(found, dict) else {asked.operation.name: found, "release": release.id}


TOOLS: dict[str, Callable[[Release, Asked], Told]] = {
    "compare": _compare,
    "explain": _explain,
    "timeline": _timeline,
    "changes": _changes,
}
