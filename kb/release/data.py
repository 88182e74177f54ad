"""The data of a release as a file: canonical N-Quads, plain or packed; everything else of a release follows from them."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from kb.errors import DamagedError
from kb.naming import iris
from kb.naming.namespaces import expand
from kb.release.identity import DATA_ALONE as STATED_IN_DATA
from kb.release.identity import named_by
from kb.release.sealing import PACKED, data_files

BLOCK = 1 << 20
VERSION = f"<{iris.ontology()}> <{expand('owl:versionInfo')}> ".encode()


class Origin(NamedTuple):
    """The release whose data are written once more: its name, the SHA-256 of its data, and whether they lie there unpacked."""

    name: str
    sha256: str
    is_plain: bool


def whole_data(folder: Path) -> tuple[Path, str, int] | None:
    """The file of the data that have the name of the release in a folder, their SHA-256 and their format; None if none have.

    DamagedError if a file cannot be read.
    """
    for path in data_files(folder):
        sha256 = sha256_of_data(path)
        number = named_by(folder.name, sha256)
        if number is not None:
            return path, sha256, (stated_format(path) or 0) if number == STATED_IN_DATA else number
    return None


def open_data(path: Path) -> BinaryIO:
    """The data, unpacked while they are read."""
    return cast(BinaryIO, gzip.open(path)) if path.name == PACKED else path.open("rb")


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    """The data for a look at them; DamagedError if they cannot be read or unpacked."""
    try:
        with open_data(path) as file:
            yield file
    except (zlib.error, EOFError, gzip.BadGzipFile):
        raise DamagedError(path.parent, path.name, f"{path.name} was changed") from None
    except OSError as error:
        raise DamagedError(path.parent, path.name, f"{path.name} cannot be read: {error.strerror}") from None


def sha256_of_data(path: Path) -> str:
    """The SHA-256 of the data, unpacked."""
    digest = hashlib.sha256()
    with _reading(path) as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def stated_format(path: Path) -> int | None:
    """The format that the data state of themselves; None if it is no number."""
    with _reading(path) as file:
        line = next((line for line in file if line.startswith(VERSION)), b"")
    found = re.fullmatch(rb'"(\d+)"', line.removeprefix(VERSION).partition(b" ")[0])
    return int(found.group(1)) if found else None
