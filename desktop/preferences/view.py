"""The page on which a person makes the application hers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.banner import Message
from desktop.kit.buttons import Segmented
from desktop.kit.fields import Choice
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Chip, Columns, Page, label, rule
from desktop.settings import Taste

SIZES = ("100", "125", "150", "175", "200")


class PreferencesView(Page):
    """Cards of choices; each is kept when it is made."""

    look_chosen = Signal(str)
    size_chosen = Signal(str)
    language_chosen = Signal(str)
    names_hidden = Signal(bool)
    facilitator_named = Signal(str)
    said = Signal(object)

    def __init__(self, languages: Mapping[str, str], facts: Sequence[tuple[str, str]], folder: Path) -> None:
        super().__init__("", "")
        self.set_titles(self.tr("Preferences"), self.tr("Every choice is kept at once, on this laptop alone."))
        self.body.addWidget(
            Columns(
                _column(self._look_card(languages), self._privacy_card()),
                _column(self._desk_card(facts, folder), self._key_card()),
            ),
            1,
        )

    def show_taste(self, taste: Taste) -> None:
        """What is set now, without telling it back."""
        self.look.set_value("dark" if taste.dark else "light")
        nearest = min(SIZES, key=lambda size: abs(int(size) - taste.scale * 100))
        self.text_size.set_value(nearest)
        self.language.set_value(taste.locale)
        self.hide_names.setChecked(taste.hide_names)
        if not self.facilitator.hasFocus():
            self.facilitator.setText(taste.facilitator)

    def say_next_start(self) -> None:
        """The language changes when the window is opened again."""
        self.said.emit(Message(self.tr("The language changes the next time Cabildo is opened."), Tone.ACCENT))

    def _look_card(self, languages: Mapping[str, str]) -> Card:
        card = Card(self.tr("How it looks"))
        self.look = Segmented([("light", self.tr("Light")), ("dark", self.tr("Dark"))], self.tr("Light or dark"))
        self.look.setObjectName("preferences.look")
        self.text_size = Segmented([(size, f"{size} %") for size in SIZES], self.tr("Size of the text"))
        self.text_size.setObjectName("preferences.size")
        self.language = Choice(list(languages.items()), self.tr("Language of the screens"))
        self.language.setObjectName("preferences.language")
        self.look.chosen.connect(self.look_chosen)
        self.text_size.chosen.connect(self.size_chosen)
        self.language.activated.connect(lambda _: self.language_chosen.emit(self.language.value()))
        _line(card, self.tr("Light or dark"), "", self.look)
        card.add(rule())
        _line(card, self.tr("Size of the text"), self.tr("For tired eyes, or a screen seen from afar."), self.text_size)
        card.add(rule())
        _line(card, self.tr("Language of the screens"), self.tr("The minutes keep the city's language."), self.language)
        return card

    def _privacy_card(self) -> Card:
        card = Card(self.tr("Privacy at the door"))
        self.hide_names = QCheckBox(self.tr("Show names only once somebody types"))
        self.hide_names.setObjectName("preferences.hide_names")
        self.hide_names.clicked.connect(self.names_hidden)
        words = self.tr("Whoever stands before the screen does not read who else comes to the council.")
        return card.add(self.hide_names, label(words, "small", wrap=True))

    def _desk_card(self, facts: Sequence[tuple[str, str]], folder: Path) -> Card:
        card = Card(self.tr("This desk"))
        self.facilitator = QLineEdit()
        self.facilitator.setObjectName("preferences.facilitator")
        self.facilitator.setAccessibleName(self.tr("Who works here"))
        self.facilitator.setPlaceholderText(self.tr("Name and surname"))
        self.facilitator.editingFinished.connect(lambda: self.facilitator_named.emit(self.facilitator.text()))
        card.add(label(self.tr("Who works here"), "strong"), self.facilitator)
        card.add(label(self.tr("The journal signs with this name from the next start on."), "small", wrap=True))
        card.add(rule())
        for words, value in (*facts, (self.tr("Folder of the record"), str(folder))):
            _fact(card, words, value)
        return card

    def _key_card(self) -> Card:
        card = Card(self.tr("The key of the record"))
        line = theme.space(QHBoxLayout(), 14)
        line.addWidget(Chip("shield-lock-outline", Tone.GOOD, 44), 0, Qt.AlignmentFlag.AlignTop)
        words = self.tr(
            "Everything on this laptop is encrypted. It opens with the passphrase or with the recovery code that was "
            "shown when the record was made; without either of the two, nobody can open it."
        )
        line.addWidget(label(words, "muted", wrap=True), 1)
        card.body.addLayout(line)
        return card


def _column(*cards: Card) -> QWidget:
    made = QWidget()
    column = theme.space(QVBoxLayout(made), 14)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return made


def _line(card: Card, title: str, hint: str, field: QWidget) -> None:
    line = theme.space(QHBoxLayout(), 12)
    words = theme.space(QVBoxLayout(), 1)
    words.addWidget(label(title, "strong"))
    if hint:
        words.addWidget(label(hint, "small", wrap=True))
    line.addLayout(words, 1)
    line.addWidget(field)
    card.body.addLayout(line)


def _fact(card: Card, words: str, value: str) -> None:
    line = theme.space(QHBoxLayout(), 12)
    line.addWidget(label(words, "muted"))
    told = label(value, "", wrap=True)
    told.setAlignment(Qt.AlignmentFlag.AlignRight)
    told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    line.addWidget(told, 1)
    card.body.addLayout(line)
