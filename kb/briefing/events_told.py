"""Events in words: what happened, which answers it turned, from what to what, and who has run a platform since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.briefing.finding import Event, Run, Turned
from kb.briefing.phrases import Phrases
from kb.briefing.steps import status_in
from kb.tables.sheet import clean

MOST_TURNS, MOST_OF_A_DAY = 3, 2  # of an event among the weightiest, of a day in the course of a platform


@dataclass(frozen=True)
class Told:
    """One thing in a list: its head, and lines below it."""

    head: str
    lines: tuple[str, ...] = ()


def event_told(phrases: Phrases, one: Event) -> Told:
    """An event with the answers that it turned, the weightiest first; who runs the platform comes before them."""
    t = phrases.language.t
    name = phrases.happened(one) if one.turned else t("runs-head", platform=phrases.found.table.platform_name)
    head = t("event", day=one.day, place=phrases.name(one.place), name=name)
    answers = [turned for turned in one.turned if not turned.is_of_status]
    lines = [*_prolonged(phrases, one), *(_run(phrases, run) for run in one.runs)]
    most = MOST_OF_A_DAY if phrases.found.is_by_day else MOST_TURNS
    lines += [_turned(phrases, turned) for turned in answers[:most]]
    if len(answers) > most:
        head = t("turned-most", head=head, n=len(answers), most=most)
    return Told(clean(head), tuple(clean(line) for line in [*lines, *_statuses(phrases, one)]))


def _prolonged(phrases: Phrases, one: Event) -> list[str]:
    """By which later texts it went on."""
    if not one.deed or not one.deed.prolonged:
        return []
    names = phrases.language.listed([made.short or made.title for made in one.deed.prolonged])
    return [phrases.language.t("prolonged", names=names)]


def _run(phrases: Phrases, one: Run) -> str:
    """Who runs the platform in a place, who holds that company, and who ran the service before."""
    t = phrases.language.t
    share = phrases.language.share
    held = [t("share", name=name, percent=share(percent)) if percent else name for name, percent in one.held]
    said = t("runs", platform=phrases.found.table.platform_name, place=phrases.place(one.place), operator=one.name)
    said += t("runs-before", before=one.before) if one.before else ""
    return said + (t("runs-held", operator=one.name, holders=phrases.language.listed(held)) if held else "")


def _turned(phrases: Phrases, one: Turned) -> str:
    """What one answer was and is; a rule that was laid beside another, which still stands, has replaced nothing."""
    was, now = phrases.answer(one.before), phrases.answer(one.after)
    same = was == now or (one.before.state, one.before.answer) == (one.after.state, one.after.answer)
    said = {"question": phrases.question(one.question), "before": was, "after": now, "says": one.after.in_short}
    key = "turn-same" if same else "turn"
    return phrases.language.t(f"{key}-beside" if one.beside else key, **said)


def _statuses(phrases: Phrases, event: Event) -> Iterator[str]:
    """Whether rules that stayed are in force and applied: those that changed alike in one line."""
    alike: dict[tuple[str, str], list[Turned]] = {}
    for one in event.turned:
        if one.is_of_status:
            alike.setdefault(_change(phrases, one), []).append(one)
    for (before, after), found in alike.items():
        first = phrases.question(found[0].question)
        more = phrases.counted("and-questions", found[1:]) if found[1:] else ""
        yield phrases.language.t("turn-status", question=first, more=more, before=before, after=after)


def _change(phrases: Phrases, one: Turned) -> tuple[str, str]:
    """The status before and after, in words, of it what changed."""
    pairs = [pair for pair in zip(status_in(one.before), status_in(one.after), strict=True) if pair[0] != pair[1]]
    was, now = ("; ".join(phrases.status(name) for name in names if name) for names in zip(*pairs, strict=True))
    return was or phrases.status(""), now or phrases.status("")
