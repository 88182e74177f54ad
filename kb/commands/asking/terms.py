"""``terms``: a platform's terms of any day beside the law of that day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import asks, jurisdiction_argument, reads_release, writes
from kb.errors import UsageError
from kb.saving import deliver

FORMATS = ("txt", "json")


@click.command()
@jurisdiction_argument("Whose law stands beside the terms, for example ie.")
@asks("dimensions", "questions", "as_of", "known_on", "platform")
@writes(FORMATS, "txt")
@reads_release
def terms(jurisdiction: str, asked: dict[str, Any], format_name: str, output: Path | None, home: Path | None) -> None:
    """Lay a platform's terms of a day beside the law of that day, and say how many days after each duty they changed.

    The terms come from an imported history ('kb import', 'platforms:'); their text stays in that history.

    Example: python -m kb terms us --platform tiktok --as-of 2026-03-01
    """
    from kb.clocks.regime import effective_regime
    from kb.clocks.terms import editions_of, terms_beside_law
    from kb.opening.current import open_release
    from kb.wording.terms import write_terms

    if not asked.get("platform"):
        raise UsageError("say whose terms: --platform NAME")
    release, platform = open_release(home), asked["platform"]
    regime = effective_regime(release.reader, jurisdiction, **asked)
    found = terms_beside_law(editions_of(release, platform), regime)
    deliver(write_terms(found, format_name), output)
