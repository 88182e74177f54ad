"""CSV on the Web: the metadata beside a CSV file, which say how it is written and what its columns hold.

``FILE-metadata.json`` beside the file counts, else ``csv-metadata.json`` in its folder if that names the file. What the
mapping says itself goes before; nothing is fetched, and what is asked for and not known is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.loaders.imports.csvw_values import UnreadError, reader_of
from kb.loaders.imports.errors import OutsideError
from kb.loaders.imports.mapping_records import Reading
from kb.loaders.imports.record_tables import check_depth, json_text, loaded

OWN, SHARED = "-metadata.json", "csv-metadata.json"
# what a dialect may say without that it changes anything here
USUAL: dict[str, tuple[Any, ...]] = {
    "quoteChar": ('"',), "doubleQuote": (True,), "commentPrefix": ("#", "", None), "skipColumns": (0,),
    "skipBlankRows": (False, True), "skipInitialSpace": (False,), "trim": (False, "false", True, "true", "start", "end"),
    "lineTerminators": ("\r\n", "\n", ["\r\n", "\n"]),
}  # fmt: skip
ANSWERED = ("encoding", "delimiter", "header", "headerRowCount", "skipRows", "@type", "@id")


class UnreadValueError(Exception):
    """A value that is not what its metadata say, in that row of a batch (1 is the first)."""

    def __init__(self, message: str, row: int) -> None:
        super().__init__(message)
        self.row = row


@dataclass(frozen=True)
class Column:
    """A column as its metadata describe it: ``read`` gives our text for a text of the file, or raises UnreadError."""

    name: str
    titles: tuple[str, ...]
    nulls: tuple[str, ...]
    read: Callable[[str], str] | None


@dataclass(frozen=True)
class Described:
    """What the metadata say of a file: its dialect, and its columns in order where they name them."""

    by: str
    dialect: dict[str, Any]
    columns: tuple[Column, ...]

    def reading(self, given: Reading) -> Reading:
        """How the file is to be read: by the mapping where it says so, else by the metadata."""
        said: dict[str, Any] = {name: self.dialect[name] for name in ("encoding", "delimiter") if self.dialect.get(name)}
        rows = self.dialect.get("headerRowCount", int(bool(self.dialect.get("header", True))))
        said["header"] = str(self.dialect.get("skipRows", 0) + rows if rows else 0)
        own = given.model_dump(exclude_unset=True)
        return given.model_copy(update={name: value for name, value in said.items() if name not in own})

    def names(self) -> list[str]:
        """The names of the columns of a file without a header."""
        if not self.columns:
            raise OutsideError(f"has no header, and its metadata {self.by} name no column; write 'tableSchema' with 'columns'")
        return [column.titles[0] if column.titles else column.name for column in self.columns]

    def values(self, batch: Any, as_written: Collection[str]) -> Any:
        """A batch with what the metadata describe, each column under its title and under its name; UnreadValueError.

        Columns of ``as_written`` are read by the mapping itself: of them only blanks are told.
        """
        import pyarrow as pa

        columns = {name: batch.column(name) for name in batch.schema.names}
        for title, column in zip(batch.schema.names, self.columns, strict=False):
            read = None if {title, column.name} & set(as_written) else column.read
            columns[title] = _values(columns[title], title, replace(column, read=read))
            columns.setdefault(column.name, columns[title])
        return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))

    def check(self, header: list[str]) -> None:
        """OutsideError where the header of the file is another than the metadata say."""
        if self.columns and len(self.columns) != len(header):
            raise OutsideError(f"has {len(header)} columns, and its metadata {self.by} {len(self.columns)}; mend the metadata", 1)
        for number, (column, title) in enumerate(zip(self.columns, header, strict=False), 1):
            if title not in (*column.titles, column.name):
                said = " or ".join(f"'{one}'" for one in column.titles or (column.name,))
                raise OutsideError(f"its column {number} is '{title[:60]}', and {said} by its metadata {self.by}; mend them", 1)


def described(path: Path) -> Described | None:
    """What the metadata beside a file say of it; None if there are none. OutsideError names what is wrong with them."""
    own, shared = places_of(path)
    if own.is_file():
        return _table(own, path.name, is_own=True)
    return _table(shared, path.name, is_own=False) if shared.is_file() else None


def places_of(path: Path) -> tuple[Path, Path]:
    """Where metadata of a file may be: its own beside it, those of all files in its folder."""
    return path.with_name(path.name + OWN), path.with_name(SHARED)


def _table(by: Path, name: str, is_own: bool) -> Described | None:
    try:
        text = json_text(by)
        check_depth(text)
        given = loaded(text, 0)
    except OutsideError as error:
        raise _wrong(by, f"{error.message}" + (f" (line {error.line})" if error.line else "")) from None
    if not isinstance(given, dict):
        raise _wrong(by, "are no description of a table; write {...} with 'url' and 'tableSchema'")
    tables = given.get("tables", [given])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise _wrong(by, "have 'tables' that are no list of tables")
    table = next((one for one in tables if str(one.get("url", name if is_own else "")).rpartition("/")[2] == name), None)
    if table is None and is_own:
        raise _wrong(by, f'describe \'{tables[0].get("url", "") if tables else ""}\'; write "url": "{name}"')
    return None if table is None else Described(by.name, _dialect(by, given | table), tuple(_columns(by, given, table)))


def _dialect(by: Path, table: dict[str, Any]) -> dict[str, Any]:
    dialect = table.get("dialect", {})
    if not isinstance(dialect, dict):
        raise _wrong(by, "name their dialect by an address, which is not fetched; write it out as {...}")
    for name, value in dialect.items():
        if name not in ANSWERED and value not in USUAL.get(name, ()):
            raise _wrong(by, f"ask for the dialect '{name}': {value!r}, which is not read")
    for name in ("skipRows", "headerRowCount"):
        if not isinstance(dialect.get(name, 0), int) or not 0 <= dialect.get(name, 0) < 10_000:
            raise _wrong(by, f"have a '{name}' that is no number of rows")
    if dialect.get("skipRows") and not dialect.get("headerRowCount", dialect.get("header", True)):
        raise _wrong(by, "ask for 'skipRows' and no header, which is not read")
    if not isinstance(dialect.get("delimiter", ","), str) or len(dialect.get("delimiter", ",")) != 1:
        raise _wrong(by, "have a 'delimiter' that is not one character")
    if not isinstance(dialect.get("encoding", ""), str):
        raise _wrong(by, "have an 'encoding' that is no name of one")
    return dialect


def _columns(by: Path, group: dict[str, Any], table: dict[str, Any]) -> Iterator[Column]:
    schema = table.get("tableSchema", group.get("tableSchema", {}))
    if not isinstance(schema, dict):
        raise _wrong(by, "name their 'tableSchema' by an address, which is not fetched; write it out as {...}")
    columns = schema.get("columns", [])
    if not isinstance(columns, list) or not all(isinstance(one, dict) for one in columns):
        raise _wrong(by, "have 'columns' that are no list of columns")
    for number, one in enumerate(columns, 1):
        if one.get("virtual"):
            continue
        said = {name: _inherited(name, one, schema, table, group) for name in ("null", "datatype")}
        nulls = said["null"] if isinstance(said["null"], list) else [said["null"]]
        titles = tuple(_titles(one.get("titles")))
        name = str(one.get("name") or (titles[0] if titles else f"_col.{number}"))
        try:
            read = reader_of(said["datatype"] or "string")
        except UnreadError as error:
            raise _wrong(by, f"have a column '{name}' {error}") from None
        yield Column(name, titles, tuple(str(null) for null in nulls if null is not None), read)


def _values(given: Any, title: str, column: Column) -> Any:
    """A column with our text for each of its texts, every distinct one read once."""
    import pyarrow as pa

    if not column.nulls and column.read is None:
        return given
    encoded, texts = given.dictionary_encode(), []
    for place, text in enumerate(encoded.dictionary.to_pylist()):
        try:
            texts.append("" if text in column.nulls or not text else column.read(text) if column.read else text)
        except UnreadError as error:
            row = encoded.indices.to_pylist().index(place) + 1
            raise UnreadValueError(f"{error}, which '{title[:60]}' is by its metadata", row) from None
    return pa.array(texts, pa.string()).take(encoded.indices)


def _inherited(name: str, *described_by: dict[str, Any]) -> Any:
    return next((one[name] for one in described_by if name in one), None)


def _titles(given: Any) -> Iterator[str]:
    """Titles as text, as a list, or by language."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, (list, dict)):
        for one in given.values() if isinstance(given, dict) else given:
            yield from _titles(one)


def _wrong(by: Path, what: str) -> OutsideError:
    return OutsideError(f"its metadata {by.name} {what}; mend them, or take them away and say it in the mapping")
