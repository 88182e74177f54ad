"""Sentences that the base has judged already, as sources of its own have them, known again by their hashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.checking.draft_text import Sentence
from kb.checking.verdict import NOT_HELD, OTHER, Judged
from kb.graph.statements import SourceStatement, source_names, statements_of
from kb.release.release import Release


def judged_before(release: Release) -> Mapping[str, list[tuple[str, SourceStatement]]]:
    """What sources state in a sentence that the base has judged, by the hash of the sentence, each with its source."""
    by_hash: dict[str, list[tuple[str, SourceStatement]]] = {}
    for source in source_names(release):
        for one in statements_of(release, source):
            if one.sentence_sha256:
                by_hash.setdefault(one.sentence_sha256, []).append((source, one))
    return by_hash


def of_source(sentence: Sentence, found: Sequence[tuple[str, SourceStatement]]) -> Judged:
    """The verdict that the base has on this very sentence: contradicted where a part is, supported where all is that can be."""
    statements = [one for _, one in found]
    verdicts = {one.verdict for one in statements} - {"opinion", "forecast"}
    verdict = "contradicted" if "contradicted" in verdicts else "supported" if verdicts == {"supported"} else NOT_HELD
    decides = next((one for one in statements if one.verdict == verdict), statements[0])
    cell = f"{decides.cell[0]}/{decides.cell[1]}" if decides.cell else None
    told = "; ".join(f"{one.key} {one.verdict or 'no verdict'}: {one.because or one.says}" for one in statements)
    keys = {source: ", ".join(one.key for of, one in found if of == source) for source, _ in found}
    citation = "; ".join(f"source/{source}, {named}" for source, named in keys.items())
    reason = OTHER if verdict == NOT_HELD else None
    return Judged(
        sentence, verdict, f"the base has judged this sentence ({told})", cell, None, citation, decides.says, reason=reason
    )
