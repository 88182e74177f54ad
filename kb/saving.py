"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from kb.errors import UsageError


def save(path: Path, content: bytes) -> None:
    """Write a file, all of it or nothing; UsageError says why it cannot be written."""
    partial = path.parent / f".{path.name}.{os.getpid()}.part"
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        partial.write_bytes(content)
        if path.exists():
            shutil.copymode(path, partial)
        partial.replace(path.resolve() if path.exists() else path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
