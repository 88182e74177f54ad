"""Both clocks on invented worlds: half-open intervals, a monotone record, timelines that tile, changes that add up.

Days are drawn from a few neighbours, so that intervals touch, coincide, last one day or stay open.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import pytest
from conftest import cases
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store
from test_explanation_triples import over

from kb.building import build as building
from kb.building.prepared_graph import prepared
from kb.building.release_writing import write_release
from kb.cells.comparison import compare
from kb.clocks.changes import CAUSES, Point, find_changes
from kb.clocks.timeline import look, timeline
from kb.explanation.explain import explain, to_text
from kb.loaders.dossier_records import Absence, Instrument
from kb.loaders.facts import read_facts
from kb.loaders.records import Facts
from kb.loaders.references import claim_key
from kb.loaders.register_records import Designation, Jurisdiction
from kb.naming import iris
from kb.opening.current import open_folder
from kb.tables.json import contract
from kb.values.model import OPEN
from tests.conftest import MINI_FACTS

PLACE, PLATFORMS = "xz", (None, "clip", "other")
ANSWERS = {"forced-sale": ("no-power", "review", "required"), "audit": ("yearly", "other")}
LAW_DAYS = ("2020-01-01", "2020-01-02", "2020-01-03", "2020-06-01", "2021-01-01")
PAUSES_END = ("2020-03-01", "2020-09-01")  # on no other day anything happens
RECORD_DAYS = ("2026-01-01", "2026-01-02", "2026-03-01")
CODING_DAYS = (RECORD_DAYS[0], *RECORD_DAYS)
DESIGNATED, UNDESIGNATED, DESIGNATION_CODED = "2020-01-02", "2020-06-01", "2026-01-02"
EVENTS = ("signed", "applies", "enforcement-suspended", "enforcement-suspended", "repealed")
REASONS = ("corrected", "superseded", "source-withdrawn", "codebook-changed")
READ = [{"read": "Gazette of Samples", "kind": "official-text", "read_on": "2026-06-01", "by": "kb-editors"}]
PACE = cases(40)


def neighbours(days):
    """The days and those next to them."""
    around = (datetime.date.fromisoformat(day) + datetime.timedelta(step) for day in days for step in (-1, 0, 1))
    return sorted({day.isoformat() for day in around})


AS_OF, KNOWN_ON = st.sampled_from(neighbours(LAW_DAYS)), st.sampled_from(neighbours(RECORD_DAYS)[1:])


@dataclass(frozen=True)
class World:
    """Instruments with one claim each, by path, and absences, of one jurisdiction that has no other facts."""

    instruments: dict[str, Instrument]
    absences: dict[str, tuple[Absence, ...]]

    def claims(self):
        """(IRI, question, claim) of every claim and absence."""
        for path, instrument in self.instruments.items():
            for question, (claim,) in instrument.claims.items():
                yield iris.entity("claim", f"{path}/{question}/{claim_key(claim)}"), question, claim
        for question, absences in self.absences.items():
            for absence in absences:
                yield iris.entity("claim", f"absence/{PLACE}/{question}/{claim_key(absence)}"), question, absence


def period(random):
    """From one day until a later one, or open."""
    start = random.choice([*LAW_DAYS[:2], *LAW_DAYS])
    end = random.choice([None, *(day for day in LAW_DAYS if day > start)])
    return {"from": start} | ({"until": end} if end else {})


def coding(random):
    """The day of coding and, perhaps, a later withdrawal."""
    on = random.choice(CODING_DAYS)
    withdrawn = random.choice([None, None, *(day for day in RECORD_DAYS if day > on)])
    why = {"withdrawn": {"on": withdrawn, "why": random.choice(REASONS)}} if withdrawn else {}
    return {"coded": {"by": "kb-editors", "on": on}} | why


def event(random):
    made = {"on": random.choice(LAW_DAYS), "what": random.choice(EVENTS)}
    made |= random.choice([{}, {"to": "clip"}, {"to": "owner-co"}, {"to": "vlop"}])
    later = [day for day in PAUSES_END if day > made["on"]]
    return made | ({"until": random.choice(later)} if made["what"] == "enforcement-suspended" and later else {})


def instrument(random, number):
    question = random.choice(["forced-sale", "forced-sale", "audit"])
    claim = period(random) | coding(random) | {"answer": random.choice(ANSWERS[question]), "rests_on": "s. 1"}
    claim |= {"in_short": random.choice(["It says so.", "It says otherwise."]), "id": f"g{number}"}
    claim |= {"scope": random.choice([{}, {}, {"platform": "clip"}, {"platform": "other"}, {"party": "vlop"}])}
    return Instrument.model_validate(
        {
            "title": f"Act {number}", "type": "statute", "approaches": ["divestiture"], "evidence": READ,
            "coded": {"by": "kb-editors", "on": random.choice(CODING_DAYS)}, "provisions": {"s. 1": f"Section 1 of {number}."},
            "dates": [{"on": LAW_DAYS[0], "what": "in-force"}, *(event(random) for _ in range(random.randrange(4)))],
            "claims": {question: [claim]},
        }
    )  # fmt: skip


def absence(random, number):
    found = {"absence": random.choice(["none-found", "not-applicable", "silent", "withheld"]), "id": f"a{number}"}
    found |= {"in_short": "Nothing.", "searched": ["Statutes"], "searched_on": "2025-12-01", "evidence": READ}
    return Absence.model_validate(found | period(random) | coding(random))


@st.composite
def worlds(draw):
    """A world of a drawn size; what is in it comes from a drawn seed, so that no day or scope is rarer than another."""
    random = Random(draw(st.integers(0, 2**32 - 1)))
    made = {f"{PLACE}/g{number}": instrument(random, number) for number in range(draw(st.integers(3, 9)))}
    absent = {question: tuple(absence(random, number) for number in range(random.randrange(2))) for question in ANSWERS}
    return World(made, absent)


class Base:
    """What all worlds stand on: facts of other places, registers, codebook and ontology."""

    def __init__(self, facts, quads):
        self.facts, self.quads = facts, quads


@pytest.fixture(scope="module")
def base():
    """The invented facts with a class that one platform was in for a while, and their quads."""
    facts = read_facts(MINI_FACTS)
    designation = Designation.model_validate(
        {
            "as": "vlop", "in": PLACE, "by": "xa-regulator", "from": DESIGNATED, "until": UNDESIGNATED,
            "rests_on": "xa/platform-act", "in_short": "Designated for a while.", "evidence": READ,
            "coded": {"by": "kb-editors", "on": DESIGNATION_CODED},
        }
    )  # fmt: skip
    facts.jurisdictions[PLACE] = Jurisdiction(name="Zed", kind="country")
    clip = facts.platforms["clip"]
    facts.platforms["clip"] = clip.model_copy(update={"designations": (*clip.designations, designation)})
    return Base(facts, [*building.project(facts), *building.ontology_quads()])


def quads_of(base, world):
    names = {f"instruments/{path}.yaml": "0" for path in world.instruments} | {f"absences/{PLACE}.yaml": "0"}
    own = Facts(
        jurisdictions=base.facts.jurisdictions, organisations=base.facts.organisations, platforms=base.facts.platforms,
        instruments=world.instruments, absences={PLACE: world.absences}, files=names,
    )  # fmt: skip
    return [*base.quads, *building.project(own)]


def opened(base, mini_release, world):
    """The world as a release in memory, read from its graph."""
    store = Store()
    store.bulk_extend(quads_of(base, world))
    return over(store, mini_release)


def table(release, as_of, known_on, platform=None):
    return compare(release.reader, [PLACE], questions=list(ANSWERS), as_of=as_of, known_on=known_on, platform=platform)


def holds(claim, as_of, known_on, platform):
    """What the two clocks and the scope mean, said once more without the program."""
    retracted = claim.withdrawn.on if claim.withdrawn else OPEN
    if not (claim.from_ <= as_of < claim.until and claim.coded.on <= known_on < retracted):
        return False
    in_class = platform == "clip" and DESIGNATED <= as_of < UNDESIGNATED and known_on >= DESIGNATION_CODED
    scope = claim.scope
    return platform is None or (scope.platform == platform if scope.platform else in_class or not scope.party)


def shown(comparison):
    return {cell.question: {weighed.claim.iri for weighed in cell.claims} for cell in comparison.cells}


def expected(world, *point):
    found = {question: set() for question in ANSWERS}
    for iri, question, claim in world.claims():
        if holds(claim, *point):
            found[question].add(iri)
    return found


@PACE
@given(worlds(), AS_OF, KNOWN_ON, st.sampled_from(PLATFORMS))
def test_a_cell_holds_exactly_the_claims_of_the_day_the_record_and_the_platform(
    base, mini_release, world, as_of, known_on, platform
):
    release = opened(base, mini_release, world)
    assert shown(table(release, as_of, known_on, platform)) == expected(world, as_of, known_on, platform)


@cases(6)
@given(worlds())
def test_the_side_index_shows_the_same_claims_on_every_day(base, mini_release, tmp_path_factory, world):
    folder = tmp_path_factory.mktemp("world")
    graphs = defaultdict(list)
    for quad in quads_of(base, world):
        graphs[quad.graph_name.value].append(quad)
    ordered = [graphs[name] for name in sorted(graphs, key=lambda name: "/graph/ontology/" not in name)]
    write_release(prepared(ordered), len(ordered), {}, folder, lambda stage, done, total: None)
    written = open_folder(folder)
    assert type(written.reader).__name__ == "SideIndex"
    for as_of in neighbours(LAW_DAYS)[::2]:
        for known_on in neighbours(RECORD_DAYS)[::2]:
            for platform in PLATFORMS:
                assert shown(table(written, as_of, known_on, platform)) == expected(world, as_of, known_on, platform)


def as_known_on(world, known_on):
    """The world as it was in the record on a day: nothing asserted later, no withdrawal that came later."""

    def still(claim):
        later = claim.withdrawn and claim.withdrawn.on > known_on
        return claim.model_copy(update={"withdrawn": None}) if later else claim

    kept = {}
    for path, instrument in world.instruments.items():
        claims = {question: (still(claim),) for question, (claim,) in instrument.claims.items() if claim.coded.on <= known_on}
        dates = instrument.dates if instrument.coded.on <= known_on else ()
        if claims:
            kept[path] = instrument.model_copy(update={"claims": claims, "dates": dates})
    absent = {
        question: tuple(still(absence) for absence in found if absence.coded.on <= known_on)
        for question, found in world.absences.items()
    }
    return World(kept, absent)


@PACE
@given(worlds(), AS_OF, KNOWN_ON, st.sampled_from(PLATFORMS))
def test_what_is_known_on_a_day_never_depends_on_what_was_asserted_later(base, mini_release, world, as_of, known_on, platform):
    whole = opened(base, mini_release, world)
    past = opened(base, mini_release, as_known_on(world, known_on))
    comparisons = [table(release, as_of, known_on, platform) for release in (whole, past)]
    assert contract(comparisons[0]) == contract(comparisons[1])
    for question in ANSWERS:
        told = [to_text(explain(one, found, PLACE, question)) for one, found in zip((whole, past), comparisons, strict=True)]
        assert told[0] == told[1]
        lives = [
            [
                (one.start, one.end, look(one.cell))
                for one in timeline(release.reader, PLACE, question, known_on=known_on, platform=platform)
            ]
            for release in (whole, past)
        ]
        assert lives[0] == lives[1]


@PACE
@given(worlds(), AS_OF)
def test_a_withdrawn_claim_is_there_until_the_day_before_and_gone_from_its_day_on(base, mini_release, world, as_of):
    release = opened(base, mini_release, world)
    for iri, question, claim in world.claims():
        if claim.withdrawn and claim.from_ <= as_of < claim.until:
            before = (datetime.date.fromisoformat(claim.withdrawn.on) - datetime.timedelta(1)).isoformat()
            assert iri in shown(table(release, as_of, before))[question]
            for day in (claim.withdrawn.on, "2030-01-01"):
                assert iri not in shown(table(release, as_of, day))[question]


@PACE
@given(worlds(), KNOWN_ON, st.sampled_from(PLATFORMS))
def test_the_intervals_of_a_timeline_tile_the_time_and_each_day_in_one_looks_as_it_says(
    base, mini_release, world, known_on, platform
):
    release = opened(base, mini_release, world)
    for question in ANSWERS:
        intervals = timeline(release.reader, PLACE, question, known_on=known_on, platform=platform)
        for left, right in pairwise(intervals):
            assert left.end == right.start and look(left.cell) != look(right.cell)
        assert all(one.end is None or one.start < one.end for one in intervals)
        assert not intervals or intervals[-1].end is None
        for day in neighbours(LAW_DAYS + PAUSES_END):
            cell = compare(release.reader, [PLACE], questions=[question], as_of=day, known_on=known_on, platform=platform).cells[
                0
            ]
            holding = [look(one.cell) for one in intervals if one.start <= day and (one.end is None or day < one.end)]
            assert holding == [look(cell)] if holding else cell.state == "not-researched"


@PACE
@given(worlds(), st.tuples(AS_OF, KNOWN_ON), st.tuples(AS_OF, KNOWN_ON), st.sampled_from(PLATFORMS))
def test_changes_have_one_cause_each_none_from_a_point_to_itself_and_name_the_same_cells_both_ways(
    base, mini_release, world, first, second, platform
):
    reader = opened(base, mini_release, world).reader
    there, back = (
        find_changes(reader, [PLACE], Point(*start), Point(*end), platform=platform)
        for start, end in ((first, second), (second, first))
    )
    assert sum(there.by_cause.values()) == len(there.changes) and set(there.by_cause) == set(CAUSES)
    assert {change.question for change in there.changes} == {change.question for change in back.changes}
    differing = [cell for cell, other in zip(there.start.cells, there.end.cells, strict=True) if look(cell) != look(other)]
    changed = {change.question for change in there.changes}
    assert changed <= {cell.question for cell in differing} and len(differing) == len(there.changes) + there.searched_anew
    assert all(change.evidence for change in (*there.changes, *back.changes)), "a cause without evidence"
    assert first != second or not there.changes


@PACE
@given(worlds(), AS_OF, AS_OF, KNOWN_ON)
def test_on_one_day_of_the_record_only_the_law_its_enforcement_or_a_source_can_change_a_cell(
    base, mini_release, world, first, second, known_on
):
    reader = opened(base, mini_release, world).reader
    found = find_changes(reader, [PLACE], Point(first, known_on), Point(second, known_on))
    of_the_law = {"law-changed", "enforcement-changed", "dispute-changed", "coverage-begins", "coverage-ends"}
    assert {change.cause for change in found.changes} <= of_the_law


@PACE
@given(worlds(), AS_OF, KNOWN_ON, KNOWN_ON)
def test_on_one_day_of_the_law_only_the_record_can_change_a_cell(base, mini_release, world, as_of, first, second):
    reader = opened(base, mini_release, world).reader
    found = find_changes(reader, [PLACE], Point(as_of, first), Point(as_of, second))
    of_the_law = {"law-changed", "enforcement-changed", "dispute-changed", "coverage-begins", "coverage-ends"}
    assert not {change.cause for change in found.changes} & of_the_law
