"""The door to the record: passphrase or recovery code, and a sentence when it is not the right one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.surfaces import Card, label
from desktop.shell.rail import Mark


class UnlockPage(QWidget):
    """`tried(secret, remember)`. The same field takes the passphrase and the recovery code."""

    tried = Signal(str, bool)
    restore_wanted = Signal()

    def __init__(self, desk: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Open the record"))
        self._recovering = False
        card = Card()
        card.setFixedWidth(theme.px(430))
        card.body.setSpacing(theme.px(12))
        head = theme.space(QHBoxLayout(), 12)
        head.addWidget(Mark())
        words = theme.space(QVBoxLayout(), 0)
        words.addWidget(label("Cabildo", "title"))
        words.addWidget(label(desk or self.tr("The record of the councils"), "muted"))
        head.addLayout(words, 1)
        card.body.addLayout(head)
        self._prompt = label("", "strong")
        self.secret = QLineEdit()
        self.secret.setObjectName("unlock.secret")
        self.secret.returnPressed.connect(self._try)
        self.secret.textEdited.connect(lambda: self.show_sentence(""))
        self.sentence = label("", "error", wrap=True)
        self.remember = QCheckBox(self.tr("Keep it in the keyring of this laptop"))
        self.open_button = button(self.tr("Open"), "lock-open-variant-outline", "primary")
        self.open_button.setObjectName("unlock.open")
        self.open_button.clicked.connect(self._try)
        self.other_button = button("", kind="quiet")
        self.other_button.clicked.connect(self._switch)
        self.restore_button = button(self.tr("Restore a backup"), "backup-restore")
        self.restore_button.setObjectName("unlock.restore")
        self.restore_button.clicked.connect(self.restore_wanted)
        self.restore_button.hide()
        for part in (self._prompt, self.secret, self.sentence, self.restore_button, self.remember, self.open_button,
                     self.other_button):  # fmt: skip
            card.body.addWidget(part)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self._word()
        self.show_sentence("")
        self.setFocusProxy(self.secret)

    def show_sentence(self, sentence: str) -> None:
        """Why it did not open; the field is ready for another try."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.secret.setAccessibleDescription(sentence)
        theme.set_kind(self.secret, wrong="true" if sentence else "false")
        if sentence:
            self.secret.selectAll()
            self.secret.setFocus()

    def offer_restore(self) -> None:
        """No passphrase opens what is damaged: a backup does."""
        self.restore_button.show()

    def show_busy(self, *, busy: bool) -> None:
        """While the key is worked out, on purpose a fifth of a second, nothing can be pressed twice."""
        for part in (self.secret, self.open_button, self.other_button, self.remember):
            part.setEnabled(not busy)
        self.open_button.setText(self.tr("Opening...") if busy else self.tr("Open"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._word()

    def _try(self) -> None:
        if not self.secret.text():
            self.show_sentence(self.tr("Type the passphrase first."))
            return
        self.tried.emit(self.secret.text(), self.remember.isChecked())

    def _switch(self) -> None:
        self._recovering = not self._recovering
        self.secret.clear()
        self.show_sentence("")
        self._word()
        self.secret.setFocus()

    def _word(self) -> None:
        if self._recovering:
            self._prompt.setText(self.tr("Recovery code"))
            self.other_button.setText(self.tr("I know the passphrase"))
            self.secret.setEchoMode(QLineEdit.EchoMode.Normal)
            self.secret.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        else:
            self._prompt.setText(self.tr("Passphrase"))
            self.other_button.setText(self.tr("I forgot it: use the recovery code"))
            self.secret.setEchoMode(QLineEdit.EchoMode.Password)
            self.secret.setPlaceholderText("")
        self.secret.setAccessibleName(self._prompt.text())
