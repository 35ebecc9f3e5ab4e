"""Somebody new in one line: name, and if she wishes document, telephone, quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.checkin.line import Line
from db.places.queries import NeighbourhoodCard
from db.residents.name_order import Named
from desktop import wording
from desktop.checkin.words import order_words
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.fields import Choice
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Row, label


class WalkInLine(QFrame):
    """Enter in any field writes her down, Escape goes back to the field of the door."""

    accepted = Signal(object)
    naming = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "well")
        self.setAccessibleName(self.tr("Somebody new"))
        self.name = _field(self.tr("Given name and family name"), "door.walk_in_name")
        self.document = _field(self.tr("Document (optional)"), "door.walk_in_document")
        self.phone = _field(self.tr("Telephone (optional)"), "door.walk_in_phone")
        self.quarter = Choice(says=self.tr("Quarter (optional)"))
        self.quarter.setObjectName("door.walk_in_quarter")
        self._fields: dict[str, QWidget] = {"name": self.name, "document": self.document, "phone": self.phone}
        self._companions = 0
        self._order: tuple[str, Named | None] = ("", None)
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        self._build()

    def open(self, person: Line) -> None:
        """Fill in what is known, and stand on what is missing."""
        self.name.setText(person.name)
        self.document.setText(person.document)
        self.phone.setText(person.phone)
        self.quarter.set_value(person.neighbourhood_id)
        self._companions = person.companions
        self.show_wrong({})
        self._ordering.hide()
        self.naming.emit(person.name)
        self.show()
        self.name.setFocus()
        self.name.end(False)

    def show_order(self, name: str, order: Named | None) -> None:
        """Which part of the name would be the family's; of a name that is gone already nothing is shown."""
        if name != self.name.text().strip():
            return
        self._order = name, order
        unclear = order is not None and order.how == "unclear"
        words = order_words(order) if order else ""
        asks = self.tr("Which is the family name? It would be: {told}. Enter: so it is.")
        self._reading.setText(asks.format(told=words) if unclear else words)
        theme.set_kind(self._reading, tone=(Tone.ATTENTION if unclear else Tone.MUTED).value)
        self._ordering.setVisible(order is not None)

    def show_quarters(self, quarters: Sequence[NeighbourhoodCard]) -> None:
        """The quarters to choose from."""
        options = [("", self.tr("Quarter (optional)")), *((one.id, one.name) for one in quarters)]
        if options != [(self.quarter.itemData(at), self.quarter.itemText(at)) for at in range(self.quarter.count())]:
            self.quarter.set_options(options)

    def show_wrong(self, codes: Mapping[str, str]) -> None:
        """A sentence for each field that is wrong, focus on the first."""
        sentences = []
        for name, field in self._fields.items():
            theme.set_kind(field, wrong="true" if name in codes else "false")
            sentence = wording.sentence(codes[name]) if name in codes else ""
            field.setAccessibleDescription(sentence)
            sentences.append(sentence)
        self._wrong.setText(" ".join(filter(None, sentences)))
        self._wrong.setVisible(bool(codes))
        if codes:
            self._fields[next(iter(codes))].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._reading = label("", "small", wrap=True)
        self._reading.setObjectName("door.walk_in_order")
        turn = button(self.tr("The other way round"), "swap-horizontal", "quiet", "Alt+O")
        turn.setObjectName("door.walk_in_turn")
        turn.clicked.connect(self._turn)
        self._ordering = QWidget()
        line = theme.space(QHBoxLayout(self._ordering), 10)
        line.addWidget(self._reading, 1)
        line.addWidget(turn)
        self._ordering.hide()
        self.name.textChanged.connect(lambda text: self.naming.emit(text.strip()))
        write = button(self.tr("Write down"), "account-plus", "primary", tip=self.tr("Enter"))
        write.setObjectName("door.walk_in")
        write.clicked.connect(self._accept)
        back = button(self.tr("Back"), kind="quiet", tip=self.tr("Escape"))
        back.clicked.connect(self.left)
        grid = theme.space(QGridLayout(), 8)
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self._ordering, 1, 0, 1, 2)
        grid.addWidget(self.document, 2, 0)
        grid.addWidget(self.phone, 2, 1)
        grid.addWidget(self.quarter, 3, 0, 1, 2)
        whole = theme.space(QVBoxLayout(self), 8, (12, 12, 12, 12))
        whole.addWidget(label(self.tr("Somebody new"), "strong"))
        whole.addLayout(grid)
        whole.addWidget(self._wrong)
        whole.addWidget(Row(None, back, write))

    def _turn(self) -> None:
        """She says which is which: from now on a comma does."""
        _, order = self._order
        if order is not None:
            self.name.setText(order.turned.written)
            self.show_order(order.turned.written, order.turned)
            self.name.setFocus()

    def _accept(self) -> None:
        name, (read, order) = self.name.text().strip(), self._order
        self.accepted.emit(
            Line(
                name=order.written if order is not None and read == name else name,
                document=self.document.text().strip(),
                phone=self.phone.text().strip(),
                neighbourhood_id=self.quarter.value(),
                companions=self._companions,
            )
        )


def _field(hint: str, name: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(hint)
    made.setAccessibleName(hint)
    made.setObjectName(name)
    return made
