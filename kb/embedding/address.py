"""Addresses of embedded comparisons, live or frozen, and the snippets that authors paste."""

from __future__ import annotations

from html import escape

from kb.release.policy_choice import DEFAULT
from kb.tables import FORMATS
from kb.values.dialects import print_address, print_marker
from kb.values.form import FORM_FIELDS, PLAIN, Form
from kb.values.model import Comparison
from kb.values.view import View
from kb.values.words import caption

PATH = "/embed/compare"
HEIGHT = 640
FRAMES = ("plain", "fit")  # fit: the page says its height to the page around it
HOST_SCRIPT = (
    "(function(){var f=document.currentScript.previousElementSibling,e=f,c=[];"
    "for(;e;e=e.parentElement){c=getComputedStyle(e).backgroundColor.match(/[\\d.]+/g)||[];"
    "if(c.length===3||+c[3]>0.5)break}"
    "if(e&&c.length>2)f.src+='&theme='+(0.299*c[0]+0.587*c[1]+0.114*c[2]<128?'dark':'light');"
    "addEventListener('message',function(m){if(m.source===f.contentWindow&&m.data&&m.data.kb==='height'&&m.data.height>0)"
    "f.style.height=Math.min(m.data.height,30000)+'px'})})()"
)


def embed_address(comparison: Comparison, origin: str, frozen: bool = False, form: Form = PLAIN) -> str:
    """Where a comparison is served in a form; live it follows law and record of today, frozen it keeps days and release."""
    view = View.of(comparison)
    looks = print_address(form.texts(), FORM_FIELDS)
    return f"{origin.rstrip('/')}{PATH}?{'&'.join(filter(None, ((view if frozen else view.live()).address(), looks)))}"


def other_formats(query: str) -> list[tuple[str, str]]:
    """(label, address) of the formats that an embedded page offers, for one query."""
    return [(FORMATS[name].label, f"{PATH}.{name}?{query}") for name in ("csv", "json", "md", "docx", "xlsx")]


def iframe(address: str, title: str, height: int = HEIGHT, width: str = "100%") -> str:
    """The HTML that shows an embedded comparison in another page; no script is needed."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" loading="lazy" '
        f'style="width:{escape(width)};height:{height}px;border:0"></iframe>'
    )


def fitting(address: str, title: str, height: int = HEIGHT) -> str:
    """The same with a script, which makes the frame as high as the table and dark where the page around it is dark."""
    return f"{iframe(f'{address}&frame=fit', title, height)}\n<script>{HOST_SCRIPT}</script>"


def snippets(comparison: Comparison, origin: str, form: Form = PLAIN, height: int = HEIGHT) -> dict[str, str]:
    """What an author pastes: frames for web pages and markers for reports, live and frozen."""
    title, view = form.caption or caption(comparison), View.of(comparison)
    view = view.but(policy=None) if view.policy == DEFAULT else view
    looks = print_marker(form.texts(), FORM_FIELDS)
    live, frozen = (embed_address(comparison, origin, is_frozen, form) for is_frozen in (False, True))
    return {
        "page-fitting": fitting(live, title, height),
        "page-live": iframe(live, title, height),
        "page-frozen": iframe(frozen, title, height),
        "report-live": f"<!-- kb:compare {' '.join(filter(None, (view.live().marker(), looks)))} -->\n<!-- kb:end -->",
        "report-frozen": f"<!-- kb:compare {' '.join(filter(None, (view.marker(), looks)))} -->\n<!-- kb:end -->",
    }
