"""The map by answer: who is drawn as what, with which sign, in which colour; and that its tables of places are right."""

import pytest

from kb.cells.comparison import compare
from kb.cells.coverage import researched
from kb.ui import world
from kb.ui.cells.choropleth import NAMED, areas_of, choropleth, colours, how_drawn, marks_of, not_drawn
from kb.values.model import STATES

POINT = {"as_of": "2026-06-01", "known_on": "2026-12-01"}
SINGLE = "forced-divestiture"


def table_of(release, question=SINGLE, places=None, **point):
    return compare(release.reader, places or researched(release), questions=[question], **(POINT | point))


def test_member_states_without_an_answer_of_their_own_are_drawn_as_the_union(real_release):
    table = table_of(real_release)
    areas = areas_of(table).set_index("place")
    union = table.cell("eu", SINGLE)
    assert set(areas.loc[["France", "Malta", "Poland"], "code"]) == {"eu"}
    assert areas.loc["France", "value"] == union.answer and areas.loc["France", "drawn"] == "as a member of: European Union"
    assert areas.loc["United Kingdom", "code"] == "gb"
    assert sum(areas["code"] == "eu") == len(world.members("2026-06-01")) == 27
    assert areas["id"].is_unique


def test_a_member_state_with_an_answer_of_its_own_is_drawn_by_it(real_release):
    reader = real_release.reader
    table = compare(reader, researched(real_release), **POINT)
    own = [cell for cell in table.cells if cell.jurisdiction == "fr" and cell.answer and not cell.layer]
    question = own[0].question
    areas = areas_of(table_of(real_release, question)).set_index("place")
    assert areas.loc["France", "code"] == "fr" and areas.loc["France", "value"] == table.cell("fr", question).answer
    assert areas.loc["Poland", "code"] == "eu"


def test_membership_is_that_of_the_day(real_release):
    before = areas_of(table_of(real_release, as_of="2012-01-01")).set_index("place")
    assert before.loc["United Kingdom", "code"] == "eu" and "Croatia" not in before.index
    assert len(world.members("1957-12-31")) == 0 and len(world.members("1958-01-01")) == 6
    assert "gb" in world.members("2020-01-31") and "gb" not in world.members("2020-02-01")


def test_without_the_union_only_own_answers_are_drawn(real_release):
    assert list(areas_of(table_of(real_release, places=["us", "sg"]))["place"]) == ["United States", "Singapore"]


def test_the_memberships_of_the_facts_agree_with_those_of_the_map(real_release):
    for code, ties in real_release.reader.memberships().items():
        for union, start, _, under in ties:
            if union == world.UNION and not under:
                assert code in world.members(start) and code not in world.members("1957-12-31")


def test_every_area_is_where_its_outline_is_and_each_small_one_has_a_point():
    names = world.area_names()
    for code, numeric in world.numeric_codes().items() | world.members("2020-01-31").items():
        assert numeric in names or code in world.points(), code
    same = {"cz": "Czechia", "fr": "France", "sk": "Slovakia", "hr": "Croatia", "si": "Slovenia", "ro": "Romania"}
    assert {code: names[world.members("2026-01-01")[code]] for code in same} == same
    for longitude, latitude in world.points().values():
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90


def test_every_member_has_the_outline_of_its_own_name():
    found = {code: world.area_names().get(numeric) for code, numeric in world.members("2020-01-31").items()}
    assert {code: name for code, name in found.items() if name != world.member_names()[code]} == {"mt": None}


def test_parts_of_federations_are_named_as_not_drawn(real_release):
    table = table_of(real_release)
    assert not_drawn(table) == ["Montana"]
    assert how_drawn(table)["us"] == "own answer" and how_drawn(table)["de"].startswith("as a member")
    assert "us-mt" not in how_drawn(table)


def test_signs_say_the_answer_the_absence_and_the_dispute_without_colour(real_release):
    table = table_of(real_release)
    signs = dict(zip(marks_of(table)["longitude"], marks_of(table)["sign"], strict=True))
    answers = [slug for slug, _ in table.questions[0].answers]
    for slug, _ in table.jurisdictions:
        cell = table.cell(slug, SINGLE)
        if slug not in how_drawn(table) or how_drawn(table)[slug] != "own answer":
            continue
        sign = signs[world.points()[slug][0]]
        assert "⚠" not in sign and ("◆" in sign) == bool(cell.otherwise)
        assert sign.rstrip("◆") == (str(answers.index(cell.answer) + 1) if cell.answer else "∅")
    assert "5◆" in signs.values() and "∅" in signs.values()


def test_only_sources_of_equal_weight_that_disagree_have_a_sign_of_warning(real_release):
    told = {}
    for question in ("data-localization-requirement", "minors-ad-profiling"):
        table = table_of(real_release, question, ["sg"])
        told[table.cell("sg", question).dispute.kind] = marks_of(table)["sign"][0]
    assert told["said-of-platform"].isdigit() and told["equal-sources"].endswith("⚠")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_answer_and_absence_has_a_colour_of_its_own_ordered_where_the_scale_is(real_release, theme):
    for head in real_release.reader.questions().values():
        palette = colours(head, theme)
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
    assert drawing["title"]["text"] == ["Can the owner of a platform be made to give it up?"]
    assert "2026-06-01" in drawing["title"]["subtitle"] and "2026-12-01" in drawing["title"]["subtitle"]
    assert '"url"' not in str({name: value for name, value in drawing.items() if name != "$schema"}).replace("'", '"')
