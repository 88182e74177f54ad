"""Resolution policies from rows of the stored query ``policy_rules``."""

from __future__ import annotations

from collections.abc import Iterable

from kb.naming import iris
from kb.release.rows import Row
from kb.values.resolution import Policy


def policies_from_rows(rows: Iterable[Row]) -> dict[str, Policy]:
    """Policies by name, from rows of policy and rule in the order of the rules."""
    found: dict[str, Policy] = {}
    for row in rows:
        name = iris.slug(row["policy"] or "")
        before = found[name].rules if name in found else ()
        found[name] = Policy(name, row["version"] or "", row["title"] or "", row["about"] or "", (*before, row["name"] or ""))
    return found
