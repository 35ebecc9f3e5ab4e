"""To whom the list is narrowed: a quarter, an organisation, or what is wanting."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.residents.listing import Wanted
from desktop.kit import theme
from desktop.kit.buttons import icon_button
from desktop.kit.fields import Choice
from desktop.residents.presenter import Choices
from desktop.residents.words import lack_words


class Narrowing(QWidget):
    """Three choices side by side, and a cross that undoes them."""

    narrowed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lacks = Choice(lack_words(), self.tr("Whom to show"))
        self.lacks.setObjectName("residents.lacks")
        self.quarter = Choice([("", self.tr("All quarters"))], self.tr("Quarter"))
        self.quarter.setObjectName("residents.quarter")
        self.organisation = Choice([("", self.tr("All organisations"))], self.tr("Organisation"))
        self.organisation.setObjectName("residents.organisation.filter")
        self.widen = icon_button("close", self.tr("Show everybody"))
        self.widen.setObjectName("residents.widen")
        self.widen.clicked.connect(self._widen)
        line = theme.space(QHBoxLayout(self), 8)
        for one in (self.lacks, self.quarter, self.organisation):
            one.currentIndexChanged.connect(self._tell)
            line.addWidget(one, 1)
        line.addWidget(self.widen)
        self.widen.setEnabled(False)

    def show_choices(self, choices: Choices) -> None:
        """What there is to choose from now; what was chosen stays."""
        quarters = [("", self.tr("All quarters")), *((one.id, one.name) for one in choices.quarters)]
        self.quarter.set_options(quarters)
        self.organisation.set_options([("", self.tr("All organisations")), *choices.organisations])

    def wanted(self) -> Wanted:
        """What is chosen."""
        return Wanted(self.quarter.value(), self.organisation.value(), self.lacks.value())

    def _widen(self) -> None:
        for one in (self.lacks, self.quarter, self.organisation):
            one.blockSignals(True)
            one.setCurrentIndex(0)
            one.blockSignals(False)
        self._tell()
        self.lacks.setFocus()

    def _tell(self) -> None:
        self.widen.setEnabled(bool(self.wanted()))
        self.narrowed.emit(self.wanted())
