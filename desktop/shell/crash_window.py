"""What a person sees of a bug: that the evening goes on, what to do, and what to hand to whoever mends it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet
from desktop.kit.surfaces import Chip, label
from desktop.kit.theme import Tone


class CrashWindow(Sheet):
    """Opened beside the work, never in its way: nothing waits for its answer."""

    def __init__(self, parent: QWidget, details: str, log: Path) -> None:
        super().__init__(parent, QCoreApplication.translate("CrashWindow", "Something went wrong inside Cabildo"))
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(560))
        self.details = details
        words = label(
            self.tr(
                "It is a mistake of the program, not yours. What was confirmed on the screen is saved, and you can go "
                "on working. If it happens again, close Cabildo and open it again: it comes back to the same place."
            ),
            wrap=True,
        )
        line = theme.space(QHBoxLayout(), 14)
        line.addWidget(Chip("bug-outline", Tone.ATTENTION, 44), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        self.body.addLayout(line)
        shown = QPlainTextEdit(details)
        shown.setReadOnly(True)
        shown.setAccessibleName(self.tr("Details"))
        shown.setMaximumHeight(theme.px(150))
        self.body.addWidget(shown)
        where = self.tr("These details hold no personal data. The log is in {path}").format(path=log)
        self.body.addWidget(label(where, "small", wrap=True))
        self.copy_button = button(self.tr("Copy details"), "content-copy")
        self.copy_button.clicked.connect(self.copy)
        self.body.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.cancel.hide()
        self.accept_button.setText(self.tr("Go on"))

    def copy(self) -> None:
        """Put the details where an e-mail can be written from."""
        QGuiApplication.clipboard().setText(self.details)
