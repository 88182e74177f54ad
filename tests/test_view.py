"""What is asked is one value: it checks itself, and every dialect writes and reads it from one declaration."""

import ast
import datetime
import inspect
import os
import pickle
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import cases
from hypothesis import given
from hypothesis import strategies as st

import kb
from kb.cells.comparison import compare
from kb.clocks.changes import Point
from kb.clocks.timeline import timeline
from kb.embedding.marker_options import parse_table
from kb.embedding.text_reports import refresh_text
from kb.errors import MarkerError, UsageError
from kb.explanation.explain import to_json as explained
from kb.tables.seals import ask_again, query_of
from kb.values import dialects
from kb.values.cell_names import parse_cell, print_cell
from kb.values.resolution import Policy
from kb.values.view import Keywords, View, asked_view
from kb.values.view_fields import FIELDS, Field, checked

ROOT = Path(__file__).resolve().parent.parent
RELEASE, DAY, RECORD = "0123456789abcdef", datetime.date(2025, 9, 15), datetime.date(2026, 6, 1)
SPELT_OUT_AT_MOST = 12  # modules that name four of what is asked together

SLUGS = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
HOSTILE = st.text(max_size=8) | st.sampled_from(
    ["", " ", "a,b", "a=b", "-q", "--", "--as-of", "-->", "a--b", "{kb: x}", "&p=x", "a&b", "%2C", "é", "\0", "\ud800", "a.b",
     "a@b", "x.ttl", "frozen", "<b>", "\n", "'\"", "a/b", "#"]
)  # fmt: skip
DAYS = st.dates(max_value=datetime.date(9999, 12, 30))


def views(names, policies):
    """Views whose names are drawn from a strategy."""
    lists = st.lists(names, max_size=3)
    return st.builds(
        View,
        lists,
        dimensions=lists,
        questions=lists,
        platform=st.none() | names,
        policy=st.none() | policies,
        as_of=st.none() | DAYS,
        known_on=st.none() | DAYS,
        release=st.none() | st.from_regex(r"[0-9a-f]{16}", fullmatch=True),
    )


WELL_FORMED = views(SLUGS, SLUGS)
ANY = views(HOSTILE | SLUGS, HOSTILE | SLUGS | st.just(Path("own.ttl")) | st.just(Policy("mine", "1", "Mine", "", ())))

DIALECTS = {
    "options": (View.options, View.from_options, lambda view: view),
    "address": (View.address, View.from_address, lambda view: view),
    "marker": (View.marker, View.from_marker, lambda view: view),
    "seal": (View.seal, View.from_seal, lambda view: view.but(dimensions=(), release=None)),
    "json": (View.to_json, View.from_json, lambda view: view),
    "keywords": (View.keywords, lambda given: View(**given), lambda view: view),
    "pickle": (pickle.dumps, pickle.loads, lambda view: view),
    "cell": (
        View.cell_address,
        View.from_cell_address,
        lambda view: (view.held().settled(DAY) if view.held() != View() else View()).but("us", questions="forced-divestiture"),
    ),
}


@pytest.mark.parametrize("dialect", DIALECTS)
@cases(100)
@given(view=WELL_FORMED)
def test_every_dialect_reads_what_it_writes(dialect, view):
    write, read, fitting = DIALECTS[dialect]
    asked = fitting(view)
    assert read(write(asked)) == asked


@pytest.mark.parametrize("dialect", DIALECTS)
@cases(300)
@given(view=ANY)
def test_hostile_names_are_escaped_or_refused_but_never_become_something_else(dialect, view):
    write, read, _ = DIALECTS[dialect]
    try:
        written = write(view)
    except UsageError:
        return
    assert read(written) == view


@cases(300)
@given(view=ANY)
def test_what_stands_in_a_report_cannot_leave_its_comment(view):
    try:
        words = view.marker()
    except UsageError:
        return
    assert not set(words) & set("<>{}\n\"'\\%") and "--" not in words


TONE = Field("tone", "name", ("--tone",), ("tone",), ("tone", "sc"), "A made-up option.", pinned=True)
WITH_TONE = (*FIELDS, TONE)
ASKED = {
    "jurisdictions": ("us", "eu"),
    "questions": ("audit",),
    "as_of": "2025-09-15",
    "known_on": "2026-06-01",
    "tone": "general",
}
ONE_CELL = ASKED | {"jurisdictions": ("us",)}
WRITTEN = {
    "options": (dialects.print_options, dialects.parse_options, ASKED),
    "address": (dialects.print_address, dialects.parse_address, ASKED),
    "marker": (dialects.print_marker, dialects.parse_marker, ASKED),
    "seal": (dialects.print_seal, dialects.parse_seal, ASKED),
    "json": (dialects.print_json, dialects.parse_json, ASKED),
    "cell": (print_cell, parse_cell, ONE_CELL),
}


@pytest.mark.parametrize("dialect", WRITTEN)
def test_a_new_field_of_the_declaration_speaks_every_dialect(dialect):
    write, read, asked = WRITTEN[dialect]
    written = write(asked, WITH_TONE)
    assert "general" in str(written) and read(written, WITH_TONE) == asked
    with pytest.raises(UsageError, match=r"tone|no cell"):
        read(written)


def test_a_new_field_checks_itself_and_keeps_its_old_spellings():
    assert checked(TONE, "general") == "general" and checked(TONE, "") is None
    assert dialects.parse_address("sc=general", WITH_TONE) == {"tone": "general"}
    with pytest.raises(UsageError, match="write names as text"):
        checked(TONE, 3)


def test_declaration_attributes_and_keywords_have_the_same_names():
    names = [field.name for field in FIELDS]
    assert list(View.__slots__) == names
    assert sorted(["jurisdictions", *Keywords.__annotations__]) == sorted(names)


BEFORE = [
    (
        View.address,
        View.from_address,
        "j=us,eu&d=data&q=audit&p=tiktok&policy=newest-first&v=2025-09-15&k=2026-06-01&r=" + RELEASE,
    ),
    (
        View.marker,
        View.from_marker,
        "us eu dimensions=data questions=audit,forced-sale platform=tiktok policy=newest-first as-of=2025-09-15"
        f" known-on=2026-06-01 release={RELEASE}",
    ),
    (View.options, View.from_options, ["us", "eu", "--dimension", "data", "--question", "audit", "--as-of", "2025-09-15"]),
    (View.cell_address, View.from_cell_address, "us.audit@2025-09-15@2026-06-01@tiktok"),
    (View.cell_address, View.from_cell_address, "us.audit"),
    (
        View.seal,
        View.from_seal,
        {"jurisdictions": ["us"], "questions": ["audit"], "policy": "law-first", "as_of": "2025-09-15", "known_on": "2026-06-01"},
    ),
]


@pytest.mark.parametrize(("write", "read", "text"), BEFORE)
def test_what_was_written_before_is_read_and_written_the_same(write, read, text):
    assert write(read(text)) == text


def test_other_spellings_of_before_are_read():
    assert View.from_marker("us question=audit dimension=data platform= as-of=") == View(
        "us", questions="audit", dimensions="data"
    )
    assert View.from_options(["-q", "audit", "us", "--as-of=2025-09-15", "-d", "data"]) == View(
        "us", questions="audit", dimensions="data", as_of=DAY
    )
    assert View.from_address("j=us&v=&q=a%2Cb") == View("us", questions=["a", "b"])


def test_the_names_of_notes_in_a_report_are_those_of_before():
    anchors = [
        parse_table(text).anchor for text in ("us eu", "us eu questions=audit as-of=2025-09-15 platform=tiktok policy=x frozen")
    ]
    assert anchors == ["kb902d", "kb29bd"]


WRONG = [
    (View.from_marker, "us platfrom=x", "no option 'platfrom'. Did you mean 'platform'?"),
    (View.from_marker, "us policy=own.ttl", "a report names a policy of the release"),
    (View.from_marker, "us release=abc", "16 hexadecimal digits"),
    (View.from_address, "j=us&pp=x", "no parameter 'pp'. Did you mean 'p'?"),
    (View.from_address, "j=us&j=eu", "give each parameter once"),
    (View.from_address, "j=us&policy=/etc/own.ttl", "no resolution policy '/etc/own.ttl'"),
    (View.from_address, "j=us&v=2025-02-30", "--as-of 2025-02-30: write a day of the calendar as YYYY-MM-DD"),
    (View.from_options, ["us", "--platfrom", "x"], "no option '--platfrom'. Did you mean '--platform'?"),
    (View.from_options, ["us", "--platform"], "--platform: write its value after it"),
    (View.from_seal, {"jurisdictions": "us"}, "jurisdictions: write a list of names"),
    (View.from_seal, {"policy": "own.ttl"}, "no resolution policy"),
    (View.from_seal, {"release": RELEASE}, "no name 'release'"),
    (View.from_seal, ["us"], "as an object"),
    (View.from_json, {"as_of": 20250915}, "as_of: write a text"),
    (View.from_json, {"as_off": "2025-09-15"}, "no name 'as_off'. Did you mean 'as_of'?"),
    (View.from_cell_address, "us", "is no cell"),
    (View.from_cell_address, "us.audit@2025-09-15", "is no cell"),
    (View.from_cell_address, "us.audit@2025-09-15@x", "--known-on x"),
]


@pytest.mark.parametrize(("read", "text", "says"), WRONG)
def test_what_cannot_be_read_is_told_with_what_to_write(read, text, says):
    with pytest.raises(UsageError) as found:
        read(text)
    assert says in str(found.value)


@pytest.mark.parametrize("day", ["9999-12-31", "20250915", "2025-9-15", "2025-02-30", "today", 20250915, "2025-W01-1"])
def test_a_day_that_is_none_is_refused_where_it_is_asked(day):
    with pytest.raises(UsageError, match=r"--known-on .*: write a day of the calendar"):
        View(known_on=day)


def test_a_view_folds_what_stands_twice_and_takes_days_in_each_form():
    moment = datetime.datetime(2025, 9, 15, 12, 30)
    assert View(["us", "eu", "us"]).jurisdictions == ("us", "eu")
    assert View("us", as_of="2025-09-15") == View(("us",), as_of=DAY) == View(["us"], as_of=moment)
    assert View(platform="", policy=None) == View() and View(policy="own.ttl").policy == Path("own.ttl")
    with pytest.raises(UsageError, match=r"ends in \.ttl"):
        View(policy=Path("own.txt"))


def test_today_is_asked_where_no_day_is():
    asked = View("us", as_of=DAY)
    assert asked.settled(RECORD) == View("us", as_of=DAY, known_on=RECORD)
    assert View().days()[0] == datetime.date.today().isoformat()


def test_keywords_that_are_left_open_change_nothing_of_a_view():
    first = View("us", as_of=DAY, platform="tiktok")
    assert asked_view(first, as_of=None, questions=(), platform="") is first
    assert asked_view((), first, platform="clip") == first.but(platform="clip")
    assert asked_view(["eu"], first) == first.but("eu")
    assert first.but(platform=None) == View("us", as_of=DAY)


def test_a_misspelt_keyword_is_told_with_the_nearest_and_help_shows_them_all(mini_release):
    with pytest.raises(TypeError, match=r"no option 'platfrom'\. Did you mean 'platform'"):
        compare(mini_release.reader, ["xa"], platfrom="clip")
    for function in (compare, kb.open, View, View.but):
        assert "asked" not in inspect.signature(function).parameters
    assert {"as_of", "platform", "policy", "release"} <= inspect.signature(compare).parameters.keys()
    with pytest.raises(TypeError, match="no option 'as_of'"):
        timeline(mini_release.reader, "xa", "audit", as_of="2025-09-15")


def test_every_verb_takes_a_view_and_says_what_its_keywords_say(mini_home, tmp_path):
    base = kb.open(mini_home)
    days = {"as_of": "2025-09-15", "known_on": RECORD}
    whole, cell = View(["xa", "xb"], platform="clip", **days), View("xa", questions="forced-sale", platform="clip", **days)
    assert base.compare(whole) == base.compare(["xa", "xb"], platform="clip", **days) == base.compare(view=whole)
    assert base.compare("xa", view=whole) == base.compare(whole.but("xa"))
    assert explained(base.explain(cell)) == explained(base.explain("xa", "forced-sale", platform="clip", **days))
    assert base.read(cell) == base.read("forced-sale", ["xa"], platform="clip", **days)
    assert base.timeline(cell) == base.timeline("xa", "forced-sale", platform="clip", known_on=RECORD)
    points = ("2023-06-01,2026-06-01", "2025-06-01,2026-06-01")
    found = base.changes(whole, *points)
    assert found == base.changes(["xa", "xb"], *points, platform="clip") and found.changes
    assert found == base.changes(whole, Point("2023-06-01", "2026-06-01"), Point("2025-06-01", "2026-06-01"))
    assert base.regime(whole.but("xa")) == base.regime("xa", platform="clip", **days)
    assert base.similar(whole).distance.tolist() == base.similar(["xa", "xb"], platform="clip", **days).distance.tolist()
    assert base.coverage(whole) == base.coverage(["xa", "xb"], platform="clip", **days)
    assert base.cite(whole, style="apa") == base.cite(["xa", "xb"], style="apa", platform="clip", **days)
    written = [tmp_path / name / "brief.md" for name in ("one", "two")]
    for path, asked, more in ((written[0], whole, {}), (written[1], ["xa", "xb"], {"platform": "clip", **days})):
        path.parent.mkdir()
        assert base.brief(path, asked, **more) == path
    assert written[0].read_text() == written[1].read_text()


def test_a_table_tells_what_was_asked_so_that_it_can_be_asked_again(mini_home):
    base = kb.open(mini_home)
    table = base.compare(["xa"], questions="audit", as_of=DAY, known_on=RECORD)
    assert table.view == View("xa", questions="audit", as_of=DAY, known_on=RECORD, policy="law-first", release=base.release.id)
    assert base.compare(table.view) == table
    assert query_of(table.comparison) == table.view.but(release=None).seal()
    assert ask_again(base.release.reader, query_of(table.comparison)) == table.comparison


def test_coverage_of_a_question_counts_its_cells_alone(mini_home):
    rows = {
        row.dimension: row.cells
        for row in kb.open(mini_home).coverage(["xa", "xb"], questions="audit")
        if row.jurisdiction == "xa"
    }
    assert rows["*"] == 1 and len(rows) == 2


def test_another_release_answers_where_it_is_named_and_never_this_one_in_its_place(mini_home, mini_release):
    base = kb.open(mini_home)
    assert base.compare("xa", release=mini_release.id).comparison.release == mini_release.id
    with pytest.raises(UsageError, match="no such release is kept here"):
        base.compare("xa", release=RELEASE)
    with pytest.raises(UsageError, match=f"release={RELEASE}: this is release {mini_release.id}"):
        compare(mini_release.reader, View("xa", release=RELEASE))


def test_a_query_in_a_seal_must_name_its_days(mini_release):
    with pytest.raises(UsageError, match="names both days"):
        ask_again(mini_release.reader, {"jurisdictions": ["xa"], "as_of": "2025-09-15"})


def test_a_marker_asks_for_the_table_that_the_keywords_ask_for(mini_home, monkeypatch):
    from kb.embedding.blocks import Source

    source = Source(mini_home)
    text = "<!-- kb:compare xa xb questions=audit platform=clip as-of=2025-09-15 known-on=2026-06-01 -->\n<!-- kb:end -->\n"
    fresh, changes = refresh_text(source, "md", text)
    comparison = compare(
        source.current.reader, ["xa", "xb"], questions=["audit"], platform="clip", as_of="2025-09-15", known_on="2026-06-01"
    )
    assert changes and all(cell.in_short in fresh for cell in comparison.cells)
    with pytest.raises(MarkerError, match=r"1: no option 'platfrom'\. Did you mean 'platform'"):
        refresh_text(source, "md", text.replace("platform=", "platfrom="))


def test_the_snippet_of_a_table_by_another_policy_names_it(mini_release):
    from kb.embedding.address import snippets

    asked = View("xa", questions="audit", as_of=DAY, known_on=RECORD)
    usual, other = (snippets(compare(mini_release.reader, asked.but(policy=name)), "http://x") for name in (None, "newest-first"))
    assert "policy=" not in usual["report-live"] and "policy=newest-first" in other["report-live"]


def test_a_page_kept_of_one_day_is_not_given_on_another():
    from kb.server.embed_routes import _view

    assert _view((("j", "us"),)).as_of == datetime.date.today()


def test_the_public_face_is_light_and_knows_its_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"].get("version", kb.__version__)
    assert kb.__version__ == version and (ROOT / "kb/py.typed").exists()
    assert kb.View is View and issubclass(kb.MarkerError, kb.KnowledgeBaseError) and set(kb.__all__) <= set(dir(kb))
    code = "import sys, kb; print(*[name for name in sys.modules if name.startswith('kb.')])"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
    with pytest.raises(AttributeError, match="no attribute 'Viewed'"):
        _ = kb.Viewed


RIGHT = """
import datetime

import kb

base = kb.open()
view = kb.View(["us", "eu"], questions="forced-divestiture", as_of="2025-09-15", known_on=datetime.date(2026, 6, 1))
table: kb.Table = base.compare(view.but(platform="tiktok"))
comparison: kb.Comparison = base.compare(["us"], as_of="2025-09-15").comparison
day: datetime.date | None = view.as_of
base.explain("us", "forced-divestiture", view=view)
base.changes(["us"], "2024-01-01", datetime.date(2026, 6, 1), platform="tiktok")
base.query("ASK {}", kb.Limits(seconds=1))
"""


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (RIGHT, "Success"),
        (
            RIGHT + 'base.compare(["us"], platfrom="tiktok")',
            '"platfrom" for "compare" of "KnowledgeBase"; did you mean "platform"',
        ),
        (RIGHT + 'kb.View("us", asof="2025-09-15")', '"asof" for "View"; did you mean "as_of"'),
        (RIGHT + "base.regime('us', as_of=2025)", "incompatible type"),
        (RIGHT + "base.timeline('us', 'audit', as_of='2025-09-15')", 'Unexpected keyword argument "as_of"'),
    ],
)
def test_a_script_that_misspells_an_option_fails_where_types_are_checked(script, says, tmp_path):
    pytest.importorskip("mypy", reason="mypy is not installed")
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent", str(tmp_path / "script.py")]
    cache = ["--cache-dir", str(ROOT / ".mypy_cache" / "scripts")]
    environment = os.environ | {"MYPYPATH": str(ROOT)}
    told = subprocess.run([*command, *cache], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert says in told.stdout, told.stdout + told.stderr


NAMES = {"jurisdictions", "questions", "as_of", "known_on", "platform", "policy", "release"}


def spelt(node):
    """The names that one signature, class, call, dict or list of constants spells out."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return {one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    if isinstance(node, ast.ClassDef):
        return {one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)}
    if isinstance(node, ast.Call):
        return {one.arg for one in node.keywords}
    listed = node.keys if isinstance(node, ast.Dict) else node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else ()
    return {one.value for one in listed if isinstance(one, ast.Constant)}


def test_what_is_asked_is_spelt_out_in_few_modules():
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "kb").rglob("*.py"))
        if any(len(spelt(node) & NAMES) >= 4 for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    ]
    assert len(found) <= SPELT_OUT_AT_MOST, f"take a View, or derive it from FIELDS in kb/values/view_fields.py: {found}"
