"""Whether a power is in the record, and rests on an act of its own jurisdiction or of a union above it."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.known import Known
from kb.loaders.powers.records import Power
from kb.loaders.problems import one_of
from kb.loaders.yaml_files import Place


def power_mistakes(name: str, place: Place, power: Power, known: Known) -> Iterator[tuple[Place, str]]:
    """What is wrong with one power of the file ``powers/<jurisdiction>.yaml``."""
    home = name.partition("/")[2].removesuffix(".yaml")
    if home not in known.jurisdictions:
        yield (), f"the file name is a jurisdiction: no '{home}' among the jurisdictions; {one_of(home, known.jurisdictions)}"
    if not power.evidence:
        yield place, "add 'evidence:', here or at the top of the file"
    if not power.coded:
        yield place, "add 'coded:' (by, on), here or at the top of the file"
    elif power.withdrawn and power.withdrawn.on < power.coded.on:
        yield (*place, "withdrawn"), f"withdrawn on {power.withdrawn.on}, earlier than coded on {power.coded.on}"
    if power.under.startswith(("cases/", "sources/")):
        yield (*place, "under"), "a power stands in an instrument; write its path, for example eu/dsa"
