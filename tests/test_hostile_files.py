"""Hostile files: each ends in a clear message, without a traceback, a hang, or a byte written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kb.asking.output import open_output
from kb.asking.rerun import rerun
from kb.embedding.verification import verify
from kb.errors import UsageError
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.release.policy_choice import deepest, read_policy
from kb.saving import save, why_not
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
MINI = ROOT / "tests" / "mini_facts"
NESTED = "@prefix : <http://e/> .\n:s :p " + "<<( :a :b " * 20_000 + ":c" + " )>>" * 20_000 + " .\n"


def copied(tmp_path: Path) -> Path:
    return shutil.copytree(MINI, tmp_path / "facts")


def problems(facts: Path) -> list[str]:
    with pytest.raises(CuratedDataError) as caught:
        read_facts(facts)
    return [str(one) for one in caught.value.problems]


def test_a_policy_that_would_end_the_process_is_refused(tmp_path: Path, mini_home: Path):
    path = tmp_path / "deep.ttl"
    path.write_text(NESTED)
    with pytest.raises(UsageError, match="nested deeper than 100 levels"):
        read_policy(path, {})
    command = [sys.executable, "-m", "kb", "compare", "xa", "--policy", str(path), "--home", str(mini_home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2 and "nested deeper" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("", 0),
        ("<a> <b> ( ( [ ] ) ) .", 3),
        ('<a> <b> "((((" , """[[[ " [[""" . # {{{{', 0),
        ("<http://e/((> <b> <<( <a> <b> <<( <c> <d> <e> )>> )>> .", 4),
        ('"' * 3 + "(" * 500, 500),
    ],
)
def test_only_brackets_that_nest_count(text: str, depth: int):
    assert deepest(text.encode()) == depth


def test_a_policy_that_is_shown_as_an_example_is_flat():
    assert deepest((ROOT / "ontology" / "policies.ttl").read_bytes()) < 20


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_a_mark_that_turns_the_direction_of_text_is_refused_at_its_line(mark: str, tmp_path: Path):
    facts = copied(tmp_path)
    path = facts / "jurisdictions.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("label: ", f"label: a{mark}b", 1).replace("name: ", f"name: a{mark}b", 1)
    )
    assert any(
        f"jurisdictions.yaml:{line}: character U+{ord(mark):04X}" in one for one in problems(facts) for line in range(1, 20)
    )


def test_links_out_of_the_facts_are_refused_by_name(tmp_path: Path):
    facts = copied(tmp_path)
    shutil.copy(next((MINI / "instruments").rglob("*.yaml")), tmp_path / "outside.yaml")
    (facts / "instruments" / "out.yaml").symlink_to(tmp_path / "outside.yaml")
    (facts / "instruments" / "loop").symlink_to(facts)
    (facts / "instruments" / "itself.yaml").symlink_to(facts / "instruments" / "itself.yaml")
    said = problems(facts)
    for name in ("out.yaml", "loop", "itself.yaml"):
        assert any(f"instruments/{name}: is a link" in one for one in said), said


def test_ten_thousand_mistakes_are_one_short_list(tmp_path: Path):
    facts = copied(tmp_path)
    path = next((facts / "instruments").rglob("*.yaml"))
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"key-that-nobody-knows-{number}: x\n" for number in range(10_000))
    said = str(CuratedDataError([]))
    with pytest.raises(CuratedDataError) as caught:
        read_facts(facts)
    said = str(caught.value)
    assert len(caught.value.problems) == 10_000 and said.count("\n") == 100 and "10000 problems in all" in said


@pytest.mark.parametrize("name", ["x" * 300, "\u202e" * 200, "a/" * 3000 + "b"])
def test_a_name_that_no_disk_takes_is_a_message(name: str, tmp_path: Path):
    with pytest.raises(UsageError, match="cannot be written"):
        save(tmp_path / name, b"x")
    with pytest.raises(UsageError, match="cannot be written"), open_output(tmp_path / name) as file:
        file.write(b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["CON", "a\r\nb", "\u202ecod.exe"])
def test_an_odd_name_is_a_name(name: str, tmp_path: Path):
    save(tmp_path / name, b"x")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"x"]


@pytest.mark.parametrize("endless", ["/dev/zero", "/dev/urandom"])
def test_what_never_ends_is_not_read_for_ever(endless: str, mini_home: Path, mini_release):
    with pytest.raises(UsageError, match="larger than 200 MB"):
        verify(Path(endless), mini_home)
    with pytest.raises(UsageError, match="no file"):
        rerun(mini_release, Path(endless))


def test_a_bundle_that_unpacks_to_much_is_refused_unread(tmp_path: Path, mini_release):
    with zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as archive, archive.open("query.rq", "w") as member:
        for _ in range(220):
            member.write(bytes(1 << 20))
    with pytest.raises(UsageError, match="larger than any bundle"):
        rerun(mini_release, tmp_path / "big.zip")


def test_a_full_disk_is_told_with_what_is_free_and_needed(tmp_path: Path):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    said = why_not(full, tmp_path / "no" / "folder" / "yet", 12_300_000)
    assert f"MB free in {tmp_path}" in said and "12.3 MB needed" in said
    assert why_not(OSError(errno.EACCES, "Permission denied"), tmp_path) == "Permission denied"


@pytest.mark.parametrize("pair", ["<<>>", "()", "[]", "{}"])
def test_what_was_closed_before_hides_nothing_that_is_deep(pair):
    half = len(pair) // 2
    assert deepest((pair * 200 + pair[:half] * 101).encode()) == 101
