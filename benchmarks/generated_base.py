"""A generated base as a stream: every facts file by name with its records, registers first, one dossier at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pyoxigraph import Quad

from benchmarks.generated_dossiers import absences, case, instrument, order, source
from benchmarks.generated_plan import Plan
from benchmarks.generated_registers import code, dimension_id, dimensions, jurisdictions, organisations, platforms
from kb.loaders.known import known_of
from kb.loaders.records import Facts
from kb.projection import project_files

FIELDS = {"codebook": "dimensions"}


def files(plan: Plan) -> Iterator[tuple[str, Any]]:
    """(name of the facts file, its record or its mapping of records), in an order in which registers come first."""
    yield "jurisdictions.yaml", jurisdictions(plan)
    yield "organisations.yaml", organisations(plan)
    yield "platforms.yaml", platforms(plan)
    for name, dimension in dimensions(plan).items():
        yield f"codebook/{name}.yaml", dimension
    for place in range(plan.jurisdictions):
        yield f"instruments/{code(place)}/order.yaml", order(plan, place)
        yield f"absences/{code(place)}.yaml", absences(plan, place)
        for dimension in range(plan.dimensions):
            yield from _dimension_files(plan, place, dimension)


def _dimension_files(plan: Plan, place: int, dimension: int) -> Iterator[tuple[str, Any]]:
    rounds = plan.rounds_of(place, dimension)
    for number in range(rounds):
        name = f"instruments/{code(place)}/{dimension_id(dimension)}-{number}.yaml"
        yield name, instrument(plan, place, dimension, number)
    if (place + dimension) % 5 == 0:
        yield f"cases/{code(place)}/{dimension_id(dimension)}.yaml", case(plan, place, dimension)
    for number in range(-(-rounds // 4)):
        name = f"sources/{code(place)}-{dimension_id(dimension)}-{number}.yaml"
        yield name, source(plan, place, dimension, number)


def facts_of(plan: Plan) -> Facts:
    """All records at once, as the loaders would give them; for small bases."""
    facts = Facts()
    for name, record in files(plan):
        add(facts, name, record)
        facts.files[name] = checksum(record)
    return facts


def add(facts: Facts, name: str, record: Any) -> None:
    """Put the records of one file where the loaders put them."""
    kind, _, rest = name.removesuffix(".yaml").partition("/")
    if rest:
        getattr(facts, FIELDS.get(kind, kind))[rest] = record
    else:
        getattr(facts, kind).update(record)


def file_count(plan: Plan) -> int:
    """How many files a base has."""
    rounds = [
        (place, dimension, plan.rounds_of(place, dimension))
        for place in range(plan.jurisdictions)
        for dimension in range(plan.dimensions)
    ]
    dossiers = sum(number + -(-number // 4) + ((place + dimension) % 5 == 0) for place, dimension, number in rounds)
    return 3 + plan.dimensions + 2 * plan.jurisdictions + dossiers


def graphs(plan: Plan, names: dict[str, str]) -> Iterator[list[Quad]]:
    """The quads of a base file by file, through the projection of the curated facts; ``names`` fills with checksums.

    Only the registers and one dossier are held at a time.
    """
    registers = Facts()
    for name, record in files(plan):
        names[name] = checksum(record)
        one = Facts(files={name: names[name]})
        add(one, name, record)
        if "/" not in name:
            add(registers, name, record)
            known = known_of(registers)
        yield from project_files(one, known)


def checksum(record: Any) -> str:
    """SHA-256 of a file's records; a folder of facts has that of its YAML text instead."""
    if isinstance(record, BaseModel):
        return hashlib.sha256(record.model_dump_json().encode()).hexdigest()
    return hashlib.sha256(TypeAdapter(type(record)).dump_json(record)).hexdigest()
