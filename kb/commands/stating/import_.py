"""``import``: outside data enter the facts by a mapping."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PATH, facts_option
from kb.saving import as_json, deliver


@click.command("import")
@click.argument("mapping", required=False, type=PATH, help="The mapping: what the data set is, and what its columns mean.")
@click.argument("outside", nargs=-1, type=PATH, help="Its files: CSV, XLSX, Parquet, JSON, JSON Lines, RDF.")
@click.option("--check", is_flag=True, help="Say what would change and write nothing.")
@click.option("--shrunk", is_flag=True, help="Accept that the data have become fewer.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a mapping, for editors.")
@facts_option
def import_(mapping: Path | None, outside: tuple[Path, ...], check: bool, shrunk: bool, schema: bool, facts: Path | None) -> None:
    """Read outside data into the facts by a mapping, all or nothing; a value that the mapping does not explain stops it.

    Example: python -m kb import mapping.yaml data.csv --check
    """
    if schema:
        from kb.loaders.imports.mapping_records import Mapping

        deliver(as_json(Mapping.model_json_schema(by_alias=True)), None)
        return
    if mapping is None or not outside:
        raise click.UsageError("name a mapping and at least one file of the data set")
    from kb.importing.readers import Readers

    with Readers() as readers:  # the first begins while the rest is loaded
        from kb.importing.running import run_import
        from kb.loaders.layout import facts_folder

        run_import(mapping, outside, facts_folder(facts), check, shrunk, readers)
