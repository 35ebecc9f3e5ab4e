"""The form in which somebody signs: with what, in which place, why and where. Nothing of the secret is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.kit import theme
from desktop.kit.buttons import icon_button
from desktop.kit.dialogs import Sheet
from desktop.kit.fields import Choice, Form
from desktop.kit.surfaces import scrolled
from desktop.minutes.presenter_signing import Asked, Place

translate = QCoreApplication.translate

FILE, TOKEN = "file", "token"
ROOM = 240  # pixels that title, words and buttons want above and below


class FileField(QWidget):
    """A path that is typed, or chosen with the button beside it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.line = QLineEdit()
        self.line.setAccessibleName(title)
        self.choose = icon_button("folder-open-outline", title)
        self.choose.clicked.connect(self._choose)
        row = theme.space(QHBoxLayout(self), 6)
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)
        self.setFocusProxy(self.line)

    def value(self) -> str:
        """The path as typed."""
        return self.line.text().strip()

    def set_value(self, value: object) -> None:
        """A path that is known."""
        self.line.setText(str(value or ""))

    def _choose(self) -> None:
        # Opened and not run: a nested loop here would leave everything else asleep.
        before = Path(self.value()).expanduser().parent
        beside = self.value() and before.is_dir()
        dialog = QFileDialog(self, self._title, str(before if beside else Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.line.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class SigningSheet(Sheet):
    """Who signs, with what, where."""

    def __init__(self, parent: QWidget, places: Sequence[Place], before: Asked) -> None:
        super().__init__(
            parent,
            translate("SigningSheet", "Sign the minutes"),
            translate("SigningSheet", "The signature is added to the PDF; those that are there go on holding."),
            translate("SigningSheet", "Sign"),
        )
        self.form = Form()
        self.form.add(
            "place", self.tr("Place"), Choice([(str(one.number), f"{one.number}. {one.role}") for one in places])
        )
        kinds = [(FILE, self.tr("Certificate file (.p12, .pfx)")), (TOKEN, self.tr("Token or card (PKCS#11)"))]
        self.kind = Choice(kinds)
        self.form.add("kind", self.tr("Sign with"), self.kind)
        self.path = FileField(self.tr("Choose the file"))
        self.form.add("path", self.tr("File"), self.path, self.tr("For a token: the module of its maker (.so, .dll)."))
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add("secret", self.tr("Passphrase or PIN"), self.secret, self.tr("It is not kept anywhere."))
        self.form.add("label", self.tr("Which token, if there are several"), QLineEdit())
        self.form.add("reason", self.tr("Reason"), QLineEdit())
        self.form.add("location", self.tr("Place where it is signed"), QLineEdit())
        self.form.add("timestamps", self.tr("Timestamp server (optional)"), QLineEdit())
        self.last = QCheckBox(self.tr("Nobody else will sign: with this one the minutes are signed"))
        self.form.add("last", self.tr("Last signature"), self.last)
        self.kind.currentIndexChanged.connect(self._show_kind)
        # On a small laptop the form is taller than the screen.
        held = scrolled(self.form)
        held.setMinimumHeight(min(self.form.sizeHint().height(), self.screen().availableGeometry().height() - ROOM))
        self.body.addWidget(held)
        self.form.set_values({
            "kind": TOKEN if before.token else FILE, "path": before.path if before.path.name else "",
            "label": before.label, "reason": before.reason, "location": before.location,
            "timestamps": before.timestamps,
        })  # fmt: skip
        self.form.lead_to(self.cancel)
        self._show_kind()
        for name in ("place", "kind", "path", "secret", "reason", "location", "timestamps", "last"):
            self.form.field(name).setObjectName(f"signing.{name}")

    def agree(self) -> None:
        """Accepted only when there is something to sign with."""
        if self.form.show_errors(self._check(self.form.values())):
            self.accept()

    def asked(self) -> Asked:
        """What was filled in."""
        told = {name: str(value) for name, value in self.form.values().items()}
        return Asked(
            token=told["kind"] == TOKEN,
            path=Path(told["path"]).expanduser(),
            secret=self.secret.text(),  # as typed: a space may belong to it
            label=told["label"],
            place=int(told["place"]) if told["place"] else None,
            reason=told["reason"],
            location=told["location"],
            timestamps=told["timestamps"],
            last=self.last.isChecked(),
        )

    def _show_kind(self) -> None:
        self.form.field("label").setEnabled(self.kind.value() == TOKEN)

    def _check(self, values: Mapping[str, object]) -> dict[str, str]:
        wrong = {}
        if not values["path"] or not Path(str(values["path"])).expanduser().is_file():
            wrong["path"] = self.tr("There is no such file.")
        address = str(values["timestamps"])
        if address and not address.startswith(("http://", "https://")):
            wrong["timestamps"] = self.tr("It has to be an address that begins with https://")
        return wrong
