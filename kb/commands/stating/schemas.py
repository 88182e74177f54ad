"""``schemas``: what an editor needs to complete and check the files of facts while they are written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb.commands.options import facts_option


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@facts_option
def schemas(folder: Path, facts: Path | None) -> None:
    """Write JSON Schemas of all files of facts into FOLDER, and settings.json, which says which file each is for.

    Words that the base adds in words.yaml are taken too; write the schemas again when it has a new one. It prints the line that
    an editor without such settings takes as the first of a file.

    Example: python -m kb schemas .vscode
    """
    from kb.loaders.facts import own_words
    from kb.loaders.file_schemas import GLOBS, file_schema
    from kb.loaders.layout import facts_folder
    from kb.loaders.problems import CuratedDataError, listing
    from kb.saving import as_json, save

    root = facts_folder(facts)
    try:
        own, base = own_words(root), root.resolve().name
    except CuratedDataError as error:
        sys.stderr.write("\n".join([*listing(error.problems), "kb: mend these first; nothing was written"]) + "\n")
        raise SystemExit(1) from None
    folder.mkdir(parents=True, exist_ok=True)
    for kind in GLOBS:
        save(folder / f"{kind}.schema.json", as_json(file_schema(kind, own)).encode())
    named = {f"./{folder.name}/{kind}.schema.json": f"{base}/{glob}" for kind, glob in GLOBS.items()}
    save(folder / "settings.json", as_json({"yaml.schemas": named}).encode())
    click.echo(f"{len(GLOBS)} schemas and settings.json in {folder}")
    for kind, glob in GLOBS.items():
        click.echo(
            f"{base}/{glob}: # yaml-language-server: $schema={'../' * (glob.count('/') + 1)}{folder.name}/{kind}.schema.json"
        )
