"""Rewrite files of facts in which evidence has its former form: ``python -m kb.amending.readings [FOLDER]``.

Only what is said of evidence is written anew; comments, order and all other lines stay. A file that says through which day
it was looked through keeps that. Running it again changes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.amending.statement_text import last_line, tree_of
from kb.formatting.yaml_writing import entry, flow, in_flow
from kb.loaders.evidence.former import is_former, reading
from kb.loaders.layout import facts_folder
from kb.saving import save

LOOKED = ("instruments", "cases", "absences", "sources")
SINCE, BEFORE = "2026-11-22", "2026-11-30"  # days of coding whose texts at hand thin out after early July
LOOKED_TO, LOOKED_IN = "2026-07-01", "the texts at hand when it was coded, which thin out after early July 2026"
Edit = tuple[int, int, str]


def rewritten(text: str, is_dossier: bool) -> str:
    """The text of one file with its evidence as readings; of a dossier also with the day through which it was looked through."""
    tree = tree_of(text)
    edits = sorted(_edits(text, tree, None), reverse=True)
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    return _looked_through(text) if is_dossier else text


def _edits(text: str, node: Any, coded: Any) -> Iterator[Edit]:
    """(start, end, new text) for every evidence of the former form below a node."""
    if node.id == "sequence":
        for one in node.value:
            yield from _edits(text, one, coded)
    if node.id != "mapping":
        return
    own = next((_plain(value) for key, value in node.value if key.value == "coded"), coded)
    for key, value in node.value:
        said = _plain(value) if key.value == "evidence" else None
        if said is None or not is_former(said):
            yield from _edits(text, value, own)
        elif node.flow_style:
            new = f"evidence: {flow([reading(said, own)])}"
            yield in_flow(text, key.start_mark.index, value.end_mark.index, new)
        else:
            lines = entry("evidence", [reading(said, own)], key.start_mark.column)
            yield key.start_mark.index, _end_of(text, value), "\n".join(lines).lstrip()


def _plain(node: Any) -> dict[str, str] | None:
    """A node of texts as plain values; None of anything else."""
    if node.id != "mapping" or any(value.id != "scalar" for _, value in node.value):
        return None
    return {key.value: value.value for key, value in node.value}


def _end_of(text: str, value: Any) -> int:
    """Where the text of a value ends: the end of its last line, which holds nothing else."""
    start = 0
    for _ in range(last_line(value)):
        start = text.index("\n", start) + 1
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _looked_through(text: str) -> str:
    """A dossier with the day through which it was looked through, after its coding; nothing is added without one."""
    tree = tree_of(text)
    keys = {key.value: (key, value) for key, value in tree.value}
    coded = _plain(keys["coded"][1]) if "coded" in keys else None
    if coded is None or "looked_through" in keys or "evidence" not in keys or not SINCE <= coded["on"] < BEFORE:
        return text
    end = _end_of(text, keys["coded"][1])
    said = {"to": LOOKED_TO, "on": coded["on"], "by": coded["by"], "what": LOOKED_IN}
    return text[:end] + "\n" + "\n".join(entry("looked_through", said, 0)) + text[end:]


def rewrite(root: Path) -> list[str]:
    """Rewrite all files of facts below a folder; the names of those that changed."""
    changed = []
    for path in sorted(root.rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        new = rewritten(text, name.partition("/")[0] in LOOKED)
        if new != text:
            save(path, new.encode("utf-8"))
            changed.append(name)
    return changed


if __name__ == "__main__":
    sys.stdout.writelines(f"{name}\n" for name in rewrite(facts_folder(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
