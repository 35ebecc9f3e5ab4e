"""The forms behind the pane: setting an issue right, writing down a commitment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from db.errors import Refused
from db.issues.queries import CommitmentCard, IssueCard
from db.places.drawing import Shape
from desktop.issues.area import AreaField
from desktop.issues.became_form import (
    add_state,
    became,
    day_words,
    point_words,
    wrong_answer,
    wrong_point,
)
from desktop.issues.line import day_of
from desktop.issues.point_field import PointField
from desktop.issues.shown import Became, IssuesShown, Promised, Told
from desktop.kit.buttons import Segmented
from desktop.kit.dialogs import ask_form
from desktop.kit.fields import Choice, Form
from desktop.kit.picker import Picker
from desktop.wording.issue_words import kind_word
from desktop.wording.names import known_name

_KINDS = ("proposal", "complaint", "question")


async def issue_sheet(
    parent: QWidget, card: IssueCard, shown: IssuesShown, shapes: Sequence[Shape] = ()
) -> tuple[Told, Became] | None:
    """An issue, set right, and what became of it; None when the person went back. `shapes`: the city's map, if any."""
    translate = QCoreApplication.translate
    form = Form()
    form.add("kind", translate("IssueSheets", "Kind"), Segmented([(kind, kind_word(kind)) for kind in _KINDS]))
    form.add("text", translate("IssueSheets", "What was asked for"), QLineEdit())
    who = people_picker(shown)
    form.add("raised_by", translate("IssueSheets", "Who"), who)
    form.add("topic", translate("IssueSheets", "Topic"), topic_choice(shown))
    area = AreaField(shown.departments)
    form.add("department", translate("IssueSheets", "Department"), area)
    form.add("place", translate("IssueSheets", "Place"), QLineEdit())
    form.add("point", translate("IssueSheets", "Point on the map"), PointField(shapes))
    add_state(form, shown.today)
    form.set_values(
        {
            "kind": card.kind,
            "text": card.text,
            "topic": card.topic or "",
            "department": card.department,
            "place": card.place,
            "point": point_words(card.point),
            "state": card.state,
            "answer": card.answer,
            "answered_by": card.answered_by,
            "answered_on": day_words(card.answered_on),
        }
    )
    who.set_value(card.raised_by_id)
    title, missing = translate("IssueSheets", "Edit"), translate("IssueSheets", "Write what was asked for.")

    def check(values: Mapping[str, object]) -> Mapping[str, str]:
        wrong = {} if values["text"] else {"text": missing}
        return wrong | wrong_point(values) | wrong_answer(values, shown.today)

    values = await ask_form(parent, title, form, translate("IssueSheets", "Save"), check)
    if values is None:
        return None
    told = {name: str(values[name] or "") for name in ("kind", "text", "topic", "place", "point")}
    return Told(raised_by_id=who.value(), department=area.value(), **told), became(values, shown.today)


async def commitment_sheet(
    parent: QWidget, issue: IssueCard | None, shown: IssuesShown, card: CommitmentCard | None = None
) -> Promised | None:
    """Who will do what by when, or a commitment (`card`) set right; None when the person went back."""
    translate = QCoreApplication.translate
    form = Form()
    form.add("text", translate("IssueSheets", "What will be done"), QLineEdit())
    area, who, club = AreaField(shown.departments), people_picker(shown), organisation_picker(shown)
    form.add("department", translate("IssueSheets", "Department that answers for it"), area)
    form.add("resident", translate("IssueSheets", "… or a neighbour"), who)
    form.add("organisation", translate("IssueSheets", "… or an organisation"), club)
    due = QLineEdit()
    due.setPlaceholderText(translate("IssueSheets", "day/month, for example 15/12"))
    if card is None:
        form.add("due", translate("IssueSheets", "By when"), due)
    if issue is not None:
        form.set_values({"department": issue.department})
    if card is not None:
        form.set_values({"text": card.text})
        field = {"department": area, "resident": who, "organisation": club}.get(card.responsible_kind or "")
        if field is not None:
            field.set_value(card.responsible if field is area else card.responsible_id)
    known = {"resident": who, "organisation": club}
    values = await ask_form(
        parent,
        translate("IssueSheets", "Commitment"),
        form,
        translate("IssueSheets", "Save") if card else translate("IssueSheets", "Write down"),
        lambda told: _wrong({"due": "", **told}, known, shown.today),
        issue.text if issue else translate("IssueSheets", "Who will do what, and by when."),
    )
    if values is None:
        return None
    return Promised(
        text=str(values["text"]),
        department=area.value(),
        resident_id=who.value(),
        organisation_id=club.value(),
        due_on=day_of(due.text(), today=shown.today),
        issue_id=issue.id if issue else "",
    )


def _wrong(values: Mapping[str, object], known: Mapping[str, Picker], today: date) -> Mapping[str, str]:
    wrong = {}
    if not values["text"]:
        wrong["text"] = QCoreApplication.translate("IssueSheets", "Write what will be done.")
    written = [name for name in ("department", "resident", "organisation") if values[name]]
    for name in written[1:]:
        wrong[name] = QCoreApplication.translate(
            "IssueSheets", "One alone: a department, a neighbour or an organisation."
        )
    for name, picker in known.items():
        if values[name] and not picker.value():
            wrong[name] = QCoreApplication.translate("IssueSheets", "Choose one of the list.")
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


def people_picker(shown: IssuesShown) -> Picker:
    """Everybody identified at the sitting."""
    made = Picker(QCoreApplication.translate("IssueSheets", "Nobody in particular"))
    made.set_options([(who.resident_id, known_name(who.name)) for who in shown.people])
    return made


def organisation_picker(shown: IssuesShown) -> Picker:
    """The organisations of the city."""
    made = Picker(QCoreApplication.translate("IssueSheets", "No organisation"), glyph="domain")
    made.set_options(list(shown.organisations))
    return made
