"""The page on which a person makes the application hers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.backup import Backup
from db.restore import Checked
from desktop import wording
from desktop.kit import theme
from desktop.kit.banner import Message
from desktop.kit.buttons import Segmented, button
from desktop.kit.dialogs import ask, shown
from desktop.kit.fields import Choice
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Chip, Columns, Page, Row, label, rule
from desktop.preferences import keys_sheets
from desktop.preferences.backup_card import BackupCard, moment
from desktop.preferences.keeper import Made
from desktop.settings import Taste

LOCK_MINUTES = (0, 5, 10, 20)
SIZES = ("100", "125", "150", "175", "200")


class PreferencesView(Page):
    """Cards of choices; each is kept when it is made."""

    look_chosen = Signal(str)
    size_chosen = Signal(str)
    language_chosen = Signal(str)
    names_hidden = Signal(bool)
    arrivals_hidden = Signal(bool)
    facilitator_named = Signal(str)
    lock_chosen = Signal(str)
    lock_wanted = Signal()
    passphrase_wanted = Signal()
    code_wanted = Signal()
    said = Signal(object)

    def __init__(
        self, languages: Mapping[str, str], facts: Sequence[tuple[str, str]], folder: Path, now: Callable[[], datetime]
    ) -> None:
        super().__init__("", "")
        self._desk = facts[0][1] if facts else ""
        self._now = now
        self.backups = BackupCard(now)
        self.set_titles(self.tr("Preferences"), self.tr("Every choice is kept at once, on this laptop alone."))
        left = _column(self.backups, self._key_card())
        self._right = _column(self._privacy_card(), self._look_card(languages), self._desk_card(facts, folder))
        self.body.addWidget(Columns(left, self._right), 1)

    def put(self, card: QWidget) -> None:
        """Another noun's card, below ours."""
        column = self._right.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.count() - 1, card)

    def show_taste(self, taste: Taste) -> None:
        """What is set now, without telling it back."""
        self.look.set_value("dark" if taste.dark else "light")
        nearest = min(SIZES, key=lambda size: abs(int(size) - taste.scale * 100))
        self.text_size.set_value(nearest)
        self.language.set_value(taste.locale)
        self.hide_names.setChecked(taste.hide_names)
        self.hide_arrivals.setChecked(taste.hide_arrivals)
        minutes = taste.lock_minutes if taste.lock_minutes in LOCK_MINUTES else LOCK_MINUTES[-1]
        self.lock_after.set_value(str(minutes))
        if not self.facilitator.hasFocus():
            self.facilitator.setText(taste.facilitator)

    def say_next_start(self) -> None:
        """The language changes when the window is opened again."""
        self.said.emit(Message(self.tr("The language changes the next time Cabildo is opened."), Tone.ACCENT))

    def show_backups(self, there: tuple[Backup, ...], own: Path) -> None:
        """Every backup, newest first."""
        self.backups.show_backups(there, own)

    def show_second_folder(self, folder: str, *, there: bool) -> None:
        """The second disk, and whether it is plugged in now."""
        self.backups.show_second_folder(folder, there=there)

    def show_busy(self, *, busy: bool) -> None:
        """While one is made or tried out."""
        self.backups.show_busy(busy=busy)

    def say_made(self, made: Made) -> None:
        """It is made, opened and checked."""
        self.said.emit(Message(self.backups.made_words(made), Tone.GOOD))

    def say_good(self, found: Checked) -> None:
        """It was tried out and can be used."""
        self.said.emit(Message(self.backups.good_words(found), Tone.GOOD))

    def say_bad(self, backup: Backup, code: str) -> None:
        """It was tried out and cannot be used."""
        words = self.tr("This backup cannot be used: {why}")
        self.said.emit(Message(words.format(why=wording.sentence(code, {"file": backup.path.name})), Tone.BAD))

    def say_passphrase_changed(self) -> None:
        """And the old backups keep theirs."""
        words = self.tr("The passphrase is changed. Backups made before go on opening with the old one.")
        self.said.emit(Message(words, Tone.GOOD))

    async def ask_folder(self) -> Path | None:
        """A folder of another disk."""
        dialog = QFileDialog(self, self.tr("Where every backup goes as well"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        chosen: list[str] = []
        dialog.accepted.connect(lambda: chosen.extend(dialog.selectedFiles()))
        return Path(chosen[0]) if await shown(dialog) and chosen else None

    async def ask_delete(self, backup: Backup) -> bool:
        """Whether it goes for good."""
        words = self.tr(
            "The backup of {time} goes for good. That makes sense after somebody asked to be erased: backups made "
            "before still hold her."
        )
        title, yes = self.tr("Delete this backup?"), self.tr("Delete it")
        return await ask(self, title, words.format(time=moment(backup.made_at, self._now())), yes, danger=True)

    async def ask_passphrases(self, wrong: str) -> tuple[str, str] | None:
        """The old one (or the recovery code) and the new one."""
        return await keys_sheets.ask_passphrases(self, wrong)

    async def ask_secret(self, wrong: str) -> str | None:
        """The passphrase, before another recovery code is drawn."""
        return await keys_sheets.ask_secret(self, wrong)

    async def show_recovery_code(self, code: str) -> None:
        """The one time it is seen."""
        await shown(keys_sheets.CodeSheet(self, code, self._desk))

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
        card = Card(self.tr("Privacy"))
        self.hide_names = QCheckBox(self.tr("Show names only once somebody types"))
        self.hide_names.setObjectName("preferences.hide_names")
        self.hide_names.clicked.connect(self.names_hidden)
        words = self.tr("Whoever stands before the screen does not read who else comes to the council.")
        self.hide_arrivals = QCheckBox(self.tr("At the door, initials alone of those who arrived"))
        self.hide_arrivals.setObjectName("preferences.hide_arrivals")
        self.hide_arrivals.clicked.connect(self.arrivals_hidden)
        card.add(self.hide_names, label(words, "small", wrap=True), self.hide_arrivals, rule())
        self.lock_after = Segmented(
            [(str(minutes), str(minutes) if minutes else self.tr("Never")) for minutes in LOCK_MINUTES],
            self.tr("Lock the screen after so many minutes"),
        )
        self.lock_after.setObjectName("preferences.lock_after")
        self.lock_after.chosen.connect(self.lock_chosen)
        hint = self.tr("Minutes without a key, the mouse or a card. The passphrase opens it again.")
        _line(card, self.tr("Lock the screen"), hint, self.lock_after)
        self.lock_now = button(self.tr("Lock now (Ctrl+L)"), "lock-outline")
        self.lock_now.setObjectName("preferences.lock_now")
        self.lock_now.clicked.connect(self.lock_wanted)
        return card.add(Row(self.lock_now, None))

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
        card = Card(self.tr("Passphrase"))
        line = theme.space(QHBoxLayout(), 14)
        line.addWidget(Chip("shield-lock-outline", Tone.GOOD, 44), 0, Qt.AlignmentFlag.AlignTop)
        words = self.tr(
            "Everything on this laptop is encrypted. It opens with the passphrase or with the recovery code on paper; "
            "without either of the two, nobody can open it, not even us."
        )
        line.addWidget(label(words, "muted", wrap=True), 1)
        card.body.addLayout(line)
        change = button(self.tr("Change the passphrase…"), "key-change")
        code = button(self.tr("New recovery code…"), "file-key-outline")
        change.setObjectName("preferences.passphrase")
        code.setObjectName("preferences.code")
        change.clicked.connect(self.passphrase_wanted)
        code.clicked.connect(self.code_wanted)
        return card.add(Row(change, code, None))


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
