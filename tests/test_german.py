"""Pages in German are German: every name of the codebook has its German one, and pages show no English question."""

import re
from pathlib import Path

import pytest
import yaml

from kb.graph.entity_view import view
from kb.language.spoken_names import in_a_sentence, names_in
from kb.loaders.words import relation_names, words
from kb.ui.frame import spoken
from kb.ui.words import vocabulary
from tests.test_plain_words import spoken as texts_of
from tests.test_ui_pages import page

LABELS = yaml.load((Path(__file__).parents[1] / "facts/labels/de.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["labels"]
SAME_IN_BOTH = re.compile(r"us-(?!ca)[a-z]{2}|cn")


def test_every_question_answer_and_dimension_has_a_german_name(real_release):
    heads = real_release.reader.questions().values()
    named = {f"question/{head.id}" for head in heads} | {f"dimension/{head.dimension}" for head in heads}
    named |= {f"question/{head.id}/{answer}" for head in heads for answer, _ in head.answers}
    assert not sorted(named - LABELS.keys())


def test_every_place_has_a_german_name(real_release):
    places = real_release.reader.jurisdictions()
    assert not [slug for slug in places if f"jurisdiction/{slug}" not in LABELS and not SAME_IN_BOTH.fullmatch(slug)]


@pytest.mark.parametrize(
    "scheme", ["event", "case-step", "legal-status", "enforcement-status", "absence", "verdict", "instrument-type"]
)
def test_every_word_of_a_list_that_pages_show_has_a_german_name(scheme):
    assert not [word for word in words(scheme) if f"{scheme}/{word}" not in LABELS]


def test_every_relation_has_a_german_name():
    assert not [name for name in relation_names() if f"relation/{name}" not in LABELS]


@pytest.mark.parametrize(
    ("which", "address"),
    [
        ("home", {}),
        ("changes", {"j": "us,sg", "v1": "2024-01-01", "v2": "2026-06-01"}),
        ("on_that_day", {"j": "us", "p": "tiktok", "v": "2025-03-01"}),
        ("compare", {"j": "us,sg", "d": "ownership-and-divestiture"}),
        ("similarity", {"j": "us,sg,eu", "view": "pair"}),
    ],
)
def test_no_page_in_german_shows_a_question_or_an_answer_in_english(real_home, real_release, monkeypatch, which, address):
    monkeypatch.setenv("KB_HOME", str(real_home))
    shown = texts_of(page(which, lang="de", **address).main)
    heads = real_release.reader.questions().values()
    english = {head.text for head in heads} | {head.dimension_title for head in heads}
    answers = {f"**{label}**" for head in heads for _, label in head.answers} - {f"**{name}**" for name in LABELS.values()}
    said = [text for text in shown if not text.startswith("Policy comparison")]  # what is taken along stays English
    assert not [text[:100] for text in said if text in english or any(answer in text for answer in answers)]


def test_a_computed_sentence_is_put_together_anew(monkeypatch):
    monkeypatch.setattr(spoken, "spoken_language", lambda: "de")
    spoken.speak({"Singapore": "Singapur", "Must it?": "Muss es?"})
    assert spoken.said("Singapore: Must it?") == "Singapur: Muss es?"
    assert spoken.said("In a part only: Singapore (Must it?).") == "Nur in einem Teil: Singapur (Muss es?)."
    care = "≠ The question was reworded between these answers (mostly version 1.1.0; Singapore: version 1.0.0)"
    assert spoken.said(care).endswith("Fassung 1.1.0; Singapur: Fassung 1.0.0)") and "reworded" not in spoken.said(care)
    stage = "≠ Not all at the same legal stage (mostly in force; Singapore: in force, not yet applicable)"
    assert spoken.said(stage).endswith("(meist in Kraft; Singapur: in Kraft, noch nicht anwendbar)")
    missed = "The rule entered here is for the class “Singapore” alone; that WeChat is in it on this day is not entered."
    assert "Klasse „Singapur“" in spoken.said(missed) and "dass WeChat" in spoken.said(missed)
    assert spoken.said("A sentence that somebody wrote.") == "A sentence that somebody wrote."
    written = "It was added in version 1.1.0. What came before stands."
    assert spoken.said(written) == written
    spoken.speak({})


GERMAN = {
    "China": "China", "Russia": "Russland", "Indonesia": "Indonesien", "Regulation": "Verordnung", "Petition": "Antrag",
    "Ireland": "Irland", "European Union": "Europäische Union", "Gatekeeper": "Torwächter", "Minors": "Minderjährige",
    "Enforcement suspended": "Durchsetzung ausgesetzt", "In force": "In Kraft getreten",
}  # fmt: skip
WRITTEN = [
    "An app falls under it when its company is controlled from China, Russia, Iran or North Korea and is a threat.",
    "Regulation (EU) 2022/2065 on a Single Market For Digital Services (Digital Services Act)",
    "Block of TikTok in Indonesia, July 2018",
    "Petition in the District of Columbia Circuit against the approval (Petition)",
    "At least 20 percent held, directly or indirectly, by persons of an adversary country; control counts on its own.",
    "A: (B), C; " * 60,
]
COMPUTED = {
    "Russia, Indonesia, China, Ireland, European Union, TikTok, Russia": (
        "Russland, Indonesien, China, Irland, Europäische Union, TikTok, Russland"
    ),
    "TikTok in Ireland + European Union": "TikTok, Irland + Europäische Union",
    "No duty was found. In a part only: Texas (Minors; enforcement suspended).": (
        "No duty was found. Nur in einem Teil: Texas (Minderjährige; Durchsetzung ausgesetzt)."
    ),
    "Last known (2026-07-01): Minors": "Zuletzt bekannt (2026-07-01): Minderjährige",
    "in force (since 2024-04-24)": "in Kraft getreten (seit 2024-04-24)",
    "applies (since 2024-04-24)": "anwendbar (seit 2024-04-24)",
    "enforcement suspended until 2025-04-05, by EO 14166": "Durchsetzung ausgesetzt bis 2025-04-05, durch EO 14166",
    "enforcement suspended, by NetChoice v. Ellison": "Durchsetzung ausgesetzt, durch NetChoice v. Ellison",
    "TikTok was put in the class: Gatekeeper (since 2024-04-24)": (
        "TikTok wurde in die Klasse aufgenommen: Torwächter (seit 2024-04-24)"
    ),
    "reaches the class: Gatekeeper; TikTok is not shown to belong to it": (
        "gilt für die Klasse: Torwächter; dass TikTok dazugehört, ist nicht gezeigt"
    ),
    "reaches everyone it concerns; nobody and no class is named": (
        "gilt für alle, die es angeht; kein Dienst und keine Klasse ist genannt"
    ),
}


@pytest.fixture
def german(monkeypatch):
    monkeypatch.setattr(spoken, "spoken_language", lambda: "de")
    spoken.speak(GERMAN | {name[:1].lower() + name[1:]: in_a_sentence(said) for name, said in GERMAN.items() if " " in name})
    yield
    spoken.speak({})


@pytest.mark.parametrize("text", WRITTEN)
def test_what_somebody_wrote_is_not_half_in_german(german, text):
    assert spoken.said(text) == text


@pytest.mark.parametrize("text", COMPUTED)
def test_what_is_computed_is_german_to_its_end(german, text):
    assert spoken.said(text) == COMPUTED[text]


CARDS = {
    "minimum age united states": (
        "Nur in einem Teil: Florida (Mindestalter)", "Stand 2026-07-01: in Kraft; anwendbar", "○ Nur in Berichten gesucht",
    ),
    "data localization singapore": (
        "Übermittlung unter Bedingungen", "In Kraft; anwendbar", "Eine Quelle sagt anderes über TikTok",
    ),
}  # fmt: skip
OF_CARDS = re.compile(r"in force|applicable|[Ii]n a part only|[Kk]nown from reports|[Ll]ast known|says otherwise|[Nn]one found")


@pytest.mark.parametrize("asked", CARDS)
def test_a_card_of_the_search_says_in_german_what_stands_around_the_sentence(real_home, monkeypatch, asked):
    monkeypatch.setenv("KB_HOME", str(real_home))
    html = "\n".join(element.proto.body for element in page("search", lang="de", q=asked).get("html"))
    cells = [card for card in re.findall(r"<section>.*?</section>", html, re.S) if "Antwort von heute" in card]
    assert cells and not [words for words in CARDS[asked] if words not in " ".join(cells)]
    assert not [OF_CARDS.findall(card) for card in cells if OF_CARDS.search(card)]


def test_every_link_of_a_chain_is_said_in_german(real_release):
    """Each link but those that name only a text: the pages say it with words of their own."""
    from kb.clocks.regime import effective_regime
    from kb.wording.regime import said

    regime = effective_regime(real_release.reader, "us", platform="tiktok", as_of="2025-03-01", known_on="2026-12-01")
    links = {link for duty in regime.duties for link in said(duty)}
    english = re.compile(r"\b(?:since|made for|reaches|put in the class|coded to hold|applies|until)\b")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spoken, "spoken_language", lambda: "de")
        spoken.speak(names_in(real_release, "de"))
        left = [one for one in links if english.search(spoken.said(one).rpartition(";")[2])]
        spoken.speak({})
    assert len(links) > 20 and not left


@pytest.mark.parametrize(
    "entity",
    ["jurisdiction/us-va", "organisation/bytedance", "organisation/european-commission", "platform/youtube",
     "instrument/sg/us-singapore-free-trade-agreement", "case/us-ca/x-corp-v-bonta", "power/ca/online-news-act-s-53-request"],
)  # fmt: skip
def test_what_ties_things_is_said_in_german(real_release, monkeypatch, entity):
    monkeypatch.setattr(spoken, "spoken_language", lambda: "de")
    spoken.speak(names_in(real_release, "de"))
    ties = {one.says for one in view(real_release, entity).relations}
    left = [one for one in ties if spoken.said(one) == one]
    spoken.speak({})
    assert ties and not left


def test_a_distance_has_a_comma_and_a_question_its_german_words(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))
    shown = texts_of(page("similarity", lang="de", j="us,eu,sg,ru").main)
    assert any(re.search(r"Russland.*\(0,\d\d", text) for text in shown) and not any(
        re.search(r"\(0\.\d\d", text) for text in shown
    )
    assert not any("Foreign ownership threshold" in text for text in shown)


def test_a_number_is_said_in_german_with_its_unit_or_currency(monkeypatch):
    monkeypatch.setattr(spoken, "spoken_language", lambda: "de")
    spoken.speak({"years": "Jahre"})
    assert [spoken.said(one) for one in ("16 years", "49.5 %", "USD 53,088", "2 apples", "2026")] == [
        "16 Jahre", "49,5 %", "USD 53.088", "2 apples", "2026",
    ]  # fmt: skip
    spoken.speak({})


def test_english_pages_say_what_the_base_says(monkeypatch):
    spoken.speak({"Singapore": "Singapur"})
    assert spoken.said("Singapore") == "Singapore" and "sentence.pair" in vocabulary("en")
    spoken.speak({})


def test_a_jurisdiction_is_called_by_one_word():
    root = Path(__file__).parents[1]
    said = {
        path: path.read_text(encoding="utf-8") for path in (root / "kb").rglob("*") if path.suffix in (".yaml", ".py", ".jinja")
    }
    found = {path.name: re.findall("Rechtsr(?:aum|äume)", text) for path, text in said.items()}
    assert {name: words for name, words in found.items() if words} == {"glossary.yaml": ["Rechtsraum"]}
