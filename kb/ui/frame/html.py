"""Pieces of a page as HTML: a set of cards or a list with links in it is one element of the page, not hundreds."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from kb.naming import iris
from kb.naming.links import safe_link
from kb.profiles.html import boxed, element
from kb.ui.frame.spoken import said
from kb.ui.words import FIRST, language, spoken_language, t


def words(text: str) -> str:
    """Text as HTML, in the language of the page where it is a name or a computed sentence."""
    return escape(said(text))


def written_in(text: str) -> str:
    """The language of a text on a page in another one, which has no words for it; empty where it is in that of the page."""
    return FIRST if text and spoken_language() != FIRST and said(text) == text else ""


def sentence(text: str) -> str:
    """What somebody wrote, or a computed sentence, as HTML marked with its language where that is not the one of the page."""
    return f'<span lang="{found}">{words(text)}</span>' if (found := written_in(text)) else words(text)


def address(page: str, **state: str) -> str:
    """Another page of the app with its state, as an address from any page; the language goes along."""
    spoken = {"lang": language()} if language() != FIRST else {}
    asked = urlencode({name: value for name, value in (state | spoken).items() if value}, safe="/,*.")
    return f"{page}?{asked}" if asked else page


def way(page: str, label: str, icon: str | None = ":material/arrow_forward:", **state: str) -> str:
    """A link to another page, with an icon as ``:material/name:``, followed within the app."""
    return f'<a class="way" href="{escape(address(page, **state))}" data-soft>{sign_of(icon)}<span>{words(label)}</span></a>'


def go(place: str, label: str) -> str:
    """A link to a place within the page or the window, by its name."""
    return f'<a href="#{escape(place)}" data-go="{escape(place)}">{words(label)}</a>'


def anchor(place: str) -> str:
    """A place within the page that a link leads to."""
    return f'<span id="{escape(place)}" class="place"></span>'


def entity_way(iri: str, label: str, icon: str | None = ":material/arrow_forward:") -> str:
    """A link to the page of an entity."""
    return way("entity", label, icon, e=iri.removeprefix(iris.ID))


def outside(label: str, url: str | None) -> str:
    """A link to another site; nothing where the address is none that may be followed."""
    return f'<a href="{escape(found)}" rel="noopener">{escape(label)}</a>' if (found := safe_link(url)) else ""


def badge(text: str, look: str = "gray") -> str:
    """A short word in a coloured field; the look is gray, red, orange or green."""
    return element("span", words(text), class_=f"badge {look}")


def paragraph(*parts: str, look: str = "") -> str:
    """Parts that are HTML already, each on a line of its own; nothing where all are empty."""
    inner = "<br>".join(part for part in parts if part)
    return f'<p class="{escape(look)}">{inner}</p>' if inner else ""


def quiet(text: str) -> str:
    """A line of small text."""
    return paragraph(words(text), look="quiet")


def heading(text: str) -> str:
    """A heading of a part of the page."""
    return f"<h2>{words(text)}</h2>"


def beside(*parts: str) -> str:
    """Parts that are HTML already beside each other, below each other on a phone; an empty one takes no room."""
    return boxed("two", "".join(element("div", part) for part in parts if part))


def to_copy(text: str) -> str:
    """Text to take along, in letters of one width, with a button that copies it."""
    name = t("app.copy")
    button = element("button", sign_of("content_copy"), type="button", data_copy="", title=name, aria_label=name)
    return boxed("copied", element("pre", escape(text)) + button)


def listed(items: Iterable[str], kind: str = "ul") -> str:
    """A list of items that are HTML already; the kind is ul or ol."""
    inner = "".join(f"<li>{item}</li>" for item in items)
    return f"<{kind}>{inner}</{kind}>" if inner else ""


def cards(inner: Iterable[str]) -> str:
    """Cards below each other, each HTML already."""
    return boxed("cards", "".join(element("section", one) for one in inner))


def sign_of(icon: str | None) -> str:
    """A sign of the icon font, by its name as ``:material/name:``; readers of the page aloud leave it out."""
    name = (icon or "").removeprefix(":material/").removesuffix(":")
    return element("span", escape(name), class_="icon", aria_hidden="true", translate="no") if name else ""
