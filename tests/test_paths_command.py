"""``kb paths``: how two things are tied, each step in words, and what is left out on demand."""

import json

import pytest
from click.testing import CliRunner

from kb.commands.cli import app
from kb.errors import UsageError
from kb.graph.exploration import paths, whole_graph
from kb.graph.paths_text import find_paths


def kb(home, *arguments: str):
    return CliRunner().invoke(app, ["paths", *arguments, "--home", str(home)])


def test_every_step_of_every_path_is_a_sentence_of_the_tie(real_home, real_release):
    done = kb(real_home, "us/pafaca", "organisation/bytedance")
    assert done.exit_code == 0 and done.output.startswith("1. PAFACA - ")
    assert "   TikTok v. Garland" in done.output or "in TikTok v. Garland." in done.output
    assert ".." not in done.output
    found = find_paths(real_release, "us/pafaca", "organisation/bytedance")
    ways = paths(whole_graph(real_release), "instrument/us/pafaca", "organisation/bytedance")
    assert [[one["id"] for one in path["entities"]] for path in found["paths"]] == [
        [node.partition("/id/")[2] for node in way] for way in ways
    ]
    for path in found["paths"]:
        assert len(path["steps"]) == len(path["relations"]) == len(path["entities"]) - 1


def test_json_names_ends_relations_and_release(real_home, real_release):
    done = kb(real_home, "instrument/sg/pdpa", "eu/gdpr", "--format", "json", "--most", "2")
    told = json.loads(done.output)
    assert (told["release"], told["from"], told["to"]) == (real_release.id, "instrument/sg/pdpa", "instrument/eu/gdpr")
    assert 1 <= len(told["paths"]) <= 2 and told["paths"][0]["relations"] == ["pol:answer", "pol:answer"]


def test_a_relation_that_is_left_out_is_on_no_path(real_release):
    ends = "instrument/sg/pdpa", "instrument/eu/gdpr"
    with_it = find_paths(real_release, *ends)
    without = find_paths(real_release, *ends, without=["answer"])
    assert any("pol:answer" in path["relations"] for path in with_it["paths"])
    assert without["without"] == ["pol:answer"]
    assert not any("pol:answer" in path["relations"] for path in without["paths"])


def test_what_does_not_exist_is_said(real_home, real_release):
    asked = ("us/pafaca", "nope"), ("us/pafaca", "eu/dsa", "--without", "seatt")
    for names, said in zip(asked, ("no entity 'nope'", "Did you mean 'pol:seat'"), strict=True):
        done = kb(real_home, *names)
        assert done.exit_code != 0 and said in str(done.exception)
    with pytest.raises(UsageError, match=r"is the name of several things: .*platform/temu"):
        find_paths(real_release, "us/pafaca", "temu")
