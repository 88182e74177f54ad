"""A page as SVG with its words as text, which can be selected, searched and edited; each line keeps its width in any font."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from kb.tables.native.drawn import Colour, Page, Run, Shape

FALLBACK = {"Libertinus Serif": "Georgia, 'Times New Roman', serif", "DejaVu Sans Mono": "monospace"}
FACES = (" Bold", " Italic", " Regular", " Semibold", " Oblique")


def as_svg(page: Page, title: str, said: str, seal: str = "") -> str:
    """The page as a picture, with a title and all its words for who cannot see it, and with its seal if it has one."""
    size = f'viewBox="0 0 {_n(page.width)} {_n(page.height)}" width="{_n(page.width)}pt" height="{_n(page.height)}pt"'
    sealed = f"<metadata>kb:seal {escape(seal)}</metadata>" if seal else ""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" xml:space="preserve">']
    parts += [f"<title>{escape(title)}</title><desc>{escape(said)}</desc>{sealed}"]
    parts += [_shape(one, page.height) for one in page.shapes]
    parts += [_run(one, page.height) for one in page.runs if one.text.strip()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _shape(one: Shape, height: float) -> str:
    left, low, right, high = one.box
    if one.line is not None:
        return (
            f'<line x1="{_n(left)}" y1="{_n(height - high)}" x2="{_n(right)}" y2="{_n(height - low)}" '
            f'stroke="{_rgb(one.colour)}" stroke-width="{_n(one.line)}"/>'
        )
    box = f'x="{_n(left)}" y="{_n(height - high)}" width="{_n(right - left)}" height="{_n(high - low)}"'
    return f'<rect {box} fill="{_rgb(one.colour)}"/>'


def _run(one: Run, height: float) -> str:
    family, face = _font(one.font)
    look = f'font-family={quoteattr(family)}{face} font-size="{_n(one.size)}" fill="{_rgb(one.colour)}"'
    text = one.text.rstrip()
    width = f' textLength="{_n(one.seen - one.x)}" lengthAdjust="spacingAndGlyphs"' if len(text) > 1 else ""
    return f'<text x="{_n(one.x)}" y="{_n(height - one.y)}"{width} {look}>{escape(text)}</text>'


def _font(name: str) -> tuple[str, str]:
    """The family of a font with others that look like it, and its weight and slope as attributes."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("-", " "))
    weight = ' font-weight="bold"' if "Bold" in spaced or "Semibold" in spaced else ""
    slope = ' font-style="italic"' if "Italic" in spaced or "Oblique" in spaced else ""
    for face in FACES:
        spaced = spaced.replace(face, "")
    spaced = spaced.replace("De ja Vu", "DejaVu").replace("Deja Vu", "DejaVu").strip()
    return f"'{spaced}', {FALLBACK.get(spaced, 'serif')}", weight + slope


def _rgb(colour: Colour) -> str:
    values = colour * 3 if len(colour) == 1 else colour[:3]
    return "#" + "".join(f"{round(max(0.0, min(1.0, one)) * 255):02x}" for one in values)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
