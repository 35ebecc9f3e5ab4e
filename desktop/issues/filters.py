"""By what a list is narrowed: choices in as many lines as they need, a period, and a cross that widens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.kit import theme
from desktop.kit.buttons import icon_button
from desktop.kit.fields import Choice, day_field
from desktop.kit.surfaces import label

translate = QCoreApplication.translate
OWN = "own"


class Wrapped(QWidget):
    """Parts of one width, as many side by side as there is room for."""

    def __init__(self, parts: Sequence[QWidget], least: int = 132) -> None:
        super().__init__()
        self._parts, self._least, self._across = tuple(parts), least, 0
        self._grid = theme.space(QGridLayout(self), 8)
        self._place(len(self._parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        most = max(1, (event.size().width() + theme.px(8)) // (theme.px(self._least) + theme.px(8)))
        rows = -(-len(self._parts) // most)
        self._place(-(-len(self._parts) // rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(self._least), super().minimumSizeHint().height())

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        for place in range(max(across, self._across)):
            self._grid.setColumnStretch(place, 1 if place < across else 0)
        self._across = across
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, number // across, number % across)


class Period(QWidget):
    """Which days: some that one often wants, or two of one's own. `changed` tells that they are others."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = Choice(
            [
                ("", translate("Filters", "Any day")),
                ("days_30", translate("Filters", "Last 30 days")),
                ("days_90", translate("Filters", "Last 90 days")),
                ("this_year", translate("Filters", "This year")),
                ("last_year", translate("Filters", "Last year")),
                (OWN, translate("Filters", "From … to …")),
            ],
            translate("Filters", "Period"),
        )
        self.since, self.until = day_field(translate("Filters", "From")), day_field(translate("Filters", "To"))
        for field in (self.since, self.until):
            field.userDateChanged.connect(lambda _day: self._own_day())
        line = theme.space(QHBoxLayout(self), 6)
        line.addWidget(self.choice, 1)
        self._own = QWidget()
        own = theme.space(QHBoxLayout(self._own), 6)
        for part in (self.since, label("–", "muted"), self.until):
            own.addWidget(part)
        line.addWidget(self._own)
        self._own.hide()
        self.choice.currentIndexChanged.connect(self._choose)

    def days(self, today: date) -> tuple[date | None, date | None]:
        """First and last day; None for no end on that side."""
        first, last = self.since.date().toPython(), self.until.date().toPython()
        assert isinstance(first, date)
        assert isinstance(last, date)
        spans: dict[str, tuple[date | None, date | None]] = {
            "days_30": (today - timedelta(days=30), None),
            "days_90": (today - timedelta(days=90), None),
            "this_year": (date(today.year, 1, 1), None),
            "last_year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
            OWN: (first, last),
        }
        return spans.get(self.choice.value(), (None, None))

    def show_today(self, today: date) -> None:
        """What one's own days begin with: this year until today."""
        if self.choice.value() != OWN:
            self.since.setDate(QDate(today.year, 1, 1))
            self.until.setDate(QDate(today.year, today.month, today.day))

    def _choose(self) -> None:
        own = self.choice.value() == OWN
        self._own.setVisible(own)
        if own:
            self.since.setFocus()
        self.changed.emit()

    def _own_day(self) -> None:
        if self.choice.value() == OWN:
            self.changed.emit()


class Filters(QWidget):
    """Choices that narrow together. `changed` tells that one of them is another; the cross takes all of them away."""

    changed = Signal()

    def __init__(self, choices: dict[str, Choice], period: Period | None = None) -> None:
        super().__init__()
        self._choices, self._period = choices, period
        self.widen = icon_button("filter-remove-outline", translate("Filters", "Show everything again"))
        self.widen.setObjectName("issues.widen")
        self.widen.setEnabled(False)
        self.widen.clicked.connect(self.clear)
        line = theme.space(QHBoxLayout(self), 8)
        parts: list[QWidget] = [*choices.values()]
        if period is not None:
            parts.append(period)
            period.changed.connect(self._tell)
        line.addWidget(Wrapped(parts), 1)
        line.addWidget(self.widen)
        for one in choices.values():
            one.currentIndexChanged.connect(self._tell)
            one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def value(self, name: str) -> str:
        """The key chosen there."""
        return self._choices[name].value()

    def clear(self) -> None:
        """Nothing narrows any more."""
        every = [*self._choices.values(), *([self._period.choice] if self._period else [])]
        for one in every:
            one.blockSignals(True)
            one.setCurrentIndex(0)
            one.blockSignals(False)
        if self._period is not None:
            self._period._choose()
        self._tell()

    def _tell(self) -> None:
        narrowed = any(one.currentIndex() > 0 for one in self._choices.values())
        self.widen.setEnabled(narrowed or bool(self._period and self._period.choice.currentIndex() > 0))
        self.changed.emit()


def say(part: QPushButton, words: str) -> None:
    """Other words on a button, for the eye and for a screen reader."""
    part.setText(words)
    part.setAccessibleName(words)
