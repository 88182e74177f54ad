"""Property tests draw the same cases in every run, so that what passed passes again; a longer random run is a flag of its own."""

import re
from pathlib import Path

from conftest import LONGER, cases
from hypothesis import settings

HERE = Path(__file__).resolve().parent


def test_cases_come_from_fixed_seeds_unless_the_flag_asks_for_others(request):
    random = request.config.getoption("--random-properties")
    assert settings().derandomize is not random
    assert cases(7).max_examples == (7 * LONGER if random else 7) and cases(7).derandomize is not random


def test_no_property_test_draws_by_rules_of_its_own():
    own = re.compile(r"\bsettings\((?!\))|@settings\b|@seed\b")
    read = {
        path.name: path.read_text(encoding="utf-8")
        for path in HERE.rglob("*.py")
        if path.name not in ("conftest.py", Path(__file__).name)
    }
    assert [name for name, text in read.items() if own.search(text)] == []
