"""Each reader of texts of law, on tiny documents made up for it; and documents that mean harm."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from kb.errors import KnowledgeBaseError, UsageError
from kb.loaders.texts.documents import read_document
from kb.loaders.texts.law_text import LawText, UnreadableTextError, passage_hash
from kb.loaders.texts.loci import has_more, loci_of
from kb.texts.adding import Said, add_texts
from kb.texts.folder import TextFolder
from kb.texts.reading import Document, read_documents

AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><meta><identification>
<FRBRWork><FRBRdate date="2024-01-01" name="made"/></FRBRWork><FRBRExpression><FRBRdate date="2025-02-03" name="in force"/>
<FRBRlanguage language="eng"/></FRBRExpression></identification></meta><preface><docTitle>Clip Act</docTitle></preface><body>
<chapter><num>Chapter 2</num><article eId="art_5"><num>Article 5</num><heading>Reports</heading>
<paragraph><num>1.</num><content><p>A service reports.</p></content></paragraph>
<paragraph><num>2.</num><list><intro><p>It says</p></intro><point><num>(a)</num><content><p>who;</p></content></point>
<point><num>(b)</num><content><p>when.</p></content></point></list></paragraph></article></chapter></body></act></akomaNtoso>"""
CLML = """<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation" DocumentURI="http://law.example/ukpga/2024/1"
 RestrictStartDate="2024-05-06" xmlns:dc="http://purl.org/dc/elements/1.1/"><Metadata><dc:title>Clip Act 2024</dc:title>
<dc:language>en</dc:language><DocumentMainType Value="UnitedKingdomPublicGeneralAct"/></Metadata><Primary><Body><P1group>
<Title>Power</Title><P1><Pnumber>4</Pnumber><P1para><P2><Pnumber>1</Pnumber><P2para><Text>The body may ask.</Text></P2para></P2>
<P2><Pnumber>2</Pnumber><P2para><Text>It must say why.</Text></P2para></P2></P1para></P1></P1group></Body>
<Schedules><Schedule><Number>SCHEDULE 2</Number><ScheduleBody><P1><Pnumber>3</Pnumber><P1para><Text>More.</Text></P1para></P1>
</ScheduleBody></Schedule></Schedules></Primary></Legislation>"""
USLM = """<lawDoc xmlns="http://schemas.gpo.gov/xml/uslm"><meta><docTitle>Clip Act</docTitle></meta><main><section>
<num value="2">SEC. 2.</num><heading>Ban</heading><subsection><num value="a">(a)</num><content><p>No clip.</p></content>
<paragraph><num value="1">(1)</num><content>None at all.</content></paragraph></subsection></section></main></lawDoc>"""
ECFR = """<DIV5 N="202" TYPE="PART"><HEAD>PART 202—CLIPS</HEAD>
<DIV8 N="§ 202.1301" TYPE="SECTION"><HEAD>§ 202.1301 Penalties.</HEAD>
<P>(a) A penalty of $1,000.</P><P>(b) Twice that.</P></DIV8></DIV5>"""
FORMEX = """<ACT><BIB.INSTANCE>
<DATE ISO="20220914">20220914</DATE><LG.DOC>EN</LG.DOC></BIB.INSTANCE><TITLE><TI>
<P>Clip Regulation</P></TI></TITLE><PREAMBLE><CONSID><NP><NO.P>(1)</NO.P><TXT>Clips spread.</TXT></NP></CONSID></PREAMBLE>
<ENACTING.TERMS><ARTICLE
IDENTIFIER="005"><TI.ART>Article 5</TI.ART><STI.ART>Reports</STI.ART><PARAG IDENTIFIER="005.001"><NO.PARAG>1.</NO.PARAG><ALINEA>
<P>It says:</P><LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>who;</TXT></NP></ITEM></LIST></ALINEA></PARAG></ARTICLE>
</ENACTING.TERMS></ACT>"""
EURLEX = """<!DOCTYPE html><html lang="en"><body><p class="oj-doc-ti">REGULATION of 1.2.2024</p><table><tr><td><p>(1)</p></td>
<td><p>Clips spread.</p></td></tr></table><p class="oj-ti-art">Article 5</p><p class="oj-sti-art">Reports</p>
<p class="oj-normal">1. A service reports on:</p><table><tr><td><p>(a)</p></td><td><p>who;</p></td></tr></table>
<p class="oj-ti-art">Article 6</p><p class="oj-normal">The end.</p></body></html>"""
PLAIN = "Clip Law of 2024-03-01\n\nArticle 5. Reports\n(1) A service reports.\n(2) It says who.\nSection 7\nNo clip.\n"
CHINESE = "短片法\n第三十七条 服务者应当在三个月内报告。\n第三十八条 不得。\n"
GIVEN = {
    "instrument": "xa/clip",
    "language": "en",
    "version": "as enacted 2024-01-02",
    "source": {"grade": "P", "url": "https://l.example"},
    "provisions": [{"pinpoint": "s. 1", "text": "A clip."}, {"pinpoint": "ban", "text": "No  clip.", "match": "x"}],
}

CASES = {
    "akoma-ntoso": (AKN, ".xml", {"art. 5", "art. 5(1)", "art. 5(2)(a)", "art. 5(2)(b)", "ch. 2"}, "art. 5(2)(b)", "(b) when."),
    "clml": (CLML, ".xml", {"s. 4", "s. 4(1)", "s. 4(2)", "Sch. 2", "Sch. 2 para. 3"}, "s. 4(2)", "2 It must say why."),
    "uslm": (USLM, ".xml", {"sec. 2", "sec. 2(a)", "sec. 2(a)(1)"}, "sec. 2(a)(1)", "(1) None at all."),
    "ecfr": (ECFR, ".xml", {"sec. 202.1301"}, "sec. 202.1301", "§ 202.1301 Penalties. (a) A penalty of $1,000. (b) Twice that."),
    "formex": (FORMEX, ".xml", {"recital 1", "art. 5", "art. 5(1)", "art. 5(1)(a)"}, "art. 5(1)(a)", "(a) who;"),
    "eur-lex": (EURLEX, ".html", {"recital 1", "art. 5", "art. 6"}, "art. 5", "Article 5 1. A service reports on: (a) who;"),
    "plain": (PLAIN, ".txt", {"art. 5", "s. 7"}, "s. 7", "Section 7 No clip."),
    "chinese": (CHINESE, ".txt", {"art. 37", "art. 38"}, "art. 38", "第三十八条 不得。"),
    "json": (json.dumps(GIVEN), ".json", {"s. 1", "ban"}, "ban", "No clip."),
}  # fmt: skip


def read(content: str | bytes, suffix: str) -> LawText:
    text = read_document(content.encode() if isinstance(content, str) else content, suffix)
    assert text is not None
    return text


@pytest.mark.parametrize("form", CASES)
def test_every_form_becomes_provisions_with_their_words(form: str):
    content, suffix, pinpoints, pinpoint, words = CASES[form]
    found = {one.pinpoint: one for one in read(content, suffix).provisions}
    assert pinpoints <= set(found), sorted(found)
    assert " ".join(found[pinpoint].text.split()) == words
    assert found[pinpoint].sha256 == passage_hash(words)


def test_what_a_document_says_of_itself_is_read():
    akn, clml, formex, given = read(AKN, ".xml"), read(CLML, ".xml"), read(FORMEX, ".xml"), read(json.dumps(GIVEN), ".json")
    assert (akn.title, akn.language, akn.dated) == ("Clip Act", "en", "2025-02-03")
    assert (clml.title, clml.dated, clml.address) == ("Clip Act 2024", "2024-05-06", "https://law.example/ukpga/2024/1")
    assert (formex.language, formex.dated) == ("en", "2022-09-14")
    assert (given.instrument, given.kind, given.dated) == ("xa/clip", "copy", "2024-01-02")
    assert [one.is_near for one in given.provisions] == [False, True]


def test_an_anonymous_copy_stays_anonymous_and_a_digest_is_no_text():
    assert read(json.dumps(GIVEN | {"source": {"grade": "A-derived"}}), ".json").kind == "anonymous"
    digest = {"provisions": [{"pinpoint": "s. 1", "text": "", "digest": "our words"}]}
    assert read_document(json.dumps(digest).encode(), ".json") is None


def test_a_passage_that_was_read_elsewhere_keeps_its_hash_unless_it_is_a_summary():
    row = {
        "pinpoint": "s. 1",
        "text": "",
        "passage_sha256": "a" * 64,
        "base_keys": ["s. 1(2)"],
        "url_read": "https://l.example/1",
    }
    found = read(json.dumps({"provisions": [row]}), ".json").provisions
    assert [(one.pinpoint, one.sha256, one.address) for one in found] == [
        ("s. 1", "a" * 64, "https://l.example/1"),
        ("s. 1(2)", "a" * 64, "https://l.example/1"),
    ]
    assert read_document(json.dumps({"provisions": [row | {"kind": "summary or paraphrase"}]}).encode(), ".json") is None


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><akomaNtoso>&b;</akomaNtoso>'
HOSTILE = {
    "bomb": (BOMB.encode(), ".xml", "declares entities"),
    "bomb-utf16": (BOMB.encode("utf-16"), ".xml", "declares entities"),
    "outside-file": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Legislation>&x;</Legislation>',
        ".xml",
        "declares entities",
    ),
    "deep-xml": (b"<akomaNtoso>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</akomaNtoso>", ".xml", "cannot be parsed"),
    "deeper-than-law": (b"<akomaNtoso>" + b"<a>" * 220 + b"</a>" * 220 + b"</akomaNtoso>", ".xml", "nests deeper"),
    "deep-json": (b'{"provisions": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", ".json", "is not JSON"),
    "broken-xml": (b"<akomaNtoso><a></akomaNtoso>", ".xml", "cannot be parsed"),
    "unknown-xml": (b"<svg><path/></svg>", ".xml", "no form of law"),
    "no-provision": (b"<akomaNtoso><act/></akomaNtoso>", ".xml", "no numbered provision"),
    "no-utf8": (b"Article 5\n\xff\xfe\xfa", ".txt", "not UTF-8"),
    "no-heading": (b"Once upon a time.\n", ".txt", "no line opens a provision"),
    "no-pinpoint": (b'{"provisions": [{"text": "a"}]}', ".json", "has no 'pinpoint'"),
    "no-object": (b'{"provisions": ["a"]}', ".json", "is no object"),
    "too-large": (b"x" * 60_000_001, ".txt", "larger than 60 MB"),
}


@pytest.mark.parametrize("form", HOSTILE)
def test_what_cannot_or_may_not_be_read_is_refused_by_name(form: str):
    content, suffix, message = HOSTILE[form]
    with pytest.raises(UnreadableTextError, match=message):
        read_document(content, suffix)


def test_documents_are_read_in_a_process_of_their_own_and_one_bad_does_not_spoil_the_next(tmp_path: Path):
    paths = [tmp_path / "bomb.xml", tmp_path / "good.xml", tmp_path / "gone.xml"]
    paths[0].write_text(BOMB, encoding="utf-8")
    paths[1].write_text(AKN, encoding="utf-8")
    found = list(read_documents(Document(path, path.name) for path in paths))
    assert [bool(one.text) for one in found] == [False, True, False]
    assert "entities" in found[0].refused and "cannot be read" in found[2].refused


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_document_that_takes_too_long_is_refused(tmp_path: Path):
    path = tmp_path / "slow.xml"
    os.mkfifo(path)  # nobody ever writes into it
    (found,) = read_documents([Document(path, path.name)], seconds=0.2)
    assert "took longer" in found.refused


def test_nothing_is_added_if_one_document_is_refused(tmp_path: Path):
    (tmp_path / "xa").mkdir()
    (tmp_path / "xa" / "clip.xml").write_text(AKN, encoding="utf-8")
    (tmp_path / "xa" / "bad.xml").write_text(BOMB, encoding="utf-8")
    folder = TextFolder(tmp_path / "kept")
    with pytest.raises(KnowledgeBaseError, match=r"nothing was added:\n.*bad\.xml: declares entities"):
        add_texts(folder, [tmp_path / "xa"], Said())
    assert not folder.path.exists()


def test_a_text_is_kept_once_under_the_hash_of_its_words(tmp_path: Path):
    source = tmp_path / "xa"
    source.mkdir()
    (source / "clip.xml").write_text(AKN, encoding="utf-8")
    (source / "README.md").write_text("# About\nno law", encoding="utf-8")
    folder = TextFolder(tmp_path / "kept")
    first, again = (add_texts(folder, [source], Said(kind="copy")) for _ in range(2))
    assert [is_new for _, is_new in first.editions + again.editions] == [True, False]
    assert folder.instruments == ("xa/clip",) and len(folder.editions("xa/clip")) == 1
    held = next(one for one in folder.editions("xa/clip")[0].provisions if one.pinpoint == "art. 5(1)")
    assert " ".join(folder.words(held.sha256).split()) == "1. A service reports."
    (folder.path / "words" / held.sha256[:2] / f"{held.sha256}.txt").write_text("other", encoding="utf-8")
    with pytest.raises(UsageError, match="is not what was added"):
        folder.words(held.sha256)


@pytest.mark.parametrize(("said", "message"), [
    (Said(language="en"), "does not say which instrument"),
    (Said(instrument="xa/clip"), "does not say its language"),
    (Said(instrument="xa/clip", language="en", kind="rumour"), "no kind that is known"),
])  # fmt: skip
def test_what_a_text_does_not_say_must_be_given(said: Said, message: str, tmp_path: Path):
    path = tmp_path / "Law.txt"
    path.write_text(PLAIN, encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match=message):
        add_texts(TextFolder(tmp_path / "kept"), [path], said)


def test_a_git_history_gives_an_edition_a_commit(tmp_path: Path):
    repository = tmp_path / "laws"
    (repository / "xa").mkdir(parents=True)
    env = os.environ | {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@law.example", "GIT_COMMITTER_NAME": "a",
                        "GIT_COMMITTER_EMAIL": "a@law.example"}  # fmt: skip

    def git(*words: str, day: str = "2024-01-02") -> None:
        dated = env | {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        subprocess.run(["git", "-C", str(repository), *words], check=True, capture_output=True, env=dated)

    git("init", "-q")
    for day, words in (("2024-01-02", "two"), ("2025-03-04", "three")):
        (repository / "xa" / "clip.md").write_text(f"# Clip\nArticle 5\nWithin {words} months.\n", encoding="utf-8")
        git("add", ".")
        git("commit", "-qm", "change", day=day)
    folder = TextFolder(tmp_path / "kept")
    add_texts(folder, [repository], Said(language="en"))
    assert [one.dated for one in folder.editions("xa/clip")] == ["2024-01-02", "2025-03-04"]
    latest, earlier = folder.latest("xa/clip"), folder.latest("xa/clip", "2024-12-31")
    assert latest and earlier and (latest.dated, earlier.dated) == ("2025-03-04", "2024-01-02")


@pytest.mark.parametrize(("pinpoint", "loci"), [
    ("art. 34(1)", [("art", "34", "1")]),
    ("sec. 2(a)(1)-(2)", [("s", "2", "a", "1"), ("s", "2", "a", "2")]),
    ("s. 48(6), (8)", [("s", "48", "6"), ("s", "48", "8")]),
    ("Sec. 2(g)(3)(A)-(B)", [("s", "2", "g", "3", "A"), ("s", "2", "g", "3", "B")]),
    ("ss. 45H-45I", [("s", "45h"), ("s", "45i")]),
    ("s. 65, 77, 88", [("s", "65"), ("s", "77"), ("s", "88")]),
    ("arts 16A and 16B", [("art", "16a"), ("art", "16b")]),
    ("art. 33(3)-(6)", [("art", "33", str(number)) for number in range(3, 7)]),
    ("Sch. 8 para. 9", [("sch", "8", "para", "9")]),
    ("15 CFR 791.103", [("s", "791.103")]),
    ("art. 52 (2025)", [("art", "52")]),
    ("第三十七条", [("art", "37")]),
    ("penalty clause", []),
])  # fmt: skip
def test_a_pinpoint_names_units_whatever_its_punctuation(pinpoint: str, loci: list[tuple[str, ...]]):
    assert list(loci_of(pinpoint)) == loci


def test_a_pinpoint_that_says_more_than_its_units_is_told_apart():
    assert has_more("art. 10.6 complaints") and has_more("art. 31, sole para.") and not has_more("art. 52 (2025)")
