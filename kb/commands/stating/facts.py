"""``build`` and ``validate``: from the facts to a release, and whether they are right."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from kb.commands.options import FactsRoot, Home
from kb.loaders.layout import folder


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(build)
    app.command()(validate)


def build(home: Home = None, facts: FactsRoot = None) -> None:
    """Build a release from the facts and publish it.

    Example: python -m kb build
    """
    from kb.building.progress import run_build

    run_build(_facts_root(facts), home)


def validate(facts: FactsRoot = None) -> None:
    """Check the facts as build does, without building.

    Example: python -m kb validate
    """
    from kb.building.progress import run_validate

    run_validate(_facts_root(facts))


def _facts_root(given: Path | None) -> Path:
    return given or Path(os.environ.get("KB_FACTS") or folder("facts"))
