"""Check a draft: a text beside the base, a verdict for each sentence that can be judged, and what it cites; nothing is kept."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from kb.checking.asked import DOSSIER, MOST_CHARACTERS, MOST_FILE_BYTES
from kb.checking.checked import FORMATS
from kb.checking.citation import HELD, NO_SUCH, WRONG
from kb.checking.verdict import NOT_HELD, OTHER, REASONS
from kb.errors import LimitError
from kb.profiles.html import boxed, element
from kb.release.release import Release
from kb.ui.cells.cell_card import status_words
from kb.ui.frame import url_state
from kb.ui.frame.html import badge, cards, entity_way, listed, paragraph, quiet, way, words
from kb.ui.frame.shared import current_release, page_note, plain
from kb.ui.frame.turn import client, in_process
from kb.ui.frame.view_controls import ViewControls
from kb.ui.taking.downloads import MEDIA, downloads
from kb.ui.words import counted, grouped, t
from kb.values.view import View
from kb.values.words import lowered

Told = dict[str, Any]
CHECKED = "checked-draft"
VERDICTS = {
    "contradicted": ("red", "✗"),
    "outdated": ("orange", "◷"),
    "more-certain": ("orange", "◐"),
    "partly": ("orange", "◐"),
    "supported": ("green", "✓"),
}
FINDINGS = {
    "held": ("gray", "·"),
    "supported": ("green", "✓"),
    "unclear": ("gray", "?"),
    "not-held": ("gray", "·"),
    **dict.fromkeys(WRONG, ("red", "✗")),
}
SUFFIXES = ".txt,.md,.html,.htm,.docx"
WORDS = ("verdict", "finding", "pinpoint", "grade", "evidence-to")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.check.title"))
    st.markdown(t("check.lead"))
    text, view, state = _choose(release)
    url_state.write(state)
    if not text.strip():
        st.session_state.pop(CHECKED, None)
        st.caption(t("check.openly"))
    else:
        _show(release, text, view)
    page_note(release, *WORDS)


def _choose(release: Release) -> tuple[str, View, dict[str, str]]:
    """The draft, which is sent when the button is pressed, and both days; only the days stand in the address."""
    controls = ViewControls(release.reader)
    with st.form("check", border=False):
        st.html(_file_field())
        text = st.text_area(t("check.draft"), key="draft", height=240, max_chars=MOST_CHARACTERS, placeholder=t("check.hint"))
        law, record = st.columns(2)
        controls.days(law, record)
        st.form_submit_button(t("check.do"), icon=":material/rule:", type="primary")
    st.caption(t("check.kept"))
    return str(text), controls.view(), controls.state()


def _file_field() -> str:
    """A field for a file, whose text is put into the field below it by the script of the page."""
    asked = {"type": "file", "accept": SUFFIXES, "data_draft": "", "aria_label": t("check.file")}
    told = {"data_most": str(MOST_FILE_BYTES), "data_too_large": t("check.too-large", n=MOST_FILE_BYTES // 1_000_000)}
    field = element("input", "", **asked, **told, data_failed=t("check.failed"))
    return boxed("draft-file", element("label", f"{words(t('check.file'))} {field}") + element("output", ""))


def _show(release: Release, text: str, view: View) -> None:
    days = view.days()
    try:
        found = _checked(release, text, days)
    except LimitError as error:
        st.warning(plain(str(error)), icon=":material/error:")
        return
    judged = [one for one in found["judged"] if one["verdict"] != NOT_HELD]
    wrong = [one for one in found["cited"] if one["finding"] in WRONG]
    st.markdown(f"**{plain(_summary(found, judged, wrong))}**")
    if found["unread"]:
        st.warning(t("check.unread", n=grouped(found["unread"]), read=grouped(found["read"])), icon=":material/content_cut:")
    _downloads(release, text, days)
    if wrong:
        st.header(t("check.wrong"))
        st.html(cards(map(_cited, wrong)))
    st.header(t("check.judged", n=len(judged)))
    order = list(VERDICTS)
    st.html(cards(_judged(one, wrong, view) for one in sorted(judged, key=lambda one: order.index(one["verdict"]))))
    if rest := [one for one in found["cited"] if one not in wrong]:
        st.header(t("check.cited", n=len(rest)))
        st.html(cards(map(_cited, rest)))
    _show_left([one for one in found["judged"] if one["verdict"] == NOT_HELD])


def _show_left(left: Sequence[Told]) -> None:
    """The sentences that were not judged, below the reason that they share."""
    if not left:
        return
    st.header(t("check.left", n=len(left)))
    st.markdown(t("check.openly"))
    parts = []
    for reason, its in _by_reason(left).items():
        items = (
            words(one["sentence"]["text"]) + (f" <em>({words(one['because'])})</em>" if reason == OTHER else "") for one in its
        )
        parts.append(paragraph(f"<b>{words(t(f'check.why-{reason}'))}</b>") + listed(items))
    st.html(boxed("not-judged", "".join(parts)))


def _by_reason(left: Sequence[Told]) -> dict[str, list[Told]]:
    """The sentences that were not judged, by the reason, in the order of REASONS."""
    found = {name: [one for one in left if (one["reason"] or OTHER) == name] for name in REASONS}
    return {name: its for name, its in found.items() if its}


def _checked(release: Release, text: str, days: tuple[str, str]) -> Told:
    """A draft checked in a process of its own; the last one stays with the page of this reader, and ends with it."""
    key = hashlib.sha256("\0".join((release.id, *days, text)).encode()).hexdigest()
    kept: tuple[str, Told] | None = st.session_state.get(CHECKED)
    if kept is None or kept[0] != key:
        kept = key, json.loads(_written(release, text, days, client(), "json"))
        st.session_state[CHECKED] = kept
    return kept[1]


def _written(release: Release, text: str, days: tuple[str, str], asker: str, format_name: str) -> bytes:
    return in_process("kb.checking.asked:written", release.path, text, *days, format_name, asker=asker)


def _summary(found: Told, judged: Sequence[Told], wrong: Sequence[Told]) -> str:
    """How many sentences have which verdict, how many were not judged and why, and how many citations are wrong."""
    counts = Counter(one["verdict"] for one in judged)
    told = [f"{counts[name]} {lowered(t(f'check.verdict-{name}'))}" for name in VERDICTS if counts[name]]
    told = [", ".join(told) or t("check.none-judged")]
    if left := [one for one in found["judged"] if one["verdict"] == NOT_HELD]:
        why = ", ".join(f"{len(its)} {t(f'check.left-{name}')}" for name, its in _by_reason(left).items())
        told.append(t("check.left-n", n=grouped(len(left)), why=why))
    told += [counted("check.wrong-n", len(wrong))] if wrong else []
    said = "; ".join(told)
    return counted("check.summary", len(found["judged"]), said=said, as_of=found["as_of"], known_on=found["known_on"])


def _downloads(release: Release, text: str, days: tuple[str, str]) -> None:
    write = partial(_written, release, text, days, client())
    downloads((*FORMATS, DOSSIER), write, f"draft-{days[0]}", "check-download", media=MEDIA | {DOSSIER: "application/yaml"})


def _judged(one: Told, wrong: Sequence[Told], view: View) -> str:
    """A sentence with its verdict and what it cites wrongly, what the base says of the same, its passage and its days."""
    look, mark = VERDICTS[one["verdict"]]
    verdict = " ".join([badge(f"{mark} {t('check.verdict-' + one['verdict'])}", look), *_warnings(one, wrong)])
    place, _, question = (one["cell"] or "").partition("/")
    cell = view.held().but(place, questions=question).parts() if question else {}
    return "".join(
        [
            paragraph(f"{verdict} {words(one['sentence']['text'])}"),
            paragraph(f"<b>{t('check.base-says')}</b> {words(one['says'])}") if one["says"] else "",
            paragraph(_sentence(one["because"])),
            quiet(" · ".join(filter(None, (one["citation"], _days(one))))),
            way("compare", t("check.open"), ":material/table:", cell=f"{place}.{question}", **cell) if question else "",
        ]
    )


def _warnings(one: Told, wrong: Sequence[Told]) -> list[str]:
    """What a verdict does not say: that the rule does not apply on the day, that the sentence cites a wrong passage or court."""
    legal, enforcement = one["legal_status"], one["enforcement_status"]
    is_halted = legal not in (None, "in-force") or enforcement not in (None, "applicable")
    halted = [badge(f"◐ {status_words(legal, enforcement)}", "orange")] if is_halted else []
    sentence = one["sentence"]
    cited = (of for of in wrong if of["paragraph"] == sentence["paragraph"] and of["identifier"] in sentence["text"])
    return halted + [badge(f"✗ {of['identifier']}: {lowered(t('check.finding-' + of['finding']))}", "red") for of in cited]


def _days(one: Told) -> str:
    if not one["valid_from"]:
        return ""
    end = t("check.until", day=one["valid_until"]) if one["valid_until"] else ""
    evidence = t("check.evidence", grade=t(f"check.grade-{one['grade']}"), day=one["evidence_to"]) if one["evidence_to"] else ""
    return " · ".join(filter(None, (t("check.holds", day=one["valid_from"]) + end, evidence)))


def _cited(one: Told) -> str:
    """What a draft cites, what was found of it, and the way to it."""
    agrees = one["finding"] == HELD and one["compared"] == "supported"
    look, mark = FINDINGS["supported" if agrees else one["finding"]]
    leads = entity_way(one["dossier"], one["title"], ":material/gavel:") if one["dossier"] else ""
    has_status = one["status"] and one["finding"] != NO_SUCH  # what does not exist is not in force
    status = t("check.act", status=lowered(status_words(one["status"], None))) if has_status else ""
    head = f"{badge(f'{mark} ' + t('check.finding-' + one['finding']), look)} <b>{words(one['identifier'])}</b>"
    where = t("check.paragraph", n=one["paragraph"])
    bare = t("check.not-compared") if one["finding"] == HELD and not one["compared"] else ""
    return paragraph(head, words(bare), _sentence(one["told"])) + quiet(" · ".join(filter(None, (where, status)))) + leads


def _sentence(text: str) -> str:
    """Words of the check as a sentence, which begins with a capital and ends."""
    told = words(text)
    return told[:1].upper() + told[1:] + ("" if told.endswith((".", "?", "!")) or not told else ".")
