"""Check what one file says against the word lists and against the other files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from kb.loaders.claim_checks import claim_mistakes
from kb.loaders.codings.checks import coding_mistakes
from kb.loaders.codings.records import Codings
from kb.loaders.dossier_records import Absence, Case, Claim, Dossier, Event, Instrument, TreatyParty
from kb.loaders.evidence.grading import is_reference
from kb.loaders.field_targets import REFERENCES, WORDS
from kb.loaders.fields import Reading, Record
from kb.loaders.identifiers import identifier_mistakes
from kb.loaders.known import Known
from kb.loaders.labels.checks import label_mistakes
from kb.loaders.labels.records import Labels
from kb.loaders.matters.checks import matter_mistakes
from kb.loaders.matters.records import OpenMatter
from kb.loaders.pinpoints import pinpoint_slug
from kb.loaders.powers.checks import power_mistakes
from kb.loaders.powers.records import Power
from kb.loaders.problems import Problem, one_of
from kb.loaders.record.plausible import implausible
from kb.loaders.records import Facts
from kb.loaders.register_records import Answer, Designation, Dimension, Jurisdiction, Membership, Operation, Stake
from kb.loaders.source_records import Answering
from kb.loaders.walking import plain_values, records_of
from kb.loaders.word_records import OPEN_LISTS
from kb.loaders.words import labels, relation_names
from kb.loaders.yaml_files import Located, Place

# dated ties: with whom each is; that and its start make its identifier
PARTNERS: dict[type[Record], str] = {
    Stake: "owner",
    Operation: "operator",
    Designation: "as_",
    Membership: "in_",
    TreatyParty: "jurisdiction",
}
SECOND_CLAIM = "a second claim with this question, scope and 'from'; give one of them an 'id:'"
SECOND_MATTER = "a second open matter with this 'what' and 'since'; give one of them an 'id:'"
SECOND_TIE = "a second tie of this kind with the same partner and 'from'; make one entry of the two"


def check_references(facts: Facts, files: dict[str, Located], unread: set[str], known: Known) -> list[Problem]:
    """Every word outside its list and every reference without a target, in every file that could be read.

    ``known`` is what references may point at. Those into a file that could not be read are not reported: that file has
    its own message.
    """
    checker = _Checker(facts, unread, known)
    return [problem for name, located in files.items() for problem in checker.problems_of(name, located)]


class _Checker:
    def __init__(self, facts: Facts, unread: set[str], known: Known) -> None:
        self.facts, self.unread, self.known = facts, unread, known
        self.questions, self.listed = known.questions(), cache(known.listed)
        self.seen: set[str] = set()
        self.dimension_of: dict[str, str] = {}

    def problems_of(self, name: str, located: Located) -> Iterator[Problem]:
        for place, record in records_of(self.facts, name):
            for found, message in self.messages(name, place, record):
                yield located.problem(found, message)

    def messages(self, name: str, place: Place, record: Record) -> Iterator[tuple[Place, str]]:
        for key in _pointing(type(record)):
            for index, value in plain_values(record, key):
                yield from self.pointing(type(record).__name__, key, value, (*place, key.rstrip("_"), *index))
        yield from (((*place, *inner), message) for inner, message in implausible(record, self.known.roles))
        for special in _special(type(record)):
            yield from special(self, name, place, record)

    def pointing(self, kind: str, key: str, value: str, found: Place) -> Iterator[tuple[Place, str]]:
        """What is wrong with a word of a list, or with a reference."""
        field = (kind, key)
        if field in WORDS and not self.is_word(value, WORDS[field]):
            scheme, more = WORDS[field], "; or add it to words.yaml" if WORDS[field] in OPEN_LISTS else ""
            yield found, f"'{value}' is not in the list of {scheme}: {one_of(value, self.known.listed(scheme))}{more}"
        if field in REFERENCES and (message := self.dangling(REFERENCES[field], value)):
            yield found, message

    def event(self, name: str, place: Place, record: Event) -> Iterator[tuple[Place, str]]:
        if record.to and not self.addressee(record.to):
            yield (*place, "to"), f"'{record.to}' is no platform, organisation or party class"

    def reading(self, name: str, place: Place, record: Reading) -> Iterator[tuple[Place, str]]:
        if is_reference(record.read) and (message := self.dangling("dossiers", record.read)):
            yield (*place, "read"), f"{message}; or say in words which text was read"

    def identifiers(self, name: str, place: Place, record: Dossier) -> Iterator[tuple[Place, str]]:
        yield from (((*place, "identifiers", key), message) for key, message in identifier_mistakes(record.identifiers))

    def codes(self, name: str, place: Place, record: Jurisdiction) -> Iterator[tuple[Place, str]]:
        yield from (((*place, "codes", key), message) for key, message in identifier_mistakes(record.codes))

    def codings(self, name: str, place: Place, record: Codings) -> Iterator[tuple[Place, str]]:
        yield from coding_mistakes(record, self.known) if not self.codebook_unread() else ()

    def power(self, name: str, place: Place, record: Power) -> Iterator[tuple[Place, str]]:
        yield from power_mistakes(name, place, record, self.known)

    def answering(self, name: str, place: Place, record: Answering) -> Iterator[tuple[Place, str]]:
        yield from self.coding(place, record.question, (*place, "question"), record.answer)

    def tie(self, name: str, place: Place, record: Record) -> Iterator[tuple[Place, str]]:
        key = f"{name} {place[:-1]} {getattr(record, 'from_', '')} {getattr(record, PARTNERS[type(record)])}"
        yield from self.unique(key, place, SECOND_TIE)

    def answer(self, name: str, place: Place, record: Answer) -> Iterator[tuple[Place, str]]:
        if record.label.casefold() in map(str.casefold, labels("absence")):
            yield (*place, "label"), f"'{record.label}' is how a table names an absence; name the answer otherwise"

    def dimension(self, name: str, place: Place, record: Dimension) -> Iterator[tuple[Place, str]]:
        for question in record.questions:
            if (first := self.dimension_of.setdefault(question, name)) != name:
                yield ("questions", question), f"'{question}' is already a question of {first}; rename one of the two"

    def names(self, name: str, place: Place, record: Labels) -> Iterator[tuple[Place, str]]:
        """Names of things that do not exist, unless a file could not be read that may have them."""
        yield from () if self.unread else label_mistakes(record, self.known)

    def matter(self, name: str, place: Place, record: OpenMatter) -> Iterator[tuple[Place, str]]:
        kind, _, rest = name.removesuffix(".yaml").partition("/")
        coded = None if kind == "absences" else getattr(self.facts, kind)[rest].coded
        yield from matter_mistakes(record, place, self.known, coded, not self.codebook_unread())
        yield from self.unique(f"{name} open {record.since} {record.what} {record.id}", place, SECOND_MATTER)

    def dossier(self, name: str, at: Place, record: Instrument | Case) -> Iterator[tuple[Place, str]]:
        passages = record.provisions if isinstance(record, Instrument) else record.holdings
        part = "provisions" if isinstance(record, Instrument) else "holdings"
        home = name.split("/")[1]
        if not record.jurisdiction and (message := self.dangling("jurisdictions", home)):
            yield (), f"the folder names the jurisdiction: {message}"
        yield from self.pinpoints(passages, part)
        for question, claims in record.claims.items():
            for number, claim in enumerate(claims):
                place: Place = ("claims", question, number)
                yield from self.coding(place, question, ("claims", question), claim.answer)
                yield from self.support(place, claim, record, passages, part)
                yield from self.unique(f"{name} {question} {claim_key(claim)}", place)
        yield from claim_mistakes(record, self.known)
        if isinstance(record, Instrument):
            yield from self.relations(record)
            for number, event in enumerate(record.dates):
                for covered in set(event.covers) - set(passages):
                    yield ("dates", number, "covers"), f"'{covered}' is not under provisions; {one_of(covered, passages)}"

    def pinpoints(self, passages: Iterable[str], part: str) -> Iterator[tuple[Place, str]]:
        seen: dict[str, str] = {}
        for pinpoint in passages:
            slug = pinpoint_slug(pinpoint)
            if not slug:
                yield (part, pinpoint), "a pinpoint needs a letter or a digit"
            elif "; " in pinpoint:
                yield (part, pinpoint), "write one pinpoint for each provision, not several with '; ' between them"
            elif (first := seen.setdefault(slug, pinpoint)) != pinpoint:
                yield (part, pinpoint), f"differs from '{first}' only in punctuation; write one pinpoint for both"

    def support(
        self, place: Place, claim: Claim, record: Instrument | Case, passages: Any, part: str
    ) -> Iterator[tuple[Place, str]]:
        for pinpoint in claim.rests_on:
            if pinpoint not in passages:
                yield (*place, "rests_on"), f"'{pinpoint}' is not under {part}; {one_of(pinpoint, passages)}"
        if not (claim.evidence or record.evidence):
            yield place, "add 'evidence:' (what was read: read, kind, read_on, by), here or at the top of the file"
        coded = claim.coded or record.coded
        if not coded:
            yield place, "add 'coded:' (by, on), here or at the top of the file"
        elif claim.withdrawn and claim.withdrawn.on < coded.on:
            yield (*place, "withdrawn"), f"withdrawn on {claim.withdrawn.on}, earlier than coded on {coded.on}"

    def relations(self, record: Instrument) -> Iterator[tuple[Place, str]]:
        for number, relation in enumerate(record.relations):
            for key, target in relation.items():
                place: Place = ("relations", number, key)
                if key not in relation_names():
                    yield place, f"'{key}' is not a relation; {one_of(key, relation_names())}"
                if message := self.dangling("dossiers", target):
                    yield place, message

    def absence(self, name: str, place: Place, record: Absence) -> Iterator[tuple[Place, str]]:
        home, question = name.split("/")[1].removesuffix(".yaml"), str(place[1])
        if message := self.dangling("jurisdictions", home):
            yield (), f"the file name is a jurisdiction: {message}"
        if question not in self.questions and not self.codebook_unread():
            yield place[:2], f"no question '{question}' in the codebook; {one_of(question, self.questions)}"
        if record.absence == "not-researched":
            yield (*place, "absence"), "leave the entry out: a cell without claims is not researched"
        if not record.coded:
            yield place, "add 'coded:' (by, on), here or at the top of the file"
        elif record.searched_on > record.coded.on:
            yield (*place, "searched_on"), f"searched on {record.searched_on}, later than coded on {record.coded.on}"
        if not record.evidence:
            yield place, "add 'evidence:' (what was read: read, kind, read_on, by), here or at the top of the file"
        yield from self.unique(f"{name} {place[1]} {claim_key(record)}", place)

    def coding(self, place: Place, question: str, at: Place, answer: str) -> Iterator[tuple[Place, str]]:
        if question not in self.questions:
            if not self.codebook_unread():
                yield at, f"no question '{question}' in the codebook; {one_of(question, self.questions)}"
        elif message := self.known.answer_mistake(question, answer):
            yield (*place, "answer"), message

    def codebook_unread(self) -> bool:
        return any(name.startswith("codebook/") for name in self.unread)

    def unique(self, key: str, place: Place, message: str = SECOND_CLAIM) -> Iterator[tuple[Place, str]]:
        if key in self.seen:
            yield place, message
        self.seen.add(key)

    def dangling(self, kind: str, value: str) -> str | None:
        """Message if a reference has no target, else None."""
        if kind == "dossiers":
            kind, value = resolve(value)
        if f"{kind}/{value}.yaml" in self.unread or f"{kind}.yaml" in self.unread:
            return None
        targets = getattr(self.known, kind)
        return None if value in targets else f"no '{value}' among the {kind}; {one_of(value, targets)}"

    def is_word(self, value: str, scheme: str) -> bool:
        return value in self.listed(scheme) or (scheme in OPEN_LISTS and "words.yaml" in self.unread)

    def addressee(self, value: str) -> bool:
        if self.unread & {"platforms.yaml", "organisations.yaml"}:
            return True
        return value in self.known.platforms or value in self.known.organisations or self.is_word(value, "party")


# what is looked at in records of some kinds beyond their words and references, in this order
SPECIAL: tuple[tuple[type[Record] | tuple[type[Record], ...], Any], ...] = (
    (Event, _Checker.event),
    (Reading, _Checker.reading),
    (Dossier, _Checker.identifiers),
    (Jurisdiction, _Checker.codes),
    (Labels, _Checker.names),
    ((Instrument, Case), _Checker.dossier),
    (Codings, _Checker.codings),
    (OpenMatter, _Checker.matter),
    (Power, _Checker.power),
    (Answering, _Checker.answering),
    (tuple(PARTNERS), _Checker.tie),
    (Answer, _Checker.answer),
    (Absence, _Checker.absence),
    (Dimension, _Checker.dimension),
)


@cache
def _special(kind: type[Record]) -> tuple[Any, ...]:
    """What is looked at in records of a kind."""
    return tuple(check for of, check in SPECIAL if issubclass(kind, of))


@cache
def _pointing(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind that take words of a list or point at another record."""
    return tuple(key for key in kind.model_fields if {(kind.__name__, key)} & {*WORDS, *REFERENCES})


def resolve(reference: str) -> tuple[str, str]:
    """('cases', 'us/x') for ``cases/us/x``, ('instruments', 'us/x') for ``us/x``: kind and identifier."""
    head, _, rest = reference.partition("/")
    return (head, rest) if head in ("cases", "sources", "instruments") else ("instruments", reference)


def claim_key(claim: Claim | Absence) -> str:
    """What tells the claims of one file on one question apart: start, platform or party, own id."""
    parts = (claim.from_, claim.scope.platform, claim.scope.party, claim.id)
    return "--".join(part for part in parts if part)
