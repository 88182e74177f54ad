"""Names of the current release, for a shell that completes what is typed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from click import Command, Context, Group, Parameter

from kb.endpoint import ENDPOINT_SETTING
from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kb.release.reader import Reader

PLURALS = {"platform": "platforms", "policy": "policies"}


def names_of(field: str) -> Callable[[Context, Parameter, str], list[str]]:
    """What completes a field of what is asked: names that begin as typed; none without a release, or over the network."""

    def complete(context: Context, _: Parameter, begun: str) -> list[str]:
        if context.params.get("endpoint") or os.environ.get(ENDPOINT_SETTING):
            return []
        from kb.opening.current import open_release

        with contextlib.suppress(KnowledgeBaseError):
            reader = open_release(context.params.get("home")).reader
            return sorted(name for name in _known(reader, field) if name.startswith(begun))
        return []

    return complete


def _known(reader: Reader, field: str) -> Iterable[str]:
    """The names that a field of what is asked may have; none of a field that takes no names."""
    if field == "dimensions":
        return {question.dimension for question in reader.questions().values()}
    known: Callable[[], Iterable[str]] | None = getattr(reader, PLURALS.get(field, field), None)
    return known() if known else ()


def verbs(context: Context, parameter: Parameter, begun: str) -> list[str]:
    """Names of commands that begin as typed, of those within the command that was typed before."""
    command: Command | None = context.find_root().command
    for word in context.params.get(parameter.name or "") or ():
        command = command.get_command(context.find_root(), word) if isinstance(command, Group) else None
    found = command.list_commands(context.find_root()) if isinstance(command, Group) else []
    return [name for name in found if name.startswith(begun)]


def stored_queries(_context: Context, _parameter: Parameter, begun: str) -> list[CompletionItem]:
    """Names of the stored queries for people that begin as typed, else files."""
    from click.shell_completion import CompletionItem

    from kb.sparql.stored import library_queries

    found = [CompletionItem(stored.name) for stored in library_queries() if stored.name.startswith(begun)]
    return found or [CompletionItem(begun, type="file")]
