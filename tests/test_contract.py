"""The fixed points other programs lean on, over the real facts."""

import hashlib
import json

import pytest

from kb.cells.comparison import compare
from kb.tables.json import contract

CELL = {
    "jurisdiction", "question", "state", "answer", "label", "in_short", "valid_from", "valid_until", "legal_status",
    "enforcement_status", "scope", "scope_label", "layer", "parts", "otherwise", "disputed", "dispute", "claims",
}  # fmt: skip
CLAIM = {
    "id", "answer", "won", "evidence_grade", "checked", "instrument", "provision", "source", "platform", "party", "layer",
    "asserted_on", "notes",
}  # fmt: skip


def at(release, day, platform=None):
    return compare(release.reader, ["us", "eu", "sg"], as_of=day, known_on="2026-12-01", platform=platform)


def test_the_json_has_the_shape_that_was_promised(real_release):
    content = json.loads(json.dumps(contract(at(real_release, "2025-09-15"))))
    assert list(content)[:6] == ["release", "as_of", "known_on", "platform", "policy", "scope"] and content["scope"] == "general"
    assert content["jurisdictions"] == ["us", "eu", "sg"] and content["platform"] is None
    assert {"forced-divestiture", "data-localization-requirement"} <= {question["id"] for question in content["questions"]}
    assert len(content["cells"]) == 3 * len(content["questions"])
    for cell in content["cells"]:
        assert set(cell) >= CELL
        assert all(set(claim) >= CLAIM for claim in cell["claims"])
        assert sum(claim["won"] for claim in cell["claims"]) == (cell["state"] != "not-researched")
        assert cell["scope"] in ("general", "class", None) and cell["disputed"] == (cell["dispute"] is not None)
    numbers = {note["n"] for note in content["notes"]}
    assert all(n in numbers for cell in content["cells"] for claim in cell["claims"] for n in claim["notes"])


def test_the_hash_covers_everything_else(real_release):
    content = contract(at(real_release, "2025-09-15"))
    stated = content.pop("sha256")
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == stated


@pytest.mark.parametrize(
    ("day", "answer", "legal", "enforcement", "disputed"),
    [
        ("2024-01-01", "review-power", "in-force", "applicable", False),
        ("2024-06-01", "required", "in-force", "not-yet-applicable", False),
        ("2025-01-19", "required", "in-force", "applicable", False),
        ("2025-09-15", "required", "in-force", "suspended", False),
        ("2026-06-01", "negotiated", "in-force", "applicable", True),
    ],
)
def test_the_divestiture_cell_of_the_united_states_through_time(real_release, day, answer, legal, enforcement, disputed):
    cell = at(real_release, day, "tiktok").cell("us", "forced-divestiture")
    assert (cell.answer, cell.legal_status, cell.enforcement_status, cell.disputed) == (answer, legal, enforcement, disputed)


@pytest.mark.parametrize(
    ("day", "answer"),
    [("2024-01-01", "review-power"), ("2024-06-01", "required"), ("2025-09-15", "required"), ("2026-06-01", "required")],
)
def test_the_general_rule_of_the_united_states_is_that_of_the_statute(real_release, day, answer):
    cell = at(real_release, day).cell("us", "forced-divestiture")
    assert (cell.answer, cell.disputed, cell.winner.claim.platform) == (answer, False, None)


@pytest.mark.parametrize(
    ("platform", "rule", "kind"), [(None, "generality", "said-of-platform"), ("tiktok", "authority", "contradicted")]
)
def test_singapore_is_disputed_and_the_law_wins(real_release, platform, rule, kind):
    cell = at(real_release, "2025-09-15", platform).cell("sg", "data-localization-requirement")
    assert (cell.answer, cell.disputed, cell.dispute.kind) == ("conditional-transfer", True, kind)
    article = next(weighed for weighed in cell.claims if weighed.disputes)
    assert article.dossier.path == "us-china-tiktok-near-agreement"
    assert (article.claim.answer, article.rule) == ("mandatory-local-storage", rule)
