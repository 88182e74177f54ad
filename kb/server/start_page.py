"""The page that a browser sees at the endpoint: how to ask it, what its limits are, and a form."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from kb.release.release import Release
from kb.running.limits import Limits

TEMPLATES = Path(__file__).resolve().parent / "templates"
EXAMPLE = Path(__file__).resolve().parent.parent / "ui" / "example.rq"


def start_page(release: Release, endpoint: str, limits: Limits) -> str:
    """The page as HTML, everything in it escaped."""
    example = EXAMPLE.read_text(encoding="utf-8")
    return template("endpoint.html.jinja").render(
        release=release, endpoint=endpoint, limits=limits, example=example, licence=release.reader.base().terms
    )


@lru_cache(maxsize=8)
def template(name: str) -> Template:
    """A template of the server, with everything escaped."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template(name)
