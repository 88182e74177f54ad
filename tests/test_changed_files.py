"""A build that looks only at what changed gives what a build from scratch gives: the same bytes, the same mistakes, or none."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from test_building import replace
from test_hygiene import FAULTS, Fault, plant

from kb.building import build as building
from kb.building import build_cache
from kb.building.build import Built, build, validate
from kb.building.build_cache import FOLDER, STATE
from kb.building.hygiene import run_checks
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError, Problem
from kb.naming import iris
from kb.naming.namespaces import expand
from kb.opening.current import open_release
from kb.projection import project
from kb.projection.ontology import ontology_quads
from kb.release.release import is_whole
from kb.release.sealing import STORE
from tests.conftest import MINI_FACTS

SALE, SCREENING = "instruments/xa/sale-act.yaml", "instruments/xa/screening-act.yaml"
BYTES = ("data.nq", "manifest.json", "facts.json", "cells.arrow", "intervals.arrow")
Edit = Callable[[Path], None]


def text(file: str, old: str, new: str) -> Edit:
    """Replace some text of one file."""
    return lambda root: replace(root / file, old, new)


def both(*edits: Edit) -> Edit:
    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


def moved(old: str, new: str) -> Edit:
    return lambda root: (root / old).rename(root / new) and None


def gone(file: str) -> Edit:
    return lambda root: (root / file).unlink()


def copied(file: str, new: str) -> Edit:
    return lambda root: shutil.copy(root / file, root / new) and None


EDITS = {
    "title": text(SALE, "title: Sale", "title: The Sale"),
    "white space only": text(SALE, "title: ", "title:  "),
    "answer": text(SCREENING, "answer: review", "answer: no-power"),
    "date": text(SCREENING, "      from: 2010-05-01", "      from: 2011-05-01"),
    "beginning of a file": text("absences/xa.yaml", "absences:", "# looked through again\nabsences:"),
    "statement of a source": text("sources/article.yaml", "says: ", "says: As printed, "),
    "outcome of a case": text("cases/xa/clip-v-examplia.yaml", "outcome: ", "outcome: In short, "),
    "two files": both(text(SALE, "title: ", "title: A "), text("cases/xa/clip-v-examplia.yaml", "title: ", "title: A ")),
    "a note in a register": text("platforms.yaml", "  kind: social-network", "  kind: social-network\n  note: Small."),
    "a name in a register": text("organisations.yaml", "name: High Court", "name: The High Court"),
    "a new organisation": text("organisations.yaml", "owner-co:", "new-co:\n  name: New\n  kind: company\nowner-co:"),
    "an owner less, whom an event reaches": text("platforms.yaml", "owner: owner-co", "owner: service-xa"),
    "a meaning in the codebook": text("codebook/ownership.yaml", "means: Case by case.", "means: One by one."),
    "a new answer": text("codebook/ownership.yaml", "      review:", "      ban: {label: Ban, means: None may.}\n      review:"),
    "a file less": gone(SCREENING),
    "a source less": gone("sources/article.yaml"),
    "a file more": copied(SCREENING, "instruments/xa/other-act.yaml"),
    "another name of a file": moved(SCREENING, "instruments/xa/review-act.yaml"),
}
CROSSING = {
    "an organisation less": text("organisations.yaml", "xa-court:", "xa-tribunal:"),
    "a platform less": text("platforms.yaml", "clip:", "clap:"),
    "a jurisdiction less": text("jurisdictions.yaml", "xb:", "xc:"),
    "an answer less": text("codebook/ownership.yaml", "review: {label", "revue: {label"),
    "a question less": text("codebook/ownership.yaml", "forced-sale:", "forced-sales:"),
    "a question twice": text("codebook/data.yaml", "questions:", "questions:\n  forced-sale:\n" + "    text: Again?\n"),
    "another jurisdiction of a law": moved(SCREENING, "instruments/xb/screening-act.yaml"),
    "an order less": gone("instruments/xa/pause-order.yaml"),
    "an order elsewhere": moved("instruments/xa/pause-order.yaml", "instruments/xb/pause-order.yaml"),
    "a file that is no facts": copied(SCREENING, "notes.txt"),
    "not YAML": text(SALE, "title: ", "title: [ "),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The invented facts, of which the home below has a release."""
    return shutil.copytree(MINI_FACTS, tmp_path / "facts")


@pytest.fixture
def home(mini_home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(mini_home, tmp_path / "home", symlinks=True)


@pytest.fixture
def from_scratch(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Fills with the facts that were checked from scratch."""
    seen: list[Path] = []
    checked = building.load_checked

    def watched(root: Path, *rest: object) -> object:
        seen.append(root)
        return checked(root, *rest)

    monkeypatch.setattr(building, "load_checked", watched)
    return seen


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def assert_same(one: Path, other: Path) -> None:
    """Two homes have the same release, down to the rows of the indexes and the quads of the store."""
    folders = [home / "current" for home in (one, other)]
    for name in BYTES:
        assert len({(folder / name).read_bytes() for folder in folders}) == 1, name
    for name in ("index.sqlite", "search.sqlite"):
        assert dump(folders[0] / name) == dump(folders[1] / name), name
    stores = [set(Store.read_only(str(folder / STORE))) for folder in folders]
    assert stores[0] == stores[1]
    assert is_whole(folders[0].resolve())


def built_apart(root: Path, home: Path) -> Built:
    """The same facts built in a home without a cache."""
    shutil.rmtree(home, ignore_errors=True)
    return build(root, home)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_gives_what_a_build_from_scratch_gives(edit: Edit, root: Path, home: Path, from_scratch: list[Path]):
    edit(root)
    found = build(root, home)
    assert from_scratch == []
    again = build(root, home)
    whole = built_apart(root, home.parent / "apart")
    assert from_scratch == [root]
    assert (found.id, found.quads, found.counts, found.warnings) == (whole.id, whole.quads, whole.counts, whole.warnings)
    assert (again.id, again.reused) == (found.id, True)
    assert_same(home, home.parent / "apart")


def test_edits_one_after_another_give_what_a_build_from_scratch_gives(root: Path, home: Path, from_scratch: list[Path]):
    for name, edit in EDITS.items():
        if not name.startswith("an"):
            try:
                edit(root)
            except (AssertionError, FileNotFoundError):
                continue
            build(root, home)
    assert from_scratch == []
    built_apart(root, home.parent / "apart")
    assert_same(home, home.parent / "apart")


def problems(act: Callable[[], object]) -> list[Problem]:
    with pytest.raises(CuratedDataError) as caught:
        act()
    return caught.value.problems


@pytest.mark.parametrize("edit", CROSSING.values(), ids=CROSSING)
def test_what_breaks_another_file_is_told_as_from_scratch(edit: Edit, root: Path, home: Path):
    edit(root)
    before = (home / "current").readlink()
    assert problems(lambda: build(root, home)) == problems(lambda: built_apart(root, home.parent / "apart"))
    assert problems(lambda: validate(root, home)) == problems(lambda: validate(root, home.parent / "none"))
    assert (home / "current").readlink() == before


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.check)
def test_what_a_check_finds_is_told_as_from_scratch(fault: Fault, root: Path, home: Path):
    plant(root, fault)
    if fault.severity == "error":
        assert problems(lambda: build(root, home)) == problems(lambda: built_apart(root, home.parent / "apart"))
    else:
        warnings = build(root, home).warnings
        assert warnings == built_apart(root, home.parent / "apart").warnings
        assert [*warnings] == [*validate(root, home)[1]] != []


def test_a_mended_file_is_believed_again(root: Path, home: Path, from_scratch: list[Path]):
    text(SCREENING, "answer: review", "answer: revue")(root)
    problems(lambda: build(root, home))
    text(SCREENING, "answer: revue", "answer: review")(root)
    from_scratch.clear()
    assert build(root, home).reused
    assert from_scratch == []


def test_validate_looks_only_at_what_changed_and_leaves_nothing(root: Path, home: Path, from_scratch: list[Path]):
    before = sorted(path.name for path in (home / "releases").iterdir())
    EDITS["answer"](root)
    assert validate(root, home) == (16, ())
    assert from_scratch == []
    assert sorted(path.name for path in (home / "releases").iterdir()) == before


def test_validate_without_a_home_makes_none(root: Path, tmp_path: Path):
    assert validate(root, tmp_path / "none")[0] == 16
    assert not (tmp_path / "none").exists()


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def kept_of(home: Path, file: str) -> Path:
    return home / FOLDER / json.loads((home / FOLDER / STATE).read_text())["build"]["graphs"][file]


def restated(home: Path) -> None:
    """Say in the cache that a release without a file was built, but leave its seal."""
    path = home / FOLDER / STATE
    content = json.loads(path.read_text())
    content["build"]["files"][SCREENING] = content["build"]["files"][SALE]
    path.write_text(json.dumps(content))


def foreign(home: Path) -> None:
    """The cache of a home with other facts; the release it names is not here."""
    other = home.parent / "foreign"
    root = shutil.copytree(MINI_FACTS, home.parent / "foreign-facts")
    EDITS["title"](root)
    build(root, other)
    shutil.rmtree(home / FOLDER)
    shutil.copytree(other / FOLDER, home / FOLDER)


DAMAGES = {
    "state flipped": lambda home: flip(home / FOLDER / STATE),
    "state empty": lambda home: (home / FOLDER / STATE).write_text(""),
    "state a list": lambda home: (home / FOLDER / STATE).write_text("[]"),
    "state restated": restated,
    "graph flipped": lambda home: flip(kept_of(home, SALE)),
    "graph gone": lambda home: kept_of(home, SALE).unlink(),
    "graph of another file": lambda home: shutil.copy(kept_of(home, "platforms.yaml"), kept_of(home, SALE)),
    "store flipped": lambda home: flip(max((home / "current" / STORE).glob("*.sst"), key=lambda path: path.stat().st_size)),
    "store shortened": lambda home: next((home / "current" / STORE).glob("MANIFEST-*")).write_bytes(b""),
    "list of files changed": lambda home: (home / "current/files.json").write_text("{}\n"),
    "release gone": lambda home: shutil.rmtree((home / "current").resolve()),
    "foreign": foreign,
}


@pytest.mark.parametrize("harm", DAMAGES.values(), ids=DAMAGES)
def test_a_cache_that_is_off_is_not_believed_and_mended(harm: Callable[[Path], object], root: Path, home: Path, from_scratch):
    harm(home)
    EDITS["answer"](root)
    from_scratch.clear()
    build(root, home)
    assert from_scratch == [root]
    built_apart(root, home.parent / "apart")
    assert_same(home, home.parent / "apart")
    from_scratch.clear()
    EDITS["title"](root)
    build(root, home)
    assert from_scratch == []


def test_another_program_believes_nothing(root: Path, home: Path, from_scratch: list[Path], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(build_cache, "program", lambda: "another")
    assert build(root, home).reused
    assert from_scratch == [root]


@pytest.mark.parametrize("folder", ["shapes", "checks", "schemes"])
def test_the_program_is_another_when_the_ontology_is(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = build_cache.program.__wrapped__()
    copy = shutil.copytree(build_cache.ONTOLOGY, tmp_path / "ontology")
    monkeypatch.setattr(build_cache, "ONTOLOGY", copy)
    assert build_cache.program.__wrapped__() == before
    path = sorted((copy / folder).iterdir())[0]
    path.write_text(path.read_text() + "\n# another\n")
    assert build_cache.program.__wrapped__() != before


def test_the_program_is_another_when_code_or_a_package_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = build_cache.program.__wrapped__()
    with monkeypatch.context() as patched:
        patched.setattr(build_cache, "version", lambda name: "0")
        assert build_cache.program.__wrapped__() != before
    code = shutil.copytree(Path(build_cache.loaders.__file__).parent, tmp_path / "loaders")
    monkeypatch.setattr(build_cache.loaders, "__file__", str(code / "__init__.py"))
    assert build_cache.program.__wrapped__() == before
    (code / "fields.py").write_text("# another\n")
    assert build_cache.program.__wrapped__() != before


def test_many_changed_files_are_built_from_scratch(root: Path, home: Path, from_scratch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kb.building.changed_files.MOST", 1)
    EDITS["two files"](root)
    build(root, home)
    assert from_scratch == [root]


def test_an_undefined_term_of_a_changed_file_is_found_by_looking_at_it_alone():
    """No facts file can cause this fault, only a change of the projection: so a quad is planted instead."""
    store, edited = Store(), Store()
    store.bulk_extend([*project(read_facts(MINI_FACTS)), *ontology_quads()])
    edited.bulk_extend(ontology_quads())
    clip, undefined = NamedNode(iris.entity("platform", "clip")), NamedNode(expand("pol:undefinedTerm"))
    edited.add(Quad(clip, undefined, Literal("x"), NamedNode(iris.graph("facts/platforms.yaml"))))
    errors, _ = run_checks(store, MINI_FACTS, edited)
    assert [problem.path for problem in errors] == [undefined.value]


def test_the_old_release_is_whole_after_its_store_was_taken_over(root: Path, home: Path):
    old = open_release(home).path
    EDITS["answer"](root)
    build(root, home)
    assert is_whole(old)
    assert len(Store.read_only(str(old / STORE))) == json.loads((old / "manifest.json").read_text())["quads"]


def test_no_two_releases_share_a_file(root: Path, home: Path):
    EDITS["answer"](root)
    assert not build(root, home).reused
    files = [path for path in (home / "releases").rglob("*") if path.is_file()]
    assert len(files) > 30 and {path.stat().st_nlink for path in files} == {1}


def test_what_is_hashed_is_what_is_parsed(root: Path, monkeypatch: pytest.MonkeyPatch):
    """A file that is saved while it is read is either the old or the new one, never the old with the hash of the new."""
    register, real = root / "jurisdictions.yaml", Path.read_bytes

    def saved_meanwhile(path: Path) -> bytes:
        content = real(path)
        if path == register:
            register.write_bytes(content + b"# later\n")
        return content

    before = real(register)
    monkeypatch.setattr(Path, "read_bytes", saved_meanwhile)
    assert read_facts(root).files["jurisdictions.yaml"] == hashlib.sha256(before).hexdigest()


def test_a_cache_that_cannot_be_written_stops_no_build(root: Path, home: Path, from_scratch: list[Path]):
    shutil.rmtree(home / FOLDER, ignore_errors=True)
    (home / FOLDER).write_text("in the way")
    edited = root / "jurisdictions.yaml"
    edited.write_text(edited.read_text(encoding="utf-8") + "# a word\n", encoding="utf-8")
    assert build(root, home).quads
