"""The list of a release's files with their hashes, sealed: a hash of the list stands in it, and every byte of it counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kb.errors import DamagedError, UnderivedError

LIST, MANIFEST, DATA, STORE = "files.json", "manifest.json", "data.nq", "store"
PACKED = DATA + ".gz"
SIGNATURE = "signature.json"
DATA_ALONE = (DATA, PACKED, LIST, MANIFEST, SIGNATURE)


class Recorded(NamedTuple):
    """What was recorded of a file when it was published."""

    bytes: int
    sha256: str


List = Mapping[str, Recorded]


def data_files(folder: Path) -> list[Path]:
    """The files with the data in the folder of a release: the plain one, then the packed one."""
    return [path for path in (folder / DATA, folder / PACKED) if path.is_file()]


def is_data_alone(folder: Path) -> bool:
    """Whether of a release only the data are kept, with what describes them."""
    return bool(data_files(folder)) and {path.name for path in folder.iterdir()} <= set(DATA_ALONE)


def json_text(value: Any) -> bytes:
    """JSON as every file of a release is written: equal values give equal bytes."""
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def sealed(recorded: List) -> bytes:
    """A list with its seal, as a file."""
    listed = {name: one._asdict() for name, one in recorded.items()}
    return json_text({"files": listed, "seal": hashlib.sha256(json_text(listed)).hexdigest()})


def read_list(folder: Path) -> List:
    """The sealed list of a folder; DamagedError if it was changed, UnderivedError if it is one of an earlier format."""
    content, found = read_mapping(folder, LIST)
    if not {"files", "seal"} & found.keys() and (earlier := _recorded(found)):
        raise UnderivedError(f"release {folder.name} is of an earlier format, with {len(earlier)} files")
    recorded = _recorded(found.get("files"))
    if recorded is None or content != sealed(recorded):
        raise DamagedError(folder, LIST, f"{LIST} was changed")
    return recorded


def read_earlier_list(folder: Path) -> List:
    """The list of a release of an earlier format, which has no seal; DamagedError if it cannot be read."""
    recorded = _recorded(read_mapping(folder, LIST)[1])
    if recorded is None:
        raise DamagedError(folder, LIST, f"{LIST} was changed")
    return recorded


def read_mapping(folder: Path, name: str) -> tuple[bytes, dict[str, Any]]:
    """A file that holds one JSON mapping, as bytes and as values; DamagedError if it cannot be read."""
    try:
        content = (folder / name).read_bytes()
        found: Any = json.loads(content)
    except FileNotFoundError:
        raise DamagedError(folder, name, f"{name} is missing") from None
    except OSError as error:
        raise DamagedError(folder, name, f"{name} cannot be read: {error.strerror}") from None
    except ValueError:
        raise DamagedError(folder, name, f"{name} was changed: it is no JSON") from None
    if not isinstance(found, dict):
        raise DamagedError(folder, name, f"{name} was changed: it holds no mapping")
    return content, found


def _recorded(found: Any) -> dict[str, Recorded] | None:
    """A list from its values; None if they are none."""
    try:
        return {name: Recorded(int(one["bytes"]), str(one["sha256"])) for name, one in found.items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
