"""Options that commands share, and how a command hands over its text."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

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
