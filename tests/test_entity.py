"""One entity with all that is said of it: in Python, as text, as JSON and as RDF that holds the same statements."""

import json

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from kb.commands.cli import app
from kb.errors import UsageError
from kb.graph.entity_view import view, write_rdf
from kb.naming.entity_links import identifier_address
from kb.server.entity_data import written


def test_an_instrument_shows_its_parts_and_both_ends_of_its_relations(real_release):
    found = view(real_release, "instrument/us/pafaca")
    assert found.also == ("PAFACA",) and found.kind == "instrument"
    assert ("us-public-law", "118-50, div. H") in {(one.scheme, one.value) for one in found.identifiers}
    assert any(one.pinpoint == "sec. 2(a)(3)" and "90 days" in one.says for one in found.passages)
    assert [event["what"] for event in found.course].count("Enforcement suspended") == 5
    incoming = {(one.relation, one.other.key) for one in found.relations if not one.outgoing}
    assert ("pol:suspendsEnforcementOf", "instrument/us/eo-14166") in incoming
    assert {claim.question for claim in found.claims} >= {"forced-divestiture"}
    assert found.files == ("facts/instruments/us/pafaca.yaml", "facts/labels/de.yaml", "facts/labels/en.yaml")


@pytest.mark.parametrize(
    ("entity", "title", "part"),
    [
        ("instrument/eu/dsa/art_38", "DSA: art. 38", "claims"),
        ("question/data-localization-requirement", "Must platforms keep user data inside the jurisdiction?", "claims"),
        ("platform/tiktok", "TikTok", "ties"),
        ("organisation/bytedance", "ByteDance Ltd.", "mentions"),
        ("jurisdiction/sg", "Singapore", "claims"),
        ("case/ie/dpc-tiktok-transfers", "", "course"),
        ("source/us-china-tiktok-near-agreement", "", "facts"),
        ("absence/none-found", "None found", "claims"),
    ],
)
def test_every_kind_of_entity_has_a_view(real_release, entity, title, part):
    found = view(real_release, entity)
    assert title in found.title and found.title and getattr(found, part)


CLAIM = "claim/sg/pdpa/data-localization-requirement/2014-07-02"


def test_a_claim_is_called_after_its_cell_and_shows_what_was_read(real_release):
    found = view(real_release, CLAIM)
    assert found.title == "Singapore: Must platforms keep user data inside the jurisdiction?"
    readings = [fact.value for fact in found.facts if fact.property == "pol:reading"]
    assert readings and all("; read on 20" in one and " by kb-editors" in one and "https:" not in one for one in readings)
    assert readings[0].startswith("sg/pdpa, ") and "s. 26(1)" in readings[0]


def test_the_data_of_a_claim_have_what_was_read(real_release):
    for written_as in (write_rdf(real_release, CLAIM, "nt"), written(real_release.path, CLAIM, "nt").decode()):
        for name in ("read", "readOn", "readBy", "evidenceKind", "passageRead"):
            assert f"ontology#{name}>" in written_as, name


def test_what_is_said_twice_is_shown_once(real_release):
    found = view(real_release, "platform/tiktok")
    others = {relation.other.iri for relation in found.relations}
    assert others and not others & {fact.iri for fact in found.facts}


def test_a_provision_leads_to_the_claims_that_rest_on_it(mini_release):
    provision = view(mini_release, "instrument/xa/sale-act").passages[0]
    assert all(claim.how == "pol:restsOn" for claim in view(mini_release, provision.iri).claims)


WRONG = ["instrument/xa/sale-akt", "../../etc/passwd", "", "instrument", "x y/z", "instrument/<b>", "a" * 5000]


@pytest.mark.parametrize("name", WRONG)
def test_a_name_that_does_not_exist_is_told_so_with_what_to_write(mini_release, name):
    with pytest.raises(UsageError, match=r"Did you mean 'instrument/xa/sale-act'|names no entity|no entity"):
        view(mini_release, name)


def test_the_rdf_of_an_entity_holds_its_statements_and_those_of_its_parts(mini_release):
    turtle = set(parse(write_rdf(mini_release, "instrument/xa/sale-act", "ttl").encode(), format=RdfFormat.TURTLE))
    linked = set(parse(write_rdf(mini_release, "instrument/xa/sale-act", "jsonld").encode(), format=RdfFormat.JSON_LD))
    assert turtle == linked and len(turtle) > 20
    subjects = {quad.subject.value.rpartition("/id/")[2] for quad in turtle}
    assert "instrument/xa/sale-act" in subjects and any("/event/" in subject for subject in subjects)
    assert all(subject.startswith("instrument/xa/sale-act") for subject in subjects)


def test_rdf_of_nothing_and_in_no_format_is_refused(mini_release):
    with pytest.raises(UsageError, match="no entity"):
        write_rdf(mini_release, "platform/none", "ttl")
    with pytest.raises(UsageError, match="no format 'odd'"):
        write_rdf(mini_release, "platform/clip", "odd")


@pytest.mark.parametrize(
    ("scheme", "value", "address"),
    [
        (
            "celex-consolidated",
            "02022R2065-20221027",
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:02022R2065-20221027",
        ),
        ("us-public-law", "118-50, div. H", "https://www.govinfo.gov/link/plaw/118/public/50"),
        ("eli", "http://data.europa.eu/eli/reg/2022/2065/oj", "http://data.europa.eu/eli/reg/2022/2065/oj"),
        ("wikidata", "javascript:alert(1)", None),
        ("celex", 'a"><script>', "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:a%22%3E%3Cscript%3E"),
        ("sg-act", "26 of 2012", None),
    ],
)
def test_identifiers_lead_to_their_systems(scheme, value, address):
    assert identifier_address(scheme, value) == address


def test_the_command_writes_each_format(mini_home):
    run = CliRunner()
    text = run.invoke(app, ["show", "platform/clip", "--home", str(mini_home)])
    assert text.exit_code == 0 and "platform/clip" in text.output and "Stated in (1)" in text.output
    content = json.loads(run.invoke(app, ["show", "platform/clip", "--format", "json", "--home", str(mini_home)]).output)
    assert content["key"] == "platform/clip" and content["ties"]
    assert "pol:Platform" in run.invoke(app, ["show", "platform/clip", "--format", "ttl", "--home", str(mini_home)]).output
