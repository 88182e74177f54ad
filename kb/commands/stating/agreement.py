"""``agreement``: how far two coders agree, and cells for a second coder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.commands.options import PATH, PLAIN, facts_option, home_option, writes
from kb.saving import as_json, deliver

if TYPE_CHECKING:
    from kb.agreement.drawing import Drawn
    from kb.loaders.records import Facts


@click.command()
@click.option(
    "--draw", "count", type=click.IntRange(1, 10_000), help="Draw so many cells for a second coder, and compare nothing."
)
@click.option("--seed", type=click.IntRange(0, 10**11), default=1, help="Seed of the draw.")
@click.option(
    "--sheet", "sheet_path", type=PATH, help="With --draw: write what the second coder reads here; without the first answers."
)
@click.option("--as-of", "as_of", help="With --draw: day of the law, YYYY-MM-DD; today if left out.")
@click.option("--with-text", is_flag=True, help="With --draw: only cells for which passages of law are on this machine.")
@click.option("--of-all", is_flag=True, help="With --draw: of all cells of the table, answered or not; none coded again before.")
@click.option("--by", "role", default="kb-second-coders", help="With --draw: the role that codes again.")
@writes(PLAIN, "txt", {"yaml": "txt", "json": "json", "txt": "txt"})
@facts_option
@home_option
def agreement(
    count: int | None,
    seed: int,
    sheet_path: Path | None,
    as_of: str | None,
    with_text: bool,
    of_all: bool,
    role: str,
    format_name: str,
    output: Path | None,
    facts: Path | None,
    home: Path | None,
) -> None:
    """Say how far two coders agree: Krippendorff's alpha by dimension, every disagreement, and how much is coded twice.

    With --draw, draw cells by a seed and write the file of codings to be filled in (facts/codings/), without the first answers.

    Example: python -m kb agreement
    """
    import datetime

    from kb.agreement.committed import refuse_uncommitted
    from kb.agreement.drawing import draw_cells, draw_of_every_cell
    from kb.agreement.output import agreement_json, agreement_text
    from kb.agreement.pairs import own_cells, pairs_of
    from kb.loaders.facts import read_facts
    from kb.loaders.layout import facts_folder
    from kb.opening.current import open_release

    root, today = facts_folder(facts), datetime.date.today().isoformat()
    stated, release = read_facts(root), open_release(home)
    if count:
        asked = (release, stated, count, seed, (as_of or today, today))
        drawn = draw_of_every_cell(*asked) if of_all else draw_cells(*asked, with_text)
        _give(drawn, stated, sheet_path, role, output)
        return
    refuse_uncommitted(root)
    pairs, cells = pairs_of(release, stated.codings), own_cells(release)
    deliver(as_json(agreement_json(pairs, cells)) if format_name == "json" else agreement_text(pairs, cells), output)


def _give(drawn: Drawn, facts: Facts, sheet_path: Path | None, role: str, output: Path | None) -> None:
    """Write what was drawn: the sheet if one is asked for, and the file of codings to be filled in."""
    from kb.agreement.drawing import coding_file, sheet

    if sheet_path:
        deliver(sheet(drawn, facts), sheet_path)
    deliver(coding_file(drawn, role), output)
