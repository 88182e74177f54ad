"""The invented facts with questions that ask for numbers and sets, and answers to them in three jurisdictions."""

import shutil
from pathlib import Path

from tests.conftest import MINI_FACTS

CODEBOOK = """\
title: Limits
about: Deadlines, fines and powers.
version: 1.0.0
order: 3
questions:
  removal-hours:
    text: Within how many hours must content go?
    scale: number
    unit: hours
    direction: less-is-stricter
    least: 0
    most: 168
    how_to_code: Code the longest time that is allowed.
  fine-share:
    text: Up to which share of turnover can a fine go?
    scale: number
    unit: [percent-of-worldwide-turnover, percent-of-local-turnover]
    direction: more-is-stricter
    least: 0
    most: 20
    how_to_code: Code the ceiling.
  fine-amount:
    text: Up to which amount can a fine go?
    scale: number
    unit: currency
    direction: more-is-stricter
    how_to_code: Code the ceiling in the currency of the law.
  powers:
    text: What may the authority do?
    scale: set
    answers:
      inspect: {label: Inspect, means: It may inspect.}
      fine: {label: Fine, means: It may fine.}
      block: {label: Block, means: It may block., condition: only on the order of a judge}
    how_to_code: Name all that it may do.
"""
ACT = """\
title: Limits Act of {place}
type: statute
approaches: [intermediary-liability]
evidence: {{grade: primary, read_in: Gazette of {place}, checked: confirmed}}
coded: {{by: kb-editors, on: 2026-02-02}}
dates:
  - {{on: 2024-01-01, what: in-force}}
provisions:
  s. 1: Content goes in time.
  s. 2: Fines.
  s. 3: Powers.
claims:
"""
CLAIM = """\
    - answer: {answer}
      from: {start}
{until}      in_short: {says}
      rests_on: {on}
"""
ANSWERS = {
    "xa": {
        "removal-hours": [("24", "2024-01-01", "2025-06-01"), ("7.50", "2025-06-01", "")],
        "fine-share": [("6 percent-of-worldwide-turnover", "2024-01-01", "")],
        "fine-amount": [("20000000 EUR", "2024-01-01", "")],
        "powers": [("[inspect, fine]", "2024-01-01", "")],
    },
    "xu": {
        "removal-hours": [("48", "2024-01-01", "")],
        "fine-share": [("10 percent-of-local-turnover", "2024-01-01", "")],
        "fine-amount": [("5000000.50 EUR", "2024-01-01", "")],
        "powers": [("[fine, block]", "2024-01-01", "")],
    },
    "xb": {
        "removal-hours": [("120", "2024-01-01", "")],
        "fine-amount": [("900000 USD", "2024-01-01", "")],
        "powers": [("block", "2024-01-01", "")],
    },
}
RESTS = {"removal-hours": "s. 1", "fine-share": "s. 2", "fine-amount": "s. 2", "powers": "s. 3"}


def measured_facts(folder: Path) -> Path:
    """A copy of the invented facts with these questions and answers."""
    root = shutil.copytree(MINI_FACTS, folder / "facts")
    (root / "codebook" / "limits.yaml").write_text(CODEBOOK, encoding="utf-8")
    for place, answers in ANSWERS.items():
        text = ACT.format(place=place.upper())
        for question, claims in answers.items():
            text += f"  {question}:\n"
            for answer, start, end in claims:
                until = f"      until: {end}\n" if end else ""
                says = f"The Act says {question} since {start}."
                text += CLAIM.format(answer=answer, start=start, until=until, says=says, on=RESTS[question])
        (root / "instruments" / place / "limits-act.yaml").write_text(text, encoding="utf-8")
    return root
