"""Options that commands share, and how a command hands over its text."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.errors import UsageError
from kb.tables import format_of

Home = Annotated[Path | None, typer.Option("--home", help="Where releases live (KB_HOME, else build/).")]
FactsRoot = Annotated[Path | None, typer.Option("--facts", help="Where the facts are (KB_FACTS, else facts/).")]
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


def deliver(text: str, output: Path | None) -> None:
    """Write to the file (all of it or nothing; a device or a pipe as it is), else to standard output."""
    if output is None or str(output) == "-":
        _say(text)
        return
    partial = output.parent / f".{output.name}.{os.getpid()}.part"
    try:
        if output.exists() and not output.is_file():
            output.write_text(text, encoding="utf-8", newline="")
            return
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(output.resolve() if output.exists() else output)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise UsageError(f"{output} cannot be written: {error.strerror}") from None


def _say(text: str) -> None:
    """Write to standard output; a reader that goes away, such as ``head``, is no mistake."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
