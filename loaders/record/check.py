"""Refuse facts that rewrite what was published: every published statement stands as it was, or was withdrawn after that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb.loaders.known import Known
from kb.loaders.problems import Problem
from kb.loaders.record.meaning import changed_parts, meaning_hash
from kb.loaders.record.messages import (
    backdated,
    form_only,
    gone,
    last_words,
    lost,
    moved,
    recoded,
    renamed,
    rewritten,
    unwithdrawn,
)
from kb.loaders.record.published import Record, Row
from kb.loaders.record.statements import Statement, file_of, statements_of
from kb.loaders.records import Facts
from kb.loaders.yaml_files import Located, Place

KINDS = {"instrument": "event", "case": "step", "source": "said"}
MATTERS = ("open", "closed")
Held = tuple[Row, Statement | None]


def check_record(facts: Facts, files: Mapping[str, Located], gone: Iterable[str], known: Known, record: Record) -> list[Problem]:
    """What is wrong with the files that were read, and with those that are ``gone``, measured by what was published."""
    return list(_Check(facts, files, set(gone), known, record).problems()) if record.rows else []


def check_times(facts: Facts, files: Mapping[str, Located]) -> Iterator[Problem]:
    """Events, steps and statements of sources that were withdrawn before they were coded."""
    for name, located in files.items():
        for one in statements_of(facts, name):
            if one.kind in (*KINDS.values(), "open") and "" < one.withdrawn_on < one.coded_on:
                message = f"withdrawn on {one.withdrawn_on}, earlier than coded on {one.coded_on}"
                yield located.problem((*one.place, "withdrawn"), message)


class _Check:
    def __init__(self, facts: Facts, files: Mapping[str, Located], gone: set[str], known: Known, record: Record) -> None:
        self.files, self.gone, self.record, self.formerly = files, gone, record, known.formerly
        self.root = next((located.path.partition("/")[0] for located in files.values()), "facts")
        self.new_names = {former: name for name, formers in known.formerly.items() for former in formers}
        self.today = {name: {one.id: one for one in statements_of(facts, name)} for name in files}

    def problems(self) -> Iterator[Problem]:
        """All problems, file by file."""
        published: dict[str, list[Held]] = {name: [] for name in self.files}
        lost_rows: dict[str, list[Row]] = {}
        for row in self.record.rows.values():
            name = file_of(row.statement)
            if name in published:
                published[name].append((row, self.today[name].get(self.renamed(row.statement))))
            elif name in self.gone:
                lost_rows.setdefault(name, []).append(row)
        for name, rows in lost_rows.items():
            yield self.lost_file(name, rows)
        for name, held in published.items():
            yield from self.of_file(name, held)

    def renamed(self, statement: str) -> str:
        """The identifier of today: a question that was renamed has its new name in it."""
        *path, question, key = statement.split("/")
        if path[:1] != ["claim"] or question not in self.new_names:
            return statement
        return "/".join([*path, self.new_names[question], key])

    def of_file(self, name: str, held: list[Held]) -> Iterator[Problem]:
        known = {now.id for _, now in held if now}
        new = [one for one in self.today[name].values() if one.id not in known]
        for row, now in held:
            if now:
                yield from self.changed(row, now)
            else:
                yield self.missing(row, new)
        last = self.record.last_day
        yield from (self.at(one, backdated(one, last)) for one in new if one.coded_on < last)

    def changed(self, row: Row, now: Statement) -> Iterator[Problem]:
        """What is not as it was published, of a statement that is still there."""
        found = meaning_hash(now.meaning)
        if found != row.meaning and not self.asked_formerly(row, now) and (message := self.other_meaning(row, now, found)):
            yield self.at(now, message)
        if now.coded_on != row.coded_on:
            yield self.at(now, recoded(row, now))
        if row.withdrawn_on and now.withdrawn_on != row.withdrawn_on:
            yield self.at(now, unwithdrawn(row, now))
        elif not row.withdrawn_on and "" < now.withdrawn_on < self.record.last_day:
            yield self.at(now, last_words(row, now, self.record.last_day))

    def asked_formerly(self, row: Row, now: Statement) -> bool:
        """Whether a statement means what was published but for new names of the questions it answers or could change."""
        names = self.formerly.get(now.question, ()) if "question" in now.meaning else ()
        formerly: list[dict[str, Any]] = [{"question": name} for name in names]
        if stake := now.meaning.get("could_change"):
            formerly.append({"could_change": tuple(sorted(map(self.stake_formerly, stake)))})
        return any(meaning_hash(now.meaning | names) == row.meaning for names in formerly)

    def stake_formerly(self, stake: str) -> str:
        """A question, or a cell as ``jurisdiction/question``, by the first name that the question had."""
        place, slash, question = stake.rpartition("/")
        return f"{place}{slash}{next(iter(self.formerly.get(question, ())), question)}"

    def other_meaning(self, row: Row, now: Statement, found: str) -> str | None:
        """What to say of another meaning; None where only the form is another and that is an accepted reform."""
        changed = changed_parts(now.meaning, row.parts)
        accepted = self.record.reforms.get((row.statement, row.meaning)) == found
        if changed:
            return rewritten(row, now, changed, accepted)
        return None if accepted else form_only(row, found)

    def missing(self, row: Row, new: list[Statement]) -> Problem:
        """A statement that went: to another, taken from ``new``, if one of those that came is nearly the same."""
        kind, question = self.kind_of(row)
        kin = [one for one in new if one.kind == kind and question in ("", one.question) and not one.withdrawn_on]
        nearest = min(kin, key=lambda one: len(changed_parts(one.meaning, row.parts)), default=None)
        if nearest and len(changed := changed_parts(nearest.meaning, row.parts)) < len(nearest.meaning) - 2:
            new.remove(nearest)
            return self.at(nearest, moved(row, nearest, changed))
        located = self.files[file_of(row.statement)]
        return Problem(located.path, located.line(self.place_of(kind, question)), gone(row))

    def kind_of(self, row: Row) -> tuple[str, str]:
        """Kind and question of a published statement."""
        parts = self.renamed(row.statement).split("/")
        if parts[0] == "claim":
            return ("absence" if parts[1] == "absence" else "claim"), parts[-2]
        return (parts[-2] if parts[-2] in MATTERS else KINDS[parts[0]]), ""

    def place_of(self, kind: str, question: str) -> Place:
        """Where statements of a kind stand in their file."""
        known: dict[str, Place] = {
            "event": ("dates",),
            "step": ("steps",),
            "absence": ("absences", question),
            "closed": ("open",),
        }
        return known.get(kind, ("open",) if kind == "open" else ("claims", question))

    def lost_file(self, name: str, rows: list[Row]) -> Problem:
        """A file that is gone, perhaps under another name: identifiers are never renamed."""
        meanings, folder = {row.meaning for row in rows}, name.partition("/")[0]
        for other, statements in self.today.items():
            if other.startswith(f"{folder}/") and meanings <= {meaning_hash(one.meaning) for one in statements.values()}:
                return Problem(f"{self.root}/{other}", 1, renamed(f"{self.root}/{name}", f"{self.root}/{other}"))
        return Problem(f"{self.root}/{name}", 0, lost(f"{self.root}/{name}", rows))

    def at(self, one: Statement, message: str) -> Problem:
        """A problem at the place of a statement."""
        return self.files[one.file].problem(one.place, message)
