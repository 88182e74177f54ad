"""Forty questions that analysts ask of who regulates whom: written first, and answered by stored queries and by paths."""

from __future__ import annotations

from pathlib import Path

import yaml

ASKED = yaml.safe_load((Path(__file__).parent / "golden" / "analyst_questions.yaml").read_text(encoding="utf-8"))


def test_forty_questions_each_with_the_key_of_its_answer() -> None:
    assert len({one["ask"] for one in ASKED}) == 40
    assert all(one["holds"] for one in ASKED)
