"""Which tests could see a fault of a module."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from benchmarks.imports import imported
from benchmarks.mutant_drawing import ROOT

SLOW = re.compile(
    r"browser|w3c|busy|virtuoso|test_ui_|hostile|damage|large_bases|test_docs|documented|report_builds|packaging|hygiene"
)
FAR = 99


@cache
def tests_of(module: str) -> list[str]:
    """The files of tests of a module, first those that import it, then those with its name, then those of what imports it."""
    distance, public = _distances(module), _public(ROOT / module)
    found = []
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        near = min((distance[name] for name in imported(path) if name in distance), default=FAR)
        if near < FAR:
            named = any(part in path.stem for part in Path(module).with_suffix("").parts[1:])
            found.append((min(near, 0.5) if named else near, -sum(text.count(name) for name in public), len(text), path.name))
    names = [name for *_, name in sorted(found)]
    return [name for name in names if not SLOW.search(name)] or names


def _distances(module: str) -> dict[str, int]:
    """How many imports lie between a module and each module that needs it."""
    distance, edge = {_dotted(module): 0}, {_dotted(module)}
    while edge:
        steps = max(distance.values()) + 1
        edge = {name for name, used in _imports().items() if name not in distance and used & edge}
        distance.update(dict.fromkeys(edge, steps))
    return distance


def _public(path: Path) -> list[str]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"]


def _dotted(module: str) -> str:
    name = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return name if name.startswith("kb") else f"kb.{name}"


@cache
def _imports() -> Mapping[str, set[str]]:
    files = [*ROOT.glob("kb/**/*.py"), *ROOT.glob("loaders/**/*.py")]
    found = {_dotted(str(path.relative_to(ROOT))): {*imported(path)} for path in files}
    found["kb.commands.cli"] |= {name for name in found if name.startswith("kb.commands.")}  # it loads them by their names
    return found
