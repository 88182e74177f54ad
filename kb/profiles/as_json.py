"""All that the base says of one thing as plain values, with its state today."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kb.graph.entity_text import to_json
from kb.graph.entity_view import view
from kb.profiles.profile import profile
from kb.release.release import Release


def entity_json(release: Release, entity: str, language: str = "en") -> dict[str, Any]:
    """What is said of an entity, and under ``state`` the sentences on its state today; UsageError for one that is not there."""
    return to_json(view(release, entity)) | {"state": [asdict(one) for one in profile(release, entity, language).state.clauses]}
