"""Draft a dossier from a file or from a text in the folder, and write it as YAML."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import yaml

from kb.drafting.draft import as_values, draft
from kb.drafting.likeness import profiles_of
from kb.errors import UsageError
from kb.loaders.facts import read_facts
from kb.loaders.problems import one_of
from kb.loaders.records import Facts
from kb.texts.adding import Said, add_texts
from kb.texts.folder import TextFolder

HEAD = """\
# A draft from a text of law. Judge each entry: verdict: accept, edit or reject. Then write the dossier from what you accepted,
# in your own words; passages are the law's words and stay out of the facts.
"""


def draft_text(root: Path, folder: TextFolder, text: str, jurisdiction: str, language: str = "") -> str:
    """The draft of a text as YAML; ``text`` is a file or an instrument of the folder.

    UsageError for an unknown jurisdiction or text, KnowledgeBaseError if a file cannot be read as a text of law.
    """
    facts = read_facts(root)
    if jurisdiction not in facts.jurisdictions:
        raise UsageError(f"no jurisdiction '{jurisdiction}'; {one_of(jurisdiction, facts.jurisdictions)}")
    if Path(text).is_file():
        with tempfile.TemporaryDirectory() as place:
            name = re.sub(r"[^a-z0-9]+", "-", Path(text).stem.lower()).strip("-") or "text"
            said = Said(instrument=f"{jurisdiction}/{name}", language=language)
            apart = TextFolder(Path(place))
            add_texts(apart, [Path(text)], said)
            return _written(facts, apart, f"{jurisdiction}/{name}", jurisdiction)
    if text not in folder.instruments:
        raise UsageError(f"'{text}' is no file, and no instrument with a text in {folder.path}")
    return _written(facts, folder, text, jurisdiction)


def _written(facts: Facts, folder: TextFolder, instrument: str, jurisdiction: str) -> str:
    edition = folder.latest(instrument)
    assert edition is not None
    values = as_values(draft(folder, edition, jurisdiction, profiles_of(facts, without=instrument)), facts)
    return HEAD + str(yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=130))
