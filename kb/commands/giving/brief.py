"""``brief``: what differs, what changed and what comes, in five sentences and on few pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.form_options import forms
from kb.commands.options import ASKED, asks, jurisdictions_argument, reads_release, writes
from kb.saving import deliver
from kb.values.form import Form

TOPICS_HELP = "Topics, with commas; else the four dimensions that differ most."
SCOPE_HELP = "Whose rule: general, as it reaches the platform (reaches), or both; both where a platform is named, else general."
VIEWED = tuple(name for name in ASKED if name != "dimensions")


@click.command()
@jurisdictions_argument("For example us eu sg.")
@click.option("--topics", "-t", "-d", "--dimension", multiple=True, help=TOPICS_HELP)
@click.option("--since", help="Changes since this day, YYYY-MM-DD; two years back if left out.")
@asks(*VIEWED, scope=SCOPE_HELP)
@forms
@writes(("md", "html", "docx", "pptx", "pdf"), "md")
@reads_release
def brief(
    asked: dict[str, Any],
    topics: tuple[str, ...],
    since: str | None,
    form: Form,
    format_name: str,
    output: Path | None,
    home: Path | None,
) -> None:
    """Write a brief: at most five sentences, a picture, the table, changes, what is contested, what comes, sources.

    With a platform it tells the course of what holds for it by day, and of what is pending only what concerns it or everyone.

    Example: python -m kb brief us eu sg --topics ownership,data,transparency,minors --platform tiktok --since 2024-01-01

    Example: python -m kb brief us eu sg --platform tiktok -o brief.docx
    """
    from kb.briefing.asked import brief_of
    from kb.briefing.content import content
    from kb.briefing.written import write
    from kb.opening.current import open_release

    dimensions = tuple(name for words in topics for name in words.split(",") if name)
    wanted = brief_of({**asked, "dimensions": dimensions, "since": since or "", **form.texts()})
    found = content(open_release(home), wanted)
    deliver(write(found, format_name, output), output)
    if output and str(output) != "-":
        size = f"{len(found.sentences)} sentences, {len(found.comparison.questions)} questions, {len(found.events)} changes"
        click.echo(f"Written: {output}, {size}, release {found.comparison.release}")
