"""Agreement of two coders as text for people and JSON for programs, with every disagreement."""

from __future__ import annotations

from typing import Any

from kb.agreement.pairs import Agreement, Pair, agreements, findings, least_agreed


def agreement_json(pairs: list[Pair], cells: int) -> dict[str, Any]:
    """``cells`` is how many cells of the release have an answer or absence of their own."""
    return {
        "double_coded": len(pairs),
        "cells": cells,
        "share": round(len(pairs) / cells, 4) if cells else None,
        "could_not_tell": sum(not one.is_told for one in pairs),
        "dimensions": [vars(one) for one in agreements(pairs)],
        "found": findings(pairs),
        "disagreements": [_disagreement(one) for one in pairs if one.apart],
        "least_agreed": [
            {"question": name, "cells": count, "agreeing": agreeing} for name, count, agreeing in least_agreed(pairs)
        ],
    }


def _disagreement(one: Pair) -> dict[str, Any]:
    names = ("draw", "jurisdiction", "question", "first", "second", "first_by", "second_by", "pinpoint", "note")
    looked_again = ("found", "resolution", "amended")
    return {name: getattr(one, name) or None for name in names + looked_again} | {"apart": list(one.apart)}


def agreement_text(pairs: list[Pair], cells: int) -> str:
    """The same for people: a line for each dimension, then the disagreements, then the questions that are least agreed."""
    share = f"{100 * len(pairs) / cells:.1f}" if cells else "0"
    untold = sum(not one.is_told for one in pairs)
    lines = [
        f"{len(pairs)} of {cells} cells are coded twice ({share} percent); of {untold} the texts at hand did not tell",
        "",
        _row("dimension", "scale", "cells", "agree", "alpha"),
    ]
    lines += [_agreement(one) for one in agreements(pairs)]
    lines += ["", *(_found(draw, counts) for draw, counts in findings(pairs).items())]
    apart = [one for one in pairs if one.apart]
    answers = sum(not one.agrees for one in apart)
    lines += ["", f"{len(apart)} disagreements, {answers} of them on the answer"] if pairs else []
    lines += [line for one in apart for line in _told(one)]
    worst = least_agreed(pairs)[:5]
    lines += ["", "least agreed"] if worst else []
    lines += [f"{name}: {agreeing} of {count} agree" for name, count, agreeing in worst]
    return "\n".join(lines) + "\n"


def _row(*cells: object) -> str:
    dimension, scale, *numbers = map(str, cells)
    return f"{dimension:<34}{scale:<10}" + "".join(f"{number:>8}" for number in numbers)


def _agreement(one: Agreement) -> str:
    return _row(one.dimension, one.scale, one.cells, one.agreeing, "-" if one.alpha is None else f"{one.alpha:.3f}")


def _told(one: Pair) -> list[str]:
    where = f" ({one.pinpoint})" if one.pinpoint else ""
    said = f"{one.jurisdiction} {one.question}: {one.first} ({one.first_by}), but {one.second} ({one.second_by}){where}"
    if one.agrees:
        said = f"{one.jurisdiction} {one.question}: both {one.first}, apart in {', '.join(one.apart)}{where}"
    looked_again = f"ours {one.found}: {one.resolution}" if one.found else ""
    if one.amended:
        looked_again += f" Amended on {one.amended}."
    return [said, *(f"  {' '.join(text.split())}" for text in (one.note, looked_again) if text)]


def _found(draw: str, counts: dict[str, int]) -> str:
    """What was found of our statements in one draw."""
    told = ", ".join(f"{name} {number}" for name, number in counts.items() if name != "cells")
    return f"{draw}: of {counts['cells']} statements of ours {told}"
