"""An import from the mapping to a folder below the facts: all of it or nothing, and nothing that is there already."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import UsageError
from kb.importing.new_places import places_for
from kb.importing.readers import Readers
from kb.importing.reading import Asked, Mapped, codes_of, read_outside
from kb.importing.rows import beside, claims_of, claims_there, laws_of, row_files
from kb.loaders.facts import read_facts
from kb.loaders.fields import Coding, Evidence, Reading
from kb.loaders.imports.checks import row_mistakes
from kb.loaders.imports.kept_records import (
    FOLDER,
    HEAD,
    Imported,
    ImportedClaim,
    OutsideFile,
    TermsEdition,
    part_of,
    read_rows,
    sha256_of,
)
from kb.loaders.imports.mapping_records import Mapping
from kb.loaders.imports.mappings import read_mapping
from kb.loaders.known import Known, known_of
from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.records import Facts
from kb.loaders.register_records import Jurisdiction
from kb.loaders.yaml_files import Located
from kb.saving import put_in_place, why_not

if TYPE_CHECKING:
    from kb.importing.begun import Begun

Progress = Callable[[Path, int, float], None]  # of a file so many rows were read, which are that part of it
SHRINKS = 0.9  # fewer claims than this share of what was there are no mere correction


@dataclass(frozen=True)
class Prepared:
    """An import that can be kept: the files to write by name in the data set's folder, and what it changes."""

    mapping: Mapping
    files: dict[str, bytes]
    counts: dict[str, int]
    places: dict[str, Jurisdiction]
    stale: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether all of it is there already."""
        return not self.files and not self.stale


def prepare(
    path: Path, outside: Sequence[Path], root: Path, shrunk: bool, progress: Progress, readers: Readers | None = None
) -> Prepared:
    """Read, map and check; of the facts nothing is written. CuratedDataError with everything that stands in the way.

    Of several files, those that were read are kept below KB_HOME until all are, so that an interrupted import goes on.
    """
    mapping, located = read_mapping(path)
    facts = read_facts(root)
    held = facts.imports.pop(mapping.id, None)
    if mapping.id in facts.sources:
        raise CuratedDataError([located.problem(("id",), f"'{mapping.id}' is already a source of the facts; choose another")])
    _refuse_unknown_questions(mapping, located, facts)
    facts.jurisdictions |= held.places if held else {}  # places that this data set brought before keep their names
    asked = Asked(mapping, located, known_of(facts), codes_of(facts))
    terms = _terms(mapping, outside) if mapping.platforms else []
    mapped = _histories(outside, len(terms)) if mapping.platforms else _read(asked, outside, progress, readers)
    found = {code: name for one in mapped for code, name in one.new_places().items()}
    new, slugs = places_for(mapping, located, found, facts)
    claims, laws = claims_of(mapping, mapped, slugs), laws_of(mapping, mapped, slugs)
    folder = root / FOLDER / mapping.id
    old = claims_there(folder)
    if not shrunk:
        _refuse_shrinking(old, claims, outside[0])
    kept, counts = beside(old, claims, mapping.retrieved)
    for one in mapped:
        counts = dict(Counter(counts) + Counter(one.counts))
    counts |= {"claims": len(claims), "laws": len(laws), "terms": len(terms), "new places": len(new)}
    rows = dict(row_files(kept, laws, terms))
    head = _head(mapping, located.sha256, mapped, rows, held, new)
    _refuse_unfit(head, rows, replace(asked.known, jurisdictions=asked.known.jurisdictions | new.keys()), mapping.id)
    stale = tuple(sorted(one.name for one in folder.glob("*.csv") if one.name not in rows))
    return Prepared(mapping, _that_differ(folder, rows | {HEAD: written_head(head)}), counts, new, stale)


def keep(prepared: Prepared, root: Path) -> None:
    """Put the folder of a data set in its place in one step; until then the old one stays as it was."""
    folder, fresh = root / FOLDER / prepared.mapping.id, root / f".importing-{prepared.mapping.id}-{os.getpid()}"
    try:
        for left in root.glob(f".importing-{prepared.mapping.id}-*"):
            shutil.rmtree(left)
        if folder.is_dir():
            shutil.copytree(folder, fresh)
        fresh.mkdir(exist_ok=True)
        for name in prepared.stale:
            (fresh / name).unlink(missing_ok=True)
        for name, content in prepared.files.items():
            (fresh / name).write_bytes(content)
        folder.parent.mkdir(exist_ok=True)
        put_in_place(fresh, folder)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {why_not(error, folder)}; nothing was changed") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def evidence_of(mapping: Mapping, names: Sequence[str]) -> Evidence:
    """How the claims of a data set are known: which files were read, whose they are, on which day; nobody confirmed them."""
    read = f"{', '.join(names)}, retrieved {mapping.retrieved} ({mapping.licence})"
    return (Reading(read=read, kind=mapping.reading, publisher=mapping.publisher, address=mapping.address),)


def _terms(mapping: Mapping, outside: Sequence[Path]) -> list[TermsEdition]:
    """The editions of histories of terms; what reads them is loaded for them alone."""
    from kb.importing.terms import terms_of

    return [edition for one in outside for edition in terms_of(mapping, one)]


def _histories(outside: Sequence[Path], editions: int) -> list[Mapped]:
    """Histories of terms as mapped: they have no rows but their editions."""
    return [Mapped(one.resolve().name, "", counts={"rows": editions}) for one in outside]


def _read(asked: Asked, outside: Sequence[Path], progress: Progress, readers: Readers | None) -> list[Mapped]:
    """Each file as it was mapped; of several, those that an interrupted import had read are not read again."""
    begun, found = _begun(asked) if len(outside) > 1 else None, []
    with readers or Readers() as given:
        for path in outside:
            mapped = begun.taken(path) if begun else None
            if mapped:
                mapped.counts["rows taken"] = mapped.counts["rows"]
            else:
                mapped = read_outside(given, asked, path, partial(progress, path))
                if begun:
                    begun.keep(path, mapped)
            found.append(mapped)
    if begun:
        begun.drop()
    return found


def _begun(asked: Asked) -> Begun:
    """What was read before of several files."""
    from kb.importing.begun import Begun
    from kb.release.release import home_folder

    return Begun(home_folder(), asked)


def _refuse_unknown_questions(mapping: Mapping, located: Located, facts: Facts) -> None:
    asked = facts.questions()
    unknown = [(number, one.question) for number, one in enumerate(mapping.answers) if one.question not in asked]
    if unknown:
        raise CuratedDataError(
            located.problem(("answers", number, "question"), f"no question '{name}' in the codebook; write it in codebook/ first")
            for number, name in unknown
        )


def _refuse_shrinking(old: list[ImportedClaim], new: list[ImportedClaim], path: Path) -> None:
    standing = sum(not one.withdrawn_on for one in old)
    if len(new) < SHRINKS * standing:
        what = f"gives {len(new)} claims where {standing} stood; if the data did become fewer, say --shrunk"
        raise CuratedDataError([Problem(str(path), 0, what)])


def _that_differ(folder: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        name: content
        for name, content in files.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    }


def _refuse_unfit(head: Imported, rows: dict[str, bytes], known: Known, name: str) -> None:
    """Look at the rows as the facts will be looked at: what a build would refuse is refused before it is written."""
    problems = []
    for path, content in rows.items():
        part = part_of(f"{FOLDER}/{name}/{path}", read_rows(content, path), head, path)
        problems += [Problem(path, line, message) for line, message in row_mistakes(part, known)]
    if problems:
        raise CuratedDataError(problems)


def _head(
    mapping: Mapping,
    sha256: str,
    mapped: list[Mapped],
    rows: dict[str, bytes],
    held: Imported | None,
    new: dict[str, Jurisdiction],
) -> Imported:
    return Imported(
        title=mapping.title, short=mapping.short, publisher=mapping.publisher, kind=mapping.kind, official_url=mapping.address,
        licence=mapping.licence, retrieved=mapping.retrieved, evidence=evidence_of(mapping, [one.name for one in mapped]),
        coded=held.coded if held else Coding(by=mapping.by, on=mapping.retrieved), mapping=sha256,
        places=(held.places if held else {}) | new, parts={name: sha256_of(content) for name, content in rows.items()},
        files=tuple(OutsideFile(name=one.name, sha256=one.sha256, rows=str(one.counts["rows"])) for one in mapped),
    )  # fmt: skip


def written_head(head: Imported) -> bytes:
    """The bytes of a head."""
    import yaml

    plain = head.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True, mode="json")
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the same text, in a quarter of the time
    return str(yaml.dump(plain, Dumper=dumper, allow_unicode=True, sort_keys=False, width=130)).encode()
