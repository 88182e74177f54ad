"""A list of laws as instruments: one a row, with its place, title, type and typed dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb.importing.codes import Codes, Numbers
from kb.importing.days import day_of, iso
from kb.importing.places import Places
from kb.importing.refusals import Refusals
from kb.importing.words import scheme_words, slugged
from kb.loaders.fields import address_mistake
from kb.loaders.imports.mapping_records import FORMS, Day, Listed, Mapping

LONGEST, MADE = 80, ("adopted", "signed", "issued")


class Laws:
    """Takes the batches of a list of laws and gives instruments as plain rows."""

    def __init__(self, mapping: Mapping, places: Places, refusals: Refusals) -> None:
        assert mapping.instruments is not None
        self.listed: Listed = mapping.instruments
        self.places, self.refusals = places, refusals
        self.types = Codes(scheme_words(self.listed.type, "instrument-type")) if self.listed.type else None
        self.rows: list[dict[str, Any]] = []
        self.paths: dict[str, int] = {}

    def add(self, batch: Any, rows: Numbers) -> None:
        """Take a batch of rows, ``rows`` being their numbers in the file."""
        place = self.places.of(batch, rows)
        types = self._types(batch, rows)
        columns = {name: self._texts(batch, name) for name in self._named()}
        for at, row in enumerate(rows.tolist()):
            if place[at] >= 0 and (types is None or types[at] >= 0):
                said = {name: texts[at].strip() for name, texts in columns.items()}
                self._take(said, row, int(place[at]), None if types is None else int(types[at]))

    def _named(self) -> Iterator[str]:
        listed = self.listed
        yield listed.title
        yield from (name for name in (listed.id, listed.address, listed.note, *listed.identifiers.values()) if name)
        yield from (day.column for day in listed.dates.values() if day.column)

    def _take(self, said: dict[str, str], row: int, place: int, kind: int | None) -> None:
        dates = [found for what, day in self.listed.dates.items() if (found := self._date(said, what, day, row))]
        title = said.get(self.listed.title, "")
        if not title or not dates:
            self.refusals.row(
                row, f"has no {'title' if not title else 'date'}; a law needs a title and a day; leave the row out by 'except:'"
            )
            return
        days = {one["what"]: one["on"] for one in dates}
        made = max((day for what, day in days.items() if what in MADE), default="")
        if (begun := days.get("in-force", "9999"))[: len(made)] < made[: len(begun)]:
            self.refusals.row(row, f"is in force on {begun} but made on {made}; correct it, or leave the row out by 'except:'")
            return
        self.rows.append(
            {
                "place": place, "slug": self._slug(said, title, place, row), "title": title[:4000], "type": kind, "row": row,
                "dates": dates, "note": said.get(self.listed.note or "", ""), "address": self._address(said, row),
                "identifiers": {name: said[of] for name, of in self.listed.identifiers.items() if said.get(of)},
            }
        )  # fmt: skip

    def _slug(self, said: dict[str, str], title: str, place: int, row: int) -> str:
        name = slugged(said.get(self.listed.id or "", "") or title)[:LONGEST].strip("-") or f"row-{row}"
        first = self.paths.setdefault(f"{place}/{name}", row)
        if first != row and self.listed.id:
            self.refusals.row(row, f"has the identifier '{name}' of row {first}; keep one of the two")
        return name if first == row else f"{name[: LONGEST - 8].strip('-')}-{row}"

    def _date(self, said: dict[str, str], what: str, day: Day, row: int) -> dict[str, str] | None:
        text = said.get(day.column or "", "") if day.column else day.is_ or ""
        if not text:
            return None
        found = day_of(text, day.form if day.column else "YYYY-MM-DD")
        if found is None:
            self.refusals.row(row, f"'{text[:40]}' is no day of the form {day.form}; mend it, or correct 'form:' below '{what}:'")
            return None
        return {"what": what, "on": iso(found)[: {4: 4, 6: 7, 7: 7}.get(FORMS[day.form], 10)]}

    def _address(self, said: dict[str, str], row: int) -> str:
        address = said.get(self.listed.address or "", "")
        if address and (not address.startswith(("http://", "https://")) or address_mistake(address)):
            self.refusals.row(row, f"'{address[:60]}' is no address of a text; mend it or leave it blank")
        return address

    def _types(self, batch: Any, rows: Numbers) -> Numbers | None:
        if self.types is None or self.listed.type is None:
            return None
        given = self.refusals.column(batch, self.listed.type.column, ("instruments", "type"))
        return None if given is None else self.types.of(given, rows)

    def _texts(self, batch: Any, name: str) -> list[str]:
        given = self.refusals.column(batch, name, ("instruments",))
        return [""] * batch.num_rows if given is None else [one or "" for one in given.to_pylist()]

    def finished(self) -> list[dict[str, Any]]:
        """The instruments, with words for numbers."""
        if self.types:
            self.refusals.unknown(self.types.unknown, ("instruments", "type", "values"), "stands for no type of instrument")
        places, types = self.places.words(), list(self.types.words) if self.types else []
        for row in self.rows:
            row["place"] = places[row["place"]]
            row["type"] = self.listed.type_is or "statute" if row["type"] is None else types[row["type"]]
        return self.rows
