"""Files of facts put into the house form, each whole: what a file says is read again before anything of it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb.errors import UsageError
from kb.formatting.house_form import house_form
from kb.formatting.source_text import SourceText
from kb.loaders.facts import check_link, facts_files
from kb.loaders.file_schemas import GLOBS, KINDS
from kb.loaders.imports.kept_records import FOLDER
from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.yaml_files import content_of, parse_yaml, text_of

ODD_LINE_END = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True)
class Form:
    """A file of facts as it is, and in the house form; ``name`` is how messages call it."""

    path: Path
    name: str
    before: bytes
    after: bytes

    @property
    def line(self) -> int:
        """The first line that is not in the house form."""
        old, new = (text.decode("utf-8", "replace").split("\n") for text in (self.before, self.after))
        same = (number for number, pair in enumerate(zip(old, new, strict=False), 1) if pair[0] != pair[1])
        return next(same, min(len(old), len(new)))


def chosen(root: Path, paths: Iterable[Path]) -> list[str]:
    """Names of the files below ``root`` that can be put into the house form, all or those of some files and folders.

    A path stands below the working folder, below ``root`` or beside it. UsageError for one with no file of facts.
    """
    names = [name for name in facts_files(root) if (kind := _kind(name)) in KINDS and Path(name).match(GLOBS[kind])]
    names = [name for name in names if _kind(name) != FOLDER]  # an import writes its own, and nobody edits them
    found = [name for path in paths for name in _below(root, path, names)]
    return list(dict.fromkeys(found)) if paths else names


def form_of(root: Path, name: str) -> Form:
    """One file in the house form.

    Raises CuratedDataError if it cannot be read, or if the form would change what it says or lose a comment.
    """
    path, called = root / name, f"{root.name}/{name}"
    check_link(path, root)
    content = content_of(path, called)
    before = parse_yaml(content, called)
    text = text_of(content, called).replace("\r\n", "\n").replace("\r", "\n")
    if odd := ODD_LINE_END.search(text):
        message = f"character U+{ord(odd[0]):04X} ends a line in YAML and is not seen; write a space or an ordinary line end"
        raise CuratedDataError([Problem(called, text.count("\n", 0, odd.start()) + 1, message)])
    new = house_form(text, KINDS[_kind(name)])
    if new != text and not _says_the_same(before.value, text, new, called):
        message = "has no house form that says the same and keeps every comment; it was left as it is"
        raise CuratedDataError([Problem(called, 0, message)])
    return Form(path, called, content, new.encode())


def _says_the_same(value: object, old: str, new: str, called: str) -> bool:
    comments = [sorted(SourceText(text).comments.values()) for text in (old, new)]
    return comments[0] == comments[1] and parse_yaml(new.encode(), called).value == value


def _kind(name: str) -> str:
    return name.partition("/")[0].removesuffix(".yaml")


def _below(root: Path, path: Path, names: Iterable[str]) -> list[str]:
    """The names that a path means: of a file, or of all files below a folder."""
    places = (path, root / path, root.parent / path)
    whole = [place.resolve().relative_to(root.resolve()).as_posix() for place in places if _is_below(place, root)]
    found = [name for one in whole for name in names if one in (".", name) or name.startswith(f"{one}/")]
    if not found:
        raise UsageError(f"{path}: no file of facts below {root}; name a file or a folder there, or the facts with --facts")
    return found


def _is_below(place: Path, root: Path) -> bool:
    return place.exists() and place.resolve().is_relative_to(root.resolve())
