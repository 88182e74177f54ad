"""A form that amends a published statement: what it should say, where that was read, and the patch that comes of it."""

from __future__ import annotations

import datetime
from pathlib import Path

import streamlit as st

from kb.amending.proposing import Proposal, amendable, propose
from kb.amending.wanted import Wish, as_text
from kb.errors import UsageError
from kb.loaders.layout import facts_folder
from kb.loaders.problems import CuratedDataError
from kb.loaders.record.messages import amend_line
from kb.loaders.record.statements import Statement
from kb.loaders.words import words
from kb.release.release import Release
from kb.ui.frame.shared import cached, plain
from kb.ui.words import t

LONG = ("in_short", "says", "searched")
LONGEST = 4000


def amend_form(release: Release, file: str, key: str, statement: str | None = None) -> None:
    """The form for one statement of a facts file, or for one that is picked among those that stand in it."""
    root = facts_folder()
    stated = [one for one in _amendable(release, root).get(file, ()) if statement in (None, one.id)]
    if not stated:
        st.caption(t("amend.none-here"))
        return
    st.markdown(t("amend.how"))
    chosen = stated[0]
    if statement is None:
        chosen = st.selectbox(t("amend.which"), stated, format_func=_named, key=f"amend-which-{key}")
    with st.form(f"amend-{key}-{chosen.id}"):
        wish = _asked(chosen, f"{key}-{chosen.id}")
        if not st.form_submit_button(t("amend.show")):
            return
    try:
        _show(propose(root, chosen.id, wish), chosen, wish)
    except (UsageError, CuratedDataError) as error:
        st.error(plain(str(error)))


def _amendable(release: Release, root: Path) -> dict[str, tuple[Statement, ...]]:
    found: dict[str, tuple[Statement, ...]] = cached(release, _of_facts, str(root))
    return found


def _of_facts(_: Release, root: str) -> dict[str, tuple[Statement, ...]]:
    return amendable(Path(root))


def _named(one: Statement) -> str:
    """A statement in the list: its place, and the sentence or the event that it is."""
    said = one.meaning.get("in_short") or one.meaning.get("says") or one.meaning.get("what")
    return f"{one.id.rpartition('/')[2]}: {as_text(said or None)}"[:120]


def _asked(one: Statement, key: str) -> Wish:
    """What is wanted, from a field for each part of the meaning; parts that stay as they are are left out."""
    given = {name: _field(name, as_text(value), key) for name, value in one.meaning.items() if name != "question"}
    values = {name: " ".join(text.split()) for name, text in given.items()}
    changed = {name: text for name, text in values.items() if text != " ".join(as_text(one.meaning[name]).split())}
    why = st.selectbox(t("amend.why"), words("withdrawal-reason"), format_func=lambda word: t(f"amend.{word}"), key=f"why-{key}")
    read = st.text_area(t("amend.read"), key=f"read-{key}", max_chars=1000, placeholder=t("amend.read-hint"))
    keep = st.checkbox(t("amend.keep"), key=f"keep-{key}")
    today = datetime.date.today().isoformat()
    return Wish(changed, why, today, tuple(line.strip() for line in read.splitlines() if line.strip()), keep=keep)


def _field(name: str, value: str, key: str) -> str:
    label, key = t(f"amend.key-{name.replace('_', '-')}"), f"{name}-{key}"
    if name in LONG:
        return st.text_area(label, value, key=key, max_chars=LONGEST)
    return st.text_input(label, value, key=key, max_chars=LONGEST)


def _show(found: Proposal, one: Statement, wish: Wish) -> None:
    """The proposal: the table before and after, where else to look, and the patch to take along."""
    if wish.values and not (wish.read or wish.keep):
        st.warning(t("amend.background"))
    st.header(t("amend.table"))
    st.code(found.table, language=None, wrap_lines=True)
    if found.worth:
        st.header(t("amend.worth"))
        st.code(found.worth, language=None, wrap_lines=True)
    if found.left:
        st.markdown(t("amend.elsewhere"))
        st.code(
            "\n".join(f"facts/{place.file}:{place.line}: {place.text}" for place in found.left), language=None, wrap_lines=True
        )
    st.header(t("amend.patch"))
    st.markdown(t("amend.patch-how"))
    st.code(found.patch, language=None, wrap_lines=True)
    st.download_button(t("amend.download"), found.patch, "amendment.patch", "text/x-diff", on_click="ignore")
    line = amend_line(one.id, wish.values, wish.why, wish.read, wish.keep)
    st.code(line, language=None, wrap_lines=True)
