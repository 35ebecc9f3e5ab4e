"""The filters of the charts page: period, days, district, council, mode, and what it is all compared with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.places.queries import DistrictCard
from db.sittings.queries import CouncilCard
from desktop.insights.periods import ALL, LAST_YEAR, MONTHS_2, OWN, THIS_MONTH, THIS_YEAR
from desktop.insights.series import PERIOD, YEAR
from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.fields import Choice, day_field
from desktop.kit.flow import Flow
from desktop.kit.surfaces import Row, label

_PAGES = 4
"""The filters fold where the page is not at least so many times as high as they are."""


class Filters(QWidget):
    """Each choice is told at once; what it means stands in the presenter."""

    period_chosen = Signal(str)
    days_chosen = Signal(object, object)
    compared_chosen = Signal(str)
    district_chosen = Signal(str)
    council_chosen = Signal(str)
    mode_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._make_period()
        self.district, self.council = Choice(says=self.tr("District")), Choice(says=self.tr("Council"))
        self.mode = Choice(
            [
                ("", self.tr("All modes")),
                ("in_person", self.tr("In person")),
                ("hybrid", self.tr("Hybrid")),
                ("virtual", self.tr("Virtual")),
            ],
            says=self.tr("Mode"),
        )
        self.compared = Segmented(
            [(YEAR, self.tr("A year before")), (PERIOD, self.tr("The days before"))], self.tr("Compared with")
        )
        told = {
            "district": (self.district, self.district_chosen), "council": (self.council, self.council_chosen),
            "mode": (self.mode, self.mode_chosen),
        }  # fmt: skip
        for name, (choice, signal) in told.items():
            choice.setObjectName(f"insights.{name}")
            choice.activated.connect(lambda _row, choice=choice, signal=signal: signal.emit(choice.value()))
        self.compared.setObjectName("insights.compared")
        self.compared.chosen.connect(self.compared_chosen)
        days = Row(self.since, label("–", "muted"), self.until)
        with_what = Row(label(self.tr("Compared with"), "muted"), self.compared)
        self._flow = Flow(self.period, days, self.district, self.council, self.mode, with_what, gap=10, claims=False)
        self._folded = button("", "filter-variant", kind="quiet")
        self._folded.setObjectName("insights.filters")
        self._folded.setCheckable(True)
        self._folded.toggled.connect(lambda _on: self._arrange())
        self._folded.hide()
        whole = theme.space(QVBoxLayout(self), 6)
        whole.addWidget(self._folded, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._flow)
        self._days_told, self._room = "", 0
        self.setFocusProxy(self.period.option("this_year"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def fit(self, room: int) -> None:
        """So many pixels high is the page: at twice the size on a small screen they would take half of it, and fold
        into one line then, until somebody opens them."""
        if room != self._room:
            self._room = room
            self._arrange()

    def _arrange(self) -> None:
        self._flow.hold(self.width())
        folds = 0 < self._room < _PAGES * self._flow.height()
        self._folded.setText(self._in_words())
        self._folded.setVisible(folds)
        self._flow.setVisible(not folds or self._folded.isChecked())
        self.setFocusProxy(self._folded if folds else self.period.option("this_year"))

    def _in_words(self) -> str:
        told = (self._days_told, *self.told())
        return self.tr("Filters: {chosen}").format(chosen=" · ".join(one for one in told if one))

    def show_choices(self, districts: Sequence[DistrictCard], councils: Sequence[CouncilCard]) -> None:
        """The districts and councils there are."""
        every = [("", self.tr("All districts"))] if len(districts) != 1 else []
        self.district.set_options([*every, *((one.id, one.name) for one in districts)])
        self.council.set_options([("", self.tr("All councils")), *((one.id, one.name) for one in councils)])

    def told(self) -> tuple[str, ...]:
        """The district, the council and the mode that are chosen, in words; a picture says whose numbers it has."""
        return tuple(one.currentText() for one in (self.district, self.council, self.mode) if one.value())

    def let_go(self) -> None:
        """No district, no council, no mode any more; nobody is told."""
        for choice in (self.district, self.council, self.mode):
            choice.set_value("")

    def show_period(self, days: tuple[date, date], period: str, compared: str) -> None:
        """What is chosen now; nobody is told."""
        self.period.set_value(period)
        self.compared.set_value(compared)
        self._days_told = " – ".join(f"{day:%d/%m/%Y}" for day in days)
        self._folded.setText(self._in_words())
        for field, day in zip((self.since, self.until), days, strict=True):
            field.blockSignals(True)
            field.setDate(QDate(day.year, day.month, day.day))
            field.blockSignals(False)

    def _make_period(self) -> None:
        self.period = Segmented(
            [
                (THIS_MONTH, self.tr("This month")),
                (MONTHS_2, self.tr("Two months")),
                (THIS_YEAR, self.tr("This year")),
                (LAST_YEAR, self.tr("Last year")),
                (ALL, self.tr("All")),
                (OWN, self.tr("Own days")),
            ],
            self.tr("Period"),
        )
        self.period.setObjectName("insights.period")
        self.period.chosen.connect(self._choose_period)
        self.since, self.until = day_field(self.tr("From")), day_field(self.tr("To"))
        for field, name in ((self.since, "since"), (self.until, "until")):
            field.userDateChanged.connect(lambda _day: self._tell_days())
            field.setObjectName(f"insights.{name}")

    def _choose_period(self, period: str) -> None:
        if period == OWN:
            self.since.setFocus()
            self._tell_days()
        else:
            self.period_chosen.emit(period)

    def _tell_days(self) -> None:
        self.days_chosen.emit(self.since.date().toPython(), self.until.date().toPython())
