"""``texts``: texts of law beside the base, in a folder of the user."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PATH, PLAIN, facts_option, writes
from kb.saving import as_json, deliver

folder_option = click.option(
    "--texts", "folder", type=PATH, help="Where texts of law are (KB_TEXTS, else texts/ where releases live)."
)


@click.group(no_args_is_help=True)
def texts() -> None:
    """Keep texts of law in a folder of yours, and lay the facts beside them. No text enters the base or a release.

    Example: python -m kb texts list
    """


@texts.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, help="Files, folders or git repositories.")
@click.option(
    "--instrument", default="", help="Which instrument it is, such as eu/dsa; else the text or the file's name says it."
)
@click.option("--language", default="", help="Its language, such as en or zh; else the text says it.")
@click.option("--edition", "version", default="", help="Which edition it is, in words.")
@click.option("--dated", default="", help="The day of the edition, YYYY-MM-DD.")
@click.option("--kind", default="", help="official-text, copy (its publisher is named), translation or anonymous.")
@click.option("--address", default="", help="Where it can be read.")
@click.option("--publisher", default="", help="Whose text a copy is, such as EUR-Lex.")
@click.option("--current-to", default="", help="The day through which the text says that it stands, YYYY-MM-DD.")
@folder_option
def add(paths: tuple[Path, ...], folder: Path | None, **said: str) -> None:
    """Read texts of law into the folder: JSON, Akoma Ntoso, Formex, EUR-Lex HTML, CLML, USLM, eCFR, plain text, git histories.

    All are read first, each in a process under limits; if one is refused, nothing is added.

    Example: python -m kb texts add dsa.xml --instrument eu/dsa --language en --kind official-text
    """
    from kb.texts.adding import Said, add_texts
    from kb.texts.folder import texts_folder
    from kb.texts.output import added_text

    place = texts_folder(folder)
    deliver(added_text(place, add_texts(place, paths, Said(**said))), None)


@texts.command("list")
@folder_option
def list_(folder: Path | None) -> None:
    """List the editions in the folder.

    Example: python -m kb texts list
    """
    from kb.texts.folder import texts_folder
    from kb.texts.output import editions_text

    deliver(editions_text(texts_folder(folder)), None)


@texts.command()
@click.argument("instruments", nargs=-1, help="Instruments such as eu/dsa; all if left out.")
@click.option("--sign", "role", metavar="ROLE", help="Write what was found into the facts, as readings by this role.")
@click.option("--on", "day", help="Day of the readings, YYYY-MM-DD; today if left out.")
@writes(PLAIN, "txt")
@facts_option
@folder_option
def check(
    instruments: tuple[str, ...],
    role: str | None,
    day: str | None,
    format_name: str,
    output: Path | None,
    facts: Path | None,
    folder: Path | None,
) -> None:
    """Find every pinpoint of the facts in the texts; say what our sentences have otherwise, and what moved between editions.

    Ends with 1 if a contradiction is unexplained; facts/explained.csv holds those that were read and are no fault.

    Example: python -m kb texts check eu/dsa
    """
    import datetime

    from kb.loaders.layout import facts_folder
    from kb.texts.checking import check_texts
    from kb.texts.folder import texts_folder
    from kb.texts.output import checked_json, checked_text
    from kb.texts.signing import sign

    root = facts_folder(facts)
    checked = check_texts(root, texts_folder(folder), instruments)
    deliver(as_json(checked_json(checked)) if format_name == "json" else checked_text(checked), output)
    if role:
        signed = sign(root, checked, role, day or datetime.date.today().isoformat())
        click.echo(f"{signed} readings by {role} written", err=True)
    if checked.unexplained:
        raise SystemExit(1)


@texts.command()
@click.argument("instrument", help="For example eu/dsa.")
@click.argument("pinpoints", nargs=-1, help="Pinpoints; all that moved if left out.")
@folder_option
def diff(instrument: str, pinpoints: tuple[str, ...], folder: Path | None) -> None:
    """Show word by word what is otherwise between the last two editions of a text: [-old-] and {+new+}.

    Example: python -m kb texts diff eu/dsa "art. 34(1)"
    """
    from kb.texts.differing import difference_text
    from kb.texts.folder import texts_folder

    deliver(difference_text(texts_folder(folder), instrument, pinpoints), None)
