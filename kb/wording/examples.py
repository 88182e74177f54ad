"""The examples of helps and descriptions in names of the base that is read: what a base has not is no example of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kb.naming import iris
from kb.release.reader import Reader
from kb.release.release import Release

# names that stand in examples of the program, by the kind of what they name
NAMES = {
    "jurisdiction": ("us", "eu", "sg", "ie"),
    "question": ("forced-divestiture", "data-localization-requirement"),
    "topics": ("ownership,data,transparency,minors",),
    "platform": ("tiktok",),
    "instrument": ("eu/dsa", "us/pafaca"),
    "entity": ("instrument/eu/dsa", "instrument/us/pafaca"),
    "organisation": ("organisation/bytedance",),
    "source": ("us-china-tiktok-near-agreement",),
    "claim": ("claim/us/calea/decryption/1998-10-25",),
    "asked": ("does Singapore require data localisation",),
}
FOR_EXAMPLE = re.compile(r"[, ]*\b(?:[Ff]or example|such as) ([^.;:)]*)")
WITH_ONE = "With a platform"  # how a paragraph of a help begins that is about nothing else
TWICE = re.compile(r"(?<=\s)(\S+)(?:[ ,]\1)+(?=\s|$)")
OPTION = re.compile(r"\s--platform\s\S+|\s--param\splatform=\S+")


@dataclass(frozen=True)
class Examples:
    """What can stand in an example: the names of a base by kind, and what the base compares."""

    names: Mapping[str, tuple[str, ...]]
    subject: str

    @property
    def has_platforms(self) -> bool:
        """Whether the base has platforms, of which something can be asked."""
        return bool(self.names["platform"])

    def said(self, text: str) -> str:
        """A text whose examples are of this base; an example for which it has no name is left out.

        A paragraph that begins with ``Example:`` is one example, and so is what follows *for example* in a sentence.
        """
        if not self._others:
            return text
        parts = text.split("\n\n")
        told = (self._paragraph(one) if one.lstrip("\b\n ").startswith("Example:") else self._sentence(one) for one in parts)
        return "\n\n".join(one for one in told if one and (self.has_platforms or not one.lstrip().startswith(WITH_ONE)))

    def value(self, name: str) -> str:
        """A name of the program's examples as this base has it; itself where it is none, empty where the base has nothing."""
        return self._renamed.get(name, name) or ""

    @cached_property
    def _renamed(self) -> dict[str, str | None]:
        """Each name of the program's examples that the base lacks, with one that it has, if any."""
        found: dict[str, str | None] = {}
        for kind, examples in NAMES.items():
            own = self.names[kind]
            others = [one for one in own if one not in examples] or own
            for number, name in enumerate(one for one in examples if one not in own):
                found[name] = others[number % len(others)] if others else None
        return found

    @cached_property
    def _others(self) -> re.Pattern[str] | None:
        longest = sorted(self._renamed, key=len, reverse=True)
        return re.compile(rf"(?<![\w./-])({'|'.join(map(re.escape, longest))})(?![\w/-])") if longest else None

    def _paragraph(self, text: str) -> str:
        text = text if self.has_platforms else OPTION.sub("", text)
        return self._put_in(text) or ""

    def _sentence(self, text: str) -> str:
        def put(found: re.Match[str]) -> str:
            if not self._named(found[1]):
                return found[0]
            own = self._put_in(found[1])
            return found[0].replace(found[1], own) if own else ""

        return FOR_EXAMPLE.sub(put, text).strip()

    def _named(self, text: str) -> set[str]:
        return set(self._others.findall(text)) if self._others else set()

    def _put_in(self, text: str) -> str | None:
        """A text with the names of the base in it, a place that would stand twice once; None if one is missing."""
        assert self._others
        if any(self._renamed[name] is None for name in self._named(text)):
            return None
        own = self._others.sub(lambda found: self._renamed[found[0]] or "", text)
        return TWICE.sub(r"\1", own) if own != text else own


def examples_of(release: Release) -> Examples:
    """The names that a release has for examples."""
    reader, keys = release.reader, list(release.catalogue.entities)
    names = {
        "jurisdiction": (*dict.fromkeys((*reader.base().places, *reader.jurisdictions())),),
        "question": (*reader.questions(),),
        "platform": (*reader.platforms(),),
        **{kind: _of_kind(keys, kind) for kind in ("instrument", "source")},
        "entity": tuple(f"instrument/{path}" for path in _of_kind(keys, "instrument")),
        "organisation": tuple(f"organisation/{path}" for path in _of_kind(keys, "organisation")),
    }
    return Examples({**names, **_of_the_codebook(reader)}, reader.base().subject)


def _of_kind(keys: Iterable[str], kind: str) -> tuple[str, ...]:
    return tuple(key.removeprefix(f"{kind}/") for key in keys if key.startswith(f"{kind}/"))


def _of_the_codebook(reader: Reader) -> dict[str, tuple[str, ...]]:
    """What hangs on the questions: topics, words to search for, a claim; those of the program where it has its questions."""
    questions, kinds = reader.questions(), ("topics", "asked", "claim")
    if set(NAMES["question"]) <= questions.keys() or not questions:
        return {kind: NAMES[kind] if questions else () for kind in kinds}
    first = next(iter(questions.values()))
    claims = (claim.iri.removeprefix(iris.ID) for claim in reader.history(first.id))
    return dict(zip(kinds, ((first.dimension,), (first.text,), tuple(claims)), strict=True))
