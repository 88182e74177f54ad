"""Check second codings against the codebook and the jurisdictions."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.codings.records import CANNOT_TELL, Codings
from kb.loaders.known import Known
from kb.loaders.problems import one_of
from kb.loaders.words import words
from kb.loaders.yaml_files import Place


def coding_mistakes(record: Codings, known: Known) -> Iterator[tuple[Place, str]]:
    """(place, what to write) for every cell that does not exist and every answer that is none."""
    questions = known.questions()
    for jurisdiction, question, coding, coded in record.each():
        place: Place = ("second", jurisdiction, question)
        if jurisdiction not in known.jurisdictions:
            yield place[:2], f"no '{jurisdiction}' among the jurisdictions; {one_of(jurisdiction, known.jurisdictions)}"
        if question not in questions:
            yield place, f"no question '{question}' in the codebook; {one_of(question, questions)}"
        elif coding.answer not in (allowed := {*questions[question], *words("absence"), CANNOT_TELL}):
            yield (*place, "answer"), f"'{coding.answer}' is not an answer of {question}; {one_of(coding.answer, allowed)}"
        if coded.on < record.drawn.on:
            yield place, f"coded on {coded.on}, before the cells were drawn ({record.drawn.on})"
