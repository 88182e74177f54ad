"""Make a release of the invented facts and give out everything that names it, with whatever program is in the working folder.

    python tests/old_releases/give_out.py FOLDER

Before the format of the data is raised this is run once more, and what it wrote (the folder of the release with its data and
descriptions, and ``given/``) is added to ``old_releases.tar.xz``. Nothing here may use what an earlier program did not have.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CELL = ["xa", "forced-sale", "--as-of", "2025-06-01", "--known-on", "2026-06-01"]
TABLE = ["compare", "xa", "xb", "--as-of", "2025-06-01", "--known-on", "2026-06-01"]
FRAME = "/embed/compare{suffix}?j=xa,xb&v=2025-06-01&k=2026-06-01&r={release}"
MARKER = "<!-- kb:compare xa xb as-of=2025-06-01 known-on=2026-06-01 frozen -->\n<!-- kb:end -->\n"
QUERY = (
    "SELECT ?s ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label ; a <https://w3id.org/policykb/ontology#Case> }"
)
FRAMES = ("", ".csv", ".json", ".md", ".svg", ".tex")
TABLES = ("html", "md", "tex", "json", "xlsx", "csvw")
KEPT = ("data.nq", "manifest.json", "files.json", "facts.json")


def run(*arguments):
    """One command of the program in the working folder."""
    subprocess.run([sys.executable, "-m", "kb", *map(str, arguments)], check=True)


def frames(release, folder):
    """Every format of a pinned address, as it was served."""
    sys.path.insert(0, str(Path.cwd()))
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from kb.server.embed_routes import ROUTES

    client = TestClient(Starlette(routes=list(ROUTES)), base_url="http://base.example")
    for suffix in FRAMES:
        answer = client.get(FRAME.format(suffix=suffix, release=release))
        assert answer.status_code == 200, answer.text
        (folder / f"frame{suffix or '.html'}").write_bytes(answer.content)


def main(folder):
    """Make the release, give out, and keep of the release what cannot be made again."""
    home, given = folder / "home", folder / "given"
    given.mkdir(parents=True)
    os.environ["KB_HOME"] = str(home)
    run("build", "--facts", "tests/mini_facts")
    release = (home / "current").resolve()
    for name in TABLES:
        run(*TABLE, "--format", name, "-o", given / f"table.{'zip' if name == 'csvw' else name}")
    for name in ("json", "jsonld"):
        run("explain", *CELL, "--format", name, "-o", given / f"why.{name}")
    (given / "labels.rq").write_text(QUERY)
    run("query", given / "labels.rq", "--format", "bundle", "-o", given / "labels.zip")
    (given / "report.md").write_text("# Report\n\n" + MARKER)
    run("embed", given / "report.md")
    frames(release.name, given)
    for path in release.iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(home / "build-cache", ignore_errors=True)
    (home / ".lock").unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
