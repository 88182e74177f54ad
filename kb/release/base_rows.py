"""What the base says of itself, from the rows of the stored query on it."""

from __future__ import annotations

from collections.abc import Iterable

from kb.release.rows import Row
from kb.values.base_head import BaseHead


def base_from_rows(rows: Iterable[Row]) -> BaseHead:
    """The base of one release; marked where the data were written before a base could say what it compares."""
    said: dict[str, dict[str, str]] = {}
    pages: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["says"] == "pages":
            key, _, text = (row["value"] or "").partition(": ")
            pages.setdefault(row["language"] or "", {})[key] = text
        said.setdefault(row["says"] or "", {})[row["language"] or ""] = row["value"] or ""
    plain = {name: said.get(name, {}).get("", "") for name in ("publisher", "contact", "licence", "places", "dimensions", "root")}
    return BaseHead(
        said.get("title", {}),
        said.get("compares", {}),
        plain["publisher"],
        plain["licence"],
        tuple(plain["places"].split()),
        tuple(plain["dimensions"].split()),
        was_before="declared" not in said,
        root=plain["root"],
        contact=plain["contact"],
        pages=pages,
    )
