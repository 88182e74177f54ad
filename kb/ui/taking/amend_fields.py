"""The fields of the form that amends a statement, and what is said of one that is filled in wrongly."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from kb.amending.mistaken_part import mistaken_part
from kb.amending.overlap import BOTH, REPLACES, decided, met_by
from kb.amending.wanted import Wish, as_text
from kb.loaders.problems import Problem
from kb.loaders.record.statements import Statement
from kb.loaders.words import words
from kb.release.release import Release
from kb.ui.frame.shared import plain
from kb.ui.frame.spoken import said
from kb.ui.words import t
from kb.values.questions import QuestionHead

LONG = ("in_short", "says", "searched")
LONGEST, NOT_READ, UNSIGNED = 4000, "memory", "proposed"


@dataclass(frozen=True)
class Asked:
    """What the form was filled in with: the wish, whether the statement is to go with nothing in its place, the kind read.

    ``is_met`` if it meets other statements of which nothing was chosen yet.
    """

    wish: Wish
    withdraws: bool
    kind: str | None
    is_met: bool = False

    def refusal(self, one: Statement) -> str | None:
        """What to choose or to write before there is a proposal; None if there can be one."""
        changed = ", ".join(field_name(name) for name in self.wish.values)
        if self.withdraws:
            return t("amend.withdraw-or-change", fields=changed) if changed else None
        if not changed:
            return t("amend.unchanged")
        if one.kind == "said" and not self.wish.read:
            return t("amend.said-needs-read")
        if self.wish.read and not self.kind:
            return t("amend.kind-missing")
        return t("amend.overlap-choose") if self.is_met else None


def asked_of(release: Release, one: Statement, stated: Sequence[Statement], key: str) -> Asked:
    """The fields for a statement, one for each part of its meaning, and what they hold; parts that stay are left out.

    ``stated`` are the statements of its file that stand, which it may meet.
    """
    head = release.reader.questions().get(one.question)
    given = {name: _field(release, head, name, as_text(value), key) for name, value in one.meaning.items() if name != "question"}
    values = {name: " ".join(text.split()) for name, text in given.items()}
    changed = {name: text for name, text in values.items() if text != " ".join(as_text(one.meaning[name]).split())}
    withdraws = st.checkbox(t("amend.withdraw"), key=f"withdraw-{key}")
    why = st.selectbox(t("amend.why"), words("withdrawal-reason"), format_func=lambda word: t(f"amend.{word}"), key=f"why-{key}")
    read = st.text_area(t("amend.read"), key=f"read-{key}", max_chars=1000, placeholder=t("amend.read-hint"))
    kind = _kind(key)
    keep = st.checkbox(t("amend.keep"), key=f"keep-{key}")
    by = _signed(st.text_input(t("amend.sign"), UNSIGNED, help=t("amend.sign-help"), key=f"sign-{key}", max_chars=60))
    today = datetime.date.today().isoformat()
    lines = tuple(line.strip() for line in read.splitlines() if line.strip())
    wish = Wish(changed, why, today, lines, kind or Wish.kind, by, keep=keep and not withdraws)
    met = met_by(stated, one, changed) if changed else ()
    choice = _choice(head, met, key) if met else None
    return Asked(decided(wish, one, met, choice) if choice else wish, withdraws, kind, bool(met) and choice is None)


def _signed(written: str) -> str:
    """A role or a name as the facts write one: lower case, with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", written.casefold()).strip("-") or UNSIGNED


def _choice(head: QuestionHead | None, met: Sequence[Statement], key: str) -> str | None:
    """The statements that the new one meets, each with its answer and days, and what is to become of them."""
    st.warning(t("amend.overlap"))
    for other in met:
        given = other.meaning["answer"]
        each = [given] if isinstance(given, str) else list(given or ())
        answer = "; ".join(said(head.label(member)) if head else member for member in each)
        end = as_text(other.meaning.get("until")) or t("entity.open-end")
        days = t("explain.span", start=as_text(other.meaning["from"]), end=end)
        st.markdown(f"**{plain(answer)}** ({days}): {plain(as_text(other.meaning.get('in_short')))}")
    return st.radio(
        t("amend.overlap-what"), (BOTH, REPLACES), index=None, format_func=lambda one: t(f"amend.overlap-{one}"), key=f"met-{key}"
    )


def field_name(name: str) -> str:
    """What the field for a part of the meaning is called."""
    return t(f"amend.key-{name.replace('_', '-')}")


def mistake_told(problem: Problem, one: Statement) -> str:
    """A problem of the facts as they would be, told of the field of the form that it is about, if it is about one."""
    part = mistaken_part(problem, one.meaning)
    if part is None:
        return plain(str(problem))
    told = t(f"amend.wrong-{part.kind}") if part.kind else plain(part.said)
    return f"**{plain(field_name(part.key))}**: {told}"


def _kind(key: str) -> str | None:
    """What kind of text was read, of the kinds that can be read; nothing is chosen before."""
    kinds = [word for word in words("evidence-kind") if word != NOT_READ]
    return st.selectbox(
        t("due.kind"),
        kinds,
        index=None,
        format_func=lambda word: t(f"due.kind-{word}"),
        placeholder=t("amend.kind-choose"),
        help=t("amend.kind-help"),
        key=f"kind-{key}",
    )


def _field(release: Release, head: QuestionHead | None, name: str, value: str, key: str) -> str:
    label, key = field_name(name), f"{name}-{key}"
    if name == "answer" and head and head.scale == "set":
        return _several(label, dict(head.answers), value, key)
    if closed := _choices(release, head, name):
        options = dict.fromkeys((*closed, value))
        return st.selectbox(label, options, list(options).index(value), format_func=lambda slug: _named(closed, slug), key=key)
    if name == "answer" and head and head.units:
        label = t("amend.number", label=label, units=", ".join(said(called) for _, called in head.units))
    if name in LONG:
        return st.text_area(label, value, key=key, max_chars=LONGEST)
    return st.text_input(label, value, key=key, max_chars=LONGEST)


def _several(label: str, closed: Mapping[str, str], value: str, key: str) -> str:
    """Answers that are true together, as the facts write them."""
    now = value.split("; ")
    options = dict.fromkeys((*closed, *now))
    return "; ".join(sorted(st.multiselect(label, options, now, format_func=lambda slug: _named(closed, slug), key=key)))


def _choices(release: Release, head: QuestionHead | None, name: str) -> Mapping[str, str]:
    """What a part of a meaning can be, by its name in the facts, where that is a closed list; else nothing."""
    reader = release.reader
    if name == "answer":
        return dict(head.answers) if head else {}
    if name == "absence":
        return {word: t(f"state.{word}") for word in words("absence")}
    if name == "verdict":
        return {"": t("verdict.none"), **{word: t(f"verdict.{word}") for word in words("verdict")}}
    if name == "platform":
        return {"": t("amend.any"), **{slug: platform.name for slug, platform in reader.platforms().items()}}
    if name == "party":
        return {"": t("amend.any"), **reader.parties()}
    return reader.jurisdictions() if name == "jurisdiction" else {}


def _named(closed: Mapping[str, str], slug: str) -> str:
    return said(closed[slug]) if slug in closed else slug
