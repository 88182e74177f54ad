"""The words around cells and in briefs, one file a language, and names of the base in that language where it has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from kb.language.own_words import own_told, without_platforms
from kb.language.spoken_names import Names, name_of, names_in
from kb.release.release import Release
from kb.values.base_head import RULES

WRITTEN_IN = "en"  # the language in which the program and the base say what they say
PRECISIONS = {4: "year", 7: "month"}  # by the number of characters
RELATED = "related."
FOLDER = Path(__file__).resolve().parent / "words"
Named = Callable[[str], str]


def as_written(name: str) -> str:
    """A name as the base has it."""
    return name


@dataclass(frozen=True)
class Language:
    """The words of one language; ``named`` says a name of the base (a place, a question, an answer) in it.

    ``words`` are those that a base is spoken of with, where they are others than those of the program.
    """

    code: str = "en"
    named: Named = as_written
    words: Mapping[str, str] = field(default_factory=dict)

    def t(self, key: str, **values: object) -> str:
        """The words for a key such as ``caution.secondary`` with its values put in; KeyError if there are none."""
        words = (self.words or vocabulary(self.code))[key]
        return words.format(**values) if values else words

    def plain(self, answer: str) -> str | None:
        """What an answer (``question/answer``) says to its question in plain words; None where its label says it."""
        return vocabulary(self.code).get(f"plain.{answer}")

    def related(self, relation: str) -> str:
        """A relation between two things in words, by its English words."""
        return related(self.code).get(relation) or self.named(relation)

    def place(self, name: str) -> str:
        """A place by its name as it stands in a sentence: ``the European Union``."""
        said = self.named(name)
        return self.t("with-article", name=said) if said in self.t("have-article").split(", ") else said

    def on_day(self, day: str) -> str:
        """A day as it stands in a sentence: ``on 2027-01-01``; of a year or a month alone ``in 2027``.

        >>> Language().on_day("2027-01-01"), Language().on_day("2027-05"), Language("de").on_day("2027")
        ('on 2027-01-01', 'in 2027-05', 'im Jahr 2027')
        """
        return self.t(f"on-day.{PRECISIONS.get(len(day), 'day')}", day=day)

    def number(self, value: object) -> str:
        """A number with its decimals as the language writes them: a comma where numbers with a unit have one."""
        return self.named(f"{value} %").removesuffix(" %")

    def share(self, percent: str) -> str:
        """A share in percent as the language writes it, also one that is known only roughly: ``about 5`` as ``etwa 5``."""
        about, _, number = percent.rpartition(" ")
        return f"{self.t('about')} {self.number(number)}" if about == "about" else self.number(percent)

    def listed(self, words: Sequence[str]) -> str:
        """Words as a list in a sentence."""
        return self.t("and").join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def language_of(release: Release, code: str) -> Language:
    """A language by its code, with the names that a release has in it; a name that it lacks stays as it is written."""
    names, base = names_in(release, code), release.reader.base()
    words = vocabulary(code) if release.reader.platforms() else _without_platforms(code)
    compared = base.said("compares", code) or words["rules" if base.subject == RULES else "platform-rules"]
    return Language(code, partial(_named, names), {**words, "compared": compared, **own_told(base.pages.get(code, {}))})


@cache
def _without_platforms(code: str) -> dict[str, str]:
    return without_platforms(vocabulary(code))


def _named(names: Names, name: str) -> str:
    return name_of(names, name) or name


@cache
def vocabulary(code: str) -> dict[str, str]:
    """All words of a language by key; those of a group are joined to its name by a full stop; the glossary is put in."""
    import yaml  # a table in English, which every command may write, is written without it

    from kb.naming.glossary import LOADER, filled

    given: dict[str, Any] = yaml.load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"), LOADER)
    flat = {key: said for key, said in given.items() if isinstance(said, str)}
    flat |= {f"{key}.{name}": said for key, group in given.items() if isinstance(group, dict) for name, said in group.items()}
    return {key: filled(said, code) for key, said in flat.items()}


@cache
def related(code: str) -> Mapping[str, str]:
    """The words of relations between things, by their words in English."""
    english, other = vocabulary(WRITTEN_IN), vocabulary(code)
    return {said: other[key] for key, said in english.items() if key.startswith(RELATED)}


def said_in_files(code: str, name: str, **values: object) -> str:
    """What the formats of files say themselves, such as the name of a sheet; KeyError if there are no such words."""
    return Language(code).t(f"file.{name}", **values)
