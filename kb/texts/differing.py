"""Two editions of a text word by word, for a reader on this machine."""

from __future__ import annotations

from collections.abc import Sequence

from kb.errors import KnowledgeBaseError, UsageError
from kb.texts.folder import TextFolder
from kb.texts.moving import word_difference, written_difference
from kb.texts.resolving import NOT_FOUND, Resolver


def difference_text(folder: TextFolder, instrument: str, pinpoints: Sequence[str]) -> str:
    """What is otherwise between the last two editions of a text, passage by passage.

    UsageError where there are no two editions or a pinpoint is in neither; KnowledgeBaseError if nothing is otherwise.
    """
    editions = folder.editions(instrument)
    if len(editions) < 2:
        raise UsageError(f"{folder.path} has {len(editions)} editions of '{instrument}'; a difference needs two")
    earlier, later = (Resolver(folder, edition) for edition in editions[-2:])
    names = pinpoints or tuple(dict.fromkeys(held.pinpoint for edition in editions[-2:] for held in edition.provisions))
    lines = [f"{instrument}: from {editions[-2].version} to {editions[-1].version}"]
    for name in names:
        old, new = earlier.resolve(name), later.resolve(name)
        if (old.state, new.state) == (NOT_FOUND, NOT_FOUND):
            raise UsageError(f"'{name}' stands in neither edition of {instrument}")
        if old.words != new.words:
            lines += ["", name, written_difference(word_difference(old.words, new.words))]
    if len(lines) == 1:
        raise KnowledgeBaseError(f"nothing is otherwise between the last two editions of {instrument}")
    return "\n".join(lines) + "\n"
