"""Write the software bill of materials (CycloneDX 1.5, JSON): every package of the lock, and what lies in the repository itself.

python operations/sbom.py > sbom.json
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
ENTRY = re.compile(r"^([a-z0-9.-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\\n|\n))+)", re.MULTILINE)
# what others made and this repository holds as files: name, folder, licence
HELD = (
    ("sparql-editor", "kb/ui/workbench/vendor", "MIT"),
    ("citation-styles", "kb/citations/styles", "CC-BY-SA-3.0"),
    ("world-outlines", "kb/ui/world", "ISC"),
)


def sbom() -> dict[str, Any]:
    """The bill as CycloneDX."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = [_package(*found.groups()) for found in ENTRY.finditer(LOCK.read_text(encoding="utf-8"))]
    held = [{"type": "file", "name": name, "description": where, **_licence(licence)} for name, where, licence in HELD]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": project["name"], "version": project["version"]}},
        "components": [*packages, *held],
    }


def _package(name: str, version: str, hashes: str) -> dict[str, Any]:
    found = re.findall(r"[0-9a-f]{64}", hashes)
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "hashes": [{"alg": "SHA-256", "content": one} for one in found],
        **_licence(_said(name)),
    }


def _said(name: str) -> str:
    """The licence that an installed package names; empty where it is not installed or names none in a line."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    licence = told.get("License-Expression") or told.get("License") or ""
    classes = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    return licence if licence and "\n" not in licence else "; ".join(classes)


def _licence(name: str) -> dict[str, Any]:
    return {"licenses": [{"license": {"name": name}}]} if name else {}


if __name__ == "__main__":
    json.dump(sbom(), sys.stdout, indent=1)
    sys.stdout.write("\n")
