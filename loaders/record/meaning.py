"""The meaning of a statement as a hash, and as short digests of its parts by which a change can be named.

The hash follows from every part, with white space folded; the order of keys, quoting, line breaks, evidence and notes are no
part of it. The digest of a part leaves out capitals and punctuation: where all digests are equal only the form was changed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping

from kb.loaders.record.statements import LEFT, Value

WIDTH = 6
MARKS = re.compile(r"[\s\"'‘’“”„‚«»‹›()\[\]…;:!?.,‐‑‒–—―/_-]+")


def meaning_hash(meaning: Mapping[str, Value]) -> str:
    """SHA-256 of a meaning; parts that are not given do not count."""
    said = {name: _folded(value) for name, value in meaning.items() if value}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def digests(meaning: Mapping[str, Value]) -> str:
    """The digests of all parts in a row, in the order of their names."""
    return "".join(_digest(meaning[name]) for name in sorted(meaning))


def changed_parts(meaning: Mapping[str, Value], published: str) -> list[str]:
    """Names of the parts that do not have the digests that were published; all where another number of parts was.

    That an answer is left to the members is a part only where it is said, so that it may have come or gone.
    """
    given = [published[start : start + WIDTH] for start in range(0, len(published), WIDTH)]
    for names in (sorted(meaning), sorted(meaning.keys() ^ {LEFT})):
        if len(published) == WIDTH * len(names):
            was = dict(zip(names, given, strict=True))
            return [name for name in sorted(meaning.keys() | was.keys()) if _digest(meaning.get(name)) != was.get(name)]
    return sorted(meaning)


def _digest(value: Value) -> str:
    if not value:
        return "-" * WIDTH
    bare = json.dumps([_bare(item) for item in ([value] if isinstance(value, str) else value)], ensure_ascii=False)
    return base64.urlsafe_b64encode(hashlib.sha256(bare.encode()).digest())[:WIDTH].decode()


def _bare(text: str) -> str:
    return MARKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _folded(value: Value) -> str | list[str]:
    return " ".join(value.split()) if isinstance(value, str) else [" ".join(item.split()) for item in value or ()]
