"""Write a file whole or not at all; text to a file or to standard output; which format a file's suffix names."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kb.errors import UsageError

HERE, EXCHANGE = -100, 2  # for renameat2: paths as they stand, and both names exchanged


def save(path: Path, content: bytes) -> None:
    """Write a file, all of it or nothing; UsageError says why it cannot be written."""
    partial = path.parent / f".{path.name}.{os.getpid()}.part"
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        partial.write_bytes(content)
        if path.exists():
            partial.chmod(stat.S_IMODE(path.stat().st_mode))
        partial.replace(path.resolve() if path.exists() else path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise UsageError(f"{path} cannot be written: {why_not(error, path, len(content))}") from None


def put_in_place(fresh: Path, place: Path) -> None:
    """Exchange a new folder with the one in its place in one step (on Linux; elsewhere by two renames)."""
    if not place.exists():
        fresh.rename(place)
    elif not _exchanged(fresh, place):
        aside = fresh.with_name(f"{fresh.name}-old")
        place.rename(aside)
        fresh.rename(place)
        from shutil import rmtree  # what most commands never need

        rmtree(aside)


def _exchanged(one: Path, other: Path) -> bool:
    import ctypes

    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    names = (HERE, os.fsencode(one.absolute()), HERE, os.fsencode(other.absolute()), EXCHANGE)
    return rename is not None and rename(*names) == 0


def why_not(error: OSError, path: Path, needed: int | None = None) -> str:
    """Why the system refused to write; on a full disk how much is free there, and how much is needed where that is known."""
    said = error.strerror or str(error)
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return said
    from shutil import disk_usage

    place = next((folder for folder in path.absolute().parents if folder.is_dir()), Path("/"))
    wanted = f", {_megabytes(needed)} needed" if needed else ""
    return f"{said}: {_megabytes(disk_usage(place).free)} free in {place}{wanted}"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


# other ways to spell the suffix of a format, whoever writes it
SPELLINGS = {"markdown": "md", "htm": "html"}


def suffixes_of(formats: Iterable[str], **others: str) -> dict[str, str]:
    """The format that each suffix names: every format its own, and ``others``, as ``suffix=format``."""
    return {name: name for name in formats} | others


def format_of(path: Path | None, given: str | None, default: str, suffixes: Mapping[str, str]) -> str:
    """The format asked for, else the one the file's suffix names, else the default; each registry has its own suffixes."""
    if given:
        return given
    if path is None or str(path) == "-":
        return default
    suffix = path.suffix.lstrip(".").lower()
    found = suffixes.get(SPELLINGS.get(suffix, suffix))
    if found is None:
        known = ", ".join(dict.fromkeys(suffixes.values()))
        raise UsageError(f"the suffix '.{suffix}' names no format; give --format, one of: {known}")
    return found


def as_json(value: Any) -> str:
    """A value as indented JSON text."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def deliver(content: str | bytes, output: Path | None) -> None:
    """Write text or bytes to the file (all of it or nothing; a device or a pipe as it is), else to standard output."""
    if output is None or str(output) == "-":
        _say(content)
        return
    save(output, content.encode("utf-8") if isinstance(content, str) else content)


def _say(content: str | bytes) -> None:
    """Write to standard output; a reader that goes away, such as ``head``, is no mistake."""
    if isinstance(content, bytes):
        content = _as_text(content)
    try:
        if isinstance(content, str):
            sys.stdout.write(content)
        else:
            sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_text(content: bytes) -> str | bytes:
    """Bytes as text if they are text; bytes that are none are refused where a person would see them."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if sys.stdout.isatty():
            raise UsageError("this format is not text; name a file with -o") from None
        return content
