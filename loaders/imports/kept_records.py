"""What is kept of an outside data set in ``facts/imports/<id>/``: a head, ``about.import.yaml``, and its rows in CSV.

The head says what the data set is, under which licence and when it was retrieved; ``claims-<question>-1.csv``,
``instruments-1.csv`` ... hold what was mapped, a line each. Each file is a named graph. ``kb import`` writes them, nobody edits.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from kb.loaders.dossier_records import Instrument
from kb.loaders.fields import OPEN, Address, Coding, Date, Evidence, Record, Short, Slug, Text
from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.register_records import Jurisdiction
from kb.loaders.source_records import Source

FOLDER, HEAD = "imports", "about.import.yaml"
MOST_ROWS = 20_000  # of a file


class OutsideFile(Record):
    """A file that was read: its name, SHA-256, and how many rows it had."""

    name: Text
    sha256: str
    rows: Text


class Imported(Record):
    """The head of an outside data set, and the places that it brought."""

    title: Text
    short: Short | None = None
    publisher: Text
    kind: str
    official_url: Address | None = None
    licence: Text
    retrieved: Date
    evidence: Evidence
    coded: Coding
    mapping: Text
    files: tuple[OutsideFile, ...]
    parts: dict[Text, Text] = {}
    places: dict[Slug, Jurisdiction] = {}

    def source(self) -> Source:
        """The data set as a source, which all its claims are stated in."""
        return Source(
            title=self.title, short=self.short, publisher=self.publisher, kind=self.kind, official_url=self.official_url,
            accessed=self.retrieved, evidence=self.evidence, coded=self.coded,
            note=(f"Licence of the data: {self.licence}",),
        )  # fmt: skip

    def pinpoint(self, rows: str) -> str:
        """Where in the data set something stands, with the day of its retrieval and its licence, as notes cite it."""
        return f"{'rows' if '-' in rows else 'row'} {rows}, retrieved {self.retrieved}, licence {self.licence}"


class ImportedClaim(NamedTuple):
    """One claim of a data set: which days a place has which answer, and from which rows that was read."""

    question: str
    platform: str
    party: str
    place: str
    from_: str
    until: str
    answer: str
    rows: str
    note: str
    asserted_on: str
    withdrawn_on: str

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it apart from the others of the data set that stand."""
        return self[:5]


class ImportedInstrument(NamedTuple):
    """One law of a list: dates as ``what=day;...``, identifiers as ``system=value;...``."""

    path: str
    place: str
    title: str
    type: str
    approaches: str
    dates: str
    identifiers: str
    address: str
    note: str
    row: str

    def record(self, head: Imported) -> Instrument:
        """As an instrument like any other; ValidationError if it is none."""
        coded, note = head.coded.model_dump(), head.pinpoint(self.row)
        given = {
            "title": self.title, "type": self.type, "jurisdiction": self.place,
            "approaches": tuple(self.approaches.split(";")),
            "dates": tuple({"what": what, "on": on} for what, on in pairs(self.dates)),
            "identifiers": dict(pairs(self.identifiers)),
            "note": tuple(one for one in (self.note, f"{head.short or head.title}, {note}") if one),
            "evidence": [one.model_dump(exclude_none=True) for one in head.evidence], "coded": coded,
        }  # fmt: skip
        return Instrument.model_validate(given | ({"official_url": self.address} if self.address else {}))


class TermsEdition(NamedTuple):
    """The terms of a platform as they stood from a day on: which document, the commit, and the hash and length of its text."""

    platform: str
    document: str
    on: str
    commit: str
    sha256: str
    length: str


KINDS: dict[str, Any] = {"claims": ImportedClaim, "instruments": ImportedInstrument, "terms": TermsEdition}


@dataclass(frozen=True)
class Part:
    """The rows of one file of a data set, all of one kind, with the instruments that they are."""

    id: str
    rows: tuple[Any, ...]
    instruments: dict[str, Instrument]

    def claims(self) -> Iterator[ImportedClaim]:
        """The rows that are claims."""
        return (row for row in self.rows if isinstance(row, ImportedClaim))


def part_id(name: str) -> str:
    """Which data set a file of rows belongs to."""
    return name.split("/")[1]


def name_of(name: str) -> str:
    """A file of facts without its suffix; the head of a data set goes by the data set's name alone.

    >>> name_of("imports/tracker/about.import.yaml"), name_of("instruments/eu/dsa.yaml")
    ('imports/tracker', 'instruments/eu/dsa')
    """
    return name.removesuffix(f"/{HEAD}").removesuffix(".yaml")


def columns_of(kind: str) -> list[str]:
    """The header of a file of a kind."""
    return [name.rstrip("_") for name in KINDS[kind]._fields]


def kind_of(name: str) -> str:
    """Which kind of rows a file holds, by its name."""
    return Path(name).name.partition("-")[0]


def written(kind: str, rows: Iterable[Any]) -> bytes:
    """The bytes of a file of rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns_of(kind))
    writer.writerows(rows)
    return text.getvalue().encode()


def read_rows(content: bytes, name: str) -> tuple[Any, ...]:
    """The rows of a file; CuratedDataError if it is not what an import writes."""
    kind = kind_of(name)
    if kind not in KINDS:
        raise _wrong(name, 0, f"is no file of an import; its name begins with one of {', '.join(KINDS)}")
    try:
        given = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _wrong(name, 0, f"cannot be read ({error}); import the data again") from None
    if not given or given[0] != columns_of(kind):
        raise _wrong(name, 1, f"has not the columns {','.join(columns_of(kind))}; import the data again")
    width = len(given[0])
    wrong = next((line for line, cells in enumerate(given, 1) if len(cells) != width), None)
    if wrong:
        raise _wrong(name, wrong, f"has not {width} values; import the data again")
    return tuple(map(KINDS[kind]._make, given[1:]))


def part_of(name: str, rows: tuple[Any, ...], head: Imported, path: str) -> Part:
    """The rows of a file as records; CuratedDataError for a law that is none."""
    instruments, problems = {}, []
    if kind_of(name) == "instruments":
        for line, row in enumerate(rows, 2):
            try:
                instruments[row.path] = row.record(head)
            except ValidationError as error:
                problems += [Problem(path, line, f"{one['loc']}: {one['msg']}") for one in error.errors()]
    if problems:
        raise CuratedDataError(problems)
    return Part(part_id(name), rows, instruments)


def parts_of(kind: str, rows: Sequence[Any], group: str = "") -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files that hold rows of a kind, so many in each."""
    stem = f"{kind}-{group}" if group else kind
    for number, start in enumerate(range(0, len(rows), MOST_ROWS), 1):
        yield f"{stem}-{number}.csv", written(kind, rows[start : start + MOST_ROWS])


def sha256_of(content: bytes) -> str:
    """SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """What ``a=b;c=d`` says."""
    for one in text.split(";") if text else ():
        name, _, value = one.partition("=")
        yield name, value


def as_pairs(given: Iterable[tuple[str, str]]) -> str:
    """What :func:`pairs` reads."""
    return ";".join(f"{name}={value.replace(';', ',')}" for name, value in given)


def end_of(day: str) -> str:
    """The last day of the record clock of a row, open while it stands."""
    return day or OPEN


def _wrong(name: str, line: int, message: str) -> CuratedDataError:
    return CuratedDataError([Problem(name, line, message)])
