"""After a release was published over another one, the first answer of every page is that of the new one."""

import shutil

import pytest
from streamlit.testing.v1 import AppTest

from kb.building.build import build
from kb.opening.current import open_release
from kb.server.current import current_release as release_of_the_server
from tests.conftest import MINI_FACTS
from tests.page_tables import tables
from tests.patience import PATIENCE
from tests.test_ui_pages import PAGES, shown

ACT = "instruments/xa/sale-act.yaml"
OLD = "The named owner must sell the platform."
NEW = "Whoever owns it has to give it up within a year."
RENAMED = "Surrender of Platforms Act"
# each page with an address on which it says something of the act, and which of its parts
SAYING = {
    "compare": ({"j": "xa,xb", "p": "clip", "d": "*", "v": "2025-06-01", "k": "2026-06-01", "view": "cards"}, NEW),
    "home": ({"q": "forced-sale", "j": "xa", "p": "clip"}, NEW),
    "on_that_day": ({"j": "xa", "p": "clip", "v": "2025-06-01", "k": "2026-06-01"}, NEW),
    "changes": ({"j": "xa", "p": "clip", "v1": "2023-01-01", "v2": "2025-06-01"}, NEW),
    "search": ({"q": "surrender"}, NEW),
    "entity": ({"e": "instrument/xa/sale-act"}, RENAMED),
}


def page(test: AppTest) -> str:
    test.run()
    assert not test.exception
    return shown(test)


@pytest.mark.parametrize("which", SAYING)
def test_the_first_answer_after_a_swap_is_the_new_one(which, tmp_path, monkeypatch):
    facts, home = tmp_path / "facts", tmp_path / "home"
    shutil.copytree(MINI_FACTS, facts)
    build(facts, home)
    monkeypatch.setenv("KB_HOME", str(home))
    address, new = SAYING[which]
    test = AppTest.from_string(PAGES[which], default_timeout=PATIENCE)
    for name, value in address.items():
        test.query_params[name] = value
    before = page(test)
    first = open_release(home).id
    assert first in before and first == release_of_the_server().id
    act = facts / ACT
    text = act.read_text(encoding="utf-8")
    assert OLD in text and new not in before
    act.write_text(text.replace(OLD, NEW).replace("Sale of Platforms Act", RENAMED), encoding="utf-8")
    second = build(facts, home).id
    after = page(test)
    assert second != first and second in after and first not in after
    assert new.replace(" ", "") in after.replace("\\", "").replace("**", "").replace(" ", "")
    assert release_of_the_server().id == second


def test_the_graph_after_a_swap_has_the_new_names(tmp_path, monkeypatch):
    facts, home = tmp_path / "facts", tmp_path / "home"
    shutil.copytree(MINI_FACTS, facts)
    build(facts, home)
    monkeypatch.setenv("KB_HOME", str(home))
    test = AppTest.from_string(PAGES["graph"], default_timeout=PATIENCE)
    test.query_params["focus"] = "jurisdiction/xa"
    page(test)
    assert not any("Renamed" in str(frame.values) for frame in tables(test))
    path = facts / "jurisdictions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: Examplia", "name: Renamed Examplia"), encoding="utf-8")
    build(facts, home)
    page(test)
    assert any("Renamed Examplia" in str(frame.values) for frame in tables(test))
    assert any("Renamed Examplia" in option for box in test.selectbox for option in box.options)
