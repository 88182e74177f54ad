"""The brief: sentences hang on the claims they name, numbers are counted again by a query, every format says the same."""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from itertools import combinations

import pytest
from click.testing import CliRunner

from kb.briefing.asked import Brief
from kb.briefing.choosing import SOUGHT, choose, findings
from kb.briefing.content import content
from kb.briefing.differences import most_apart
from kb.briefing.gathering import gather
from kb.briefing.on_platform import own_claim
from kb.briefing.phrases import Phrases
from kb.briefing.picture import in_words, picture
from kb.briefing.rules import rules
from kb.briefing.written import FORMATS, write
from kb.commands.cli import app
from kb.errors import UsageError
from kb.language.language import Language, vocabulary
from kb.values.words import spoken_state

ADDRESS = "j=us,eu,sg&t=ownership,data,transparency,minors&p=tiktok&v=2026-11-29&k=2026-11-29&since=2024-01-01"
ASKED = Brief.from_address(ADDRESS)
PLATFORM = "j=us,eu,sg&p=tiktok&v=2026-11-30&k=2026-11-30&since=2024-01-01"


class Without:
    """A release in which some claims, or what some texts say, do not stand."""

    def __init__(self, base, claims=(), dossiers=()):
        self.whole, self.gone, self.dossiers = base, set(claims), set(dossiers)
        self.reader = self if not hasattr(base, "reader") else Without(base.reader, claims, dossiers)

    def __getattr__(self, name):
        return getattr(self.whole, name)

    def cells(self):
        return None

    def stands(self, claim):
        return claim.iri not in self.gone and claim.dossier not in self.dossiers

    def claims(self, *asked):
        return [claim for claim in self.whole.claims(*asked) if self.stands(claim)]

    def history(self, *asked):
        return [claim for claim in self.whole.history(*asked) if self.stands(claim)]

    def rows(self, name, *more, **asked):
        found = self.whole.rows(name, *more, **asked)
        left = {"open_matters": "matter", "ties_in_record": "other"}.get(name)
        return [row for row in found if row.get(left) not in self.gone] if left else found


@pytest.fixture(scope="module")
def found(real_release):
    return gather(real_release, ASKED)


@pytest.fixture(scope="module")
def real(real_release):
    return content(real_release, ASKED)


def said(found, lang="en"):
    phrases = Phrases(found, Language(lang))
    return {(one.kind, one.cells): phrases.sentence(one) + phrases.cautions(one) for one in findings(found)}


def deciding(found, one):
    """Claims (or matters) without which the finding is not so."""
    if one.kind == "contested":
        if "matter" in one.values:
            return ["https://w3id.org/policykb/id/" + one.values["matter"]], []
        return list(found.table.cell(*one.cells[0]).dispute.claims), []
    if one.kind == "who-runs":
        return ["https://w3id.org/policykb/id/organisation/tiktok-usds-joint-venture"], []
    if one.kind == "its-text":
        return [], [one.values["text"]]
    if one.kind == "done-to-it":
        return [own_claim(found, found.table.cell(*name)).iri for name in one.cells], []
    if one.kind == "next":
        return [], [name for name in NEXT_TEXTS if found.coming[one.values["coming"]].name == NEXT_TEXTS[name]]
    if one.kind == "changed":
        first = next(turned for turned in found.events[one.values["event"]].turned if turned.question == one.questions[0])
        return [first.after.winner.claim.iri], []
    cells = [found.table.cell(*name) for name in one.cells]
    if one.kind == "platform-otherwise":
        return [weighed.claim.iri for weighed in cells[0].claims if weighed.standing == "otherwise"], []
    if one.kind == "most-apart":
        topic = one.values["ranked"][0].topic
        cell = next(cell for cell in cells if found.rules.topic_of(found.heads[cell.question].dimension) == topic)
        return [weighed.claim.iri for weighed in cell.claims], []
    if one.kind == "subject":
        leading = max(one.values["counts"], key=lambda place: one.values["counts"][place])
        cell = next(cell for cell in cells if cell.jurisdiction == leading)
        return [weighed.claim.iri for weighed in cell.claims], []
    return [weighed.claim.iri for cell in cells[:1] for weighed in cell.claims if weighed.won], []


NEXT_TEXTS = {"https://w3id.org/policykb/id/instrument/us-ca/sb-976": "California SB 976"}


@pytest.mark.parametrize("kind", sorted(SOUGHT))
def test_without_the_deciding_claim_the_sentence_changes_or_is_not_there(kind, real_release):
    asked = Brief.from_address(PLATFORM) if kind == "done-to-it" else ASKED
    found = gather(real_release, asked)
    heaviest = next(one for one in findings(found) if one.kind == kind)
    claims, dossiers = deciding(found, heaviest)
    assert claims or dossiers
    before = said(found)[heaviest.kind, heaviest.cells]
    after = said(gather(Without(real_release, claims, dossiers), asked))
    assert after.get((heaviest.kind, heaviest.cells)) != before


def test_a_stand_in_that_leaves_nothing_out_says_the_same(found, real_release):
    assert said(gather(Without(real_release), ASKED)) == said(found)


COUNT = """
PREFIX pol: <https://w3id.org/policykb/ontology#>
SELECT (COUNT(DISTINCT ?question) AS ?n) WHERE {
  GRAPH ?file {
    ?claim pol:jurisdiction ?place ; pol:question ?question ; pol:answer ?answer ; pol:validFrom ?from ; pol:validUntil ?until ;
      pol:retractedOn ?gone .
    FILTER(STR(?from) <= "2026-11-29" && STR(?until) > "2026-11-29" && STR(?gone) > "2026-11-29")
    FILTER(STRENDS(STR(?place), "/jurisdiction/PLACE"))
    FILTER NOT EXISTS { ?claim pol:platform ?platform }
  }
  ?question pol:dimension ?dimension .
  FILTER(STRENDS(STR(?dimension), "transparency"))
}
"""


@pytest.mark.parametrize("place", ["eu", "sg"])
def test_the_number_of_duties_is_counted_again_by_a_query(place, found, real_release):
    from kb.asking.rows import QueryResult
    from kb.asking.sandbox import run_query

    (subject,) = [one for one in findings(found) if one.kind == "subject" and one.values["topic"] == "transparency"]
    (row,) = QueryResult(run_query(real_release, COUNT.replace("PLACE", place), {}))
    assert int(re.search(r"\d+", str(row["n"]))[0]) == subject.values["counts"][place][0]


STATED = """
PREFIX pol: <https://w3id.org/policykb/ontology#>
SELECT ?place ?question ?said ?from WHERE {
  GRAPH ?file {
    ?x pol:jurisdiction ?place ; pol:question ?question ; pol:validFrom ?from ; pol:validUntil ?until ;
      pol:assertedOn ?since ; pol:retractedOn ?gone .
    FILTER(STR(?from) <= "2026-11-29" && STR(?until) > "2026-11-29" && STR(?since) <= "2026-11-29" && STR(?gone) > "2026-11-29")
    { ?x pol:answer ?said ; pol:authority ?authority FILTER(STRENDS(STR(?authority), "/law")) } UNION { ?x pol:absence ?said }
    FILTER NOT EXISTS { ?x pol:platform ?platform }
  }
  ?question pol:dimension ?dimension .
  FILTER(REGEX(STR(?place), "/jurisdiction/(us|eu|sg|us-[a-z]+)$") && REGEX(STR(?dimension), "DIMENSIONS"))
}
"""


def unlike_by_query(release, dimensions):
    """How many pairs of places answer one question differently, and how many pairs there are, from the statements alone.

    The latest one decides, and where a federation has none, that of its parts; questions on which a place has another absence
    than none-found do not count.
    """
    from kb.asking.rows import QueryResult
    from kb.asking.sandbox import run_query

    found, parts = {}, set()
    for row in QueryResult(run_query(release, STATED.replace("DIMENSIONS", "|".join(dimensions)), {})):
        place, question, said = (str(row[name]).rpartition("/")[2] for name in ("place", "question", "said"))
        if "-" in place:
            parts |= {question} if "/question/" in str(row["said"]) else set()
        else:
            found.setdefault(question, {}).setdefault(place, []).append((str(row["from"]), said))
    differ = pairs = 0
    for question, places in found.items():
        said = [max(places[place])[1] if place in places else "none-found" for place in ("us", "eu", "sg")]
        tells_parts = release.reader.questions()[question].from_parts
        said[0] = "in a part" if said[0] == "none-found" and question in parts and tells_parts else said[0]
        if not {"not-applicable", "silent", "not-researched", "withheld"} & set(said):
            pairs, differ = pairs + 3, differ + sum(one != other for one, other in combinations(said, 2))
    return differ, pairs


def test_how_far_the_places_differ_on_each_topic_is_counted_again_by_a_query(found, real_release):
    (one,) = [one for one in findings(found) if one.kind == "most-apart"]
    for unlike in one.values["ranked"]:
        dimensions = {head.dimension for head in found.table.questions if found.rules.topic_of(head.dimension) == unlike.topic}
        assert (unlike.differ, unlike.pairs) == unlike_by_query(real_release, dimensions), unlike
    told = said(found)[one.kind, one.cells]
    numbers = [f"{unlike.differ} of {unlike.pairs}" for unlike in one.values["ranked"]]
    assert re.findall(r"\d+ of \d+", told.partition("Left out")[0]) == numbers
    most, *_, least = one.values["ranked"]
    assert most.share > least.share and f"differ most on “{most.topic.capitalize()}”" in told
    assert f"least on “{least.topic.capitalize()}”" in told and len(one.values["left_out"]) == told.count("one question")


def test_topics_that_differ_alike_are_named_together_or_not_at_all(found):
    two = tuple(head for head in found.table.questions if head.dimension in ("ownership-and-divestiture", "protection-of-minors"))
    alike = {head.id: found.row(head.id) for head in two}
    table = replace(found.table, questions=two)
    (before,) = most_apart(replace(found, table=table))
    assert len(before.values["ranked"]) == 2
    first = next(iter(alike.values()))[0]
    cells = tuple(
        replace(first, jurisdiction=cell.jurisdiction, question=cell.question) for row in alike.values() for cell in row
    )
    assert list(most_apart(replace(found, table=replace(table, cells=cells)))) == []


def test_whether_the_rule_is_enforced_is_said_with_its_day(found, real_release, real):
    assert "only last known, as of 2026-07-01: they may have changed since" in real.usual
    assert any("When last known, the rule in the United States applied" in one.caution for one in real.sentences)
    unknown = "applied on 2026-07-01, the last day looked at, and nothing that halts its enforcement is recorded; it may have"
    told = said(replace(found, says_usual_day=False)).items()
    assert all(any(kind == one and unknown in text for (kind, _), text in told) for one in ("one-against-the-rest", "changed"))
    halted = gather(real_release, Brief.from_address(ADDRESS.replace("v=2026-11-29", "v=2025-03-01")))
    told = [text for (kind, _), text in said(halted).items() if kind == "one-against-the-rest" and "give it up" in text]
    assert told and all(
        "The rule in the United States is not enforced: enforcement suspended (looked through to" in one for one in told
    )


def test_answers_to_yes_or_no_are_said_in_plain_words_of_answers_that_there_are(real_release):
    heads = real_release.reader.questions()
    for lang in ("en", "de"):
        plain = [key.removeprefix("plain.").split("/") for key in vocabulary(lang) if key.startswith("plain.")]
        assert plain and all(answer in dict(heads[question].answers) for question, answer in plain)
    told = content(real_release, Brief.from_address("j=us,eu,sg&t=data&v=2026-11-29&k=2026-11-29"))
    text = "\n".join([*(one.text for one in told.sentences), *(line for one in told.events for line in one.lines)])
    assert "not required; they may go abroad on conditions" in text and "conditional transfer" not in text


def test_what_comes_next_says_of_which_places(real):
    named = "the United States, the European Union and Singapore"
    assert real.headings["coming"] == f"What comes next for these questions in {named}"
    assert any(one.text.startswith(f"What comes next for these questions in {named}: ") for one in real.sentences)


def test_the_release_and_the_rules_stand_at_the_foot(real):
    assert real.comparison.release not in real.dates and real.comparison.release in real.read
    assert real.dates.startswith("The law of 2026-11-29, as it was known on 2026-11-29; evidence to ")


def test_it_has_at_most_five_sentences_of_different_kinds_never_two_on_one_question(found, real):
    chosen = choose(findings(found), rules(), rules().first_of_a_platform)
    assert 3 <= len(chosen) <= 5 and len({one.finding.kind for one in chosen}) == len(chosen)
    first = [one.finding.questions[0] for one in chosen if one.finding.questions]
    assert len(first) == len(set(first))
    assert all((one.cells or one.kind == "who-runs") and one.because for one in real.sentences)


def test_the_general_rule_stands_apart_from_that_of_the_platform(real):
    first = next(one for one in real.sentences if one.kind == "one-against-the-rest")
    assert re.search("the United States stands apart: (last known on [0-9-]+: )?required by statute", first.text)
    assert re.search("For TikTok alone: United States: (last known on [0-9-]+: )?negotiated divestiture", first.caution)
    otherwise = [cell.otherwise for _, row in real.picture for cell in row if cell.otherwise]
    assert any(re.fullmatch("TikTok: (last known on [0-9-]+: )?negotiated divestiture", one) for one in otherwise)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("TikTok is run in the United States by TikTok USDS Joint Venture LLC", "EUR 530 million", "its enforcement is")),
        ("de", ("Betreiber von TikTok: TikTok USDS Joint Venture LLC", "EUR 530 million", "die Durchsetzung wird ausgesetzt")),
    ],
)
def test_a_brief_on_a_platform_begins_with_the_platform(real_release, lang, said):
    told = content(real_release, Brief.from_address(f"{PLATFORM}&lang={lang}"))
    kinds = [one.kind for one in told.sentences]
    assert kinds[:4] == ["who-runs", "done-to-it", "its-text", "contested"] and len(kinds) == 5
    assert all(words in one.text for words, one in zip(said, told.sentences, strict=False))
    assert "TikTok" in told.sentences[3].text or "joint venture" in told.sentences[3].text
    general = content(real_release, Brief.from_address(f"{PLATFORM.replace('&p=tiktok', '')}&lang={lang}"))
    assert not {"who-runs", "done-to-it", "its-text"} & {one.kind for one in general.sentences}


def test_a_brief_has_no_words_of_the_program_and_says_among_what_it_counts(real):
    whole = write(real, "md").decode("utf-8")
    assert "kb explain" not in whole and "version" not in real.read
    if shutil.which("pdftotext"):
        made = subprocess.run(["pdftotext", "-", "-"], input=write(real, "pdf"), check=True, capture_output=True).stdout.decode(
            "utf-8"
        )
        assert "Counted among the" in made and "kb explain" not in made
    assert f"Counted among the {len(real.comparison.questions)} questions of this brief" in whole.replace("\\", "")


def test_a_refuted_claim_is_no_sentence_and_stands_quietly(real):
    assert not any("mandatory local storage" in one.text for one in real.sentences)
    assert any("mandatory local storage" in line for line in real.quiet)
    assert not any("mandatory local storage" in one.head for one in real.contested)


def test_beyond_its_evidence_it_says_so(real_release):
    later = content(real_release, Brief.from_address(ADDRESS.replace("v=2026-11-29", "v=2027-06-01")))
    assert "are only last known, as of 2026-07-01" in later.usual and "✓" in later.usual
    rest = gather(real_release, Brief.from_address("j=us&t=ownership&v=2026-11-29&k=2026-11-29"))
    told = Phrases(replace(rest, says_usual_day=False), Language())
    assert told.answer(rest.table.cell("us", "forced-divestiture")).startswith("last known on 2026-07-01: required by statute")


def test_where_answers_are_counted_it_says_how_many_are_only_last_known(found, real_release):
    later = gather(real_release, Brief.from_address(ADDRESS.replace("v=2026-11-29", "v=2027-06-01")))
    counted = [one for one in findings(later) if one.kind == "subject"]
    phrases = Phrases(replace(later, says_usual_day=False), Language())
    assert counted and all("are only last known" in phrases.cautions(one) for one in counted)
    assert all("in force and applied when last known" in Phrases(later, Language()).sentence(one) for one in counted)


def test_what_is_only_reported_or_not_confirmed_is_said(found):
    for one in findings(found):
        cells = [found.table.cell(*name) for name in one.cells]
        reported = [cell for cell in cells if cell.state == "answered" and cell.evidence_grade == "secondary"]
        assert not reported or "known from reports only" in Phrases(found, Language()).cautions(one).lower(), one


def test_a_rule_that_was_laid_beside_is_not_told_as_a_replacement(real_release):
    found = content(real_release, Brief.from_address(ADDRESS.replace("&p=tiktok", "")))
    (singapore,) = [one for one in found.events if "Singapore" in one.head and "2024-03-28" in one.head]
    share = next(line for line in singapore.lines if "turn on who owns them" in line)
    assert "(the earlier rule, which still stands) + beside it now: " in share and "→" not in share


def test_both_languages_have_the_same_words_and_come_from_one_finding(real_release, real):
    assert vocabulary("en").keys() == vocabulary("de").keys()
    german = content(real_release, Brief.from_address(f"{ADDRESS}&lang=de"))
    assert [(one.kind, one.cells, one.notes) for one in german.sentences] == [
        (one.kind, one.cells, one.notes) for one in real.sentences
    ]
    assert german.sentences[0].text != real.sentences[0].text
    assert any("Nur für TikTok" in one.caution for one in german.sentences)


def test_in_german_places_questions_and_answers_have_german_names(real_release):
    german = content(real_release, Brief.from_address(f"{ADDRESS}&lang=de"))
    text = "\n".join([german.title, *(one.text for one in german.sentences), *german.headings.values()])
    assert "Vereinigte Staaten" in text and "United States" not in text and "European Union" not in text
    english = {head.text for head in german.comparison.questions} | {
        cell.label for cell in german.comparison.cells if cell.answer
    }
    assert not [said for said in english if said in text and " " in said]


OF_ENGLISH_TABLES = re.compile(
    r"Question|Law as of|Release |[Ff]or the class|By the law of|[Kk]nown from|[Rr]ead only in|not confirmed|[Oo]therwise for|"
    r"nother rule|Compare with care|\bIn force|applicable\b|source says|disagree|\(none found|suspended|Last known"
)


@pytest.mark.parametrize("asked", ["j=us,eu,sg,gb,in,cn", f"{ADDRESS}&detail=sentence", "j=us,us-tx,ie&t=minors"])
def test_in_german_the_table_says_all_but_the_sentences_on_the_law_in_german(real_release, asked):
    sheet = content(real_release, Brief.from_address(f"{asked}&lang=de")).sheet
    words = [cell.words for row in sheet.rows for cell in row.cells]
    said = [sheet.corner, sheet.dates, sheet.legend, sheet.made, *(remark for row in sheet.rows for remark in row.remarks)]
    said += [remark for one in words for remark in one.remarks] + [spoken_state(one) for one in words]
    said += [line.text for one in words for line in (*one.otherwise, *one.doubts, *one.warnings)]
    said += [line.text for one in words for line in one.beside if ":" not in line.text]
    assert not [text for text in said if OF_ENGLISH_TABLES.search(text)]
    assert all(one.label[:1] == one.label[:1].upper() for one in words)


def test_it_is_one_value_in_address_and_marker():
    assert Brief.from_address(ASKED.address()) == ASKED == Brief.from_marker(ASKED.marker())
    assert Brief.from_address("j=us&v=2026-02-28").start == "2024-02-28"


@pytest.mark.parametrize(
    ("address", "message"),
    [("j=us,eu&t=nothing", "no topic 'nothing'"), ("t=data", "name the places"), ("j=us&since=2099-01-01", "name a day before")],
)
def test_what_cannot_be_asked_is_refused(address, message, real_release):
    with pytest.raises(UsageError, match=message):
        content(real_release, Brief.from_address(address))


def test_a_rule_for_the_platform_that_is_known_from_reports_says_so(found):
    phrases, seen = Phrases(found, Language()), 0
    for one in (one for one in findings(found) if one.kind == "platform-otherwise"):
        told = [weighed.claim for weighed in found.table.cell(*one.cells[0]).claims if weighed.standing == "otherwise"]
        if {claim.evidence_grade for claim in told if claim.platform == one.values["platform"]} == {"secondary"}:
            assert "nown from reports only" in phrases.cautions(one)
            seen += 1
    assert seen


def test_a_topic_leads_only_to_dimensions_that_the_base_has():
    assert rules().dimensions(["ownership", "data"], ["ownership", "data"]) == ("ownership", "data")
    assert rules().dimensions(["data"], ["data-location-and-transfer"]) == ("data-location-and-transfer",)
    with pytest.raises(UsageError, match=r"Known: ownership, data$"):
        rules().dimensions(["minors"], ["ownership", "data"])


def test_without_topics_it_takes_the_four_dimensions_that_differ_most(real_release):
    table = gather(real_release, Brief.from_address("j=us,eu,sg&v=2026-11-29&k=2026-11-29")).table
    assert len({head.dimension for head in table.questions}) == 4


def text_of(name, data):
    if name == "docx":
        from docx import Document

        return " ".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    if name == "pptx":
        from pptx import Presentation

        shapes = [shape for slide in Presentation(io.BytesIO(data)).slides for shape in slide.shapes]
        return " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    text = data.decode("utf-8")
    return unescape(re.sub("<[^>]+>", " ", text)) if name == "html" else re.sub(r"\\(.)", r"\1", text)


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"pdf"}))
def test_every_format_says_the_sentences_and_events(real, name):
    told = "".join(text_of(name, write(real, name)).split())
    wanted = [part for one in real.sentences for part in (one.text, one.caution)] + [one.head for one in real.events[:5]]
    assert [line for line in wanted if "".join(line.split()) not in told] == []


@pytest.mark.parametrize(
    "address", ["j=us,eu,sg&v=2026-11-29&k=2026-11-29", "j=us,eu,sg,gb,in,cn,au,ca,id,ru,vn,br&v=2026-11-29&k=2026-11-29"]
)
def test_the_picture_stays_one_page_however_much_it_says(real_release, address):
    """As it is set into Word and slides."""
    found = content(real_release, Brief.from_address(address))
    assert isinstance(picture(found), bytes) and picture(found).startswith(b"\x89PNG")


def test_the_picture_is_wide_and_has_words(real):
    drawn = picture(real)
    assert drawn.startswith(b"\x89PNG")
    width, height = int.from_bytes(drawn[16:20], "big"), int.from_bytes(drawn[20:24], "big")
    assert abs(width / height - 16 / 9) < 0.01 and width >= 1280
    assert "European Union: only as a remedy for infringements" in in_words(real)
    assert write(real, "pdf").startswith(b"%PDF")


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdfinfo"), reason="no LibreOffice or no pdfinfo here")
def test_word_has_at_most_four_pages_for_three_places_and_four_topics(real, tmp_path):
    (tmp_path / "b.docx").write_bytes(write(real, "docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "b.docx")]
    subprocess.run(command, check=True, capture_output=True)
    told = subprocess.run(["pdfinfo", str(tmp_path / "b.pdf")], check=True, capture_output=True, text=True).stdout
    assert int(re.search(r"Pages:\s+(\d+)", told)[1]) <= 4


def test_the_command_writes_it_and_refuses_another_topic(real_home, tmp_path):
    path = tmp_path / "brief.md"
    asked = ["brief", "us", "sg", "--topics", "ownership,data", "--since", "2024-01-01", "--home", str(real_home)]
    done = CliRunner().invoke(app, [*asked, "-o", str(path)])
    assert done.exit_code == 0 and f"Written: {path}, " in done.stdout and " sentences, " in done.stdout
    assert "](<brief-picture.png>)" in path.read_text(encoding="utf-8")
    assert (tmp_path / "brief-picture.png").read_bytes().startswith(b"\x89PNG")
    assert CliRunner().invoke(app, ["brief", "us", "-t", "nothing", "--home", str(real_home)]).exit_code != 0


def test_the_picture_marks_what_was_not_read_in_the_law(real_release):
    found = content(real_release, ASKED)
    table, shown = found.comparison, dict(found.picture)
    grades = {"secondary": "○", "anonymous": "△", "memory": "◇"}
    marked = 0
    for head in table.questions:
        for place, pictured in zip(("us", "eu", "sg"), shown.get(head.text, ()), strict=False):
            cell = table.cell(place, head.id)
            grade = cell.winner.claim.evidence_grade if cell.state == "answered" and cell.winner else None
            shown_mark = pictured.says.removesuffix(" ✓")[-1]
            assert (shown_mark if shown_mark in grades.values() else None) == grades.get(grade)
            marked += grade in grades
    assert marked, "no answer of the picture was read elsewhere than in the law; ask another question here"
    assert all(mark in found.language.t("legend") for mark in grades.values())
