"""What things of a release are called in another language than English."""

from __future__ import annotations

from collections.abc import Mapping

from kb.release.release import Release

Names = Mapping[str, str]


def names_in(release: Release, language: str) -> Names:
    """What things of a release are called in a language (a code such as ``de``), by their English names.

    The first thing of a name decides; a name of several words also stands with a small letter, as in the middle of a sentence.
    """
    found: dict[str, str] = {}
    for row in release.rows("names_in_language", language=language):
        found.setdefault(row["label"] or "", row["name"] or "")
    return found | {label[:1].lower() + label[1:]: name[:1].lower() + name[1:] for label, name in found.items() if " " in label}
