"""Run the hygiene checks: one rule a query file in ``ontology/checks``; its rows are the messages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kb.places import problem_at
from loaders.problems import Problem
from loaders.words import ONTOLOGY


def run_checks(store: Store, facts_root: Path) -> tuple[list[Problem], list[Problem]]:
    """(errors, warnings): rows of ?node and ?message; the header ``#+ severity:`` says which of the two."""
    found: dict[str, list[Problem]] = {"error": [], "warning": []}
    for path in sorted((ONTOLOGY / "checks").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        severity = re.search(r"^#\+ severity: (error|warning)$", text, re.MULTILINE)
        assert severity, f"{path.name} lacks a severity header"
        solutions: Any = store.query(text, use_default_graph_as_union=True)
        found[severity.group(1)] += [problem_at(store, facts_root, row["node"].value, row["message"].value) for row in solutions]
    return found["error"], found["warning"]
