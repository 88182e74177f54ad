"""Options of how a table is to look, the same for every command that writes one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from kb.values.form import CHOICES, FORM_FIELDS, Form

Run = Callable[..., None]


def forms(run: Run) -> Run:
    """Options of a form; the command gets them as one ``form``."""

    @wraps(run)
    def gather(**given: Any) -> None:
        run(form=Form.of({field.name: given.pop(field.name) for field in FORM_FIELDS}), **given)

    command: Run = gather
    for field in reversed(FORM_FIELDS):
        kind = click.Choice(CHOICES[field.name]) if field.name in CHOICES else None
        command = click.option(*field.flags, field.name, type=kind, help=field.help)(command)
    return command
