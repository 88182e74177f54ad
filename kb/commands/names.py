"""Names of the current release, for a shell that completes what is typed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from click import Context, Group, Parameter

from kb.endpoint import ENDPOINT_SETTING
from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kb.release.reader import Reader

NAMES: dict[str, Callable[[Reader], Iterable[str]]] = {
    "jurisdictions": lambda reader: reader.jurisdictions(),
    "questions": lambda reader: reader.questions(),
    "dimensions": lambda reader: {question.dimension for question in reader.questions().values()},
    "platform": lambda reader: reader.platforms(),
    "policy": lambda reader: reader.policies(),
}


def names_of(field: str) -> Callable[[Context, Parameter, str], list[str]]:
    """What completes a field of what is asked: names that begin as typed; none without a release, or over the network."""

    def complete(context: Context, _: Parameter, begun: str) -> list[str]:
        if field not in NAMES or context.params.get("endpoint") or os.environ.get(ENDPOINT_SETTING):
            return []
        from kb.opening.current import open_release

        with contextlib.suppress(KnowledgeBaseError):
            reader = open_release(context.params.get("home")).reader
            return sorted(name for name in NAMES[field](reader) if name.startswith(begun))
        return []

    return complete


def verbs(context: Context, _: Parameter, begun: str) -> list[str]:
    """Names of commands that begin as typed."""
    program = context.find_root()
    assert isinstance(program.command, Group)
    return [name for name in program.command.list_commands(program) if name.startswith(begun)]


def stored_queries(_context: Context, _parameter: Parameter, begun: str) -> list[CompletionItem]:
    """Names of the stored queries for people that begin as typed, else files."""
    from click.shell_completion import CompletionItem

    from kb.sparql.stored import library_queries

    found = [CompletionItem(stored.name) for stored in library_queries() if stored.name.startswith(begun)]
    return found or [CompletionItem(begun, type="file")]
