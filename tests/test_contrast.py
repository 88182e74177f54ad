"""Whatever is written in soft letters can be read: its contrast on its paper is 4.5 to 1 or more, light and dark."""

import re
from pathlib import Path

import pytest

from kb.tables.html import TEMPLATES

LEAST = 4.5
PAGE = ("#ffffff", "#171614")  # the papers of the app, light and dark
STYLE = Path("kb/ui/style.css")
INK = re.compile(r"(?<![-\w])color: light-dark\((#\w+), (#\w+)\)")
NAMES = ("ink", "soft", "caveat", "warn", "link")


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_it_is_defined():
    assert contrast("#000000", "#ffffff") == 21 and round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("at", [0, 1], ids=["light", "dark"])
def test_what_a_table_says_softly_can_be_read_on_its_paper(at):
    themes = re.findall(r"--ink:[^}]*?--link: #\w+", (TEMPLATES / "style.html.jinja").read_text(encoding="utf-8"))
    colours = dict(re.findall(r"--(\w+): (#\w{6})", themes[at]))
    assert set(NAMES) < colours.keys()
    for name in NAMES:
        assert contrast(colours[name], colours["paper"]) >= LEAST, name
        assert contrast(colours[name], colours["band"]) >= LEAST, name


def test_a_caveat_is_darker_than_the_line_of_days():
    light, dark = re.findall(
        r"--soft: (#\w{6}); --caveat: (#\w{6})", (TEMPLATES / "style.html.jinja").read_text(encoding="utf-8")
    )
    assert contrast(light[1], "#ffffff") > contrast(light[0], "#ffffff") and luminance(dark[1]) > luminance(dark[0])


def test_what_a_page_says_softly_can_be_read_light_and_dark():
    rules = re.findall(r"[^{}]+\{[^{}]*\}", STYLE.read_text(encoding="utf-8"))
    inks = [(pair, rule) for rule in rules if "background" not in rule for pair in INK.findall(rule)]
    assert len(inks) > 5
    for pair, rule in inks:
        assert all(contrast(ink, paper) >= LEAST for ink, paper in zip(pair, PAGE, strict=True)), rule


@pytest.mark.parametrize("name", ["table.typ", "slide.typ", "brief.typ"])
def test_what_a_picture_says_softly_can_be_read_on_white(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    inks = re.findall(r'#let (?:soft|caveat) = rgb\("(#\w{6})"\)', text) + re.findall(r'text\(fill: rgb\("(#\w{6})"\)', text)
    assert inks and all(contrast(ink, "#ffffff") >= LEAST for ink in inks)
