"""A query of an assistant, under the limits of every query."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kb.asking.sandbox import run_query
from kb.release.release import Release

MOST_ROWS = 100


def queried(release: Release, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The first rows that a query answers, or the truth, or a graph as N-Triples; what :mod:`kb.errors` names says why not.

    ``sparql`` is its text or the name of a stored query, ``parameters`` the values of its parameters.
    """
    values = {str(name): str(said) for name, said in dict(arguments.get("parameters") or {}).items()}
    found = run_query(release, str(arguments["sparql"]), values)
    if found.kind == "graph":
        return {"release": release.id, "graph": found.body.decode("utf-8")}
    said = json.loads(found.body)
    if found.kind == "boolean":
        return {"release": release.id, "boolean": said["boolean"]}
    rows = [{name: term["value"] for name, term in row.items()} for row in said["results"]["bindings"]]
    more = {"more": {"of": len(rows), "next": "ask with LIMIT and OFFSET"}} if len(rows) > MOST_ROWS else {}
    return {"release": release.id, "columns": said["head"]["vars"], "rows": rows[:MOST_ROWS], **more}
