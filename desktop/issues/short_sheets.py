"""Short questions: another day and why, how a commitment ended, what became of issues, whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from db.errors import Refused
from db.issues.queries import CommitmentCard
from desktop.issues.area import AreaField
from desktop.issues.became_form import add_state, became, day_words, wrong_answer
from desktop.issues.line import day_of
from desktop.issues.shown import Became, Moved
from desktop.kit.dialogs import ask_form
from desktop.kit.fields import Form
from desktop.wording.issue_words import state_word

translate = QCoreApplication.translate


async def day_sheet(parent: QWidget, card: CommitmentCard, today: date) -> Moved | None:
    """Another day for a commitment, and why; None when the person went back."""
    form = Form()
    day = QLineEdit()
    day.setPlaceholderText(translate("IssueSheets", "day/month, for example 15/12"))
    form.add("due", translate("IssueSheets", "By when"), day, translate("IssueSheets", "Empty: without a date."))
    form.add("reason", translate("IssueSheets", "Why the day changes"), QLineEdit())
    form.set_values({"due": day_words(card.due_on)})

    def check(values: Mapping[str, object]) -> Mapping[str, str]:
        wrong = {}
        try:
            day_of(str(values["due"]), today=today)
        except Refused:
            wrong["due"] = translate("IssueSheets", "Write a day like 15/12 or 15/12/2026.")
        if not values["reason"]:
            wrong["reason"] = translate("IssueSheets", "Write why: the council will ask.")
        return wrong

    title = translate("IssueSheets", "Another day")
    values = await ask_form(parent, title, form, translate("IssueSheets", "Save"), check, card.text)
    return Moved(day_of(str(values["due"]), today=today), str(values["reason"])) if values else None


async def outcome_sheet(parent: QWidget, card: CommitmentCard, state: str = "") -> str | None:
    """How a commitment ended, in words; None when the person went back."""
    form = Form()
    form.add("outcome", translate("IssueSheets", "How it ended"), QLineEdit())
    form.set_values({"outcome": card.outcome})
    title = translate("IssueSheets", "How it ended")
    if state:
        title = f"{title}: {state_word(state)}"
    values = await ask_form(parent, title, form, translate("IssueSheets", "Save"), None, card.text)
    return str(values["outcome"] or "") if values is not None else None


async def became_sheet(parent: QWidget, words: str, known: Became, today: date) -> Became | None:
    """What became of one issue or several; None when the person went back."""
    form = Form()
    add_state(form, today)
    form.set_values(
        {
            "state": known.state,
            "answer": known.answer,
            "answered_by": known.answered_by,
            "answered_on": day_words(known.answered_on),
        }
    )
    title = translate("IssueSheets", "What became of it")
    values = await ask_form(
        parent, title, form, translate("IssueSheets", "Save"), lambda told: wrong_answer(told, today), words
    )
    return became(values, today) if values is not None else None


async def area_sheet(parent: QWidget, words: str, known: str, names: Sequence[str]) -> str | None:
    """Whose issues are from now on; None when the person went back."""
    form = Form()
    area = AreaField(names)
    hint = translate("IssueSheets", "One that is not on the list is added. Empty: no department.")
    form.add("department", translate("IssueSheets", "Department"), area, hint)
    area.set_value(known)
    title = translate("IssueSheets", "Whose it is")
    values = await ask_form(parent, title, form, translate("IssueSheets", "Save"), None, words)
    return area.value() if values is not None else None


async def sent_sheet(parent: QWidget, words: str, today: date) -> tuple[str, date] | None:
    """To whom lists were sent, and when; None when they were not."""
    form = Form()
    form.add(
        "to", translate("IssueSheets", "To whom"), QLineEdit(), translate("IssueSheets", "A person, a desk, a mail.")
    )
    day = QLineEdit()
    form.add("on", translate("IssueSheets", "On which day"), day)
    form.set_values({"on": day_words(today)})

    def check(values: Mapping[str, object]) -> Mapping[str, str]:
        wrong = {} if values["to"] else {"to": translate("IssueSheets", "Write to whom it was sent.")}
        try:
            day_of(str(values["on"]), today=today, past=True)
        except Refused:
            wrong["on"] = translate("IssueSheets", "Write a day like 15/12 or 15/12/2026.")
        return wrong

    title, note = translate("IssueSheets", "Was it sent?"), translate("IssueSheets", "Note it")
    values = await ask_form(parent, title, form, note, check, words)
    return (str(values["to"]), day_of(day.text(), today=today, past=True) or today) if values else None
