"""Groups of states as text, Markdown, CSV or JSON: which there are, and who belonged to one since when and until when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kb.naming.groups import OPEN, Group
from kb.naming.places import name_in
from kb.tables.rows import write_rows

OF_GROUPS, OF_MEMBERS = ("group", "name", "members", "read_to"), ("iso_3166", "name", "from", "until")


def write_groups(groups: Iterable[Group], day: str, format_name: str) -> str:
    """A row for each group: its name, how many belong to it on a day, up to which day that is known."""
    rows = [{"group": one.slug, "name": one.names["en"], "members": len(one.on(day)), "read_to": one.read_to} for one in groups]
    return _written(OF_GROUPS, rows, format_name)


def write_members(group: Group, day: str | None, format_name: str) -> str:
    """A row for each member, of one day if one is given; as text what was read for the group stands below."""
    found = [one for one in group.members if day is None or one.on(day)]
    rows = [
        {
            "iso_3166": one.code,
            "name": name_in(one.code, "en"),
            "from": one.start,
            "until": "" if one.until == OPEN else one.until,
        }
        for one in found
    ]
    if format_name == "json":
        about = {"group": group.slug, "names": dict(group.names), "read": list(group.read), "read_to": group.read_to}
        return json.dumps({**about, "note": group.note, "members": rows}, indent=1, ensure_ascii=False) + "\n"
    read = [f"Read to {group.read_to}: {' '.join(group.read)}", *([group.note] if group.note else [])]
    return _written(OF_MEMBERS, rows, format_name) + ("\n" + "\n".join(read) + "\n" if format_name in ("txt", "md") else "")


def _written(columns: Sequence[str], rows: list[dict[str, Any]], format_name: str) -> str:
    if format_name == "json":
        return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    return write_rows(list(columns), [[str(value) for value in row.values()] for row in rows], format_name)
