"""The question in the form of a person before an organisation is written down that is not on the list yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.surfaces import label


class NewOrganisation(QFrame):
    """Those of the list that may be meant, a button each, and one to write down what was typed; `answered` carries the
    name that holds."""

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        self.setObjectName("residents.new_organisation")
        self._words = label("", "strong", wrap=True)
        self._lines = theme.space(QVBoxLayout(self), 8, (12, 10, 12, 10))
        self._lines.addWidget(self._words)
        self._choices: list[QPushButton] = []
        self.hide()

    def ask(self, name: str, near: tuple[str, ...]) -> None:
        """Say that nobody has written it down yet, and offer what it may be."""
        words = self.tr("«{name}» is not among the organisations. Is it one of these?")
        alone = self.tr("«{name}» is not among the organisations.")
        self._words.setText((words if near else alone).format(name=name))
        for old in self._choices:
            old.hide()
            old.deleteLater()
        new = self._choice(self.tr("Write it down as a new one"), name, "quiet" if near else "")
        new.setObjectName("residents.new_organisation.new")
        known = [self._choice(one, one) for one in near]
        self._choices = [*known, new]
        for one in self._choices:
            self._lines.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        self.show()
        self._choices[0].setFocus()

    def _choice(self, words: str, name: str, kind: str = "") -> QPushButton:
        made = button(words, kind=kind)
        made.clicked.connect(lambda: self.answered.emit(name))
        return made
