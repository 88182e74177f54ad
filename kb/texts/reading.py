"""Documents from outside, each read in a process under limits; one that kills its process is refused by name."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.loaders.texts.documents import SUFFIXES
from kb.loaders.texts.law_text import LawText, Provision
from kb.running.process import DiedError, TooLateError, WorkerProcess

SECONDS = 60.0
NO_TEXTS = ("readme", "licence", "license", "notice", "changelog", "contributing", "index")


@dataclass(frozen=True)
class Document:
    """A document to read: a file, or bytes with the name that messages call it by and the day of its edition."""

    path: Path
    name: str
    content: bytes | None = None
    dated: str = ""
    version: str = ""


@dataclass(frozen=True)
class ReadDocument:
    """What became of a document: its text, or why it was refused; neither if it is no text of law."""

    document: Document
    text: LawText | None = None
    refused: str = ""


def read_documents(documents: Iterable[Document], seconds: float = SECONDS) -> Iterator[ReadDocument]:
    """Each document as it is read, in its order; at most so many seconds for one."""
    process: WorkerProcess | None = None
    try:
        for document in documents:
            process = process or WorkerProcess("kb.texts.worker")
            found, is_usable = _read(process, document, seconds)
            yield found
            if not is_usable:
                process.discard()
                process = None
    finally:
        if process:
            process.discard()


def documents_below(path: Path) -> list[Document]:
    """The documents at a path: the file, or every file of a folder with the suffix of a form that is read."""
    if not path.is_dir():
        return [Document(path, str(path))]
    files = (file for file in sorted(path.rglob("*")) if file.is_file() and is_text(file.relative_to(path)))
    return [Document(file, str(file)) for file in files]


def is_text(name: Path) -> bool:
    """Whether a file of a folder is to be read, by its name: nothing hidden, and not what is said about the folder."""
    is_hidden = any(part.startswith(".") for part in name.parts)
    return not is_hidden and name.suffix.lower() in SUFFIXES and name.stem.lower() not in NO_TEXTS


def _read(process: WorkerProcess, document: Document, seconds: float) -> tuple[ReadDocument, bool]:
    frames: list[tuple[bytes, bytes]] = []
    task: dict[str, Any] = {"path": str(document.path.absolute())}
    if document.content is not None:
        task["content"] = base64.b64encode(document.content).decode()
    try:
        is_usable = process.run(task, seconds, lambda letter, content: frames.append((letter, content)))
    except TooLateError:
        return ReadDocument(document, refused=f"took longer than {seconds:.0f} seconds to read, which no text of law does"), False
    except DiedError:
        return ReadDocument(document, refused="ended the process that read it; it is not read again"), False
    letter, content = frames[0]
    if letter == b"x":
        return ReadDocument(document, refused=content.decode()), is_usable
    return ReadDocument(document, _text(json.loads(content)) if letter == b"d" else None), is_usable


def _text(given: dict[str, Any]) -> LawText:
    provisions = tuple(Provision(**one) for one in given.pop("provisions"))
    return LawText(provisions, **given)
