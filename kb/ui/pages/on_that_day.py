"""On that day: what applied to a platform in a jurisdiction, what was suspended, what was pending, each with its chain."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kb.clocks.regime import STANDINGS, Duty, Regime, effective_regime
from kb.naming.provision_links import edition
from kb.profiles.clause import Clause
from kb.profiles.html import folded
from kb.profiles.of_day import day_clauses
from kb.release.dossiers import cite_claim
from kb.release.release import Release
from kb.ui.cells.cell_card import last_look, standing_words, status_words
from kb.ui.frame import url_state
from kb.ui.frame.controls import choices, drawer
from kb.ui.frame.html import badge, cards, listed, outside, paragraph, quiet, way, words
from kb.ui.frame.query_links import BEHIND
from kb.ui.frame.resting import with_caution
from kb.ui.frame.shared import cached, current_release, page_note, plain
from kb.ui.frame.spoken import reading_words
from kb.ui.frame.spoken import said as spoken
from kb.ui.frame.view_controls import ViewControls
from kb.ui.taking.take_away import take_away
from kb.ui.words import language, t
from kb.wording.regime import FORMATS, head_line, said, silences, write_regime

FIRST_PLATFORM, FIRST_JURISDICTION = "tiktok", "us"
MOST_SHOWN = 25
MARKS = {"applies": "●", "suspended": "◍", "pending": "◌", "if-designated": "◇", "ended": "✕"}
WORDS = ("as-of", "known-on", "in-force", "applicable", "suspended", "pending", "class", "layer", "last-known")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.on-that-day.title"))
    if not release.reader.platforms():
        st.info(t("regime.no-platforms"))
        page_note(release, *WORDS)
        return
    regime = _choose(release)
    _say(release, regime)
    with st.container(horizontal=True, vertical_alignment="center"):
        _take_away(release, regime)
    counts = {name: len(regime.standing(name)) for name in STANDINGS}
    present = [name for name in STANDINGS if counts[name]]
    for name in present:
        st.header(f"{MARKS[name]} {t(f'regime.{name}')} ({counts[name]})", divider="gray")
        duties = regime.standing(name)
        st.html(cards(_duty(release, one) for one in duties[:MOST_SHOWN]))
        if len(duties) > MOST_SHOWN:
            st.caption(t("regime.left-out", n=len(duties) - MOST_SHOWN))
    for silence in silences(regime):
        st.info(plain(silence))
    page_note(release, *WORDS)


def _say(release: Release, regime: Regime) -> None:
    """What the day was, before anything is asked."""
    first, *rest = cached(release, day_clauses, regime, language())
    st.markdown("\n\n".join(_clause(one, look) for one, look in ((first, "**"), *((one, "") for one in rest))))
    st.caption(f"{plain(head_line(regime))} {t('regime.lead')}")


def _clause(one: Clause, look: str) -> str:
    return with_caution(f"{look}{plain(one.text)}{look}", one.caution)


def _choose(release: Release) -> Regime:
    """The controls, filled from the address and written back to it."""
    controls = ViewControls(release.reader)
    with choices():
        controls.jurisdiction(drawer("places"), FIRST_JURISDICTION)
        controls.platform(drawer("platform"), FIRST_PLATFORM)
        controls.dimension(drawer("topics"))
        with drawer("day"):
            controls.days(st, st)
    url_state.write(controls.state())
    return effective_regime(release.reader, controls.view())


def _duty(release: Release, duty: Duty) -> str:
    """A duty as a card, with its chain below it."""
    status = status_words(duty.legal_status, duty.enforcement_status)
    status = last_look(duty.evidence_to, status) if status and duty.last_known else status
    marks = [_reached(duty)] if st.session_state.get("p") else []
    marks += [status] if status else []
    marks += ["◇ " + t("cell.unconfirmed")] if duty.claim.checked == "background" else []
    answer = f"<b>{words(standing_words(duty, duty.label))}</b>"
    table = way("compare", t("entity.compare"), ":material/table:", j=duty.layer.jurisdiction, d=duty.question.dimension)
    text = outside(t("entity.official"), edition(duty.url, language()))
    chain = listed(map(words, said(duty)), "ol") + paragraph(text, table)
    return "".join(
        [
            quiet(f"{spoken(duty.layer.name)} · {spoken(duty.question.text)}"),
            paragraph(answer, words(duty.claim.in_short)),
            paragraph(" ".join(map(badge, marks))),
            quiet(cite_claim(release.reader.head(duty.claim.dossier or ""), duty.claim, reading_words())),
            folded(t("regime.chain"), chain),
        ]
    )


def _reached(duty: Duty) -> str:
    """Whom the rule is for: the platform by name, a class that it is in, or all."""
    name = "it" if duty.claim.platform else "class" if duty.claim.party else "all"
    return t(f"regime.for-{name}")


def _take_away(release: Release, regime: Regime) -> None:
    stem = f"on-{regime.as_of}-{regime.jurisdiction}-{regime.platform or 'any'}"
    places = [layer.jurisdiction for layer in regime.layers]
    asked = {"jurisdictions": ",".join(places), "as_of": regime.as_of, "known_on": regime.known_on}
    asked |= {"dimensions": dimension} if (dimension := st.session_state["d"]) else {}
    dates = t("compare.dates", as_of=regime.as_of, known_on=regime.known_on)
    title = f"{t('pages.on-that-day.title')}: {regime.platform_name or ''}, {regime.layers[0].name}"
    own = (FORMATS, partial(write_regime, regime))
    take_away(release, title, dates, partial(_rows, regime), stem, (BEHIND, asked), own)


def _rows(regime: Regime) -> list[dict[str, object]]:
    """What is shown as rows, for pictures."""
    return [
        {
            t("heat.status"): f"{MARKS[duty.standing]} {t(f'regime.{duty.standing}')}",
            t("heat.place"): duty.layer.name,
            t("heat.question"): duty.question.text,
            t("heat.answer"): standing_words(duty, duty.label),
            t("heat.says"): duty.claim.in_short,
            t("explain.source"): duty.citation,
        }
        for name in STANDINGS
        for duty in regime.standing(name)
    ]
