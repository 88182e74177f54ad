"""The process that reads documents from outside: without a network, without files to write, with little memory and time.

It reads one task a line (JSON: a path) from standard input and writes frames as :mod:`kb.running.worker` does: ``r`` ready,
``d`` the text of law as JSON, ``x`` why it cannot be read, ``n`` no text of law, ``e`` the end of a task.
"""

from __future__ import annotations

import base64
import json
import struct
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kb.loaders.texts.documents import read_document
from kb.loaders.texts.law_text import MAX_BYTES, LawText, UnreadableTextError
from kb.running.no_network import refuse_network
from kb.running.own_limits import be_restrained, limit_memory

MEMORY = 1 << 30
TOO_LARGE = f"is larger than {MAX_BYTES // 1_000_000} MB, more than any text of law"


def main() -> None:
    """Read documents until standard input ends."""
    be_restrained()
    limit_memory(MEMORY)
    refuse_network()
    _frame(b"r")
    for line in sys.stdin.buffer:
        try:
            text = read_document(*_content(json.loads(line)))
            _frame(b"d" if text else b"n", json.dumps(asdict(text)).encode() if isinstance(text, LawText) else b"")
        except UnreadableTextError as error:
            _frame(b"x", str(error).encode())
        except (MemoryError, RecursionError):
            _frame(b"x", f"needs more than the {MEMORY >> 20} MB that a text of law may need".encode())
        _frame(b"e", json.dumps({"retire": False}).encode())


def _content(task: dict[str, Any]) -> tuple[bytes, str]:
    """The bytes of a document, from a file or as given, and the suffix of its name."""
    path = Path(task["path"])
    if "content" in task:
        return base64.b64decode(task["content"]), path.suffix.lower()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableTextError(TOO_LARGE)
        return path.read_bytes(), path.suffix.lower()
    except OSError as error:
        raise UnreadableTextError(f"cannot be read: {error.strerror}") from None


def _frame(letter: bytes, content: bytes = b"") -> None:
    sys.stdout.buffer.write(struct.pack(">cI", letter, len(content)) + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
