"""Changes: what differs between two points of both clocks, with the cause and the evidence of each difference."""

from __future__ import annotations

import datetime
from functools import partial

import streamlit as st

from kb.briefing.events_told import event_told
from kb.briefing.finding import Material
from kb.briefing.phrases import Phrases
from kb.briefing.rules import rules
from kb.briefing.steps import events_of
from kb.clocks.change_causes import CAUSES, laid_beside
from kb.clocks.changes import Change, Changes, Point
from kb.clocks.timeline import Interval
from kb.language.language import language_of
from kb.profiles.html import folded
from kb.release.release import Release
from kb.saving import as_json
from kb.ui.cells.case_steps import show_steps
from kb.ui.cells.cell_card import cell_label, remarks_html, status_text
from kb.ui.cells.change_evidence import evidence_said
from kb.ui.frame import url_state
from kb.ui.frame.beginning import first_places
from kb.ui.frame.controls import choices, drawer, pick_day, pick_days
from kb.ui.frame.feeds import feed_link
from kb.ui.frame.html import beside, cards, listed, paragraph, quiet, way, words
from kb.ui.frame.shared import cached_changes, current_release, page_note, plain
from kb.ui.frame.spoken import said
from kb.ui.frame.view_controls import ViewControls
from kb.ui.frame.window import part
from kb.ui.taking.take_away import take_away
from kb.ui.words import counted, language, t
from kb.values.model import Cell
from kb.values.view import View
from kb.wording.changes import notes_of, steps_of, to_json, to_text

FIRST_DAY = datetime.date(2024, 1, 1)
MOST_SHOWN, MOST_SOUGHT, MOST_EVENTS, MOST_NAMED = 20, 120, 5, 12
WORDS = ("as-of", "known-on", "policy", "last-known", "suspended")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.changes.title"))
    url_state.begin("cause", lambda: url_state.chosen("cause", CAUSES, None))
    found, state = _choose(release)
    if found is None:
        url_state.write(state)
        st.info(t("compare.pick-one"))
        return
    st.caption(plain(_compared(found)))
    st.caption(_evidence(found))
    _show_events(release, found)
    if found.end.platform:
        show_steps(release, found)
    st.caption(t("changes.lead"))
    st.header(t("changes.each"))
    cause = _causes(found)
    url_state.write(state | {"cause": cause or ""})
    shown = [change for change in found.changes if cause in (None, change.cause)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("changes.sum", n=len(found.changes) + found.left_out, cells=found.cells))
        _take_away(release, found)
        feed_link(t("pages.changes.title"), _asked(state))
    for line in _uncounted(found):
        st.caption(line)
    if found.start.known_on == found.end.known_on:
        st.caption(t("changes.record-hidden", day=found.end.known_on))
    here, _ = part("changes-part", "changes.part", len(shown), MOST_SHOWN)
    st.html(cards(_change(found, change) for change in shown[here]))
    if found.left_out:
        st.caption(t("changes.not-looked-at", n=found.left_out))
    page_note(release, *WORDS)


def _choose(release: Release) -> tuple[Changes | None, dict[str, str]]:
    """What the controls hold, filled from the address, and their state."""
    controls = ViewControls(release.reader)
    with choices():
        places = controls.jurisdictions(drawer("places"), first_places(release.reader), t("compare.pick"))
        controls.dimension(drawer("topics"))
        if release.reader.platforms():
            controls.platform(drawer("platform"))
        with drawer("day"):
            days = _days()
    state = controls.state() | days
    if not places:
        return None, state | {"cause": ""}
    points = Point(days["v1"], days["k1"]), Point(days["v2"], days["k2"])
    return cached_changes(release, controls.view(), *points, most=MOST_SOUGHT), state


def _asked(state: dict[str, str]) -> View:
    """What is asked, without the days: changes of it are what a feed tells."""
    return View.from_address([(name, state[name]) for name in ("j", "d", "p") if state.get(name)])


def _days() -> dict[str, str]:
    """Both points of both clocks."""
    today = datetime.date.today()
    start = pick_day(st, "changes.law-from", "v1", FIRST_DAY), pick_day(st, "changes.known-from", "k1", today)
    end = pick_days((st, "changes.law-to", "v2"), (st, "changes.known-to", "k2"))
    return dict(zip(("v1", "k1", "v2", "k2"), (*start, *end), strict=True))


def _compared(found: Changes) -> str:
    """Which places, for which platform, between which points."""
    names = [said(name) for _, name in found.end.jurisdictions]
    points = [t("compare.dates", as_of=one.as_of, known_on=one.known_on) for one in (found.start, found.end)]
    shown = names if len(names) <= MOST_NAMED else [t("compare.many", n=len(names))]
    return " · ".join(filter(None, (", ".join(shown), found.end.platform_name, " → ".join(points))))


def _evidence(found: Changes) -> str:
    """To which day the evidence goes, and on which day that of most answers ends."""
    told = found.evidence
    if told is None:
        return t("changes.evidence-none")
    if told.first == told.last:
        return t("changes.evidence", last=told.last)
    days = {"first": told.first, "last": told.last, "usual": told.usual}
    return t("changes.evidence-range", **days, most=told.of_usual, cells=told.cells)


def _uncounted(found: Changes) -> list[str]:
    """In how many of the changed answers only details changed, and of how many only the search is told otherwise."""
    whole = found.in_details == len(found.changes) and not found.left_out
    lines = [t("changes.same-answers") if whole else counted("changes.details", found.in_details)] if found.in_details else []
    return lines + ([counted("changes.searched-anew", found.searched_anew)] if found.searched_anew else [])


def _show_events(release: Release, found: Changes) -> None:
    """The events that matter most, by the weights of the brief, each with the answers that it turned."""
    if found.start.as_of > found.end.as_of:
        st.warning(t("changes.backwards"), icon=":material/swap_horiz:")
    events = events_of(found, rules(), found.start.as_of)
    if not events:
        st.markdown(f"**{plain(t('changes.no-event', since=found.start.as_of))}**")
        return
    phrases = Phrases(Material(rules(), found.end), language_of(release, language()))
    turned = {(one.place, answer.question) for one in events for answer in one.turned}
    said = {"since": found.start.as_of, "answers": counted("changes.answers", len(turned))}
    heaviest = t("changes.heaviest", n=len(events), first=MOST_EVENTS, **said) if len(events) > MOST_EVENTS else ""
    st.markdown(f"**{plain(heaviest or counted('changes.events', len(events), **said))}**")
    told = [event_told(phrases, one) for one in events[:MOST_EVENTS]]
    lines = [line for one in told for line in (f"- {plain(one.head)}", *(f"    - {plain(said)}" for said in one.lines))]
    st.markdown("\n".join(lines))
    if rest := sum((one.jurisdiction, one.question) not in turned for one in found.changes):
        st.caption(counted("changes.no-such-event", rest))


def _causes(found: Changes) -> str | None:
    """The cause whose changes are shown, among those that occur; None for all."""
    counts = {cause: number for cause, number in found.by_cause.items() if number}
    if st.session_state["cause"] not in counts:
        st.session_state["cause"] = None
    if not counts:
        return None
    picked = st.pills(
        t("changes.causes"), list(counts), format_func=lambda cause: f"{t(f'cause.{cause}')} ({counts[cause]})", key="cause"
    )
    return picked or None


def _change(found: Changes, change: Change) -> str:
    """A change as a card: both sides, its cause, the way between them and the evidence, and the way to its cell."""
    names, heads = dict(found.end.jurisdictions), {head.id: head for head in found.end.questions}
    head = heads[change.question]
    before = _side(t("changes.before", day=found.start.as_of), change.before)
    after = _side(t("changes.after", day=found.end.as_of), change.after)
    between = listed(map(_said, change.course)) if len(change.course) > 2 else ""
    evidence = listed(map(words, evidence_said(change)))
    asked = View.of(found.end).held().but(change.jurisdiction, dimensions=head.dimension)
    state = asked.parts() | {"v2": found.start.as_of, "k2": found.start.known_on}
    cell = f"{change.jurisdiction}.{change.question}"
    return "".join(
        [
            paragraph(f"<b>{words(names[change.jurisdiction])}</b> · {words(head.text)}"),
            beside(before, after),
            paragraph(f"{t('changes.cause')}: <b>{t(f'cause.{change.cause}')}</b>", *_kept(change)),
            *(paragraph(f"{t('changes.why')}: {words(note)}") for note in notes_of(change)),
            folded(t("changes.between", n=len(change.course) - 2), between) if between else "",
            folded(t("article.evidence", n=len(change.evidence)), evidence) if evidence else "",
            way("compare", t("changes.open"), ":material/help:", cell=cell, **state),
        ]
    )


def _kept(change: Change) -> list[str]:
    """That the answer is what it was, or that the rule which decided before still stands."""
    kept = [t("changes.beside")] if laid_beside(change.before, change.after) else []
    return kept or ([t("changes.in-details")] if change.is_of_details else [])


def _said(one: Interval) -> str:
    """One interval of the way from before to after, as an item of a list."""
    span = t("explain.span", start=one.start, end=one.end or t("explain.open-end"))
    return f"{words(span)}: <b>{words(cell_label(one.cell))}</b> {remarks_html(one.cell)}"


def _side(heading: str, cell: Cell) -> str:
    answer = paragraph(f"<b>{words(cell_label(cell))}</b>", words(cell.in_short))
    return quiet(heading) + answer + paragraph(remarks_html(cell))


def _take_away(release: Release, found: Changes) -> None:
    def write(name: str) -> str:
        steps = steps_of(release, found)
        return to_text(found, steps) if name == "txt" else as_json(to_json(found, steps))

    points = [t("compare.dates", as_of=one.as_of, known_on=one.known_on) for one in (found.start, found.end)]
    stem = f"changes-{found.start.as_of}-{found.end.as_of}"
    asked = {"since": found.start.as_of, "to": found.end.as_of}
    if len(found.end.jurisdictions) == 1:
        asked["jurisdiction"] = found.end.jurisdictions[0][0]
    own = (("txt", "json"), write)
    query = ("changes-in-law", asked)
    rest = f" ({t('changes.more', n=found.left_out)})" if found.left_out else ""
    take_away(release, t("pages.changes.title") + rest, " → ".join(points), partial(_rows, found), stem, query, own)


def _rows(found: Changes) -> list[dict[str, object]]:
    """The changes as rows, for CSV and pictures."""
    names, texts = dict(found.end.jurisdictions), {head.id: head.text for head in found.end.questions}
    return [
        {
            t("heat.place"): names[one.jurisdiction],
            t("heat.question"): texts[one.question],
            t("changes.before", day=found.start.as_of): _in_a_line(one.before),
            t("changes.after", day=found.end.as_of): _in_a_line(one.after),
            t("changes.cause"): t(f"cause.{one.cause}"),
            t("changes.why"): " ".join(notes_of(one)),
        }
        for one in found.changes
    ]


def _in_a_line(cell: Cell) -> str:
    status = status_text(cell)
    return f"{cell_label(cell)}{f' ({status})' if status else ''}. {cell.in_short}"
