"""Distances as JSON: the shape that ``similar --format json`` promises.

    {"release", "as_of", "known_on", "platform", "policy", "weights": "question" | "dimension",
     "incomparable": "left out" | "counted",
     "jurisdictions": [{"id", "name", "known": share of the questions with a finding}],
     "questions": [{"id", "dimension", "scale": "ordinal" | "nominal"}],
     "pairs": [{"first", "second", "distance", "lower", "upper", "compared": number of questions that count,
                "shared_law": [jurisdictions whose law binds both],
                "contributions": [{"question", "share", "apart", "first": finding, "second": finding, "open": true | false}],
                "missing": [{"jurisdiction", "question", "state"}], "disputed": [{"jurisdiction", "question"}],
                "not_comparable": [{"question", "because"}],
                "counted_although_incomparable": [{"question", "because": [...]}]}],
     "nearest": [{"jurisdiction", "nearest", "rivals": [...]}], "open_orders": {"total", "open"},
     "groups": [{"name", "members": [...], "set_apart_by": [{"question", "finding", "members", "apart"}]}],
     "not_placed": [{"jurisdiction", "because"}], "clarity": mean silhouette,
     "flips": [{"jurisdiction", "question", "finding", "moves": [{"jurisdiction", "origin", "target"}]}]}

Pairs stand nearest first. The shares of a pair (those that are not 0 are listed) sum to its distance. ``distance``, ``lower``
and ``upper`` are null where no question can be compared. ``open_orders`` counts the cases in which the bounds of two distances
from one regime overlap; ``rivals`` may be as near as the nearest; of a place and what it
belongs to neither is the nearest of the other. ``groups`` is empty for fewer than three regimes that are
known well enough. ``flips`` are missing or disputed cells that would move regimes to another group if they showed the finding;
null if there are too many such cells to try each.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kb.similarity.clusters import Clusters
from kb.similarity.comparable import caution_words
from kb.similarity.distances import Distances, Pair, Part
from kb.similarity.flips import Flip
from kb.similarity.nearest import nearest, orders
from kb.similarity.shared_law import shared_law
from kb.tables.json import point


def contract(similarity: Distances, clusters: Clusters, flips: list[Flip] | None) -> dict[str, Any]:
    """The similarity as plain values."""
    comparison = similarity.comparison
    return {
        **point(comparison),
        "weights": similarity.weights,
        "incomparable": "counted" if similarity.include_incomparable else "left out",
        "jurisdictions": [
            {"id": slug, "name": name, "known": round(float(known), 6)}
            for (slug, name), known in zip(comparison.jurisdictions, similarity.known, strict=True)
        ],
        "questions": [{"id": head.id, "dimension": head.dimension, "scale": head.scale} for head in comparison.questions],
        "pairs": [_pair(similarity, pair) for pair in similarity.pairs()],
        "nearest": [asdict(found) | {"rivals": list(found.rivals)} for found in nearest(similarity)],
        "open_orders": asdict(orders(similarity)),
        "groups": _groups(clusters),
        "not_placed": [{"jurisdiction": slug, "because": because} for slug, because in clusters.left_out],
        "clarity": clusters.clarity,
        "flips": None if flips is None else [asdict(flip) | {"moves": list(map(asdict, flip.moves))} for flip in flips],
    }


def _pair(similarity: Distances, pair: Pair) -> dict[str, Any]:
    names = similarity.names
    return {
        "first": pair.first,
        "second": pair.second,
        "distance": pair.distance,
        "lower": pair.lower,
        "upper": pair.upper,
        "compared": pair.compared,
        "shared_law": list(shared_law(similarity.wholes, pair.first, pair.second)),
        "contributions": [_contribution(part) for part in pair.separating],
        "missing": [{"jurisdiction": cell.jurisdiction, "question": cell.question, "state": cell.state} for cell in pair.missing],
        "disputed": [{"jurisdiction": cell.jurisdiction, "question": cell.question} for cell in pair.disputed],
        "not_comparable": [{"question": part.head.id, "because": part.left_out} for part in pair.not_comparable],
        "counted_although_incomparable": [
            {"question": part.head.id, "because": [caution_words(caution, names) for caution in part.cautions]}
            for part in pair.parts
            if part.cautions and part.apart is not None
        ],
    }


def _contribution(part: Part) -> dict[str, Any]:
    one, other = (cell.answer or cell.state for cell in part.cells)
    return {"question": part.head.id, "share": part.share, "apart": part.apart, "first": one, "second": other, "open": part.open}


def _groups(clusters: Clusters) -> list[dict[str, Any]]:
    return [
        {
            "name": group.name,
            "members": list(group.members),
            "set_apart_by": [
                {"question": trait.head.id, "finding": trait.finding, "members": trait.members, "apart": round(trait.apart, 6)}
                for trait in group.traits
            ],
        }
        for group in clusters.groups
    ]
