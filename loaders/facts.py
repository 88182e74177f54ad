"""Read the whole tree of facts files into records, with every mistake found in one pass."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from kb.loaders.base_records import Base
from kb.loaders.claim_checks import FILLS, Doubt, claim_doubts, unwritten
from kb.loaders.codings.records import Codings
from kb.loaders.dossier_records import Absence, Case, Instrument
from kb.loaders.evidence.former import in_readings
from kb.loaders.fields import SLUG, Coding, Evidence, LookedThrough, Record, Slug
from kb.loaders.imports.checks import row_mistakes
from kb.loaders.imports.kept_records import FOLDER, Imported, name_of, part_id, part_of, read_rows, sha256_of
from kb.loaders.known import Known, known_of
from kb.loaders.labels.records import Labels
from kb.loaders.matters.records import Matters
from kb.loaders.powers.records import Power, PowerFile
from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.record.check import check_record, check_times
from kb.loaders.record.published import RECORD_FILES, read_record
from kb.loaders.record.statements import file_of
from kb.loaders.records import Facts
from kb.loaders.references import check_references
from kb.loaders.register_records import Dimension, Jurisdiction, Organisation, Platform
from kb.loaders.source_records import Source
from kb.loaders.texts.explained import EXPLAINED
from kb.loaders.validation_messages import explain_error
from kb.loaders.word_records import OwnWords, Word
from kb.loaders.yaml_files import Located, read_yaml

Stated = TypeVar("Stated", Absence, Power)


class AbsenceFile(Record):
    """All absences of one jurisdiction, by question."""

    coded: Coding | None = None
    evidence: Evidence | None = None
    looked_through: LookedThrough | None = None
    open: Matters = ()
    absences: dict[str, tuple[Absence, ...]]


BASE = "base"
REGISTERS: dict[str, Any] = {
    "jurisdictions": dict[Slug, Jurisdiction],
    "organisations": dict[Slug, Organisation],
    "platforms": dict[Slug, Platform],
    "words": OwnWords,
}
WORDS_FILE = "words.yaml"
README = "README.md"
FOLDERS: dict[str, tuple[int, Any]] = {
    "codebook": (1, Dimension),
    "labels": (1, Labels),
    "absences": (1, AbsenceFile),
    "sources": (1, Source),
    "codings": (1, Codings),
    "powers": (1, PowerFile),
    "instruments": (2, Instrument),
    "cases": (2, Case),
    FOLDER: (1, Imported),
}


def read_facts(root: Path, progress: Callable[[int, int], None] | None = None) -> Facts:
    """All records below ``root``; raises CuratedDataError with every problem of every file.

    ``progress`` is called with (files read, files in all).
    """
    reading = _Reading(root)
    names = facts_files(root)
    for number, name in enumerate(names, 1):
        reading.read(name)
        if progress:
            progress(number, len(names))
    known = known_of(reading.facts)
    reading.check(known)
    reading.check_parts(known, names)
    reading.check_record(known, names)
    if not reading.facts.jurisdictions and not reading.problems:
        reading.problems.append(Problem(str(root), 0, "no facts here: jurisdictions.yaml is missing"))
    return reading.result()


def read_changed(root: Path, names: Iterable[str], known: Known) -> Facts | None:
    """The records of some files that were there before; None if they now offer something else to the other files.

    Raises CuratedDataError with every problem of these files.
    """
    reading, given = _Reading(root), list(names)
    if any(name.startswith(f"{FOLDER}/") for name in given):
        return None  # the head of a data set and its rows belong together
    for name in given:
        reading.read(name)
    now = known.after(reading.facts)
    reading.check(now)
    reading.check_record(now)
    return reading.result() if now == known else None


def own_words(root: Path) -> dict[str, dict[str, Word]]:
    """The words that a base adds to lists of the program; CuratedDataError if its file of words is wrong."""
    reading = _Reading(root)
    if (root / WORDS_FILE).is_file():
        reading.read(WORDS_FILE)
    if reading.problems:
        raise CuratedDataError(reading.problems)
    return reading.facts.words


def facts_files(root: Path) -> list[str]:
    """Names of everything below ``root`` that claims to be a file of facts, in order; CuratedDataError if there is no folder."""
    try:
        found = root.is_dir()
    except OSError as error:
        raise CuratedDataError([Problem(str(root), 0, f"cannot be read: {error.strerror}")]) from None
    if not found:
        raise CuratedDataError([Problem(str(root), 0, "no such folder of facts; name one with --facts")])
    return [path.relative_to(root).as_posix() for path in sorted(path for path in root.rglob("*") if _is_input(path, root))]


class _Reading:
    """Files as they are read one after another, with what was wrong."""

    def __init__(self, root: Path) -> None:
        self.root, self.facts = root, Facts()
        self.sources: dict[str, Located] = {}
        self.unwritten: dict[str, tuple[Doubt, ...]] = {}
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def read(self, name: str) -> None:
        """Read one file and put its records where they belong."""
        path = self.root / name
        try:
            check_link(path, self.root)
            if name.startswith(f"{FOLDER}/") and name.endswith(".csv"):
                self.read_part(name)
                return
            located = read_yaml(path, f"{self.root.name}/{name}")
            _file_record(self.facts, name, located)
            self.facts.files[name] = located.sha256
            self.unwritten[name] = tuple(unwritten(located.value)) if FILLS in located.text else ()
            self.sources[name] = replace(located, value=None)  # from here on the records say it, in less memory
        except CuratedDataError as error:
            self.problems += error.problems
            self.unread.add(name)

    def read_part(self, name: str) -> None:
        """Read the rows of a file of an import; its head was read before, by the order of names."""
        content, path = (self.root / name).read_bytes(), f"{self.root.name}/{name}"
        head, sha256 = self.facts.imports.get(part_id(name)), sha256_of(content)
        if head is None or head.parts.get(Path(name).name) != sha256:
            raise CuratedDataError(
                [Problem(path, 0, "is not what was imported; import the data again, or take the file from the record")]
            )
        self.facts.parts[name] = part_of(name, read_rows(content, path), head, path)
        self.facts.files[name] = sha256

    def check_parts(self, known: Known, names: Collection[str]) -> None:
        """Check the rows of imports, and that none of their files is missing."""
        for name, part in self.facts.parts.items():
            located = f"{self.root.name}/{name}"
            self.problems += [Problem(located, line, message) for line, message in row_mistakes(part, known)]
        for id_, head in self.facts.imports.items():
            gone = [f"{FOLDER}/{id_}/{name}" for name in head.parts if f"{FOLDER}/{id_}/{name}" not in names]
            self.problems += [Problem(f"{self.root.name}/{name}", 0, "is missing; import the data again") for name in gone]

    def check(self, known: Known) -> None:
        """Check the references of what was read, and note what is doubtful in it."""
        self.problems += check_references(self.facts, self.sources, self.unread, known)
        dossiers: dict[str, Instrument | Case] = {f"instruments/{name}.yaml": act for name, act in self.facts.instruments.items()}
        dossiers |= {f"cases/{name}.yaml": case for name, case in self.facts.cases.items()}
        for name, located in self.sources.items():
            doubts = chain(self.unwritten[name], claim_doubts(dossiers[name]) if name in dossiers else ())
            found = [located.problem(place, what, kind) for place, kind, what in doubts]
            self.facts.doubts |= {name: tuple(found)} if found else {}

    def check_record(self, known: Known, names: Collection[str] | None = None) -> None:
        """Check that nothing published was rewritten in what was read; ``names`` are all files there are, if all were read."""
        self.problems += check_times(self.facts, self.sources)
        if any(name.startswith("codebook/") for name in self.unread):
            return  # which questions were renamed is not known
        try:
            record = read_record(self.root)
        except CuratedDataError as error:
            self.problems += error.problems
            return
        stated = set() if names is None else {file_of(statement) for statement in record.rows}
        self.problems += check_record(self.facts, self.sources, stated - set(names or ()), known, record)

    def result(self) -> Facts:
        """The records; CuratedDataError if anything was wrong."""
        if self.problems:
            raise CuratedDataError(self.problems)
        return self.facts


def _is_input(path: Path, root: Path) -> bool:
    """Whether a path claims to be a file of facts: every file, and what is called one; nothing hidden, no query, no README."""
    name = path.relative_to(root)
    if name.parts[0] in ("queries", "competency") and path.suffix == ".rq":
        return False
    if any(part.startswith((".", "_")) for part in name.parts) or name.as_posix() in (*RECORD_FILES, EXPLAINED, README):
        return False
    return path.suffix == ".yaml" or path.is_symlink() or not path.is_dir()


def check_link(path: Path, root: Path) -> None:
    """Refuse a link that leads out of the facts, or to a folder."""
    try:
        leads_out = path.is_symlink() and (path.is_dir() or not path.resolve().is_relative_to(root.resolve()))
    except (OSError, RuntimeError):  # a link that leads to itself
        leads_out = True
    if leads_out:
        name = f"{root.name}/{path.relative_to(root).as_posix()}"
        raise CuratedDataError([Problem(name, 0, "is a link out of the facts or to a folder; put the file itself here")])


def _file_record(facts: Facts, name: str, located: Located) -> None:
    """Validate one document and put its records where its path says."""
    kind, _, rest = name_of(name).partition("/")
    if not name.endswith(".yaml") or not ((kind in (BASE, *REGISTERS) and not rest) or kind in FOLDERS):
        raise CuratedDataError([Problem(located.path, 0, "not a place for facts; see docs/curator.md")])
    if kind == BASE:
        facts.base = _validate(Base, located)
        return
    if kind in REGISTERS:
        getattr(facts, kind).update(_validate(REGISTERS[kind], located))
        return
    depth, model = FOLDERS[kind]
    if len(rest.split("/")) != depth:
        shape = f"facts/{kind}/" + ("<slug>.yaml" if depth == 1 else "<jurisdiction>/<slug>.yaml")
        raise CuratedDataError([Problem(located.path, 0, f"move this file to {shape}")])
    if not all(SLUG.fullmatch(part) for part in rest.split("/")):
        rule = "rename this file: lower case letters, digits and single hyphens in the folder and in the name"
        raise CuratedDataError([Problem(located.path, 0, rule)])
    record = _validate(model, located)
    if isinstance(record, AbsenceFile):
        facts.absences[rest] = {question: _inherit(record, absences) for question, absences in record.absences.items()}
        facts.open[rest] = tuple(one if one.coded else one.model_copy(update={"coded": record.coded}) for one in record.open)
    elif isinstance(record, PowerFile):
        facts.powers[rest] = dict(zip(record.powers, _inherit(record, record.powers.values()), strict=True))
    else:
        getattr(facts, "dimensions" if kind == "codebook" else kind)[rest] = record


def _inherit(file: AbsenceFile | PowerFile, entries: Iterable[Stated]) -> tuple[Stated, ...]:
    """The entries of a file, each with the coding and evidence that the file states for all."""
    defaults = {name: value for name, value in file if name in ("coded", "evidence", "looked_through")}
    return tuple(
        entry.model_copy(update={key: value for key, value in defaults.items() if getattr(entry, key) is None})
        for entry in entries
    )


def _validate(model: Any, located: Located) -> Any:
    try:
        return TypeAdapter(model).validate_python(in_readings(located.value))
    except ValidationError as error:
        raise CuratedDataError(explain_error(located, one) for one in error.errors()) from None
