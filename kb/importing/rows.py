"""What was mapped as the rows that are kept: claims in order, joined over files, beside those there were; and laws."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from kb.importing.reading import Mapped
from kb.loaders.imports.kept_records import ImportedClaim, ImportedInstrument, TermsEdition, as_pairs, parts_of, read_rows
from kb.loaders.imports.mapping_records import Mapping
from kb.loaders.problems import CuratedDataError, Problem

KEY = ("question", "platform", "party", "place", "from_")
CELL, CELL_AND_DAY = attrgetter(*KEY[:-1]), attrgetter(*KEY)


def claims_of(mapping: Mapping, mapped: list[Mapped], slugs: dict[str, str]) -> list[ImportedClaim]:
    """The claims of all files in one order; CuratedDataError where two files contradict each other."""
    asked = [(one.question, one.platform or "", one.party or "") for one in mapping.answers]
    found = []
    for series, place, start, end, answer, note, first, last in (row for one in mapped for row in one.claims):
        rows = str(first) if first == last else f"{first}-{last}"
        question, platform, party = asked[series]
        where = question, platform, party, slugs.get(place, place)
        found.append(ImportedClaim(*where, start, end, answer, rows, note, mapping.retrieved, ""))
    return _joined(sorted(found, key=CELL_AND_DAY), mapped[0].name)


def _joined(claims: list[ImportedClaim], name: str) -> list[ImportedClaim]:
    """Claims of several files with equal values that meet are one."""
    found: list[ImportedClaim] = []
    for one in claims:
        last = found[-1] if found else None
        if last is None or last.until < one.from_ or CELL(last) != CELL(one):
            found.append(one)
        elif (last.answer, last.note) == (one.answer, one.note):
            found[-1] = last._replace(until=max(last.until, one.until), rows=f"{last.rows}, {one.rows}")
        elif last.until > one.from_:
            what = f"rows {last.rows} and {one.rows} give two values for {one.place}, {one.question}, from {one.from_}; keep one"
            raise CuratedDataError([Problem(name, 0, what)])
        else:
            found.append(one)
    return found


def laws_of(mapping: Mapping, mapped: list[Mapped], slugs: dict[str, str]) -> list[ImportedInstrument]:
    """The laws of all files, in the order of their paths."""
    if mapping.instruments is None:
        return []
    approaches, found = ";".join(mapping.instruments.approaches), []
    for row in (row for one in mapped for row in one.instruments):
        place = slugs.get(row["place"], row["place"])
        head = f"{place}/{mapping.id}-{row['slug']}", place, row["title"], row["type"], approaches
        dates = as_pairs((one["what"], one["on"]) for one in row["dates"])
        rest = dates, as_pairs(row["identifiers"].items()), row["address"], row["note"], str(row["row"])
        found.append(ImportedInstrument(*head, *rest))
    return sorted(found, key=lambda one: one.path)


def claims_there(folder: Path) -> list[ImportedClaim]:
    """The claims that were kept of a data set before."""
    return [row for path in sorted(folder.glob("claims-*.csv")) for row in read_rows(path.read_bytes(), str(path))]


def beside(old: list[ImportedClaim], new: list[ImportedClaim], day: str) -> tuple[list[ImportedClaim], dict[str, int]]:
    """New claims beside those there were: alike ones stay as they were, others are withdrawn on the day of the retrieval."""
    standing = {CELL_AND_DAY(one): one for one in old if not one.withdrawn_on}
    kept, same = [one for one in old if one.withdrawn_on], 0
    for one in new:
        before = standing.get(key := CELL_AND_DAY(one)) if standing else None
        is_same = before and (before.until, before.answer, before.note) == (one.until, one.answer, one.note)
        kept.append(standing.pop(key) if is_same else one)
        same += bool(is_same)
    gone = [one._replace(withdrawn_on=day) for one in standing.values() if one.asserted_on < day]
    counts = {"claims as they were": same, "claims new": len(new) - same, "claims withdrawn": len(gone)}
    return sorted([*kept, *gone], key=attrgetter(*KEY, "asserted_on", "withdrawn_on")), counts


def row_files(
    claims: list[ImportedClaim], laws: list[ImportedInstrument], terms: list[TermsEdition]
) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files of rows, those of each question apart."""
    for question, rows in groupby(claims, lambda one: one.question):
        yield from parts_of("claims", list(rows), question)
    yield from parts_of("instruments", laws)
    yield from parts_of("terms", terms)
