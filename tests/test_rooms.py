"""The rooms of the house: data and queries only climb, no module leans on itself by a detour, and no room is too full."""

import ast
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_FLAT, MOST_IN_A_ROOM = 10, 25
# from the ground up: a room imports only from rooms above it in this list, wherever in a file the import stands
ROOMS = {
    "kb.loaders": "a line in a file becomes a record",
    "kb.errors": "every error that a user can meet",
    "kb.saving": "a file whole or not at all; text out",
    "kb.naming": "what everything is called and where it can be read",
    "kb.values": "the frozen values, and pure rules on them",
    "kb.sparql": "a query as text: stored, checked, bound",
    "kb.upgrading": "from the data of one format to those of the next",
    "kb.release": "a published release, read",
    "kb.language": "names of a release and the words around its cells, in the language of a reader",
    "kb.running": "a checked query in a process, under limits",
    "kb.projection": "records become quads",
    "kb.building": "quads become a release",
    "kb.cells": "claims become cells, one or all",
    "kb.searching": "what somebody typed, and what answers it",
    "kb.graph": "what the whole base is asked as a graph",
    "kb.clocks": "cells over two clocks",
    "kb.formatting": "files of facts in the house form",
    "kb.amending": "what was published, withdrawn and stated anew in the text of its file",
    "kb.texts": "texts of law of the user beside the facts",
    "kb.importing": "outside data enter the facts by a mapping",
    "kb.endpoint": "a release in an engine elsewhere",
    "kb.opening": "which release is meant: folder, endpoint, past",
    "kb.keeping": "which releases stay: pinned, pruned, signed, backed up",
    "kb.exporting": "a whole release in the formats of others",
    "kb.tables": "a comparison as a document, with its seal and its sources",
    "kb.beginning": "a base and its files begun from templates",
    "kb.drafting": "a dossier begun from a text of law",
    "kb.agreement": "how far two coders agree",
    "kb.tables.native": "a table as slides, pictures, workbooks and in the markup of other tools",
    "kb.explanation": "why a cell says it, kept and replayed",
    "kb.wording": "other findings as text and JSON",
    "kb.similarity": "how alike regimes are",
    "kb.due": "what is to be read again",
    "kb.checking": "somebody's text beside the base",
    "kb.feeds": "what happened, for feed readers",
    "kb.citations": "sources in styles and for managers",
    "kb.briefing": "the brief",
    "kb.profiles": "what the page of one thing says first, and its sections",
    "kb.asking": "a person's query becomes a file that can be repeated",
    "kb.doors": "what programs and assistants can ask, declared once",
    "kb.embedding": "tables in other people's pages, kept true",
    "kb.table_view": "a comparison as Python shows it",
    "kb.base": "the base as one object",
    "kb": "what a user of Python imports",
    "kb.commands": "the command line",
    "kb.commands.asking": "commands that ask the base",
    "kb.commands.stating": "commands that state facts",
    "kb.commands.giving": "commands that give answers to others",
    "kb.commands.keeping": "commands that keep releases",
    "kb.__main__": "python -m kb",
    "kb.ui.words": "the words of the pages",
    "kb.ui.world": "the map of the world",
    "kb.ui.frame": "what stands around every page",
    "kb.ui.taking": "what can be taken along",
    "kb.ui.workbench": "queries on a page",
    "kb.ui.cells": "cells on a page",
    "kb.ui.similarity": "how alike regimes are, on a page",
    "kb.ui.graph": "the graph on a page",
    "kb.ui.pages": "the pages",
    "kb.ui": "the app's page function",
    "kb.server": "HTTP",
    "app": "the app",
}


def dotted(path: Path) -> str:
    name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    return f"kb.{name}" if name.partition(".")[0] == "loaders" else name


FILES = [*sorted((ROOT / "kb").rglob("*.py")), *sorted((ROOT / "loaders").rglob("*.py")), ROOT / "app.py"]
MODULES = {dotted(path): path for path in FILES}


def imported(module: str) -> set[str]:
    """Modules of the house that a module imports, in functions and for type checking as well."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = (f"{node.module}.{alias.name}" for alias in node.names)
            found |= {name if name in MODULES else node.module for name in named}
    return (found & MODULES.keys()) - {module}


def room_of(module: str) -> str:
    """The room in which a module stands: the longest name of a room that its own begins with."""
    parts = module.split(".")
    begins = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((name for name in begins if name in ROOMS and (name != "kb" or module == "kb")), "")


IMPORTS = {module: imported(module) for module in MODULES}
FLOOR = {name: floor for floor, name in enumerate(ROOMS)}


@pytest.mark.parametrize("module", MODULES)
def test_every_module_stands_in_a_room_and_imports_only_from_rooms_below(module: str):
    own = room_of(module)
    assert own, f"{MODULES[module].relative_to(ROOT)} stands in no room; the rooms are: {', '.join(ROOMS)}"
    for other in sorted(IMPORTS[module]):
        room = room_of(other)
        assert FLOOR.get(room, -1) <= FLOOR[own], (
            f"{module} ({own}: {ROOMS[own]}) imports {other}, which stands higher ({room}: {ROOMS[room]}); "
            f"move {module} into {room} or above it, or what it needs of {other} into {own} or below"
        )


def test_no_module_leans_on_itself_by_a_detour():
    graph = nx.DiGraph((module, other) for module, found in IMPORTS.items() for other in found)
    circles = [sorted(circle) for circle in nx.strongly_connected_components(graph) if len(circle) > 1]
    assert not circles, f"these import each other in a circle; move what they share into a module below them: {circles}"


def test_no_room_is_too_full():
    folders = Counter(path.parent.relative_to(ROOT).as_posix() for path in MODULES.values())
    assert folders.pop("kb") <= MOST_FLAT, f"at most {MOST_FLAT} modules lie flat in kb/; put the new one into a room: {ROOMS}"
    crowded = {folder: count for folder, count in folders.items() if count > MOST_IN_A_ROOM}
    assert not crowded, f"more than {MOST_IN_A_ROOM} modules in a room; split it by subject: {crowded}"
