"""The help of commands as it reads on the base that is at hand: its names in examples, and nothing of what it lacks."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import click

from kb.endpoint import ENDPOINT_SETTING
from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from kb.wording.examples import Examples

FOR_PLATFORMS = ("terms",)  # commands that a base without platforms has no use for
CAN_DIFFER = re.compile(r"[Ee]xample|such as|--platform|--scope|With a platform")


def examples_at_hand() -> Examples | None:
    """The examples of the current release; None without one, or where it would be read over the network."""
    if os.environ.get(ENDPOINT_SETTING):
        return None
    from kb.opening.current import open_release
    from kb.wording.examples import examples_of

    with contextlib.suppress(KnowledgeBaseError):
        return examples_of(open_release())
    return None


class Formatter(click.HelpFormatter):
    """Writes a help with the examples of the base."""

    @cached_property
    def _examples(self) -> Examples | None:
        return examples_at_hand()

    def write_text(self, text: str) -> None:
        """A text, its examples of the base."""
        super().write_text(self._said(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options and arguments, without those for which the base has nothing."""
        kept = [(name, self._said(about)) for name, about in rows if not self._is_idle(name)]
        super().write_dl(kept, col_max, col_spacing)

    def _said(self, text: str) -> str:
        return self._examples.said(text) if CAN_DIFFER.search(text) and self._examples else text

    def _is_idle(self, name: str) -> bool:
        first = name.split()[0]
        is_of_platforms = first in ("--platform", "--scope", *FOR_PLATFORMS)
        return is_of_platforms and self._examples is not None and not self._examples.has_platforms


class HelpContext(click.Context):
    """A context whose help is that of the base at hand."""

    formatter_class = Formatter
