"""A day, an hour and how long, side by side; and how an hour is read that somebody types."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from PySide6.QtCore import QCoreApplication, QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QWidget

from db.sittings.calendar import LONGEST_MINUTES
from desktop.kit import theme
from desktop.kit.fields import Number

USUAL_HOUR = "19:00"
_HOUR = re.compile(r"^(\d{1,2})(?:[:.h]?(\d{2}))?\s*h?s?\.?$", re.IGNORECASE)


class When(QWidget):
    """`value` is a datetime of the city's wall clock; `changed` comes whenever another moment is said."""

    changed = Signal()

    def __init__(self, day: date, hour: str, length: int) -> None:
        super().__init__()
        self.day, self.hour, self.length = QDateEdit(), QLineEdit(), _length()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("ddd dd/MM/yyyy")
        self.day.setAccessibleName(QCoreApplication.translate("SittingSheets", "Day"))
        self.hour.setAccessibleName(QCoreApplication.translate("SittingSheets", "Hour"))
        self.length.setAccessibleName(QCoreApplication.translate("SittingSheets", "How long"))
        self.put(day, hour, length)
        line = theme.space(QHBoxLayout(self), 8)
        line.addWidget(self.day, 4)
        line.addWidget(self.hour, 2)
        line.addWidget(self.length, 3)
        self.setFocusProxy(self.day)
        self.day.dateChanged.connect(lambda _: self.changed.emit())
        self.hour.textChanged.connect(lambda _: self.changed.emit())
        self.length.valueChanged.connect(lambda _: self.changed.emit())

    def put(self, day: date, hour: str, length: int) -> None:
        """Say another moment."""
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.hour.setText(hour or USUAL_HOUR)
        self.length.setValue(length)

    def date(self) -> date:
        """The day alone."""
        told = self.day.date()
        return date(told.year(), told.month(), told.day())

    def value(self) -> datetime | None:
        """The day and the hour; None when the hour is none."""
        hour = hour_of(self.hour.text())
        return None if hour is None else datetime.combine(self.date(), hour)


def _length() -> Number:
    return Number(
        LONGEST_MINUTES,
        QCoreApplication.translate("SittingSheets", "min"),
        QCoreApplication.translate("SittingSheets", "no end"),
        step=15,
    )


def hour_of(text: str) -> time | None:
    """An hour as people write it: 19, 19:30, 19.30, 1930, 19 hs; None when it is none."""
    found = _HOUR.match(text.strip())
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
