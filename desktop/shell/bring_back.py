"""A backup brought back before anything else: what it is, the passphrase of its time, and one press."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Chip, label


class BringBackPage(QWidget):
    """`tried(secret)`, or `back` to where one came from."""

    tried = Signal(str)
    back = Signal()

    def __init__(self, desk: str, made: str, residents: int, *, replaces: bool) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Restore a backup"))
        card = Card()
        card.setFixedWidth(theme.px(480))
        card.body.setSpacing(theme.px(12))
        card.add(label(self.tr("Restore a backup"), "title"))
        card.body.addLayout(self._about(desk, made, residents))
        if replaces:
            words = self.tr("The record that is on this laptop is moved into a folder of its own; nothing is deleted.")
            card.add(label(words, "small", wrap=True))
        self.secret = QLineEdit()
        self.secret.setObjectName("restore.secret")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(self.tr("Passphrase or recovery code of that day"))
        self.secret.returnPressed.connect(self._try)
        self.secret.textEdited.connect(lambda: self.show_sentence(""))
        self.sentence = label("", "error", wrap=True)
        self.restore_button = button(self.tr("Restore"), "backup-restore", "primary")
        self.restore_button.setObjectName("restore.go")
        self.restore_button.clicked.connect(self._try)
        self.back_button = button(self.tr("Back"), kind="quiet")
        self.back_button.clicked.connect(self.back)
        card.add(label(self.tr("Passphrase or recovery code of that day"), "strong"), self.secret, self.sentence)
        card.add(self.restore_button, self.back_button)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.setFocusProxy(self.secret)
        self.show_sentence("")

    def show_sentence(self, sentence: str) -> None:
        """Why it could not be restored."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.secret.setAccessibleDescription(sentence)
        theme.set_kind(self.secret, wrong="true" if sentence else "false")
        if sentence:
            self.secret.selectAll()
            self.secret.setFocus()

    def show_busy(self, *, busy: bool) -> None:
        """While all of it is read."""
        for part in (self.secret, self.restore_button, self.back_button):
            part.setEnabled(not busy)
        self.restore_button.setText(self.tr("Reading all of it...") if busy else self.tr("Restore"))

    def _about(self, desk: str, made: str, residents: int) -> QHBoxLayout:
        words = theme.space(QVBoxLayout(), 1)
        words.addWidget(label(desk, "strong", wrap=True))
        told = self.tr("Made on {time}, with %Ln neighbour(s)", "", residents).format(time=made)
        words.addWidget(label(told, "muted", wrap=True))
        line = theme.space(QHBoxLayout(), 14)
        line.addWidget(Chip("backup-restore", Tone.ACCENT, 44), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        return line

    def _try(self) -> None:
        if not self.secret.text():
            self.show_sentence(self.tr("Type the passphrase first."))
            return
        self.tried.emit(self.secret.text())
