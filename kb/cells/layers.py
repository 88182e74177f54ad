"""The legal orders whose law reaches a jurisdiction on a day: its own, the unions it belongs to, and those of its parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kb.cells.place_names import known_place
from kb.release.reader import Reader

UNION, COUNTRY = "union", "country"


class Layer(NamedTuple):
    """A legal order whose law reaches the jurisdiction: its own (no ``since``) or one it belongs to since a day.

    ``under`` says by what a jurisdiction is bound that is no member any more, such as a withdrawal agreement.
    """

    jurisdiction: str
    name: str
    since: str | None = None
    member: str | None = None
    under: str | None = None


def layers_of(reader: Reader, jurisdiction: str, as_of: str) -> list[Layer]:
    """The jurisdiction's own layer, then those of the unions and federations it belongs to on the day, nearest first."""
    names, ties, own = reader.jurisdictions(), reader.memberships(), known_place(reader, jurisdiction)
    layers = [Layer(own, names[own])]
    for layer in layers:
        for tie in ties.get(layer.jurisdiction, ()):
            if tie.start <= as_of < tie.until and tie.of not in {found.jurisdiction for found in layers}:
                layers.append(Layer(tie.of, names[tie.of], tie.start, names[layer.jurisdiction], tie.under))
    return layers


def parts_of(reader: Reader, jurisdiction: str, as_of: str) -> list[str]:
    """The parts of a federation on the day; none of a union, whose members' law is not its own in a part."""
    if reader.kinds().get(jurisdiction) == UNION:
        return []
    ties = reader.memberships()
    return [
        part for part, found in ties.items() if any(tie.of == jurisdiction and tie.start <= as_of < tie.until for tie in found)
    ]


def orders_read(reader: Reader, jurisdictions: Iterable[str], as_of: str) -> list[str]:
    """All jurisdictions whose claims must be read for the cells of some: themselves, what they belong to, their parts."""
    found: dict[str, None] = {}
    for jurisdiction in jurisdictions:
        found |= dict.fromkeys(layer.jurisdiction for layer in layers_of(reader, jurisdiction, as_of))
        found |= dict.fromkeys(parts_of(reader, jurisdiction, as_of))
    return list(found)


def with_members(reader: Reader, jurisdictions: Iterable[str], as_of: str) -> list[str]:
    """Some jurisdictions, and the countries that are bound on the day by the law of one of them."""
    found, kinds = dict.fromkeys(jurisdictions), reader.kinds()
    bound = (member for member in reader.memberships() if kinds.get(member) == COUNTRY and member not in found)
    return [*found, *(name for name in bound if any(layer.jurisdiction in found for layer in layers_of(reader, name, as_of)))]


def orders_ever(reader: Reader, jurisdiction: str) -> list[str]:
    """All jurisdictions whose claims the cell of one depends on, on whatever day."""
    ties, kinds = reader.memberships(), reader.kinds()
    found = [jurisdiction]
    for one in found:
        found += [tie.of for tie in ties.get(one, ()) if tie.of not in found]
    parts = () if kinds.get(jurisdiction) == UNION else ties
    return [*found, *(part for part in parts if any(tie.of == jurisdiction for tie in ties[part]) and part not in found)]
