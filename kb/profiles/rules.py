"""Which clauses say the state today of each kind of thing, and in which order, read from ``ontology/pages.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from kb.loaders.layout import folder


@dataclass(frozen=True)
class PageRules:
    """The whole resource; ``clauses`` are those of each kind of thing with the condition of each, in words."""

    version: str
    most_named: int
    stance_questions: int
    most_otherwise: int
    clauses: Mapping[str, Mapping[str, str]]


@cache
def page_rules() -> PageRules:
    """The rules of this version of the program."""
    given: dict[str, Any] = yaml.safe_load((folder("ontology") / "pages.yaml").read_text(encoding="utf-8"))
    return PageRules(**given)
