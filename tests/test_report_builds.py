"""Reports as authors write them, with our tables in them: embedded twice and built with the authors' own tools."""

import shutil

import pytest
from made_up_reports import write_all

from benchmarks.report_builds import run, told

LEAST = 40


@pytest.fixture(scope="module")
def builds(tmp_path_factory, mini_home):
    folder = tmp_path_factory.mktemp("reports")
    assert write_all(folder) >= LEAST
    return run(folder, mini_home, tmp_path_factory.mktemp("built"))


def test_every_made_up_report_is_embedded_twice_and_stays_its_authors(builds):
    embedded = [build for build in builds if build.tool == "embed"]
    assert len(embedded) >= LEAST and not [build for build in embedded if build.faults], told(embedded)


@pytest.mark.parametrize(
    ("program", "begins"),
    [("pandoc", "pandoc to"), ("pdflatex", "pdflatex"), ("xelatex", "xelatex"), ("soffice", "LibreOffice")],
)
def test_the_tools_of_authors_make_whole_pages_of_it(builds, program, begins):
    if not shutil.which(program):
        pytest.skip(f"no {program} here")
    made = [build for build in builds if build.tool.startswith(begins)]
    assert made and not [build for build in made if build.faults], told(made)


def test_notebooks_and_typst_are_made_of_it(builds):
    made = [build for build in builds if build.tool.startswith(("nbconvert", "typst", "rst2html"))]
    assert not [build for build in made if build.faults], told(made)
