"""Where the ontology, the facts and the releases are: inside the installed package, or at the top of the checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PACKAGE = Path(sys.modules["kb"].__path__[0]).absolute()
IS_INSTALLED = (PACKAGE / "ontology" / "policy.ttl").is_file()


def folder(name: str) -> Path:
    """The folder ``ontology`` or ``facts``: of the package where it was installed, else of the checkout."""
    return (PACKAGE if IS_INSTALLED else PACKAGE.parent) / name


def facts_folder(given: Path | None = None) -> Path:
    """Where the facts are: as given, else where KB_FACTS says, else those of the checkout or of the package."""
    return given or Path(os.environ.get("KB_FACTS") or folder("facts"))


def releases_folder() -> Path:
    """Where releases live unless KB_HOME or --home says otherwise: ``build/`` of the checkout, else ``~/.policykb``."""
    return Path.home() / ".policykb" if IS_INSTALLED else PACKAGE.parent / "build"
