"""Where a result goes: a file that appears only when it is complete, or standard output."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kb.errors import UsageError
from kb.saving import why_not

IN_MEMORY = 4 * 1024 * 1024


@contextlib.contextmanager
def open_output(output: Path | None, is_binary: bool = False) -> Iterator[IO[bytes]]:
    """A file to write a result into; it becomes the output when the block ends without an error.

    Raises UsageError if the file cannot be written, or if the result is binary and standard output is a terminal.
    """
    if output is None or str(output) == "-":
        if is_binary and sys.stdout.isatty():
            raise UsageError("this format is no text; name a file with --output")
        yield from _standard_output()
    elif _is_device(output):
        with _named(output), output.open("wb") as file:
            yield file
    else:
        yield from _new_file(output)


def _is_device(output: Path) -> bool:
    """Whether something other than a file has that name."""
    with _named(output):
        return output.exists() and not output.is_file()


def _new_file(output: Path) -> Iterator[IO[bytes]]:
    partial = output.parent / f".{output.name}.{os.getpid()}.part"
    try:
        with _named(output):
            file = partial.open("w+b")
        with file:
            yield file
        with _named(output):
            partial.replace(output.resolve() if output.exists() else output)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def _standard_output() -> Iterator[IO[bytes]]:
    """Held back until it is complete; a reader that goes away, such as ``head``, is no mistake."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as held:
        yield held
        held.seek(0)
        try:
            sys.stdout.flush()
            shutil.copyfileobj(held, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _named(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {why_not(error, output)}") from None
