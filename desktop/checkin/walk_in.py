"""Somebody new in one line: name, and if she wishes document, telephone, quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from db.checkin.line import Line
from db.places.queries import NeighbourhoodCard
from desktop import wording
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.fields import Choice
from desktop.kit.surfaces import Row, label


class WalkInLine(QFrame):
    """Enter in any field writes her down, Escape goes back to the field of the door."""

    accepted = Signal(object)
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
        self.show()
        self.name.setFocus()
        self.name.end(False)

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
        write = button(self.tr("Write down"), "account-plus", "primary", tip=self.tr("Enter"))
        write.setObjectName("door.walk_in")
        write.clicked.connect(self._accept)
        back = button(self.tr("Back"), kind="quiet", tip=self.tr("Escape"))
        back.clicked.connect(self.left)
        grid = theme.space(QGridLayout(), 8)
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self.document, 1, 0)
        grid.addWidget(self.phone, 1, 1)
        grid.addWidget(self.quarter, 2, 0, 1, 2)
        whole = theme.space(QVBoxLayout(self), 8, (12, 12, 12, 12))
        whole.addWidget(label(self.tr("Somebody new"), "strong"))
        whole.addLayout(grid)
        whole.addWidget(self._wrong)
        whole.addWidget(Row(None, back, write))

    def _accept(self) -> None:
        self.accepted.emit(
            Line(
                name=self.name.text().strip(),
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
