"""Read the mapping of an outside data set from its file."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from kb.loaders.imports.mapping_records import Mapping
from kb.loaders.problems import CuratedDataError
from kb.loaders.validation_messages import explain_error
from kb.loaders.yaml_files import Located, read_yaml


def read_mapping(path: Path) -> tuple[Mapping, Located]:
    """The mapping in a file, with its lines; CuratedDataError with every mistake in it."""
    located = read_yaml(path, str(path))
    try:
        return Mapping.model_validate(located.value), located
    except ValidationError as error:
        raise CuratedDataError(explain_error(located, one) for one in error.errors()) from None
