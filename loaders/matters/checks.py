"""Whether an open matter names questions and jurisdictions that there are, and is in the record."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.fields import Coding
from kb.loaders.known import Known
from kb.loaders.matters.records import OpenMatter
from kb.loaders.problems import one_of
from kb.loaders.yaml_files import Place


def matter_mistakes(
    matter: OpenMatter, place: Place, known: Known, coded: Coding | None, codebook_read: bool
) -> Iterator[tuple[Place, str]]:
    """What is wrong with one open matter; ``coded`` is who coded its file."""
    questions = known.questions()
    for number, given in enumerate(matter.could_change or ()):
        at = (*place, "could_change", number)
        jurisdiction, _, question = given.rpartition("/")
        if jurisdiction and jurisdiction not in known.jurisdictions:
            yield at, f"no '{jurisdiction}' among the jurisdictions; {one_of(jurisdiction, known.jurisdictions)}"
        if codebook_read and question not in questions:
            yield at, f"no question '{question}' in the codebook; {one_of(question, questions)}"
    stated = matter.coded or coded
    if not stated:
        yield place, "add 'coded:' (by, on), here or at the top of the file"
    elif matter.withdrawn and matter.withdrawn.on < stated.on:
        yield (*place, "withdrawn"), f"withdrawn on {matter.withdrawn.on}, earlier than coded on {stated.on}"
    elif matter.look_again < stated.on and not (matter.withdrawn or matter.closed):
        yield (*place, "look_again"), f"lies before the day of coding ({stated.on}); write a later day"
    elif matter.closed and matter.closed.coded.on < stated.on:
        yield (*place, "closed"), f"closing coded on {matter.closed.coded.on}, earlier than the matter itself ({stated.on})"
