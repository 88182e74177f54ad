"""Steps in cases and decisions on a platform between the two days of a page: what the timeline tells, as a list."""

from __future__ import annotations

import streamlit as st

from kb.clocks.changes import Changes
from kb.graph.lanes import Item
from kb.profiles.html import element
from kb.release.release import Release
from kb.ui.frame.html import address, listed, way, words
from kb.ui.frame.spoken import said
from kb.ui.words import counted, t
from kb.wording.changes import steps_of

MOST_STEPS = 12


def show_steps(release: Release, found: Changes) -> None:
    """The part of the page for the platform that is asked for, the newest step first, with the way to the timeline."""
    table, steps = found.end, steps_of(release, found)
    st.header(t("changes.steps", platform=table.platform_name))
    names = dict(table.jurisdictions)
    shown = listed(_step(one, names) for one in steps[:MOST_STEPS])
    rest = len(steps) - MOST_STEPS
    more = f"<p>{words(counted('changes.steps-more', rest))}</p>" if rest > 0 else ""
    start, end = sorted((found.start.as_of, table.as_of))
    state = {"p": table.platform or "", "j": ",".join(names), "from": start, "to": end}
    none = f"<p>{words(t('changes.steps-none', platform=table.platform_name))}</p>"
    st.html((shown or none) + more + way("timeline", t("changes.steps-timeline"), ":material/timeline:", **state))


def _step(one: Item, names: dict[str, str]) -> str:
    """The day, the place, the case, what was done in it, and what is told of it."""
    head = f"{one.start} · {said(names.get(one.jurisdiction, one.jurisdiction))} · "
    what = f": <b>{words(one.what)}</b>" + (f". {words(one.says)}" if one.says else "")
    case = element("a", words(said(one.row)), href=address("entity", e=one.entity), data_soft="")
    return words(head) + case + what
