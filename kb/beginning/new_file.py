"""A new file of facts, or a new jurisdiction in the register, with comments on what to write; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kb.beginning.filling import as_name, filled, in_words
from kb.beginning.new_base import make_room
from kb.beginning.new_place import place_entry
from kb.errors import UsageError
from kb.loaders.facts import read_facts
from kb.loaders.fields import SLUG
from kb.loaders.records import Facts
from kb.saving import save

PLACES = {"instrument": "instruments", "case": "cases", "source": "sources", "question": "codebook", "absence": "absences"}
OF_A_JURISDICTION = ("instrument", "case")
REGISTER, ROLE = "jurisdictions.yaml", "editors"


def new_jurisdiction(root: Path, name: str) -> Path:
    """Add a jurisdiction at the end of the register; UsageError for a name that cannot be one or that is there already."""
    _check("jurisdiction", name)
    facts, path = read_facts(root), root / REGISTER
    if name in facts.jurisdictions:
        raise UsageError(f"jurisdiction {name} is in {path} already")
    before = path.read_bytes()
    entry = filled("jurisdiction", id=name, **place_entry(facts, name))
    save(path, before + (b"" if before.endswith(b"\n") else b"\n") + entry.rstrip(b"\n") + b"\n")
    return path


def new_file(root: Path, kind: str, name: str) -> Path:
    """Write the file of an instrument, case, source, question or of absences; UsageError says what stands in the way."""
    _check(kind, name)
    path = root / PLACES[kind] / f"{name}.yaml"
    if path.exists():
        raise UsageError(f"{path} exists already; it was left as it is")
    facts, slug = read_facts(root), name.rpartition("/")[2]
    if kind in OF_A_JURISDICTION:
        _place(facts, name)
    values: dict[str, object] = {"id": name, "name": as_name(slug), "role": facts.role or ROLE}
    if kind == "absence":
        values |= _absence(facts, root, name)
    if kind == "question":
        values |= _question(facts, slug)
    if kind == "case":
        values |= _case(facts, root)
    make_room(path)
    save(path, filled(kind, **values))
    return path


def _check(kind: str, name: str) -> None:
    parts = name.split("/")
    if len(parts) != (2 if kind in OF_A_JURISDICTION else 1):
        shape = "its jurisdiction before it, as in us/my-act" if kind in OF_A_JURISDICTION else "one name without /"
        raise UsageError(f"'{name}': the name of a new {kind} has {shape}")
    if not all(SLUG.fullmatch(part) for part in parts):
        raise UsageError(f"'{name}': write lower case letters, digits and single hyphens")


def _place(facts: Facts, name: str) -> None:
    place = name.partition("/")[0]
    if place not in facts.jurisdictions:
        known = ", ".join(facts.jurisdictions)
        raise UsageError(f"there is no jurisdiction {place}; begin with: kb new jurisdiction {place}. Known: {known}")


def _question(facts: Facts, name: str) -> dict[str, object]:
    if name in facts.questions():
        raise UsageError(f"there is a question {name} already")
    last = max((int(dimension.order) for dimension in facts.dimensions.values()), default=0)
    return {"question": name, "words": in_words(name), "order": last + 1}


def _absence(facts: Facts, root: Path, place: str) -> dict[str, object]:
    _place(facts, place)
    if not (question := _first(facts.questions())):
        raise UsageError(f"an absence needs a question that was looked for; {root} has none yet: kb new question my-question")
    return {"question": question}


def _case(facts: Facts, root: Path) -> dict[str, object]:
    forum, concerned = _first(facts.organisations), _first(facts.instruments)
    if not forum or not concerned:
        missing = "an organisation that decides it (organisations.yaml)" if not forum else "an instrument that it is about"
        raise UsageError(f"a case needs {missing}; {root} has none yet")
    return {"forum": forum, "concerns": concerned}


def _first(names: Iterable[str]) -> str:
    return next(iter(names), "")
