"""Wrong files of facts: each fault is refused in an editor's words, at its line, with all the others of the reading.

A file of ``tests/bad_files`` holds one fault and is named for it. Its first line says which of the invented facts it
replaces (``# into:``), the next ones which messages come out (``# expect:``), exactly these and no others.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.loaders.records import Facts
from tests.conftest import MINI_FACTS, ROOT

BAD_FILES = sorted((ROOT / "tests" / "bad_files").glob("*.yaml"))
SALE_ACT = "instruments/xa/sale-act.yaml"


@pytest.fixture
def facts_root(tmp_path: Path) -> Path:
    return shutil.copytree(MINI_FACTS, tmp_path / "facts")


def sale_act(facts_root: Path, old: str = "", new: str = "") -> Path:
    """The Sale of Platforms Act in a copy of the facts, with one piece of its text replaced."""
    path = facts_root / SALE_ACT
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def messages(facts_root: Path) -> list[str]:
    with pytest.raises(CuratedDataError) as caught:
        read_facts(facts_root)
    return [str(problem) for problem in caught.value.problems]


def header(text: str, key: str) -> list[str]:
    prefix = f"# {key}: "
    return [line.removeprefix(prefix) for line in text.splitlines() if line.startswith(prefix)]


@pytest.mark.parametrize("path", BAD_FILES, ids=lambda path: path.stem)
def test_fault_is_refused_by_its_message(path: Path, facts_root: Path):
    text = path.read_text(encoding="utf-8")
    target = facts_root / header(text, "into")[0]
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    started = time.process_time()
    assert messages(facts_root) == header(text, "expect")
    assert time.process_time() - started < 10


def test_a_role_is_one_of_those_that_the_base_lists(facts_root: Path):
    base = facts_root / "base.yaml"
    base.write_text(base.read_text(encoding="utf-8") + "roles: [kb-editors, kb-second-coders]\n", encoding="utf-8")
    assert read_facts(facts_root).role == "kb-editors"
    rests = "      rests_on: [s. 1, s. 2(1)]\n"
    sale_act(facts_root, rests, f"{rests}      coded: {{by: kb-editor, on: 2026-01-10}}\n")
    (said,) = messages(facts_root)
    assert said.startswith(
        f"facts/{SALE_ACT}:33: claims.ownership-test.0.coded.by: 'kb-editor' is none of the roles of base.yaml; "
    )
    assert "did you mean 'kb-editors'" in said


def test_what_is_merely_overdue_is_no_mistake(facts_root: Path):
    days = "since: 2025-03-01, look_again: 2026-01-10"
    matter = f"open:\n  - {{what: appeal, {days}, because: none is set, in_short: It was filed.}}\n"
    path = sale_act(facts_root)
    path.write_text(path.read_text(encoding="utf-8") + matter, encoding="utf-8")
    assert read_facts(facts_root).instruments["xa/sale-act"].open[0].look_again == "2026-01-10"


def test_bad_files_begin_with_what_they_are():
    assert len(BAD_FILES) >= 40
    for path in BAD_FILES:
        first, second = path.read_text(encoding="utf-8").splitlines()[:2]
        assert first.startswith("# into: ") and second.startswith("# expect: facts/"), path.name


def test_hidden_files_and_folders_are_left_alone(facts_root: Path):
    (facts_root / ".idea").mkdir()
    (facts_root / ".idea/workspace.xml").write_text("<x/>", encoding="utf-8")
    (facts_root / "sources/.draft.yaml").write_text("x", encoding="utf-8")
    assert sorted(read_facts(facts_root).files) == sorted(read_facts(MINI_FACTS).files)


@pytest.mark.parametrize("word", ["NO", "on", "1.10", "012", "1:30", "null", "~", "2024-02-30", "0x1F", "1e3", ".inf"])
def test_unquoted_words_stay_text(word: str, facts_root: Path):
    sale_act(facts_root, "short: SPA", f"short: {word}")
    assert read_facts(facts_root).instruments["xa/sale-act"].short == word


def test_unquoted_keys_stay_text(facts_root: Path):
    sale_act(facts_root, "  s. 2(1):", "  1.10: A version.\n  012: A number.\n  s. 2(1):")
    provisions = read_facts(facts_root).instruments["xa/sale-act"].provisions
    assert list(provisions) == ["s. 1", "1.10", "012", "s. 2(1)"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a: ["])
def test_nesting_a_hundred_thousand_deep_is_refused_at_once(opening: str, facts_root: Path):
    (facts_root / SALE_ACT).write_text("title: x\nshort: " + opening * 100_000, encoding="utf-8")
    started = time.process_time()
    assert len(messages(facts_root)) == 1
    assert time.process_time() - started < 10


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_bytes_that_are_not_utf8_name_their_line(encoding: str, facts_root: Path):
    path = sale_act(facts_root, "short: SPA", "short: Gesetz über Plattformen")
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    assert messages(facts_root) == [f"facts/{SALE_ACT}:2: byte 0xFC is not UTF-8; save the file as UTF-8"]


def test_utf16_is_refused(facts_root: Path):
    path = facts_root / SALE_ACT
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert messages(facts_root) == [f"facts/{SALE_ACT}:1: byte 0xFF is not UTF-8; save the file as UTF-8"]


def test_encoded_surrogate_is_not_utf8(facts_root: Path):
    path = facts_root / SALE_ACT
    path.write_bytes(path.read_bytes().replace(b"SPA", b"S\xed\xa0\x80PA"))
    assert messages(facts_root) == [f"facts/{SALE_ACT}:2: byte 0xED is not UTF-8; save the file as UTF-8"]


@pytest.mark.parametrize("character", ["\0", "\x08", "\x1b"])
def test_raw_control_character_names_its_line(character: str, facts_root: Path):
    sale_act(facts_root, "short: SPA", f"short: S{character}PA")
    assert messages(facts_root) == [f"facts/{SALE_ACT}:2: character U+{ord(character):04X} is not allowed in text"]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_byte_order_mark_and_other_line_endings_are_read(ending: str, facts_root: Path):
    before = read_facts(facts_root).instruments
    path = facts_root / SALE_ACT
    path.write_bytes(b"\xef\xbb\xbf" + path.read_text(encoding="utf-8").replace("\n", ending).encode())
    assert read_facts(facts_root).instruments == before


def test_empty_file_of_no_bytes(facts_root: Path):
    (facts_root / SALE_ACT).write_bytes(b"")
    assert f"facts/{SALE_ACT}:1: the file is empty; copy a file of the same kind and fill it in" in messages(facts_root)


def test_large_file_is_refused_without_being_read(facts_root: Path, monkeypatch: pytest.MonkeyPatch):
    path = facts_root / SALE_ACT
    os.truncate(path, 50_000_000)
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("it was read") if self == path else read_bytes(self))
    started = time.process_time()
    assert messages(facts_root) == [f"facts/{SALE_ACT}: 50 MB is more than the 10 MB a facts file may have; split it"]
    assert time.process_time() - started < 10


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")], ids=["folder", "pipe", "link"])
def test_what_is_called_a_file_and_is_none_is_refused(make, facts_root: Path):
    make(facts_root / "instruments/xa/x.yaml")
    assert messages(facts_root) == ["facts/instruments/xa/x.yaml: is not a file; put the facts in a plain file of this name"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_named(facts_root: Path):
    (facts_root / SALE_ACT).chmod(0)
    assert messages(facts_root) == [f"facts/{SALE_ACT}: cannot be read: Permission denied"]


def test_missing_folder_is_named(tmp_path: Path):
    assert messages(tmp_path / "fcats") == [f"{tmp_path}/fcats: no such folder of facts; name one with --facts"]


def test_folder_without_facts_is_named(tmp_path: Path):
    assert messages(tmp_path) == [f"{tmp_path}: no facts here: jurisdictions.yaml is missing"]


def test_mistakes_of_all_files_come_out_together_in_order(facts_root: Path):
    sale_act(facts_root, "type: statute", "type: statut\ntitel: x")
    (facts_root / "absences/xb.yaml").write_text("absences: [", encoding="utf-8")
    (facts_root / "platforms.yaml").write_text("clip: {name: Clip, kind: short-vido}\n", encoding="utf-8")
    found = messages(facts_root)
    assert found == sorted(found)
    assert [line.split(":")[0] for line in found] == ["facts/absences/xb.yaml", f"facts/{SALE_ACT}", "facts/platforms.yaml"]


def test_references_into_a_file_with_mistakes_are_not_reported_again(facts_root: Path):
    (facts_root / "organisations.yaml").write_text("owner-co: {nme: Owner}\n", encoding="utf-8")
    assert {line.split(":")[0] for line in messages(facts_root)} == {"facts/organisations.yaml"}


def test_more_than_a_hundred_problems_are_cut_with_a_total(facts_root: Path):
    path = facts_root / SALE_ACT
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"key{n}: x\n" for n in range(250)), encoding="utf-8")
    with pytest.raises(CuratedDataError) as caught:
        read_facts(facts_root)
    lines = str(caught.value).splitlines()
    assert len(caught.value.problems) == 250
    assert len(lines) == 101 and lines[-1] == "... and 150 more; 250 problems in all"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("answer: required", "answer: requird", "required"),
        ("provisions:", "provision:", "provisions"),
        ("what: signed", "what: singed", "signed"),
        ("approaches: [divestiture]", "approaches: [divestment]", "divestiture"),
        ("platforms: [clip]", "platforms: [clap]", "clip"),
        ("by: xa/pause-order", "by: xa/pauseorder", "xa/pause-order"),
    ],
)
def test_near_words_are_suggested(old: str, new: str, hint: str, facts_root: Path):
    sale_act(facts_root, old, new)
    assert any(f"(did you mean '{hint}'?)" in line for line in messages(facts_root))


def test_far_words_are_not_suggested(facts_root: Path):
    sale_act(facts_root, "answer: required", "answer: zzz")
    assert "did you mean" not in messages(facts_root)[0]


def test_same_facts_give_equal_records(facts_root: Path):
    first: Facts = read_facts(facts_root)
    assert first == read_facts(facts_root)
    assert first == read_facts(MINI_FACTS)


def test_progress_counts_every_file():
    seen: list[tuple[int, int]] = []
    read_facts(MINI_FACTS, lambda done, total: seen.append((done, total)))
    assert seen == [(number, 16) for number in range(1, 17)]
