"""The facts beside the texts: where each pinpoint stands, what our sentences say otherwise, what moved between editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from kb.errors import UsageError
from kb.loaders.facts import read_facts
from kb.loaders.records import Facts
from kb.loaders.texts.explained import Explained, read_explained
from kb.loaders.texts.law_text import passage_hash
from kb.loaders.texts.loci import loci_of
from kb.loaders.yaml_files import Located, read_yaml
from kb.texts.comparing import Finding, Passage, findings
from kb.texts.figures import figures_of, plain
from kb.texts.folder import Edition, TextFolder
from kb.texts.moving import Moved, moved_of
from kb.texts.references import without_references
from kb.texts.resolving import NOT_FOUND, Resolved, Resolver
from kb.texts.sentences import Told, told_sentences

MOST_ELSEWHERE = 3


@dataclass(frozen=True)
class CheckedPinpoint:
    """A pinpoint of the facts, and where it stands in the newest edition; ``edition`` is None without a text."""

    instrument: str
    resolved: Resolved
    edition: Edition | None


@dataclass(frozen=True)
class Contradiction:
    """What a sentence of ours says and its passage does not, where else it stands, and why it is no fault if it is none."""

    told: Told
    line: int
    finding: Finding
    passage: str
    elsewhere: tuple[str, ...]
    explained: Explained | None

    @property
    def message(self) -> str:
        """One line: where our sentence stands, and what to look at."""
        where = f" ({'; '.join(self.told.pinpoints)})"
        other = f"; it stands in {', '.join(self.elsewhere)}" if self.elsewhere else ""
        why = f"; explained: {self.explained.because}" if self.explained else ""
        return f"facts/{self.told.file}:{self.line}: {self.finding.message}{where}{other}{why}"


@dataclass(frozen=True)
class Checked:
    """What came of a check."""

    pinpoints: tuple[CheckedPinpoint, ...]
    contradictions: tuple[Contradiction, ...]
    moved: tuple[Moved, ...]

    @property
    def unexplained(self) -> tuple[Contradiction, ...]:
        """Contradictions that nobody has read and explained."""
        return tuple(one for one in self.contradictions if not one.explained)


def check_texts(root: Path, folder: TextFolder, chosen: Sequence[str] = ()) -> Checked:
    """Lay the facts below ``root`` beside the texts of a folder; only some instruments, if any are named.

    UsageError if there is no text, or for a name that no instrument has; CuratedDataError if the facts are wrong.
    """
    facts = read_facts(root)
    if not folder.instruments:
        raise UsageError(f"no text of law in {folder.path}; add some with: kb texts add PATH")
    if unknown := [name for name in chosen if name not in facts.instruments]:
        raise UsageError(f"no instrument '{unknown[0]}'; write a path such as eu/dsa")
    checks = [InstrumentCheck(facts, root, folder, name) for name in chosen or sorted(facts.instruments)]
    explained = read_explained(root)
    return Checked(
        tuple(one for check in checks for one in check.pinpoints()),
        tuple(one for check in checks for one in check.contradictions(explained)),
        tuple(one for check in checks for one in moved_of(facts, folder, check.instrument)),
    )


class InstrumentCheck:
    """One instrument of the facts beside its newest text."""

    def __init__(self, facts: Facts, root: Path, folder: TextFolder, instrument: str) -> None:
        self.facts, self.root, self.folder, self.instrument = facts, root, folder, instrument
        self.edition = folder.latest(instrument)

    @cached_property
    def resolver(self) -> Resolver | None:
        """What looks pinpoints up in the newest edition; None without a text."""
        return Resolver(self.folder, self.edition) if self.edition else None

    def pinpoints(self) -> Iterator[CheckedPinpoint]:
        """Every pinpoint under ``provisions`` and every other that an event names."""
        act = self.facts.instruments[self.instrument]
        named = (event.provision for event in act.dates if event.provision and not event.withdrawn)
        for pinpoint in dict.fromkeys((*act.provisions, *named)):
            resolved = self.resolver.resolve(pinpoint) if self.resolver else Resolved(pinpoint, NOT_FOUND)
            yield CheckedPinpoint(self.instrument, resolved, self.edition)

    def contradictions(self, explained: dict[tuple[str, str, str, str], Explained]) -> Iterator[Contradiction]:
        """What our sentences say and the passages do not; sentences that tell a passage that is not here are left out."""
        for told, words, found in self.differences():
            passage = passage_hash(words)
            why = explained.get((told.id, found.kind, found.ours, passage))
            yield Contradiction(told, self._file.line(told.place), found, passage, self._elsewhere(told, found), why)

    def differences(self) -> Iterator[tuple[Told, str, Finding]]:
        """Every sentence with the words of its passages and what it says otherwise."""
        if not self.resolver or not self.edition:
            return
        for told in told_sentences(self.facts, self.instrument):
            words = [self.resolver.resolve(pinpoint).words for pinpoint in told.pinpoints]
            if all(words):
                passage = Passage("\n".join(words), self.edition.language, told.days)
                yield from ((told, passage.words, found) for found in findings(told.sentence, passage, told.quote))

    @cached_property
    def _file(self) -> Located:
        name = f"instruments/{self.instrument}.yaml"
        return read_yaml(self.root / name, f"{self.root.name}/{name}")

    @cached_property
    def _figures(self) -> list[tuple[str, set[tuple[str, Decimal, str]]]]:
        assert self.edition is not None
        found = []
        for held in self.edition.provisions:
            words = without_references(plain(self.folder.words(held.sha256)))
            own = {part for locus in loci_of(held.pinpoint) for part in locus}  # its own number counts nothing
            figures = (one for one in figures_of(words, self.edition.language) if str(one.value) not in own)
            found.append((held.pinpoint, {one.meaning for one in figures}))
        return found

    def _elsewhere(self, told: Told, found: Finding) -> tuple[str, ...]:
        """Other provisions of the text that have a number which this one lacks."""
        ours = {one.meaning for one in figures_of(plain(found.ours), "en")}
        places = (name for name, there in self._figures if ours and ours <= there and name not in told.pinpoints)
        return tuple(dict.fromkeys(places))[:MOST_ELSEWHERE]
