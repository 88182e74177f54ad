"""The schemas that editors use: they take every file of facts as it is, and mark what is wrong while it is written."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from kb.commands.cli import app
from kb.loaders.file_schemas import GLOBS, file_schema

FACTS = Path(__file__).resolve().parents[1] / "facts"


@cache
def validator(kind: str) -> Any:
    schema = file_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def as_an_editor_reads(value: Any) -> Any:
    """Plain values with the numbers and truth values that YAML 1.2 sees in plain text."""
    if isinstance(value, dict):
        return {key: as_an_editor_reads(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_an_editor_reads(one) for one in value]
    if re.fullmatch(r"-?\d+", value):
        return int(value)
    return {"true": True, "false": False}.get(value, value)


@pytest.mark.parametrize("kind", GLOBS)
def test_every_file_of_facts_fits_its_schema(kind: str):
    files = sorted(FACTS.glob(GLOBS[kind]))
    assert files or kind in ("imports", "words")  # these facts import nothing and add no words
    for path in files:
        value = as_an_editor_reads(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))
        assert [error.message for error in validator(kind).iter_errors(value)] == [], path.name


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("evidence", {"grade": "primary", "read_in": "Gazette", "checked": "confirmed"}),
        ("evidence", [{"read": "Gazette", "kind": "gossip"}]),
        ("evidence", []),
        ("evidence", [{"read": "Gazette"}]),
        ("type", "statut"),
        ("approaches", ["divestitur"]),
        ("titel", "An act"),
    ],
)
def test_what_is_wrong_is_marked(key: str, value: Any):
    path = next(iter(sorted((FACTS / "instruments" / "us").glob("pafaca.yaml"))))
    whole = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert not list(validator("instruments").iter_errors(whole))
    assert list(validator("instruments").iter_errors(whole | {key: value}))


def test_the_command_writes_a_schema_for_each_kind_of_file_and_says_which_is_for_which(tmp_path: Path):
    done = CliRunner().invoke(app, ["schemas", str(tmp_path / ".vscode")])
    assert done.exit_code == 0, done.output
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert len(settings) == len(GLOBS)
    for name, glob in settings.items():
        assert json.loads((tmp_path / name).read_text(encoding="utf-8"))["title"] == glob


def test_the_words_of_a_base_are_taken_and_a_wrong_file_of_words_is_named(tmp_path: Path):
    bread = FACTS.parent / "tests" / "bread_facts"
    assert CliRunner().invoke(app, ["schemas", str(tmp_path / "schemas"), "--facts", str(bread)]).exit_code == 0
    for kind in GLOBS:
        schema = json.loads((tmp_path / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        for path in bread.glob(GLOBS[kind]):
            value = as_an_editor_reads(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))
            assert not list(jsonschema.Draft202012Validator(schema).iter_errors(value)), path.name
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "words.yaml").write_text("unit: {Nights: {label: nights, means: Nights.}}\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["schemas", str(tmp_path / "none"), "--facts", str(tmp_path / "facts")])
    assert done.exit_code == 1 and "words.yaml:1" in done.output and not (tmp_path / "none").exists()
