"""Templates with what is put into them: names, numbers and the day of today."""

from __future__ import annotations

import datetime
from pathlib import Path
from string import Template

FOLDER = Path(__file__).resolve().parent / "templates"


def filled(template: str, /, **values: object) -> bytes:
    """The text of a template such as ``instrument`` with its values, for a file."""
    text = (FOLDER / f"{template}.yaml").read_text(encoding="utf-8")
    today = datetime.date.today().isoformat()
    return Template(text).substitute({name: str(value) for name, value in values.items()}, today=today).encode()


def in_words(slug: str) -> str:
    """A name as words, to be written over: ``ai-basic-act`` is ``ai basic act``."""
    return slug.replace("-", " ")


def as_name(slug: str) -> str:
    """A name as a title, to be written over: ``ai-basic-act`` is ``Ai basic act``."""
    words = in_words(slug)
    return words[:1].upper() + words[1:]
