"""The statements of a source as text, Markdown or JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from kb.graph.statements import Evidence, SourceStatement
from kb.tables.markdown import escape
from kb.values.model import Dossier

FORMATS = {"txt": "text", "md": "markdown", "json": "json"}


def write_sources(titles: dict[str, str], format_name: str) -> str:
    """The list of sources as text, Markdown or JSON."""
    if format_name == "json":
        listed = [{"source": name, "title": title} for name, title in titles.items()]
        return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    if format_name == "md":
        rows = [f"| {name} | {escape(title)} |\n" for name, title in titles.items()]
        return "".join(["| Source | Title |\n", "|:--|:--|\n", *rows])
    return "".join(f"{name}  {title}\n" for name, title in titles.items())


def write_statements(head: Dossier, statements: list[SourceStatement], release: str, format_name: str) -> str:
    """The statements as text, Markdown or JSON."""
    if format_name == "json":
        content = {"source": head.path, "title": head.title, "release": release, "claims": [asdict(one) for one in statements]}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    lines = _markdown(head, statements) if format_name == "md" else _text(head, statements)
    return "\n".join(lines) + "\n"


def _text(head: Dossier, statements: list[SourceStatement]) -> list[str]:
    lines = [head.title, ""]
    for one in statements:
        lines.append(f"{one.key}  {(one.verdict or 'no verdict').upper()}  ({one.where})")
        lines.append(f"     {one.says}")
        lines += [f"     Why: {one.because}"] if one.because else []
        lines += [f"     Answers {one.cell[1]} of {one.cell[0]}: {one.cell[2]}"] if one.cell else []
        lines += [f"     - {item.stance}: {_told(item)}" for item in one.evidence] + [""]
    return lines


def _markdown(head: Dossier, statements: list[SourceStatement]) -> list[str]:
    lines = [f"**{escape(head.title)}**", "", "| | Statement | Verdict | Why |", "|:--|:--|:--|:--|"]
    for one in statements:
        evidence = "".join(f"<br>*{item.stance}*: {escape(_told(item))}" for item in one.evidence)
        why = escape(one.because or "") + evidence
        lines.append(f"| {one.key} | {escape(one.says)} | {one.verdict or 'no verdict'} | {why} |")
    return lines


def _told(item: Evidence) -> str:
    origin = ", ".join(part for part in (item.who, item.dated) if part)
    return f"{item.says} ({origin})" if origin else item.says
