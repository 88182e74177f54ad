"""What a base says of itself, as a release keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.naming.licences import DATA, PUBLISHER, UNSTATED, Licence, licence_at

RULES, BEFORE = "Rules", "Platform rules"


@dataclass(frozen=True)
class BaseHead:
    """Title and what is compared, by language; publisher, licence, first jurisdictions and dimensions, empty where not said.

    ``contact`` is the address to which corrections are sent.
    ``root`` is what its identifiers begin with where its data are given away, the root of the program where it is empty.
    ``pages`` are its own words of pages, by language and key.
    ``was_before`` marks a release whose data could not say what they compare: all of them compared platform rules.
    """

    title: Mapping[str, str] = field(default_factory=dict)
    compares: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    licence: str = ""
    places: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    was_before: bool = False
    root: str = ""
    contact: str = ""
    pages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def said(self, name: str, language: str) -> str:
        """The ``title`` or what it ``compares`` in a language, else in English or any other; empty if it is not said."""
        texts: Mapping[str, str] = getattr(self, name)
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")

    @property
    def terms(self) -> Licence:
        """The licence of the data, which the base names or leaves unstated; data of before that are this project's."""
        return licence_at(self.licence) if self.licence else DATA if self.was_before else UNSTATED

    @property
    def publishes(self) -> str:
        """Who publishes it, else what it is called."""
        return self.publisher or self.said("title", "en") or PUBLISHER

    @property
    def cited_as(self) -> str:
        """Publisher and title, as a reference begins."""
        return ": ".join(dict.fromkeys(filter(None, (self.publisher, self.said("title", "en"))))) or PUBLISHER

    @property
    def subject(self) -> str:
        """What is compared, in English, as the title of a table begins: ``Platform rules``; ``Rules`` if nothing says it."""
        return self.said("compares", "en") or (BEFORE if self.was_before else RULES)
