"""Run the hygiene checks: one rule a query file in ``ontology/checks``; its rows are the messages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kb.building.places import problem_at
from kb.loaders.problems import Problem
from kb.loaders.words import ONTOLOGY


def run_checks(store: Store, facts_root: Path, edited: Store | None = None) -> tuple[list[Problem], list[Problem]]:
    """(errors, warnings): rows of ?node and ?message; the header ``#+ severity:`` says which of the two.

    ``edited`` holds only the files that changed, with the ontology; where it is given, a check whose rows each follow from one
    file and the ontology (``#+ scope: file``) looks at nothing else.
    """
    found: dict[str, list[Problem]] = {"error": [], "warning": []}
    for path in sorted((ONTOLOGY / "checks").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        severity = re.search(r"^#\+ severity: (error|warning)$", text, re.MULTILINE)
        assert severity, f"{path.name} lacks a severity header"
        looked_at = edited if edited is not None and _is_of_one_file(text, severity.group(1)) else store
        solutions: Any = looked_at.query(text, use_default_graph_as_union=True)
        found[severity.group(1)] += [problem_at(store, facts_root, row["node"].value, row["message"].value) for row in solutions]
    return found["error"], found["warning"]


def _is_of_one_file(text: str, severity: str) -> bool:
    """Whether files that did not change need no second look: warnings are told again each time, so it must be an error."""
    return severity == "error" and re.search(r"^#\+ scope: file$", text, re.MULTILINE) is not None
