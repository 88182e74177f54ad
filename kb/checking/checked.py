"""A whole draft, checked: the verdict on each sentence and what it cites, as text, Markdown, JSON, or a dossier of a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import yaml

from kb.checking.citation import HELD, WRONG, Cited
from kb.checking.cited import citations_of
from kb.checking.draft_text import Sentence
from kb.checking.judging import Judge
from kb.checking.verdict import NOT_HELD, Judged
from kb.release.release import Release
from kb.saving import as_json
from kb.tables.markdown import escape

FORMATS, MOST_SENTENCES = ("txt", "md", "json"), 2_000
OPENLY = (
    "Only what the base surely speaks of is judged: a sentence that names one jurisdiction and says nearly what a claim says, or "
    "gives the number that a question asks for; in English. What is cited is looked up in English and German. "
    "Not held means that nothing was compared, not that the sentence is wrong."
)
OF_DOSSIERS = {
    "supported": "supported",
    "partly": "partly-supported",
    "contradicted": "contradicted",
    "outdated": "partly-supported",
    "more-certain": "partly-supported",
}


@dataclass(frozen=True)
class Checked:
    """A draft with the verdict on each of its sentences, at one point of both clocks, and what it cites.

    Of a long draft ``read`` sentences have a verdict and ``unread`` ones after them have none.
    """

    release: str
    as_of: str
    known_on: str
    judged: tuple[Judged, ...]
    cited: tuple[Cited, ...]
    read: int
    unread: int = 0


def check(release: Release, sentences: Sequence[Sentence], as_of: str, known_on: str) -> Checked:
    """Judge the sentences of a draft by a release, the first MOST_SENTENCES of them."""
    judge = Judge(release, as_of, known_on)
    judged = tuple(map(judge.judge, sentences[:MOST_SENTENCES]))
    cited = citations_of(release, judge, judged)
    return Checked(release.id, as_of, known_on, judged, tuple(cited), len(judged), len(sentences) - len(judged))


def write_checked(found: Checked, format_name: str) -> str:
    """A checked draft in one of FORMATS."""
    if format_name == "json":
        return as_json({**asdict(found), "about": OPENLY})
    return _markdown(found) if format_name == "md" else _text(found)


def summary(found: Checked) -> str:
    """How many sentences have which verdict, in words."""
    counts = Counter(one.verdict for one in found.judged)
    told = ", ".join(f"{number} {verdict}" for verdict, number in counts.most_common())
    known = f"Law as of {found.as_of}, as known on {found.known_on}. Release {found.release}."
    return " ".join(filter(None, (f"{found.read} sentences: {told}.", _unread(found), known)))


def _unread(found: Checked) -> str:
    """That a draft is longer than what is read of it; nothing of one that was read to its end."""
    if not found.unread:
        return ""
    return f"NOT READ: {found.unread} more sentences; {MOST_SENTENCES} of a draft are read; check the rest as another draft."


def _text(found: Checked) -> str:
    lines = [summary(found), OPENLY, ""]
    for one in found.judged:
        if one.verdict != NOT_HELD:
            lines += [
                f"{one.verdict.upper()}  {one.cell or ''}  (paragraph {one.sentence.paragraph})",
                f"    {one.sentence.text}",
            ]
            lines += [f"    The base: {one.says}"] if one.says else []
            lines += [f"    Status: {_status(one)}"] if one.is_halted else []
            lines += [f"    Why: {one.because}. {one.citation or ''}".rstrip(), ""]
    lines += [f"{'WRONG  ' if one.finding in WRONG else ''}{one.identifier}: {_held(one)}" for one in found.cited]
    return "\n".join(lines).rstrip() + "\n"


def _status(one: Judged) -> str:
    return "; ".join(part.replace("-", " ") for part in (one.legal_status, one.enforcement_status) if part)


def _held(one: Cited) -> str:
    """What was found of what is cited: its dossier, title and status, whether it was compared, and what is told of it."""
    found = f"{one.dossier}, {one.title}{f'; {one.status}' if one.status else ''}" if one.dossier else ""
    bare = "it exists; what the text says of it was not compared" if one.finding == HELD and not one.compared else ""
    return "; ".join(filter(None, (found, bare, one.told)))


def _markdown(found: Checked) -> str:
    lines = [escape(summary(found)), "", escape(OPENLY), "", "| Sentence | Verdict | Cell | The base |", "|:--|:--|:--|:--|"]
    for one in found.judged:
        told = f"{one.because}; {_status(one)}" if one.is_halted else one.because
        base = f"{escape(one.says or '')} *{escape(told)}* {escape(one.citation or '')}" if one.verdict != NOT_HELD else ""
        lines.append(f"| {escape(one.sentence.text)} | {one.verdict} | {one.cell or ''} | {base} |")
    lines += [""]
    lines += [
        f"- {'**wrong** ' if one.finding in WRONG else ''}{escape(one.identifier)}: {escape(_held(one))}" for one in found.cited
    ]
    return "\n".join(lines).rstrip() + "\n"


def write_dossier(found: Checked, title: str) -> str:
    """The draft begun as a dossier of a source: a claim for each sentence that was judged, to be put in words of one's own."""
    claims = {
        f"c{number:02}": {
            "where": {
                "part": "body",
                "paragraph": str(one.sentence.paragraph),
                "sentence": str(one.sentence.number),
                "sha256": one.sentence.sha256,
            },
            "says": "TODO: the sentence in words of your own",
            "verdict": OF_DOSSIERS[one.verdict],
            "because": f"{one.because}: {one.says}" if one.says else one.because,
        }
        for number, one in enumerate((one for one in found.judged if one.verdict != NOT_HELD), 1)
    }
    head = {
        "title": title,
        "kind": "news",
        "published": "TODO: the day",
        "accessed": found.known_on,
        "evidence": {"grade": "secondary", "read_in": "the text itself", "checked": "confirmed"},
        "coded": {"by": "kb-editors", "on": found.known_on},
    }
    cut = f"# {_unread(found)}\n" if found.unread else ""
    return cut + yaml.safe_dump({**head, "claims": claims}, sort_keys=False, allow_unicode=True, width=125)
