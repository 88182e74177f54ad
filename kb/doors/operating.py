"""One operation of the API in a process of its own: the bytes of its answer, or of its refusal behind a mark."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from kb.doors.answers import answer
from kb.doors.asked import asked_of
from kb.doors.naming import RefusedError
from kb.opening.current import open_folder
from kb.release.release import Release

REFUSED = b"\0refused "


def operated(folder: Path, name: str, texts: tuple[tuple[str, str | tuple[str, ...]], ...]) -> bytes:
    """What an operation says of the release in a folder, as the bytes of JSON; raises what :mod:`kb.errors` names."""
    release = opened(folder)
    try:
        return answer(release, asked_of(release.reader, name, dict(texts))).encode("utf-8")
    except RefusedError as refused:
        return REFUSED + json.dumps(refused.to_json()).encode("utf-8")


@lru_cache(maxsize=2)
def opened(folder: Path) -> Release:
    """The release in a folder, opened once for as long as it is asked."""
    return open_folder(folder)
