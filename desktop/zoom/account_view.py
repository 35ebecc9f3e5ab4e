"""The card of Zoom in Preferences: the three values, a button that tries them out, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.banner import Message
from desktop.kit.buttons import button
from desktop.kit.fields import Form
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Row, label
from desktop.zoom.capabilities import Capability, Checked
from desktop.zoom.credentials import Credentials
from desktop.zoom.service_words import ask_for, need_word


class AccountCard(Card):
    """`keep_pressed` carries what was typed, by the names of `Credentials`."""

    keep_pressed = Signal(object)
    try_pressed = Signal()
    forget_pressed = Signal()
    said = Signal(object)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("AccountCard", "Zoom"))
        words = self.tr(
            "With access to Zoom the list of each call comes by itself. Whoever administers the Zoom account makes a "
            "“Server-to-Server OAuth” app at marketplace.zoom.us and hands out three values. Without it, reports are "
            "brought as files."
        )
        self.add(label(words, "muted", wrap=True))
        self.account, self.client, self.secret, self.host = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.host.setPlaceholderText(self.tr("Empty: the first user with a licence"))
        self.form = Form()
        for name, says, part in (
            ("account_id", self.tr("Account ID"), self.account),
            ("client_id", self.tr("Client ID"), self.client),
            ("client_secret", self.tr("Client secret"), self.secret),
            ("host", self.tr("E-mail of whoever hosts"), self.host),
        ):
            part.setObjectName(f"zoom.account.{name}")
            self.form.add(name, says, part)
        self.keep = button(self.tr("Keep and try out"), "content-save-outline", "primary")
        self.try_out = button(self.tr("Try out"), "check-circle-outline")
        self.forget = button(self.tr("Forget"), "delete-outline", "quiet")
        for name, part_button in (("keep", self.keep), ("try", self.try_out), ("forget", self.forget)):
            part_button.setObjectName(f"zoom.account.{name}")
        self.keep.clicked.connect(lambda: self.keep_pressed.emit(self._typed()))
        self.try_out.clicked.connect(self.try_pressed)
        self.forget.clicked.connect(self.forget_pressed)
        self.add(self.form, Row(self.keep, self.try_out, None, self.forget))
        self._pressed: QPushButton | None = None
        self._found = QWidget()
        self._lines = theme.space(QVBoxLayout(self._found), 6)
        self.add(self._found)
        self.show_kept(None)

    def show_kept(self, kept: Credentials | None) -> None:
        """What is kept; the secret stays where it is."""
        for part, value in ((self.account, "account_id"), (self.client, "client_id"), (self.host, "host")):
            part.setText(str(getattr(kept, value)) if kept else "")
        self.secret.clear()
        self.secret.setPlaceholderText(self.tr("Kept; type another one to change it") if kept else "")
        self.try_out.setVisible(kept is not None)
        self.forget.setVisible(kept is not None)
        self._empty()

    def show_checked(self, found: Checked) -> None:
        """One line for each thing, and below what is missing what to ask for."""
        self._empty()
        verdict = self.tr("Zoom lets this desk do everything it needs.") if found.ready else self.tr(
            "Zoom lets this desk in, but something is missing."
        )  # fmt: skip
        self._lines.addWidget(label(verdict, "strong", Tone.GOOD if found.ready else Tone.ATTENTION, wrap=True))
        if found.host:
            self._lines.addWidget(label(self.tr("Hosts: {host}").format(host=found.host), "small", wrap=True))
        for one in found.capabilities:
            mark, tone = _mark(one)
            self._lines.addWidget(label(f"{mark}  {need_word(one.code)}", "", tone, wrap=True))
            if not one.there:
                self._lines.addWidget(label(ask_for(one), "small", wrap=True))
        self._found.show()
        # The verdict is what was asked for, and it may stand below the edge of the window.
        QTimer.singleShot(0, self, self._into_sight)

    def show_busy(self, *, busy: bool) -> None:
        """While Zoom is asked."""
        parts = (self.keep, self.try_out, self.forget)
        if busy:
            self._pressed = next((part for part in parts if part.hasFocus()), None)
        for part in parts:
            part.setEnabled(not busy)
        if not busy and self._pressed is not None:
            self._pressed.setFocus()  # out of reach it lost the keyboard to the banner, where the next key closes it
        if busy:
            self._empty()
            self._lines.addWidget(label(self.tr("Asking Zoom…"), "muted"))
            self._found.show()
        elif self._lines.count() == 1:
            self._empty()

    def say_kept(self, *, in_keyring: bool) -> None:
        """Where they are now."""
        words = self.tr("Kept in the system's keyring.") if in_keyring else self.tr("Kept in the encrypted record.")
        self.said.emit(Message(words, Tone.GOOD))

    def words(self) -> list[str]:
        """What was found, as it is read."""
        return [one.text() for one in self._found.findChildren(QLabel) if not one.isHidden()]

    def _into_sight(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(self._found)

    def _typed(self) -> dict[str, str]:
        return {name: str(value or "") for name, value in self.form.values().items()}

    def _empty(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._found.hide()


def _mark(one: Capability) -> tuple[str, Tone]:
    if one.there:
        return "✓", Tone.GOOD
    return ("–", Tone.MUTED) if one.optional else ("✗", Tone.ATTENTION)
