"""Every verified fact of the briefs stands somewhere: the ledger names the place, and the place exists."""

import csv
import json
from functools import cache
from pathlib import Path

import pytest

from kb.loaders.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parent.parent
BRIEFS = ROOT.parent / "shared" / "facts"
with (ROOT / "tests" / "fact_ledger.csv").open(encoding="utf-8", newline="") as ledger:
    ROWS = list(csv.DictReader(ledger))


@cache
def document(file):
    return read_yaml(ROOT / "facts" / file, file).value


def stands(value, key):
    """Whether a dotted key leads somewhere; lists are looked through, keys may hold dots themselves."""
    if not key:
        return True
    if isinstance(value, list):
        return any(stands(item, key) for item in value)
    if not isinstance(value, dict):
        return False
    return any(key == name or (key.startswith(f"{name}.") and stands(value[name], key[len(name) + 1 :])) for name in value)


def test_the_ledger_has_its_columns_and_is_sorted_without_repeats():
    assert list(ROWS[0]) == ["fact", "file", "key", "reason"]
    keys = [(row["fact"], row["file"], row["key"]) for row in ROWS]
    assert keys == sorted(set(keys))


def test_every_place_in_the_ledger_exists():
    missing = []
    for row in ROWS:
        if row["file"] == "excluded":
            missing += [] if row["reason"].strip() else [f"{row['fact']}: excluded without a reason"]
        elif not (ROOT / "facts" / row["file"]).is_file():
            missing.append(f"{row['fact']}: no file {row['file']}")
        elif not row["key"] or not stands(document(row["file"]), row["key"]):
            missing.append(f"{row['fact']}: nothing at {row['key']} in {row['file']}")
    assert not missing, "\n".join(missing)


def test_few_facts_are_excluded():
    excluded = {row["fact"] for row in ROWS if row["file"] == "excluded"}
    assert len(excluded) <= len({row["fact"] for row in ROWS}) * 0.05


@pytest.mark.skipif(not BRIEFS.is_dir(), reason="the briefs are not beside this checkout")
def test_every_fact_of_the_briefs_is_in_the_ledger():
    wanted = {
        json.loads(line)["id"]
        for name in ("us", "eu", "sg", "others")
        for line in (BRIEFS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    }
    assert len(wanted) == 452
    assert {row["fact"] for row in ROWS} == wanted
