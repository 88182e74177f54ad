"""Cases that a text names: which of the base is meant, where it stands, and whether another court is said to have decided it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from kb.checking.citation import HELD, NOT_HELD, OTHER_COURT, Cited
from kb.checking.mentions import Names
from kb.checking.verdict import Judged
from kb.naming import iris
from kb.release.release import Release
from kb.values.folding import folded

NAME = r"(?:[A-Z][\w.&'’-]*)(?:,? (?:[A-Z][\w.&'’-]*|of|and|the|for|de))*"
VERSUS = re.compile(rf"(?<!\w)({NAME}) (?:v|vs|gegen)\.? ({NAME})")
COURT = re.compile(
    r"(?:(?:Supreme|High|General|Federal|District|Constitutional|Appeals?|Circuit) Court|Court of (?:Justice|Appeals?))"
    r"(?: (?:of|for) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*)?|(?:\b[A-Z]\w+|D\.C\.) Circuit|Oberste[rn]? Gerichtshof|Gerichtshof|EuGH?\b"
)
ELSEWHERE_TOO = re.compile(
    r"\b(?:appeal|review|remand|revers|refer|sent|Berufung|Rechtsmittel|Revision|Vorlage|vorgelegt)", re.IGNORECASE
)


class Courts:
    """Cases and the courts that have to do with them."""

    def __init__(self, release: Release, names: Names) -> None:
        self._release, self._names = release, names
        self._of: dict[str, set[str]] = defaultdict(set)
        self._forum: dict[str, str] = {}
        self._courts: dict[str, str] = {}
        for row in release.rows("courts_of_cases"):
            court, case = row["court"] or "", row["case"]
            if iris.slug(row["kind"] or "") == "court":
                self._courts[court] = row["name"] or ""
                if case:
                    self._of[case].add(court)
                    if (row["relation"] or "").endswith("forum"):
                        self._forum[case] = court

    def cited(self, judged: Judged) -> Iterator[Cited]:
        """Every case that a sentence names, each with what was found of it."""
        text, paragraph = judged.sentence.text, judged.sentence.paragraph
        named = [one for one in self._names.named(text, "case") if len(one.iris) == 1]
        courts = self._courts_said(text) if named else []
        for one in named:
            compared = judged.verdict if judged.dossier == one.iris[0] else None
            yield self._one(text[one.start : one.end], one.iris[0], paragraph, courts, compared)
        for found in VERSUS.finditer(text):
            if not any(one.start < found.end() and found.start() < one.end for one in named):
                yield Cited(_without_lead(found[0]), paragraph, finding=NOT_HELD, told="no case of the base has this name")

    def _one(self, name: str, case: str, paragraph: int, courts: Sequence[str], compared: str | None) -> Cited:
        head = self._release.reader.head(case)
        about = name, paragraph, f"{head.kind}/{head.path}", head.title
        forum = self._courts.get(self._forum.get(case, ""))
        if forum and (wrong := self._other_court(case, courts)):
            return Cited(*about, finding=OTHER_COURT, told=f"the base has it before: {forum}; the text names: {wrong}")
        return Cited(*about, finding=HELD, told=f"the base has it before: {forum}" if forum else "", compared=compared)

    def _courts_said(self, text: str) -> list[str]:
        """Each court of the base that a text names, as it does; none if the text tells of an appeal or a reference."""
        if ELSEWHERE_TOO.search(text):
            return []
        named = [one for one in self._names.named(text, "organisation") if set(one.iris) & self._courts.keys()]
        said = [one[0] for one in COURT.finditer(text)] + [text[one.start : one.end] for one in named]
        return [one for one in dict.fromkeys(said) if any(_is_called(one, names) for names in self._called.values())]

    def _other_court(self, case: str, courts: Sequence[str]) -> str | None:
        """The first court that is named, if none of those named had to do with the case."""
        own = [self._called[court] for court in self._of[case]]
        if any(_is_called(one, names) for one in courts for names in own):
            return None
        return courts[0] if courts else None

    @cached_property
    def _called(self) -> dict[str, frozenset[str]]:
        """All names of each court, folded."""
        return {
            court: frozenset((folded(name), *self._names.names_of(court, "organisation"))) for court, name in self._courts.items()
        }


def _is_called(said: str, names: frozenset[str]) -> bool:
    """Whether a court has a name with all words that were said of it."""
    words = set(folded(said).split()) - {"the", "of", "for"}
    return any(words <= set(name.split()) for name in names)


def _without_lead(name: str) -> str:
    """The name of a case without the word with which its sentence begins."""
    return re.sub(r"^(?:In|Under|After|Since|Before|As|The|But|And)\s+", "", name).rstrip(".")
