"""Say a validation error in an editor's words, at its line."""

from __future__ import annotations

from typing import Any

from rapidfuzz import fuzz, process

from kb.loaders import dossier_records, fields, register_records, source_records
from kb.loaders.fields import Record
from kb.loaders.problems import LIKE, LONGEST_WORD, Problem
from kb.loaders.yaml_files import Located, Place

KEYS = sorted(
    {
        info.alias or name
        for module in (fields, dossier_records, source_records, register_records)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, Record)
        for name, info in model.model_fields.items()
    }
)
PLAIN = {
    "string_type": "write text here",
    "tuple_type": "write a list here: lines that begin with '- '",
    "dict_type": "write 'key: value' lines here",
    "model_type": "write 'key: value' lines here",
    "model_attributes_type": "write 'key: value' lines here",
    "string_too_short": "is empty; write something or leave the key out",
}


def explain_error(located: Located, error: Any) -> Problem:
    """Turn one pydantic error into a problem with path, line and what to write instead."""
    place: Place = tuple(part for part in error["loc"] if not _is_noise(part))
    kind, given = error["type"], error.get("input")
    if kind == "missing":
        return located.problem(place[:-1], f"add '{place[-1]}:', it is required")
    if kind == "extra_forbidden":
        others = [key for key in KEYS if key != place[-1]]
        near = process.extractOne(str(place[-1])[:LONGEST_WORD], others, scorer=fuzz.ratio, score_cutoff=LIKE)
        hint = f" (did you mean '{near[0]}'?)" if near else "; remove it or see docs/curator.md for the keys of this file"
        return located.problem(place, f"unknown key '{place[-1]}'{hint}")
    if given is None:
        return located.problem(place, "is empty; write a value or leave the key out")
    found = "" if isinstance(given, dict | list) else f" (found '{_shorten(given)}')"
    return located.problem(place, _advice(kind, error) + found)


def _advice(kind: str, error: Any) -> str:
    if kind in PLAIN:
        return PLAIN[kind]
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind == "too_short":
        return f"write at least {error['ctx']['min_length']} of these"
    if kind == "string_too_long":
        return f"shorten this to {error['ctx']['max_length']} characters"
    if kind == "string_pattern_mismatch":
        return f"write it in the form {error['ctx']['pattern']}"
    return str(error["msg"])


def _is_noise(part: Any) -> bool:
    """Parts that pydantic adds to a place: validator names and the key marker of a mapping."""
    return isinstance(part, str) and (part == "[key]" or part.startswith("function-"))


def _shorten(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."
