"""``schemas``: what an editor needs to complete and check the files of facts while they are written."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def schemas(folder: Path) -> None:
    """Write JSON Schemas of all files of facts into FOLDER, and settings.json, which says which file each is for.

    It prints the line that an editor without such settings takes as the first of a file.

    Example: python -m kb schemas .vscode
    """
    from kb.loaders.file_schemas import GLOBS, file_schema
    from kb.saving import as_json, save

    folder.mkdir(parents=True, exist_ok=True)
    for kind in GLOBS:
        save(folder / f"{kind}.schema.json", as_json(file_schema(kind)).encode())
    named = {f"./{folder.name}/{kind}.schema.json": f"facts/{glob}" for kind, glob in GLOBS.items()}
    save(folder / "settings.json", as_json({"yaml.schemas": named}).encode())
    click.echo(f"{len(GLOBS)} schemas and settings.json in {folder}")
    for kind, glob in GLOBS.items():
        click.echo(
            f"facts/{glob}: # yaml-language-server: $schema={'../' * (glob.count('/') + 1)}{folder.name}/{kind}.schema.json"
        )
