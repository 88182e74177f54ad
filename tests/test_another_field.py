"""Bases of another field: nothing that anybody reads of one without platforms names them; every page, command and route answers.

Three bases: one on bread with all that a base can have but platforms, one of one place and one question, and the example on AI,
which is real law and has no sources and no cases.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from google.protobuf.json_format import MessageToDict
from pyoxigraph import RdfFormat, parse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from benchmarks.engines import OXIGRAPH, free_port, oxigraph, running
from kb.building.build import build
from kb.commands.cli import app
from kb.doors.declared import OPERATIONS
from kb.errors import KnowledgeBaseError
from kb.exporting.exporting import FORMATS as EXPORTS
from kb.graph.network import entities
from kb.naming import iris
from kb.opening.current import open_release
from kb.release.release import Release
from kb.server.governor import Governor
from kb.server.page_policy import NOTHING
from kb.server.routes import ROUTES
from kb.server.settings import Settings
from kb.tables import FORMATS as TABLES
from kb.ui.sections import NAMES
from tests.conftest import EXAMPLE_FACTS, ROOT
from tests.patience import PATIENCE

BREAD = ROOT / "tests" / "bread_facts"
HERE = "http://127.0.0.1"
KINDS = ("bread", "one-place", "ai-rules")
OTHER_FIELD = re.compile(r"platt?form|tiktok|bytedance|pafaca|divestiture|short.video|\bdienste?n?\b", re.IGNORECASE)
# names that docs/contract.md promises to keep, whatever is compared
CONTRACT = (
    re.compile(r'"platforms?"(?=: )|"platform_scope"(?=: )'),  # keys of JSON
    re.compile(r"(?<=[,;])\"?platform(?:_scope)?\"?(?=[,;])"),  # columns of CSV
    re.compile(r'(?<="name": )"platform(?:_scope)?"|(?<="titles": )"platform(?:_scope)?"'),  # the same columns described (CSVW)
    re.compile(r'"platform(?:_scope)?"(?=:\{|,"|\])|"title":"Platform(?: Scope)?"'),  # the same fields in schemas
    re.compile(r"(?<=\| )platform(?= \|)"),  # columns of stored queries
    re.compile(r"said-of-platform"),  # a kind of doubt, which is a value in JSON and CSV
)


@dataclass(frozen=True)
class Base:
    """A base that was built, with names for the places that commands and addresses leave open."""

    facts: Path
    home: Path
    names: dict[str, str]

    def lines(self, templates: list[str]) -> list[str]:
        """Those that name only what the base has, with its names put in."""
        return [one.format(**self.names) for one in templates if set(re.findall(r"{(\w+)}", one)) <= self.names.keys()]


def named(release: Release) -> dict[str, str]:
    places, keys = list(release.reader.jurisdictions()), list(entities(release))
    found = {"a": places[0], "b": places[1 % len(places)], "question": next(iter(release.reader.questions()))}
    for kind in ("instrument", "case", "organisation", "source"):
        if own := [key.removeprefix(f"{kind}/") for key in keys if key.startswith(f"{kind}/")]:
            found[kind] = own[0]
    return found


def facts_of(kind: str, folder: Path) -> Path:
    if kind == "one-place":
        assert CliRunner().invoke(app, ["new", "base", str(folder)]).exit_code == 0
        return folder
    return shutil.copytree(EXAMPLE_FACTS if kind == "ai-rules" else BREAD, folder)


@pytest.fixture(scope="module", params=KINDS)
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Base:
    at = tmp_path_factory.mktemp(request.param)
    build(facts_of(request.param, at / "facts"), at / "home")
    return Base(at / "facts", at / "home", named(open_release(at / "home")))


@pytest.fixture
def here(base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {"KB_HOME": base.home, "KB_FACTS": base.facts, "KB_TEXTS": tmp_path / "texts", "KB_ENDPOINT": ""}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoken(text: str) -> list[str]:
    """What of another field a text says, each with what stands around it; names of the contract are none."""
    for promised in CONTRACT:
        text = promised.sub("", text)
    return [text[max(0, found.start() - 60) : found.end() + 40] for found in OTHER_FIELD.finditer(text)]


def kb(line: str) -> Result:
    """A command, which may say that something is wrong, but neither ends in a traceback nor speaks of another field."""
    done = CliRunner().invoke(app, shlex.split(line))
    assert not done.exception or isinstance(done.exception, SystemExit | KnowledgeBaseError), (line, done.exception)
    said = f"{done.output}\n{done.exception or ''}"
    assert not spoken(said), (line, spoken(said))
    return done


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """The texts of a file or folder, and of the parts of a file that is packed."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            yield from texts_of(inner)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                yield f"{path.name}/{name}", packed.read(name).decode("utf-8", "replace")
    elif path.is_file():
        yield path.name, path.read_bytes().decode("utf-8", "replace")


# commands

COMMANDS: dict[str, list[str]] = {
    "compare": [
        "compare {a} {b}", "compare {a} {b} --lang de --legend --format html", "compare {a} -q {question}",
        *(f"compare {{a}} {{b}} --format {one} -o table.{one}" for one in TABLES),
    ],
    "explain": ["explain {a} {question}", "explain {b} {question} --format json", "explain {b} {question} -o why.json"],
    "replay": ["explain {a} {question} -o why.json", "replay why.json"],
    "timeline": ["timeline {a} {question}", "timeline {a} {question} --format json"],
    "changes": ["changes {a} {b} --from 2019-01-01 --to 2026-01-01", "changes {a} --from 2019-01-01 --format json"],
    "regime": ["regime {b}", "regime {a} --format md", "regime {a} --as-of 2021-01-01"],
    "claims": ["claims", "claims {source}"],
    "disputes": ["disputes", "disputes {a} {b} --format md"],
    "coverage": ["coverage", "coverage {a} --work-list"],
    "due": ["due", "due {a} --by 2030-01-01 --format csv", "due --format json"],
    "panel": ["panel {a} {b} --from 2018 -q {question} --wide", "panel {a} --from 2018 --format json"],
    "groups": ["groups", "groups asean --format json"],
    "similar": ["similar", "similar {a} {b} --by-question --format csv"],
    "search": ["search rule", "search 'does it require a rule' --format json"],
    "show": [
        "show jurisdiction/{a}", "show question/{question}", "show instrument/{instrument} --lang de", "show case/{case}",
        "show organisation/{organisation}", "show source/{source}", "show jurisdiction/{b} --format json",
    ],
    "paths": ["paths {instrument} organisation/{organisation}", "paths {instrument} jurisdiction/{a} --format json"],
    "query": ["query --list", "query questions-and-answers", "query claims-of-jurisdiction --param jurisdiction={a} --format md"],
    "rerun": ["query questions-and-answers -o result.zip", "rerun result.zip"],
    "competency": ["competency"],
    "policies": ["policies", "policies --format json"],
    "check": ["check draft.md"],
    "cite": ["cite {a} {b}", "cite {a} --style bluebook", "cite {a} {b} --format ris -o cited.ris"],
    "brief": ["brief {a} {b}", "brief {a} {b} --lang de --format html", "brief {a} -o brief.docx", "brief {a} -o brief.pptx"],
    "embed": ["embed report.md", "embed report.md --check"],
    "verify": ["verify --release", "compare {a} {b} -o table.html", "verify table.html"],
    "export": ["export out"],
    "publish": ["publish --write out"],
    "validate": ["validate"],
    "format": ["format --check"],
    "record": ["record --check"],
    "agreement": ["agreement"],
    "draft": ["draft law.txt --jurisdiction {a} --language en"],
    "texts add": ["texts add law.txt --instrument {instrument} --language en --kind official-text"],
    "texts list": ["texts list"],
    "texts check": ["texts check {instrument}"],
    "texts diff": ["texts diff {instrument} 'art. 1'"],
    "import": ["import mapping.yaml data.csv --check"],
    "build": ["build --home other"],
    "releases": ["releases", "releases prune --newest 3"],
    "backup": ["backup kept.tar.gz"],
    "restore": ["backup kept.tar.gz", "restore kept.tar.gz --home restored"],
    "upgrade": ["upgrade"],
    "help": ["help", "help compare"],
    "new base": ["new base mine"],
    "completion": ["completion bash"],
}  # fmt: skip
LEFT_OUT = {
    "terms": "it lays the terms of a platform beside the law, and is not listed where there is none",
    "schemas": "the keys of all files and the words of all lists of the program are what it writes",
    "amend": "test_amending.py amends; what it says is the diff of a table",
    "endpoint": "it asks an engine, below",
    "serve": "it serves, below",
    "mcp": "it serves, below",
    "releases keep": "it changes what is kept of this machine's releases and prints an identifier",
    "releases let-go": "as keep",
    "releases use": "as keep",
    "releases prune": "it is asked above, as an option of the listing",
    "releases sign": "it needs a key",
    **dict.fromkeys((f"new {kind}" for kind in ("absence", "case", "instrument", "jurisdiction", "question", "source")),
                    "test_base_folder.py begins each, and the templates are read below"),
}  # fmt: skip
WRITTEN = ("out", "other", "restored")  # whole releases, which are read below by their statements
FILES = {
    "draft.md": "In Alland a loaf must weigh a kilogram.\n",
    "report.md": "<!-- kb:compare {a} {b} -->\n<!-- kb:end -->\n",
    "law.txt": "Article 1\nA loaf weighs a kilogram.\n",
    "data.csv": "Code,Date,Rule\nUSA,20200101,1\n",
    "mapping.yaml": "id: panel\n",
}


def verbs(command: click.Command = app, name: str = "") -> Iterator[str]:
    if isinstance(command, click.Group):
        for one in command.list_commands(click.Context(command)):
            found = command.get_command(click.Context(command), one)
            assert found
            yield from verbs(found, f"{name} {one}".strip())
    else:
        yield name


def test_every_command_is_asked_or_has_a_reason():
    every = set(verbs()) | {"releases"}
    assert every == COMMANDS.keys() | LEFT_OUT.keys() and not COMMANDS.keys() & LEFT_OUT.keys()


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_command_answers_in_words_of_the_base(base: Base, here: Path, verb: str):
    for name, text in FILES.items():
        (here / name).write_text(text.format(**base.names), encoding="utf-8")
    for line in base.lines(COMMANDS[verb]):
        kb(line)
    for path in here.iterdir():
        found = [] if path.name in WRITTEN else texts_of(path)
        said = {name: spoken(text) for name, text in found if not name.endswith(".gz")}
        assert not any(said.values()), said


@pytest.mark.parametrize("verb", ["", *(verb for verb in verbs() if verb != "terms")])
def test_a_help_has_examples_of_the_base(base: Base, here: Path, verb: str):
    said = kb(f"{verb} --help").output
    assert not re.search(r"\bus eu sg\b|eu/dsa|us/pafaca|sg/pdpa|Singapore", said)


def test_templates_of_files_speak_of_no_field():
    for path in sorted((ROOT / "kb/beginning/templates").glob("*.yaml")):
        assert not spoken(path.read_text(encoding="utf-8")), path.name


# pages

PAGES: dict[str, list[str]] = {
    "compare": ["j={a},{b}&d=*&view=table", "j={a},{b}&view=cards", "j={a}&view=map", "j={a},{b}&view=heat&cell={a}.{question}"],
    "entity": ["e=jurisdiction/{a}", "e=question/{question}", "e=instrument/{instrument}", "e=case/{case}",
               "e=organisation/{organisation}", "e=source/{source}"],
    "graph": ["focus=jurisdiction/{a}", "focus=instrument/{instrument}&to=jurisdiction/{b}"],
    "brief": ["j={a},{b}"],
    "search": ["q=rule"],
    "similarity": ["j={a},{b}&view=table"],
    "timeline": ["j={a}"],
    "changes": ["j={a},{b}&v1=2019-01-01"],
    "sparql-page": ["name=questions-and-answers", "name=questions-and-answers&view=table"],
    "home": ["j={a}&q={question}"],
}  # fmt: skip


EDITOR = "bidi_component"  # the source of the editor, and all terms of the ontology for it to complete


def page(name: str, language: str, asked: str = "") -> AppTest:
    module = name.removesuffix("-page").replace("-", "_")
    test = AppTest.from_string(f"from kb.ui.pages import {module}; {module}.show()", default_timeout=PATIENCE)
    test.query_params["lang"] = language
    for pair in filter(None, asked.split("&")):
        key, _, value = pair.partition("=")
        test.query_params[key] = value
    return test.run()


def whole(node: Any) -> Iterator[str]:
    """All that a page sends to the browser: texts, labels, helps, options, drawings."""
    proto = getattr(node, "proto", None)
    if proto and node.type != EDITOR:
        yield json.dumps(MessageToDict(proto), ensure_ascii=False)
    for child in getattr(node, "children", {}).values():
        yield from whole(child)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_speaks_of_the_base_alone(base: Base, here: Path, name: str, language: str):
    for asked in ["", *base.lines(PAGES.get(name, []))]:
        test = page(name, language, asked)
        assert not test.exception, (asked, test.exception)
        said = spoken("\n".join(whole(test._tree)))
        assert not said, (asked, said)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_frame_of_the_app_speaks_of_the_base_alone(base: Base, here: Path, language: str):
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
    test.query_params["lang"] = language
    test.run()
    assert not test.exception and not spoken("\n".join(whole(test._tree)))


# exports

RDF = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
OF_THE_ONTOLOGY = re.compile(rf"{iris.ROOT}(?:graph/)?ontology|{iris.ID}(?:scheme|policy)/")


def test_every_export_speaks_of_the_base_alone(base: Base, here: Path):
    terms = {quad.subject for quad in open_release(base.home).store if OF_THE_ONTOLOGY.match(str(quad.graph_name.value))}
    for name in EXPORTS:
        assert kb(f"export out-{name} --format {name}").exit_code == 0
        for file, text in texts_of(here / f"out-{name}"):
            kind = RDF.get(file.rpartition(".")[2])
            if file.endswith(".parquet"):
                continue  # the columns of claims.csv, and nothing else
            said = _of_the_base(text, kind, terms) if kind else text
            assert not spoken(said), (file, spoken(said)[:5])


def _of_the_base(text: str, kind: RdfFormat, terms: set[Any]) -> str:
    """What is stated of things of the base: the classes and word lists of the program stay as they are."""
    values = (quad.object.value for quad in parse(text, kind) if quad.subject not in terms and hasattr(quad.object, "value"))
    return "\n".join(value for value in values if not OF_THE_ONTOLOGY.match(value))


# HTTP and assistants

ADDRESSES = [
    "/healthz", "/embed/compare?j={a},{b}", "/embed/compare?j={a}&theme=dark",
    *(f"/embed/compare.{one}?j={{a}},{{b}}" for one in TABLES),
    "/oembed.json?url=http%3A%2F%2F127.0.0.1%2Fembed%2Fcompare%3Fj%3D{a}%2C{b}",
    "/sparql text/html", "/sparql text/turtle", "/sparql?query=SELECT%20%3Fa%20%7B%3Fa%20a%20%3Fb%7D%20LIMIT%201",
    "/id/instrument/{instrument} text/html", "/data/instrument/{instrument}.ttl", "/data/jurisdiction/{a}.jsonld",
    "/api/v1 text/html", "/openapi.json", "/feed.atom", "/feed.json?j={a}", "/due.ics", "/llms.txt", "/sitemap.xml",
    "/.well-known/void text/turtle",
    "/api/v1/compare?j={a},{b}", "/api/v1/explain?jurisdiction={a}&question={question}", "/api/v1/regime?jurisdiction={b}",
    "/api/v1/timeline?jurisdiction={a}&question={question}", "/api/v1/changes?j={a}&from=2019-01-01",
    "/api/v1/coverage", "/api/v1/due",
    "/api/v1/entity?entity=instrument/{instrument}", "/api/v1/search?words=rule", "/api/v1/claims", "/api/v1/questions",
    "/api/v1/jurisdictions", "/api/v1/releases", "/api/v1/check?text=In%20Alland%20a%20loaf%20weighs%20a%20kilogram.",
]  # fmt: skip
UNASKED = {  # routes that no address above asks, each with its reason
    "/ontology": "the classes and word lists of the program stay as they are", "/ontology.{name}": "as /ontology",
    "/api/v1/draft": "it takes a file from the page that checks drafts", "/mcp": "asked below", "/sparql/": "as /sparql",
    "/api/v1/{operation}": "asked above, one by one",
}  # fmt: skip


def client() -> TestClient:
    governed = [Middleware(Governor, settings=Settings.from_environment(), policy=NOTHING)]
    return TestClient(Starlette(routes=ROUTES, middleware=governed), base_url=HERE)


def test_every_route_is_asked_or_has_a_reason():
    asked = {re.split(r"[? ]", one)[0] for one in ADDRESSES}
    patterns = {route.path: re.compile(re.sub(r"{[^}]+}", ".+", route.path).replace("(", r"\(")) for route in ROUTES}
    unasked = {path for path, pattern in patterns.items() if not any(pattern.fullmatch(one) for one in asked)}
    assert unasked <= UNASKED.keys()
    operations = {one.rpartition("/")[2] for one in asked if one.startswith("/api/v1/")}
    assert operations == OPERATIONS.keys()


def test_every_route_speaks_of_the_base_alone(base: Base, here: Path):
    asking = client()
    for line in base.lines(ADDRESSES):
        address, _, accept = line.partition(" ")
        answer = asking.get(address, headers={"Accept": accept or "*/*"}, follow_redirects=False)
        assert answer.status_code in (200, 303), (address, answer.text[:300])
        (here / "answer").write_bytes(answer.content)
        said = {name: spoken(text) for name, text in texts_of(here / "answer")}
        assert not any(said.values()), (address, said)


def test_assistants_are_told_of_the_base_alone(base: Base, here: Path):
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a client", "version": "1"}}
    called = {"name": "compare", "arguments": {"jurisdictions": [base.names["a"]]}}
    asked = {"initialize": hello, "tools/list": {}, "tools/call": called, "prompts/list": {}, "resources/list": {}}
    for method, params in {**asked, "resources/templates/list": {}}.items():
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = client().post("/mcp", json=message, headers={"Accept": "application/json, text/event-stream"})
        assert answer.status_code == 200 and "result" in answer.json(), answer.text
        assert not spoken(answer.text), (method, spoken(answer.text))


def test_the_servers_answer(base: Base, here: Path):
    line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {}})
    command = [sys.executable, "-m", "kb", "mcp"]
    done = subprocess.run(command, input=line + "\n", capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0 and not spoken(done.stderr)
    port = str(free_port())
    with running([sys.executable, "-m", "kb", "serve", "--port", port], f"{HERE}:{port}/sparql"):
        assert b"release" in urllib.request.urlopen(f"{HERE}:{port}/healthz", timeout=20).read()


@pytest.mark.skipif(not OXIGRAPH, reason="no oxigraph server is installed")
def test_it_is_published_to_an_engine_and_read_there(base: Base, here: Path):
    with oxigraph(here / "engine") as address:
        assert "current" in kb(f"publish --to {address}").output and "current" in kb(f"endpoint --at {address}").output
        told = kb(f"compare {base.names['a']} --endpoint {address}")
        assert told.exit_code == 0 and "|" in told.output
