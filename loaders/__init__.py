"""How facts come in: every loader turns files into the same records, or into problems with path and line."""

from __future__ import annotations

from loaders.facts import read_facts
from loaders.problems import CuratedDataError, Problem
from loaders.records import Facts

__all__ = ["CuratedDataError", "Facts", "Problem", "read_facts"]
