"""An enrolment code instead of a file: held before the camera, or copied from a message."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from desktop.kit import theme
from desktop.kit.dialogs import Sheet
from desktop.kit.surfaces import label


class CodeEntrySheet(Sheet):
    """One field for the text, and the camera beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            QCoreApplication.translate("EnrolSheets", "Enrolment code"),
            QCoreApplication.translate(
                "EnrolSheets",
                "Hold the printed code before the camera, or paste its text, which begins with CABILDO1.",
            ),
            QCoreApplication.translate("EnrolSheets", "Enrol"),
        )
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(QCoreApplication.translate("EnrolSheets", "Text of the code"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.px(110))
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self._line = theme.space(QHBoxLayout(), 10)
        self.body.addWidget(self.text)
        self.body.addWidget(self._error)
        self.body.addLayout(self._line)
        self.text.setFocus()

    def show_camera(self, button: QWidget, pane: QWidget) -> None:
        """The camera's button and its picture."""
        self._line.addWidget(button)
        self._line.addStretch(1)
        self.body.addWidget(pane)

    def take(self, told: str) -> None:
        """The camera has read one: there is nothing more to press."""
        self.text.setPlainText(told)
        self.agree()

    def agree(self) -> None:
        told = self.text.toPlainText().strip()
        if not told:
            self._error.setText(QCoreApplication.translate("EnrolSheets", "There is no code in the field yet."))
            self._error.show()
            return
        self.accept()
