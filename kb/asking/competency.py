"""Competency questions of a base: stored in ``competency/`` beside its facts, asked of a release."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from kb.asking.formats import write_query
from kb.asking.sandbox import prepare
from kb.errors import KnowledgeBaseError, UsageError
from kb.naming.namespaces import shrink
from kb.release.release import Release
from kb.sparql.competency import Competency, Row

FOLDER = "competency"


@dataclass(frozen=True)
class Asked:
    """A question with the rows that are missing and those that are too many; met where there is neither."""

    competency: Competency
    missing: tuple[Row, ...]
    extra: tuple[Row, ...]

    @property
    def is_met(self) -> bool:
        """Whether the release answers as expected."""
        return not self.missing and not self.extra


def ask(release: Release, competency: Competency) -> Asked:
    """A question asked of a release under the limits of a query; the error of one that cannot be asked names its file."""
    try:
        found = _rows(release, competency)
    except KnowledgeBaseError as error:
        error.args = (f"{competency.path}: {error}",)
        raise
    wanted = Counter(competency.expected)
    return Asked(competency, tuple((wanted - found).elements()), tuple((found - wanted).elements()))


def _rows(release: Release, competency: Competency) -> Counter[Row]:
    """How often a release gives each row; UsageError for a query that gives none."""
    asked = prepare(release, competency.text, {}, name=competency.path.stem)
    if asked.kind != "rows":
        raise UsageError("write a SELECT query; rows are expected of it")
    body = io.BytesIO()
    write_query(release, asked, "csv", body)
    rows = list(csv.reader(io.StringIO(body.getvalue().decode())))[1:]
    return Counter(tuple(shrink(cell) for cell in row) for row in rows)
