"""Read what a comparison needs from the graph, by stored queries. This is the reference the side index must equal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kb.naming import iris
from kb.release.base_rows import base_from_rows
from kb.release.claims import claims_from_rows
from kb.release.dossiers import event_from_rows, events_in_order, head_from_rows
from kb.release.matters import open_matters
from kb.release.policy_choice import policies_from_rows
from kb.release.rows import Queried, Row
from kb.values.base_head import BaseHead
from kb.values.matters import OpenMatter
from kb.values.model import Dossier, QuestionHead, StoredClaim, StoredEvent
from kb.values.registers import PlatformHead, Tie
from kb.values.resolution import Policy
from kb.values.stored import KEEPS_GOOD

FEW = 100  # jurisdictions; of more, one query for the whole row costs less than one for each cell


@dataclass(frozen=True)
class Edition:
    """A version of a part of the codebook: in use since when, and which questions it codes anew.

    Where none is named it is all of them, or none if only the last of the three numbers moved: then it only says more clearly.
    """

    since: str
    version: str
    changed: frozenset[str]

    def words(self, question: str) -> bool:
        """Whether it codes a question of its part anew."""
        return question in self.changed if self.changed else self.version.endswith(".0")


class GraphReader:
    """Reads one release through SPARQL; what does not depend on dates is fetched once."""

    def __init__(self, release: Queried) -> None:
        self.release = release
        self._heads: dict[str, Dossier] = {}
        self._events: dict[str, list[StoredEvent]] = {}

    @property
    def release_id(self) -> str:
        """Identifier of the release."""
        return self.release.id

    def base(self) -> BaseHead:
        """What the base says of itself."""
        return self._base

    def questions(self) -> Mapping[str, QuestionHead]:
        """All questions by identifier, in the order of the codebook."""
        return self._questions

    def jurisdictions(self) -> Mapping[str, str]:
        """Names of all jurisdictions by identifier, in the order of the register."""
        return self._jurisdictions

    def memberships(self) -> Mapping[str, tuple[Tie, ...]]:
        """Of each jurisdiction that belongs to others: its dated ties to them."""
        return self._memberships

    def kinds(self) -> Mapping[str, str]:
        """Of each jurisdiction its kind: country, state, union ..."""
        return {iris.slug(row["jurisdiction"] or ""): iris.slug(row["kind"] or "") for row in self._places}

    def place_codes(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Of each jurisdiction that has any: (scheme, code), and its other names with no scheme."""
        return self._place_codes

    def policies(self) -> Mapping[str, Policy]:
        """The resolution policies by name."""
        return self._policies

    def platforms(self) -> Mapping[str, PlatformHead]:
        """All platforms by identifier, with their designations."""
        return self._platforms

    def parties(self) -> Mapping[str, str]:
        """Names of the classes of persons that rules address."""
        return self._parties

    def matters(self) -> Sequence[OpenMatter]:
        """Every open matter, those that ended or were withdrawn as well."""
        return self._matters

    def claim_counts(self) -> Mapping[str, int]:
        """How many claims and absences each jurisdiction has that has any."""
        return {
            iris.slug(row["jurisdiction"] or ""): int(row["claims"] or 0) for row in self.release.rows("researched_jurisdictions")
        }

    def cells(self) -> None:
        """None: whoever reads the graph reads nothing that was derived from it."""

    def claims(
        self, question: str, as_of: str, known_on: str, jurisdictions: Collection[str] | None = None
    ) -> Sequence[StoredClaim]:
        """Claims on a question at one point of both clocks, of every jurisdiction unless some are named."""
        asked = {"link": iris.link(question), "as_of": as_of, "known_on": known_on}
        if jurisdictions is None or len(jurisdictions) > FEW:
            rows = self.release.rows("claims_of_question", **asked)
            return self._typed(_within(claims_from_rows(question, rows, self._read_for(question)), jurisdictions))
        places = [iris.entity("jurisdiction", name) for name in jurisdictions]
        rows = (row for place in places for row in self.release.rows("claims_of_cell", jurisdiction=place, **asked))
        read = (row for place in places for row in self.release.rows("readings_of_cell", jurisdiction=place, link=asked["link"]))
        return self._typed(claims_from_rows(question, rows, read))

    def _read_for(self, question: str) -> Iterator[Row]:
        return self.release.rows("readings_of_question", link=iris.link(question))

    def history(self, question: str, jurisdictions: Collection[str] | None = None) -> Sequence[StoredClaim]:
        """All claims on a question, whatever their dates; of every jurisdiction unless some are named."""
        rows = self.release.rows("history_of_question", link=iris.link(question))
        return self._typed(_within(claims_from_rows(question, rows, self._read_for(question)), jurisdictions))

    def head(self, dossier: str) -> Dossier:
        """Title, type, address and identifiers of a dossier."""
        if dossier not in self._heads:
            self._heads[dossier] = head_from_rows(dossier, list(self.release.rows("dossier_head", dossier=dossier)))
        return self._heads[dossier]

    def events(self, dossier: str) -> Sequence[StoredEvent]:
        """Dated events of an instrument in order; none for cases and sources."""
        if dossier not in self._events:
            grouped: dict[str, list[Row]] = {}
            if iris.kind(dossier) == "instrument":
                for row in self.release.rows("dossier_events", dossier=dossier):
                    grouped.setdefault(row["event"] or "", []).append(row)
            events = (event_from_rows(iri, rows, self._statuses) for iri, rows in grouped.items())
            self._events[dossier] = events_in_order(events)
        return self._events[dossier]

    def _typed(self, claims: list[StoredClaim]) -> list[StoredClaim]:
        """The claims with the type of the instrument each is stated in, in the order of the side index."""
        ordered = sorted(claims, key=lambda claim: (claim.jurisdiction, claim.valid_from, claim.iri))
        return [claim._replace(instrument_type=self.head(claim.dossier).type) if claim.dossier else claim for claim in ordered]

    def _versions(self) -> dict[str, list[Edition]]:
        """Of each dimension its editions, the earliest first."""
        found: dict[str, dict[tuple[str, str], set[str]]] = {}
        for row in self.release.rows("codebook_editions"):
            editions = found.setdefault(iris.slug(row["dimension"] or ""), {})
            changed = editions.setdefault((row["since"] or "", row["version"] or ""), set())
            changed |= {iris.slug(row["changed"])} if row["changed"] else set()
        return {name: [Edition(*edition, frozenset(changed)) for edition, changed in of.items()] for name, of in found.items()}

    def _from_parts(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Of each question that has any: (answer of a part, answer of the whole)."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for row in self.release.rows("part_answers"):
            question, *told = (iris.slug(row[name] or "") for name in ("question", "part", "whole"))
            found[question] = (*found.get(question, ()), (told[0], told[1]))
        return found

    def _other_names(self, query: str, column: str) -> dict[str, tuple[str, ...]]:
        """Of each question that has any: the names a query gives beside it, those it had before or those asked instead."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self.release.rows(query):
            name = iris.slug(row["question"] or "")
            found[name] = (*found.get(name, ()), iris.slug(row[column] or ""))
        return found

    def _numbers(self) -> dict[str, dict[str, Any]]:
        """Of each question that asks for a number: its units with their words, its direction, the ends of its range."""
        found: dict[str, dict[str, Any]] = {}
        for row in self.release.rows("numeric_questions"):
            name, unit = iris.slug(row["question"] or ""), iris.slug(row["unit"] or "")
            before = found.get(name, {"units": (), "ones": ()})
            found[name] = {
                "units": (*before["units"], (unit, row["label"] or "")),
                "ones": (*before["ones"], *([(unit, row["one"])] if row["one"] else [])),
                "direction": iris.slug_or_none(row["direction"]),
                "ends": (row["least"] or "", row["most"] or "") if row["least"] else (),
            }
        return found

    @cached_property
    def _base(self) -> BaseHead:
        return base_from_rows(self.release.rows("base"))

    @cached_property
    def _questions(self) -> Mapping[str, QuestionHead]:
        heads: dict[str, QuestionHead] = {}
        versions, parts, numbers = self._versions(), self._from_parts(), self._numbers()
        formerly = self._other_names("former_question_names", "former")
        retired = self._other_names("retired_questions", "successor")
        for row in self.release.rows("codebook"):
            name = iris.slug(row["question"] or "")
            answer = ((iris.slug(row["answer"]), row["label"] or ""),) if row["answer"] else ()
            answers = (*heads[name].answers, *answer) if name in heads else answer
            dimension = iris.slug(row["dimension"] or "")
            named = (name, dimension, row["title"] or "", row["text"] or "")
            scale = iris.slug(row["scale"] or "")
            worded = tuple((one.since, one.version) for one in versions.get(dimension, ()) if one.words(name))
            renamed = tuple(one for one in formerly.get(name, ()) if one not in retired)
            heads[name] = replace(
                QuestionHead(*named, answers, scale, worded, parts.get(name, ()), renamed),
                keeps_good=_keeps_good(row),
                replaced_by=retired.get(name, ()),
                **numbers.get(name, {}),
            )
        return heads

    @cached_property
    def _jurisdictions(self) -> Mapping[str, str]:
        return {iris.slug(row["jurisdiction"] or ""): row["name"] or "" for row in self._places}

    @cached_property
    def _places(self) -> list[Row]:
        return list(self.release.rows("jurisdictions"))

    @cached_property
    def _place_codes(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for row in self.release.rows("place_codes"):
            slug = iris.slug(row["jurisdiction"] or "")
            found[slug] = (*found.get(slug, ()), (iris.slug(row["scheme"] or ""), row["value"] or ""))
        return found

    @cached_property
    def _memberships(self) -> Mapping[str, tuple[Tie, ...]]:
        found: dict[str, tuple[Tie, ...]] = {}
        for row in self.release.rows("memberships"):
            member = iris.slug(row["jurisdiction"] or "")
            tie = Tie(iris.slug(row["union"] or ""), row["from"] or "", row["until"] or "", row["under"])
            found[member] = (*found.get(member, ()), tie)
        return found

    @cached_property
    def _policies(self) -> Mapping[str, Policy]:
        return policies_from_rows(self.release.rows("policy_rules"))

    @cached_property
    def _platforms(self) -> Mapping[str, PlatformHead]:
        heads: dict[str, PlatformHead] = {}
        for row in self.release.rows("platforms"):
            name = iris.slug(row["platform"] or "")
            designations = heads[name].designations if name in heads else ()
            heads[name] = PlatformHead(name, row["name"] or "", (*designations, *_designation(row)))
        return heads

    @cached_property
    def _matters(self) -> Sequence[OpenMatter]:
        return open_matters(self.release)

    @cached_property
    def _parties(self) -> Mapping[str, str]:
        rows = self.release.rows("concepts_of_scheme", scheme=iris.entity("scheme", "party"))
        return {row["notation"] or "": row["label"] or "" for row in rows}

    @cached_property
    def _statuses(self) -> dict[str, tuple[str | None, str | None]]:
        """What each kind of event sets: (legal status, enforcement status)."""
        return {
            row["kind"] or "": (iris.slug_or_none(row["legal"]), iris.slug_or_none(row["enforcement"]))
            for row in self.release.rows("event_kinds")
        }


def _keeps_good(row: Row) -> tuple[int, int]:
    """For how many days answers stand after their evidence; releases of before do not say."""
    return int(row["keeps_good"] or KEEPS_GOOD[0]), int(row["keeps_good_open"] or KEEPS_GOOD[1])


def _within(claims: list[StoredClaim], jurisdictions: Collection[str] | None) -> list[StoredClaim]:
    return claims if jurisdictions is None else [claim for claim in claims if claim.jurisdiction in jurisdictions]


def _designation(row: Row) -> tuple[tuple[str, str, str, str, str], ...]:
    if not row["party"]:
        return ()
    return (
        (
            iris.slug(row["party"]),
            iris.slug(row["jurisdiction"] or ""),
            row["from"] or "",
            row["until"] or "",
            row["asserted"] or "",
        ),
    )
