"""``format`` for people at a terminal: which files were written, or which are not in the house form and from which line on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from kb.formatting.files import Form, chosen, form_of
from kb.loaders.problems import CuratedDataError, Problem, listing
from kb.saving import deliver, save


def run_format(root: Path, paths: Sequence[Path], check: bool) -> None:
    """Put files into the house form, or only say which are not in it; exit code 1 if one is not, or could not be read."""
    try:
        names = chosen(root, paths)
    except CuratedDataError as error:
        _end(error.problems, "nothing was written")
    forms, problems = _forms(root, names)
    others = [form for form in forms if form.after != form.before]
    if check:
        told = [Problem(one.name, one.line, "is not in the house form from here on") for one in others]
        _end([*told, *problems], "run kb format") if told or problems else None
        deliver(f"{len(names)} files are in the house form\n", None)
        return
    for form in others:
        save(form.path, form.after)
        deliver(f"{form.name}\n", None)
    deliver(f"{len(others)} of {len(names)} files were put into the house form\n", None)
    if problems:
        _end(problems, "left as they are; the other files are in the house form")


def _forms(root: Path, names: Sequence[str]) -> tuple[list[Form], list[Problem]]:
    """The files that have a house form, and what is wrong with the others."""
    forms, problems = [], []
    for name in names:
        try:
            forms.append(form_of(root, name))
        except CuratedDataError as error:
            problems += error.problems
    return forms, problems


def _end(problems: Sequence[Problem], last: str) -> None:
    lines = listing(sorted(problems))
    sys.stderr.write("\n".join([*lines, f"kb: {len(problems)} {'file' if len(problems) == 1 else 'files'}: {last}"]) + "\n")
    raise SystemExit(1)
