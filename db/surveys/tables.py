"""Tables of surveys: questionnaires as data, and the replies to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Questionnaire(Row):
    """What is asked: subject perception (of a sitting), connectivity (of a household) or other.

    `questions` is a list of {"key", "text", "kind", "options": [{"key", "text"}]}, as `rules.clean_questions` leaves
    it. Of an anonymous one nobody's name is kept. Another wording is another questionnaire: replies keep their sense.
    """

    __tablename__ = "questionnaire"

    code: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str]
    subject: Mapped[str] = mapped_column(String(16))
    anonymous: Mapped[bool] = mapped_column(default=False)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class Reply(Row):
    """One person's, or one household's, answers to one questionnaire; way paper, tablet, zoom, visit or call.

    `answers` holds codes and numbers alone, by the key of the question; whatever was told in words stands in `words`,
    one question a line, its key and the words set apart by a tabulator.
    """

    __tablename__ = "reply"

    questionnaire_id: Mapped[str] = mapped_column(String(36), index=True)
    sitting_id: Mapped[str | None] = mapped_column(String(36), index=True)
    resident_id: Mapped[str | None] = mapped_column(String(36), index=True)
    neighbourhood_id: Mapped[str | None] = mapped_column(String(36))
    way: Mapped[str] = mapped_column(String(8))
    answered_on: Mapped[date]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    words: Mapped[str | None]
