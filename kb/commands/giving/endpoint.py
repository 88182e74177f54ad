"""``endpoint``: what a SPARQL engine holds and how well it answers."""

from __future__ import annotations

import click

from kb.commands.options import address_option
from kb.saving import deliver


@click.command()
@address_option
def endpoint(address: str | None) -> None:
    """Show which releases an engine holds, which one is current, and which questions with known answers it gets wrong.

    Example: python -m kb endpoint --at http://127.0.0.1:7878/query
    """
    from kb.endpoint.address import needed
    from kb.endpoint.catalogue import releases_held
    from kb.endpoint.probes import probes, wrong_answers

    place = needed(address)
    lines = [
        f"release {one.id}{' (current)' * one.is_current}: {one.manifest.get('quads')} quads; published {one.published}\n"
        for one in releases_held(place)
    ]
    quirks = wrong_answers(place)
    answered = f"{len(probes()) - len(quirks)} of {len(probes())} questions with known answers are answered rightly\n"
    wrong = [f"{quirk.warning}\n" for quirk in quirks]
    deliver("".join([*(lines or ["no release\n"]), answered, *wrong]), None)
