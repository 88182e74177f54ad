"""What applies on a day, layer by layer: membership, designation, suspension, what is pending, and the chain behind each."""

import datetime
import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kb.cells.comparison import compare
from kb.clocks.regime import STANDINGS, effective_regime
from kb.commands.cli import app
from kb.errors import UsageError
from kb.wording.regime import FORMATS, said, silences, write_regime

KNOWN = "2026-12-01"
DAYS = st.dates(datetime.date(1999, 1, 1), datetime.date(2027, 12, 31)).map(datetime.date.isoformat)
PLACES, PLATFORMS = st.sampled_from(["xa", "xb", "xu"]), st.sampled_from([None, "clip", "other"])


def test_what_names_the_platform_stands_before_its_class_and_what_holds_for_all(real_release):
    found = effective_regime(real_release.reader, "us", platform="tiktok", as_of="2026-11-30", known_on="2026-11-30")
    sale = [one.claim.answer for one in found.duties if one.question.id == "forced-divestiture"]
    assert sale == ["negotiated", "required", "review-power"] and found.duties[0].question.id == "forced-divestiture"
    named = [any(one.claim.platform for one in found.duties if one.question is duty.question) for duty in found.duties]
    assert named == sorted(named, reverse=True), "a question that nothing on the platform answers stands before one that it does"
    general = effective_regime(real_release.reader, "us", as_of="2026-11-30", known_on="2026-11-30")
    order = list(real_release.reader.questions())
    assert [order.index(one.question.id) for one in general.duties] == sorted(
        order.index(one.question.id) for one in general.duties
    )


def regime(release, place="xb", day="2025-09-15", known_on="2026-06-01", **options):
    return effective_regime(release.reader, place, as_of=day, known_on=known_on, **options)


def told(found):
    return [(duty.layer.jurisdiction, duty.question.id, duty.claim.answer, duty.standing) for duty in found.duties]


def test_the_law_of_the_union_lies_over_that_of_its_member(mini_release):
    assert told(regime(mini_release, platform="clip")) == [
        ("xb", "local-storage", "conditional", "applies"),
        ("xu", "local-storage", "conditional", "applies"),
        ("xu", "audit", "other", "applies"),
    ]


def test_before_it_was_a_member_only_its_own_law_counts(mini_release):
    assert [layer.jurisdiction for layer in regime(mini_release, day="2000-12-31").layers] == ["xb"]
    assert [layer.jurisdiction for layer in regime(mini_release, day="2001-01-01").layers] == ["xb", "xu"]


@pytest.mark.parametrize(
    ("day", "platform", "standing"),
    [
        ("2020-01-01", "clip", "pending"),
        ("2020-12-31", "clip", "pending"),
        ("2021-01-01", "clip", "if-designated"),
        ("2022-02-28", "clip", "if-designated"),
        ("2022-03-01", "clip", "applies"),
        ("2022-03-01", "other", "if-designated"),
        ("2021-01-01", None, "applies"),
    ],
)
def test_a_duty_of_a_class_waits_for_its_day_and_for_the_designation(mini_release, day, platform, standing):
    found = regime(mini_release, day=day, platform=platform, questions=["audit"])
    assert [duty.standing for duty in found.duties] == [standing]


def test_before_the_text_was_made_nothing_is_pending(mini_release):
    assert not regime(mini_release, day="2019-12-31", questions=["audit"]).duties


def test_suspension_is_not_application_and_the_chain_names_the_order(mini_release):
    (sale,) = regime(mini_release, "xa", "2025-03-01", platform="clip", questions=["forced-sale"]).standing("suspended")
    assert any("enforcement suspended until 2025-08-01, by Order pausing enforcement" in link for link in said(sale))
    (other,) = regime(mini_release, "xa", "2025-03-01", platform="other", questions=["forced-sale"]).standing("applies")
    assert other.claim.answer == "review"


@given(PLACES, DAYS, PLATFORMS)
def test_removing_a_layer_removes_its_own_duties_and_no_other(mini_release, place, day, platform):
    whole = regime(mini_release, place, day, platform=platform)
    for layer in whole.layers:
        rest = regime(mini_release, place, day, platform=platform, without=[layer.jurisdiction])
        assert rest.duties == tuple(duty for duty in whole.duties if duty.layer != layer)


@given(PLACES, DAYS, PLATFORMS)
def test_nothing_applies_before_its_day(mini_release, place, day, platform):
    for duty in regime(mini_release, place, day, platform=platform).duties:
        if duty.standing in ("applies", "suspended"):
            assert duty.claim.valid_from <= day < duty.claim.valid_until
            assert all(link.since is None or link.since <= day for link in duty.chain), duty.chain


@given(PLACES, DAYS, DAYS)
def test_what_was_not_yet_in_the_record_is_not_told(mini_release, place, day, known_on):
    for duty in regime(mini_release, place, day, known_on).duties:
        assert duty.claim.asserted_on <= known_on < duty.claim.retracted_on


@given(DAYS, PLATFORMS)
def test_the_winner_of_a_cell_is_among_the_duties_of_its_layer(mini_release, day, platform):
    for place in ("xa", "xb", "xu"):
        found = {duty.claim.iri for duty in regime(mini_release, place, day, platform=platform).duties}
        table = compare(mini_release.reader, [place], as_of=day, known_on="2026-06-01", platform=platform)
        winners = [cell.winner.claim for cell in table.cells if cell.answer and cell.winner.claim.authority == "law"]
        assert {claim.iri for claim in winners} <= found


def test_a_layer_that_nothing_is_coded_of_is_named(mini_release):
    found = regime(mini_release, questions=["forced-sale"])
    assert len(silences(found)) == 2 and all("says nothing of what its law is" in silence for silence in silences(found))


def test_tiktok_in_ireland_through_the_digital_services_act(real_release):
    def standing(day):
        found = regime(real_release, "ie", day, KNOWN, platform="tiktok", questions=["ad-repository"])
        return {duty.standing for duty in found.duties if duty.layer.jurisdiction == "eu"}

    days = ("2021-01-01", "2022-12-01", "2023-06-01", "2023-08-25")
    assert [standing(day) for day in days] == [set(), {"pending"}, {"pending"}, {"applies"}]


def test_tiktok_in_montana_has_the_ban_enjoined_and_the_federal_act(real_release):
    found = regime(real_release, "us-mt", "2024-06-01", KNOWN, platform="tiktok")
    assert [layer.jurisdiction for layer in found.layers] == ["us-mt", "us"]
    assert {duty.layer.jurisdiction for duty in found.duties} == {"us-mt", "us"}
    (ban,) = [duty for duty in found.duties if duty.layer.jurisdiction == "us-mt"]
    assert ban.standing == "pending" and any("enjoined, by Alario v. Knudsen" in link for link in said(ban))
    assert "required" in {duty.claim.answer for duty in found.standing("pending") if duty.question.id == "forced-divestiture"}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_every_duty_with_its_standing_and_chain(mini_release, name):
    found = regime(mini_release, platform="clip", day="2022-01-01")
    text = write_regime(found, name)
    for duty in found.duties:
        assert duty.claim.in_short in text.replace("\\", "")
        assert duty.standing in text or STANDINGS[duty.standing] in text
    assert "Testland belongs to Union of Samples" in text
    if name == "json":
        assert [layer["jurisdiction"] for layer in json.loads(text)["layers"]] == ["xb", "xu"]


def test_the_command_names_what_is_wrong(mini_home):
    for arguments, code, message in (
        (["regime", "xb", "--as-of", "2025-09-15", "--known-on", "2026-06-01"], 0, "Union of Samples"),
        (["regime", "zz"], 1, ""),
        (["regime", "xb", "--without", "zz"], 1, ""),
    ):
        result = CliRunner().invoke(app, [*arguments, "--home", str(mini_home)])
        assert result.exit_code == code and message in result.stdout
    with pytest.raises(UsageError, match="no jurisdiction 'zz'"):
        raise result.exception
