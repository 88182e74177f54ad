"""Every page under Streamlit's own test: it opens, answers the address, and takes hostile addresses calmly."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.checking import tongue
from kb.checking.citation import Cited
from kb.checking.verdict import REASONS
from kb.clocks.changes import Point, find_changes
from kb.ui.frame.shared import plain
from kb.ui.words import t, vocabulary
from tests.page_tables import tables
from tests.patience import PATIENCE

APP = str(Path(__file__).resolve().parent.parent / "app.py")
PAGES = {
    "home": "from kb.ui.pages import home; home.show()",
    "search": "from kb.ui.pages import search; search.show()",
    "entity": "from kb.ui.pages import entity; entity.show()",
    "brief": "from kb.ui.pages import brief; brief.show()",
    "timeline": "from kb.ui.pages import timeline; timeline.show()",
    "changes": "from kb.ui.pages import changes; changes.show()",
    "coverage": "from kb.ui.pages import coverage; coverage.show()",
    "disputes": "from kb.ui.pages import disputes; disputes.show()",
    "due": "from kb.ui.pages import due; due.show()",
    "about": "from kb.ui.pages import about; about.show()",
    "glossary": "from kb.ui.pages import glossary; glossary.show()",
    "check": "from kb.ui.pages import check; check.show()",
    "compare": "from kb.ui.pages import compare; compare.show()",
    "article": "from kb.ui.pages import article; article.show()",
    "graph": "from kb.ui.pages import graph; graph.show()",
    "on_that_day": "from kb.ui.pages import on_that_day; on_that_day.show()",
    "similarity": "from kb.ui.pages import similarity; similarity.show()",
    "sparql": "from kb.ui.pages import sparql; sparql.show()",
}


@pytest.fixture
def real(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))


@pytest.fixture
def mini(mini_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(mini_home))


def page(which, /, **address):
    test = AppTest.from_string(PAGES[which], default_timeout=PATIENCE)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


def shown(test):
    spoken = [*test.title, *test.header, *test.subheader, *test.markdown, *test.caption, *test.warning, *test.error, *test.info]
    return "\n".join([*(element.value for element in spoken), *(element.proto.body for element in test.get("html"))])


def test_the_app_opens_on_a_question_that_is_answered(real):
    test = AppTest.from_file(APP, default_timeout=PATIENCE).run()
    text = shown(test)
    assert not test.exception and test.title[0].value == "How jurisdictions regulate platforms"
    assert "the United States stands apart" in text and "negotiated divestiture" in text
    assert "Mandatory local storage" not in text


def test_a_refuted_claim_stands_on_home_as_refuted_and_quietly(real):
    test = page("home", q="data-localization-requirement", j="sg", p="tiktok")
    assert "<b>Conditional transfer</b>" in shown(test) and not test.warning
    assert any("Said elsewhere, and contradicted" in one.value for one in test.caption)


def test_the_app_builds_a_release_where_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    monkeypatch.setenv("KB_FACTS", str(Path(APP).parent / "tests/mini_facts"))
    test = AppTest.from_file(APP, default_timeout=PATIENCE).run()
    assert not test.exception and (tmp_path / "current" / "manifest.json").is_file()
    assert "Can an owner be made to sell?" in shown(page("compare", j="xa,xb", d="*"))


def test_wrong_facts_are_listed_in_place_of_the_app(tmp_path, monkeypatch):
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "jurisdictions.yaml").write_text("xa:\n  nam: Examplia\n", encoding="utf-8")
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KB_FACTS", str(tmp_path / "facts"))
    test = AppTest.from_file(APP, default_timeout=PATIENCE).run()
    assert "facts need mending" in test.error[0].value and "jurisdictions.yaml:2" in test.code[0].value


def test_compare_reads_its_whole_state_from_the_address(real):
    test = page("compare", j="us,sg", d="data-location-and-transfer", v="2025-09-15", k="2026-12-01", p="tiktok", view="cards")
    assert test.multiselect(key="j").value == ["us", "sg"] and test.selectbox(key="p").value == "tiktok"
    text = shown(test)
    assert (
        "law on 2025-09-15" in text
        and "A source says otherwise; we find it contradicted" in text
        and "Platform rules as they reach TikTok" in text
    )


def test_compare_writes_what_is_picked_into_the_address(real):
    test = page("compare")
    test.multiselect(key="j").set_value(["eu", "sg"]).run()
    assert test.query_params["j"] == ["eu,sg"] or test.query_params["j"] == "eu,sg"


def test_every_cell_has_a_why_that_explains_it(real):
    asked = {"j": "sg,us", "d": "data-location-and-transfer", "v": "2025-09-15"}
    addresses = re.findall(r'href="[^"]*cell=([a-z.-]+)', shown(page("compare", **asked)))
    assert len(set(addresses)) == 6 and "sg.data-localization-requirement" in addresses
    text = shown(page("compare", **asked, cell="sg.data-localization-requirement"))
    assert "Decides the cell: Conditional transfer" in text and "Disputes it: Mandatory local storage" in text


def test_the_why_of_an_absence_shows_the_proof_of_search(real):
    text = shown(page("compare", j="sg,eu", d="recommender-transparency", v="2022-06-01", cell="sg.non-profiling-feed"))
    assert "What we searched" in text and "on 2026-11-22, entered by our editors" in text
    assert "the instruments of this base for Singapore" in text and "nothing was found" in text


def test_the_table_as_exported_is_shown(real):
    test = page("compare", view="table", d="ownership-and-divestiture")
    assert not test.exception and any("<table>" in element.proto.body for element in test.get("html"))


@pytest.mark.parametrize(
    ("which", "address"),
    [("compare", {"j": "us,eu", "p": "tiktok"}), ("article", {"source": "us-china-tiktok-near-agreement"}), ("graph", {})],
)
def test_a_release_may_be_replaced_under_an_open_page(real, mini_home, monkeypatch, which, address):
    test = page(which, **address)
    if which == "compare":
        test.selectbox(key="p").set_value("tiktok").run()
    monkeypatch.setenv("KB_HOME", str(mini_home))
    assert not test.run().exception
    assert "does not exist" in shown(test)


def test_a_filter_on_a_verdict_that_a_source_does_not_have_is_no_mistake(real):
    assert not page("article", source="pdpc-speech-2021", verdict="contradicted").warning


def test_a_name_that_does_not_exist_is_named(real):
    assert "zz" in page("compare", j="us,zz").warning[0].value


def test_the_article_shows_all_statements_with_verdicts_and_filters(real):
    test = page("article")
    assert shown(test).count("<section>") == 36
    test = page("article", verdict="contradicted")
    assert shown(test).count('<span class="badge red">✗ Contradicted</span>') == shown(test).count("<section>") == 5


def test_the_graph_lists_the_same_as_it_draws(real):
    test = page("graph", focus="instrument/us/pafaca")
    assert not test.exception and test.selectbox(key="focus").value == "instrument/us/pafaca"
    assert "EO 14166" in set(tables(test)[0]["from"]) | set(tables(test)[0]["to"])
    assert "PAFACA" in set(tables(test)[1]["what"])


def test_the_graph_expands_and_collapses_what_is_chosen_and_the_address_says_so(real):
    test = page("graph", focus="instrument/us/pafaca")
    before = len(tables(test)[1])
    test.selectbox(key="chosen").set_value("platform/tiktok").run()
    next(button for button in test.button if button.label == "Expand").click().run()
    assert len(tables(test)[1]) > before and test.query_params["x"] in ("platform/tiktok", ["platform/tiktok"])
    next(button for button in test.button if button.label == "Collapse").click().run()
    assert len(tables(test)[1]) == before and "x" not in test.query_params


def test_the_graph_says_a_path_in_words(real):
    text = shown(page("graph", focus="instrument/us/pafaca", to="organisation/bytedance"))
    assert "CapCut is designated under PAFACA; CapCut is owned since 2024 by ByteDance Ltd." in text and "Ltd.." not in text


def test_the_page_of_an_authority_begins_with_its_powers(real):
    text = shown(page("entity", e="organisation/european-commission"))
    assert "is held by European Commission" in text and "is heard by European Commission" in text


def test_the_graph_says_both_limits_of_what_it_draws(real):
    said = "more neighbours are not drawn: a step brings at most 60, and at most 500 things are drawn."
    assert said in shown(page("graph", focus="platform/tiktok", m="60", n="500"))


@pytest.fixture
def ready_links(monkeypatch):
    found = []
    monkeypatch.setattr("kb.ui.graph.ready.link", lambda page, label, *more, **asked: found.append(label))
    return found


def test_questions_that_are_ready_name_only_what_the_base_has(mini, ready_links):
    assert not page("graph").exception
    assert "Who may have a service blocked?" in ready_links and not any("TikTok" in one or "DSA" in one for one in ready_links)


def test_questions_that_are_ready_stand_on_the_graph_of_the_real_facts(real, ready_links):
    assert not page("graph").exception
    assert {"Who owns and runs TikTok?", "What rests on the DSA?"} <= set(ready_links)


def test_the_graph_leaves_out_kinds_relations_and_what_began_later(real):
    def drawn(**left_out):
        return tables(page("graph", focus="platform/tiktok", m="60", n="500", **left_out))[1]

    kinds = set(drawn()["kind"])
    assert kinds - set(drawn(hide="case,instrument")["kind"]) == {"Case", "Instrument"}
    assert max(drawn(until="2019-01-01")["first date"]) <= "2019-01-01" < max(drawn()["first date"])
    assert len(drawn(without="pol:platform")) < len(drawn())


@pytest.mark.parametrize("text", ["![x](http://evil.example/a.png)", "[x](javascript:alert(1))", "<img src=x>", ":red[x]", "$x$"])
def test_labels_stay_text_in_pages(text):
    unescaped = re.sub(r"\\.", "", plain(text))
    assert not re.search(r"[<>\[\]:$!|*`_]", unescaped)


def test_health_answers_beside_the_pages(mini_home, tmp_path, monkeypatch):
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from kb.server.routes import ROUTES

    client = TestClient(Starlette(routes=ROUTES))
    monkeypatch.setenv("KB_HOME", str(mini_home))
    assert client.get("/healthz").json()["status"] == "ok"
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    answer = TestClient(Starlette(routes=ROUTES)).get("/healthz")  # an application keeps what it found for some seconds
    assert answer.status_code == 503 and "log of this service" in answer.json()["reason"]


def test_on_that_day_tells_what_applied_what_was_suspended_and_what_was_pending(real):
    test = page("on_that_day", j="us", p="tiktok", v="2025-03-01", d="ownership-and-divestiture")
    assert not test.exception
    assert any("In force, but suspended" in header.value for header in test.header)
    assert "enforcement suspended until 2025\\-04\\-05" in shown(test) or "enforcement suspended until" in shown(test)
    pending = page("on_that_day", j="us", p="tiktok", v="2024-06-01", d="ownership-and-divestiture")
    assert any("Pending" in header.value for header in pending.header)


def test_on_that_day_names_a_layer_without_codings_and_takes_hostile_addresses(real):
    assert "says nothing of what its law is" in shown(page("on_that_day", j="us-al", p="tiktok", v="2025-03-01"))
    hostile = page("on_that_day", j="<script>", p="' OR 1=1", v="9999-99-99", k="x", d="../..")
    assert not hostile.exception and "does not exist" in shown(hostile)


@pytest.mark.parametrize("which", list(PAGES))
def test_every_page_speaks_the_second_language(real, which):
    english, german = page(which), page(which, lang="de")
    assert not german.exception
    assert german.title[0].value != english.title[0].value or which in ("graph", "entity", "sparql")
    assert "Ausgabe " in shown(german)
    assert german.query_params["lang"] in ("de", ["de"])


def test_an_entity_shows_its_parts_and_the_address_names_them(real):
    test = page("entity", e="instrument/us/pafaca", part="passages")
    assert "<b>sec. 2(a)(3)</b>" in shown(test) and "90 days" in shown(test)
    assert tables(page("entity", e="instrument/us/pafaca", part="history"))[0].shape[0] == 13


def test_what_a_thing_is_called_in_files_stands_with_all_its_facts_alone(real):
    told = page("entity", e="organisation/tiktok-usds-joint-venture")
    assert not told.exception and "facts/organisations.yaml" not in shown(told)
    assert "`organisation/tiktok-usds-joint-venture`" not in shown(told)
    facts = page("entity", e="organisation/tiktok-usds-joint-venture", part="facts")
    assert "facts/organisations.yaml" in shown(facts) and "organisation/tiktok-usds-joint-venture" in shown(facts)


def test_what_a_sentence_rests_on_is_called_by_what_it_is(real):
    html = shown(page("entity", e="platform/tiktok"))
    assert "operator since 2026-01-22" in html and "class since 2023-03-07" in html and "entry of" not in html
    assert "event of 2022-11-16" in shown(page("entity", e="instrument/eu/dsa"))


def test_a_review_to_come_is_not_said_to_be_one_since_a_day(real):
    told = shown(page("entity", e="instrument/eu/dsa", part="matters"))
    assert "scheduled review, look again on 2027-11-17" in told and "scheduled review since" not in told


def test_another_part_of_a_thing_stands_directly_below_its_first_line(real):
    whole, part = (page("entity", e="instrument/eu/dsa", part=one) for one in ("overview", "history"))
    rests = "On it rest"
    assert rests in shown(whole) and rests not in shown(part) and "DSA (Regulation" in shown(part)


def test_an_entity_that_does_not_exist_is_told_with_the_nearest(real):
    told = page("entity", e="instrument/eu/dsaa")
    assert "nothing under the name “instrument/eu/dsaa”" in told.warning[0].value and "kb search" not in shown(told)
    assert 'e=instrument/eu/dsa"' in shown(told) and "Did you mean DSA?" in shown(told)


def test_search_finds_and_filters(real):
    test = page("search", q="32022R2065")
    assert "1 hit" in shown(test) and "instrument/eu/dsa" in shown(test)
    both = page("search", q="tiktok")
    both.pills(key="kind").set_value("case").run()
    assert "Case · " in shown(both) and "Instrument · " not in shown(both)


def test_an_answer_for_several_places_opens_the_table_of_all_of_them(real):
    told = shown(page("search", q="compare EU, UK and Viet Nam on fines"))
    assert 'href="compare?j=eu,gb,vn&amp;q=content-penalty-basis&amp;cell=gb.content-penalty-basis"' in told


def test_a_question_that_is_found_opens_its_table_alone_with_the_answers_first(real):
    told = shown(page("search", q="age for an account on social media", kind="question"))
    assert "one=minimum-account-age&amp;found=first" in told


def test_the_timeline_lists_what_it_draws(real):
    test = page("timeline", p="tiktok", j="us", lanes="enforcement")
    assert not test.exception and len(tables(test)[0]) == 8
    assert "No event" in shown(page("timeline", p="tiktok", j="us", **{"from": "1990-01-01", "to": "1990-02-01"}))


@pytest.mark.parametrize(
    ("lang", "evidence", "steps"),
    [("en", "The evidence goes to", "Steps in cases"), ("de", "Die Belege reichen", "Schritte in")],
)
def test_changes_say_how_far_they_go_and_what_the_timeline_has_of_the_platform(real, lang, evidence, steps):
    text = shown(page("changes", j="eu", p="tiktok", v1="2026-01-01", lang=lang))
    assert evidence in text and steps in text and "2026-02-06 · " in text and "e=case/eu/dsa-tiktok-minors-and-design" in text
    assert "timeline?p=tiktok&amp;j=eu&amp;from=2026-01-01" in text
    assert steps not in shown(page("changes", j="eu", v1="2026-01-01", lang=lang))


def test_changes_count_events_answers_and_details(real, real_release):
    days = {"v1": "2026-01-01", "v2": "2026-11-30", "k1": "2026-11-30", "k2": "2026-11-30"}
    text = shown(page("changes", j="sg", **days))
    points = Point(days["v1"], days["k1"]), Point(days["v2"], days["k2"])
    found = find_changes(real_release.reader, ["sg"], *points)
    assert found.changes and f"**{len(found.changes)} of {found.cells} answers changed**" in text
    assert "2 events changed 5 answers since" in text and "that weigh most" not in text
    wider = shown(page("changes", j="us,eu,sg", v1="2024-01-01", v2="2026-11-30", k1="2026-11-30", k2="2026-11-30"))
    points = Point("2024-01-01", "2026-11-30"), Point("2026-11-30", "2026-11-30")
    number = len(find_changes(real_release.reader, ["us", "eu", "sg"], *points).changes)
    told = (r"changed (\d+) answers since", r"(\d+) more answers changed without")
    turned, rest = (int(re.search(words, wider)[1]) for words in told)
    assert turned + rest == number
    assert found.in_details == 1 and "In one of them the answer and its status are what they were" in text
    assert "What held before still stands beside it." in text


def test_the_timeline_lists_the_newest_first_and_a_year_as_a_year(real):
    test = page("timeline", p="tiktok", j="eu", lanes="ownership,cases")
    days = re.findall(r'<tr><td class="day"[^>]*>([^<]+)', shown(test))
    assert days == sorted(days, reverse=True) and days[-1] == "2020"


def test_changes_show_each_difference_with_its_cause(real):
    test = page("changes", j="us", v1="2025-01-18", v2="2025-02-01", p="tiktok")
    assert "<b>Enforcement changed</b>" in shown(test) or "<b>The law changed, or began to apply</b>" in shown(test)
    assert "answers changed" in shown(test)
    nothing = shown(page("changes", j="us", v1="2026-11-01", v2="2026-11-01"))
    assert "**0 of 84 answers changed**" in nothing and "No event changed an answer since 2026-11-01" in nothing


def test_coverage_counts_each_kind_of_absence(real, real_release):
    from kb.cells.coverage import researched

    test = page("coverage")
    totals = tables(test)[0]
    assert len(totals) == len(researched(real_release))
    kinds = ["answered", "none found", "not applicable", "text is silent", "withheld", "not researched"]
    assert (totals[kinds].sum(axis=1) == totals["cells"]).all()
    by = ["answered by its own law", "answered by the law of its union or federation"]
    assert (totals[by].sum(axis=1) == totals["answered"]).all() and (totals[by[0]].diff().dropna() <= 0).all()


def test_about_lists_the_places_by_what_their_own_law_answers(real, real_release):
    (table,) = [one for one in tables(page("about")) if "answered by its own law" in one]
    own = table["answered by its own law"]
    assert (own.diff().dropna() <= 0).all() and not set(table["jurisdiction"]) & {"France", "Spain", "Italy", "Austria"}


@pytest.mark.parametrize(
    ("name", "asked"),
    [("about", {"j": "sg", "q": "data-localization-requirement"}), ("entity", {"e": "instrument/sg/pdpa", "part": "correct"})],
)
def test_an_amendment_is_proposed_as_a_patch_with_its_line(real, name, asked):
    test = page(name, **asked)
    if name == "entity":
        picked = test.selectbox(key="amend-which-entity")
        first = next(at for at, said in enumerate(picked.options) if said.startswith("2014-07-02--"))
        picked.select_index(first).run()
    else:
        assert not test.text_area, "nothing is read for the form before it is opened"
        test.session_state["amend-about"] = True
        test.run()
    next(area for area in test.text_area if area.label.startswith("In short")).set_value("Data may leave, as read again.")
    next(button for button in test.button if button.label == "Show the proposal").click()
    test.run()
    codes = [code.value for code in test.code]
    assert any(code.startswith("--- a/facts/instruments/sg/") and "withdrawn: {on: " in code for code in codes)
    assert any(code.startswith("kb amend ") and "as read again" in code for code in codes)
    assert any("not confirmed in a source" in warning.value for warning in test.warning)


def test_a_correction_may_be_proposed_of_an_absence_but_not_of_a_cell_that_nobody_researched(mini):
    test = page("about", j="xa", q="local-storage")
    assert not test.exception and "No rule was found." in shown(test)
    assert [fold.label for fold in test.expander if fold.label == plain(t("amend.title"))]
    test = page("about", j="xu", q="forced-sale")
    assert not test.exception and plain(t("about.no-claim", place="xu")) in shown(test)


def test_a_release_that_is_damaged_beyond_mending_under_an_open_page_is_noticed(mini_home, tmp_path, monkeypatch):
    import shutil

    from kb.errors import UnavailableError
    from kb.ui.frame.shared import current_release

    shutil.copytree(mini_home, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    assert current_release() is current_release()
    for name in ("index.sqlite", "data.nq"):
        file = (tmp_path / "home" / "current").resolve() / name
        file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(UnavailableError, match="damaged"):
        current_release()


def test_a_page_that_cannot_read_the_base_says_so_and_what_to_do(monkeypatch):
    script = """
from kb.errors import UnavailableError
from kb.ui.frame import page as frame
class Page:
    def run(self): raise {error}
frame.run(Page())
"""
    for error in ('UnavailableError("the store is gone")', 'OSError("the store is gone")'):
        test = AppTest.from_string(script.replace("{error}", error), default_timeout=PATIENCE).run()
        assert not test.exception and "the store is gone" in test.error[0].value
        assert "python -m kb build" in shown(test)


def test_the_heat_map_has_a_field_for_each_cell_and_absence_is_marked(real_release):
    from kb.cells.comparison import compare as compute
    from kb.ui.cells.heat_map import frame_of
    from kb.values.model import STATE_MARKS

    table = compute(real_release.reader, ["us", "eu", "sg", "gb", "in"], as_of="2026-06-01", known_on="2026-12-01")
    frame = frame_of(table)
    assert len(frame) == len(table.cells) and frame["share"].dropna().between(0, 1).all()
    absent = frame[frame["share"].isna()]
    assert len(absent) and set(absent["mark"].str[0]) <= set(STATE_MARKS.values())
    marked = {(row.place, row.question): row.mark for row in frame.itertuples() if "◆" in row.mark}
    assert len(marked) == sum(bool(cell.otherwise) for cell in table.cells) >= 9
    divestiture = frame[frame["question"].str.startswith("Can the owner")].set_index("place").loc["United States"]
    assert divestiture["mark"] == "◆" and "◆ Otherwise for TikTok: Negotiated divestiture" in divestiture["answer"]


def test_the_heat_map_writes_white_on_dark_fields_alone(real_release):
    """A field that is the last known is pale, however dark its place in the scale is."""
    from kb.cells.comparison import compare as compute
    from kb.ui.cells.heat_map import frame_of, heat_map

    table = compute(real_release.reader, ["us"], questions=["forced-divestiture"], as_of="2026-11-29", known_on="2026-11-29")
    (field,) = frame_of(table).itertuples()
    assert field.share > 0.7 and field.opacity < 1
    ink = heat_map(table).to_dict()["layer"][-1]["encoding"]["color"]["condition"]
    assert ink["value"] == "#ffffff" and ink["test"] == "datum.shade > 0.7 && datum.opacity == 1"


def test_the_heat_map_has_no_sign_of_warning_for_what_was_said_of_one_platform(real_release):
    from kb.cells.comparison import compare as compute
    from kb.ui.cells.heat_map import frame_of

    asked = {
        "questions": ["data-localization-requirement", "minors-ad-profiling"],
        "as_of": "2026-06-01",
        "known_on": "2026-11-28",  # before one of two reports on advertisements was withdrawn
    }
    quiet, loud = frame_of(compute(real_release.reader, ["sg"], **asked)).to_dict("records")
    assert quiet["mark"] == "" and quiet["answer"] == (
        "Conditional transfer (A source says otherwise of TikTok (it says: Mandatory local storage))"
    )
    assert loud["mark"].startswith("⚠") and "⚠ Sources of equal weight disagree" in loud["answer"]


def test_a_view_is_cited_with_its_whole_address(real):
    test = page("compare", j="us,eu", d="data-location-and-transfer", v="2025-09-15", k="2026-12-01", view="heat")
    cited = [code.value for code in test.code]
    assert not test.exception
    assert any("j=us,eu&d=data-location-and-transfer&v=2025-09-15&k=2026-12-01&view=heat" in text for text in cited)
    assert any("Law as of 2025-09-15, as known on 2026-12-01" in text for text in cited)


def test_another_policy_shows_another_claim_and_stands_in_the_address(real):
    address = {"j": "sg", "d": "data-location-and-transfer", "p": "tiktok", "v": "2025-10-15", "k": "2026-12-01"}
    assert "<b>Conditional transfer.</b>" in shown(page("compare", **address))
    other = page("compare", policy="newest-first", **address)
    assert not other.exception and "<b>Mandatory local storage.</b>" in shown(other)
    assert "does not exist" in shown(page("compare", policy="no-such", **address))


def test_the_page_disputes_counts_alike_above_and_in_both_tables(real):
    test = page("disputes")
    pairs, rates = tables(test)[-2:]
    counted = [int(one) for one in re.findall(r"\*\*Contested today\\?: (\d+) .*Besides, (\d+) ", shown(test))[0]]
    assert not test.exception and len(pairs) == sum(counted) == int(rates["contradicted"][0]) >= 2
    assert int(rates["contradicted"][0]) == sum(map(int, rates["contradicted"][1:]))
    assert set(pairs["for"]) == {"everybody", "TikTok"} and set(pairs["doubt it raises"]) == {"little doubt"}
    assert "Said otherwise in a pleading, not decided" in set(pairs["how it contradicts"])
    assert "compare?j=us&amp;q=forced-divestiture&amp;p=tiktok" in shown(test)


def test_what_does_not_fit_on_the_page_disputes_folds_below_it(real):
    text = shown(page("disputes", lang="de"))
    assert re.search(r"<details><summary>\d+ weitere zeigen</summary>", text)
    of_cases = int(re.search(r"Offen vor Gerichten und Behörden \((\d+)\)", text)[1])
    assert of_cases > 12 and text.count('class="way" href="entity?') >= of_cases, "all of them stand on the page"
    assert "(Australien, " in text and "still am Ende" not in text


def test_the_page_due_begins_with_ten_to_read_and_gives_the_line_that_puts_a_reading_down(real, real_release):
    from kb.due.items import due

    test = page("due", by="2026-12-31")
    text = shown(test)
    assert not test.exception and "**1. " in text and "**10. " in text and "**11. " not in text
    assert not test.text_area, "nothing is made for the form before it is opened"
    test.session_state[f"mark-{due(real_release)[0].id}"] = True
    test.run()
    reading = next(field for field in test.text_area if field.label == "Read in (the source that shows it)")
    reading.input("Docket of the court, read on 2026-11-29")
    test = next(button for button in test.button if button.label == "Show the proposal").click().run()
    assert not test.exception
    assert any(block.value.startswith("kb due --mark-read ") for block in test.code)
    assert any("+    looked:" in block.value for block in test.code)


def test_what_is_open_stands_on_the_page_of_its_case(real):
    test = page("entity", e="case/us/qualified-divestiture-petition", part="matters")
    assert not test.exception and "petition since 2026-03-05, look again on " in shown(test)


@pytest.mark.parametrize(
    ("entity", "line"),
    [
        ("jurisdiction/sg", "Singapore has an answer to"),
        ("question/forced-divestiture", "How 12 places answer"),
        ("platform/tiktok", "The service TikTok"),
        ("instrument/us/pafaca", "PAFACA (Statute"),
        ("organisation/european-commission", "recorded powers"),
        ("case/us/qualified-divestiture-petition", "Petition on the qualified divestiture"),
    ],
)
def test_the_page_of_a_thing_begins_with_its_state_and_leads_to_what_it_rests_on(real, entity, line):
    test = page("entity", e=entity)
    assert not test.exception and test.markdown[1].value.startswith("**") and line in test.markdown[1].value
    html = "".join(one.proto.body for one in test.get("html"))
    assert '<div class="profile">' in html and 'href="entity?e=' in html
    assert '<div class="rests">Rests on: <a href="' in html
    assert not re.search(r'class="rests">[^\n]*?>[a-z]+/[a-z-]+/', html), "a link is called by a key"


def test_a_brief_leads_from_each_sentence_to_its_answers_and_sources(real):
    test = page("brief", j="us,eu,sg", t="ownership,data", v="2026-11-29", k="2026-11-29")
    html = [one.proto.body for one in test.get("html")]
    rests = [one for one in html if one.startswith('<div class="rests">')]
    said = [one for one in test.markdown if re.match(r"\*\*\d\.\*\*", one.value) and "Weight" not in one.value]
    assert not test.exception and len(rests) == len(said) >= 3
    (listed,) = [one for one in html if one.startswith('<ol class="sources">')]
    numbers = {n for one in rests for n in re.findall(r'href="#source-(\d+)"', one)}
    assert numbers and numbers <= set(re.findall(r'id="source-(\d+)"', listed))


def test_pages_begin_with_what_they_say(real):
    assert "rules of this base for TikTok in the United States" in page("on_that_day", v="2025-03-01").markdown[0].value
    assert "the 5 that weigh most" in page("changes").markdown[0].value
    assert page("article").markdown[0].value.startswith("**36 statements\\: 5 contradicted by the evidence, 2 supported in part")
    assert "Contested today" in page("disputes").markdown[0].value


def test_what_is_due_later_says_where_by_name(real):
    later = tables(page("due", by="2026-12-08"))[-1]
    assert len(later) and not [where for where in later["where"] if "/" in where and " " not in where]


def test_the_line_on_top_of_a_case_does_not_break_in_its_name(real):
    line = next(one.value for one in page("entity", e="case/us/tiktok-v-garland").markdown if one.value.startswith("**TikTok v."))
    assert line.startswith("**TikTok v. Garland (")


def test_the_rectangles_of_a_result_on_a_timeline_claim_no_role_without_a_name():
    import pandas as pd

    from kb.ui.workbench.timeline_view import _chart

    row = {"row": "001  one", "from": "2026-01-01", "until": "2026-01-01", "ends": "2026-01-01", "is": "day"}
    layers = _chart(pd.DataFrame([row])).to_dict()["layer"]
    assert [layer["mark"]["aria"] for layer in layers] == [False, False]


def test_a_statement_has_an_address_of_its_own(real):
    test = page("article", source="us-china-tiktok-near-agreement", statement="c21")
    assert test.header[0].value == "Statement c21"
    assert page("article", source="us-china-tiktok-near-agreement", statement="c99").warning


def test_home_shows_the_places_small(real):
    (strip,) = [one.proto.body for one in page("home").get("html") if 'class="strip"' in one.proto.body]
    assert strip.count("<a ") == 12 and "Singapore" in strip


def test_the_timeline_is_one_drawing_with_today_and_milestones(real_release):
    from kb.graph.lanes import lanes
    from kb.ui.graph.timeline_drawing import drawing, frame_of

    items = lanes(real_release, "tiktok", ("us",), "2019-01-01", "2028-12-31")
    frame = frame_of(items, "2026-11-29")
    told = frame[frame["row"] == "PAFACA"]
    assert [label for label in told["label"] if label] == ["2026-01-22 Transaction closed"]
    spec = drawing(items, ("2019-01-01", "2028-12-31"), "2026-11-29").to_dict()
    assert len(spec["layer"]) == 4 and "today 2026-11-29" in str(spec["datasets"])


DRAFT = (
    "In the United Kingdom fines on platforms can reach at most 4 percent of worldwide turnover. Tea is popular there.\n\n"
    "Under Article 99 of the DSA the Commission may fine very large platforms in the European Union up to 6 percent of worldwide "
    "annual turnover.\n\nIn TikTok v. Garland the Ninth Circuit upheld the law."
)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "1 contradicted, 1 supported; 2 not judged (2 without a place",
                "); 2 wrong citations",
                "Contradicted",
                "Another court",
                "The base rests this on art. 74",
                "See this answer with its sources",
            ),
        ),
        (
            "de",
            (
                "1 widerlegt, 1 belegt; 2 nicht beurteilt (2 ohne Ort",
                "); 2 falsche Zitate",
                "Widerlegt",
                "Anderes Gericht",
                "Die Datenbasis stützt das auf art. 74",
                "Diese Antwort mit ihren Quellen ansehen",
            ),
        ),
    ],
)
def test_a_draft_is_checked_in_both_languages_and_stands_in_no_address(real, language, said):
    test = page("check", lang=language, v="2026-06-01", k="2026-12-31")
    test.text_area(key="draft").set_value(DRAFT)
    test.button[0].click().run()
    text = shown(test)
    assert not test.exception and all(one in text for one in said), text
    assert "Online Safety Act" in text and "2024-01-10" in text and "cell=gb.content-fine-share" in text
    assert "✗ Article 99: an" in text, "a verdict says beside it that the sentence cites another passage"
    left = text.partition('<div class="not-judged">')[2]
    assert "Tea is popular there." in left.partition("<details")[0], "what could not be judged is seen without a click"
    assert "Tea" not in str(test.query_params) and set(test.query_params) <= {"v", "k", "lang"}


GERMAN = "Nach Art. 38 DSA gibt es eine Wahl ohne Profiling. Art. 250 DSA ist für alle verboten. Tea is popular there."


def test_a_german_draft_is_told_before_and_after_that_its_sentences_are_not_judged(real):
    test = page("check", lang="de", v="2026-06-01", k="2026-12-31")
    assert "Beurteilt werden nur englische Sätze" in shown(test)
    hint = test.text_area(key="draft").placeholder
    assert tongue.is_english(hint.partition(": ")[2]) is False
    test.text_area(key="draft").set_value(GERMAN)
    test.button[0].click().run()
    text = shown(test).replace("\\", "")
    assert "3 Sätze gelesen: keiner ließ sich beurteilen; 3 nicht beurteilt (2 nicht auf Englisch, 1 ohne Ort" in text
    assert "Nicht auf Englisch. Nur englische Sätze werden beurteilt" in text
    there = next(part for part in text.split("<section>") if "Art. 38" in part)
    assert "Gibt es" in there and "Absatz 1 Ihres Entwurfs · der Rechtsakt: in Kraft" in there


@pytest.mark.parametrize(("finding", "has_status"), [("no-such-passage", False), ("held", True)])
def test_a_passage_that_does_not_exist_is_not_said_to_be_in_force(finding, has_status):
    from kb.ui.pages.check import _cited

    cited = Cited("Art. 250", 1, "instrument/eu/dsa", "DSA", "in-force", finding, "the text of the act has no such passage")
    told = _cited(asdict(cited))
    assert ("in force" in told) == has_status and "paragraph 1 of your draft" in told
    assert ("Not in this act" in told) == (not has_status)


def test_one_sentence_is_one_and_the_example_of_the_german_page_is_found(real):
    test = page("check", lang="de")
    test.text_area(key="draft").set_value(vocabulary("de")["check.hint"].partition(": ")[2])
    test.button[0].click().run()
    text = shown(test)
    assert "1 Satz gelesen" in text and "<b>Art. 38</b>" in text and "falsche" not in text
    assert set(REASONS) == {key.partition("-")[2] for key in vocabulary("de") if key.startswith("check.why-")}
    assert all(vocabulary(lang)[f"check.left-{reason}"] for lang in ("en", "de") for reason in REASONS)


def test_an_empty_draft_and_a_hostile_one_are_no_mistake(real):
    test = page("check")
    assert not test.exception and not test.get("details")
    test.text_area(key="draft").set_value("<script>alert(1)</script> In India art. 5 of <b>nothing</b> says [so](javascript:x).")
    test.button[0].click().run()
    assert not test.exception and "<script>alert" not in shown(test)


@pytest.mark.parametrize(
    ("which", "asked", "address"),
    [
        ("changes", {"j": "eu", "d": "protection-of-minors"}, "feed.atom?j=eu&amp;d=protection-of-minors"),
        ("entity", {"e": "jurisdiction/eu"}, "feed.atom?j=eu"),
        ("entity", {"e": "question/minimum-account-age"}, "feed.atom?q=minimum-account-age"),
        ("entity", {"e": "dimension/protection-of-minors"}, "feed.atom?d=protection-of-minors"),
        ("entity", {"e": "platform/tiktok"}, "feed.atom?p=tiktok"),
    ],
)
def test_what_can_be_followed_has_the_address_of_its_feed(real, which, asked, address):
    links = re.findall(r'<a class="way" href="([^"]+)"[^>]* data-feed>', shown(page(which, **asked)))
    assert links == [address]


def test_what_has_no_feed_links_to_none(real):
    assert "data-feed" not in shown(page("entity", e="instrument/eu/dsa"))
