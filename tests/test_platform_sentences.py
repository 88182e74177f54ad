"""The sentence at the head of each platform's page: whole, in its language, and true of the graph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from kb.profiles.profile import profile
from kb.release.release import Release

FACTS = Path(__file__).resolve().parents[1] / "facts"
PLATFORMS = yaml.safe_load((FACTS / "platforms.yaml").read_text(encoding="utf-8"))
ORGANISATIONS = yaml.safe_load((FACTS / "organisations.yaml").read_text(encoding="utf-8"))
CASES = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FACTS.glob("cases/*/*.yaml"))]
OWNER_NOT_FOUND = {"stripchat", "hardwarezone", "kick", "im-ge"}
TODAY = "2026-12-01"


def head_of(release: Release, name: str, lang: str = "en") -> str:
    told = profile(release, f"platform/{name}", lang, as_of=TODAY, known_on=TODAY)
    return next(clause.text for clause in told.state.clauses if clause.name == "stands")


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_it_says_what_it_is_whose_it_is_and_where_it_stands(real_release: Release, name: str) -> None:
    record, said = PLATFORMS[name], head_of(real_release, name)
    assert re.fullmatch(r"[A-Z][^{}]*[^ ]\.", said) and "  " not in said and " 0 " not in said and "None" not in said, said
    assert record["name"] in said.split(". ")[0]
    owners = [ORGANISATIONS[one["owner"]]["name"] for one in record.get("owners", []) if "until" not in one]
    assert all(owner in said for owner in owners[:3]) and ("is not recorded" in said) == (not owners), said
    runs = [one for one in record.get("operators", []) if str(one.get("until", "9999")) > TODAY and "withdrawn" not in one]
    assert ("run by" in said) == bool(runs), said
    cases = sum(name in case.get("platforms", []) and not case.get("withdrawn") for case in CASES)
    told = re.search(r"(\d+|[Oo]ne) cases? concerns? it", said)
    assert (int(told[1].lower().replace("one", "1")) if told else 0) == cases, said


@pytest.mark.parametrize("name", ["tiktok", "google-ads", "kick", "steam"])
def test_it_is_whole_in_german(real_release: Release, name: str) -> None:
    said = head_of(real_release, name, "de")
    assert re.fullmatch(r"(Der Dienst|Wem der Dienst) [^{}]*[^ ]\.", said) and " 0 " not in said, said


def test_an_owner_is_recorded_for_all_but_those_that_say_that_it_was_not_found() -> None:
    without = {name for name, record in PLATFORMS.items() if not record.get("owners")}
    assert without == OWNER_NOT_FOUND
    assert all("was not found" in PLATFORMS[name]["note"] for name in without)
