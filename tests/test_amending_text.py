"""A statement is changed in the text of its file and nothing else is, also where the file ends without an end of line."""

from kb.amending.reading_text import with_readings
from kb.amending.statement_text import Anew, Withdrawal, amended, with_keys

HEAD = "title: Act\nprovisions:\n  s. 1:\n    says: Data may leave.\nclaims:\n  audit:\n"
FIRST = "    - answer: yearly\n      from: 2024-01-01\n"
LAST = "    - answer: other\n      from: 2025-01-01"
WITHDRAWN = "\n      withdrawn: {on: 2026-01-01, why: corrected}\n"
GONE = Withdrawal("2026-01-01", "corrected")
READING = {"passage": "s. 1", "by": "kb-editors"}


def test_the_last_statement_of_a_file_without_a_last_end_of_line_is_withdrawn_on_a_line_of_its_own():
    text = HEAD + FIRST + LAST
    assert amended(text, ("claims", "audit", 1), GONE, None) == text + WITHDRAWN
    anew = amended(text, ("claims", "audit", 1), GONE, Anew({"answer": "yearly"}))
    assert anew == text + WITHDRAWN + "    - answer: yearly\n      from: 2025-01-01\n"


def test_what_follows_a_withdrawn_statement_stays_as_it_is():
    text = HEAD + FIRST + LAST + "\n"
    assert amended(text, ("claims", "audit", 0), GONE, None) == HEAD + FIRST.rstrip("\n") + WITHDRAWN + LAST + "\n"


def test_a_key_that_an_entry_lacks_is_its_last_line_and_one_that_it_has_stays_in_its_place():
    text = HEAD + FIRST + LAST
    assert with_keys(text, ("claims", "audit", 1), {"until": "2026-01-01"}) == text + "\n      until: 2026-01-01\n"
    assert with_keys(text, ("claims", "audit", 1), {"answer": "yearly"}) == text.replace("other", "yearly")
    ended = with_keys(text, ("claims", "audit", 0), {"until": "2025-01-01"})
    assert ended == HEAD + FIRST + "      until: 2025-01-01\n" + LAST


def test_readings_are_added_to_those_of_a_passage_and_never_twice():
    held = HEAD.replace(
        "says: Data may leave.\n", "says: Data may leave.\n    evidence:\n      - {passage: s. 2, by: kb-editors}\n"
    )
    text, added = with_readings(held, ("provisions", "s. 1"), [READING])
    assert added == 1 and text == held.replace("claims:", "      - {passage: s. 1, by: kb-editors}\nclaims:")
    assert with_readings(text, ("provisions", "s. 1"), [READING]) == (text, 0)


def test_readings_of_a_passage_that_had_none_are_its_last_lines():
    listed = "\n    evidence:\n      - {passage: s. 1, by: kb-editors}\n"
    whole, _ = with_readings(HEAD, ("provisions", "s. 1"), [READING])
    assert whole == HEAD.replace("\nclaims:", f"{listed}claims:")
    cut = HEAD.partition("\nclaims:")[0]
    assert with_readings(cut, ("provisions", "s. 1"), [READING]) == (cut + listed, 1)
