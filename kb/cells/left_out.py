"""Where a platform is asked for and the law in the record is for a class that it is not in: not applicable, and for which class.

A class counts where platforms are entered into it (designated, listed or named) in that jurisdiction, so that being in it or not
is a matter of record. A class that nobody is entered into leaves open whom it reaches: what such a rule says of a platform stays
not researched. So does a cell where the platform was entered for the day, but the record did not have it yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.cells.orders import Asked
from kb.release.reader import Reader
from kb.values.model import STATE_WORDS, Cell, StoredClaim
from kb.values.registers import PlatformHead

NOT_APPLICABLE = "not-applicable"


def classes_without(platforms: Iterable[PlatformHead], platform: PlatformHead, as_of: str) -> set[tuple[str, str]]:
    """(class, jurisdiction) of every register of platforms in which one does not stand on a day, whenever that was recorded."""
    entered = {(party, place) for head in platforms for party, place, *_ in head.designations}
    own = {(party, place) for party, place, start, end, _ in platform.designations if start <= as_of < end}
    return entered - own


def missed(reader: Reader, claims: Sequence[StoredClaim], point: Asked) -> list[StoredClaim]:
    """The law of a jurisdiction for classes alone, by class, if the platform asked for is in none of them."""
    if point.scope != "reaches" or point.platform is None:
        return []
    without = classes_without(reader.platforms().values(), point.platform, point.as_of)
    on_classes = [claim for claim in claims if claim.answer and claim.party and not claim.platform and claim.authority == "law"]
    found = [claim for claim in on_classes if (claim.party, claim.jurisdiction) in without]
    return sorted(found, key=lambda claim: (claim.party or "", claim.iri))


def not_reached(cell: Cell, rules: Sequence[StoredClaim], point: Asked) -> Cell:
    """The cell of a platform that no rule in the record reaches, since they are for classes that the platform is not in."""
    classes = dict.fromkeys(rule.party or "" for rule in rules)
    named = " or ".join(f"“{point.names.get(one, one)}”" for one in classes)
    platform = point.platform.name if point.platform else ""
    said = f"The rule entered here is for the class {named} alone; that {platform} is in it on this day is not entered."
    return replace(cell, state=NOT_APPLICABLE, label=STATE_WORDS[NOT_APPLICABLE], in_short=said, for_others=tuple(rules))
