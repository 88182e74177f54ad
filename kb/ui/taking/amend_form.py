"""A form that amends a published statement: what it should say, where that was read, and the patch that comes of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kb.amending.kept_readings import NothingKeptError
from kb.amending.proposing import Proposal, amendable, propose
from kb.amending.stale_sentence import still_said
from kb.amending.wanted import Wish, as_text
from kb.errors import UsageError
from kb.loaders.layout import facts_folder
from kb.loaders.problems import CuratedDataError
from kb.loaders.record.messages import amend_line
from kb.loaders.record.statements import Statement
from kb.release.release import Release
from kb.ui.frame.shared import cached, plain
from kb.ui.taking.amend_fields import asked_of, mistake_told
from kb.ui.words import t


def amend_form(release: Release, file: str, key: str, statement: str | None = None) -> None:
    """The form for one statement of a facts file, or for one that is picked among those that stand in it."""
    root = facts_folder()
    with st.spinner(t("amend.opening")):
        standing = _amendable(release, root).get(file, ())
    stated = [one for one in standing if statement in (None, one.id)]
    if not stated:
        st.caption(t("amend.none-here"))
        return
    st.markdown(t("amend.how"))
    chosen = stated[0]
    if statement is None:
        chosen = st.selectbox(t("amend.which"), stated, format_func=_named, key=f"amend-which-{key}")
    with st.form(f"amend-{key}-{chosen.id}"):
        asked = asked_of(release, chosen, standing, f"{key}-{chosen.id}")
        if not st.form_submit_button(t("amend.show")):
            return
    if refusal := asked.refusal(chosen):
        st.info(refusal)
        return
    with st.spinner(t("amend.working"), show_time=True):
        found = _proposed(root, chosen, asked.wish)
    if found:
        _warn(release, found, chosen, asked.wish)
        _show(release, found, chosen, asked.wish)


def _amendable(release: Release, root: Path) -> dict[str, tuple[Statement, ...]]:
    found: dict[str, tuple[Statement, ...]] = cached(release, _of_facts, str(root))
    return found


def _of_facts(_: Release, root: str) -> dict[str, tuple[Statement, ...]]:
    return amendable(Path(root))


def _named(one: Statement) -> str:
    """A statement in the list: its place, and the sentence or the event that it is."""
    said = one.meaning.get("in_short") or one.meaning.get("says") or one.meaning.get("what")
    return f"{one.id.rpartition('/')[2]}: {as_text(said or None)}"[:120]


def _proposed(root: Path, one: Statement, wish: Wish) -> Proposal | None:
    """The proposal, or nothing and what is wrong, told of the fields of the form."""
    try:
        return propose(root, one.id, wish)
    except CuratedDataError as error:
        for problem in error.problems:
            st.error(mistake_told(problem, one))
    except NothingKeptError:
        st.error(t("amend.nothing-kept"))
    except UsageError as error:
        st.error(plain(str(error)))
    return None


def _warn(release: Release, found: Proposal, one: Statement, wish: Wish) -> None:
    """What whoever proposes should look at: no source, weaker evidence, a sentence that still says the old answer."""
    if wish.values and not (wish.read or wish.keep):
        st.warning(t("amend.background"))
    elif found.is_less:
        st.warning(t("amend.falls"))
    head = release.reader.questions().get(one.question)
    sentence = wish.values.get("in_short", as_text(one.meaning.get("in_short")))
    if head and "answer" in wish.values:
        stale = still_said(head, as_text(one.meaning["answer"]), wish.values["answer"], sentence)
        if stale:
            st.warning(t("amend.stale", said=plain(stale)))


def _show(release: Release, found: Proposal, one: Statement, wish: Wish) -> None:
    """The proposal: the table before and after, where else to look, and the patch to take along."""
    st.header(t("amend.table"))
    st.code(found.table, language=None, wrap_lines=True)
    if wish.read:
        st.markdown(t("amend.enters-as", kind=t(f"due.kind-{wish.kind}")))
    if found.worth:
        st.header(t("amend.worth"))
        st.code(found.worth, language=None, wrap_lines=True)
    if found.left:
        st.markdown(t("amend.elsewhere"))
        st.code(
            "\n".join(f"facts/{place.file}:{place.line}: {place.text}" for place in found.left), language=None, wrap_lines=True
        )
    st.header(t("amend.patch"))
    st.markdown(t("amend.patch-how", by=plain(wish.by)))
    st.info(_hand_to(release))
    st.code(found.patch, language=None, wrap_lines=True)
    st.download_button(t("amend.download"), found.patch, "amendment.patch", "text/x-diff", on_click="ignore")
    lines = [amend_line(other, left, wish.why, (), bool(left)) for other, left in wish.instead.items()]
    lines.append(amend_line(one.id, wish.values, wish.why, wish.read, wish.keep, wish.kind))
    st.code("\n".join(lines), language=None, wrap_lines=True)


def _hand_to(release: Release) -> str:
    """Where the file is to be sent: the address that the base gives, else in words who is to have it."""
    base = release.reader.base()
    if base.contact:
        return t("amend.send-to", address=plain(base.contact))
    return t("amend.hand-to", publisher=plain(base.publishes))
