"""An item changed in a form, and the choice of what it is joined with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from db.agenda.queries import ItemCard
from db.agenda.rules import LONGEST_MINUTES
from desktop.agenda.shown import Changed, Joined
from desktop.kit.dialogs import ask_form
from desktop.kit.fields import Choice, Form, Number
from desktop.kit.picker import Picker

translate = QCoreApplication.translate


async def change_sheet(parent: QWidget, item: ItemCard, presenters: Sequence[str]) -> Changed | None:
    """Title, minutes and who presents; None when the person went back."""
    unit, none = translate("AgendaSheets", "min"), translate("AgendaSheets", "not said")
    title, minutes = QLineEdit(item.title), Number(LONGEST_MINUTES, unit, none, step=5)
    title.setObjectName("agenda.change.title")
    minutes.setValue(item.minutes_planned or 0)
    presenter = Picker(translate("AgendaSheets", "A neighbour, an organisation, or whoever it is"))
    presenter.setObjectName("agenda.change.presenter")
    presenter.set_options([(name, name) for name in presenters])
    presenter.setText(item.presenter or "")
    form = Form()
    form.add("title", translate("AgendaSheets", "What it is about"), title)
    form.add("minutes", translate("AgendaSheets", "Minutes planned"), minutes)
    form.add("presenter", translate("AgendaSheets", "Who presents it"), presenter)
    heading = translate("AgendaSheets", "Item {number}").format(number=item.number)
    values = await ask_form(parent, heading, form, translate("AgendaSheets", "Save"), _wrong)
    if values is None:
        return None
    return Changed(str(values["title"]), int(str(values["minutes"])), presenter.text().strip())


async def join_sheet(parent: QWidget, item: ItemCard, others: Sequence[ItemCard]) -> Joined | None:
    """With which item this one is joined, and under which title; None when the person went back."""
    with_which = Choice([(one.id, f"{one.number}. {one.title}") for one in others])
    before = [one for one in others if one.number < item.number]
    with_which.set_value((before[-1] if before else others[0]).id)
    titles = {one.id: one.title for one in others}
    title = QLineEdit(titles[with_which.value()])
    with_which.currentIndexChanged.connect(lambda _: title.setText(titles[with_which.value()]))
    form = Form()
    form.add("with", translate("AgendaSheets", "With which item"), with_which)
    form.add("title", translate("AgendaSheets", "Title of both together"), title)
    words = translate("AgendaSheets", "Notes, times, turns and issues of both are kept. It can be taken back.")
    heading = translate("AgendaSheets", "Join «{title}»").format(title=item.title)
    values = await ask_form(parent, heading, form, translate("AgendaSheets", "Join"), _wrong, words)
    return None if values is None else Joined(str(values["with"]), str(values["title"]))


def _wrong(values: Mapping[str, object]) -> Mapping[str, str]:
    missing = translate("AgendaSheets", "Write what it is about.")
    return {} if values["title"] else {"title": missing}
