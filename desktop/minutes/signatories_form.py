"""The form in which it is chosen who signs the minutes, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from db.minutes.rules import MOST_SIGNATORIES
from desktop.kit import theme
from desktop.kit.dialogs import Sheet
from desktop.kit.fields import Choice
from desktop.kit.surfaces import label, scrolled

translate = QCoreApplication.translate


class SignatoriesSheet(Sheet):
    """One list for each place to sign, from the first to the last; a place left empty is none."""

    def __init__(self, parent: QWidget, offered: Sequence[tuple[str, str]], now: Sequence[str]) -> None:
        super().__init__(
            parent,
            translate("SignatoriesSheet", "Who signs"),
            translate(
                "SignatoriesSheet", "In this order. The next Word file has these places, and the PDF made of it."
            ),
            translate("SignatoriesSheet", "Choose"),
        )
        rows = QWidget()
        grid = theme.space(QGridLayout(rows), 8)
        self.places = []
        for number in range(1, MOST_SIGNATORIES + 1):
            words = self.tr("Place {number}").format(number=number)
            place = Choice([("", self.tr("nobody")), *offered], words)
            place.setObjectName(f"signatories.{number}")
            place.set_value(now[number - 1] if number <= len(now) else "")
            named = label(words, "muted")
            named.setBuddy(place)
            grid.addWidget(named, number, 0)
            grid.addWidget(place, number, 1)
            self.places.append(place)
        grid.setColumnStretch(1, 1)
        held = scrolled(rows)
        held.setMinimumHeight(min(rows.sizeHint().height(), self.screen().availableGeometry().height() - theme.px(240)))
        self.body.addWidget(held)
        self.places[0].setFocus()

    def chosen(self) -> tuple[str, ...]:
        """The roles in their order, without the empty places."""
        return tuple(role for place in self.places if (role := place.value()))
