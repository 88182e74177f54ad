"""The map by answer: who is drawn as what, with which sign, in which colour; and that its tables of places are right."""

import html
import json
import re

import pytest

from kb.cells.comparison import compare
from kb.cells.coverage import researched
from kb.cells.layers import with_members
from kb.naming.places import countries
from kb.ui import world
from kb.ui.cells.choropleth import (
    CLOSE,
    NAMED,
    areas_of,
    choropleth,
    colours,
    how_drawn,
    legend_of,
    marks_of,
    not_drawn,
    shown_of,
)
from kb.ui.cells.map_answers import map_answers
from kb.ui.cells.map_parts import parts_apart, says
from kb.values.model import STATES

POINT = {"as_of": "2026-06-01", "known_on": "2026-12-01"}
SINGLE = "forced-divestiture"


def table_of(release, question=SINGLE, places=None, **point):
    asked = POINT | point
    drawn = places or with_members(release.reader, researched(release), asked["as_of"])
    return compare(release.reader, drawn, questions=[question], **asked)


def test_every_member_state_is_drawn_by_its_own_cell_which_the_law_of_the_union_may_decide(real_release):
    table = table_of(real_release)
    areas, union = areas_of(table).set_index("code"), table.cell("eu", SINGLE)
    assert (areas["value"] == [table.cell(code, SINGLE).answer or table.cell(code, SINGLE).state for code in areas.index]).all()
    for code in ("fr", "mt", "pl"):
        assert areas.loc[code, "value"] == union.answer and areas.loc[code, "drawn"] == "By the law of: European Union"
    assert areas.loc["gb", "drawn"] == "own answer"
    assert sum(areas["drawn"] == "By the law of: European Union") == 27
    assert areas["id"].is_unique


def test_what_the_union_lacks_is_no_answer_of_its_members(real_release):
    table = table_of(real_release, "minimum-age-access")
    assert table.cell("eu", "minimum-age-access").state == "none-found"
    assert areas_of(table).set_index("code").loc["pl", "value"] == "not-researched"


def test_a_member_state_with_an_answer_of_its_own_is_drawn_by_it(real_release):
    table = compare(real_release.reader, researched(real_release), **POINT)
    own = next(cell for cell in table.cells if cell.jurisdiction == "fr" and cell.answer and not cell.layer)
    areas = areas_of(table_of(real_release, own.question)).set_index("code")
    assert areas.loc["fr", "value"] == own.answer and areas.loc["fr", "drawn"] == "own answer"


def test_membership_is_that_of_the_day(real_release):
    before = areas_of(table_of(real_release, as_of="2012-01-01")).set_index("code")
    assert "hr" not in before.index and "at" in before.index
    after = areas_of(table_of(real_release, as_of="2013-07-01")).set_index("code")
    assert "hr" in after.index


def test_a_member_that_nobody_read_has_no_answer_of_its_own(real_release):
    table = compare(real_release.reader, ["eu", "at", "be"], questions=["parental-consent-age"], as_of="2026-06-01")
    areas = areas_of(table).set_index("code")
    for slug in ("at", "be"):
        assert areas.loc[slug, "value"] == "not-researched" and areas.loc[slug, "number"] is None
        assert areas.loc[slug, "drawn"] == "left to it by the law of its union or federation, not read"
        assert "itself was not read" in areas.loc[slug, "says"]
    unread = compare(real_release.reader, ["be"], questions=["minimum-account-age"], as_of="2026-06-01")
    assert list(areas_of(unread)["drawn"]) == ["nothing read"]


def test_without_the_union_only_own_answers_are_drawn(real_release):
    assert list(areas_of(table_of(real_release, places=["us", "sg"]))["place"]) == ["United States", "Singapore"]


def test_every_country_of_iso_3166_is_where_its_outline_is_and_each_small_one_has_a_point():
    names = world.area_names()
    found = {code: world.country(code) for code in countries()}
    assert {code for code, one in found.items() if not one.point} == {"BV", "HM"}  # nobody lives there, so no zone of time
    for one in found.values():
        assert one.has_outline == (one.numeric in names)
        assert not one.point or (-180 <= one.point[0] <= 180 and -90 <= one.point[1] <= 90)
    assert 95 < world.country("ru").point[0] < 105 and world.country("fj").point[0] > 175  # whose outlines cross 180 degrees
    assert world.country("us-mt") is None and world.country("asean") is None


def test_every_member_has_the_outline_of_its_own_name(real_release):
    names, ties = real_release.reader.jurisdictions(), real_release.reader.memberships()
    members = {code for code, found in ties.items() if any(tie.of in ("eu", "eea") for tie in found)}
    found = {code: world.area_names().get(world.country(code).numeric) for code in members}
    assert {code: name for code, name in found.items() if name != names[code]} == {"mt": None, "li": None}


def test_parts_of_federations_are_named_as_not_drawn(real_release):
    table = table_of(real_release)
    names, kinds = real_release.reader.jurisdictions(), real_release.reader.kinds()
    unions = [slug for slug, kind in kinds.items() if kind == "union"]
    assert not_drawn(table, unions) == [names[slug] for slug, _ in table.jurisdictions if kinds[slug] == "state"]
    assert how_drawn(table)["us"] == "own answer" and how_drawn(table)["de"] == "By the law of: European Union"
    assert "us-mt" not in how_drawn(table)


def test_a_part_that_answers_otherwise_is_told_with_its_country(real_release):
    table = table_of(real_release, "minimum-account-age", ["us", "us-fl", "us-ca", "au"])
    assert parts_apart(table) == {"us": ("us-fl",)}, "California was not looked at, and Australia is no part"
    assert "Florida (" in says(table, "us") and "14 years" in says(table, "us") and "Florida" not in says(table, "au")
    signs = dict(zip(marks_of(table)["longitude"], marks_of(table)["sign"], strict=True))
    assert signs[world.country("us").point[0]].endswith("+") and "+" not in signs[world.country("au").point[0]]
    told = areas_of(table).set_index("code").loc["us", "says"]
    assert "14 years" in told and not parts_apart(table_of(real_release, "minimum-age-access")), "it tells of its parts itself"


def test_who_was_not_looked_at_has_no_answer_of_its_own(real_release):
    table = table_of(real_release, "minimum-account-age")
    drawn = how_drawn(table)
    assert (drawn["be"], drawn["us"], drawn["au"]) == ("nothing read", "own finding", "own answer")


@pytest.mark.parametrize("question", ["minimum-age-access", "minimum-account-age", SINGLE])
def test_the_legend_has_what_some_place_shows_and_nothing_else(real_release, question):
    table = table_of(real_release, question)
    assert set(legend_of(table, "light")) == set(areas_of(table)["shown"])


def test_signs_say_the_answer_the_absence_and_the_dispute_without_colour(real_release):
    table = table_of(real_release)
    signs = dict(zip(marks_of(table)["longitude"], marks_of(table)["sign"], strict=True))
    answers = [slug for slug, _ in table.questions[0].answers]
    for slug, _ in table.jurisdictions:
        cell = table.cell(slug, SINGLE)
        if slug not in how_drawn(table) or how_drawn(table)[slug] != "own answer":
            continue
        sign = signs[world.country(slug).point[0]]
        assert "⚠" not in sign and ("◆" in sign) == bool(cell.otherwise)
        assert ("◷" in sign) == cell.last_known
        assert sign.rstrip("◆◷") == (str(answers.index(cell.answer) + 1) if cell.answer else "∅")
    assert "5◆" in signs.values()
    assert "∅" in set(marks_of(table_of(real_release, "researcher-data-access"))["sign"])


def test_members_that_lie_close_and_share_the_answer_of_the_union_share_a_sign(real_release):
    table = table_of(real_release)
    placed = {slug: world.country(slug).point for slug, how in how_drawn(table).items() if how == "By the law of: European Union"}
    marks = list(marks_of(table).itertuples(index=False))
    shown = [slug for slug, place in placed.items() if place in [(mark.longitude, mark.latitude) for mark in marks]]
    assert 0 < len(shown) < len(placed)
    signs = {mark.sign for mark in marks if (mark.longitude, mark.latitude) in placed.values()}
    assert len(signs) == 1
    for longitude, latitude in placed.values():
        near = [one for one in marks if abs(one.longitude - longitude) < CLOSE[0] and abs(one.latitude - latitude) < CLOSE[1]]
        assert signs & {one.sign for one in near}


def test_only_sources_of_equal_weight_that_disagree_have_a_sign_of_warning(real_release):
    told = {}
    for question in ("data-localization-requirement", "minors-ad-profiling"):
        table = table_of(real_release, question, ["sg"], known_on="2026-11-28")  # before one of two reports was withdrawn
        told[table.cell("sg", question).dispute.kind] = marks_of(table)["sign"][0]
    assert told["said-of-platform"].isdigit() and told["equal-sources"].endswith("⚠")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_answer_and_absence_has_a_colour_of_its_own_ordered_where_the_scale_is(real_release, theme):
    for head in real_release.reader.questions().values():
        palette = colours(head, theme)  # of a number only the absences: which numbers there are, a table says
        assert len(palette) == len(head.answers) + len(STATES) - 1 and len(set(palette.values())) == len(palette), head.id
        if head.scale == "ordinal":
            lightness = [luminance(colour) for colour in list(palette.values())[: len(head.answers)]]
            assert lightness in (sorted(lightness), sorted(lightness, reverse=True)), head.id
    assert len(NAMED) >= max(len(head.answers) for head in real_release.reader.questions().values() if head.scale != "ordinal")


def luminance(colour):
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_drawing_stays_on_the_machine_and_says_what_it_shows(real_release):
    drawing = choropleth(table_of(real_release), "light")
    narrow, wide = map(json.loads, drawing["title"]["text"]["expr"].partition(" ? ")[2].split(" : "))
    assert wide == [" ".join(narrow)] == ["Can the owner of a platform be made to give it up?"] and len(narrow) == 2
    below = " ".join(drawing["title"]["subtitle"])
    assert "2026-06-01" in below and "2026-12-01" in below
    assert '"url"' not in str({name: value for name, value in drawing.items() if name != "$schema"}).replace("'", '"')


def test_no_sign_covers_another_on_a_telephone(real_release):
    marks = [one for one in marks_of(table_of(real_release)).itertuples() if one.narrow]
    assert len(marks) > 8
    for at, one in enumerate(marks):
        for other in marks[:at]:
            assert abs(one.longitude - other.longitude) >= 2 * CLOSE[0] or abs(one.latitude - other.latitude) >= 2 * CLOSE[1]


@pytest.mark.parametrize("question", [SINGLE, "content-fine-share", "data-authority"])
def test_below_the_map_every_place_stands_under_its_answer_and_leads_to_why(real_release, question):
    table = table_of(real_release, question)
    (head,) = table.questions
    told = html.unescape(map_answers(table, "light", {"p": "tiktok"}))
    groups = re.findall(r'<dt><i style="background: (#\w{6})"></i> (.+?) \((\d+)\)</dt><dd>(.+?)</dd>', told)
    assert sum(int(number) for _, _, number, _ in groups) == len(table.jurisdictions)
    for colour, shown, number, ways in groups:
        found = re.findall(rf'href="compare\?p=tiktok&view=map&d={head.dimension}&q={question}&cell=([\w-]+)\.{question}"', ways)
        assert len(found) == int(number) and colour == colours(head, "light", table)[shown]
        assert {shown_of(head, table.cell(slug, question)) for slug in found} == {shown}
