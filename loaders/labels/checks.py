"""Whether what the labels of a language name is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.loaders.known import Known
from kb.loaders.labels.records import Labels
from kb.loaders.problems import one_of
from kb.loaders.words import relation_names, schemes, words
from kb.loaders.yaml_files import Place

REGISTERS = {kind: f"{kind}s" for kind in ("jurisdiction", "organisation", "platform", "instrument", "case", "source")}
TIES = ("owner", "operator")  # what can be asked of an organisation or a platform


def label_mistakes(record: Labels, known: Known) -> Iterator[tuple[Place, str]]:
    """Names of things that do not exist: (place, what to write instead)."""
    for part in ("labels", "also"):
        for key in getattr(record, part):
            if message := _unknown(key, known):
                yield (part, key), message
    for tie in record.asks:
        if tie not in TIES:
            yield ("asks", tie), f"'{tie}' is no tie that can be asked for: {one_of(tie, TIES)}"


def _unknown(key: str, known: Known) -> str | None:
    kind, _, name = key.partition("/")
    listed = _listed(kind, known)
    if listed is None:
        kinds = ("dimension", *REGISTERS, "question", "relation", *schemes())
        return f"'{kind}' is no kind of thing; {one_of(kind, kinds)}"
    return None if name in listed else f"no '{name}' of the kind {kind}; {one_of(name, listed)}"


def _listed(kind: str, known: Known) -> Sequence[str] | None:
    """The names of one kind; None if there is no such kind."""
    if kind == "dimension":
        return tuple(known.dimensions)
    if kind == "question":
        asked = known.questions()
        return (*asked, *(f"{question}/{answer}" for question, answers in asked.items() for answer in answers))
    if kind == "relation":
        return relation_names()
    if kind in REGISTERS:
        return tuple(getattr(known, REGISTERS[kind]))
    return words(kind) if kind in schemes() else None
