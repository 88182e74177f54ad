"""A git history of terms as editions: which document of which platform stood from which day on, without its text.

The layout is that of Open Terms Archive: a folder for each service, in it a Markdown file for each document, a commit for each
change. The text stays in the repository; its hash and its commit are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.importing.words import slugged
from kb.loaders.imports.kept_records import TermsEdition, sha256_of
from kb.loaders.imports.mapping_records import Mapping
from kb.loaders.problems import CuratedDataError, Problem
from kb.texts.git_history import changes, is_repository, text_at

MOST = 50_000


def terms_of(mapping: Mapping, repository: Path) -> list[TermsEdition]:
    """Every edition of the documents of the platforms that a mapping names; the last of a day where there are several."""
    if not is_repository(repository):
        raise CuratedDataError([Problem(str(repository), 0, "is no git repository; name the folder of a clone")])
    found: dict[tuple[str, str, str], TermsEdition] = {}
    for commit, day, name in changes(repository, *mapping.platforms):
        service, _, document = name.partition("/")
        if service not in mapping.platforms or not document.endswith(".md"):
            continue
        if len(found) >= MOST:
            raise CuratedDataError([Problem(str(repository), 0, f"has more than {MOST} editions; name fewer platforms")])
        platform, slug = mapping.platforms[service], slugged(document.removesuffix(".md"))
        text = text_at(repository, commit, name)
        found[platform, slug, day] = TermsEdition(platform, slug, day, commit, sha256_of(text), str(len(text)))
    return list(_that_changed(sorted(found.values(), key=lambda one: (one.platform, one.document, one.on))))


def _that_changed(editions: list[TermsEdition]) -> Iterator[TermsEdition]:
    """Editions whose text is another than that of the one before."""
    before = ("", "", "")
    for one in editions:
        if before != (one.platform, one.document, one.sha256):
            before = one.platform, one.document, one.sha256
            yield one
