"""Where the ontology, the facts and the releases are: in the checkout, or in the installed package."""

from __future__ import annotations

import os
from pathlib import Path

PARENT = Path(__file__).resolve().parent.parent
IS_CHECKOUT = (PARENT / "ontology" / "policy.ttl").is_file()


def folder(name: str) -> Path:
    """The folder ``ontology`` or ``facts``: of the checkout, else the copy that was installed beside the code."""
    return PARENT / name if IS_CHECKOUT else PARENT / f"policykb_{name}"


def facts_folder(given: Path | None = None) -> Path:
    """Where the facts are: as given, else where KB_FACTS says, else those of the checkout or of the package."""
    return given or Path(os.environ.get("KB_FACTS") or folder("facts"))


def releases_folder() -> Path:
    """Where releases live unless KB_HOME or --home says otherwise: ``build/`` of the checkout, else ``~/.policykb``."""
    return PARENT / "build" if IS_CHECKOUT else Path.home() / ".policykb"
