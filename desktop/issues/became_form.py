"""Fields that several forms share: what became of an issue and whose word that is, and a point of the map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from db.errors import Refused
from db.issues.rules import ISSUE_STATES, point_of
from desktop import wording
from desktop.issues.line import day_of
from desktop.issues.shown import Became
from desktop.kit.fields import Choice, Form
from desktop.wording.issue_words import state_word

translate = QCoreApplication.translate


def add_state(form: Form, today: date) -> None:
    """The state, a word on it, who said so and when."""
    form.add("state", translate("IssueSheets", "State"), Choice([(state, state_word(state)) for state in ISSUE_STATES]))
    form.add("answer", translate("IssueSheets", "A word on the answer"), QLineEdit())
    form.add("answered_by", translate("IssueSheets", "Who answered"), QLineEdit())
    day = QLineEdit()
    day.setPlaceholderText(
        translate("IssueSheets", "today, or a day like {day}").format(day=f"{today.day}/{today.month}")
    )
    form.add("answered_on", translate("IssueSheets", "When it was answered"), day)


def became(values: Mapping[str, object], today: date) -> Became:
    """What was written in these fields; a word without a day is of today."""
    state = str(values["state"])
    answer, by = str(values["answer"] or ""), str(values["answered_by"] or "")
    day = day_of(str(values["answered_on"] or ""), today=today, past=True)
    return Became(state, answer, by, day or (today if answer or by else None)) if state != "open" else Became(state)


def wrong_answer(values: Mapping[str, object], today: date) -> dict[str, str]:
    """What is wrong in these fields."""
    try:
        day_of(str(values["answered_on"] or ""), today=today, past=True)
    except Refused:
        return {"answered_on": translate("IssueSheets", "Write a day like 15/12 or 15/12/2026.")}
    if values["state"] == "open" and values["answer"]:
        return {"state": translate("IssueSheets", "With an answer it is not open any more: choose its state.")}
    return {}


def wrong_point(values: Mapping[str, object]) -> dict[str, str]:
    """What is wrong in a point."""
    try:
        point_of(str(values["point"] or ""))
    except Refused as no:
        return {"point": wording.sentence(no.code, no.facts)}
    return {}


def point_words(point: Mapping[str, Any] | None) -> str:
    """A point as it is typed."""
    return f"{point['lat']}, {point['lon']}" if point else ""


def day_words(day: date | None) -> str:
    """A day as it is typed."""
    return f"{day:%d/%m/%Y}" if day else ""
