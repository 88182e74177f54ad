"""The real graph hangs together: what touches TikTok is near it, and the codebook is used."""

from collections import defaultdict

import networkx as nx
import pytest

from kb.cells.comparison import compare
from kb.graph.network import entities
from kb.naming import iris
from kb.values.model import OPEN

NINE = ["gb", "in", "cn", "au", "ca", "id", "ru", "vn", "br"]
TWELVE = ["us", "eu", "sg", *NINE]


@pytest.fixture(scope="module")
def graph(real_release):
    """All entities but the jurisdictions, tied by every relation between them."""
    found = nx.Graph()
    catalogue = {entity.iri for entity in entities(real_release).values() if entity.kind != "jurisdiction"}
    found.add_nodes_from(catalogue)
    for iri in catalogue:
        for row in real_release.rows("neighbours", node=iri):
            if row["other"] in catalogue:
                found.add_edge(iri, row["other"])
    return found


def test_every_instrument_that_touches_tiktok_is_within_three_steps_of_it(real_release, graph):
    tiktok = iris.entity("platform", "tiktok")
    near = nx.single_source_shortest_path_length(graph, tiktok, cutoff=3)
    touching = set()
    for question in real_release.reader.questions():
        for day in ("2021-01-01", "2024-06-01", "2026-06-01"):
            claims = real_release.reader.claims(question, day, "2027-01-01")
            touching |= {claim.dossier for claim in claims if claim.platform == "tiktok" and claim.dossier}
    far = {iri for iri in touching if "/instrument/" in iri} - set(near)
    assert touching and not far, f"add a relation: {sorted(far)}"


def test_the_whole_graph_is_connected(real_release):
    found = nx.Graph()
    everything = entities(real_release).values()
    catalogue = {entity.iri for entity in everything if entity.kind in ("instrument", "case", "platform")}
    for iri in (entity.iri for entity in everything):
        for row in real_release.rows("neighbours", node=iri):
            found.add_edge(iri, row["other"])
    reached = nx.node_connected_component(found, iris.entity("platform", "tiktok"))
    assert not catalogue - reached, f"add a relation: {sorted(catalogue - reached)}"


def test_us_eu_and_sg_are_complete_and_the_other_nine_researched_to_seventy_percent(real_release):
    table = compare(real_release.reader, TWELVE, known_on="2027-01-01")
    done = defaultdict(int)
    for cell in table.cells:
        done[cell.jurisdiction] += cell.state != "not-researched"
    questions = len(table.questions)
    assert {done[name] for name in ("us", "eu", "sg")} == {questions}
    short = {name: done[name] for name in NINE if done[name] < 0.7 * questions}
    assert not short, f"fewer than 70 percent of {questions}: {short}"


def test_every_answer_is_used_by_a_claim_that_stands_unless_a_note_names_it_and_says_why(real_release):
    notes = {iris.slug(row["question"]): row["note"] for row in real_release.rows("noted_questions")}
    unused = [
        f"{name}: {answer}"
        for name, head in real_release.reader.questions().items()
        for answer in unused_answers(real_release, head)
        if answer not in notes.get(name, "")
    ]
    assert not unused, "\n".join(unused)


def unused_answers(release, head):
    """Answers that no claim gives which stands; those that are computed from parts are given by none."""
    stand = [claim.answer for claim in _all_claims(release, head.id) if claim.answer and claim.retracted_on == OPEN]
    used = {member for answer in stand for member in head.members(answer)} if head.answers else set()
    return [answer for answer, _ in head.answers if answer not in used | {whole for _, whole in head.from_parts}]


def test_every_question_is_answered_by_two_jurisdictions_unless_a_note_says_why(real_release):
    table = compare(real_release.reader, TWELVE, known_on="2027-01-01")
    answered = defaultdict(set)
    for cell in table.cells:
        if cell.answer:
            answered[cell.question].add(cell.jurisdiction)
    noted = {iris.slug(row["question"]) for row in real_release.rows("noted_questions")}
    alone = [head.id for head in table.questions if len(answered[head.id]) < 2 and head.id not in noted]
    assert not alone


def _all_claims(release, question):
    from kb.release.graph_reader import GraphReader

    return GraphReader(release).history(question)
