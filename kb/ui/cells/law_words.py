"""The law's own words on a page, beside ours: in their language and direction, with what moved since the edition before."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from kb.naming.links import safe_link
from kb.profiles.html import folded
from kb.texts.beside import LawWords
from kb.texts.moving import Piece
from kb.ui.frame.shared import plain
from kb.ui.words import t

LONG, SHOWN = 900, 600  # characters of a passage that is folded, and of its beginning that is shown
TAGS = {"same": "span", "old": "del", "new": "ins"}


def show_law_words(law: LawWords | None, place: Any = st) -> None:
    """A passage of law with its edition and kind; nothing where the text is not on this machine."""
    if law is None:
        return
    url = safe_link(law.address)
    near = "" if law.is_exact else " · " + t("law.near")
    address = f" · [{t('law.where')}](<{url}>)" if url else ""
    edition = t("law.edition", edition=plain(law.edition), kind=t(f"law.kind-{law.kind}"))
    place.caption(f"**{t('law.title')}** · {edition}{near}{address}")
    place.html(quotation(law) if len(law.words) <= LONG else _begun(law))
    if law.moved:
        with place.expander(t("law.moved")):
            st.html(_quoted(law, "".join(_piece(one) for one in law.moved)))


def _begun(law: LawWords) -> str:
    """The beginning of a long passage, cut between words, and the whole of it in a fold."""
    begin = law.words[:SHOWN].rsplit(maxsplit=1)[0]
    return _quoted(law, f"{escape(begin)} …") + folded(t("law.whole", n=len(law.words.split())), quotation(law))


def quotation(law: LawWords) -> str:
    """A passage as HTML, marked with its language and direction."""
    return _quoted(law, escape(law.words))


def _quoted(law: LawWords, inside: str) -> str:
    given = {"class": "law-words", "lang": law.language, "dir": law.direction, "tabindex": "0"}  # long ones scroll, by keys too
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
    return f"<blockquote{attributes}>{inside}</blockquote>"


def _piece(one: Piece) -> str:
    return f"<{TAGS[one.kind]}>{escape(one.words)}</{TAGS[one.kind]}>"
