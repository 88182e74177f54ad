"""Items for reference managers: CSL-JSON, BibTeX, RIS."""

from __future__ import annotations

import json

from kb.tables.latex import SPECIAL
from kb.tables.sources import Item

BIBTEX = {"dataset": "misc", "report": "techreport", "article-newspaper": "article"}
RIS = {
    "legislation": "STAT", "treaty": "STAT", "legal_case": "CASE", "report": "RPRT", "article-newspaper": "NEWS",
    "webpage": "ELEC", "document": "GEN", "dataset": "DATA",
}  # fmt: skip
BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
FIELDS = {"container-title": "journal", "volume": "volume", "page": "pages", "number": "number"}
TAGS = {"container-title": "T2", "volume": "VL", "page": "SP", "number": "M1", "URL": "UR", "note": "N1", "title-short": "ST"}


def to_csl(items: list[Item]) -> str:
    """The items as CSL-JSON."""
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def to_bibtex(items: list[Item]) -> str:
    """The items as BibTeX; acts, treaties and cases as ``misc``, which every style knows."""
    return "\n".join(_entry(item) for item in items)


def _entry(item: Item) -> str:
    fields = {"title": f"{{{escape(item['title'])}}}", "author": f"{{{escape(_author(item))}}}" if _author(item) else ""}
    fields |= {field: escape(str(item[name])) for name, field in FIELDS.items() if name in item}
    year, *rest = _issued(item)
    fields |= {"year": year, "month": rest[0] if rest else ""}
    fields |= {"url": _bare(item.get("URL", "")), "note": escape(item.get("note", ""))}
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{BIBTEX.get(item['type'], 'misc')}{{{item['id']},", *lines, "}\n"])


def escape(text: str) -> str:
    """Text in a field: no command and no brace that could end it.

    >>> escape("R&D {x}")
    'R\\\\&D \\\\textbraceleft{}x\\\\textbraceright{}'
    """
    special = {character: SPECIAL[character] for character in "\\$&#%_^~"} | BRACES
    return "".join(special.get(character, character) for character in " ".join(text.split()))


def _bare(address: str) -> str:
    """An address in which no brace can end the field."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def to_ris(items: list[Item]) -> str:
    """The items as RIS, with CRLF line ends as its description has them."""
    return "".join(_record(item) for item in items)


def _record(item: Item) -> str:
    lines = [("TY", RIS.get(item["type"], "GEN")), ("ID", item["id"]), ("TI", item["title"]), ("AU", _author(item))]
    lines += [(tag, str(item[name])) for name, tag in TAGS.items() if name in item]
    lines += [("DA", "/".join(_issued(item)) if _issued(item)[0] else ""), ("PY", _issued(item)[0])]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value) + "ER  - \r\n\r\n"


def _author(item: Item) -> str:
    return "; ".join(one["literal"] for one in item.get("author", []))


def _issued(item: Item) -> list[str]:
    parts = item.get("issued", {}).get("date-parts", [[""]])[0]
    return [str(part) if position == 0 else f"{part:02}" for position, part in enumerate(parts)]
