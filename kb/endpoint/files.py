"""A release as files for an engine's own bulk loader, which is faster than any protocol and the only way into some engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kb.endpoint.catalogue import said_of
from kb.endpoint.naming import in_release
from kb.endpoint.probes import FOLDER
from kb.errors import UsageError
from kb.naming import iris
from kb.release.release import Release
from kb.saving import save


def write_files(release: Release, folder: Path) -> tuple[Path, Path]:
    """Write two files of N-Quads: what an engine is to hold of a release, and which release is current.

    The second is for an engine that holds nothing else; in any other the switch is ``publish --loaded``. Raises UsageError
    if they cannot be written; what was there stays then.
    """
    target, current = folder / f"release-{release.id}.nq", folder / "current.nq"
    unfinished = target.with_suffix(".unfinished")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.writelines(in_release(line, release.id).encode() for line in _lines(release))
        unfinished.replace(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise UsageError(f"{target} cannot be written: {error.strerror}") from None
    save(current, serialize(_catalogue(release), format=RdfFormat.N_QUADS) or b"")
    return target, current


def _lines(release: Release) -> Iterator[str]:
    """Every quad as it is, every statement once more in the graph of the whole release, and the data of the probes."""
    with release.data().open(encoding="utf-8") as lines:
        yield from lines
    whole = f"<{iris.release(release.id)}> .\n"
    for statement in statements_of(release.data()):
        yield statement.decode().removesuffix(".\n") + whole
    yield (FOLDER / "data.nq").read_text(encoding="utf-8")


def _catalogue(release: Release) -> Iterator[Quad]:
    for subject, predicate, value in said_of(release.manifest):
        known = NamedNode(value) if value.startswith("https://") else Literal(value)
        yield Quad(NamedNode(subject), NamedNode(predicate), known, NamedNode(iris.catalogue()))


def statements_of(path: Path) -> Iterator[bytes]:
    """The statements of sorted N-Quads as lines of N-Triples, each once though several files may say it."""
    before = b""
    with path.open("rb") as lines:
        for line in lines:
            statement = line.rpartition(b" <")[0] + b" .\n"
            if statement != before:
                yield statement
            before = statement
