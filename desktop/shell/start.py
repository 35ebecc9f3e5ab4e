"""The first start: which city and district this desk works for, and the passphrase that protects its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.fields import Choice, Form
from desktop.kit.surfaces import Card, label
from desktop.shell.rail import Mark


@dataclass(frozen=True)
class CityChoice:
    """A city that comes with the application, with its districts by code and name."""

    code: str
    name: str
    districts: tuple[tuple[str, str], ...]


class StartPage(QWidget):
    """`wanted(city, district, passphrase)`; afterwards the recovery code is shown once, and `ready` ends it."""

    wanted = Signal(str, str, str)
    restore_wanted = Signal()
    ready = Signal()

    def __init__(self, cities: Sequence[CityChoice], shortest: int) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._cities = {city.code: city for city in cities}
        self._shortest = shortest
        self._steps = QStackedWidget()
        self._steps.setFixedWidth(theme.px(480))
        self._steps.addWidget(self._form_card())
        self._steps.addWidget(self._code_card())
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._steps)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(across)
        whole.addStretch(1)

    def check(self, values: Mapping[str, object]) -> dict[str, str]:
        """What is wrong with what was typed, per field."""
        wrong: dict[str, str] = {}
        passphrase = str(values["passphrase"])
        if len(passphrase) < self._shortest:
            wrong["passphrase"] = self.tr("Use at least %n characters.", "", self._shortest)
        elif passphrase != values["again"]:
            wrong["again"] = self.tr("It is not the same as above.")
        return wrong

    def show_sentence(self, sentence: str) -> None:
        """Why the desk could not be made."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def show_busy(self, *, busy: bool) -> None:
        """While the record is being made."""
        self.begin_button.setEnabled(not busy)

    def show_recovery_code(self, code: str) -> None:
        """The one time it is seen."""
        self.code.setText(code)
        self._steps.setCurrentIndex(1)
        self.kept.setFocus()

    def _form_card(self) -> Card:
        card = Card()
        head = theme.space(QHBoxLayout(), 12)
        head.addWidget(Mark())
        head.addWidget(label(self.tr("Welcome to Cabildo"), "title"), 1)
        card.body.addLayout(head)
        words = self.tr("Say once which desk this is. Everything is kept encrypted on this laptop.")
        card.add(label(words, "muted", wrap=True))
        self.form = Form()
        self.city = Choice([(city.code, city.name) for city in self._cities.values()])
        self.district = Choice()
        self.form.add("city", self.tr("City"), self.city)
        self.form.add("district", self.tr("District"), self.district)
        for name, title in (("passphrase", self.tr("Passphrase")), ("again", self.tr("The passphrase again"))):
            field = QLineEdit()
            field.setObjectName(f"start.{name}")
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.returnPressed.connect(self._begin)
            self.form.add(name, title, field)
        self.city.currentIndexChanged.connect(self._show_districts)
        self._show_districts()
        self.sentence = label("", "error", wrap=True)
        self.sentence.hide()
        self.begin_button = button(self.tr("Make the record of this desk"), "check", "primary")
        self.begin_button.setObjectName("start.begin")
        self.begin_button.clicked.connect(self._begin)
        restore = button(self.tr("Restore a backup"), "backup-restore", "quiet")
        restore.setObjectName("start.restore")
        restore.clicked.connect(self.restore_wanted)
        return card.add(self.form, self.sentence, self.begin_button, restore)

    def _code_card(self) -> Card:
        card = Card()
        card.add(label(self.tr("Write down the recovery code"), "title"))
        card.add(
            label(
                self.tr(
                    "It opens the record if the passphrase is forgotten. It is shown this once; without either of the "
                    "two, nobody can open the record. Keep it on paper, not on this laptop."
                ),
                "muted",
                wrap=True,
            )
        )
        self.code = QLineEdit()
        self.code.setReadOnly(True)
        self.code.setProperty("kind", "large")
        self.code.setAccessibleName(self.tr("Recovery code"))
        copy = button(self.tr("Copy"), "content-copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.code.text()))
        self.kept = QCheckBox(self.tr("I have it on paper"))
        self.go_button = button(self.tr("Open Cabildo"), "arrow-right", "primary")
        self.go_button.setEnabled(False)
        self.kept.setObjectName("start.kept")
        self.go_button.setObjectName("start.go")
        self.kept.toggled.connect(self.go_button.setEnabled)
        self.go_button.clicked.connect(self.ready)
        card.add(self.code, copy, self.kept, self.go_button)
        card.body.addStretch(1)
        return card

    def _show_districts(self) -> None:
        city = self._cities.get(self.city.value())
        self.district.set_options(list(city.districts) if city else [])

    def _begin(self) -> None:
        values = self.form.values()
        if self.form.show_errors(self.check(values)):
            self.show_sentence("")
            self.wanted.emit(str(values["city"]), str(values["district"]), str(values["passphrase"]))
