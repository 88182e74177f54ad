"""Findings in words: one sentence each, never saying more than its cells, and what must be said of their evidence behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kb.briefing.answers import Answers
from kb.briefing.cautions import cautions
from kb.briefing.course import LOUD
from kb.briefing.finding import Finding, Unlike
from kb.briefing.happening_told import limited
from kb.briefing.platform_phrases import done_to_it, its_text, reports_only, who_runs
from kb.briefing.rules import Kind
from kb.values.disputes import doubts_of as claims_by_doubt
from kb.values.model import Cell, Otherwise, WeighedClaim
from kb.values.stored import as_known
from kb.values.words import doubts_of, lowered


@dataclass(frozen=True)
class Phrases(Answers):
    """The same in sentences."""

    def sentence(self, one: Finding) -> str:
        """A finding in one sentence."""
        said = SAID[one.kind](self, one)
        return said[:1].upper() + said[1:]

    def rule_words(self, kind: Kind) -> dict[str, str]:
        """The condition of a kind of finding, and what its weight grows with."""
        condition = self.language.t(f"condition.{kind.name}", condition=kind.condition)
        return {"condition": condition, "grows": self.language.t(f"grows.{kind.name}", grows=kind.weight_grows_with)}

    def counted(self, key: str, found: Sequence[object], **said: object) -> str:
        """The words for so many things: those for one alone, or those for several with their number."""
        return self.language.t(f"{key}-one" if len(found) == 1 else key, n=len(found), **said)

    def cautions(self, one: Finding) -> str:
        """What must be said of the evidence of its cells, and for which platform something else holds; empty if nothing."""
        return reports_only(self) if one.kind == "who-runs" else cautions(self, one)


def _alone(phrases: Phrases, one: Finding) -> str:
    question, cells = one.questions[0], phrases.found.row(one.questions[0])
    alone = next(cell for cell in cells if cell.jurisdiction == one.values["alone"])
    others = [_other(phrases, cell) for cell in cells if cell is not alone]
    said = {"place": phrases.place(alone.jurisdiction), "answer": phrases.answer(alone), "others": "; ".join(others)}
    return phrases.language.t("alone", question=phrases.question(question), **said)


def _other(phrases: Phrases, cell: Cell) -> str:
    return phrases.language.t("other-place", place=phrases.name(cell.jurisdiction), answer=phrases.answer(cell))


def _platform(phrases: Phrases, one: Finding) -> str:
    (place, question), platform = one.cells[0], one.values["platform"]
    cell = phrases.found.table.cell(place, question)
    other: Otherwise = next(other for other in cell.otherwise if other.platform == platform)
    said = {"answer": phrases.answer(other), "general": phrases.answer(cell), "question": phrases.question(question)}
    return phrases.language.t("platform-otherwise", platform=other.name, place=phrases.place(place), **said)


def _alike(phrases: Phrases, one: Finding) -> str:
    cells, question = phrases.found.row(one.questions[0]), phrases.question(one.questions[0])
    if cells[0].state == "answered":
        whole = replace(cells[0], parts=(), scope=None, last_known=any(cell.last_known for cell in cells))
        said = phrases.language.t(_for_two("alike", cells), n=len(cells), question=question, answer=phrases.answer(whole))
    else:
        said = phrases.language.t(_for_two("none", cells), n=len(cells), question=question)
    doubted = [cell for cell in cells if cell.dispute and cell.dispute.kind in ("contradicted", "said-of-platform")]
    places = phrases.language.listed([phrases.place(cell.jurisdiction) for cell in doubted])
    return f"{said} {phrases.language.t('said-otherwise', places=places)}" if doubted else said


def _for_two(key: str, of: Sequence[object]) -> str:
    """Words for several have others for two: both."""
    return f"{key}-two" if len(of) == 2 else key


def _subject(phrases: Phrases, one: Finding) -> str:
    t, counts = phrases.language.t, one.values["counts"]
    first, *rest = sorted(counts, key=lambda place: -counts[place][0])
    told = [_count(phrases, place, *counts[place]) for place in rest]
    said = {"place": phrases.place(first), "n": counts[first][0], "of": one.values["of"], "others": "; ".join(told)}
    last = any(phrases.found.table.cell(*name).last_known for name in one.cells if name[0] == first)
    return t("subject-last" if last else "subject", topic=topic_words(phrases, one.values["topic"]), **said)


def _most_apart(phrases: Phrases, one: Finding) -> str:
    t, ranked = phrases.language.t, one.values["ranked"]
    most = [unlike for unlike in ranked if unlike.share == ranked[0].share]
    between, least = ranked[len(most) : -1], ranked[-1]
    counts = phrases.language.listed([t("count-of", n=unlike.differ, of=unlike.pairs) for unlike in most])
    names = phrases.language.listed([t("quoted", name=topic_words(phrases, unlike.topic)) for unlike in most])
    then = t("most-apart-then", said=phrases.language.listed([_unlike(phrases, unlike) for unlike in between])) if between else ""
    said = {"places": len(phrases.found.places), "names": names, "counts": counts, "then": then}
    left = f" {phrases.counted('most-apart-left-out', one.values['left_out'])}" if one.values["left_out"] else ""
    return t(_for_two("most-apart", phrases.found.places), least=_unlike(phrases, least), **said) + left


def _unlike(phrases: Phrases, one: Unlike) -> str:
    counted = phrases.language.t("count-of", n=one.differ, of=one.pairs)
    return f"{phrases.language.t('quoted', name=topic_words(phrases, one.topic))} {counted}"


def topic_words(phrases: Phrases, topic: str) -> str:
    """A topic by its name; a dimension that belongs to none by its title."""
    heads = phrases.found.table.questions
    title = next((head.dimension_title for head in heads if head.dimension == topic), None)
    return phrases.language.named(title) if title else phrases.language.t(f"topic.{topic}")


def _count(phrases: Phrases, place: str, whole: int, parts: int) -> str:
    key = "subject-part" if parts else "subject-other"
    return phrases.language.t(key, place=phrases.place(place), n=whole, **({"parts": parts} if parts else {}))


def _changed(phrases: Phrases, one: Finding) -> str:
    t, event = phrases.language.t, phrases.found.events[one.values["event"]]
    first = next(turned for turned in event.turned if turned.question == one.questions[0])
    said = {
        "since": phrases.found.since,
        "name": phrases.happened(event),
        "place": phrases.name(event.place),
        "day": event.day,
        "question": phrases.question(first.question),
        "before": phrases.answer(first.before),
        "after": phrases.answer(first.after),
        "more": f" {t('changed-more', n=len(one.cells))}" if len(one.cells) > 1 else "",
    }
    now = t("changed-beside" if first.beside else "changed-now", **said)
    return t("changed" if one.values["is_heaviest"] else "changed-other", now=now, **said)


def _contested(phrases: Phrases, one: Finding) -> str:
    return (
        _open_case(phrases, one) if "matter" in one.values else contested_cell(phrases, phrases.found.table.cell(*one.cells[0]))
    )


def _open_case(phrases: Phrases, one: Finding) -> str:
    matter = next(matter for matter in phrases.found.matters if matter.id == one.values["matter"])
    since = as_known(matter.since, matter.precision)
    place = phrases.place(one.cells[0][0])
    says = phrases.found.rules.known_of(matter.in_short) or f"{phrases.named(matter.in_)}."
    said = phrases.language.t("contested-matter", place=place, since=since, says=says)
    return f"{said} {phrases.counted('touches', one.cells)}"


def contested_cell(phrases: Phrases, cell: Cell, where: str = "") -> str:
    """That a cell is disputed, how, and what the table says; ``where`` says more of its place than its name."""
    t = phrases.language.t
    doubt = t(f"doubt.{cell.dispute.kind}") if cell.dispute else ""
    place, question = where or phrases.name(cell.jurisdiction), phrases.question(cell.question)
    return t("contested-cell", place=place, question=question, doubt=doubt, answer=phrases.answer(cell))


def quiet_lines(phrases: Phrases, cell: Cell, where: str = "") -> list[str]:
    """What is said elsewhere of a cell and contradicted, and where it is said; what is loudly contested is no such thing."""
    t, by_kind = phrases.language.t, claims_by_doubt(cell.claims)
    said = {"place": where or phrases.name(cell.jurisdiction), "question": phrases.question(cell.question)}
    told = []
    for kind, words, _ in doubts_of(cell):
        if kind not in LOUD:
            sources = dict.fromkeys(one.dossier.short or one.dossier.title for one in by_kind[kind] if one.dossier)
            where = t("quiet-where", names=phrases.language.listed(list(sources))) if sources else ""
            says = lowered(words) if phrases.language.code == "en" else _elsewhere(phrases, kind, by_kind[kind])
            told.append(t("quiet", **said, says=says) + (f" {where}" if where else ""))
    return told


def _elsewhere(phrases: Phrases, kind: str, claims: Sequence[WeighedClaim]) -> str:
    """What is said elsewhere in a language whose words name neither the platform nor the answer."""
    named = [one.platform_name for one in claims] + [phrases.language.named(one.label) for one in claims]
    return f"{phrases.language.t(f'doubt.{kind}')} ({', '.join(dict.fromkeys(filter(None, named)))})"


def _next(phrases: Phrases, one: Finding) -> str:
    coming = phrases.found.coming[one.values["coming"]]
    places = phrases.language.listed([phrases.place(slug) for slug in phrases.found.places])
    name, day = limited(phrases.language, coming.name, coming.limits), phrases.language.on_day(coming.day)
    said = {"day": day, "name": name, "place": phrases.name(coming.place), "places": places}
    return phrases.counted("next", coming.cells, **said, kind=phrases.language.t(f"kind.{coming.kind}"))


SAID: dict[str, Callable[[Phrases, Finding], str]] = {
    "who-runs": who_runs,
    "done-to-it": done_to_it,
    "its-text": its_text,
    "one-against-the-rest": _alone,
    "platform-otherwise": _platform,
    "all-alike": _alike,
    "most-apart": _most_apart,
    "subject": _subject,
    "changed": _changed,
    "contested": _contested,
    "next": _next,
}
