"""Refresh whole reports: by their suffix, all of them or none, each written whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.embedding.blocks import Source
from kb.embedding.pictures import Drawn
from kb.embedding.text_reports import Change, refresh_text
from kb.errors import MarkerError, UsageError
from kb.saving import save

KINDS = {
    "md": "md",
    "markdown": "md",
    "qmd": "qmd",
    "rmd": "rmd",
    "html": "html",
    "htm": "html",
    "tex": "tex",
    "rst": "rst",
    "adoc": "adoc",
    "asciidoc": "adoc",
    "typ": "typ",
    "mdx": "mdx",
    "ipynb": "ipynb",
    "docx": "docx",
}


@dataclass(frozen=True)
class Report:
    """A report after a refresh: what to write if anything changed, what changed, and which markers were left as they are.

    ``shown`` are the lines of markers that code or a comment only shows; ``left`` those that cannot be filled where they stand;
    ``pictures`` the files that it shows, to be written with it.
    """

    path: Path
    content: bytes
    changes: tuple[Change, ...]
    shown: tuple[int, ...] = ()
    left: tuple[Change, ...] = ()
    pictures: Mapping[Path, bytes] = field(default_factory=dict)


def embed(paths: Iterable[Path], home: Path | None, check: bool) -> list[Report]:
    """Refresh reports, or with ``check`` only say what is stale; nothing is written if any marker of any report is wrong.

    Raises MarkerError with ``path:line: what to write``, one line for each report that is wrong.
    """
    source, reports, wrong = Source(home), [], []
    for path in paths:
        try:
            reports.append(refresh(source, path))
        except MarkerError as error:
            wrong.append(f"{path}:{error}")
    if wrong:
        raise MarkerError("\n".join(["nothing was written", *wrong]))
    for report in reports:
        if report.changes and not check:
            _save(report)
    return reports


def _save(report: Report) -> None:
    """The pictures of a report first, so that it never shows one that there is not."""
    for path, data in report.pictures.items():
        path.parent.mkdir(exist_ok=True)
        save(path, data)
    save(report.path, report.content)


def refresh(source: Source, path: Path) -> Report:
    """One report, refreshed but not written; UsageError if it cannot be read or is of no kind that is known."""
    kind = KINDS.get(path.suffix.lower().lstrip("."))
    if kind is None:
        raise UsageError(f"{path}: tables are embedded in {', '.join('.' + suffix for suffix in KINDS)}")
    source.drawn = Drawn(path)
    try:
        data = path.read_bytes()
        if kind == "docx":
            from kb.embedding.word_reports import refresh_word

            left: list[Change] = []
            return Report(path, *refresh_word(source, data, left), left=tuple(left))
        text = data.decode("utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text") from None
    shown: list[int] = []
    fresh, changes = refresh_notebook(source, text) if kind == "ipynb" else refresh_text(source, kind, text, shown)
    return Report(path, fresh.encode("utf-8"), tuple(changes), tuple(shown), pictures=source.drawn.made)


def refresh_notebook(source: Source, text: str) -> tuple[str, list[Change]]:
    """A Jupyter notebook with fresh Markdown cells; code cells and outputs stay as they are."""
    try:
        notebook: dict[str, Any] = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] in ("markdown", "raw")]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise MarkerError("1: this is no Jupyter notebook of format 4") from None
    changes: list[Change] = []
    for cell in cells:
        old = "".join(cell["source"])
        try:
            fresh, found = refresh_text(source, "ipynb", old)
        except MarkerError as error:
            inner, _, said = str(error).partition(": ")
            raise MarkerError(f"{_line(text, old, int(inner))}: {said}") from None
        changes += [Change(_line(text, old, one.line), one.reasons) for one in found]
        if found:
            cell["source"] = fresh.splitlines(keepends=True) if isinstance(cell["source"], list) else fresh
    indent = re.search(r'\n( +|\t+)"', text)
    written = json.dumps(notebook, ensure_ascii=False, indent=indent.group(1) if indent else None)
    return written + ("\n" if text.endswith("\n") else ""), changes


def _line(text: str, source: str, line: int) -> int:
    """On which line of the file a line of a cell stands, as near as can be told."""
    wanted = json.dumps(source.split("\n")[line - 1], ensure_ascii=False)[1:-1]
    return text.count("\n", 0, max(0, text.find(wanted))) + 1
