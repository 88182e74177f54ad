"""What is measured of the app: each page as a whole, and what users do on it, with the names of a base, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from benchmarks.app_browser import Browser
from kb.release.release import Release

Prepare = Callable[[Browser], Callable[[], object]]


@dataclass(frozen=True)
class Visit:
    """A page, and what is done there; nothing where the page itself is measured. ``do`` prepares the act and gives it."""

    name: str
    path: str
    do: Prepare | None = None
    text: str = ""


class Names:
    """Names of a base to fill addresses and controls with."""

    def __init__(self, release: Release) -> None:
        from kb.cells.coverage import researched

        reader = release.reader
        self.known = reader.jurisdictions()
        self.places = [slug for slug in ("us", "eu", "sg", "gb") if slug in self.known] or list(self.known)[:4]
        self.all = ",".join(researched(release))
        questions = reader.questions()
        self.dimensions = list(dict.fromkeys(head.dimension for head in questions.values()))
        self.question = list(questions.values())[-1].text
        self.platform, self.platform_name = next((slug, head.name) for slug, head in reader.platforms().items())
        claims = [claim for question in questions for claim in reader.history(question, self.places[:1])]
        self.instrument = next(claim.dossier for claim in claims if claim.dossier and "/instrument/" in claim.dossier)
        self.entity = self.instrument.partition("/id/")[2]
        self.word = reader.head(self.instrument).title.split()[0]

    @property
    def fourth(self) -> str:
        """Name of a jurisdiction that is not picked at first."""
        return self.known[self.places[3]]


def press(label: str, after: str = "") -> Prepare:
    """Press what shows a label; another button is pressed before, if it is named."""

    def prepared(browser: Browser) -> Callable[[], object]:
        if after:
            browser.click(after)
            browser.rest()
        return lambda: browser.click(label)

    return prepared


def choose(kind: str, label: str, text: str, inside: str = "") -> Prepare:
    """Type into a control; the act is the Enter. ``inside`` is the choice that is opened first."""

    def prepared(browser: Browser) -> Callable[[], object]:
        from selenium.webdriver import Keys

        _opened(browser, inside)
        field = browser.typed(kind, label, text)
        return lambda: field.send_keys(Keys.ENTER)

    return prepared


def day(label: str, year: str = "2023", inside: str = "") -> Prepare:
    """Type another year into a day; the act is to leave the field."""

    def prepared(browser: Browser) -> Callable[[], object]:
        from selenium.webdriver import ActionChains, Keys

        _opened(browser, inside)
        browser.field("stDateInput", label).click()
        ActionChains(browser.driver).send_keys(year).perform()
        leave = ActionChains(browser.driver).send_keys(Keys.TAB, Keys.TAB, Keys.TAB)
        return leave.perform

    return prepared


def _opened(browser: Browser, inside: str) -> None:
    """Open the choice that a control is in, where the page has it."""
    if inside:
        with suppress(TimeoutError):
            browser.click(inside, patience=2)
            browser.rest()


def letters(label: str, text: str) -> Prepare:
    """Type into a field that answers as one types; the act is the last letter."""

    def prepared(browser: Browser) -> Callable[[], object]:
        field = browser.typed("stTextInput", label, text[:-1])
        return lambda: field.send_keys(text[-1])

    return prepared


def visits(release: Release) -> list[Visit]:
    """All that is measured on one base."""
    names = Names(release)
    return [*_comparisons(names), *_over_time(names), *_graph(names), *_whole_base(names), *_search(names)]


def _comparisons(names: Names) -> list[Visit]:
    three, all_of = f"/compare?j={','.join(names.places[:3])}&d={names.dimensions[0]}", f"/compare?j={names.all}"
    one, two = names.dimensions[0], ",".join(names.dimensions[:2])
    return [
        Visit("Home", "/"),
        Visit("Home: another question", "/", choose("stSelectbox", "Question", names.question)),
        Visit("Compare, 3 jurisdictions", three),
        Visit("Compare: a fourth jurisdiction", three, choose("stMultiSelect", "Jurisdictions", names.fourth, "Places")),
        Visit("Compare: another day", three, day("Law on", inside="Day")),
        Visit("Compare: as a table", three, press("As exported")),
        Visit("Compare: Why?", three, press("Why?"), "How this question is coded"),
        Visit("Compare, all jurisdictions, heat map of 1 dimension", f"{all_of}&d={one}&view=heat"),
        Visit("Compare, all, heat map of 1: another day", f"{all_of}&d={one}&view=heat", day("Law on", inside="Day")),
        Visit("Compare, all jurisdictions, table of 2 dimensions", f"{all_of}&d={two}&view=table"),
        Visit("Compare, all jurisdictions, heat map of all dimensions", f"{all_of}&d=*&view=heat"),
        Visit("Compare, all jurisdictions, table of all dimensions", f"{all_of}&d=*&view=table"),
        Visit("On that day", f"/on-that-day?j={names.places[0]}&p={names.platform}"),
        Visit("On that day: another day", f"/on-that-day?j={names.places[0]}&p={names.platform}", day("Law on", inside="Day")),
    ]


def _over_time(names: Names) -> list[Visit]:
    three = f"/changes?j={','.join(names.places[:3])}&v1=2022-01-01&v2=2023-06-01"
    lanes = f"/timeline?j={names.places[0]}&p={names.platform}"
    return [
        Visit("Changes, 3 jurisdictions", three),
        Visit("Changes: another day", three, day("Law on, after", "2022", "Day")),
        Visit("Changes: a fourth jurisdiction", three, choose("stMultiSelect", "Jurisdictions", names.fourth, "Places")),
        Visit("Changes, all jurisdictions, half a year", f"/changes?j={names.all}&v1=2021-03-01&v2=2021-09-01"),
        Visit("Timeline of a service in a jurisdiction", lanes),
        Visit("Timeline: another jurisdiction", lanes, choose("stMultiSelect", "Jurisdictions", names.fourth, "Places")),
        Visit("Timeline: another first day", lanes, day("From", inside="Day")),
        Visit("Timeline: only cases", lanes, press("Acts")),
        Visit("Timeline of everything", "/timeline?j=*&p=*&from=2000-01-01"),
    ]


def _graph(names: Names) -> list[Visit]:
    act, many = f"/graph?focus={names.entity}", f"/graph?focus=jurisdiction/{names.places[0]}&n=2000"
    return [
        Visit("Entity", f"/entity?e={names.entity}"),
        Visit("Entity: its claims", f"/entity?e={names.entity}", press("Findings")),
        Visit("Entity, a jurisdiction", f"/entity?e=jurisdiction/{names.places[0]}"),
        Visit("Graph of an act", act),
        Visit("Graph: filter opened", act, press("Filter and size"), "Draw at most"),
        Visit("Graph: centred on what is chosen", act, press("Begin here")),
        Visit("Graph of a jurisdiction, at most 2,000", many),
        Visit("Graph of a jurisdiction: a kind hidden", many, press("Case", "Filter and size")),
    ]


def _whole_base(names: Names) -> list[Visit]:
    return [
        Visit("The article", "/article"),
        Visit("Coverage", "/coverage"),
        Visit("Coverage: another measure", "/coverage", choose("stSelectbox", "What is counted", "disputed")),
        Visit("Similarity", "/similarity"),
        Visit("Similarity: all distances", "/similarity", press("All distances")),
        Visit("Similarity: another day", "/similarity", day("Law on", inside="Day")),
        Visit("About", "/about"),
        Visit("About: another jurisdiction", "/about", choose("stSelectbox", "Jurisdiction", names.fourth)),
        Visit("SPARQL", "/sparql-page"),
        Visit("SPARQL: a stored query", "/sparql-page?name=fines-by-authority", press("Run"), " ms"),
    ]


def _search(names: Names) -> list[Visit]:
    return [
        Visit("Search", f"/search?q={names.word}"),
        Visit("Search: as one types", "/search", letters("Search the base", names.word), "hit"),
        Visit("Search from the head of a page", "/about", choose("stTextInput", "Search the base", names.word), "hit"),
    ]
