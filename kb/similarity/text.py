"""Distances and the work list for readers: plain text and Markdown."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from itertools import islice

from kb.similarity.clusters import Clusters
from kb.similarity.distances import Distances, Pair
from kb.similarity.flips import Flip
from kb.similarity.nearest import nearest, orders
from kb.similarity.sentences import english
from kb.similarity.wording import (
    bounds_words,
    clarity_words,
    counted_words,
    distance_words,
    firm_words,
    flip_words,
    group_words,
    handed_down_words,
    little_known,
    nearest_words,
    not_comparable_words,
    orders_words,
    part_words,
    scoring_words,
    shared_law_words,
    trait_words,
)
from kb.tables.markdown import escape
from kb.values.words import caption, dates_line

MOST_PAIRS, TOP = 100, 3


def to_text(similarity: Distances, clusters: Clusters, flips: Sequence[Flip] | None) -> str:
    """The similarity as wrapped text."""
    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 120))
    lines = []
    for heading, sentences in _sections(similarity, clusters, flips):
        lines += ["", heading.upper(), ""] if heading else []
        for sentence in sentences:
            lines += textwrap.wrap(sentence, width, subsequent_indent="    " if heading else "")
    return "\n".join(lines) + "\n"


def to_markdown(similarity: Distances, clusters: Clusters, flips: Sequence[Flip] | None) -> str:
    """The similarity as Markdown: the pairs as a table, the rest as lists."""
    parts = []
    for heading, sentences in _sections(similarity, clusters, flips):
        if not heading:
            parts += [f"**{escape(sentences[0])}**", *[escape(sentence) for sentence in sentences[1:]]]
        elif heading == PAIRS:
            parts += [f"### {heading}", "\n".join(_table(similarity))]
        else:
            parts += [f"### {heading}", "\n".join(f"- {escape(sentence)}" for sentence in sentences)]
    return "\n\n".join(parts) + "\n"


PAIRS = "Pairs, nearest first"


def _sections(similarity: Distances, clusters: Clusters, flips: Sequence[Flip] | None) -> list[tuple[str, list[str]]]:
    """Headings with their sentences; the first without a heading."""
    comparison = similarity.comparison
    opening = [f"{caption(comparison)}: how alike", dates_line(comparison), *_how(similarity)]
    opening += [said for said in (scoring_words(similarity), little_known(similarity)) if said]
    found = nearest(similarity)
    sections = [
        ("", opening),
        (PAIRS, [line for pair in _shown(similarity) for line in _pair_lines(similarity, pair)] + _more(similarity)),
    ]
    if len(found) > 2:
        told = [orders_words(orders(similarity)), *(nearest_words(similarity, one) for one in found)]
        sections.append(("Which is nearest", [*told, *handed_down_words(similarity)]))
    return [*sections, *_group_section(clusters, flips)]


def _how(similarity: Distances) -> list[str]:
    return [english("method"), english("bounds"), english(f"weight-{similarity.weights}")]


def _shown(similarity: Distances) -> list[Pair]:
    return list(islice(similarity.pairs(), MOST_PAIRS))


def _more(similarity: Distances) -> list[str]:
    left = len(similarity.grid.pairs[0]) - MOST_PAIRS
    return [f"{left} more pairs are in the formats csv and json."] if left > 0 else []


def _pair_lines(similarity: Distances, pair: Pair) -> list[str]:
    names = similarity.names
    title = f"{names[pair.first]} and {names[pair.second]}: {distance_words(pair.distance)} ({bounds_words(pair)}), "
    lines = [f"{title}{pair.compared} of {len(pair.parts)} questions compared" + _open_words(pair)]
    if pair.separating:
        lines.append(f"    set apart by {_separating(pair)}")
    return lines + [f"    {said}" for said in _further(similarity, pair) if said]


def _open_words(pair: Pair) -> str:
    counts = ((len(pair.missing), "missing"), (len(pair.disputed), "disputed"), (len(pair.not_comparable), "not comparable"))
    said = ", ".join(f"{number} {word}" for number, word in counts if number)
    return f"; {said}" if said else ""


def _further(similarity: Distances, pair: Pair) -> list[str]:
    return [shared_law_words(similarity, pair), not_comparable_words(pair), counted_words(pair, similarity.names)]


def _notes(similarity: Distances, pair: Pair) -> list[str]:
    return [_open_words(pair).removeprefix("; "), *_further(similarity, pair)]


def _separating(pair: Pair) -> str:
    said = [f"{part_words(part)} ({part.share:.3f})" for part in pair.separating[:TOP]]
    left = len(pair.separating) - TOP
    return "; ".join([*said, *([f"and {left} more"] if left > 0 else [])])


def _table(similarity: Distances) -> list[str]:
    names = similarity.names
    lines = ["| Pair | Distance | Bounds | Compared | Open or not comparable | Set apart most by |", "|:--|--:|:--|:--|:--|:--|"]
    for pair in _shown(similarity):
        cells = [
            f"{names[pair.first]} and {names[pair.second]}",
            distance_words(pair.distance),
            bounds_words(pair),
            f"{pair.compared} of {len(pair.parts)}",
            "; ".join(said for said in _notes(similarity, pair) if said) or "nothing",
            _separating(pair) or "nothing",
        ]
        lines.append("| " + " | ".join(escape(cell) for cell in cells) + " |")
    return lines + [f"\n{line}" for line in _more(similarity)]


def _group_section(clusters: Clusters, flips: Sequence[Flip] | None) -> list[tuple[str, list[str]]]:
    if not clusters.groups:
        return []
    similarity = clusters.similarity
    sentences = [clarity_words(clusters)]
    for group in clusters.groups:
        traits = "; ".join(trait_words(group, trait) for trait in group.traits)
        sentences.append(group_words(similarity, group) + (f". Set apart by {traits}" if traits else ""))
    sentences += [f"⚠ One cell would change the groups: {flip_words(clusters, flip)}" for flip in flips or ()]
    return [("Groups", [*sentences, *([firm_words(flips)] if not flips else [])])]
