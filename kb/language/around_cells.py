"""The words around the cells of a table, from the English in which they are made into another language.

Sentences on the law, titles of acts and pinpoints stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.language.language import Language
from kb.language.spoken_names import in_a_sentence
from kb.naming.marks import BY_SIGN
from kb.values.comparability import ENDED, KINDS, PENDING
from kb.values.disputes import DOUBTS
from kb.values.evidence_words import GRADE_REMARKS, SEARCH_NOT_CONFIRMED, SEARCH_REMARKS
from kb.values.resolution import AUTHORITY_RANK
from kb.values.words import ENFORCEMENT_WORDS, LEGAL_WORDS, STATE_OF_MARK, CellWords, Line, lowered, spoken_state

BESIDE, UNCONFIRMED, CARE = "⊕", "◇", "≠"
OTHERWISE = re.compile(r"◆ Otherwise for (.+?): (.+?)(?: \(([^()]+)\))?")
LAST_KNOWN = re.compile(r"last known \(([^()]+)\): (.+)", re.IGNORECASE)
SCHEDULED = re.compile(r"as scheduled on (\S+): (.+)", re.IGNORECASE)
BESIDE_IT = f"{BESIDE} Beside it: "
DOUBT = re.compile(r"(⚠ )?(.+?)(?: \(it says: (.+)\))?\.?")
CAUTION = re.compile(rf"{CARE} (.+) \(mostly (.+)\)")
NUMBERED = re.compile(r"(version|coded since|coded before) (.+)")
OF_PLATFORM = "A source says otherwise of "
LEADS = {"for the class: ": "class", "by the law of: ": "law-of", "for ": "whom"}
LAST_LOOK = re.compile(r"(?:last look (?P<day>\S+)|at the last look): (?P<said>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Around:
    """What stands around cells, in a language."""

    language: Language

    def words(self, words: CellWords) -> CellWords:
        """The words of a cell; a label that does not tell its kind of absence gets it in brackets."""
        told = replace(
            words,
            label=_large(self._standing(words.label)),
            remarks=tuple(_large("; ".join(self._parts(one))) for one in words.remarks),
            otherwise=tuple(replace(one, text=self._otherwise(one.text)) for one in words.otherwise),
            beside=tuple(self._beside(one) for one in words.beside),
            doubts=tuple(replace(one, text=f"{self._doubt(one.text)}.") for one in words.doubts),
            warnings=tuple(replace(one, text=self._doubt(one.text)) for one in words.warnings),
        )
        if words.is_plain or not spoken_state(told):
            return told
        return replace(told, label=f"{told.label} ({self.language.t(f'state.{STATE_OF_MARK[words.mark]}')})")

    def caution(self, text: str) -> str:
        """Why the cells of a row must be compared with care; a text that is none as it is."""
        found = CAUTION.fullmatch(text)
        kind = next((name for name, said in KINDS.items() if found and said == found[1]), None)
        if not found or kind is None:
            return text
        first, *others = found[2].split("; ")
        apart = [f"{names}: {self._group(what)}" for names, _, what in (one.partition(": ") for one in others)]
        how = "; ".join([self.language.t("around.mostly", what=self._group(first)), *apart])
        return self.language.t("around.care", why=self.language.t(f"around.{kind}"), how=how)

    def legend(self, shown: Iterable[str], has_last_known: bool) -> list[str]:
        """The marks that are shown, with their words, and what a label says of its day."""
        said = [BY_SIGN[mark].marked(self.language.code) for mark in shown]
        return [*said, *([self.language.t("around.dated")] if has_last_known else [])]

    def _standing(self, label: str) -> str:
        """A label after what its evidence lets one say of it."""
        t = self.language.t
        if found := LAST_KNOWN.fullmatch(label):
            day = t("no-day") if found[1] == "no day recorded" else found[1]
            return t("last-known", day=day, answer=_large(found[2]))
        if found := SCHEDULED.fullmatch(label):
            return t("scheduled", day=found[1], answer=_large(found[2]))
        return label

    def _parts(self, remark: str) -> list[str]:
        """The parts of a remark; only the first begins with a large letter."""
        first, *others = map(self._remark, remark.split("; "))
        return [first, *(in_a_sentence(one) for one in others)]

    def _remark(self, text: str) -> str:
        """One remark: for whom, by whose law, a status, what was read."""
        if text == UNCONFIRMED:
            return self.language.t("read-as.unconfirmed")
        mark = f"{text[0]} " if text[:1] in {said[0] for said in GRADE_REMARKS.values()} else ""
        said, known = text.removeprefix(mark), self._known()
        if (status := known.get(lowered(said))) is not None:
            return mark + status
        if looked := LAST_LOOK.fullmatch(said):
            key = "then" if looked["day"] else "then-undated"
            return self.language.t(
                f"around.{key}", day=looked["day"] or "", name=known.get(lowered(looked["said"]), looked["said"])
            )
        for lead, key in LEADS.items():
            if said.lower().startswith(lead):
                rest = said[len(lead) :]
                return self.language.t(f"around.{key}", name=known.get(rest) or self.language.named(rest))
        return text

    def _otherwise(self, text: str) -> str:
        """What holds for platforms, with the sentence on it where one stands behind it."""
        head, stop, sentence = text.partition(". ")
        found = OTHERWISE.fullmatch(head)
        if not found:
            return text
        names, said, status = found.groups()
        halted = f" ({'; '.join(map(self._remark, status.split('; ')))})" if status else ""
        standing = self._standing(said)
        told = _large(said) if standing == said else standing
        return f"◆ {self.language.t('around.otherwise', names=names)}: {told}{halted}{stop}{sentence}"

    def _beside(self, line: Line) -> Line:
        if line.text in (BESIDE, f"{BESIDE} Another rule beside it"):
            return replace(line, text=f"{BESIDE} {_large(self.language.t('around.beside'))}")
        if line.text.startswith(BESIDE_IT):
            return replace(line, text=f"{BESIDE} {self.language.t('around.beside-it')}: {line.text.removeprefix(BESIDE_IT)}")
        return line

    def _doubt(self, text: str) -> str:
        """A kind of doubt, with what is said otherwise."""
        found = DOUBT.fullmatch(text)
        if not found:
            return text
        t, kinds = self.language.t, {said: f"doubt.{kind}" for kind, said in DOUBTS.items()}
        names = self.language.listed(found[2].removeprefix(OF_PLATFORM).split(" and "))
        of_platform = t("around.of-platform", name=names) if found[2].startswith(OF_PLATFORM) else found[2]
        kind = t(kinds[found[2]]) if found[2] in kinds else of_platform
        says = f" ({t('around.says', said=self._says(found[3]))})" if found[3] else ""
        return f"{found[1] or ''}{_large(kind)}{says}"

    def _says(self, labels: str) -> str:
        """Answers in English with small first letters, one or several, by their names."""
        whole = self._label(labels)
        return whole or ", ".join(self._label(one) or one for one in labels.split(", "))

    def _label(self, label: str) -> str | None:
        """What an answer is called that stands in a sentence; None if it has no name."""
        large = label[:1].upper() + label[1:]
        found = self.language.named(large)
        return found if found != large else None

    def _group(self, what: str) -> str:
        """What is so of some cells of a row: a stage of law, a version, a day since when, a rank, a unit."""
        if numbered := NUMBERED.fullmatch(what):
            return self.language.t(f"around.{numbered[1].split()[-1]}", of=numbered[2])
        if what in AUTHORITY_RANK:
            return self.language.t(f"around.rank-{what}")
        return self._statuses().get(what) or self.language.named(what)

    def _known(self) -> dict[str, str]:
        """Statuses and what was read, by their words in English."""
        read = {lowered(said[2:]): self.language.t(f"read-as.{grade}") for grade, said in GRADE_REMARKS.items()}
        searched = {lowered(said[2:]): self.language.t(f"read-as.searched-{grade}") for grade, said in SEARCH_REMARKS.items()}
        searched[lowered(SEARCH_NOT_CONFIRMED[2:])] = self.language.t("read-as.searched-unconfirmed")
        return self._statuses() | read | searched | {"": "", "not confirmed in a source": self.language.t("read-as.unconfirmed")}

    def _statuses(self) -> dict[str, str]:
        t = self.language.t
        said = {lowered(words): t(f"status.{name}") for name, words in (LEGAL_WORDS | ENFORCEMENT_WORDS).items() if words}
        return said | {ENDED: t("around.ended"), PENDING: f"{t('status.in-force')}, {t('status.not-yet-applicable')}"}


def _large(text: str) -> str:
    """Text that begins with a large letter, a mark before it aside."""
    return re.sub(r"^(\W*)(\w)", lambda start: start[1] + start[2].upper(), text, count=1)
