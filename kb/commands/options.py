"""Options that commands share: what is asked, how it is written, and where the release and the facts are."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kb.commands.names import names_of
from kb.endpoint import ENDPOINT_SETTING
from kb.errors import UsageError
from kb.saving import format_of, save, suffixes_of
from kb.values.view_fields import FIELDS

Run = Callable[..., None]
Decorator = Callable[[Run], Run]

PATH = click.Path(path_type=Path)
ROWS, PLAIN = ("txt", "md", "csv", "json"), ("txt", "json")

BOM = "\ufeff"
ABOUT_BOM = "Begin a CSV with a byte order mark, by which Excel knows that it is UTF-8."

home_option = click.option("--home", type=PATH, help="Where releases live (KB_HOME, else build/).")
facts_option = click.option("--facts", type=PATH, help="Where the facts are (KB_FACTS, else facts/).")
address_option = click.option("--to", "--at", "address", help="Address for queries of a SPARQL engine; KB_ENDPOINT unless given.")
output_option = click.option("-o", "--output", type=PATH, help="File to write; standard output if left out.")

# what is asked with options, in the order of the help; each is declared in kb.values.view_fields
ASKED = {field.name: field for field in FIELDS if field.flags and field.name != "release"}


def jurisdictions_argument(help: str, required: bool = True) -> Decorator:  # noqa: A002
    """The argument JURISDICTIONS..., which ``asks`` hands over with the options."""
    return click.argument("jurisdictions", nargs=-1, required=required, help=help, shell_complete=names_of("jurisdictions"))


def jurisdiction_argument(help: str) -> Decorator:  # noqa: A002
    """The argument JURISDICTION."""
    return click.argument("jurisdiction", help=help, shell_complete=names_of("jurisdictions"))


def question_argument(help: str) -> Decorator:  # noqa: A002
    """The argument QUESTION."""
    return click.argument("question", help=help, shell_complete=names_of("questions"))


def asks(*names: str) -> Decorator:
    """Options of what is asked, all of ASKED unless named; the command gets them and its JURISDICTIONS as one ``asked``.

    ``asked`` has the names that :func:`kb.cells.comparison.compare` takes.
    """
    chosen = names or tuple(ASKED)

    def add(run: Run) -> Run:
        @wraps(run)
        def gather(**given: Any) -> None:
            run(asked={name: given.pop(name) for name in ("jurisdictions", *chosen) if name in given}, **given)

        command: Run = gather
        for name in reversed(chosen):
            field = ASKED[name]
            option = click.option(*field.flags, name, multiple=field.is_list, help=field.help, shell_complete=names_of(name))
            command = option(command)
        return command

    return add


def writes(formats: tuple[str, ...], default: str, suffixes: Mapping[str, str] | None = None) -> Decorator:
    """``--format`` and ``--output``; the command gets the name of the format, which the file's suffix names unless it is given.

    Every format is its own suffix unless the registry of the formats has others.
    """
    known = suffixes or suffixes_of(formats)
    about = f"Else the suffix of --output, else {default}."

    def add(run: Run) -> Run:
        @wraps(run)
        def choose(format_name: str | None, output: Path | None, bom: bool = False, **given: Any) -> None:
            chosen = format_of(output, format_name, default, known)
            if bom and chosen != "csv":
                raise UsageError(f"--bom belongs to csv; {chosen} has no such mark")
            if bom and output is None:
                click.echo(BOM, nl=False)
            run(format_name=chosen, output=output, **given)
            if bom and output is not None:
                save(output, BOM.encode() + output.read_bytes())

        option = click.option("--format", "format_name", type=click.Choice(formats), help=about)
        command = option(output_option(choose))
        return click.option("--bom", is_flag=True, help=ABOUT_BOM)(command) if "csv" in formats else command

    return add


def _tell_of_groups(asked: Mapping[str, Any], last: str | None, home: Path | None) -> None:
    """Say of each group that is asked which of its members the base has: a table of some members is no table of the group.

    ``last`` is the later point of two, on whose day of the law the members are meant, else they are on the day asked for.
    """
    from kb.naming.groups import group_called

    if not any(":" in one or group_called(one) for one in asked.get("jurisdictions", ())):
        return
    from kb.cells.place_names import groups_asked
    from kb.clocks.changes import parse_point
    from kb.opening.current import open_release
    from kb.values.view import View

    law, record = View(as_of=asked.get("as_of"), known_on=asked.get("known_on")).days()
    day = parse_point("to", last, record).as_of if last else law
    for found in groups_asked(open_release(home).reader, asked["jurisdictions"], day):
        if found.there:  # a group without a member here is refused by whoever asks for it
            click.echo(f"kb: {found}", err=True)


def reads_release(run: Run) -> Run:
    """``--home`` and ``--endpoint``: from where the release is read, a folder of releases or an engine elsewhere."""

    @wraps(run)
    def choose(home: Path | None, endpoint: str | None, **given: Any) -> None:
        if home and endpoint:
            raise UsageError("--home and --endpoint name two bases; give one of them")
        if endpoint:
            os.environ[ENDPOINT_SETTING] = endpoint
        _tell_of_groups(given.get("asked", {}), given.get("end"), home)
        run(home=home, **given)

    option = click.option("--endpoint", metavar="URL", help="Read from this SPARQL engine instead (KB_ENDPOINT).")
    return home_option(option(choose))
