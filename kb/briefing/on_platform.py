"""Findings on the platform that is asked for: who runs it, what was done to it, and what became of the law that names it."""

from __future__ import annotations

from collections.abc import Iterator

from kb.briefing.finding import Event, Finding, Material
from kb.briefing.steps import is_named
from kb.values.model import Cell, StoredClaim


def who_runs(found: Material) -> Iterator[Finding]:
    """Who runs the platform in the places of the table, and whose it is."""
    if found.is_by_day and found.running:
        yield Finding("who-runs", 1.0, (), {"platform": found.table.platform})


def done_to_it(found: Material) -> Iterator[Finding]:
    """The measures and fines against the platform, of each place the farthest-reaching one."""
    questions = [one for one in found.heads if one in found.rules.asked_of_named_platforms] if found.is_by_day else []
    for question in questions:
        cells = [cell for cell in found.row(question) if own_claim(found, cell)]
        if cells:
            names = tuple((cell.jurisdiction, question) for cell in cells)
            yield Finding("done-to-it", float(len(cells)), names, {"platform": found.table.platform}, (question,))


def own_claim(found: Material, cell: Cell) -> StoredClaim | None:
    """What is stated of the platform by name in a cell; None where nothing is."""
    own = (one.claim for one in cell.claims if one.claim.platform == found.table.platform and one.claim.answer)
    return next(own, None)


def its_text(found: Material) -> Iterator[Finding]:
    """Each text on the platform by name or on a class that it is in, with what became of it since the day."""
    platform = found.table.platform if found.is_by_day else None
    texts: dict[tuple[str, str], list[Event]] = {}
    for event in found.events if platform else ():
        if platform and event.dossier and event.deed and is_named(event, platform):
            texts.setdefault((event.place, event.dossier.iri), []).append(event)
    for (place, iri), events in texts.items():
        turned = dict.fromkeys((place, one.question) for event in events for one in event.turned)
        yield Finding("its-text", sum(one.weight for one in events), tuple(turned), {"platform": platform, "text": iri})
