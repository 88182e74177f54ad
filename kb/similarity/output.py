"""Write similarity in the formats of the command, with the groups and what could change them."""

from __future__ import annotations

from kb.errors import UsageError
from kb.saving import as_json
from kb.similarity.clusters import cluster
from kb.similarity.distances import Distances
from kb.similarity.flips import open_flips
from kb.similarity.json import contract
from kb.similarity.rows import PAIR_COLUMNS, QUESTION_COLUMNS, pair_rows, question_rows, write_csv
from kb.similarity.text import to_markdown, to_text

FORMATS = ("txt", "md", "json", "csv")


def write_similarity(similarity: Distances, format_name: str, groups: int | None = None) -> str:
    """The similarity in one of FORMATS, or as ``csv-by-question``; UsageError for another format or number of groups."""
    if format_name == "csv":
        return write_csv(pair_rows(similarity), PAIR_COLUMNS)
    if format_name == "csv-by-question":
        return write_csv(question_rows(similarity), QUESTION_COLUMNS)
    clusters = cluster(similarity, groups)
    unsure = open_flips(clusters)
    if format_name == "json":
        return as_json(contract(similarity, clusters, unsure))
    if format_name == "md":
        return to_markdown(similarity, clusters, unsure)
    if format_name == "txt":
        return to_text(similarity, clusters, unsure)
    raise UsageError("a row per pair and question is written as csv: give --format csv, or leave out --by-question")
