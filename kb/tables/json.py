"""JSON: the stable contract of ``compare --format json``."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from kb.values.comparability import row_cautions
from kb.values.model import EARLIEST, OPEN, POINT, Comparison, QuestionHead, WeighedClaim


def write(comparison: Comparison) -> str:
    """The comparison as JSON text; ``sha256`` covers everything else in it."""
    return json.dumps(contract(comparison), ensure_ascii=False, indent=1) + "\n"


def contract(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values in the shape other programs lean on."""
    heads = {head.id: head for head in comparison.questions}
    content: dict[str, Any] = {
        **point(comparison),
        "scope": comparison.scope,
        "evidence": comparison.evidence,
        "jurisdictions": [slug for slug, _ in comparison.jurisdictions],
        "questions": [_question(comparison, head) for head in comparison.questions],
        "cells": [
            cell.shown() | {"claims": [claim_json(weighed, heads[cell.question]) for weighed in cell.claims]}
            for cell in comparison.cells
        ],
        "license": comparison.licence.address,
        "notes": [{"n": note.n, "citation": note.citation, "url": note.url} for note in comparison.notes],
    }
    return content | {"sha256": hash_of(content)}


def hash_of(content: dict[str, Any] | list[Any]) -> str:
    """SHA-256 over values, whatever the white space and the order of keys they are written with.

    Of a data class its fields by name; a named tuple would count as a list, so that what seals keep is made of none.
    """
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=vars)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def point(comparison: Comparison) -> dict[str, str | None]:
    """Release, both clocks, platform and policy: what an answer was computed for."""
    return {name: getattr(comparison, name) for name in POINT}


def _question(comparison: Comparison, head: QuestionHead) -> dict[str, Any]:
    cautions = [
        {"kind": caution.kind, "groups": {what: list(slugs) for what, slugs in caution.groups}}
        for caution in row_cautions(comparison, head)
    ]
    measure = {"units": [unit for unit, _ in head.units], "direction": head.direction} if head.units else {}
    named = {"id": head.id, "dimension": head.dimension, "text": head.text, "scale": head.scale}
    return named | measure | {"compare_with_care": cautions}


def claim_json(weighed: WeighedClaim, head: QuestionHead) -> dict[str, Any]:
    """One claim of a cell; ``rule`` names what decided against it, ``disputes`` whether it contradicts the winner."""
    claim, dossier = weighed.claim, weighed.dossier
    value, unit = head.number(claim.answer) or (None, None)
    path = dossier.path if dossier else None
    return {
        "id": claim.iri,
        "state": claim.state,
        "answer": claim.answer,
        "value": value,
        "unit": unit,
        "answers": list(head.members(claim.answer)) if claim.answer and head.scale == "set" else [],
        "won": weighed.won,
        "rule": weighed.rule,
        "standing": weighed.standing,
        "disputes": weighed.disputes,
        "dispute": weighed.dispute and {"kind": weighed.dispute.kind, "severity": weighed.dispute.severity},
        "in_short": claim.in_short,
        "authority": claim.authority,
        "evidence_grade": claim.evidence_grade,
        "evidence_to": claim.evidence_to,
        "checked": claim.checked,
        "readings": [{name: said for name, said in one._asdict().items() if said is not None} for one in claim.readings],
        "instrument": path if dossier and dossier.kind == "instrument" else None,
        "case": path if dossier and dossier.kind == "case" else None,
        "source": path if dossier and dossier.kind == "source" else None,
        "provision": claim.pinpoint,
        "platform": claim.platform,
        "party": claim.party,
        "valid_from": None if claim.valid_from == EARLIEST else claim.valid_from,
        "valid_until": None if claim.valid_until == OPEN else claim.valid_until,
        "legal_status": weighed.legal_status,
        "enforcement_status": weighed.enforcement_status,
        "coded_by": claim.coded_by,
        "asserted_on": claim.asserted_on,
        "searched": list(claim.searched),
        "searched_on": claim.searched_on,
        "notes": list(weighed.notes),
        "layer": weighed.layer,
    }
