"""Code, comments and markers in one report: what begins first decides, and what a refresh writes decides nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.embedding.blocks import Source
from kb.embedding.marker_options import MarkerError
from kb.embedding.text_reports import refresh_text

TABLE, VALUE, RAW = "<!-- kb:compare xa -->", "<!-- kb:value xa forced-sale -->", "{kb: xa forced-sale}"
END = "<!-- kb:end -->"
RULE = "A minister may review acquisitions case by case"
LATEX = ["% kb:compare xa\n", "\n% kb:end\n", RAW, "\\kbvalue{xa forced-sale}{old}"]
PIECES = {
    "md": [TABLE, VALUE, RAW, END, "`", "``", "```", "~~~", "    ", "|", "<!--", "-->", "[^1]"],
    "html": [TABLE, VALUE, RAW, END, "<!--", "-->", "<pre>", "</pre>", "<code>", "</code>", "<SCRIPT>", "</script>", "<p>"],
    "tex": [
        *LATEX,
        "\\begin{verbatim}",
        "\\end{verbatim}",
        "\\verb|",
        "|",
        "%",
        "\\begin{lstlisting}",
        "\\end{lstlisting}",
        "{",
        "}",
    ],
}
OPENED = {
    "md": ("```\n", "~~~~\n", "`", "``", "<!-- ", "    "),
    "html": ("<pre>", "<code>", "<script>", "<!-- "),
    "tex": ("\\begin{verbatim}\n", "\\verb|", "% "),
}
CLOSED = {
    "md": ("```\n", "~~~~\n", "`", "``", " -->", "\n"),
    "html": ("</pre>", "</code>", "</script>", " -->"),
    "tex": ("\\end{verbatim}\n", "|", "\n"),
}


def marked(kind, content, is_table):
    """A table or a value between its markers, with ``content`` there."""
    if kind == "tex":
        return f"\n% kb:compare xa\n{content}\n% kb:end\n" if is_table else "\\kbvalue{xa forced-sale}{old}"
    return f"\n{TABLE}\n{content}\n{END}\n" if is_table else f"{VALUE}{content}{END}"


@st.composite
def reports(draw, kind):
    """Tables and values with code opened and closed inside, outside and across their markers, in any order."""
    loose = st.sampled_from([*PIECES[kind], *OPENED[kind], *CLOSED[kind], "text ", "\n", "\n\n", "\r\n"])
    inside = st.lists(st.sampled_from([*OPENED[kind], *CLOSED[kind], RAW, "text", "\n"]), max_size=3).map("".join)
    places = st.builds(marked, st.just(kind), inside, st.booleans())
    paired = st.integers(0, len(OPENED[kind]) - 1)
    shown = st.builds(lambda at, said: f"\n{OPENED[kind][at]}{said}{CLOSED[kind][at]}\n", paired, st.one_of(places, loose))
    return "".join(draw(st.lists(st.one_of(places, places, shown, loose, st.just(RAW)), max_size=8)))


def refreshed_twice(home, kind, text):
    """The report after a refresh, None if it is refused; a second refresh must change nothing."""
    source = Source(home)
    try:
        once, _ = refresh_text(source, kind, text)
    except MarkerError:
        return None
    assert refresh_text(source, kind, once) == (once, [])
    return once


@pytest.mark.parametrize("kind", sorted(PIECES))
@given(data=st.data())
def test_whatever_code_a_report_opens_and_closes_refreshing_again_changes_nothing(mini_home, kind, data):
    refreshed_twice(mini_home, kind, data.draw(reports(kind)))


@given(pieces=st.lists(st.sampled_from([*PIECES["md"], "\n", "text ", "\r\n", "é"]), max_size=12))
@example(pieces=[TABLE, "\n", "```\n", END, "\n\n", RAW, "\n```\n"])
@example(pieces=[TABLE, "\n", "`", "\n", END, RAW, "`"])
def test_whatever_a_report_holds_it_is_refreshed_or_refused_and_refreshing_again_changes_nothing(mini_home, pieces):
    refreshed_twice(mini_home, "md", "".join(pieces))


ACROSS = {
    "a fence opened between two markers": ("md", f"{TABLE}\n```\n{END}\n\nSo {RAW}.\n\n```\nx\n```\n"),
    "a fence closed between two markers": ("md", f"{TABLE}\n~~~\nold\n{END}\n\nSo {RAW}.\n\n~~~\nx\n~~~\n"),
    "a backtick between two markers": ("md", f"{TABLE}\nit`s\n{END} So {RAW} isn`t.\n"),
    "a backtick in a value": ("md", f"{VALUE}it`s{END} So {RAW} isn`t.\n"),
    "a comment opened between two markers": ("md", f"{TABLE}\n<!-- mine\n{END}\n\nSo {RAW}. -->\n"),
    "an element opened between two markers": ("html", f"{TABLE}\n<pre>\n{END}\n<p>So {RAW}.</p>\n<pre>x</pre>\n"),
    "a listing opened between two markers": (
        "tex",
        f"% kb:compare xa\n\\begin{{verbatim}}\n% kb:end\nSo {RAW}.\n\\begin{{verbatim}}\nx\n\\end{{verbatim}}\n",
    ),
}


@pytest.mark.parametrize(("kind", "text"), ACROSS.values(), ids=ACROSS)
def test_what_lies_between_two_markers_opens_no_code_below_them(mini_home, kind, text):
    once = refreshed_twice(mini_home, kind, text)
    assert once and RULE in once + RULE * (VALUE in text)
    assert RAW not in once and once.count("So ") == 1


SHOWN = {
    "a fence around both": ("md", f"```html\n{TABLE}\nold\n{END}\n```\n"),
    "a fence with only the first": ("md", f"```\n{TABLE}\n```\n"),
    "a longer fence around a shorter one": ("md", f"````\n```\n{RAW}\n```\n{RAW}\n````\n"),
    "a fence with other signs in it": ("md", f"~~~\n```\n{RAW}\n~~~\n"),
    "a fence below more of an item": ("md", f"- an item\n\n    more of it\n\nText.\n\n```\n{RAW}\n```\n"),
    "a comment": ("md", f"<!-- later: {RAW} -->\n"),
    "a comment of HTML": ("html", f"<!-- later:\n{RAW} -->\n<p>x</p>\n"),
    "an element": ("html", f"<pre><code>{TABLE}\n{END}</code></pre>\n"),
    "a listing": ("tex", f"\\begin{{verbatim}}\n% kb:compare xa\n% kb:end\n{RAW}\n\\end{{verbatim}}\n"),
    "a verb": ("tex", f"\\verb|{RAW}| and \\verb*+{RAW}+\n"),
    "a line of comment": ("tex", f"% later: {RAW}\n"),
}


@pytest.mark.parametrize(("kind", "text"), SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_code_or_a_comment_shows_is_left_alone_and_what_follows_is_not(mini_home, kind, text, newline):
    text = text.replace("\n", newline)
    once = refreshed_twice(mini_home, kind, f"{text}{newline}So {RAW}.{newline}")
    assert once and once.startswith(text) and "So {kb" not in once


def test_a_table_stands_below_its_marker_whatever_ends_the_lines(mini_home):
    text = f"{TABLE}\nold\n{END}\n"
    once = refreshed_twice(mini_home, "md", text)
    assert once.startswith(f"{TABLE}\n") and "old" not in once
    assert refreshed_twice(mini_home, "md", text.replace("\n", "\r\n")) == once.replace("\n", "\r\n")


REFUSED = {
    "a fence that ends before kb:end": ("md", f"```\n{TABLE}\n```\n{END}\n", "4: kb:end without a marker"),
    "a fence that is never closed": (
        "md",
        f"text\n```\nx\n\n{RAW}\n",
        "5: this marker stands below '```' on line 2, which is never",
    ),
    "a comment that is never closed": ("html", f"<!-- x\n{RAW}\n", "2: this marker stands below '<!--' on line 1"),
    "an element that is never closed": ("html", f"<pre>\n{TABLE}\n{END}\n", "2: this marker stands below '<pre' on line 1"),
    "a fence that begins once the value is written": ("md", f"```{VALUE}`{END}\n", "1: code begins near this marker"),
    "code that is none once the table is written": (
        "md",
        f"So {VALUE}{END}.\n\n- an item\n\n  {TABLE}\nold\n  {END}\n\n    {RAW}\n",
        "5: code begins near this marker",
    ),
    "a listing that is never closed": ("tex", f"\\begin{{verbatim}}\n{RAW}", "2: this marker stands below '\\begin{verbatim}'"),
}


@pytest.mark.parametrize(("kind", "text", "message"), REFUSED.values(), ids=REFUSED)
def test_a_marker_that_cannot_be_told_from_code_is_refused_with_its_line(mini_home, kind, text, message):
    with pytest.raises(MarkerError) as found:
        refresh_text(Source(mini_home), kind, text)
    assert str(found.value).startswith(message)
