"""Links to the stored query that gives what is behind a view, with its parameters filled in."""

from __future__ import annotations

from kb.sparql.stored import stored_query, without_header
from kb.ui.frame.links import link
from kb.ui.words import t
from kb.values.model import Comparison

FEW_QUESTIONS = 6
BEHIND = "claims-behind-a-table"


def query_link(name: str, values: dict[str, str]) -> None:
    """A link to a stored query, which runs there at once: as a form if it is one of the library, else as text."""
    query = stored_query(name)
    if query.topic:
        asked = {"name": name, **{f"p.{parameter}": value for parameter, value in values.items()}}
    else:
        asked = {"query": without_header(query.with_values(values))}
    link("sparql-page", t("app.open-in-sparql"), ":material/database:", help_text=t("app.open-how"), view="table", **asked)


def behind(comparison: Comparison) -> dict[str, str]:
    """The values of the query BEHIND for a comparison: its jurisdictions and questions, both days."""
    questions = [head.id for head in comparison.questions]
    dimensions = list(dict.fromkeys(head.dimension for head in comparison.questions))
    rows = {"questions": ",".join(questions)} if len(questions) <= FEW_QUESTIONS else {"dimensions": ",".join(dimensions)}
    places = ",".join(slug for slug, _ in comparison.jurisdictions)
    return {"jurisdictions": places, **rows, "as_of": comparison.as_of, "known_on": comparison.known_on}
