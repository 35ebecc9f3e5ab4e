"""What the page of surveys shows: values between the presenter and the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.errors import Refused
from db.places.queries import NeighbourhoodCard
from db.sittings.queries import SittingCard
from db.surveys.queries import QuestionnaireCard, QuestionResult


@dataclass(frozen=True)
class Offered:
    """What can be chosen above the sheet, and what is chosen; `questionnaire` None: there is none to ask."""

    questionnaires: tuple[QuestionnaireCard, ...]
    sittings: tuple[SittingCard, ...]
    quarters: tuple[NeighbourhoodCard, ...]
    questionnaire: QuestionnaireCard | None
    sitting_id: str
    day: date
    today: date


@dataclass(frozen=True)
class Counted:
    """How each question was answered, of the sitting chosen or of all; `typed` sheets were written since one came.
    `beside_poll` were typed as of the call and are not counted, for its poll is.
    """

    questions: tuple[QuestionResult, ...]
    replies: int
    typed: int
    beside_poll: int = 0


@dataclass(frozen=True)
class TableTaken:
    """What came of a table: how many sheets were written, how many stood there from the same table, what was left out
    by line, and columns nobody asked for."""

    name: str
    written: int
    same: int
    refused: tuple[tuple[int, Refused], ...]
    ignored_columns: tuple[str, ...]


@dataclass(frozen=True)
class Typed:
    """A sheet as it was typed, and what is chosen above it."""

    told: Mapping[str, Any]
    way: str
    answered_on: date
    neighbourhood_id: str | None
