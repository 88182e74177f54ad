"""The page Compare under Streamlit's own test: another date beside, pins, provisions to read, the map."""

import csv
import io
import re
from urllib.parse import parse_qsl

import lxml.html
import pytest
from streamlit.testing.v1 import AppTest

from kb.cells.comparison import compare
from kb.clocks.changes import Point, find_changes
from kb.ui.taking.table_files import _written
from kb.values.form import Form
from tests.page_tables import tables
from tests.patience import PATIENCE

PAGE = "from kb.ui.pages import compare; compare.show()"
ASKED = {"j": "us,eu,sg", "d": "ownership-and-divestiture", "v": "2026-06-01", "k": "2026-12-01"}
OTHER = {"v2": "2024-01-01", "k2": "2026-12-01"}


@pytest.fixture(autouse=True)
def real(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))


def page(**address):
    test = AppTest.from_string(PAGE, default_timeout=PATIENCE)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


def shown(test):
    spoken = [*test.title, *test.header, *test.subheader, *test.markdown, *test.caption, *test.warning, *test.error, *test.info]
    written = [element.proto.body for element in test.get("html")]
    return "\n".join([*(element.value for element in spoken), *written]).replace("\\", "")


def address(test, name):
    found = test.query_params.get(name)
    return found[0] if isinstance(found, list) else found


def html(test):
    return "".join(element.proto.body for element in test.get("html"))


def table_of(test):
    """The page's table as an element of a tree."""
    return lxml.html.fromstring(html(test)).find_class("grid")[0]


def said_in(test):
    """What the table says, with one blank between words."""
    return " ".join(table_of(test).text_content().split())


def rows(test):
    """The rows of the table, one for each question."""
    return [row for row in table_of(test).iter("tr") if row.find("td") is not None]


def asked_today(real_release):
    """All questions but those that are retired."""
    return [head for head in real_release.reader.questions().values() if not head.replaced_by]


def changed(real_release, questions):
    found = find_changes(
        real_release.reader, ["us", "eu", "sg"], Point("2024-01-01", "2026-12-01"), Point("2026-06-01", "2026-12-01")
    )
    return [change for change in found.changes if change.question in questions]


def test_another_date_stands_beside_with_what_differs_and_why(real_release):
    test = page(**ASKED, **OTHER)
    questions = [head.id for head in real_release.reader.questions().values() if head.dimension == ASKED["d"]]
    changes, text = changed(real_release, questions), shown(test)
    assert not test.exception and changes
    assert f"**{len(changes)} of {3 * len(questions)} cells differ** from law on 2024-01-01" in text
    told = said_in(test)
    assert told.count("Δ Differs") == len(changes)
    assert told.count("= the same on both dates") == 3 * len(questions) - len(changes)
    assert "Other date: law on 2024-01-01" in told and "Chosen date: law on 2026-06-01" in told
    assert "Case-by-case review power." in told and "Required by statute." in told
    assert told.count("Cause: The law changed") == sum(change.cause == "law-changed" for change in changes)


def test_where_the_record_differs_both_days_are_said():
    text = said_in(page(**ASKED, v2="2026-06-01", k2="2026-11-01"))
    assert "Other date: law on 2026-06-01, what we knew on 2026-11-01" in text


def test_only_what_differs_leaves_the_other_questions_out(real_release):
    wide = ASKED | {"d": "*"}
    everything, only = page(**wide, **OTHER), page(**wide, **OTHER, only="1")
    touched = {change.question for change in changed(real_release, real_release.reader.questions())}
    assert len(rows(everything)) == len(asked_today(real_release)) > len(rows(only)) == len(touched)
    table = html(page(**wide, **OTHER, only="1", view="table"))
    assert table.count('<th scope="row">') == len(touched) and table.count("Δ Differs") > len(touched)


def test_the_table_with_another_date_beside_has_no_seal():
    table = html(page(**ASKED, **OTHER, view="table"))
    assert "Δ Differs" in table and "data-kb-seal" not in table


def test_only_where_they_differ_leaves_out_what_all_places_answer_alike(real_release):
    everything, apart = page(**(ASKED | {"d": "*"})), page(**(ASKED | {"d": "*", "apart": "1"}))
    assert not apart.exception and 0 < len(rows(apart)) < len(rows(everything))
    for row in rows(apart):
        told = {cell.find(".//b").text for cell in row.iter("td") if "Not researched" not in cell.text_content()}
        assert len(told) > 1
    apart.toggle(key="apart").set_value(False).run()
    assert address(apart, "apart") is None and len(rows(apart)) == len(rows(everything))


def test_a_table_of_twelve_places_and_all_questions_is_one_element_with_links(real_release):
    places = [slug for slug, kind in real_release.reader.kinds().items() if kind in ("country", "union", "federation")][:12]
    test = page(**(ASKED | {"d": "*", "j": ",".join(places)}))
    number = len(places) * len(asked_today(real_release))
    links = [one.get("href") for one in table_of(test).iter("a") if one.text in ("Why?", "Pin")]
    assert not test.exception and len(places) == 12 and len(links) == 2 * number
    assert len(test.button) < 10, "one link a cell, no widget"
    assert all(one.startswith("?j=") and "v=2026-06-01" in one for one in links)
    assert f"cell={places[-1]}." in links[-2]


def test_the_contents_lead_to_every_dimension():
    test = page(**(ASKED | {"d": "*"}))
    (contents,) = table_of(test).find_class("contents")
    anchors = [row.get("id") for row in table_of(test).find_class("dimension")]
    assert [one.get("data-go") for one in contents.iter("a")] == anchors and len(anchors) == len(set(anchors)) > 10
    assert not table_of(page(**ASKED)).find_class("contents"), "one dimension needs no contents"


def test_a_question_of_the_address_stands_first_where_no_dimension_is_asked_for():
    """As a hit of the search leads there."""
    test = page(j="us,eu,br", q="minimum-age-access", v="2026-06-01", k="2026-12-01")
    assert not test.exception and "minimum age" in rows(test)[0].find("th/a").text
    assert address(test, "d") == "protection-of-minors"


def test_the_number_of_a_note_leads_to_the_note():
    table = table_of(page(**ASKED))
    (first,) = [one for one in table.iter("a") if one.get("data-go") == "note-1"][:1]
    assert first.text == "1" and table.get_element_by_id("note-1").text_content()


def test_the_heat_map_has_words_and_is_shaded_only_where_answers_have_an_order(real_release):
    test = page(**(ASKED | {"d": "*", "view": "heat"}))
    heads = {head.text: head for head in real_release.reader.questions().values()}
    assert {head.scale for head in heads.values()} >= {"ordinal", "nominal", "number"}
    for row in rows(test):
        head = heads[row.find("th/a").text]
        full = row.find("th/small").text
        looks = [cell.get("class").split()[0] for cell in row.iter("td")]
        assert all(cell.text_content().strip("●∅—…?▮◆⚠◷ \n") for cell in row.iter("td")), "a field without words"
        if head.scale == "nominal":
            assert set(looks) <= {"unordered", "absent"} and full == "no order: words only"
        else:
            assert set(looks) <= {"absent", *(f"s{step}" for step in range(6))} and full.startswith("full colour: ")
    assert said_in(test).count("hatched: ◷ last known") == 1 and table_of(test).find_class("hatched")


def test_the_switch_begins_a_year_before_and_the_address_says_so():
    test = page(**ASKED)
    test.toggle(key="beside").set_value(True).run()
    assert not test.exception and address(test, "v2") == "2025-06-01" and address(test, "k2") == "2026-12-01"
    test.toggle(key="beside").set_value(False).run()
    assert address(test, "v2") is None and "Differs" not in shown(test)


def test_a_later_date_can_stand_beside_and_equal_dates_differ_nowhere(real_release):
    questions = [head.id for head in real_release.reader.questions().values() if head.dimension == ASKED["d"]]
    every, differing = 3 * len(questions), len(changed(real_release, questions))
    later = page(**(ASKED | {"v": "2024-01-01"}), v2="2026-06-01", k2="2026-12-01")
    assert f"**{differing} of {every} cells differ**" in shown(later)
    same = page(**ASKED, v2="2026-06-01", k2="2026-12-01")
    assert f"**0 of {every} cells differ**" in shown(same) and "Δ Differs" not in said_in(same)


def test_the_heat_map_marks_what_differs(real_release):
    from kb.cells.comparison import compare
    from kb.ui.cells.beside import Other, differences
    from kb.ui.cells.heat_map import frame_of

    table = compare(real_release.reader, ["us", "eu", "sg"], as_of="2026-06-01", known_on="2026-12-01")
    differing = differences(real_release, table, Other("2024-01-01", "2026-12-01", False))
    frame = frame_of(table, differing)
    assert frame["mark"].str.startswith("Δ").sum() == len(differing.changes) > 0
    only = frame_of(table, differences(real_release, table, Other("2024-01-01", "2026-12-01", True)))
    assert len(only) == 3 * len({question for _, question in differing.changes}) < len(frame)


def test_a_pin_stays_above_whatever_is_compared():
    test = page(**ASKED, p="tiktok")
    (pin, *_) = [one.get("href") for one in table_of(test).iter("a") if one.text == "Pin"]
    test = page(**dict(parse_qsl(pin.removeprefix("?"))))
    assert address(test, "pin") == "us.forced-divestiture" and "Pinned (1)" in shown(test)
    (unpin,) = [one.get("href") for one in table_of(test).iter("a") if one.text == "Unpin"]
    assert unpin == pin.replace("pin=us.forced-divestiture", "pin=")
    test.multiselect(key="j").set_value(["in"]).run()
    test.segmented_control(key="view").set_value("table").run()
    assert not test.exception and address(test, "pin") == "us.forced-divestiture"
    assert "**United States** · Can the owner of a platform" in shown(test) and "<b>Negotiated divestiture</b>" in html(test)
    test.button(key="unpin-us.forced-divestiture").click().run()
    assert address(test, "pin") is None and "Pinned" not in shown(test) and address(test, "j") == "in"


def test_a_pin_follows_the_days_until_it_is_held():
    test = page(**ASKED, p="tiktok", pin="us.forced-divestiture")
    assert "Follows: law on 2026-06-01" in html(test)
    test.button(key="turn-us.forced-divestiture").click().run()
    held = "us.forced-divestiture@2026-06-01@2026-12-01@tiktok"
    assert address(test, "pin") == held and "At the days chosen now it says the same" in shown(test)
    test.date_input(key="v").set_value("2025-09-15").run()
    text = shown(test) + html(test)
    assert "Held: law on 2026-06-01, what we knew on 2026-12-01" in text and "<b>Negotiated divestiture</b>" in text
    assert "Δ At the days chosen now it says otherwise: Required by statute" in text
    test.button(key=f"turn-{held}").click().run()
    assert address(test, "pin") == "us.forced-divestiture" and "Follows: law on 2025-09-15" in html(test)


def test_a_pin_may_be_of_another_place_question_and_service():
    test = page(**ASKED, pin="cn.data-localization-requirement@2025-09-15@2026-11-22@tiktok")
    assert "as it reaches TikTok" in html(test) and "**China** · Must platforms keep user data" in shown(test)


def test_pins_that_do_not_exist_are_told_and_left_out():
    wrong = ["zz.forced-divestiture", "us.none", "us", "us.forced-divestiture@2025-09-15", "us.forced-divestiture@x@y", "<b>.@@"]
    wrong += ["us.forced-divestiture@2025-09-15@2026-11-22@nobody", "us.forced-divestiture@2025-02-30@2026-11-22"]
    test = page(**ASKED, pin=",".join([*wrong, "eu.forced-divestiture", ""]))
    assert not test.exception and "does not exist (pin: “zz.forced-divestiture”, “us.none”, “us”" in shown(test)
    assert "Pinned (1)" in shown(test)


def test_the_number_of_pins_is_bounded(real_release):
    pins = [f"us.{question}" for question in real_release.reader.questions()]
    test = page(**ASKED, pin=",".join(pins))
    assert "Pinned (12)" in shown(test) and "the first 12 are kept" in shown(test)
    cells = {one.get("href").partition("cell=")[2]: one.getparent() for one in table_of(test).iter("a") if one.text == "Why?"}
    assert [one.text for one in cells["eu.forced-divestiture"].iter("a")] == ["Why?"]
    assert [one.text for one in cells["us.forced-divestiture"].iter("a")] == ["Why?", "Unpin"]


def test_the_why_of_a_pin_opens_its_cell_at_its_own_point():
    held = "cn.data-localization-requirement@2025-09-15@2026-11-22"
    test = page(**ASKED, pin=held)
    test.button(key=f"pinned-why-{held}").click().run()
    assert address(test, "cell") == held and "Decides the cell: Mandatory local storage" in shown(test)
    assert "law on 2025-09-15, what we knew on 2026-11-22" in shown(test)


def test_a_cell_of_the_address_need_not_be_compared():
    assert "Decides the cell: Mandatory local storage" in shown(page(**ASKED, cell="cn.data-localization-requirement"))
    assert "does not have" in shown(page(**ASKED, cell="cn.nothing"))


def test_provisions_are_read_side_by_side():
    test = page(j="us,eu,sg", view="read", q="forced-divestiture", v="2025-09-15", k="2026-12-01")
    text = shown(test)
    assert not test.exception and [one.value for one in test.subheader] == ["United States", "European Union", "Singapore"]
    for said in ("**sec. 2(a)(1)-(2)**", "**art. 18(1)**", "270 days after enactment", "official text"):
        assert said in text
    assert "In force; enforcement suspended" in text and "2025-06-19: enforcement suspended until 2025-09-17, by EO 14310" in text
    assert address(test, "q") == "forced-divestiture" and address(test, "view") == "read"


def test_reading_shows_disputes_searches_and_what_was_not_researched():
    disputed = shown(page(j="sg", view="read", q="data-localization-requirement", v="2025-10-15", k="2026-12-01", p="tiktok"))
    assert "Disputes it" in disputed and "⚠ Disputes it" not in disputed and "**Contradicted**" in disputed
    searched = shown(page(j="sg,ky", view="read", q="non-profiling-feed", v="2026-06-01", k="2026-12-01"))
    assert "What we searched" in searched and "parliamentary replies" in searched and "No text was read for this cell" in searched


def test_reading_shows_a_bounded_number_of_places(monkeypatch):
    monkeypatch.setattr("kb.ui.cells.provisions_view.MOST_SHOWN", 2)
    test = page(j="us,eu,sg", view="read", q="forced-divestiture", v="2025-09-15", k="2026-12-01")
    assert [one.value for one in test.subheader] == ["United States", "European Union"]
    assert "1 more jurisdictions are not shown" in shown(test)


def test_a_reading_can_be_explained_and_pinned():
    test = page(j="us,eu", view="read", q="forced-divestiture", v="2025-09-15", k="2026-12-01")
    test.button(key="pin-card-eu.forced-divestiture").click().run()
    test.button(key="why-us-forced-divestiture").click().run()
    assert address(test, "pin") == "eu.forced-divestiture" and "Decides the cell: Required by statute" in shown(test)


def test_the_question_of_a_view_is_kept_while_another_view_is_shown():
    test = page(j="us,eu", view="read", q="ad-repository")
    test.segmented_control(key="view").set_value("cards").run()
    test.segmented_control(key="view").set_value("map").run()
    assert not test.exception and test.selectbox(key="q").value == "ad-repository"


def test_the_map_lists_every_jurisdiction_that_was_researched_and_every_member(real_release):
    from kb.cells.coverage import researched
    from kb.cells.layers import with_members

    test = page(j="us", view="map", q="forced-divestiture", v="2026-06-01", k="2026-12-01")
    table = tables(test)[0].set_index("jurisdiction")
    reader = real_release.reader
    listed = with_members(reader, researched(real_release), "2026-06-01")
    assert not test.exception and list(table.index) == [reader.jurisdictions()[slug] for slug in listed]
    assert {"Poland", "Malta"} <= set(table.index)
    assert f"{len(listed)} places: all that were researched, and the members that the law of one of them binds" in shown(test)
    assert table.loc["France", "on the map"] == "By the law of: European Union"
    assert table.loc["Montana", "on the map"] == "not drawn"
    assert "◆ Otherwise for TikTok" in table.loc["United States", "answer"]
    left_out = ", ".join(reader.jurisdictions()[slug] for slug in listed if reader.kinds()[slug] == "state")
    assert "takes no position on boundaries" in shown(test) and f"Not on the map: {left_out}" in shown(test)
    beside = tables(page(j="us", view="map", q="forced-divestiture", v="2026-06-01", k="2026-12-01", **OTHER))[0].set_index(
        "jurisdiction"
    )
    assert beside.loc["United States", "on the other date"].startswith("Δ")


def test_the_map_opens_a_cell_with_the_keyboard():
    test = page(view="map", q="forced-divestiture", v="2026-06-01", k="2026-12-01")
    test.selectbox(key="map-place").set_value("sg").run()
    test.button(key="map-why").click().run()
    assert address(test, "cell") == "sg.forced-divestiture" and "Decides the cell: Case-by-case" in shown(test)


@pytest.mark.parametrize("view", ["cards", "table", "heat", "read", "map"])
def test_every_view_takes_a_base_whose_places_are_on_no_map(mini_home, monkeypatch, view):
    monkeypatch.setenv("KB_HOME", str(mini_home))
    test = page(j="xa,xb", d="*", view=view, v2="2020-01-01", pin="xa.forced-sale")
    assert not test.exception and "Pinned (1)" in shown(test)


@pytest.mark.parametrize("view", ["cards", "table", "heat", "read", "map"])
def test_every_view_speaks_the_second_language_and_can_be_cited(view):
    test = page(**ASKED, **OTHER, view=view, lang="de", pin="us.forced-divestiture")
    assert not test.exception and "Angeheftet (1)" in shown(test) and "anders" in shown(test) + html(test)
    codes = [code.value for code in test.code]
    assert any(f"view={view}" in code and "v2=2024-01-01" in code and "pin=us.forced-divestiture" in code for code in codes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"v2": "2025-02-30", "k2": "x", "only": "yes"},
        {"v2": "9999-12-31", "k2": "0001-01-01"},
        {"view": "read", "q": "nope"},
        {"view": "map", "q": "<script>", "v2": "x"},
        {"pin": "@" * 500, "view": "read"},
        {"pin": "us.forced-divestiture@9999-12-31@2026-01-01"},
        {"j": "", "view": "read", "v2": "2020-01-01"},
        {"j": "", "view": "map"},
        {"cell": "us.forced-divestiture@2020-01-01@nonsense"},
    ],
)
def test_wrong_addresses_give_a_message_and_no_crash(wrong):
    test = page(**wrong)
    assert not test.exception and (test.warning or test.info or wrong.get("view") == "map" or "v2" in wrong)


def test_the_look_that_is_chosen_is_asked_by_every_snippet(monkeypatch):
    test = page(**ASKED)
    for key, value in (("look-detail", "label"), ("look-notes", "sources"), ("look-lang-en", "de")):
        test.selectbox(key=key).set_value(value)
    test.text_input(key="look-caption").set_value("My words")
    test.run()
    code = [one.value for one in test.code]
    assert not test.exception
    assert any('detail=label notes=sources caption="My words" lang=de' in one for one in code if one.startswith("<!-- kb:"))
    frames = [one for one in code if one.startswith("<iframe")]
    assert len(frames) == 3 and all("detail=label&amp;notes=sources&amp;caption=My+words" in one for one in frames)
    assert all('title="My words"' in one and "height:" in one for one in frames)


def test_the_table_on_the_page_is_the_one_that_is_taken_away_in_the_language_of_the_page():
    def shown(test):
        return next(one.proto.body for one in test.main if one.type == "html" and "<table" in one.proto.body)

    german = page(**ASKED, view="table", lang="de")
    assert not german.exception and german.selectbox(key="look-lang-de").value == "de"
    assert "Eigentum und Ver" in shown(german) and "Ownership and div" not in shown(german)
    english = page(**ASKED, view="table")
    assert "United States" in shown(english) and "Vereinigte Staaten" not in shown(english)
    english.selectbox(key="look-detail").set_value("label").run()
    assert not english.exception and len(shown(english)) < len(shown(page(**ASKED, view="table")))


@pytest.mark.parametrize("format_name", ["docx", "csv", "html", "md", "json", "svg"])
@pytest.mark.parametrize("style", [None, "oscola"])
def test_a_table_in_german_goes_to_the_process_that_writes_it(real_release, format_name, style):
    comparison = compare(real_release.reader, ["us", "eu"], questions=["forced-divestiture"], as_of="2026-11-30")
    german = _written(comparison, Form(lang="de", style=style), real_release, "somebody", format_name)
    english = _written(comparison, Form(style=style), real_release, "somebody", format_name)
    assert german and (german == english) == (format_name in ("csv", "json")), "data have one language"
    if format_name in ("html", "md"):
        assert b"Vereinigte Staaten" in german and b"Vereinigte Staaten" not in english


def test_words_of_ones_own_that_cannot_be_read_are_told_and_change_nothing():
    test = page(**ASKED)
    test.text_input(key="look-own").set_value("us")
    test.run()
    assert not test.exception and any("write the name, a colon and your words" in one.value for one in test.error)
    assert all("own=" not in one.value for one in test.code if one.value.startswith("<!-- kb:"))


@pytest.mark.parametrize(
    ("lang", "kept", "legend"),
    [
        (
            "en",
            "its evidence ended more than 60 days before the day asked, and a matter is open that could change it",
            "it is kept for 180 days after its evidence, 60 while",
        ),
        (
            "de",
            "die Belege enden mehr als 60 Tage vor dem erfragten Tag, und eine Sache ist offen",
            "Sie wird nach dem Ende ihrer Belege 180 Tage als gültig angesehen, 60 Tage, solange",
        ),
    ],
)
def test_why_one_answer_is_only_last_known_and_another_of_the_same_evidence_is_not(real_release, lang, kept, legend):
    asked = {"j": "br,sg", "q": "minimum-account-age", "v": "2026-11-30", "k": "2026-11-30"}
    table = compare(
        real_release.reader, ["br", "sg"], questions=["minimum-account-age"], as_of="2026-11-30", known_on="2026-11-30"
    )
    standing = {cell.jurisdiction: (cell.evidence_to, cell.last_known) for cell in table.cells}
    assert standing["br"][0] == standing["sg"][0] and standing["br"][1] and not standing["sg"][1]
    test = page(**asked, view="cards", lang=lang)
    row = rows(test)[0]
    said = [" ".join(cell.text_content().split()) for cell in row.iter("td")]
    assert kept in said[0] and kept not in said[1]
    assert legend in shown(test)


def test_the_line_of_the_evidence_says_where_most_of_it_ends(real_release):
    test = page(j="us,eu,sg", d="*", v="2026-11-30", k="2026-11-30")
    found = re.search(r"Evidence to (\S+) – (\S+) \((\d+) of (\d+) findings to (\S+)\)", shown(test))
    table = compare(real_release.reader, ["us", "eu", "sg"], as_of="2026-11-30", known_on="2026-11-30")
    days = [cell.evidence_to for cell in table.cells if cell.evidence_to]
    assert found.groups() == (min(days), max(days), str(days.count(found[5])), str(len(days)), found[5])
    assert all(days.count(day) <= int(found[3]) for day in days)


AGE = {"j": "us,eu,au,sg,id,br", "v": "2026-11-30", "k": "2026-11-30", "one": "minimum-account-age"}


def test_one_question_is_picked_in_place_of_its_dimension_and_kept_in_the_address():
    test = page(**AGE)
    assert not test.exception and len(rows(test)) == 1 and "having an account" in said_in(test)
    assert address(test, "d") in (None, "protection-of-minors") and address(test, "one") == "minimum-account-age"
    test.selectbox(key="one").set_value("").run()
    assert len(rows(test)) > 3 and address(test, "one") is None
    test.selectbox(key="one").set_value("data-localization-requirement").run()
    assert len(rows(test)) == 1 and address(test, "one") == "data-localization-requirement"


@pytest.mark.parametrize(
    ("found", "first"), [("first", ["Australia", "Indonesia", "United States"]), ("only", ["Australia", "Indonesia"])]
)
def test_places_with_an_answer_stand_first_or_alone(found, first):
    test = page(**AGE, found=found)
    shown_places = [head.text_content() for head in table_of(test).xpath(".//thead//th[not(@class)]")]
    assert [name for name in first if any(name in said for said in shown_places[: len(first)])] == first
    assert len(shown_places) == (2 if found == "only" else 6) and address(test, "found") == found


def test_a_table_of_several_questions_has_its_places_as_picked():
    test = page(**(AGE | {"one": "", "d": "protection-of-minors"}), found="first")
    assert not test.exception and "found" not in [box.key for box in test.selectbox]


def test_a_file_has_all_that_was_asked_where_the_page_shows_a_part(real_release, monkeypatch):
    from kb.ui.frame import window
    from kb.ui.taking import table_files

    monkeypatch.setitem(window.MOST, "cards", (2, 2))
    written = {}
    monkeypatch.setattr(table_files, "downloads", lambda _, write, stem, *rest, **more: written.update(write=write, stem=stem))
    test = page(j="us,eu,sg", d="protection-of-minors", v="2026-11-30", k="2026-11-30")
    asked = [head.id for head in real_release.reader.questions().values() if head.dimension == "protection-of-minors"]
    asked = [name for name in asked if not real_release.reader.questions()[name].replaced_by]
    assert not test.exception and len(rows(test)) == 1
    assert f"3 places and {len(asked)} questions" in shown(test) and written["stem"].startswith("comparison-us-eu-sg-")
    held = list(csv.DictReader(io.StringIO(written["write"]("csv").decode("utf-8-sig"))))
    assert len(held) == 3 * len(asked) and {row["question"] for row in held} == set(asked)
    assert all(row["question_text"] for row in held)
    whole = page(j="us,eu", one="ad-repository", v="2026-11-30", k="2026-11-30")
    assert "places and" not in shown(whole), "a table that is shown in full needs no word"
