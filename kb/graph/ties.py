"""Ties that run over a node of their own, each in words: parties of cases, powers over classes, stakes, answers in common.

Classes of persons and answers of questions become nodes by them (kinds ``class`` and ``answer``); the rest ties entities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from kb.naming.namespaces import shrink
from kb.release.release import Release
from kb.release.rows import Row
from kb.values.model import OPEN, QuestionHead
from kb.values.stored import as_known

if TYPE_CHECKING:
    import networkx as nx

NODE_KINDS = {"pol:party": "class", "pol:over": "class", "pol:answer": "answer"}
SAYS = {
    "pol:participant": "takes part as {detail} in",
    "pol:actor": "acted ({detail}) in",
    "pol:party": "belongs to the class{time}",
    "pol:designatedBy": "was designated by{time}",
    "pol:over": "is a power over",
    "pol:ownedBy": "is owned{share}{time} by",
    "pol:answer": "answers{time}",
}


def add_ties(release: Release, graph: nx.MultiDiGraph[str]) -> None:
    """Add these ties to a graph of all entities, and the classes and answers at their ends."""
    questions = release.reader.questions()
    for row in release.rows("graph_ties"):
        relation = shrink(row["relation"] or "")
        start, end = row["from"] or "", row["to"] or ""
        if start not in graph:
            continue
        if end not in graph and relation in NODE_KINDS:
            name = row["label"] or _answer(questions, end)
            graph.add_node(end, label=name, kind=NODE_KINDS[relation], since="")
        if end in graph and start != end:
            _add(graph, start, end, relation, _says(row, relation))


def _add(graph: nx.MultiDiGraph[str], start: str, end: str, relation: str, says: str) -> None:
    """One tie of a relation between two nodes; what several say is told one after another."""
    before = graph.get_edge_data(start, end, relation)
    told = [before["says"]] if before and before.get("is_told") else []
    words = "; ".join(dict.fromkeys([*told, says]))
    graph.add_edge(start, end, key=relation, relation=relation, says=words, is_told=True)


def _says(row: Row, relation: str) -> str:
    detail = (row["detail"] or "").replace("-", " ") if relation == "pol:actor" else row["detail"] or ""
    share = f" ({detail} percent)" if detail else ""
    since = as_known(row["since"] or "", row["precision"])
    return SAYS[relation].format(detail=detail, share=share, time=_time(since, row["until"] or ""))


def _answer(questions: Mapping[str, QuestionHead], node: str) -> str:
    """A question with one of its answers."""
    question, slug = node.split("/")[-2:]
    return f"{questions[question].text} {questions[question].label(slug)}" if question in questions else slug


def _time(since: str, until: str) -> str:
    if not since:
        return ""
    return f" since {since}" if until == OPEN else f" from {since} until {until}"


def path_sentence(whole: nx.MultiDiGraph[str], way: list[str]) -> str:
    """The steps of a path as one sentence."""
    return "; ".join(step_words(whole, way)).removesuffix(".") + "."


def step_words(whole: nx.MultiDiGraph[str], way: list[str]) -> Iterator[str]:
    """Each step of a path as a sentence, whichever way the tie runs; of several ties the one that says most."""
    for start, end in pairwise(way):
        first, last = (start, end) if whole.has_edge(start, end) else (end, start)
        yield f"{name_of(whole, first)} {tie_between(whole, start, end)['says']} {name_of(whole, last)}"


def tie_between(whole: nx.MultiDiGraph[str], start: str, end: str) -> dict[str, str]:
    """The tie between two neighbours that says most, whichever way it runs; one from the first, if there is any, goes before."""
    found = whole.get_edge_data(start, end) or whole.get_edge_data(end, start)
    return dict(min(found.values(), key=lambda data: (cost_of(data["relation"]), data["says"])))


def name_of(whole: nx.MultiDiGraph[str], node: str) -> str:
    """The name of a node, in quotation marks if it is an answer."""
    data = whole.nodes[node]
    return f"“{data['label']}”" if data["kind"] == "answer" else str(data["label"])


# what a step costs: the less it says, the more; a tie that holds for nearly everything is taken last
COSTS = {
    "pol:heldBy": 1.0, "pol:under": 1.0, "pol:answer": 1.5, "pol:over": 2.0, "pol:party": 1.5, "pol:ownedBy": 1.0,
    "pol:operatedBy": 1.0, "pol:participant": 1.5, "pol:actor": 1.5, "pol:forum": 1.4, "pol:concerns": 1.4, "pol:relatedTo": 4.0,
    "pol:designatedBy": 2.0, "pol:designatedUnder": 4.0, "pol:platform": 9.0, "pol:memberOf": 60.0, "pol:binds": 60.0,
    "pol:jurisdiction": 60.0, "pol:seat": 80.0, "pol:establishedIn": 80.0,
}  # fmt: skip
USUAL = 1.3


def cost_of(relation: str) -> float:
    """What a step over a tie of this relation costs."""
    return COSTS.get(relation, USUAL)
