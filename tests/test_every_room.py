"""A deed for every room of the house, over the small invented facts: the part of the quick run that no room is missing from."""

from __future__ import annotations

import shlex
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import FrameType

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import kb
from kb.commands.cli import app
from kb.errors import missing_extra
from kb.feeds.entries import entries
from kb.server.routes import ROUTES
from kb.upgrading.steps import DATA_FORMAT, reads_as_it_is
from kb.values.view import View
from tests.conftest import MINI_FACTS, ROOT
from tests.patience import PATIENCE
from tests.test_importing import MAPPING
from tests.test_rooms import ROOMS, dotted, room_of

APP = str(ROOT / "app.py")
DAYS = "--as-of 2025-09-15 --known-on 2026-06-01"
LAW = "Article 1\nA service keeps data inside the country.\n"
FILES = {
    "mapping.yaml": MAPPING,
    "data.csv": "Code,Name,Date,C1\nXXA,Examplia,20200101,1\n",
    "law.txt": LAW,
    "draft.md": "In Testland data must stay in the country.\n",
    "report.md": "<!-- kb:compare xa xb questions=local-storage as-of=2025-09-15 known-on=2026-06-01 -->\n<!-- kb:end -->\n",
}
# what is done, what is said, and the rooms it is done for
DEEDS = {
    "kb build --home other": ("release", {"kb.loaders", "kb.projection", "kb.building", "kb.saving"}),
    "kb validate": ("", {"kb.commands.stating"}),
    "kb format --check": ("", {"kb.formatting"}),
    "kb new base mine": ("mine", {"kb.beginning"}),
    "kb draft law.txt --jurisdiction xb --language en": ("", {"kb.drafting"}),
    "kb texts add law.txt --instrument xb/privacy-act --language en --kind official-text": ("1 editions added", {"kb.texts"}),
    "kb record --check": ("", {"kb.amending"}),
    "kb agreement": ("", {"kb.agreement"}),
    f"kb compare xa xb {DAYS}": (
        "Conditional transfer",
        {"kb.commands", "kb.commands.asking", "kb.opening", "kb.release", "kb.cells", "kb.values", "kb.naming", "kb.tables"},
    ),
    f"kb compare xa {DAYS} -o table.pptx": ("", {"kb.tables.native"}),
    "kb import mapping.yaml data.csv --check": ("panel", {"kb.importing"}),
    f"kb explain xb local-storage {DAYS}": ("Privacy Act, s. 26", {"kb.explanation"}),
    "kb timeline xa forced-sale": ("open", {"kb.clocks"}),
    "kb coverage": ("xa", {"kb.wording"}),
    "kb similar xa xb": ("xa", {"kb.similarity"}),
    "kb due": ("", {"kb.due"}),
    "kb search privacy": ("privacy-act", {"kb.searching"}),
    "kb show instrument/xa/sale-act": ("sale-act", {"kb.graph"}),
    "kb query questions-and-answers": ("local-storage", {"kb.sparql", "kb.asking", "kb.running"}),
    "kb check draft.md": ("", {"kb.checking"}),
    "kb brief xa xb": ("", {"kb.briefing", "kb.language"}),
    "kb embed report.md": ("report.md", {"kb.embedding"}),
    "kb cite xa xb": ("Privacy Act", {"kb.citations", "kb.commands.giving"}),
    "kb export out": ("", {"kb.exporting"}),
    "kb publish --write out": ("", {"kb.endpoint"}),
    "kb backup kept.tar.gz": ("", {"kb.keeping", "kb.commands.keeping"}),
    "python mistake": ("needs the package", {"kb.errors"}),
    "python format": ("True", {"kb.upgrading"}),
    "python feed": ("Examplia", {"kb.feeds"}),
    "GET /api/v1/compare?j=xa,xb": ("Conditional transfer", {"kb.server", "kb.doors"}),
    "GET /feed.json?j=xa": ("xa", {"kb.server"}),
    "page app": ("", {"app", "kb.ui"}),
    "page compare j=xa,xb&view=map": ("", {"kb.ui.pages", "kb.ui.frame", "kb.ui.cells", "kb.ui.words", "kb.ui.world"}),
    "page entity e=jurisdiction/xa": ("Examplia", {"kb.profiles", "kb.ui.taking"}),
    "page graph focus=jurisdiction/xa": ("", {"kb.ui.graph"}),
    "page similarity j=xa,xb": ("", {"kb.ui.similarity"}),
    "page sparql name=questions-and-answers": ("", {"kb.ui.workbench"}),
    "python compare": ("Conditional transfer", {"kb", "kb.base", "kb.table_view"}),
    "process --version": ("kb ", {"kb.__main__"}),
}


@contextmanager
def noted(rooms: set[str]) -> Iterator[None]:
    """Put down the rooms whose functions run meanwhile, in this thread and in those that begin."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        is_called = frame.f_code.co_flags & CO_OPTIMIZED  # a module or a class that is only read is not; the page of the app is
        if event == "call" and (is_called or frame.f_code.co_filename == APP):
            files.add(frame.f_code.co_filename)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
        inside = (path for path in map(Path, files) if path.is_relative_to(ROOT) and "tests" not in path.parts)
        rooms |= {room_of(dotted(path)) for path in inside}


def command(line: str) -> str:
    done = CliRunner().invoke(app, shlex.split(line))
    assert done.exit_code == 0 or done.exception, done.output
    if done.exit_code and not isinstance(done.exception, SystemExit):
        return f"{done.output}{done.exception!r}"
    return done.output


def request(address: str) -> str:
    answer = TestClient(Starlette(routes=ROUTES), base_url="http://127.0.0.1").get(address)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def page(line: str) -> str:
    name, _, asked = line.partition(" ")
    if name == "app":
        test = AppTest.from_file(APP, default_timeout=PATIENCE)
    else:
        test = AppTest.from_string(f"from kb.ui.pages import {name}; {name}.show()", default_timeout=PATIENCE)
    for pair in filter(None, asked.split("&")):
        key, _, value = pair.partition("=")
        test.query_params[key] = value
    test.run()
    assert not test.exception and not test.error, (test.exception, test.error)
    return " ".join(element.value for element in [*test.title, *test.markdown])


def python(name: str) -> str:
    return CALLS[name]()


def process(line: str) -> str:
    return subprocess.run([sys.executable, "-m", "kb", line], cwd=ROOT, capture_output=True, text=True, check=True).stdout


CALLS: dict[str, Callable[[], str]] = {
    "compare": lambda: str(kb.open().compare(["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")),
    "mistake": lambda: str(missing_extra(ModuleNotFoundError(name="scipy"))),
    "format": lambda: str(reads_as_it_is(DATA_FORMAT)),
    "feed": lambda: "\n".join(entry.title for entry in entries(kb.open().release, View("xa"))),
}
DOING = {"kb": command, "GET": request, "page": page, "python": python, "process": process}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_done_in_its_rooms_and_says_what_it_should(deed: str, mini_home: Path, tmp_path: Path, monkeypatch):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = {"KB_HOME": mini_home, "KB_FACTS": MINI_FACTS, "KB_TEXTS": tmp_path / "texts", "KB_ENDPOINT": ""}
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.chdir(tmp_path)
    kind, _, line = deed.partition(" ")
    word, rooms = DEEDS[deed]
    entered = {"kb.__main__"} if kind == "process" else set[str]()
    with noted(entered):
        said = DOING[kind](line)
    assert word in said, said[:2000]
    assert rooms <= entered, f"nothing ran in {sorted(rooms - entered)}"


def test_no_room_is_left_out():
    assert set().union(*(rooms for _, rooms in DEEDS.values())) == ROOMS.keys()
