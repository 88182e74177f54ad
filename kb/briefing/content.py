"""A whole brief in words: sentences, picture, table, changes, what is contested, what comes, sources and their age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kb.briefing.answers import STANDS
from kb.briefing.asked import Brief
from kb.briefing.cautions import grade_read
from kb.briefing.choosing import Chosen, choose, findings
from kb.briefing.course import LOUD
from kb.briefing.events_told import Told, event_told
from kb.briefing.finding import Finding, Material, apart
from kb.briefing.gathering import gather
from kb.briefing.happening_told import limited, noted
from kb.briefing.pending import cases_told, matters_told, open_line, others_line
from kb.briefing.phrases import Phrases, contested_cell, quiet_lines
from kb.briefing.shown_table import day_of_sources, own_of_platform, sheet_of_brief
from kb.language.comparisons import evidence_days
from kb.language.language import Language, language_of
from kb.release.release import Release
from kb.tables.seals import content_hash
from kb.tables.sheet import Sheet, clean
from kb.tables.sources import cite_table
from kb.values.evidence_words import GRADE_REMARKS, evidence_remarks
from kb.values.matters import CellName
from kb.values.model import Cell, Comparison

MOST_EVENTS, MOST_COMING, MOST_MATTERS, MOST_CONTESTED = 6, 5, 4, 5


@dataclass(frozen=True)
class Sentence:
    """One sentence with what must be said of its evidence; the cells and sources it rests on, and why it was chosen."""

    text: str
    caution: str
    kind: str
    cells: tuple[CellName, ...]
    notes: tuple[int, ...]
    because: str

    @property
    def whole(self) -> str:
        """The sentence with its caution."""
        return f"{self.text} {self.caution}".strip()


@dataclass(frozen=True)
class PictureCell:
    """One cell of the picture: what it says, what holds otherwise, and how far on its scale it stands (None without a scale)."""

    says: str
    otherwise: str
    shade: float | None


@dataclass(frozen=True)
class Content:
    """A brief from title to sources, in one language."""

    comparison: Comparison
    language: Language
    title: str
    dates: str
    usual: str
    sentences: tuple[Sentence, ...]
    picture: tuple[tuple[str, tuple[PictureCell, ...]], ...]
    sheet: Sheet
    events: tuple[Told, ...]
    contested: tuple[Told, ...]
    quiet: tuple[str, ...]
    coming: tuple[Told, ...]
    counted: str
    open_line: tuple[str, ...]
    read: str
    cite_as: str
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> str:
        """The days of law, record and evidence, and what most answers have in common."""
        return f"{self.dates} {self.usual}".strip()

    def below(self, name: str) -> tuple[str, ...]:
        """What stands quietly below a list: among how many questions changes are counted, what of the contested is refuted, how
        many matters are open."""
        return {"changes": (self.counted,), "contested": self.quiet, "coming": self.open_line}.get(name, ())

    @property
    def places(self) -> tuple[str, ...]:
        """The places by their names."""
        return tuple(self.language.named(name) for _, name in self.comparison.jurisdictions)


def content(release: Release, brief: Brief, language: Language | None = None) -> Content:
    """The brief that a release gives, in the language of its form unless another is handed over."""
    return told(gather(release, brief), brief, language or language_of(release, brief.form.lang))


def told(found: Material, brief: Brief, language: Language) -> Content:
    """What was gathered, in words."""
    phrases, table = Phrases(found, language), found.table
    form = replace(brief.form, detail="label", notes="sources") if brief.form.detail == "full" else brief.form
    sheet = sheet_of_brief(phrases, form)
    chosen = choose(findings(found), found.rules, found.rules.first_of_a_platform if found.is_by_day else ())
    where = {"since": found.since, "places": language.listed([phrases.place(slug) for slug in found.places])}
    headings = {name: language.t(name, **where) for name in ("in-short", "picture", "changes", "contested", "coming")}
    headings["table"] = language.t(f"table-{table.scope}" if table.platform else "table-plain", platform=table.platform_name)
    if found.is_by_day:
        headings["changes"] = language.t("changes-by-day", since=found.since, platform=table.platform_name)
    return Content(
        comparison=table,
        language=language,
        title=_title(phrases),
        dates=_dates(phrases),
        usual=_usual_day(phrases),
        sentences=tuple(_sentence(phrases, sheet, one) for one in chosen),
        picture=tuple(_picture_rows(phrases)),
        sheet=replace(sheet, caption=headings["table"]),
        events=tuple(event_told(phrases, one) for one in (found.events if found.is_by_day else found.events[:MOST_EVENTS])),
        contested=tuple(_contested(phrases)),
        quiet=tuple(_quiet(phrases)),
        coming=tuple(_coming(phrases)),
        counted=language.t("changes-counted", n=len(table.questions)),
        open_line=tuple(open_line(phrases)),
        read=" ".join(filter(None, (_read(phrases), _searched(phrases)))),
        cite_as=cite_table(table, content_hash(table)),
        headings=headings | {"sources": _sources_heading(phrases), "why": language.t("why")},
    )


def _searched(phrases: Phrases) -> str:
    """How many searches that found nothing the table marks as weakly known; nothing where it marks none."""
    number = sum(bool(evidence_remarks(cell)) for cell in phrases.found.table.cells if cell.state != "answered")
    return phrases.language.t("searched-one" if number == 1 else "searched", n=number) if number else ""


def _title(phrases: Phrases) -> str:
    table, t = phrases.found.table, phrases.language.t
    places = phrases.language.listed([phrases.place(slug) for slug, _ in table.jurisdictions])
    return clean(
        t("title-platform", platform=table.platform_name, places=places) if table.platform else f"{t('compared')}: {places}"
    )


def _dates(phrases: Phrases) -> str:
    table, t = phrases.found.table, phrases.language.t
    return t("dates", as_of=table.as_of, known_on=table.known_on, evidence=evidence_days(phrases.language, table.cells))


def _sources_heading(phrases: Phrases) -> str:
    day = day_of_sources(phrases)
    return phrases.language.t("sources-one-day", day=day) if day else phrases.language.t("sources")


def _usual_day(phrases: Phrases) -> str:
    """That most answers are last known on one day, said once for all of them."""
    table, day, read = phrases.found.table, phrases.found.usual_day, phrases.found.looked_for
    if not day:
        return ""
    last = sum(cell.last_known and cell.evidence_to == day for cell in read)
    return phrases.language.t("dates-usual", n=last, of=len(read), day=day, as_of=table.as_of, mark=STANDS)


def _sentence(phrases: Phrases, sheet: Sheet, one: Chosen) -> Sentence:
    kind, finding = phrases.found.rules.kinds[one.finding.kind], one.finding
    others = "; ".join(f"{phrases.sentence(other)} ({phrases.language.number(other.weight)})" for other in one.runners_up)
    said = {**phrases.rule_words(kind), "weight": phrases.language.number(finding.weight)}
    because = phrases.language.t("rule-because", **said, others=others or phrases.language.t("no-others"))
    text, caution = clean(phrases.sentence(finding)), clean(phrases.cautions(finding))
    return Sentence(text, caution, finding.kind, finding.cells, _notes(phrases, sheet, finding), clean(because))


def _notes(phrases: Phrases, sheet: Sheet, finding: Finding) -> tuple[int, ...]:
    """The numbers of the sources of its cells, as the table has them."""
    rows, at = {row.question: row for row in sheet.rows}, {slug: n for n, slug in enumerate(phrases.found.places)}
    cells = (rows[question].cells[at[place]] for place, question in finding.cells if question in rows)
    return tuple(sorted({n for cell in cells for n in cell.words.notes}))


def _picture_rows(phrases: Phrases) -> list[tuple[str, tuple[PictureCell, ...]]]:
    """The questions in which the places differ most, or that hold otherwise for the platform, in the order of the codebook."""
    found = phrases.found

    def far(question: str) -> float:
        row, head = found.row(question), found.heads[question]
        longest = max((apart(head, one, other) for one in row for other in row), default=0.0)
        return longest + sum(bool(cell.otherwise) for cell in row)

    most = sorted(found.heads, key=lambda question: -far(question))[: found.rules.rows_of_the_picture]
    return [(phrases.question(name), tuple(_pictured(phrases, name))) for name in found.heads if name in most]


def _pictured(phrases: Phrases, question: str) -> list[PictureCell]:
    head, cells = phrases.found.heads[question], phrases.found.row(question)
    steps = {slug: step / len(head.answers) for step, (slug, _) in enumerate(head.answers, 1)} if head.scale == "ordinal" else {}
    return [
        PictureCell(
            clean(_marked(phrases.answer(cell), grade_read(cell)) + phrases.stands(cell)),
            clean("; ".join(_otherwise(phrases, cell))),
            steps.get(cell.answer or "", 0.0 if steps and cell.state == "none-found" else None),
        )
        for cell in cells
    ]


def _otherwise(phrases: Phrases, cell: Cell) -> Iterator[str]:
    """What holds for platforms alone, and what is said of the one that is asked where the answer is the same."""
    yield from (f"{one.name}: {_marked(phrases.answer(one), one.evidence_grade)}" for one in cell.otherwise)
    yield from (
        f"{one.platform_name}: {_marked(one.claim.in_short, one.claim.evidence_grade)}" for one in own_of_platform(phrases, cell)
    )


def _marked(answer: str, grade: str | None) -> str:
    """An answer with the mark of tables where the law itself was not read."""
    return f"{answer} {GRADE_REMARKS[grade][0]}" if grade in GRADE_REMARKS else answer


def _contested(phrases: Phrases) -> list[Told]:
    """Cells that are loudly disputed, then cases that are open, the heaviest first."""
    found = phrases.found
    loud = [cell for cell in found.table.cells if cell.dispute and cell.dispute.kind in LOUD]
    loud.sort(key=lambda cell: -(cell.dispute.weight if cell.dispute else 0))
    told = [Told(clean(contested_cell(phrases, cell))) for cell in loud]
    return [*told, *cases_told(phrases, MOST_CONTESTED)][:MOST_CONTESTED]


def _quiet(phrases: Phrases) -> list[str]:
    """What is said elsewhere and contradicted, and which cases of others there are, quietly."""
    said = (line for cell in phrases.found.table.cells for line in quiet_lines(phrases, cell))
    return [clean(line) for line in (*said, *others_line(phrases))]


def _coming(phrases: Phrases) -> list[Told]:
    """Days that are set, then open matters by the day on which they are to be looked at again."""
    found, t = phrases.found, phrases.language.t
    told = []
    for one in found.coming[:MOST_COMING]:
        name = limited(phrases.language, phrases.dossier(one.dossier) if one.dossier else one.name, one.limits)
        says = noted(one.says, one.limits)
        said = t("happened", name=name, said=t(f"kind.{one.kind}"), by=f": {says}" if says else "")
        told.append(Told(clean(t("event", day=one.day, place=phrases.name(one.place), name=said))))
    return told + matters_told(phrases, MOST_MATTERS)


def _read(phrases: Phrases) -> str:
    """How many answers were read in what, those that hold for platforms alone among them."""
    cells = phrases.found.table.cells
    grades = [grade_read(cell) for cell in cells if cell.state == "answered"]
    grades += [one.evidence_grade for cell in cells for one in cell.otherwise if one.state == "answered"]
    counts = {"reports": grades.count("secondary"), "anonymous": grades.count("anonymous")}
    said = phrases.language.t("read", n=grades.count("primary") + grades.count("official"), of=len(grades), **counts)
    made = phrases.language.t("made-brief", release=phrases.found.table.release)
    return f"{said} {made}"
