"""CSVW: a zip of the CSV and of metadata that says what every column means (CSV on the Web, a W3C Recommendation)."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from kb.tables import csv
from kb.tables.seals import seal
from kb.tables.shown_files import shown_csvw
from kb.values.disputes import DOUBTS
from kb.values.evidence import GRADES
from kb.values.model import STATES, Comparison
from kb.values.words import caption, dates_line

NAME = "comparison.csv"
DESCRIPTIONS = {
    "jurisdiction": "Identifier of the jurisdiction",
    "question": "Identifier of the question in the codebook",
    "dimension": "Identifier of the dimension that the question belongs to",
    "state": f"Whether there is an answer, or which kind of absence: {', '.join(STATES)}",
    "answer": "Identifier of the answer in the question's list, of several with +, or of a number; empty for an absence",
    "label": "The answer or the absence in words",
    "in_short": "What the law or the source says, in one sentence of ours",
    "valid_from": "First day on which the claim holds; empty if unknown",
    "valid_until": "First day on which it holds no more; empty if no end is known",
    "legal_status": "Legal status of the instrument on the day asked for",
    "enforcement_status": "Enforcement status on the day asked for; in force is not enforced",
    "disputed": "Whether another source answers differently",
    "confirmed": "Whether the claim was confirmed in a source; empty where there is no claim",
    "platform_scope": "Whom the claim is limited to by name, if it is",
    "instrument": "Instrument, case or source that the claim rests on",
    "provision": "Pinpoint in it",
    "citation": "Citation of the first note",
    "url": "Address of the cited text",
    "compare_with_care": "Why the cells of this question must be compared with care, if they must",
    "as_of": "Day of the law",
    "known_on": "Day of the record",
    "platform": "For whom by name it was asked; empty for anybody",
    "policy": "Resolution policy that decided which claim the cell shows",
    "release": "Release of the knowledge base that the row was computed from",
    "scope": "Whether the rule is general, for a class of persons, or for one by name",
    "scope_label": "Name of the class, or of whom it is for",
    "layer": "Jurisdiction whose law decides, where that is not the jurisdiction of the row",
    "parts": "Parts of the jurisdiction in which alone the answer holds",
    "otherwise": "For whom by name law says otherwise, each with its answer",
    "dispute": f"Gravest kind of doubt that a source casts on the answer: {', '.join(DOUBTS)}",
    "dispute_weight": "Weight of that doubt, from 0 to 1",
    "value": "The number that answers the question, where it asks for one",
    "unit": "Unit of the number; of money the code of its currency",
    "answers": "All answers that are true together, where the question asks for a set",
    "asked_scope": "Whose rule was asked for: the general one, as it reaches one by name, or both",
    "evidence_grade": f"What the readings behind the answer are worth: {', '.join(GRADES)}",
    "evidence_to": "Day through which the standing of the answer was checked",
    "last_known": "Whether the day asked lies beyond the evidence, so that the answer is only last known",
    "scheduled": "Whether the day asked lies after the day of the record",
    "jurisdiction_name": "Name of the jurisdiction",
    "iso_3166": "Code of the jurisdiction in ISO 3166-1 or 3166-2, or EU; empty if the base gives it none",
    "asked_evidence": "Least grade of what is shown, if one was asked for",
    "question_text": "The question in words",
}
TYPES = {
    "valid_from": "date", "valid_until": "date", "as_of": "date", "known_on": "date",
    "disputed": "boolean", "confirmed": "boolean", "url": "anyURI", "dispute_weight": "decimal",
    "value": "decimal",
    "evidence_to": "date", "last_known": "boolean", "scheduled": "boolean",
}  # fmt: skip


def write(comparison: Comparison) -> bytes:
    """A zip of ``comparison.csv`` and ``comparison.csv-metadata.json``; equal tables give equal bytes."""
    described = metadata(comparison)
    made = seal(comparison, shown_csvw(_zip(comparison, described)).pieces)
    return _zip(comparison, described | {"notes": [*described["notes"], {"seal": made.text()}]})


def _zip(comparison: Comparison, described: dict[str, Any]) -> bytes:
    texts = {NAME: csv.write(comparison), f"{NAME}-metadata.json": json.dumps(described, ensure_ascii=False, indent=1) + "\n"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def metadata(comparison: Comparison) -> dict[str, Any]:
    """The metadata of the CSV: title, dates, columns with type and meaning, the key, and how formulas were made harmless."""
    columns = [
        {"name": name, "titles": name, "datatype": TYPES.get(name, "string"), "dc:description": DESCRIPTIONS[name]}
        for name in csv.COLUMNS
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": NAME,
        "dc:title": caption(comparison),
        "dc:description": dates_line(comparison),
        "dc:identifier": comparison.release,
        "dc:license": {"@id": comparison.licence.address},
        "tableSchema": {"columns": columns, "primaryKey": ["jurisdiction", "question"]},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "notes": [{"text": "A text that a spreadsheet would run as a formula has an apostrophe before it."}],
    }
