"""Options that commands share: what is asked, how it is written, and where the release and the facts are."""

from __future__ import annotations

import datetime
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


def _facts_there(_context: click.Context, _parameter: click.Parameter, given: Path | None) -> Path | None:
    """The folder of facts that is named; UsageError if there is none."""
    named = given or os.environ.get("KB_FACTS")
    try:
        is_there = not named or Path(named).is_dir()
    except OSError:
        is_there = False
    if not is_there:
        raise UsageError(f"{'--facts' if given else 'KB_FACTS'} {named}: no such folder of facts")
    return given


home_option = click.option("--home", type=PATH, help="Where releases live (KB_HOME, else build/).")
facts_option = click.option("--facts", type=PATH, callback=_facts_there, help="Where the facts are (KB_FACTS, else facts/).")
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


def asks(*names: str, **helps: str) -> Decorator:
    """Options of what is asked, all of ASKED unless named; the command gets them and its JURISDICTIONS as one ``asked``.

    ``helps`` are the words on an option, by its name, where the command takes it otherwise than the others.
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
            option = click.option(
                *field.flags, name, multiple=field.is_list, help=helps.get(name, field.help), shell_complete=names_of(name)
            )
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


def _tell_of_groups(given: Mapping[str, Any], home: Path | None) -> None:
    """Say of each group that is asked which of its members the base has: a table of some members is no table of the group."""
    from kb.naming.groups import group_called

    places = given.get("asked", given).get("jurisdictions") or ()
    if not any(":" in one or ((group := group_called(one)) and not group.is_a_place) for one in places):
        return
    from kb.cells.place_names import groups_asked
    from kb.opening.current import open_release

    told: set[tuple[str, ...]] = set()
    for day in _days_meant(given):
        for found in groups_asked(open_release(home).reader, places, day):
            as_told = (found.name, *found.there, "/", *found.lacking)
            if found.there and as_told not in told:  # a group without a member here is refused by whoever asks for it
                click.echo(f"kb: {found}", err=True)
            told.add(as_told)


def _days_meant(given: Mapping[str, Any]) -> list[str]:
    """The days of the law of which members of a group are meant: of each year that is asked for, of the later point, else one."""
    from kb.values.view import View

    asked = given.get("asked", given)
    law, record = View(as_of=asked.get("as_of"), known_on=asked.get("known_on")).days()
    if given.get("first"):
        from kb.wording.panel import days_of

        today = datetime.date.today() if given["last"] else datetime.date.fromisoformat(law)
        return days_of(given["first"], given["last"] or today.year, today)
    if given.get("end"):
        from kb.clocks.changes import parse_point

        return [parse_point("to", given["end"], record).as_of]
    return [law]


def reads_release(run: Run) -> Run:
    """``--home`` and ``--endpoint``: from where the release is read, a folder of releases or an engine elsewhere."""

    @wraps(run)
    def choose(home: Path | None, endpoint: str | None, **given: Any) -> None:
        if home and endpoint:
            raise UsageError("--home and --endpoint name two bases; give one of them")
        if endpoint:
            os.environ[ENDPOINT_SETTING] = endpoint
        _tell_of_groups(given, home)
        run(home=home, **given)

    option = click.option("--endpoint", metavar="URL", help="Read from this SPARQL engine instead (KB_ENDPOINT).")
    return home_option(option(choose))
