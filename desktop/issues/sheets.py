"""The forms behind the pane: setting an issue right, writing down a commitment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from db.errors import Refused
from db.issues.queries import IssueCard
from desktop.issues.line import day_of
from desktop.issues.shown import IssuesShown, Promised, Told
from desktop.issues.words import kind_word, state_word
from desktop.kit.buttons import Segmented
from desktop.kit.dialogs import ask_form
from desktop.kit.fields import Choice, Form
from desktop.kit.picker import Picker
from desktop.wording.names import known_name

_KINDS = ("proposal", "complaint", "question")
_STATES = ("open", "answered", "settled", "dropped")


async def issue_sheet(parent: QWidget, card: IssueCard, shown: IssuesShown) -> tuple[Told, str] | None:
    """An issue, set right, and its state; None when the person went back."""
    translate = QCoreApplication.translate
    form = Form()
    form.add("kind", translate("IssueSheets", "Kind"), Segmented([(kind, kind_word(kind)) for kind in _KINDS]))
    form.add("text", translate("IssueSheets", "What was asked for"), QLineEdit())
    who = people_picker(shown)
    form.add("raised_by", translate("IssueSheets", "Who"), who)
    form.add("topic", translate("IssueSheets", "Topic"), topic_choice(shown))
    form.add("department", translate("IssueSheets", "Department"), department_choice(shown))
    form.add("place", translate("IssueSheets", "Place"), QLineEdit())
    form.add("state", translate("IssueSheets", "State"), Choice([(state, state_word(state)) for state in _STATES]))
    form.set_values(
        {
            "kind": card.kind,
            "text": card.text,
            "topic": card.topic or "",
            "department": card.department,
            "place": card.place,
            "state": card.state,
        }
    )
    who.set_value(card.raised_by_id)
    title, missing = translate("IssueSheets", "Edit"), translate("IssueSheets", "Write what was asked for.")

    def check(values: Mapping[str, object]) -> Mapping[str, str]:
        return {} if values["text"] else {"text": missing}

    values = await ask_form(parent, title, form, translate("IssueSheets", "Save"), check)
    if values is None:
        return None
    told = {name: str(values[name] or "") for name in ("kind", "text", "topic", "department", "place")}
    return Told(raised_by_id=who.value(), **told), str(values["state"])


async def commitment_sheet(parent: QWidget, issue: IssueCard | None, shown: IssuesShown) -> Promised | None:
    """Who will do what by when; None when the person went back."""
    translate = QCoreApplication.translate
    form = Form()
    form.add("text", translate("IssueSheets", "What will be done"), QLineEdit())
    form.add("department", translate("IssueSheets", "Department that answers for it"), department_choice(shown))
    who = people_picker(shown)
    form.add("resident", translate("IssueSheets", "… or a neighbour"), who)
    due = QLineEdit()
    due.setPlaceholderText(translate("IssueSheets", "day/month, for example 15/12"))
    form.add("due", translate("IssueSheets", "By when"), due)
    if issue is not None:
        form.set_values({"department": issue.department})
    values = await ask_form(
        parent,
        translate("IssueSheets", "Commitment"),
        form,
        translate("IssueSheets", "Write down"),
        lambda told: _wrong({**told, "resident": who.text(), "known": who.value()}, shown.today),
        issue.text if issue else translate("IssueSheets", "Who will do what, and by when."),
    )
    if values is None:
        return None
    return Promised(
        text=str(values["text"]),
        department=str(values["department"] or ""),
        resident_id=who.value(),
        due_on=day_of(str(values["due"]), today=shown.today),
        issue_id=issue.id if issue else "",
    )


def _wrong(values: Mapping[str, object], today: date) -> Mapping[str, str]:
    wrong = {}
    if not values["text"]:
        wrong["text"] = QCoreApplication.translate("IssueSheets", "Write what will be done.")
    if values["department"] and values["resident"]:
        wrong["resident"] = QCoreApplication.translate("IssueSheets", "Either a department or a neighbour.")
    elif values["resident"] and not values["known"]:
        wrong["resident"] = QCoreApplication.translate("IssueSheets", "Choose somebody of the list.")
    try:
        due = day_of(str(values["due"]), today=today)
    except Refused:
        wrong["due"] = QCoreApplication.translate("IssueSheets", "Write a day like 15/12 or 15/12/2026.")
    else:
        if due is not None and due < today:
            wrong["due"] = QCoreApplication.translate("IssueSheets", "That day is over.")
    return wrong


def topic_choice(shown: IssuesShown) -> Choice:
    """The city's topics."""
    none = QCoreApplication.translate("IssueSheets", "Topic…")
    return Choice([("", none), *((topic.code, topic.name) for topic in shown.topics)], none)


def department_choice(shown: IssuesShown) -> Choice:
    """The municipal departments."""
    none = QCoreApplication.translate("IssueSheets", "Department…")
    return Choice([("", none), *((name, name) for name in shown.departments)], none)


def people_picker(shown: IssuesShown) -> Picker:
    """Everybody identified at the sitting."""
    made = Picker(QCoreApplication.translate("IssueSheets", "Nobody in particular"))
    made.set_options([(who.resident_id, known_name(who.name)) for who in shown.people])
    return made
