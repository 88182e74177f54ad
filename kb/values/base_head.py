"""What a base says of itself, as a release keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

RULES, BEFORE = "Rules", "Platform rules"


@dataclass(frozen=True)
class BaseHead:
    """Title and what is compared, by language; publisher, licence, first jurisdictions and dimensions, empty where not said.

    ``was_before`` marks a release whose data could not say what they compare: all of them compared platform rules.
    """

    title: Mapping[str, str] = field(default_factory=dict)
    compares: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    licence: str = ""
    places: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    was_before: bool = False

    @property
    def subject(self) -> str:
        """What is compared, in English, as the title of a table begins: ``Platform rules``; ``Rules`` if nothing says it."""
        return self.compares.get("en") or next(iter(self.compares.values()), BEFORE if self.was_before else RULES)
