"""``show``: one entity."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import reads_release, writes
from kb.saving import as_json, deliver


@click.command()
@click.argument("entity", help="A kind and a path, for example instrument/eu/dsa.")
@click.option("--lang", default="en", help="Language of all but what is stated: en or de.")
@writes(("txt", "json", "md", "html", "docx", "ttl", "jsonld", "nt", "rdf"), "txt")
@reads_release
def show(entity: str, lang: str, format_name: str, output: Path | None, home: Path | None) -> None:
    """Show all that the base says of one thing: an instrument, a case, a jurisdiction, a question, a source ...

    It begins with the state today, in sentences. As md, html or docx it is the page of the app as a document.

    Example: python -m kb show instrument/eu/dsa
    """
    from kb.graph.entity_text import to_text
    from kb.graph.entity_view import view, write_rdf
    from kb.language.language import language_of
    from kb.naming.names import known
    from kb.opening.current import open_release
    from kb.profiles.as_json import entity_json
    from kb.profiles.profile import profile
    from kb.profiles.written import FORMATS as DOCUMENTS
    from kb.profiles.written import state_text, write_profile
    from kb.values.form import CHOICES

    release = open_release(home)
    if format_name in DOCUMENTS:
        deliver(write_profile(profile(release, entity, known("lang", lang, CHOICES["lang"])), format_name), output)
        return
    if format_name not in ("txt", "json"):
        deliver(write_rdf(release, entity, format_name), output)
        return
    language = known("lang", lang, CHOICES["lang"])
    if format_name == "txt":
        state = state_text(profile(release, entity, language))
        deliver(to_text(view(release, entity), state, language_of(release, language)), output)
    else:
        deliver(as_json(entity_json(release, entity, language)), output)
