"""Verify an exported table: is it what its release says, superseded, out of date, or tampered with?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.citations.styled import cited_in
from kb.clocks.timeline import look
from kb.embedding.address import PATH, other_formats
from kb.embedding.csv_check import Rows, differences, query_of_rows, read_csv
from kb.embedding.former import LAID_OUT_ANEW, changed_labels, former_labels, reason
from kb.embedding.kinds import MARKED_IN_WORD, bytes_of, is_report, kind_of, shown
from kb.errors import KnowledgeBaseError, UnavailableError, UsageError
from kb.opening.past_releases import current_or_none, release_called
from kb.release.release import Release
from kb.tables import table_bytes
from kb.tables.html import THEMES, Links, write_embed, write_fragment
from kb.tables.json import hash_of
from kb.tables.seals import LAYOUT, SCOPED, Seal, ask_again, content_hash, form_of, holds, query_of_json, read_seal
from kb.tables.shown import Shown
from kb.values.form import Form
from kb.values.model import Comparison

IDENTICAL, SUPERSEDED, CHANGED, TAMPERED = "identical", "superseded", "data changed since", "tampered"
UNPROVEN = "cannot be told"
REPORT = "a report"
MEANING = {
    IDENTICAL: "the file shows what its release says, and that release is the current one",
    SUPERSEDED: "the file is as it was written; something newer has taken its place, as is said here",
    CHANGED: "the file is as it was written; the current release answers differently",
    TAMPERED: "the file does not show what it showed when it was written, or what its release says",
    UNPROVEN: "the file is as its seal says, but it cannot be written again alike here, so nothing else speaks for it",
    REPORT: "the file is no exported table but a text with markers of tables or values; 'kb embed --check' tells which are stale",
}
MOST_NAMED = 10
SINCE = ("license",)  # said in JSON only since a later version of the program
DRAWN = ("svg", "png", "pdf")
NOT_WRITTEN = "its form cannot be written here"
OTHER_RELEASE = "it was made from release {}; the current one here is {}"
STILL = "the table still says what the base says today"
DRAWN_OTHERWISE = "its words are those of release {}, but it is drawn otherwise than here: by other versions, or by hand"
NOTHING_TO_COMPARE = "no release is here to compare with; run 'python -m kb build' to make one"
NO_SEAL = (
    "it carries no seal and no marker of this base, so nothing in it can be verified; if it is a brief, which carries no seal, "
    "'kb brief' writes it again"
)
NO_SEAL_IN = {
    kind: f"this {name} carries no seal, so nothing in it can be verified: 'kb compare' writes one into the {name} that it "
    f"makes, and {others} keeps none"
    for kind, name, others in (
        ("pdf", "PDF", "a PDF that was made from a report, by Word or LibreOffice or LaTeX or a browser,"),
        ("png", "picture", "a picture that was cut out or saved anew"),
    )
}
IN_ODT = "it has markers of this base, which are looked at in a Word document: save it as .docx, then kb embed --check"
CLAIMS = "it says that it is of release {}, which is {} here, and nothing proves that it is"
KEPT, NOT_KEPT = "kept", "not kept"
ASK = "ask who sent it for the exported table, or for the report with its markers, and for the release that it was made from"
GONE = "the current release cannot answer its query: a jurisdiction, question or platform is gone"


@dataclass(frozen=True)
class Verdict:
    """One of the five words, what shows it, and whether a table of another release still says what the base says today."""

    word: str
    details: tuple[str, ...]
    is_still_said: bool = False

    @property
    def exit_code(self) -> int:
        """0 for identical, 5 for a table of another release that still says what the base says today, else 1."""
        return 0 if self.word == IDENTICAL else 5 if self.is_still_said else 1

    @property
    def still_holds(self) -> bool:
        """Whether the table says what the base says today."""
        return self.word == IDENTICAL or self.is_still_said


def carries_seal(path: Path) -> bool:
    """Whether a text or a Word document carries the seal of an exported table."""
    data = bytes_of(path)
    return bool(shown(kind_of(path, data), data).seals)


def verify(path: Path, home: Path | None = None) -> Verdict:
    """Verify one exported file offline, against the releases kept below ``home``.

    Raises UsageError for a file that carries no seal, UnavailableError if no release is here to compare with.
    """
    data = bytes_of(path)
    try:
        if is_report(path, data):
            return _report(path)
        kind = kind_of(path, data)
        if kind == "csv":
            return _verify_csv(read_csv(data), home)
        found = None if kind == "json" else shown(kind, data)
        if found and len(found.seals) > 1:
            return _report(path)
        return _verify_sealed(kind, found, home) if found else _verify_json(data, home)
    except KnowledgeBaseError as error:
        raise type(error)(f"{path}: {error}") from None


def _report(path: Path) -> Verdict:
    return Verdict(REPORT, (f"write: python -m kb embed --check {path}",))


def _verify_sealed(kind: str, found: Shown, home: Path | None) -> Verdict:
    if not found.seals:
        raise UsageError(_unsealed(kind, found, home))
    seal = read_seal(found.seals[0])
    if seal is None:
        return Verdict(TAMPERED, ("its seal cannot be read",))
    own, current = release_called(seal.release, home), current_or_none(home)
    whole = holds(seal, found.pieces)
    if whole and seal.layout < SCOPED:
        return _superseded(seal, own, current, None)
    if whole and seal.layout < seal.newest:
        return _laid_out_before(seal, own, current)
    if seal.layout == seal.newest and own and (difference := _difference(kind, found, seal, own)):
        return Verdict(UNPROVEN if whole and _cannot_be_written(difference) else TAMPERED, difference)
    if not whole or (own and _content(own, seal) != seal.content):
        return Verdict(TAMPERED, ("its content does not have the hash in its seal",))
    return _judge(seal, own, current)


def _unsealed(kind: str, found: Shown, home: Path | None) -> str:
    """What to say of a file that carries nothing by which it could be verified, and whom to ask for what."""
    if kind == "odt" and any(MARKED_IN_WORD.match(piece) for piece in found.pieces):
        return IN_ODT
    named = dict.fromkeys(re.findall(r"\b(?:[Rr]elease|Ausgabe) ([0-9a-f]{16})\b", " ".join(found.pieces)))
    claims = [CLAIMS.format(name, KEPT if release_called(name, home) else NOT_KEPT) for name in named]
    return "; ".join([NO_SEAL_IN.get(kind, NO_SEAL), *claims, ASK])


def _difference(kind: str, found: Shown, seal: Seal, own: Release) -> tuple[str, ...]:
    """Where the file first departs from what its own release writes; nothing if it does not."""
    asked = _asked(own, seal)
    if asked is None:
        return (f"release {own.id} cannot answer the query in its seal",)
    ways, seen_there = list[tuple[str, ...]](), _without_addresses(found.pieces)
    try:
        for data in _ways_to_write(kind, asked, form_of(seal), own):
            ways.append(shown(kind, data).pieces)
            if found.pieces == ways[-1] or seen_there == _without_addresses(ways[-1]):
                return ()
    except UsageError as error:
        return (f"{NOT_WRITTEN}: {error}",)
    if kind in DRAWN and found.pieces[:-1] == ways[0][:-1]:
        return (DRAWN_OTHERWISE.format(own.id),)
    pairs = zip((*ways[0], "the end"), (*found.pieces, "the end"), strict=False)
    expected, seen = next(pair for pair in pairs if pair[0] != pair[1])
    return (f"it shows {seen[:80]!r} where release {own.id} says {expected[:80]!r}",)


def _cannot_be_written(difference: tuple[str, ...]) -> bool:
    """Whether a difference says more of this machine than of the file."""
    return difference[0].startswith((DRAWN_OTHERWISE.partition("{")[0], NOT_WRITTEN))


def _ways_to_write(kind: str, asked: Comparison, form: Form, own: Release) -> Iterator[bytes]:
    """The file of a kind in a form; for HTML the fragments for other pages too."""
    cited = cited_in(own, asked, form)
    yield table_bytes(asked, kind, form, cited)
    if kind == "html":
        yield table_bytes(asked, "paste", form, cited)
        yield from (write_fragment(asked, theme, form, cited).encode("utf-8") for theme in THEMES)
        pages = [Links("http://127.0.0.1/oembed.json?", other_formats(""), f"{PATH}?", fits) for fits in (False, True)]
        yield from (write_embed(asked, theme, page, form, cited).encode("utf-8") for page in pages for theme in THEMES)


def _without_addresses(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Pieces in which the addresses of a served page are those of any server and query."""
    own = re.compile(r"(?<=href=)(?:https?://[^ /]+)?(/oembed\.json|/embed/compare(?:\.[a-z]+)?)\?[^ >]*")
    return tuple(own.sub(r"\1", piece) if piece.startswith("<") else piece for piece in pieces)


def _asked(release: Release, seal: Seal) -> Comparison | None:
    try:
        return ask_again(release.reader, seal.query)
    except UsageError:
        return None


def _content(release: Release, seal: Seal) -> str | None:
    asked = _asked(release, seal)
    return content_hash(asked) if asked else None


def _judge(seal: Seal, own: Release | None, current: Release | None) -> Verdict:
    """Identical, superseded or changed, for a file that is as it was written."""
    if current is None:
        raise UnavailableError(NOTHING_TO_COMPARE)
    if current.id == seal.release:
        return Verdict(IDENTICAL, (f"release {seal.release}",))
    kept = "" if own else f"release {seal.release} is not kept here, so only the hash of the file speaks for it"
    lines = [OTHER_RELEASE.format(seal.release, current.id), kept]
    if _content(current, seal) == seal.content:
        return Verdict(SUPERSEDED, tuple(filter(None, [*lines, STILL])), is_still_said=True)
    changed = _changed_cells(own, current, seal) if own else []
    return Verdict(CHANGED, tuple(filter(None, [*lines, *changed])))


def _superseded(seal: Seal, own: Release | None, current: Release | None, said: dict[tuple[str, str], str] | None) -> Verdict:
    """That a table of before the scopes were told apart is superseded, why, and which cells answer differently now.

    ``said`` are the labels that the file shows, None where they are worked out from its release, or else from the current one.
    """
    if current is None:
        raise UnavailableError(NOTHING_TO_COMPARE)
    replaced = [OTHER_RELEASE.format(seal.release, current.id)] if seal.release != current.id else []
    asked, now = _asked(own or current, seal), _asked(current, seal)
    if now is None or asked is None:
        return Verdict(SUPERSEDED, (*replaced, reason(seal.query), GONE))
    before = said or former_labels((own or current).reader, asked)
    return Verdict(SUPERSEDED, (*replaced, reason(seal.query), *changed_labels(before, now)))


def _laid_out_before(seal: Seal, own: Release | None, current: Release | None) -> Verdict:
    """A table that is as an earlier version of the program laid it out: what answers differently now."""
    if current is None:
        raise UnavailableError(NOTHING_TO_COMPARE)
    replaced = [OTHER_RELEASE.format(seal.release, current.id)] if seal.release != current.id else []
    changed = _changed_cells(own, current, seal) if own and replaced else []
    return Verdict(SUPERSEDED, (*replaced, LAID_OUT_ANEW, *changed))


def _changed_cells(own: Release, current: Release, seal: Seal) -> list[str]:
    before, after = _asked(own, seal), _asked(current, seal)
    if not before or not after:
        return [GONE]
    pairs = zip(before.cells, after.cells, strict=True)
    found = [
        f"{one.jurisdiction} {one.question}: {one.label}. {one.in_short} -> {two.label}. {two.in_short}"
        for one, two in pairs
        if look(one) != look(two)
    ]
    more = [f"and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
    return [*found[:MOST_NAMED], *more] or ["notes or remarks changed, no answer did"]


def _verify_csv(held: Rows, home: Path | None) -> Verdict:
    """A CSV has no hash: only its own release can say whether it is as it was written."""
    query, name = query_of_rows(held), held[0]["release"]
    own, current = release_called(name, home), current_or_none(home)
    if own is None:
        return Verdict(UNPROVEN, (f"release {name} is not kept here, and a .csv has no hash of its own; export csvw beside it",))
    asked = _asked(own, Seal(query, name, "", LAYOUT, ""))
    found = [f"release {name} cannot answer what its rows ask"] if asked is None else list(differences(held, asked))
    if asked is None or found:
        return Verdict(TAMPERED, tuple(found[:MOST_NAMED]))
    return _judge(Seal(query, name, content_hash(asked), LAYOUT, ""), own, current)


def _verify_json(data: bytes, home: Path | None) -> Verdict:
    """JSON carries its query in itself, and its hash covers all of it."""
    try:
        content = json.loads(data)
        stated = content.pop("sha256")
        said = {(one["jurisdiction"], one["question"]): str(one["label"]) for one in content["cells"]}
        seal = Seal(query_of_json(content), str(content["release"]), "", LAYOUT, str(stated))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError("it is no comparison written by 'kb compare --format json'") from None
    if hash_of(content) != stated:
        return Verdict(TAMPERED, ("its content does not have the hash in it",))
    own, current = release_called(seal.release, home), current_or_none(home)
    if "scope" not in content:
        return _superseded(seal, own, current, said)
    if "evidence" not in content:
        return _laid_out_before(seal, own, current)
    asked = _asked(own, seal) if own else None
    if own and (asked is None or hash_of(_json_again(asked, content)) != stated):
        return Verdict(TAMPERED, (f"release {own.id} says something else",))
    same = _same_json(content, _asked(current, seal)) if current else None
    found = _content(current, seal) if current and same else None
    return _judge(Seal(seal.query, seal.release, found or "", LAYOUT, stated), own, current)


def _same_json(content: dict[str, Any], asked: Comparison | None) -> bool:
    return asked is not None and {**_json_again(asked, content), "release": ""} == {**content, "release": ""}


def _json_again(asked: Comparison, like: dict[str, Any]) -> dict[str, Any]:
    """The JSON without its hash as it would be written today; without what files of its age do not say yet."""
    now = json.loads(table_bytes(asked, "json"))
    return {name: value for name, value in now.items() if name != "sha256" and (name in like or name not in SINCE)}
