"""What an import would change, in words."""

from __future__ import annotations

from kb.importing.importing import Prepared

MEANING = {
    "rows": "rows read",
    "rows taken": "of them before, by a run that was interrupted",
    "rows left out": "rows left out by 'only:' and 'except:'",
    "places left out": "rows left out with their place",
    "cells": "values mapped",
    "blank": "blank values, which say nothing",
    "left_out": "values left out by '-'",
    "repeated": "values given twice alike",
    "claims": "claims, each a run of equal values",
    "claims as they were": "of them as they were",
    "claims new": "of them new",
    "claims withdrawn": "former claims withdrawn",
    "laws": "laws",
    "terms": "editions of terms",
    "new places": "places that the base did not have",
}
SHOWN = 12


def report(prepared: Prepared, is_check: bool) -> str:
    """The report of an import, before or after it was kept."""
    counts, mapping = prepared.counts, prepared.mapping
    lines = [f"{mapping.title} ({mapping.publisher}), {mapping.licence}, retrieved {mapping.retrieved}"]
    lines += [f"{counts[name]:>12,}  {MEANING[name]}" for name in MEANING if counts.get(name)]
    if prepared.places:
        names = [f"{slug} ({place.name})" for slug, place in prepared.places.items()]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        lines.append(f"new places: {', '.join(names[:SHOWN])}{more}")
    if prepared.changes_nothing:
        return "\n".join([*lines, "all of this is in the facts already; nothing changes", ""])
    verb = "would be written" if is_check else "written"
    lines += [
        f"{verb}: {len(prepared.files)} files below imports/" + (f", {len(prepared.stale)} removed" if prepared.stale else "")
    ]
    return "\n".join([*lines, "" if is_check else "python -m kb build makes a release of it", ""])
