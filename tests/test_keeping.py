"""What an operator does with releases: a drill with backup and restore, a list, pins, pruning, signatures, an upgrade."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from kb.building.build import build
from kb.cells.comparison import compare
from kb.embedding.reports import embed
from kb.errors import DamagedError, UnavailableError, UsageError
from kb.keeping.backup import back_up
from kb.keeping.inspection import inspect
from kb.keeping.kept import kept_releases, pin, release_named
from kb.keeping.pruning import PACK, REMOVE, STAY, pack, prune, verdicts
from kb.keeping.restore import restore
from kb.opening.current import open_release
from kb.opening.past_releases import release_called
from kb.release.identity import FORMAT
from kb.tables import table_bytes
from tests.conftest import MINI_FACTS, ROOT
from tests.test_damage import flipped, lied

DAY = {"as_of": "2025-06-01", "known_on": "2026-06-01"}
ACT = "instruments/xa/sale-act.yaml"


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    """A home with five releases, and their names, the oldest first."""
    base = tmp_path_factory.mktemp("five")
    facts, home, names = shutil.copytree(MINI_FACTS, base / "facts"), base / "home", []
    act = (facts / ACT).read_text(encoding="utf-8")
    for number in range(5):
        (facts / ACT).write_text(act.replace("title: ", f"title: Edition {number} of the "), encoding="utf-8")
        names.append(build(facts, home).id)
        for path in (home / "releases" / names[-1]).glob("*.*"):
            os.utime(path, (1_700_000_000 + number * 86_400,) * 2)
    return home, tuple(names)


@pytest.fixture
def home(five: tuple[Path, tuple[str, ...]], tmp_path: Path) -> Path:
    return shutil.copytree(five[0], tmp_path / "home", symlinks=True)


@pytest.fixture
def names(five: tuple[Path, tuple[str, ...]]) -> tuple[str, ...]:
    return five[1]


def run(*arguments: str | Path, code: int = 0, home: Path | None = None) -> str:
    """One command in a process of its own; its standard output."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    settings |= {"KB_HOME": str(home)} if home else {}
    command = [sys.executable, "-m", "kb", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def table_of(home: Path, release: str) -> bytes:
    found = release_called(release, home)
    assert found
    return table_bytes(compare(found.reader, ["xa", "xb"], **DAY), "md")


ASKED = (
    ("compare", "xa", "xb", "--as-of", "2025-06-01", "--known-on", "2026-06-01", "--format", "json"),
    ("explain", "xa", "forced-sale", "--as-of", "2025-06-01", "--known-on", "2026-06-01"),
    ("search", "owner"),
    ("show", "instrument/xa/sale-act"),
    ("query", "neighbours", "--param", "node=https://w3id.org/policykb/id/platform/clip"),
)


def test_a_backup_restored_on_an_empty_machine_answers_the_same_within_two_minutes(home: Path, names, tmp_path: Path):
    """The drill: all releases into a tar, the tar into an empty folder, everything asked there by the command line."""
    before = [run(*one, home=home) for one in ASKED]
    begun = time.monotonic()
    run("backup", tmp_path / "all.tar", home=home)
    empty = tmp_path / "empty"
    assert "5 restored" in run("restore", tmp_path / "all.tar", "--home", empty)
    assert [run(*one, home=empty) for one in ASKED] == before
    assert time.monotonic() - begun < 120
    assert [table_of(empty, name) for name in names] == [table_of(home, name) for name in names]
    assert "damaged" not in run("verify", "--all", home=empty)
    assert not (empty / "derived").exists()


@pytest.mark.parametrize("name", ["data.tar.gz", "data.tar"])
def test_a_backup_of_the_data_alone_answers_the_same(name: str, home: Path, names, tmp_path: Path):
    whole = back_up(home, tmp_path / "all.tar")
    small = back_up(home, tmp_path / name, data_alone=True)
    assert small.bytes * (10 if name.endswith("gz") else 1) < whole.bytes
    done = restore(tmp_path / name, tmp_path / "other")
    assert sorted(done.restored) == sorted(names) and done.current == names[-1] and not done.damaged
    assert [table_of(tmp_path / "other", one) for one in names] == [table_of(home, one) for one in names]


def test_a_python_before_3_11_4_restores_as_well(home: Path, names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    whole = tarfile.TarFile.extractall

    def of_old(self: tarfile.TarFile, path: Path, members: list[tarfile.TarInfo]) -> None:
        whole(self, path, members)

    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    monkeypatch.setattr(tarfile.TarFile, "extractall", of_old)
    back_up(home, tmp_path / "all.tar", data_alone=True)
    assert sorted(restore(tmp_path / "all.tar", tmp_path / "other").restored) == sorted(names)


def test_a_backup_of_a_damaged_release_takes_its_data_and_says_so(home: Path, names, tmp_path: Path):
    lied(home / "releases" / names[0] / "index.sqlite")
    lied(home / "releases" / names[1] / "data.nq")
    said = run("backup", tmp_path / "all.tar", home=home, code=1)
    assert f"only the data were taken of {names[0]}: index.sqlite was changed" in said
    assert f"not taken: {names[1]}: data.nq was changed" in said
    done = restore(tmp_path / "all.tar", tmp_path / "other")
    assert len(done.restored) == 4 and table_of(tmp_path / "other", names[0]) == table_of(home, names[0])
    assert release_called(names[1], tmp_path / "other") is None


def test_what_is_damaged_here_is_brought_back_and_what_is_whole_is_left(home: Path, names, tmp_path: Path):
    back_up(home, tmp_path / "all.tar")
    expected = table_of(home, names[0])
    for file in ("index.sqlite", "data.nq"):
        lied(home / "releases" / names[0] / file)
    with pytest.raises(DamagedError):
        table_of(home, names[0])
    inode = (home / "releases" / names[1] / "data.nq").stat().st_ino
    done = restore(tmp_path / "all.tar", home)
    assert done.restored == (names[0],) and len(done.here) == 4
    assert table_of(home, names[0]) == expected
    assert (home / "releases" / names[1] / "data.nq").stat().st_ino == inode


def test_a_damaged_backup_is_told_and_what_is_whole_in_it_comes(home: Path, names, tmp_path: Path):
    back_up(home, tmp_path / "all.tar")
    content = (tmp_path / "all.tar").read_bytes()
    data = (home / "releases" / names[2] / "data.nq").read_bytes()[:5000]
    place = content.index(data)
    (tmp_path / "bad.tar").write_bytes(content[: place + 100] + bytes([content[place + 100] ^ 1]) + content[place + 101 :])
    done = restore(tmp_path / "bad.tar", tmp_path / "other")
    assert len(done.restored) >= 4
    assert len(done.damaged) == 1 and "data.nq was changed" in done.damaged[0]


@pytest.mark.parametrize("member", ["../evil", "/evil", "releases/../../evil", "releases/0123456789abcdef/../x", "build-cache/x"])
def test_a_tar_that_is_no_backup_writes_nothing(member: str, tmp_path: Path):
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        (tmp_path / "x").write_text("x")
        archive.add(tmp_path / "x", member)
    with pytest.raises(UsageError, match="is no backup of 'kb backup'"):
        restore(tmp_path / "evil.tar", tmp_path / "other")
    assert sorted(path.name for path in (tmp_path / "other").iterdir()) == [".lock"] and not (tmp_path / "evil").exists()


def test_a_file_that_is_no_tar_is_named(tmp_path: Path):
    (tmp_path / "x.tar").write_text("no tar at all")
    with pytest.raises(UsageError, match="cannot be read as a backup"):
        restore(tmp_path / "x.tar", tmp_path / "other")
    with pytest.raises(UsageError, match="cannot be read"):
        restore(tmp_path / "none.tar", tmp_path / "other")


def test_the_list_tells_what_is_current_and_what_stays_and_why(home: Path, names):
    run("releases", "--home", home, "keep", names[0], "--because", "annual report")
    lines = run("releases", "--home", home).splitlines()
    assert [line.split()[0] for line in lines[:5]] == list(reversed(names))
    assert lines[0].endswith("current") and lines[4].endswith("pinned: annual report") and "5 releases" in lines[5]
    run("releases", "--home", home, "let-go", names[0])
    assert "pinned" not in run("releases", "--home", home)
    run("releases", "--home", home, "let-go", names[0], code=2)


def test_a_pruned_release_answers_as_before_from_its_packed_data(home: Path, names):
    expected = [table_of(home, name) for name in names]
    planned = verdicts(home, newest=2, is_final=False)
    assert [one.fate for one in planned] == [STAY, STAY, STAY, PACK, PACK]
    freed = prune(home, planned)
    assert freed > 1_000_000
    assert sorted(path.name for path in (home / "releases" / names[0]).iterdir()) == ["data.nq.gz", "files.json", "manifest.json"]
    assert inspect(home / "releases" / names[0]).is_whole
    assert [table_of(home, name) for name in names] == expected
    assert [one.fate for one in verdicts(home, newest=2, is_final=False)] == [STAY] * 5


def test_packed_data_that_are_damaged_are_refused_by_name(home: Path, names):
    pack(home / "releases" / names[0])
    flipped(home / "releases" / names[0] / "data.nq.gz")
    with pytest.raises(UnavailableError, match=r"data\.nq\.gz"):
        table_of(home, names[0])
    assert any("data.nq.gz" in reason or "data.nq" in reason for reason in inspect(home / "releases" / names[0]).damage)


def test_pinned_and_given_out_releases_are_never_removed(home: Path, names, tmp_path: Path):
    pin(home, names[0], "annual report")
    report = tmp_path / "report.md"
    marker = f"<!-- kb:compare xa as-of=2025-06-01 known-on=2026-06-01 release={names[1]} -->"
    report.write_text(f"{marker}\n<!-- kb:end -->\n", encoding="utf-8")
    embed([report], home, check=False)
    said = run("releases", "--home", home, "prune", "--newest", "0", "--remove")
    assert "pinned: annual report" in said and "was given out" in said and "nothing was done" in said
    assert len(kept_releases(home)) == 5
    planned = verdicts(home, newest=0, is_final=True)
    assert [one.fate for one in planned] == [STAY, REMOVE, REMOVE, PACK, PACK]
    prune(home, planned)
    assert {one.id for one in kept_releases(home)} == {names[4], names[1], names[0]}
    assert release_called(names[1], home) and release_called(names[2], home) is None


def test_what_was_derived_for_other_programs_is_removed_by_the_upgrade(home: Path, names):
    pack(home / "releases" / names[0])
    old = home / "derived" / names[0] / "1"
    old.mkdir(parents=True)
    said = run("upgrade", home=home)
    assert said.count("can be read") == 5 and not old.exists()
    assert (home / "derived" / names[0] / str(FORMAT) / "index.sqlite").is_file()


def test_an_upgrade_names_the_release_that_cannot_be_read(home: Path, names):
    lied(home / "releases" / names[0] / "data.nq")
    (home / "releases" / names[0] / "files.json").unlink()
    assert "files.json is missing; data.nq too" in run("upgrade", home=home, code=1)


def test_pins_that_cannot_be_read_stop_the_pruning(home: Path):
    (home / "pins.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnavailableError, match="nobody knows what is pinned"):
        verdicts(home, newest=0, is_final=True)


def test_verify_tells_whole_and_damaged_by_the_exit_code_and_the_file(home: Path, names):
    assert ": whole; " in run("verify", "--release", home=home)
    assert ": whole; " in run("verify", "--release", names[1][:6], home=home)
    flipped(home / "releases" / names[1] / "catalogue.sqlite")
    said = run("verify", "--release", names[1], home=home, code=1)
    assert "catalogue.sqlite was changed" in said and "its data are whole" in said
    run("verify", "--all", home=home, code=1)
    run("verify", "--release", "ffff", home=home, code=2)
    run("verify", home=home, code=2)


def test_a_name_is_found_by_its_beginning_or_refused_with_those_that_are_kept(home: Path, names):
    assert release_named(home, names[2][:5]).id == names[2]
    with pytest.raises(UsageError, match=names[0]):
        release_named(home, "0000")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A private key as OpenSSH writes it, and beside it the public one."""
    pytest.importorskip("cryptography", reason="signatures need the package 'cryptography'")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    private = Ed25519PrivateKey.generate()
    path = tmp_path / "key"
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.with_suffix(".pub").write_bytes(private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH))
    return path


def test_a_signature_tells_by_whom_and_is_not_one_of_anything_else(home: Path, names, key: Path, tmp_path: Path):
    signers = tmp_path / "signers"
    signers.write_text(f"# who\nkeeper {key.with_suffix('.pub').read_text()}\n", encoding="utf-8")
    assert "not signed" in run("verify", "--release", home=home)
    run("releases", "--home", home, "sign", "--key", key)
    assert "signed by keeper (SHA256:" in run("verify", "--release", "--signers", signers, home=home)
    assert "no file of signers names" in run("verify", "--release", home=home)
    shutil.copy(home / "current" / "signature.json", home / "releases" / names[0])
    assert "signature.json is no signature of this release" in run("verify", "--release", names[0], home=home, code=1)


def test_a_list_that_was_sealed_anew_is_not_the_one_that_was_signed(home: Path, key: Path):
    from kb.release.sealing import LIST, read_list, sealed

    run("releases", "--home", home, "sign", "--key", key)
    listed = dict(read_list(home / "current"))
    listed.pop("search.sqlite")
    (home / "current" / LIST).write_bytes(sealed(listed))
    assert "its signature is not one of this release" in run("verify", "--release", home=home, code=1)


@pytest.mark.parametrize("field", ["key", "signature"])
def test_every_letter_of_a_signature_counts(field: str, home: Path, key: Path):
    run("releases", "--home", home, "sign", "--key", key)
    path = home / "current" / "signature.json"
    said = json.loads(path.read_text())
    letter = "A" if said[field][40] != "A" else "B"
    path.write_text(json.dumps(said | {field: said[field][:40] + letter + said[field][41:]}))
    assert inspect((home / "current").resolve()).signature.is_broken


def test_a_damaged_release_is_not_signed_and_a_wrong_key_is_named(home: Path, key: Path, tmp_path: Path):
    (tmp_path / "nokey").write_text("no key")
    run("releases", "--home", home, "sign", "--key", tmp_path / "nokey", code=2)
    flipped(home / "current" / "index.sqlite")
    run("releases", "--home", home, "sign", "--key", key, code=2)


def test_a_signed_release_keeps_its_signature_when_it_is_packed_and_backed_up(home: Path, names, key: Path, tmp_path: Path):
    run("releases", "--home", home, "sign", names[0], "--key", key)
    pack(home / "releases" / names[0])
    back_up(home, tmp_path / "all.tar")
    restore(tmp_path / "all.tar", tmp_path / "other")
    look = inspect(tmp_path / "other" / "releases" / names[0])
    assert look.is_whole and look.signature.key and not look.signature.is_broken


def test_a_current_release_is_current_after_the_restore(home: Path, tmp_path: Path):
    back_up(home, tmp_path / "all.tar")
    restore(tmp_path / "all.tar", tmp_path / "other")
    assert (tmp_path / "other" / "current").readlink() == (home / "current").readlink()
    assert open_release(tmp_path / "other").id == open_release(home).id
