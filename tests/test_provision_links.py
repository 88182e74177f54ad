"""Addresses of provisions: computed as each publisher has them, and none of the facts is a home page."""

from __future__ import annotations

import re

import pytest

from kb.cells.comparison import compare
from kb.language.comparisons import spoken
from kb.language.language import language_of
from kb.loaders.facts import read_facts
from kb.naming.provision_links import edition, is_home, page_address, provision_address
from kb.release.release import Release
from tests.conftest import REAL_FACTS

ELI = "http://data.europa.eu/eli/reg/2022/2065/oj"
UK = "https://www.legislation.gov.uk"
SSO = "https://sso.agc.gov.sg"
PLAW = "https://www.congress.gov/118/plaws/publ50/PLAW-118publ50.htm"


@pytest.mark.parametrize(
    ("address", "pinpoint", "expected"),
    [
        (ELI, "art. 34(1)", "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng#art_34"),
        (ELI, "arts 28-30", "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng#art_28"),
        (ELI, "art. 28b", "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng#art_28b"),
        (ELI, "recitals 1-2", "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng#rct_1"),
        (ELI, "templates", "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng"),
        (ELI, None, "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng"),
        ("http://data.europa.eu/eli/C/2025/5519/oj", "art. 1", "https://eur-lex.europa.eu/eli/C/2025/5519/oj/eng"),
        (f"{UK}/ukpga/2023/50", "s. 77(1)", f"{UK}/ukpga/2023/50/section/77"),
        (f"{UK}/ukpga/2023/50", "Sch. 13", f"{UK}/ukpga/2023/50/schedule/13"),
        (f"{UK}/uksi/2002/2013", "reg. 7", f"{UK}/uksi/2002/2013/regulation/7"),
        (f"{UK}/eur/2016/679", "arts 44-49", f"{UK}/eur/2016/679/article/44"),
        (f"{UK}/eur/2016/679", "art. 45B", f"{UK}/eur/2016/679/article/45B"),
        (f"{UK}/ukpga/2023/50", "powers on social media", f"{UK}/ukpga/2023/50"),
        (
            "https://www.ecfr.gov/current/title-16/part-312",
            "sec. 312.5(a)(1)",
            "https://www.ecfr.gov/current/title-16/section-312.5",
        ),
        (f"{SSO}/Act/PDPA2012", "s. 26(1)", f"{SSO}/Act/PDPA2012?ProvIds=pr26-"),
        (f"{SSO}/Act/BA1994", "ss. 35(1), 36(1)", f"{SSO}/Act/BA1994?ProvIds=pr35-"),
        (f"{SSO}/Act/FICA2021", "Part 3", f"{SSO}/Act/FICA2021?ProvIds=P13-"),
        (f"{SSO}/Act/BA1994?ProvIds=P110A-", "s. 6", f"{SSO}/Act/BA1994?ProvIds=P110A-"),
        (
            "https://laws-lois.justice.gc.ca/eng/acts/I-21.8/",
            "s. 25.3",
            "https://laws-lois.justice.gc.ca/eng/acts/I-21.8/section-25.3.html",
        ),
        ("https://www.gesetze-im-internet.de/ddg/", "§ 12", "https://www.gesetze-im-internet.de/ddg/__12.html"),
        (
            "https://www.planalto.gov.br/ccivil_03/_ato2011-2014/2014/lei/l12965.htm",
            "art. 19",
            "https://www.planalto.gov.br/ccivil_03/_ato2011-2014/2014/lei/l12965.htm#art19",
        ),
        (
            "https://uscode.house.gov/view.xhtml?req=(title:50%20section:4565%20edition:prelim)",
            "31 CFR 800.248",
            "https://www.ecfr.gov/current/title-31/section-800.248",
        ),
        (
            "https://uscode.house.gov/view.xhtml?req=(title:47%20section:223%20edition:prelim)",
            "47 U.S.C. 223(d)",
            "https://uscode.house.gov/view.xhtml?req=(title:47%20section:223%20edition:prelim)",
        ),
        (PLAW, "sec. 2(a)(1)", PLAW),
        (PLAW, "sec. 102; 48 CFR 52.204-27", PLAW),
        ("https://vbpl.vn", "art. 25(3)", None),
        (None, "art. 25(3)", None),
    ],
)
def test_each_publisher_is_met_at_the_provision(address: str | None, pinpoint: str | None, expected: str | None) -> None:
    assert provision_address(address, pinpoint) == expected


@pytest.mark.parametrize(
    ("address", "home"),
    [("https://vbpl.vn", True), ("https://vbpl.vn/", True), ("https://a.example/?id=1", False), ("https://a.example/law", False)],
)
def test_a_home_page_is_known(address: str, home: bool) -> None:
    assert is_home(address) is home
    assert (page_address(address) is None) is home


def test_no_text_in_the_facts_has_a_home_page_for_its_address() -> None:
    facts = read_facts(REAL_FACTS)
    dossiers = {**facts.instruments, **facts.cases, **facts.sources}
    assert [name for name, one in dossiers.items() if one.official_url and is_home(one.official_url)] == []
    known = sum(one.official_url is not None for one in facts.instruments.values())
    assert known >= 170, "an address that was known is gone"


def test_footnotes_of_the_twelve_lead_to_provisions(real_release: Release) -> None:
    places = ["us", "eu", "sg", "gb", "au", "ca", "in", "cn", "id", "ru", "vn", "br"]
    notes = compare(real_release.reader, places, as_of="2026-06-01").notes
    addresses = [note.url for note in notes if note.url]
    assert not [one for one in addresses if is_home(one) or "data.europa.eu" in one or "wikidata" in one]
    exact = r"#art_|#rct_|/section/|/article/|/regulation/|/schedule/|/section-|\?ProvIds=|section:|#art\d"
    assert sum(bool(re.search(exact, one)) for one in addresses) >= 90


@pytest.mark.parametrize(
    ("address", "german"),
    [
        ("https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng", "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/deu"),
        (
            "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng#art_34",
            "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/deu#art_34",
        ),
        (
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022R2065",
            "https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX:32022R2065",
        ),
        ("https://laws-lois.justice.gc.ca/eng/acts/I-21.8", "https://laws-lois.justice.gc.ca/eng/acts/I-21.8"),
    ],
)
def test_a_german_reader_is_led_to_the_german_edition_where_there_is_one(address: str, german: str) -> None:
    assert edition(address, "de") == german
    assert edition(address, "en") == edition(address, "fr") == address


def test_notes_of_a_german_table_lead_to_german_provisions(real_release: Release) -> None:
    assert provision_address(ELI, "art. 34(1)", "de") == "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/deu#art_34"
    table = compare(real_release.reader, ["eu", "us"], as_of="2026-06-01")
    english, german = ([note.url or "" for note in one.notes] for one in (table, spoken(language_of(real_release, "de"), table)))
    assert sum("/deu#art_" in url for url in german) == sum("/eng#art_" in url for url in english) >= 5
    assert not [url for url in german if "eur-lex.europa.eu" in url and ("/eng" in url or "/EN/" in url)]
    assert [url for url in german if "eur-lex" not in url] == [url for url in english if "eur-lex" not in url]
