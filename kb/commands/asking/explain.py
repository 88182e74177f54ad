"""``explain`` and ``replay``: why a cell says what it says, and whether it still says so."""

from enum import StrEnum
from typing import Annotated

import typer

from kb.commands.options import AsOf, Home, KnownOn, Output, Plain, Platform, PolicyName, wants_json
from kb.saving import as_json, deliver


class ExplanationFormat(StrEnum):
    """Text for readers, JSON for programs, PROV in JSON-LD for provenance tools."""

    txt = "txt"
    json = "json"
    jsonld = "jsonld"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(explain)
    app.command()(replay)


def explain(
    jurisdiction: Annotated[str, typer.Argument(help="For example sg.")],
    question: Annotated[str, typer.Argument(help="For example data-localization-requirement.")],
    as_of: AsOf = None,
    known_on: KnownOn = None,
    platform: Platform = None,
    policy: PolicyName = None,
    format: Annotated[ExplanationFormat | None, typer.Option("--format", help="Else the suffix of --output, else txt.")] = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Say why a cell says what it says.

    Example: python -m kb explain sg data-localization-requirement
    """
    from kb.cells.comparison import compare
    from kb.explanation.explain import explain as explain_cell
    from kb.explanation.formats import write_explanation
    from kb.opening.current import open_release
    from kb.tables import format_of

    format_name = format_of(output, format, "txt", tuple(ExplanationFormat))
    release = open_release(home)
    comparison = compare(
        release.reader, [jurisdiction], questions=[question], as_of=as_of, known_on=known_on, platform=platform, policy=policy
    )
    explanation = explain_cell(release, comparison, jurisdiction, question)
    deliver(write_explanation(release, explanation, format_name), output)


def replay(
    file: Annotated[str, typer.Argument(help="What explain wrote as .json or .jsonld; - for standard input.")],
    as_of: AsOf = None,
    known_on: KnownOn = None,
    policy: PolicyName = None,
    format: Plain = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Say whether an explanation written earlier still holds, and what is different; 1 if anything is.

    It is made again at its own point of both clocks, and by its policy, unless options name others.

    Example: python -m kb replay why.json
    """
    from kb.explanation.kept import read_file
    from kb.explanation.replay import replay as make_again
    from kb.explanation.replay import result_json, result_text
    from kb.opening.current import open_release

    is_json = wants_json(output, format)
    earlier = read_file(file)
    found = make_again(open_release(home), earlier, as_of=as_of, known_on=known_on, policy=policy)
    deliver(as_json(result_json(found)) if is_json else result_text(found), output)
    if found.differences:
        raise typer.Exit(1)
