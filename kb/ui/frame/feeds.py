"""The visible link to the feed of what a page is about; the script of the page puts the same into its head for feed readers."""

from __future__ import annotations

from html import escape

import streamlit as st

from kb.ui.frame.html import sign_of
from kb.ui.frame.spoken import said
from kb.ui.words import t
from kb.values.view import View


def feed_link(about: str, view: View) -> None:
    """A link to the feed of a view, named after what the page is about."""
    asked = view.but(as_of=None, known_on=None, release=None).address()
    address = f"feed.atom?{asked}" if asked else "feed.atom"
    title = t("feed.title", about=said(about))
    told = f'href="{escape(address)}" title="{escape(title)}" type="application/atom+xml" data-feed'
    st.html(f'<a class="way" {told}>{sign_of(":material/rss_feed:")}<span>{escape(t("feed.follow"))}</span></a>')
