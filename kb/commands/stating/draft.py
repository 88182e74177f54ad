"""``draft``: a dossier begun from a text of law, for a person to judge."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import facts_option, output_option
from kb.commands.stating.texts import folder_option
from kb.saving import deliver


@click.command()
@click.argument("text", help="A file with a text of law, or an instrument whose text is in the folder, such as eu/dsa.")
@click.option("--jurisdiction", required=True, help="Whose law it is, for example sg.")
@click.option("--language", default="", help="The language of a file that does not say it, such as en.")
@output_option
@facts_option
@folder_option
def draft(text: str, jurisdiction: str, language: str, output: Path | None, facts: Path | None, folder: Path | None) -> None:
    """Draft a dossier from a text: days, numbers, identifiers, defined terms, and questions that provisions may answer.

    No model is asked: questions are found by the base's own words, in English texts. Every verdict is open (accept, edit or
    reject), and a draft is no file of facts: nothing of it is published before a person has judged it.

    Example: python -m kb draft law.txt --jurisdiction sg --language en -o draft.yaml
    """
    from kb.drafting.drafting import draft_text
    from kb.loaders.layout import facts_folder
    from kb.texts.folder import texts_folder

    deliver(draft_text(facts_folder(facts), texts_folder(folder), text, jurisdiction, language), output)
