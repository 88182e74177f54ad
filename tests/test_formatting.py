"""``kb format``: files of facts in the house form, which says what they said, keeps every comment, and stays as it is."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from kb.commands.cli import app
from kb.formatting.files import chosen, form_of
from kb.formatting.house_form import LIMIT, house_form
from kb.formatting.key_order import ORDER, in_order, keys_of
from kb.formatting.source_text import SourceText
from kb.loaders.dossier_records import Claim, Instrument
from kb.loaders.facts import read_facts
from kb.loaders.file_schemas import KINDS
from kb.loaders.record.meaning import meaning_hash
from kb.loaders.record.statements import statements_of
from kb.loaders.yaml_files import parse_yaml
from operations.reference.facts import _models
from tests.conftest import MINI_FACTS, REAL_FACTS

NAMES = chosen(REAL_FACTS, [])
INSTRUMENT = """\
title: An act
type: statute
approaches: [privacy]
dates:
  - {on: 2020-01-01, what: in-force}
"""


def formatted(text: str, annotation: Any = Instrument) -> str:
    return house_form(text, annotation)


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["format", *map(str, arguments)])


def test_the_real_facts_are_in_the_house_form():
    assert run("--check", "--facts", REAL_FACTS).output == f"{len(NAMES)} files are in the house form\n"
    assert len(NAMES) == len(list(REAL_FACTS.rglob("*.yaml")))


def test_every_key_of_every_record_has_its_place_and_no_other_has_one():
    models = {model.__name__: model for model in _models()}
    assert set(ORDER) <= set(models)
    for model in models.values():
        declared = [field.alias or name for name, field in model.model_fields.items()]
        assert sorted(keys_of(model)) == sorted(declared), model.__name__
        assert in_order(model, declared[::-1]) == in_order(model, in_order(model, declared[::-1]))


def test_keys_come_in_the_order_of_the_record_and_unknown_ones_keep_theirs():
    assert in_order(Claim, ["in_short", "from", "answer"]) == ["answer", "from", "in_short"]
    assert in_order(Claim, ["answer", "from", "in_short", "evidence", "note"])[-2:] == ["evidence", "note"]
    assert in_order(Claim, ["in_short", "fron", "answer"]) == ["in_short", "fron", "answer"]
    assert in_order(None, ["b", "a"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("type: statute\ntitle: An act\n", "title: An act\ntype: statute\n"),
        ("\n\n# About the file.\ntype: statute\n# About the title.\ntitle: An act\n\n\n", None),
        ("note:\n- one\n-   two\n", "note:\n  - one\n  - two\n"),
        ("note: ['one', \"two\"]\n", 'note: [one, "two"]\n'),
        ("note: 'it''s: so'\n", 'note: "it\'s: so"\n'),
        ("note:\n    one\n    two\n", "note: one two\n"),
        ("note: >-\n      one\n      two\n", "note: >-\n  one\n  two\n"),
        ("note: [ one,two ] # why\n", "note: [one, two]  # why\n"),
        ("note: [one,\n       two]\n", None),
        ("note: [one,  # why\n       two]  # and why\n", None),
        ("note:\n  [one, two]\n", None),
        ("note:   # why\n  # so\n  - one\n", "note:  # why\n  # so\n  - one\n"),
        ("note:\n  - one\n\n\n  - two\n", "note:\n  - one\n\n  - two\n"),
        ("note: >-  # why\n  one\n", None),
        ("note:\n  - |-\n    one\n     two # no comment\n", None),
        ("dates: [{what: adopted, on: 2020-01-01}]\n", "dates: [{on: 2020-01-01, what: adopted}]\n"),
        ("dates:\n  -\n    # when\n    what: adopted\n    on: 2020-01-01\n", None),
        ("---\ntitle: An act\n...\n", "title: An act\n"),
        ("{type: statute, title: An act}\n", "title: An act\ntype: statute\n"),
        ("title:\n", None),
        ("note:  # why\n  one\n  two\n", "# why\nnote: one two\n"),
        ("note: >-\n  one \n\n", "note: >-\n  one \n"),
        ("title: An act", "title: An act\n"),
    ],
)
def test_what_is_not_in_the_house_form_is_put_into_it(before: str, after: str | None):
    longer = {
        "\n\n# About the file.\ntype": "# About the file.\n# About the title.\ntitle: An act\ntype: statute\n",
        "dates:\n  -\n    # when": "dates:\n  # when\n  - on: 2020-01-01\n    what: adopted\n",
    }
    told = after or next((text for begins, text in longer.items() if before.startswith(begins)), before)
    assert formatted(before) == told
    assert formatted(told) == told


def test_what_is_too_wide_is_folded_or_has_a_line_for_each_entry():
    words = "word " * 40
    text = f"note: {words.strip()}\ndates: [{{on: 2020-01-01, what: adopted, note: {words.strip()}}}]  # why\n"
    rows = formatted(text).split("\n")
    assert rows[:2] == ["note: >-", "  " + " ".join(["word"] * 25)]
    assert rows[3:7] == ["dates:  # why", "  - on: 2020-01-01", "    what: adopted", "    note: >-"]
    assert all(len(row) <= LIMIT for row in rows)
    address = f"official_url: https://law.example/{'x' * 150}\n"
    assert formatted(address) == address
    spaces = f'note: "two  spaces {words}"\n'
    assert formatted(spaces) == spaces, "folding would change what it says"


class Scrambler:
    """Writes a value as YAML in any of its forms, with comments wherever one may stand."""

    def __init__(self, seed: int) -> None:
        self.rng, self.comments = random.Random(seed), 0

    def maybe(self, chance: float = 0.15) -> bool:
        return self.rng.random() < chance

    def beside(self) -> str:
        if not self.maybe(0.08):
            return ""
        self.comments += 1
        return f"   # c{self.comments}: {{not, a}} 'value"

    def above(self, column: int) -> list[str]:
        rows = [""] * self.rng.choice([0, 0, 0, 0, 1, 3])
        return rows + ([" " * column + self.beside().strip()] if self.maybe() else [])

    def scalar(self, text: str) -> str:
        if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ./-]*[A-Za-z0-9]|[A-Za-z0-9]", text) and self.maybe(0.8):
            return text
        quoted = text.replace("'", "''")
        return json.dumps(text, ensure_ascii=False) if self.maybe(0.5) else f"'{quoted}'"

    def key(self, name: str) -> str:
        return json.dumps(name, ensure_ascii=False) if re.search(r"[^\w./ -]", name) or self.maybe(0.05) else name

    def flow(self, value: Any) -> str:
        gap = self.rng.choice(["", " ", "\n" + " " * 60])
        if isinstance(value, dict):
            keys = self.shuffled(value)
            return "{" + gap + f",{gap or ' '}".join(f"{self.key(key)}: {self.flow(value[key])}" for key in keys) + gap + "}"
        if isinstance(value, list):
            return "[" + gap + f",{gap or ' '}".join(self.flow(one) for one in value) + gap + "]"
        return self.scalar(value)

    def shuffled(self, value: dict[str, Any]) -> list[str]:
        keys = list(value)
        if self.maybe(0.5):
            self.rng.shuffle(keys)
        return keys

    def value(self, head: str, value: Any, column: int) -> list[str]:
        if isinstance(value, str):
            if " " in value and self.maybe(0.3) and value == " ".join(value.split()):
                inside = " " * (column + self.rng.choice([1, 2, 6]))
                words = value.split()
                middle = self.rng.randrange(1, len(words)) if len(words) > 1 else 1
                parts = [" ".join(words[:middle]), " ".join(words[middle:])]
                return [f"{head} >-{self.beside()}", *(inside + part for part in parts if part)]
            return [f"{head} {self.scalar(value)}{self.beside()}"]
        if not value or self.maybe():
            return [f"{head} {self.flow(value)}{self.beside()}"]
        deeper = column + self.rng.choice([2, 4] if isinstance(value, dict) or head.endswith("-") else [0, 2, 4])
        return [head + self.beside(), *self.block(value, deeper)]

    def block(self, value: Any, column: int) -> list[str]:
        rows: list[str] = []
        for one in self.shuffled(value) if isinstance(value, dict) else value:
            head = f"{' ' * column}{self.key(one)}:" if isinstance(value, dict) else " " * column + "-"
            rows += self.above(column) + self.value(head, value[one] if isinstance(value, dict) else one, column)
        return rows + self.above(column)


@pytest.mark.parametrize("seed", range(60))
def test_a_file_in_any_form_says_the_same_afterwards_and_keeps_every_comment(seed: int):
    name = random.Random(seed).choice([name for name in NAMES if (REAL_FACTS / name).stat().st_size < 40_000])
    kind = KINDS[name.partition("/")[0].removesuffix(".yaml")]
    said = parse_yaml((REAL_FACTS / name).read_bytes(), name).value
    text = "\n".join(Scrambler(seed).block(said, 0)) + "\n"
    before = parse_yaml(text.encode(), name)
    new = house_form(text, kind)
    after = parse_yaml(new.encode(), name)
    assert after.value == before.value == said
    told = [TypeAdapter(kind).dump_json(TypeAdapter(kind).validate_python(one.value)) for one in (before, after)]
    assert told[0] == told[1], "the order of questions, provisions and lists is that of the file"
    comments = [sorted(SourceText(one).comments.values()) for one in (text, new)]
    assert comments[0] == comments[1]
    assert house_form(new, kind) == new
    wide = [row for row in new.split("\n") if len(row) > LIMIT and "#" not in row and " " in row.strip().partition(": ")[2]]
    assert not [row for row in wide if '"' not in row], wide


def test_published_statements_mean_what_they_meant(tmp_path: Path):
    facts = tmp_path / "facts"
    shutil.copytree(MINI_FACTS, facts)

    def meanings() -> dict[str, str]:
        read = read_facts(facts)
        return {one.id: meaning_hash(one.meaning) for name in read.files for one in statements_of(read, name)}

    before, records = meanings(), read_facts(facts).instruments
    done = run("--facts", facts)
    assert done.exit_code == 0 and "10 of 16 files were put into the house form" in done.output
    assert meanings() == before and read_facts(facts).instruments == records
    assert run("--facts", facts).output == "0 of 16 files were put into the house form\n"


def test_check_names_files_and_lines_and_writes_nothing(tmp_path: Path):
    file = tmp_path / "facts/instruments/us/act.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f"{INSTRUMENT}short:   It\n", encoding="utf-8")
    done = run("--check", "--facts", tmp_path / "facts")
    assert done.exit_code == 1
    assert done.output == "facts/instruments/us/act.yaml:2: is not in the house form from here on\nkb: 1 file: run kb format\n"
    assert file.read_text(encoding="utf-8") == f"{INSTRUMENT}short:   It\n"


def test_a_file_that_cannot_be_read_is_named_with_its_line_and_left_while_others_are_written(tmp_path: Path):
    folder = tmp_path / "facts/instruments/us"
    folder.mkdir(parents=True)
    (folder / "good.yaml").write_text("type: statute\ntitle: An act\n", encoding="utf-8")
    (folder / "bad.yaml").write_text("title: An act\ntype: [statute\nnote: x\n", encoding="utf-8")
    done = run("--facts", tmp_path / "facts")
    assert done.exit_code == 1 and "facts/instruments/us/bad.yaml:3: not YAML" in done.output
    assert "kb: 1 file: left as they are; the other files are in the house form" in done.output
    assert (folder / "good.yaml").read_text(encoding="utf-8") == "title: An act\ntype: statute\n"
    assert (folder / "bad.yaml").read_text(encoding="utf-8") == "title: An act\ntype: [statute\nnote: x\n"
    assert sorted(path.name for path in folder.iterdir()) == ["bad.yaml", "good.yaml"]


def test_line_ends_and_a_mark_at_the_beginning_become_those_of_the_house(tmp_path: Path):
    file = tmp_path / "facts/instruments/us/act.yaml"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xef\xbb\xbf" + INSTRUMENT.replace("\n", "\r\n").encode())
    assert run("--facts", tmp_path / "facts").exit_code == 0
    assert file.read_bytes() == INSTRUMENT.encode()


def test_a_line_end_that_is_not_seen_is_named(tmp_path: Path):
    file = tmp_path / "facts/instruments/us/act.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f"{INSTRUMENT}note: one\u2028# two\n", encoding="utf-8")
    done = run("--facts", tmp_path / "facts")
    assert done.exit_code == 1 and "act.yaml:6: character U+2028 ends a line in YAML" in done.output


def test_what_has_no_house_form_that_says_the_same_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "facts/instruments/us/act.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f"{INSTRUMENT}# the end\n", encoding="utf-8")
    for broken in (lambda text, _: text.replace("# the end", ""), lambda text, _: text.replace("statute", "treaty")):
        monkeypatch.setattr("kb.formatting.files.house_form", broken)
        done = run("--facts", tmp_path / "facts")
        assert done.exit_code == 1 and "keeps every comment" in done.output
        assert file.read_text(encoding="utf-8") == f"{INSTRUMENT}# the end\n"


def test_files_and_folders_are_named_from_where_one_stands_or_from_the_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(MINI_FACTS, tmp_path / "facts")
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "facts"
    for path in ("facts/instruments/xb", "instruments/xb/privacy-act.yaml", str(root / "instruments/xb/privacy-act.yaml")):
        assert chosen(root, [Path(path)]) == ["instruments/xb/privacy-act.yaml"]
    done = run("--facts", root, "instruments/xb", "--check")
    assert done.exit_code == 1 and done.output.count("privacy-act.yaml:") == 1
    for path in ("nowhere", "..", "competency"):
        wrong = CliRunner().invoke(app, ["format", path, "--facts", str(root)])
        assert wrong.exit_code == 1 and "no file of facts below" in str(wrong.exception)


def test_a_link_out_of_the_facts_is_left_alone(tmp_path: Path):
    outside = tmp_path / "outside.yaml"
    outside.write_text("type: statute\ntitle: An act\n", encoding="utf-8")
    folder = tmp_path / "facts/instruments/us"
    folder.mkdir(parents=True)
    (folder / "act.yaml").symlink_to(outside)
    assert run("--facts", tmp_path / "facts").exit_code == 1
    assert outside.read_text(encoding="utf-8") == "type: statute\ntitle: An act\n"


def test_what_the_program_begins_is_in_the_house_form(tmp_path: Path):
    root = tmp_path / "facts"
    assert CliRunner().invoke(app, ["new", "base", str(root)]).exit_code == 0
    for kind, name in (("instrument", "xx/my-act"), ("source", "an-article"), ("question", "maximum-fine"), ("absence", "xx")):
        assert CliRunner().invoke(app, ["new", kind, name, "--facts", str(root)]).exit_code == 0
    for name in chosen(root, []):
        form = form_of(root, name)
        assert form.after == form.before, name


@pytest.mark.parametrize(
    "statement", ["claim/xb/privacy-act/local-storage/2014-07-01", "claim/xa/sale-act/ownership-test/2024-03-01"]
)
def test_what_amend_writes_is_in_the_house_form_where_the_file_was(tmp_path: Path, statement: str):
    root = Path(shutil.copytree(MINI_FACTS, tmp_path / "facts"))
    run("--facts", root)
    given = ("--set", "until=2025-07-01", "--why", "corrected", "--read", "Gazette", "--passage", "s. 1", "--on", "2026-11-30")
    done = CliRunner().invoke(app, ["amend", statement, *given, "--facts", str(root)])
    assert done.exit_code == 0 and "until: 2025-07-01" in done.output
    assert run("--check", "--facts", root).exit_code == 0
