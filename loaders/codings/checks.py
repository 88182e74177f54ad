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
    yield from _draw_mistakes(record)
    for jurisdiction, question, coding, coded in record.each():
        place: Place = ("second", jurisdiction, question)
        if jurisdiction not in known.jurisdictions:
            yield place[:2], f"no '{jurisdiction}' among the jurisdictions; {one_of(jurisdiction, known.jurisdictions)}"
        if question not in questions:
            yield place, f"no question '{question}' in the codebook; {one_of(question, questions)}"
        elif coding.answer not in (others := {*words("absence"), CANNOT_TELL}) and (
            mistake := known.answer_mistake(question, coding.answer)
        ):
            allowed = one_of(coding.answer, {*questions[question], *others})
            yield (*place, "answer"), mistake if known.units(question) else mistake.partition(";")[0] + f"; {allowed}"
        if coded.on < record.drawn.on:
            yield place, f"coded on {coded.on}, before the cells were drawn ({record.drawn.on})"


def _draw_mistakes(record: Codings) -> Iterator[tuple[Place, str]]:
    """Cells that the seed does not draw, and drawn cells without a coding."""
    if record.drawn.among is None:
        return
    drawn = set(record.drawn.among.drawn(int(record.drawn.cells), int(record.drawn.seed)))
    coded = {(jurisdiction, question) for jurisdiction, question, _, _ in record.each()}
    for jurisdiction, question in sorted(coded - drawn):
        yield ("second", jurisdiction, question), f"is not drawn by the seed {record.drawn.seed}; take it out"
    for jurisdiction, question in sorted(drawn - coded):
        yield ("second",), f"the seed {record.drawn.seed} draws {jurisdiction} {question}; code it"
