"""Every operation that programs and assistants can ask, with its parameters: the API, its description and the client follow it.

What a view asks comes from :mod:`kb.values.view_fields`; what an operation takes besides stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.values.view_fields import FIELDS, Field


def _own(name: str, kind: str, about: str) -> Field:
    """A parameter that belongs to an operation and to no view; it has one name everywhere."""
    return Field(name, kind, (f"--{name}",), (name,), (name,), about)  # type: ignore[arg-type]


OF_PLATFORMS = ("platform", "scope")  # what is asked of a named platform, and whose rule is meant then
VIEW = {field.name: field._replace(address=(field.name, *field.address)) for field in FIELDS}
OWN = {
    field.name: field
    for field in (
        _own("jurisdiction", "name", "For example us."),
        _own("question", "name", "For example forced-divestiture."),
        _own("without", "names", "Leave these layers out."),
        _own("from", "text", "Day of the law, or with a comma the day of the record too: 2024-01-01,2026-11-22."),
        _own("to", "text", "The same for the later point; today if left out."),
        _own("older", "release", "A kept release, to be compared with a newer one instead of two days."),
        _own("newer", "release", "The newer one of two releases."),
        _own("entity", "text", "A kind and a path, for example instrument/eu/dsa."),
        _own("text", "text", "A sentence or more, each of which names its jurisdiction."),
        _own("words", "text", "Words of a name, identifier or text."),
        _own("limit", "text", "How many at most."),
        _own("by", "day", "Only what is due until this day, YYYY-MM-DD."),
        _own("source", "name", "A source, for example us-china-tiktok-near-agreement; left out, the sources are listed."),
    )
}


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked: its name, what it gives, its parameters in order, and those that must be given."""

    name: str
    summary: str
    takes: tuple[str, ...]
    needs: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The declarations of its parameters."""
        return tuple(OWN[name] if name in OWN else VIEW[name] for name in self.takes)

    def fields_for(self, has_platforms: bool) -> tuple[Field, ...]:
        """The declarations that are told of a base: without platforms none that asks for one, though it may be given."""
        return tuple(one for one in self.fields if has_platforms or one.name not in OF_PLATFORMS)


_DAYS, _BY = ("as_of", "known_on"), ("platform", "policy")
_POINT = (*_DAYS, *_BY)
_ROWS = ("dimensions", "questions")
_CELL = ("jurisdiction", "question")
OPERATIONS = {
    one.name: one
    for one in (
        Operation(
            "compare",
            "Jurisdictions side by side: cells with their claims and notes.",
            ("jurisdictions", *_ROWS, *_POINT, "scope", "evidence", "release"),
            ("jurisdictions",),
        ),
        Operation("explain", "Why a cell says what it says.", (*_CELL, *_POINT, "release"), _CELL),
        Operation(
            "regime",
            "What applies in a jurisdiction on a day, layer by layer, with the chain behind each duty.",
            ("jurisdiction", *_ROWS, *_DAYS, "platform", "without", "release"),
            ("jurisdiction",),
        ),
        Operation(
            "changes",
            "What is different at two points of both clocks, or in two releases, and why.",
            ("jurisdictions", *_ROWS, "from", "to", "older", "newer", "as_of", *_BY, "release"),
        ),
        Operation(
            "timeline",
            "Every interval in which a cell says the same.",
            (*_CELL, "known_on", *_BY, "release"),
            _CELL,
        ),
        Operation("entity", "All that the base says of one entity.", ("entity", "release"), ("entity",)),
        Operation("search", "What has some words, by name, identifier and text.", ("words", "limit", "release"), ("words",)),
        Operation("coverage", "What is coded and what is missing.", ("jurisdictions", *_DAYS, "release")),
        Operation(
            "due", "What is to be read again, first that on which most hangs.", ("jurisdictions", "by", "known_on", "release")
        ),
        Operation("claims", "What a source states, with verdicts and evidence.", ("source", "release")),
        Operation(
            "check",
            "Sentences beside the cells: supported, partly, contradicted, outdated, more certain than the evidence, not held.",
            ("text", *_DAYS, "release"),
            ("text",),
        ),
        Operation("questions", "The questions of the codebook with their answers.", ("release",)),
        Operation("jurisdictions", "The jurisdictions, and how many claims each has.", ("release",)),
        Operation("releases", "The releases that are kept here, the current one marked.", ()),
    )
}  # fmt: skip
