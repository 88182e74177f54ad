"""The program over Virtuoso, which compares dates wrongly, writes a yes as a row and leaves out rows of paths of any length:
what it says is the same, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.engines import ISQL, VIRTUOSO, virtuoso
from kb.endpoint.address import endpoint_at
from kb.endpoint.probes import quirks_of
from kb.opening.current import open_release
from kb.release.release import Release
from tests import endpoint_checks as check
from tests.conftest import MINI_FACTS

pytestmark = pytest.mark.skipif(not (VIRTUOSO and ISQL), reason="no Virtuoso server is installed")


@pytest.fixture(scope="module")
def address(real_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as found:
        check.loaded(real_release, found)
        yield found


@pytest.fixture
def there(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    monkeypatch.setenv("KB_ENDPOINT", address)
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    return open_release()


def test_its_way_with_dates_is_noticed(address):
    quirks = quirks_of(endpoint_at(address))
    assert [quirk.probe.name for quirk in quirks] == ["typed_dates"] and str(quirks[0]).endswith("not 104 of 120")


@pytest.mark.parametrize("same", [one for one in check.SAME if one is not check.check_library])
def test_it_says_what_the_store_on_disk_says(there, real_release, same):
    same(there, real_release)


def test_the_library_says_the_same_but_for_paths_of_any_length_which_are_refused(there, real_release):
    check.check_library(there, real_release, check.WITH_ENDLESS_PATHS)


def test_releases_are_switched_and_withdrawn(address, mini_release, tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    check.check_switch(mini_release, check.edited(MINI_FACTS, tmp_path / "newer"), address, monkeypatch)
