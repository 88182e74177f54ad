"""Options that commands share, and how a command hands over its text."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.errors import UsageError
from kb.saving import save
from kb.tables import format_of

Home = Annotated[Path | None, typer.Option("--home", help="Where releases live (KB_HOME, else build/).")]
FactsRoot = Annotated[Path | None, typer.Option("--facts", help="Where the facts are (KB_FACTS, else facts/).")]
Dimensions = Annotated[list[str] | None, typer.Option("-d", "--dimension", help="Only this dimension; repeatable.")]
Questions = Annotated[list[str] | None, typer.Option("-q", "--question", help="Only this question; repeatable.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Day of the law, YYYY-MM-DD; today if left out.")]
KnownOn = Annotated[str | None, typer.Option("--known-on", help="Day of the record, YYYY-MM-DD; today if left out.")]
Platform = Annotated[str | None, typer.Option("--platform", help="A platform, for example tiktok.")]
PolicyName = Annotated[
    str | None,
    typer.Option("--policy", help="Which claim a cell shows: a policy by name ('kb policies'), or your own .ttl file."),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="File to write; standard output if left out.")]


class RowsFormat(StrEnum):
    """Formats of rows: text and Markdown for readers, CSV and JSON for programs."""

    txt = "txt"
    md = "md"
    csv = "csv"
    json = "json"


class PlainFormat(StrEnum):
    """Text for readers, JSON for programs."""

    txt = "txt"
    json = "json"


Rows = Annotated[RowsFormat | None, typer.Option("--format", help="Else the suffix of --output, else txt.")]
Plain = Annotated[PlainFormat | None, typer.Option("--format", help="Else the suffix of --output, else txt.")]


def wants_json(output: Path | None, given: PlainFormat | None) -> bool:
    """Whether JSON is asked for, by the option or by the suffix of the output."""
    return format_of(output, given, "txt", tuple(PlainFormat)) == PlainFormat.json


def as_json(value: Any) -> str:
    """A value as indented JSON text."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def deliver(content: str | bytes, output: Path | None) -> None:
    """Write text or bytes to the file (all of it or nothing; a device or a pipe as it is), else to standard output."""
    if output is None or str(output) == "-":
        _say(content)
        return
    save(output, content.encode("utf-8") if isinstance(content, str) else content)


def _say(content: str | bytes) -> None:
    """Write to standard output; a reader that goes away, such as ``head``, is no mistake."""
    if isinstance(content, bytes):
        content = _as_text(content)
    try:
        if isinstance(content, str):
            sys.stdout.write(content)
        else:
            sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_text(content: bytes) -> str | bytes:
    """Bytes as text if they are text; bytes that are none are refused where a person would see them."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if sys.stdout.isatty():
            raise UsageError("this format is not text; name a file with -o") from None
        return content
