"""The questionnaires that come with the application, and the file of one that a city wrote itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.errors import Refused
from db.surveys.queries import QuestionnaireCard
from db.surveys.rules import clean_definition
from desktop.lists import read_bytes
from desktop.paths import resources


def shipped() -> dict[str, dict[str, Any]]:
    """Those that come with the application, by their code."""
    read = (tomllib.loads(path.read_text("utf-8")) for path in sorted(resources("surveys").glob("*.toml")))
    return {one["code"]: one for one in read}


def unasked(definition: Mapping[str, Any]) -> QuestionnaireCard:
    """A questionnaire that is not in the record yet, as screens and paper show it."""
    fields = clean_definition(definition)
    questions = tuple(fields.pop("questions"))
    return QuestionnaireCard(id="", questions=questions, replies=0, **fields)


def from_file(path: Path) -> dict[str, Any]:
    """A questionnaire that somebody wrote. Raises Refused: survey_file_unreadable, and as `read_bytes`."""
    try:
        return tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise Refused("survey_file_unreadable", name=path.name) from None
