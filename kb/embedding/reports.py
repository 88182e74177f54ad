"""Refresh whole reports: by their suffix, all of them or none, each written whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kb.embedding.blocks import Source
from kb.embedding.findings import Change, Findings
from kb.embedding.kinds import FILES
from kb.embedding.pictures import Drawn
from kb.embedding.text_reports import refresh_text
from kb.embedding.verification import Verdict, carries_seal, verify
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
EXPORTED = {*FILES, "json", "csv", "zip"} - KINDS.keys()


@dataclass(frozen=True)
class Report:
    """A report after a refresh: what to write if anything changed, what changed, and what was found in it.

    ``pictures`` are the files that it shows, to be written with it; ``verdict`` is that on a file that is no report but an
    exported table.
    """

    path: Path
    content: bytes = b""
    changes: tuple[Change, ...] = ()
    found: Findings = field(default_factory=Findings)
    pictures: Mapping[Path, bytes] = field(default_factory=dict)
    verdict: Verdict | None = None

    @property
    def is_checked(self) -> bool:
        """Whether anything in it is of this base, so that something was looked at."""
        return bool(self.verdict or self.found.tables or self.found.values or self.found.left)

    @property
    def stale(self) -> int:
        """How many places are not as this base says, or could not be looked at."""
        return len(self.changes) + len(self.found.left) + (self.verdict is not None and not self.verdict.still_holds)


def embed(paths: Iterable[Path], home: Path | None, check: bool) -> list[Report]:
    """Refresh reports, or with ``check`` only say what is stale; nothing is written if any marker of any report is wrong.

    An exported table among them is verified with ``check`` and refused without. Raises MarkerError with ``path:line: what
    to write``, one line for each marker that is wrong.
    """
    source, reports, wrong = Source(home, check), [], []
    for path in paths:
        try:
            reports.append(_looked_at(source, path, home, check))
        except MarkerError as error:
            wrong += [f"{path}:{line}" for line in str(error).splitlines()]
    if wrong:
        raise MarkerError("\n".join(["nothing was written", *wrong]))
    for report in reports:
        if report.changes and not check:
            _save(report)
    return reports


def _looked_at(source: Source, path: Path, home: Path | None, check: bool) -> Report:
    """A report refreshed; an exported table verified with ``check``, and refused by UsageError without."""
    if check and _suffix(path) in EXPORTED:
        return Report(path, verdict=verify(path, home))
    report = refresh(source, path)
    if report.is_checked or not carries_seal(path):
        return report
    if not check:
        raise UsageError(f"{path} is an exported table, which is not refreshed: export it anew, or check it: kb verify {path}")
    return Report(path, verdict=verify(path, home))


def _suffix(path: Path) -> str:
    return path.suffix.lower().lstrip(".")


def _save(report: Report) -> None:
    """The pictures of a report first, so that it never shows one that there is not."""
    for path, data in report.pictures.items():
        path.parent.mkdir(exist_ok=True)
        save(path, data)
    save(report.path, report.content)


def refresh(source: Source, path: Path) -> Report:
    """One report, refreshed but not written; UsageError if it cannot be read or is of no kind that is known."""
    kind = KINDS.get(_suffix(path))
    if kind is None:
        exported = f"; an exported table is checked with: kb verify {path}" if _suffix(path) in EXPORTED else ""
        raise UsageError(f"{path}: tables are embedded in {', '.join('.' + suffix for suffix in KINDS)}{exported}")
    found = Findings()
    source.drawn, source.missed = Drawn(path), found.missed
    try:
        data = path.read_bytes()
        if kind == "docx":
            from kb.embedding.word_reports import refresh_word

            return Report(path, *refresh_word(source, data, found), found)
        text = data.decode("utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text") from None
    fresh, changes = refresh_notebook(source, text, found) if kind == "ipynb" else refresh_text(source, kind, text, found)
    return Report(path, fresh.encode("utf-8"), tuple(changes), found, pictures=source.drawn.made)


def refresh_notebook(source: Source, text: str, told: Findings) -> tuple[str, list[Change]]:
    """A Jupyter notebook with fresh Markdown cells; code cells and outputs stay as they are."""
    try:
        notebook: dict[str, Any] = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] in ("markdown", "raw")]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise MarkerError("1: this is no Jupyter notebook of format 4") from None
    changes: list[Change] = []
    for cell in cells:
        old, here = "".join(cell["source"]), Findings()
        try:
            fresh, found = refresh_text(source, "ipynb", old, here)
        except MarkerError as error:
            parts = [line.partition(": ") for line in str(error).splitlines()]
            told.wrong += [f"{_line(text, old, int(inner))}: {said}" for inner, _, said in parts]
            continue
        changes += [Change(_line(text, old, one.line), one.reasons) for one in found]
        told.add(here, partial(_line, text, old))
        if found:
            cell["source"] = fresh.splitlines(keepends=True) if isinstance(cell["source"], list) else fresh
    told.refuse()
    indent = re.search(r'\n( +|\t+)"', text)
    written = json.dumps(notebook, ensure_ascii=False, indent=indent.group(1) if indent else None)
    return written + ("\n" if text.endswith("\n") else ""), changes


def _line(text: str, source: str, line: int) -> int:
    """On which line of the file a line of a cell stands, as near as can be told."""
    wanted = json.dumps(source.split("\n")[line - 1], ensure_ascii=False)[1:-1]
    return text.count("\n", 0, max(0, text.find(wanted))) + 1
