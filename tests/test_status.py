"""In force is not enforced: the two statuses of a claim from the dated events of its instrument."""

import pytest
from test_resolution import LAW

from kb.naming import iris
from kb.values.model import StoredEvent
from kb.values.status import statuses

CLIP = LAW._replace(platform="clip", dossier=iris.entity("instrument", "xa/act"), pinpoint="s. 1; s. 2")
REACHES_CLIP = frozenset({iris.entity("platform", "clip")})


def event(
    kind, on, *, legal=None, enforcement=None, until=None, reaches=frozenset(), covers=frozenset(), asserted="2026-01-01", at=0
):
    return StoredEvent(f"e/{kind}-{on}", kind, on, at, until, legal, enforcement, asserted, None, reaches, covers)


LADDER = [
    event("signed", "2024-04-24", legal="adopted"),
    event("in-force", "2024-04-24", legal="in-force", at=1),
    event("applies", "2025-01-19", enforcement="applicable", reaches=REACHES_CLIP, at=2),
    event("enforcement-suspended", "2025-01-20", enforcement="suspended", until="2025-04-05", reaches=REACHES_CLIP, at=3),
    event("enforcement-suspended", "2025-04-05", enforcement="suspended", until="2026-01-23", reaches=REACHES_CLIP, at=4),
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-04-23", (None, None)),
        ("2024-04-24", ("in-force", "not-yet-applicable")),
        ("2025-01-19", ("in-force", "applicable")),
        ("2025-01-20", ("in-force", "suspended")),
        ("2025-04-05", ("in-force", "suspended")),
        ("2026-01-22", ("in-force", "suspended")),
        ("2026-01-23", ("in-force", "applicable")),
    ],
)
def test_a_statute_in_force_may_not_yet_apply_or_be_suspended(day, expected):
    assert statuses(CLIP, LADDER, day, "2026-06-01") == expected


def test_events_that_reach_others_do_not_count():
    assert statuses(CLIP._replace(platform="other"), LADDER, "2025-02-01", "2026-06-01") == ("in-force", "applicable")


def test_events_that_cover_other_provisions_do_not_count():
    early = event("applies", "2024-05-01", enforcement="applicable", covers=frozenset({iris.passage(CLIP.dossier, "s. 9")}))
    general = event("applies", "2025-01-01", enforcement="applicable")
    events = [LADDER[1], early, general]
    assert statuses(CLIP, events, "2024-06-01", "2026-06-01") == ("in-force", "not-yet-applicable")
    covered = early._replace(covers=frozenset({iris.passage(CLIP.dossier, "s. 2")}))
    assert statuses(CLIP, [LADDER[1], covered, general], "2024-06-01", "2026-06-01") == ("in-force", "applicable")


def test_events_not_yet_in_the_record_do_not_count():
    late = [one._replace(asserted_on="2026-03-01") if one.sets_enforcement == "suspended" else one for one in LADDER]
    assert statuses(CLIP, late, "2025-02-01", "2026-02-01") == ("in-force", "applicable")
    assert statuses(CLIP, late, "2025-02-01", "2026-03-01") == ("in-force", "suspended")


def test_a_law_without_an_applies_event_applies_from_its_start_whatever_injunctions_come_later():
    events = [
        LADDER[1],
        event("enjoined", "2025-05-01", enforcement="enjoined"),
        event("injunction-lifted", "2025-09-01", enforcement="applicable"),
    ]
    found = [statuses(CLIP, events, day, "2026-06-01")[1] for day in ("2025-01-01", "2025-06-01", "2025-10-01")]
    assert found == ["applicable", "enjoined", "applicable"]


def test_a_revoked_text_is_not_in_force():
    events = [LADDER[1], event("revoked", "2025-05-01", legal="revoked")]
    assert statuses(CLIP, events, "2025-06-01", "2026-06-01") == ("revoked", "not-in-force")
