"""The pages of things: their sentences hang on the statements they name, and each number is counted again by a query."""

import dataclasses
import io
import re

import pytest
from click.testing import CliRunner

from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.cells.comparison import choose_questions, compare
from kb.cells.coverage import coverage
from kb.cells.disputed_cells import all_disputes
from kb.clocks.regime import effective_regime
from kb.commands.cli import app
from kb.graph.entity_view import view
from kb.language.language import language_of, vocabulary
from kb.naming import iris
from kb.profiles.of_day import day_clauses
from kb.profiles.of_disputes import disputed
from kb.profiles.profile import SECTIONS, profile
from kb.profiles.rules import page_rules
from kb.profiles.state import CLAUSES, ask, state_of
from kb.profiles.written import FORMATS, state_text, write_profile
from tests.test_brief import Without

DAY = "2026-11-29"
THINGS = {
    "jurisdiction": "jurisdiction/sg",
    "question": "question/forced-divestiture",
    "platform": "platform/tiktok",
    "instrument": "instrument/us/pafaca",
    "organisation": "organisation/european-commission",
    "case": "case/ie/dpc-tiktok-transfers",
}
OTHERS = {
    ("jurisdiction", "otherwise"): "jurisdiction/us",
    ("jurisdiction", "next"): "jurisdiction/eu",
    ("question", "contested"): "question/minors-ad-profiling",
    ("instrument", "next"): "instrument/eu/ai-act",
    ("organisation", "owns"): "organisation/tiktok-usds-joint-venture",
}
DAYS = {("question", "contested"): "2026-11-28"}  # the day before it was found which of two reports is right
NAMED = ("about", "watched")  # whose sentences hold names of courts and authorities, which have none in German
EVERY = [(kind, name) for kind, clauses in CLAUSES.items() if kind != "claim" for name in clauses]  # a claim rests on itself


def stated(release, entity, lang="en", day=DAY):
    return {one.name: one for one in state_of(ask(release, entity, lang, day, day)).clauses}


class Fewer(Without):
    """A release in which some statements do not stand, whatever asks for them: claims, ties, powers, cases, events, matters."""

    def __init__(self, base, claims=(), dossiers=()):
        super().__init__(base, claims, dossiers)
        self.reader = Fewer(base.reader, claims, dossiers) if hasattr(base, "reader") else self

    def rows(self, name, *more, **asked):
        found = self.whole.rows(name, *more, **asked)
        return [row for row in found if not (self.gone | self.dossiers) & {value for value in row.values() if value}]

    def events(self, dossier):
        return [one for one in self.whole.events(dossier) if one.iri not in self.gone]

    def matters(self):
        return [one for one in self.whole.matters() if iris.ID + one.id not in self.gone]

    @property
    def catalogue(self):
        return self

    @property
    def entities(self):
        return self.whole.catalogue.entities

    def neighbours(self, node):
        return [row for row in self.whole.catalogue.neighbours(node) if row["other"] not in self.gone]


def claims_behind(release, one, day):
    """The claims of the cells of a sentence."""
    cells = (compare(release.reader, place, questions=[question], as_of=day, known_on=day).cells for place, question in one.cells)
    return {weighed.claim.iri for (cell,) in cells for weighed in cell.claims}


@pytest.fixture(scope="module")
def now(real_release):
    return {entity: stated(real_release, entity) for entity in {*THINGS.values(), *OTHERS.values()}}


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_without_what_it_rests_on_a_sentence_changes_or_is_not_there(kind, name, now, real_release):
    entity, day = OTHERS.get((kind, name), THINGS[kind]), DAYS.get((kind, name), DAY)
    one = (now[entity] if day == DAY else stated(real_release, entity, day=day))[name]
    gone = {iris.ID + key if not key.startswith("http") else key for key in one.things} | claims_behind(real_release, one, day)
    gone -= {iris.ID + entity}
    assert gone, "it names nothing that it rests on"
    asked = ask(real_release, entity, "en", day, day)
    kept = dataclasses.replace(asked, release=Fewer(real_release, gone, gone), found=_without(asked.found, gone))
    after = {clause.name: clause for clause in state_of(kept).clauses}
    assert name not in after or after[name].whole != one.whole


def _without(found, gone):
    """The view of an entity without some statements."""
    return dataclasses.replace(
        found,
        claims=tuple(one for one in found.claims if one.iri not in gone),
        relations=tuple(one for one in found.relations if one.other.iri not in gone),
        passages=tuple(one for one in found.passages if one.iri not in gone),
        course=() if any("/step/" in key or key.endswith(found.key) for key in gone) else found.course,
    )


def test_a_stand_in_that_leaves_nothing_out_says_the_same(now, real_release):
    for entity in THINGS.values():
        asked = ask(real_release, entity, "en", DAY, DAY)
        again = state_of(dataclasses.replace(asked, release=Fewer(real_release)))
        assert {one.name: one.whole for one in again.clauses} == {name: one.whole for name, one in now[entity].items()}


def test_the_rules_name_every_clause_and_only_those():
    told = {kind: set(clauses) for kind, clauses in page_rules().clauses.items()}
    assert told == {kind: set(clauses) for kind, clauses in CLAUSES.items()} and told.keys() == SECTIONS.keys()
    assert all(condition.endswith(".") for clauses in page_rules().clauses.values() for condition in clauses.values())


PREFIXES = """
PREFIX pol: <https://w3id.org/policykb/ontology#>
PREFIX id: <https://w3id.org/policykb/id/>
"""
IN_TIME = """?x pol:validFrom ?from ; pol:validUntil ?until .
  FILTER(STR(?from) <= "2026-11-29" && STR(?until) > "2026-11-29")"""
IN_RECORD = """OPTIONAL { ?x pol:retractedOn ?gone } FILTER(!BOUND(?gone) || STR(?gone) > "2026-11-29")"""
COUNTS = [
    (
        "platform/tiktok",
        "watched",
        r"European Commission \((\d+)\)",
        f"""?x a pol:Power ; pol:heldBy id:organisation\\/european-commission ; pol:over ?class .
        ?x pol:jurisdiction id:jurisdiction\\/eu .
        {IN_TIME} {IN_RECORD} id:platform\\/tiktok pol:designation ?node . ?node pol:party ?class ;
        pol:jurisdiction id:jurisdiction\\/eu .""",
    ),
    ("platform/tiktok", "cases", r"^(\d+) cases", "?x a pol:Case ; pol:platform id:platform\\/tiktok ."),
    ("platform/tiktok", "stands", r"(\d+) cases concern", "?x a pol:Case ; pol:platform id:platform\\/tiktok ."),
    ("platform/tiktok", "stands", r"into (\d+) classes", f"id:platform\\/tiktok pol:designation ?x . {IN_TIME}"),
    (
        "platform/tiktok",
        "cases",
        r"before (\d+) courts",
        "?case a pol:Case ; pol:platform id:platform\\/tiktok ; pol:forum ?x .",
    ),
    (
        "platform/tiktok",
        "cases",
        r"(\d+) of them a sum",
        "?x a pol:Case ; pol:platform id:platform\\/tiktok . FILTER EXISTS { ?x pol:amount ?sum }",
    ),
    (
        "jurisdiction/sg",
        "powers",
        r"hold (\d+) recorded",
        f"?x a pol:Power ; pol:jurisdiction id:jurisdiction\\/sg . {IN_TIME} {IN_RECORD}",
    ),
    (
        "jurisdiction/sg",
        "powers",
        r"(\d+) of them to fine",
        f"?x a pol:Power ; pol:jurisdiction id:jurisdiction\\/sg ; pol:powerKind id:power-kind\\/fine . {IN_TIME} {IN_RECORD}",
    ),
    (
        "organisation/european-commission",
        "powers",
        r"holds (\d+) recorded",
        f"?x a pol:Power ; pol:heldBy id:organisation\\/european-commission . {IN_TIME} {IN_RECORD}",
    ),
    (
        "organisation/european-commission",
        "cases",
        r"^(\d+) cases",
        "?x a pol:Case ; pol:forum id:organisation\\/european-commission .",
    ),
    (
        "instrument/us/pafaca",
        "rests",
        r"(\d+) powers",
        f"?x a pol:Power ; pol:under id:instrument\\/us\\/pafaca . {IN_TIME} {IN_RECORD}",
    ),
    ("instrument/us/pafaca", "rests", r"(\d+) cases", "?x a pol:Case ; pol:concerns id:instrument\\/us\\/pafaca ."),
    (
        "instrument/us/pafaca",
        "rests",
        r"of (\d+) services",
        "?x pol:designation ?node . ?node pol:restsOn id:instrument\\/us\\/pafaca .",
    ),
    ("case/ie/dpc-tiktok-transfers", "sums", r"^(\d+) sums", "id:case\\/ie\\/dpc-tiktok-transfers pol:amount ?x ."),
]


def counted(release, pattern, what="?x"):
    query = f"{PREFIXES} SELECT (COUNT(DISTINCT {what}) AS ?n) WHERE {{ {pattern} }}"
    (row,) = QueryResult(run_query(release, query, {}))
    return int(re.search(r"\d+", str(row["n"]))[0])


@pytest.mark.parametrize(("entity", "name", "number", "pattern"), COUNTS, ids=[f"{one[0]}:{one[2]}" for one in COUNTS])
def test_each_number_of_things_is_counted_again_by_a_query(entity, name, number, pattern, now, real_release):
    assert int(re.search(number, now[entity][name].text)[1]) == counted(real_release, pattern)


def test_the_answers_that_rest_on_an_act_are_counted_again(now, real_release):
    asked = ", ".join(f'"{head.id}"' for head in choose_questions(real_release.reader.questions(), (), ()))
    pattern = f"""GRAPH ?file {{ ?x pol:statedIn id:instrument\\/us\\/pafaca ; pol:answer ?answer ; pol:jurisdiction ?place ;
      pol:question ?question . {IN_TIME} {IN_RECORD} }} BIND(CONCAT(STR(?place), STR(?question)) AS ?cell)
      FILTER(STRAFTER(STR(?question), "/question/") IN ({asked}))"""
    said = int(re.search(r"rest (\d+) answers", now["instrument/us/pafaca"]["rests"].text)[1])
    assert said == counted(real_release, pattern, "?cell")


def test_the_pauses_of_an_act_are_counted_again(now, real_release):
    pattern = f"""id:instrument\\/us\\/pafaca pol:event ?x . ?x pol:eventKind id:event\\/enforcement-suspended ; pol:on ?on .
      {IN_RECORD}"""
    assert int(re.search(r"halted (\d+) times", now["instrument/us/pafaca"]["paused"].text)[1]) == counted(
        real_release, pattern, "?on"
    )


def test_the_open_matters_are_counted_again(now, real_release):
    pattern = f"""?case a pol:Case ; pol:platform id:platform\\/tiktok . ?x a pol:OpenMatter ; pol:retractedOn ?gone ;
      pol:on ?since ; pol:assertedOn ?stated .
      FILTER(EXISTS {{ ?x pol:openIn ?case }} || EXISTS {{ ?case pol:openMatter ?x }})
      FILTER(STR(?gone) > "{DAY}" && STR(?since) <= "{DAY}" && STR(?stated) <= "{DAY}")
      FILTER NOT EXISTS {{ ?x pol:closing ?ending . ?ending pol:on ?closed . FILTER(STR(?closed) <= "{DAY}") }}"""
    assert int(re.search(r"^(\d+) matters", now["platform/tiktok"]["open"].text)[1]) == counted(real_release, pattern)


def test_the_answers_of_a_question_are_counted_again(now, real_release):
    said = dict(re.findall(r"“([^”]+)” (\d+) \(", now["question/forced-divestiture"]["spread"].text))
    pattern = f"""GRAPH ?file {{ ?x pol:question id:question\\/forced-divestiture ; pol:answer ?answer ; pol:jurisdiction ?place ;
      pol:authority id:authority\\/law . {IN_TIME} {IN_RECORD} FILTER NOT EXISTS {{ ?x pol:platform ?platform }} }}
      FILTER(STRENDS(STR(?answer), "/required"))"""
    assert int(said["Required by statute"]) == counted(real_release, pattern, "?place")
    assert sum(map(int, said.values())) == int(
        re.search(r"How (\d+) places", now["question/forced-divestiture"]["spread"].text)[1]
    )


@pytest.mark.parametrize("place", ["sg", "us", "eu"])
def test_the_rules_of_a_place_are_counted_again(place, real_release):
    said = stated(real_release, f"jurisdiction/{place}")["stance"]
    pattern = r"has an answer to (\d+) of (\d+) questions, on (\d+) of them"
    answered, of, number = map(int, re.search(pattern, said.text).groups())
    in_use = len(choose_questions(real_release.reader.questions(), (), ()))
    assert of == in_use <= counted(real_release, "?x a pol:Question .")  # those that were retired are nodes still
    pattern = f"""GRAPH ?file {{ ?x pol:jurisdiction id:jurisdiction\\/{place} ; pol:question ?question ; pol:answer ?answer ;
      pol:authority id:authority\\/law . {IN_TIME} {IN_RECORD} FILTER NOT EXISTS {{ ?x pol:platform ?platform }} }}"""
    assert 0 < number <= counted(real_release, pattern, "?question")
    assert number <= answered and (number == answered or f"The other answers ({answered - number})" in said.caution)


def test_home_counts_the_answers_of_a_place_that_its_page_names(real_release):
    home = {row.jurisdiction: row.answered for row in coverage(real_release, as_of=DAY, known_on=DAY) if row.dimension == "*"}
    for place in ("sg", "us", "eu", "gb"):
        stance = stated(real_release, f"jurisdiction/{place}")["stance"].text
        assert int(re.search(r"has an answer to (\d+)", stance)[1]) == home[place]


def test_a_member_tells_apart_what_its_own_law_answers(real_release):
    (row, *_) = coverage(real_release, ["fr"], as_of=DAY, known_on=DAY)
    said = stated(real_release, "jurisdiction/fr")["stance"].caution
    assert f"Of the answers {row.own} are by its own law; {row.handed_down} by the law of European Union" in said
    assert "by its own law" not in stated(real_release, "jurisdiction/eu")["stance"].caution


@pytest.mark.parametrize(
    ("entity", "day", "told"),
    [
        (
            "us/pafaca",
            DAY,
            "last looked through, to 2026-07-01, it was in force and applied, and nothing that halts",
        ),
        (
            "us/pafaca",
            "2026-08-01",
            "It applies, and nothing that halts its enforcement is recorded (looked through to 2026",
        ),
        (
            "us/pafaca",
            "2025-03-01",
            "measure” enforcement suspended since 2025-01-20 until 2025-04-05 (looked through to",
        ),
        ("us-ca/sb-976", DAY, "last looked through, to 2026-07-01, it was not enforced: enjoined by a court since 2025-01-02"),
        ("us-tx/hb-18", DAY, "It is enforced in part only: single provisions enjoined by a court since 2024-08-30"),
    ],
)
def test_whether_an_act_is_enforced_is_said_in_words_with_its_day(entity, day, told, real_release):
    said = {one.name: one.text for one in state_of(ask(real_release, f"instrument/{entity}", "en", day, DAY)).clauses}
    assert told in said["enforced"]


def test_what_is_no_law_is_not_said_to_be_enforced(real_release):
    before = state_of(ask(real_release, "instrument/us/pafaca", "en", "2024-03-10", DAY))
    assert "enforced" not in {one.name for one in before.clauses} and "proposed" in before.line


def test_what_was_read_too_long_ago_is_only_last_known(real_release):
    assert "last known on 2026-07-01" in stated(real_release, "instrument/us/pafaca")["stands"].text
    assert "last known" not in stated(real_release, "instrument/us/pafaca", day="2026-08-01")["stands"].text
    assert stated(real_release, "case/ie/dpc-tiktok-transfers")["stands"].text.startswith("Last known on 2026-07-01")


def test_a_halted_act_says_so_on_the_day(real_release):
    day = ask(real_release, "instrument/us/pafaca", "en", "2025-03-01", DAY)
    said = {one.name: one for one in state_of(day).clauses}
    assert "enforcement suspended since 2025-01-20 until 2025-04-05" in said["stands"].text
    before = state_of(ask(real_release, "instrument/us/pafaca", "en", "2024-06-01", DAY)).line
    assert "not yet applicable" in before and "in force since 2024-04-24" in before


def test_what_is_pending_reported_or_disputed_stands_in_the_sentence(now, real_release):
    assert ": open;" in now["case/ie/dpc-tiktok-transfers"]["stands"].text
    of_a_copy = stated(real_release, "jurisdiction/eu", day="2026-11-28")["stance"].text  # what decided then, read in a copy
    assert "(read only in a copy that names no publisher)" in of_a_copy
    assert "a source says otherwise of a named platform" in now["jurisdiction/sg"]["stance"].text
    assert "For one platform alone" in now["question/forced-divestiture"]["otherwise"].text
    assert "known from reports only: 9 of 12" in now["platform/tiktok"]["runs"].caution


def test_a_share_is_no_ownership(real_release):
    assert "TikTok USDS Joint Venture LLC (19.9 %)" in stated(real_release, "organisation/bytedance")["owns"].text


def test_nobody_is_said_to_answer_where_nobody_looked(real_release):
    assert "Nobody has looked" in stated(real_release, "jurisdiction/ky")["stance"].text


@pytest.mark.parametrize("entity", sorted(THINGS.values()))
def test_in_german_it_says_the_same_of_the_same(entity, real_release, now):
    german = stated(real_release, entity, "de")
    assert {name: (one.cells, one.things) for name, one in german.items()} == {
        name: (one.cells, one.things) for name, one in now[entity].items()
    }
    assert all(german[name].text != one.text for name, one in now[entity].items())
    assert not any(
        "European Union" in one.text or "United States" in one.text for name, one in german.items() if name not in NAMED
    )


def test_a_clause_that_is_taken_out_of_the_rules_is_not_told(real_release, monkeypatch):
    from kb.profiles import asked as asking

    fewer = dataclasses.replace(page_rules(), clauses={**page_rules().clauses, "case": {"about": "It concerns something."}})
    monkeypatch.setattr(asking, "page_rules", lambda: fewer)
    assert list(stated(real_release, "case/ie/dpc-tiktok-transfers")) == ["about"]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_day_is_told_in_a_sentence_with_its_numbers(lang, real_release):
    regime = effective_regime(real_release.reader, "us", platform="tiktok", as_of="2025-03-01", known_on=DAY)
    first, *_, text = day_clauses(real_release, regime, lang)
    verbs = "applied|was|were" if lang == "en" else "galt|galten|war|waren|stand|standen|betraf|betrafen"
    numbers = [int(one) for one in re.findall(rf" (\d+) (?:{verbs})\b", first.text)]
    assert sum(numbers) == len(regime.duties) and len(regime.standing("suspended")) in numbers
    assert "PAFACA" in text.text and "2025-04-05" in text.text


@pytest.mark.parametrize(("lang", "answer"), [("en", "negotiated divestiture"), ("de", "Ausgehandelte Veräußerung")])
def test_a_day_says_first_what_is_said_of_the_platform_by_name(lang, answer, real_release):
    regime = effective_regime(real_release.reader, "us", platform="tiktok", as_of="2026-11-30", known_on=DAY)
    own = {one.name: one.text for one in day_clauses(real_release, regime, lang)}["own"]
    assert own.index("TikTok") < own.index(answer)
    general = effective_regime(real_release.reader, "us", as_of="2026-11-30", known_on=DAY)
    assert "own" not in {one.name for one in day_clauses(real_release, general, lang)}


def test_disputes_are_counted_again_and_refuted_ones_are_apart(real_release):
    every = all_disputes(real_release.reader, list(real_release.reader.claim_counts()), as_of=DAY, known_on=DAY)
    found = disputed(real_release, every)
    answers, cases, quiet = (int(one) for one in re.findall(r"\d+", found.line.text))
    assert (answers, cases, quiet) == (len(found.answers), len(found.cases), len(found.quiet)) and quiet
    assert answers + quiet == every.rates[0].disputed == len(every.disputes), "each cell is disputed once today"
    assert not {one.cells for one in found.answers} & {one.cells for one in found.quiet}
    assert list(found.cases) == sorted(found.cases, key=lambda one: -one.weight)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_what_a_pleading_contests_for_one_platform_is_told_once_and_each_case_with_its_place(real_release, lang):
    every = all_disputes(real_release.reader, list(real_release.reader.claim_counts()), as_of=DAY, known_on=DAY)
    found, names = disputed(real_release, every, lang), language_of(real_release, lang)
    (told,) = [one for one in found.answers if one.cells == (("us", "forced-divestiture"),)]
    assert told.platform == "tiktok" and "TikTok" in told.text
    assert not [one for one in found.answers if one.cells[0][0].startswith("us-")], "it is the law of the federation"
    places = [names.place(name) for name in real_release.reader.jurisdictions().values()]
    assert found.cases and all(any(place in one.text.partition(": ")[0] for place in places) for one in found.cases)


def test_every_row_that_leads_somewhere_leads_to_something(real_release):
    for entity in THINGS.values():
        found = profile(real_release, entity, "en", DAY, DAY)
        assert found.sections
        for row in (row for part in found.sections for row in part.rows):
            for cell in row:
                if cell.entity and not cell.entity.startswith(("power/", "question/")):
                    assert cell.entity in real_release.catalogue.entities, cell
                if cell.cell:
                    assert cell.cell[0] in real_release.reader.jurisdictions() and cell.cell[1] in real_release.reader.questions()


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("entity", ["jurisdiction/sg", "platform/tiktok"])
def test_every_document_has_the_sentences_and_the_sections(name, entity, real_release):
    found = profile(real_release, entity, "de", DAY, DAY)
    data = write_profile(found, name)
    if name == "docx":
        from docx import Document

        told = " ".join(one.text for one in Document(io.BytesIO(data)).paragraphs)
    else:
        told = data.decode("utf-8")
    plain = re.sub(r"[\\*]|<[^>]+>|&#x27;|'|\s", "", told.replace("&amp;", "&"))
    for text in [found.state.line, *(part.heading for part in found.sections)]:
        assert re.sub(r"[\\*']|\s", "", text) in plain


def test_a_place_has_all_its_questions_below_their_topics(real_release):
    (answers,) = [part for part in profile(real_release, "jurisdiction/sg", "en", DAY, DAY).sections if part.name == "answers"]
    assert answers.number == len(choose_questions(real_release.reader.questions(), (), ()))
    topics = [row[0].text for row in answers.rows if len(row) == 1]
    ruled = sum(int(re.search(r": (\d+) of", one)[1]) for one in topics)
    stance = stated(real_release, "jurisdiction/sg")["stance"].text
    assert ruled == int(re.search(r"on (\d+) of them", stance)[1])


def test_both_languages_have_the_words_of_every_clause():
    wanted = {f"{kind}-clause" for kind in CLAUSES}
    for lang in ("en", "de"):
        assert wanted <= {key.partition(".")[0] for key in vocabulary(lang)}


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "It was withdrawn on 2026-02-01"), ("de", "Sie wurde am 2026-02-01 zurückgezogen")]
)
@pytest.mark.parametrize("name", ["txt", "md", "json"])
def test_a_withdrawn_claim_says_so_with_its_end_and_reason(mini_home, lang, said, name):
    claim = "claim/xb/privacy-act/ownership-test/2014-07-01"
    told = CliRunner().invoke(app, ["show", claim, "--lang", lang, "--format", name, "--home", str(mini_home)]).output
    assert said in told and "The section says nothing on owners." in told
    standing = CliRunner().invoke(app, ["show", "claim/xb/privacy-act/local-storage/2014-07-01", "--home", str(mini_home)]).output
    assert "withdrawn" not in standing and "9999" not in standing.replace("valid until: 9999-12-31", "")


def test_the_command_begins_with_the_state_today(real_home, tmp_path):
    asked = ["show", "instrument/us/pafaca", "--home", str(real_home)]
    told = CliRunner().invoke(app, asked).output
    assert "Today (" in told and told.index("PAFACA (Statute") < told.index("Identifiers (")
    path = tmp_path / "pafaca.docx"
    assert CliRunner().invoke(app, [*asked, "--lang", "de", "-o", str(path)]).exit_code == 0 and path.read_bytes()[:2] == b"PK"
    assert CliRunner().invoke(app, [*asked, "--lang", "fr"]).exit_code != 0


def test_text_without_a_state_is_as_it_was(real_release):
    from kb.graph.entity_text import to_text

    found = view(real_release, "source/us-china-tiktok-near-agreement")
    assert "Today (" not in to_text(found) and state_text(profile(real_release, found.key)) == ""
