"""Refuse facts that rewrite what was published: every published statement stands as it was, or was withdrawn after that."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from loaders.known import Known
from loaders.meaning import changed_parts, meaning_hash
from loaders.problems import Problem
from loaders.published import REFORMS, Record, Row
from loaders.records import Facts
from loaders.statements import Statement, Value, file_of, statements_of
from loaders.yaml_files import Located

READ = "--read 'WHERE YOU READ IT'"


def check_record(facts: Facts, files: Mapping[str, Located], gone: Iterable[str], known: Known, record: Record) -> list[Problem]:
    """What is wrong with the files that were read, and with those that are ``gone``, measured by what was published."""
    return list(_Check(facts, files, set(gone), known, record).problems()) if record.rows else []


@dataclass(frozen=True)
class Held:
    """A published row, and the statement of today that has its identifier."""

    row: Row
    now: Statement | None


class _Check:
    def __init__(self, facts: Facts, files: Mapping[str, Located], gone: set[str], known: Known, record: Record) -> None:
        self.files, self.gone, self.record = files, gone, record
        self.root = next(iter(files.values())).path.partition("/")[0] if files else "facts"
        self.formerly = known.formerly
        self.new_names = {former: name for name, formers in known.formerly.items() for former in formers}
        self.today: dict[str, dict[str, Statement]] = {}
        for name in files:
            self.today[name] = {one.id: one for one in statements_of(facts, name)}

    def problems(self) -> Iterator[Problem]:
        """All problems, file by file."""
        published: dict[str, list[Held]] = {name: [] for name in self.files}
        lost: dict[str, list[Row]] = {}
        for row in self.record.rows.values():
            name = file_of(row.statement)
            if name in published:
                published[name].append(Held(row, self.today[name].get(self.renamed(row.statement))))
            elif name in self.gone:
                lost.setdefault(name, []).append(row)
        for name, rows in lost.items():
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
        known = {one.now.id for one in held if one.now}
        new = [one for one in self.today[name].values() if one.id not in known]
        for one in held:
            if one.now:
                yield from self.changed(one.row, one.now)
            else:
                yield self.missing(one.row, new)
        yield from (self.backdated(one) for one in new if one.coded_on < self.record.last_day)

    def changed(self, row: Row, now: Statement) -> Iterator[Problem]:
        """What is not as it was published, of a statement that is still there."""
        found = meaning_hash(now.meaning)
        if found != row.meaning and not self.asked_formerly(row, now):
            yield from self.other_meaning(row, now, found)
        if now.coded_on != row.coded_on:
            yield self.at(now, f"{self.published(row)} as coded on {row.coded_on}, now it says {now.coded_on}; put that day back")
        if row.withdrawn_on and now.withdrawn_on != row.withdrawn_on:
            said = f"withdrawn on {now.withdrawn_on}" if now.withdrawn_on else "not withdrawn"
            message = (
                f"{self.published(row)} as withdrawn on {row.withdrawn_on}, now it is {said}; put 'withdrawn:' back as it was"
            )
            yield self.at(now, f"{message}. To say it again, state it anew beside it, coded on a later day")
        elif not row.withdrawn_on and now.withdrawn_on and now.withdrawn_on < self.record.last_day:
            message = f"withdrawn on {now.withdrawn_on}, but it stood in the record until {self.record.last_day}; remove 'withdrawn:' and write"
            yield self.at(now, f"{message}: {amend_line(row.statement, {})}")

    def asked_formerly(self, row: Row, now: Statement) -> bool:
        """Whether a statement of a source means what was published but for the new name of the question it answers."""
        names = self.formerly.get(now.question, ()) if "question" in now.meaning else ()
        return any(meaning_hash(now.meaning | {"question": name}) == row.meaning for name in names)

    def other_meaning(self, row: Row, now: Statement, found: str) -> Iterator[Problem]:
        changed = changed_parts(now.meaning, row.parts)
        reform = self.record.reforms.get((row.statement, row.meaning))
        if changed and reform == found:
            line = f"{row.statement},{row.meaning},{found}"
            yield self.at(
                now,
                f"{REFORMS} has '{line}', but not only the form changed: {' and '.join(changed)} differ; {self.back(row, now, changed)}",
            )
        elif changed:
            yield self.at(now, self.back(row, now, changed))
        elif reform != found:
            line = f"{row.statement},{row.meaning},{found}"
            yield self.at(
                now, f"{self.published(row)} in another form (capitals or marks); put it back, or add to {REFORMS}: {line}"
            )

    def back(self, row: Row, now: Statement, changed: list[str]) -> str:
        line = amend_line(row.statement, {name: now.meaning[name] for name in changed})
        return f"{self.published(row)} with another '{_listed(changed)}'; put the published text back and write: {line}"

    def missing(self, row: Row, new: list[Statement]) -> Problem:
        """A statement that went: to another, taken from ``new``, if one of those that came is nearly the same."""
        kind, question = self.kind_of(row)
        kin = [one for one in new if one.kind == kind and question in ("", one.question) and not one.withdrawn_on]
        nearest = min(kin, key=lambda one: len(changed_parts(one.meaning, row.parts)), default=None)
        if nearest and len(changed := changed_parts(nearest.meaning, row.parts)) < len(nearest.meaning) - 2:
            new.remove(nearest)
            return self.at(nearest, f"in place of {row.statement}: {self.back(row, nearest, changed)}")
        line = amend_line(row.statement, {})
        name = file_of(row.statement)
        place = self.files[name].line(self.place_of(row)) if name in self.files else 0
        message = f"{row.statement} {self.published(row)} and is gone; put it back and write: {line}"
        return Problem(f"{self.root}/{name}", place, message)

    def kind_of(self, row: Row) -> tuple[str, str]:
        parts = self.renamed(row.statement).split("/")
        if parts[0] == "claim":
            return ("absence" if parts[1] == "absence" else "claim"), parts[-2]
        return {"instrument": "event", "case": "step", "source": "said"}[parts[0]], ""

    def place_of(self, row: Row) -> tuple[str, ...]:
        kind, question = self.kind_of(row)
        return {"event": ("dates",), "step": ("steps",), "absence": ("absences", question)}.get(kind, ("claims", question))

    def lost_file(self, name: str, rows: list[Row]) -> Problem:
        """A file that is gone, perhaps under another name: identifiers are never renamed."""
        meanings = {row.meaning for row in rows}
        for other, statements in self.today.items():
            if other.partition("/")[0] == name.partition("/")[0] and meanings <= {
                meaning_hash(one.meaning) for one in statements.values()
            }:
                message = f"this is {self.root}/{name} under another name, but what is published keeps its name; write: git mv"
                return Problem(f"{self.root}/{other}", 1, f"{message} {self.root}/{other} {self.root}/{name}")
        first = rows[0].statement
        message = (
            f"the file is gone, and {len(rows)} published statements with it; put it back (git checkout -- {self.root}/{name})"
        )
        return Problem(f"{self.root}/{name}", 0, f"{message} and withdraw what is wrong: {amend_line(first, {})}")

    def backdated(self, one: Statement) -> Problem:
        message = f"coded on {one.coded_on}, but the record was published until {self.record.last_day} without it"
        return self.at(one, f"{message}; write 'coded: {{by: ..., on: ...}}' with the day on which it was written")

    def published(self, row: Row) -> str:
        return f"was published on {row.published_on}"

    def at(self, one: Statement, message: str) -> Problem:
        return self.files[one.file].problem(one.place, message)


def amend_line(statement: str, new: Mapping[str, Value]) -> str:
    """The command that amends a statement: ``kb amend claim/us/pafaca/... --set from=2026-05-28 --why corrected ...``."""
    sets = [f"--set {shlex.quote(f'{name}={_written(value)}')}" for name, value in new.items()]
    return " ".join(["kb amend", shlex.quote(statement), *sets, "--why corrected", READ])


def _written(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(value or ())


def _listed(names: list[str]) -> str:
    return "' and '".join(names)
