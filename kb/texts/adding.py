"""Add texts of law to the folder: all of them are read first, and nothing is kept if one is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.errors import KnowledgeBaseError, UsageError
from kb.loaders.texts.law_text import LawText
from kb.texts.folder import Edition, TextFolder
from kb.texts.git_history import editions_of, is_repository
from kb.texts.reading import Document, ReadDocument, documents_below, read_documents

INSTRUMENT = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
KINDS = ("official-text", "copy", "translation", "anonymous")


@dataclass(frozen=True)
class Said:
    """What whoever adds a text says of it; each counts before what the document says, empty if left out."""

    instrument: str = ""
    language: str = ""
    version: str = ""
    dated: str = ""
    kind: str = ""
    address: str = ""
    publisher: str = ""
    current_to: str = ""


@dataclass(frozen=True)
class Added:
    """What came of adding: editions with whether each is new, and names of files without a text of law."""

    editions: tuple[tuple[Edition, bool], ...]
    left_out: tuple[str, ...]


def add_texts(folder: TextFolder, paths: Sequence[Path], said: Said) -> Added:
    """Read all documents at some paths and keep them; KnowledgeBaseError with every refusal, and then nothing is kept."""
    found = [one for path in paths for one in read_documents(_documents(path))]
    refused = [f"{one.document.name}: {one.refused}" for one in found if one.refused]
    texts = [(one, _whole(one, said)) for one in found if one.text]
    refused += [f"{one.document.name}: {missing}" for one, text in texts if (missing := _missing(text))]
    if refused:
        raise KnowledgeBaseError("nothing was added:\n" + "\n".join(refused))
    if not texts:
        raise KnowledgeBaseError("nothing was added: no text of law in " + ", ".join(map(str, paths)))
    editions = tuple(folder.add(text) for _, text in texts)
    return Added(editions, tuple(one.document.name for one in found if not one.text))


def _documents(path: Path) -> list[Document]:
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    return list(editions_of(path)) if path.is_dir() and is_repository(path) else documents_below(path)


def _whole(one: ReadDocument, said: Said) -> LawText:
    """The text with what was said of it, and with what its place in a history says."""
    assert one.text is not None
    given: dict[str, Any] = {name: value for name, value in vars(said).items() if value}
    dated: dict[str, Any] = {"dated": one.document.dated, "version": one.document.version} if one.document.dated else {}
    text = replace(one.text, **dated, **given)
    by_place = _by_place(one.document.path) if not text.instrument else ""
    return replace(
        text, instrument=text.instrument or by_place, kind=text.kind or "anonymous", version=text.version or text.dated
    )


def _by_place(path: Path) -> str:
    """The instrument that the end of a path names: ``.../eu/dsa.xml``."""
    name = "/".join((*path.parts[-2:-1], path.stem))
    return name if INSTRUMENT.fullmatch(name) else ""


def _missing(text: LawText) -> str:
    """What is missing of a text, or is not in the form of the base; nothing if it is whole."""
    if not INSTRUMENT.fullmatch(text.instrument):
        return "does not say which instrument it is; give --instrument, such as eu/dsa, or call the file eu/dsa.xml"
    if not LANGUAGE.fullmatch(text.language):
        return f"does not say its language ('{text.language}'); give --language, such as en or zh"
    if text.kind not in KINDS:
        return f"is of no kind that is known ('{text.kind}'); give --kind, one of {', '.join(KINDS)}"
    return ""
