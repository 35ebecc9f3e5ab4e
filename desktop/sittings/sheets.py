"""Planning a sitting in a form, and the question before closing one, with its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QWidget

from db.errors import Refused
from db.sittings.rules import known_zoom_number
from desktop.kit import theme
from desktop.kit.buttons import Segmented
from desktop.kit.dialogs import Sheet, ask_form, shown
from desktop.kit.fields import Form
from desktop.kit.palette import Tone
from desktop.kit.picker import Picker
from desktop.kit.surfaces import Row, label
from desktop.sittings.shown import Evening, Planned, TodayShown
from desktop.sittings.words import mode_word

_USUAL_HOUR = "19:00"
_HOUR = re.compile(r"^(\d{1,2})(?:[:.h]?(\d{2}))?\s*h?s?\.?$", re.IGNORECASE)


class _When(QWidget):
    """A day and an hour side by side; `value` is a datetime of the city's wall clock."""

    def __init__(self, at: datetime | None, today: date) -> None:
        super().__init__()
        self.day, self.hour = QDateEdit(), QLineEdit(f"{at:%H:%M}" if at else _USUAL_HOUR)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setAccessibleName(QCoreApplication.translate("SittingSheets", "Day"))
        self.hour.setAccessibleName(QCoreApplication.translate("SittingSheets", "Hour"))
        first = at.date() if at else today
        self.day.setDate(QDate(first.year, first.month, first.day))
        line = theme.space(QHBoxLayout(self), 8)
        line.addWidget(self.day, 3)
        line.addWidget(self.hour, 2)
        self.setFocusProxy(self.day)

    def value(self) -> datetime | None:
        """The day and the hour; None when the hour is none."""
        day, hour = self.day.date(), hour_of(self.hour.text())
        return None if hour is None else datetime.combine(date(day.year(), day.month(), day.day()), hour)


def hour_of(text: str) -> time | None:
    """An hour as people write it: 19, 19:30, 19.30, 1930, 19 hs; None when it is none."""
    found = _HOUR.match(text.strip())
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


async def plan_sheet(parent: QWidget, evening: Evening | None, today: TodayShown) -> Planned | None:
    """Plans a sitting, or sets right the one given; None when the person went back."""
    translate = QCoreApplication.translate
    council = Picker(translate("SittingSheets", "Name of the council, known or new"), glyph="account-group-outline")
    council.setObjectName("sittings.plan.council")
    council.set_options([(one.id, one.name) for one in today.councils])
    title, place, zoom = QLineEdit(), QLineEdit(), QLineEdit()
    title.setObjectName("sittings.plan.title")
    place.setPlaceholderText(today.centre or translate("SittingSheets", "The centre of the district"))
    when = _When(evening.at if evening else None, today.today)
    mode = Segmented([(one, mode_word(one)) for one in ("hybrid", "in_person", "virtual")])
    form = Form()
    if evening is None:
        form.add("council", translate("SittingSheets", "Council"), council)
        if len(today.councils) == 1:
            council.set_value(today.councils[0].id)
    form.add("title", translate("SittingSheets", "Title"), title)
    form.add("when", translate("SittingSheets", "Day and hour"), when)
    form.add("place", translate("SittingSheets", "Place"), place)
    form.add("mode", translate("SittingSheets", "Mode"), mode)
    form.add("zoom", translate("SittingSheets", "Number of the Zoom meeting"), zoom)
    if evening is not None:
        card = evening.card
        form.set_values({"title": card.title, "place": card.place, "mode": card.mode, "zoom": card.zoom_number})
    else:
        month = QLocale().standaloneMonthName(today.today.month)
        title.setText(translate("SittingSheets", "Sitting of {month}").format(month=month))
    values = await ask_form(
        parent,
        translate("SittingSheets", "Change the sitting") if evening else translate("SittingSheets", "Plan a sitting"),
        form,
        translate("SittingSheets", "Save") if evening else translate("SittingSheets", "Plan"),
        _wrong,
    )
    day = when.value()
    if values is None or day is None:
        return None
    known = evening.card.council_id if evening else council.value()
    return Planned(
        title=str(values["title"]),
        council=council.text().strip(),
        council_id=known,
        day=day,
        place=str(values["place"]),
        mode=str(values["mode"]),
        zoom_number=str(values["zoom"]),
    )


def _wrong(values: Mapping[str, object]) -> Mapping[str, str]:
    wrong = {}
    if "council" in values and not values["council"]:
        wrong["council"] = QCoreApplication.translate("SittingSheets", "Say which council meets.")
    if not values["title"]:
        wrong["title"] = QCoreApplication.translate("SittingSheets", "Give it a title.")
    if values["when"] is None:
        wrong["when"] = QCoreApplication.translate("SittingSheets", "Write the hour like 19:00.")
    try:
        known_zoom_number(str(values.get("zoom") or ""))
    except Refused:
        wrong["zoom"] = QCoreApplication.translate("SittingSheets", "A number of 9 to 11 digits, like 912 3456 7890.")
    return wrong


async def closing_sheet(parent: QWidget, evening: Evening) -> bool:
    """Whether to close, seeing the sum that closes and what is left open."""
    translate = QCoreApplication.translate
    sheet = Sheet(
        parent,
        translate("SittingSheets", "Close the sitting?"),
        f"{evening.card.council}: {evening.card.title}",
        translate("SittingSheets", "Close the sitting"),
        danger=True,
    )
    sheet.accept_button.setObjectName("sittings.close.yes")
    figures = evening.figures
    if figures is not None:
        parts: list[QWidget | None] = []
        for sign, number, caption, tone in (
            ("", figures.in_room, translate("SittingSheets", "in the room"), Tone.GOOD),
            ("+", figures.online, translate("SittingSheets", "on Zoom"), Tone.ONLINE),
            ("−", figures.both, translate("SittingSheets", "both ways"), None),
            ("=", figures.people, translate("SittingSheets", "people"), Tone.ACCENT),
        ):
            if sign:
                parts.append(label(sign, "figure"))
            parts += [label(str(number), "figure", tone), label(caption, "small")]
        sheet.body.addWidget(Row(*parts, None, gap=6))
        for words in _left_open(evening):
            sheet.body.addWidget(label(words, wrap=True))
    note = translate(
        "SittingSheets", "The item on the table and whoever is speaking end now. Notes can still be edited."
    )
    sheet.body.addWidget(label(note, "small", wrap=True))
    return await shown(sheet)


def _left_open(evening: Evening) -> list[str]:
    translate, figures = QCoreApplication.translate, evening.figures
    told = []
    if figures is not None:
        new = translate("SittingSheets", "New: {new}. Without a name in the room: {unnamed}.")
        told.append(new.format(new=figures.new, unnamed=figures.unnamed))
    if evening.items > evening.done:
        left = translate("SittingSheets", "Items not finished: {left} of {all}.")
        told.append(left.format(left=evening.items - evening.done, all=evening.items))
    if evening.unresolved:
        waiting = translate("SittingSheets", "Zoom names still to be matched: {count}. That can be done afterwards.")
        told.append(waiting.format(count=evening.unresolved))
    return told
