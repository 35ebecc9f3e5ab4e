"""The sheets about the keys: another passphrase, and another recovery code, which is seen once and printed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from db.keys import SHORTEST_PASSPHRASE
from desktop import wording
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet, shown
from desktop.kit.fields import Form
from desktop.kit.surfaces import Row

translate = QCoreApplication.translate


class SecretForm(Form):
    """Fields whose letters are not shown, and whose values are as typed."""

    def secret(self, name: str, title: str, hint: str = "") -> None:
        """One field."""
        field = QLineEdit()
        field.setObjectName(f"keys.{name}")
        field.setEchoMode(QLineEdit.EchoMode.Password)
        self.add(name, title, field, hint)


class PassphraseSheet(Sheet):
    """The old one, the new one, the new one again."""

    def __init__(self, parent: QWidget, wrong: str) -> None:
        super().__init__(
            parent,
            translate("PassphraseSheet", "Change the passphrase"),
            translate(
                "PassphraseSheet",
                "It opens the record from now on. Backups made before go on opening with the old one: keep it "
                "with them, or make a new backup afterwards.",
            ),
            translate("PassphraseSheet", "Change it"),
        )
        self.form = SecretForm()
        self.form.secret("old", self.tr("Passphrase of now, or recovery code"))
        hint = self.tr("%n characters or more. A sentence is easier to remember than a word.", "", SHORTEST_PASSPHRASE)
        self.form.secret("new", self.tr("New passphrase"), hint)
        self.form.secret("again", self.tr("The new one again"))
        self.body.addWidget(self.form)
        self.form.lead_to(self.cancel)
        if wrong:
            self.form.show_errors({"old": wording.sentence(wrong, {"shortest": SHORTEST_PASSPHRASE})})

    def agree(self) -> None:
        """Accepted only when the new one is long enough and was typed twice alike."""
        if self.form.show_errors(self._check(self.form.values())):
            self.accept()

    def _check(self, values: Mapping[str, object]) -> dict[str, str]:
        wrong = {}
        if not values["old"]:
            wrong["old"] = self.tr("Type the one of now.")
        if len(str(values["new"])) < SHORTEST_PASSPHRASE:
            wrong["new"] = self.tr("Use at least %n characters.", "", SHORTEST_PASSPHRASE)
        elif values["new"] != values["again"]:
            wrong["again"] = self.tr("It is not the same as above.")
        return wrong


class SecretSheet(Sheet):
    """The passphrase, before something that only its owner may do."""

    def __init__(self, parent: QWidget, wrong: str) -> None:
        super().__init__(
            parent,
            translate("SecretSheet", "New recovery code"),
            translate("SecretSheet", "The code you have on paper stops working. The new one is shown only once."),
            translate("SecretSheet", "Draw a new code"),
        )
        self.form = SecretForm()
        self.form.secret("secret", self.tr("Passphrase"))
        self.body.addWidget(self.form)
        self.form.lead_to(self.cancel)
        if wrong:
            self.form.show_errors({"secret": wording.sentence(wrong)})

    def agree(self) -> None:
        """Accepted when there is something to try."""
        wrong = {} if self.form.values()["secret"] else {"secret": self.tr("Type the passphrase first.")}
        if self.form.show_errors(wrong):
            self.accept()


class CodeSheet(Sheet):
    """The new code: copied by hand, printed, and gone when the sheet is closed."""

    def __init__(self, parent: QWidget, code: str, desk: str) -> None:
        super().__init__(
            parent,
            translate("CodeSheet", "Your new recovery code"),
            translate("CodeSheet", "It opens the record if the passphrase is forgotten. Keep it on paper, not on this "
                                   "laptop; it is not shown again."),
            translate("CodeSheet", "Done"),
        )  # fmt: skip
        self._desk = desk
        self.code = QLineEdit(code)
        self.code.setReadOnly(True)
        self.code.setProperty("kind", "large")
        self.code.setObjectName("keys.code")
        self.code.setAccessibleName(self.tr("Recovery code"))
        self.print_button = button(self.tr("Print…"), "printer-outline")
        self.print_button.clicked.connect(self.print)
        copy = button(self.tr("Copy"), "content-copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.code.text()))
        self.kept = QCheckBox(self.tr("I have it on paper"))
        self.kept.setObjectName("keys.kept")
        self.kept.toggled.connect(self.accept_button.setEnabled)
        self.accept_button.setEnabled(False)
        self.cancel.hide()
        self.body.addWidget(self.code)
        self.body.addWidget(Row(self.print_button, copy, None))
        self.body.addWidget(self.kept)
        self.kept.setFocus()

    def reject(self) -> None:
        """Escape does not throw away what is seen only once."""
        if self.kept.isChecked():
            super().reject()

    def paper(self) -> QTextDocument:
        """What is printed: enough to know in three years what it opens."""
        made = QTextDocument()
        lines = (
            self.tr("Cabildo: recovery code"),
            self._desk,
            self.code.text(),
            self.tr("It opens the record of this desk if the passphrase is forgotten. Keep it apart from the laptop."),
        )
        made.setPlainText("\n\n".join(lines))
        return made

    def print(self) -> None:
        """Choose a printer; the sheet stays open."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # the printers are looked for when it is loaded

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self.paper().print_(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()  # its own `open` wants a slot by name


async def ask_passphrases(parent: QWidget, wrong: str) -> tuple[str, str] | None:
    """The old and the new one."""
    sheet = PassphraseSheet(parent, wrong)
    told: list[tuple[str, str]] = []
    sheet.accepted.connect(lambda: told.append((_typed(sheet.form, "old"), _typed(sheet.form, "new"))))
    return told[0] if await shown(sheet) and told else None


async def ask_secret(parent: QWidget, wrong: str) -> str | None:
    """The passphrase."""
    sheet = SecretSheet(parent, wrong)
    told: list[str] = []
    sheet.accepted.connect(lambda: told.append(_typed(sheet.form, "secret")))
    return told[0] if await shown(sheet) and told else None


def _typed(form: Form, name: str) -> str:
    return str(form.values()[name])
