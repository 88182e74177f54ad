"""Articles and sections that a text cites: whether the act has them, what they say, and whether the base finds it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from kb.checking.citation import ELSEWHERE, HELD, NO_SUCH, NOT_HELD, UNCLEAR, Cited, legal_status
from kb.checking.judging import Judge
from kb.checking.mentions import Mention
from kb.checking.verdict import Judged
from kb.checking.words import said
from kb.loaders.texts.loci import Locus, loci_of
from kb.naming import iris
from kb.release.release import Release
from kb.texts.folder import TextFolder, texts_folder
from kb.texts.resolving import NOT_FOUND, Resolver

ONE = r"\d+[a-z]{0,2}(?:\.\d+)*(?:\s?\([0-9A-Za-z]{1,5}\))*"
PINPOINT = re.compile(
    r"(?<![\w.])(?:Art(?:icles?|ikel[ns]?|s?\.|\b)|[Ss]ections?|[Ss]ecs?\.|ss?\.|§§?|[Aa]rticles?|[Aa]rts?\.|[Rr]ules?|[Rr]ecitals?)"
    rf"\s?{ONE}(?:(?:,? (?:and|und|or|oder|to|bis) |, |-|–){ONE})*(?:\s(?:Abs(?:atz|\.)|paragraph|para\.)\s?\d+)?"
)
PART = re.compile(r"\s(?:Abs(?:atz|\.)|paragraph|para\.)\s?(\d+)$")
BEFORE = re.compile(r"[\s,:('’]*(?:s\s+)?")
AFTER = re.compile(r"[\s,(]*(?:(?:of|in|under|des|der|dem|im|von)\s+)?(?:the|der|des|dem)?[\s\"“]*")
OF_ANOTHER = re.compile(r"\s*(?:of|des|der|dem|im)\s")
FEWEST = 3  # content words that a passage and a sentence must share to be about the same


class Passages:
    """The passages of acts that a release and the texts beside it have."""

    def __init__(self, release: Release, judge: Judge) -> None:
        self._release, self._judge = release, judge
        self._held: dict[str, dict[Locus, str]] = {}

    def cited(self, judged: Judged) -> Iterator[Cited]:
        """Every pinpoint of a sentence, each with what was found of it."""
        text = judged.sentence.text
        acts, places = self._judge.names.named(text, "instrument"), self._judge.places(text)
        for found in PINPOINT.finditer(text):
            meant = _act_of(text, found.start(), found.end(), acts)
            yield self._one(found[0], _only(meant.iris, places) if meant else None, judged)

    def _one(self, pinpoint: str, act: str | None, judged: Judged) -> Cited:
        where = pinpoint, judged.sentence.paragraph
        if act is None:
            return Cited(*where, finding=UNCLEAR, told="which act of the base is meant is not clear")
        head = self._release.reader.head(act)
        status = legal_status(self._release, act, self._judge.as_of, self._judge.known_on)
        about = f"{head.kind}/{head.path}", head.short or head.title, status
        loci = loci_of(_english(pinpoint))
        held = self._of(act)
        if is_elsewhere := self._elsewhere(judged, act, loci):
            return Cited(*where, *about, finding=ELSEWHERE, told=f"the base rests this on {is_elsewhere}")
        if near := [says for locus in loci for known, says in held.items() if _is_within(locus, known)]:
            return Cited(*where, *about, finding=HELD, told=near[0], compared=_compared(judged, act, loci))
        if self._is_missing(act, loci, pinpoint):
            return Cited(*where, *about, finding=NO_SUCH, told="the text of the act has no such passage")
        return Cited(*where, *about, finding=NOT_HELD, told="the base holds other passages of this act, not this one")

    def _of(self, act: str) -> Mapping[Locus, str]:
        """What the base says of each passage of an act: its provisions first, then the claims that rest on one."""
        if act not in self._held:
            told = [(row["pinpoint"], row["says"]) for row in self._release.rows("entity_passages", dossier=act)]
            told += [
                (row["pinpoint"], row["in_short"])
                for row in self._release.rows("entity_claims", entity=act)
                if row["dossier"] == act and (row["retracted"] or "").startswith("9999")
            ]
            found: dict[Locus, str] = {}
            for pinpoint, says in told:
                for locus in loci_of(pinpoint or ""):
                    found.setdefault(locus, f"{pinpoint}: {says}")
            self._held[act] = found
        return self._held[act]

    def _elsewhere(self, judged: Judged, act: str, loci: Sequence[Locus]) -> str | None:
        """The passage on which the base rests what a sentence says, where it is another one of the same act."""
        if judged.dossier != act or not judged.pinpoint:
            return None
        own = {locus[:2] for one in judged.pinpoints for locus in loci_of(one)}
        if not own or not loci or own & {locus[:2] for locus in loci}:
            return None
        spoken = said(judged.sentence.text).words
        alike = (says for locus in loci for known, says in self._of(act).items() if _is_within(locus, known))
        if any(len(said(says).words & spoken) > FEWEST for says in alike):
            return None
        return judged.pinpoint

    def _is_missing(self, act: str, loci: Sequence[Locus], pinpoint: str) -> bool:
        """Whether a whole text of the act is on this machine, and it has no such article."""
        edition = self._folder.latest(iris.tail(act, "instrument"), self._judge.as_of)
        if edition is None or not loci:
            return False
        units = {locus[1] for held in edition.provisions for locus in loci_of(held.pinpoint) if locus[0] == loci[0][0]}
        numbers = {int(one) for one in units if one.isdecimal()}
        is_whole = len(numbers) >= FEWEST and len(numbers) >= 0.9 * max(numbers)
        return is_whole and Resolver(self._folder, edition).resolve(_english(pinpoint)).state == NOT_FOUND

    @cached_property
    def _folder(self) -> TextFolder:
        return texts_folder()


def _act_of(text: str, start: int, end: int, acts: Sequence[Mention]) -> Mention | None:
    """The act that a pinpoint is of: the one beside it, else the only one of the sentence unless the pinpoint names another."""
    for act in acts:
        if end <= act.start and AFTER.fullmatch(text, end, act.start):
            return act
    for act in acts:
        if act.end <= start and BEFORE.fullmatch(text, act.end, start):
            return act
    return acts[0] if len({act.iris for act in acts}) == 1 and not OF_ANOTHER.match(text, end) else None


def _compared(judged: Judged, act: str, loci: Sequence[Locus]) -> str | None:
    """The verdict on a sentence if what decided it stands in one of these passages of the act; None if it was not compared."""
    if judged.verdict == NOT_HELD or judged.dossier != act:
        return None
    own = (locus for one in judged.pinpoints for locus in loci_of(one))
    return judged.verdict if any(_is_within(locus, other) for locus in loci for other in own) else None


def _is_within(locus: Locus, other: Locus) -> bool:
    """Whether one unit of law is the other or a part of it."""
    length = min(len(locus), len(other))
    return length >= 2 and locus[:length] == other[:length]


def _english(pinpoint: str) -> str:
    """A pinpoint as the facts write it: ``Artikel 34 Absatz 1`` as ``art. 34(1)``."""
    text = re.sub(r"^(?:Artikel[ns]?|Art\b\.?)", "art. ", PART.sub(r"(\1)", pinpoint))
    return re.sub(r"\s(?:und|oder)\s", " and ", re.sub(r"\sbis\s", "-", text))


def _only(acts: Sequence[str], places: Sequence[str]) -> str | None:
    """The one act that is meant; of several with one name that of a place which the sentence names."""
    found = acts if len(acts) == 1 else [one for one in acts if iris.tail(one, "instrument").partition("/")[0] in places]
    return found[0] if len(found) == 1 else None
