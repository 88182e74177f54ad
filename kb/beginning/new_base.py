"""A new folder of facts that builds: one invented jurisdiction, one question, one answer, with comments on what to write."""

from __future__ import annotations

from pathlib import Path

from kb.beginning.filling import as_name, filled
from kb.errors import UsageError
from kb.saving import save

FILES = {
    "base.yaml": "base",
    "jurisdictions.yaml": "jurisdictions",
    "codebook/first-question.yaml": "question",
    "instruments/xx/example-act.yaml": "first-act",
}


def new_base(folder: Path) -> list[Path]:
    """Write the files of a new base into a folder that is empty or not there; UsageError if there is something in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty; name a folder that does not exist yet")
    question = {"name": "First question", "order": 1, "question": "first-question", "words": "what you compare"}
    values = {"title": as_name(folder.resolve().name), "compares": "Rules", "id": "xx/my-act", "role": "editors", **question}
    paths = [folder / name for name in FILES]
    texts = [filled(template, **values) for template in FILES.values()]
    for path, text in zip(paths, texts, strict=True):
        make_room(path)
        save(path, text)
    return paths


def make_room(path: Path) -> None:
    """Make the folder of a file; UsageError says why it cannot be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent} cannot be made: {error.strerror}") from None
