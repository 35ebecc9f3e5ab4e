"""The card of the backups: the last good one at a glance, what to do, the second disk, and all there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from db.backup import Backup
from db.restore import Checked
from desktop import wording
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, Chip, Row, label, rule
from desktop.preferences.keeper import Made

_ROWS = 5  # as many are seen at once; the others are scrolled to


class BackupCard(Card):
    """`try_wanted` and `delete_wanted` carry the backup chosen in the list, else the newest."""

    make_wanted = Signal()
    try_wanted = Signal(object)
    delete_wanted = Signal(object)
    second_wanted = Signal()
    second_forgotten = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(QCoreApplication.translate("BackupCard", "Backups"))
        self._now, self._own, self._busy = now, Path(), False
        self._there: tuple[Backup, ...] = ()
        self.body.addLayout(self._head())
        self.make = button(self.tr("Make a backup now"), "content-save-outline", "primary")
        self.try_out = button(self.tr("Try it out"), "check-circle-outline", tip=self._try_tip())
        self.delete = button(self.tr("Delete…"), "delete-outline", "quiet")
        for part, name in ((self.make, "make"), (self.try_out, "try"), (self.delete, "delete")):
            part.setObjectName(f"backup.{name}")
        self.make.clicked.connect(self.make_wanted)
        self.try_out.clicked.connect(lambda: self._with_one(self.try_wanted))
        self.delete.clicked.connect(lambda: self._with_one(self.delete_wanted))
        self.add(Row(self.make, self.try_out, None), rule())
        self.body.addLayout(self._second_line())
        self.add(rule())
        self.list: RowsView[Backup] = RowsView(
            [
                Column(self.tr("Made"), lambda one: moment(one.made_at, self._now()), Look.STRONG, width=120),
                Column(self.tr("Where"), self._where, tone=self._tone, tip=lambda one: str(one.path)),
                Column(self.tr("Size"), lambda one: size(one.size), Look.NUMBER, width=90),
            ],
            key=lambda one: one.path,
            says=self.tr("All backups"),
            height=32,
        )
        self.list.setObjectName("backup.list")
        self.list.chosen.connect(self.try_wanted)
        self.list.current.connect(lambda _: self._fit())
        QShortcut(
            QKeySequence(Qt.Key.Key_Delete), self.list, context=Qt.ShortcutContext.WidgetShortcut
        ).activated.connect(self.delete.click)
        self.add(self.list)
        note = self.tr("A backup opens with the passphrase of the day it was made, also after you change it.")
        line = theme.space(QHBoxLayout(), 12)
        line.addWidget(label(note, "small", wrap=True), 1)
        line.addWidget(self.delete)
        self.body.addLayout(line)
        self._fit()

    def show_backups(self, there: tuple[Backup, ...], own: Path) -> None:
        """The last good one on top, all of them below."""
        self._there, self._own = there, own
        last = next((one for one in there if not one.trouble), None)
        if last is None:
            self._chip.set_icon("backup-restore", Tone.ATTENTION)
            self._last.setText(self.tr("There is no backup yet"))
            self._about.setText(self.tr("If this laptop breaks or is stolen, the record goes with it."))
        else:
            self._chip.set_icon("backup-restore", Tone.GOOD)
            self._last.setText(self.tr("Last backup: {time}").format(time=moment(last.made_at, self._now())))
            words = self.tr("%Ln neighbour(s), {size}. Opened and checked when it was made.", "", last.residents)
            self._about.setText(words.format(size=size(last.size)))
        self.list.setVisible(bool(there))
        self.delete.setVisible(bool(there))
        self.list.show_rows(there)
        self._fit_list()
        self._fit()

    def show_second_folder(self, folder: str, *, there: bool) -> None:
        """The second disk, and whether it is plugged in now."""
        self._second.setText(folder or self.tr("None chosen. A USB stick kept elsewhere survives fire and theft."))
        self._second_state.setVisible(bool(folder) and not there)
        self.forget_second.setVisible(bool(folder))

    def show_busy(self, *, busy: bool) -> None:
        """While one is made or tried out."""
        self._busy = busy
        self.make.setText(self.tr("One moment...") if busy else self.tr("Make a backup now"))
        self._fit()

    def made_words(self, made: Made) -> str:
        """What to say when one is made."""
        told = self.tr("The backup is made and checked: {size}.").format(size=size(made.backup.size))
        if made.second is not None:
            return told + " " + self.tr("It is in {folder} too.").format(folder=made.second.path.parent)
        if made.trouble is not None:
            return told + " " + self.tr("The second folder is not there now; it gets the next one.")
        return told

    def good_words(self, found: Checked) -> str:
        """What to say of one that can be used."""
        last = moment(found.last_entry_at, self._now()) if found.last_entry_at else "—"
        return self.tr("It can be used: %Ln neighbour(s), last entry {last}.", "", found.residents).format(last=last)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "list"):
            self._fit_list()

    def _fit_list(self) -> None:
        self.list.setFixedHeight(theme.px(44 + 33 * min(len(self._there), _ROWS)))

    def _head(self) -> QHBoxLayout:
        self._chip = Chip("backup-restore", Tone.GOOD, 44)
        self._last, self._about = label("", "strong", wrap=True), label("", "muted", wrap=True)
        words = theme.space(QVBoxLayout(), 1)
        words.addWidget(self._last)
        words.addWidget(self._about)
        line = theme.space(QHBoxLayout(), 14)
        line.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        return line

    def _second_line(self) -> QHBoxLayout:
        self._second = label("", "muted", wrap=True)
        self._second.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._second_state = label(
            self.tr("It is not plugged in now; it gets the next backup."), "small", Tone.ATTENTION
        )
        self.choose_second = button(self.tr("Choose…"), "folder-outline")
        self.forget_second = button(self.tr("None"), kind="quiet")
        self.choose_second.setObjectName("backup.second")
        self.forget_second.setObjectName("backup.no_second")
        self.choose_second.setAccessibleName(self.tr("Choose the second folder"))
        self.forget_second.setAccessibleName(self.tr("No second folder"))
        self.choose_second.clicked.connect(self.second_wanted)
        self.forget_second.clicked.connect(self.second_forgotten)
        words = theme.space(QVBoxLayout(), 1)
        for part in (label(self.tr("Second folder"), "strong"), self._second, self._second_state):
            words.addWidget(part)
        line = theme.space(QHBoxLayout(), 10)
        line.addLayout(words, 1)
        line.addWidget(self.forget_second)
        line.addWidget(self.choose_second)
        return line

    def _with_one(self, signal: SignalInstance) -> None:
        one = self._one()
        if one is not None:
            signal.emit(one)

    def _one(self) -> Backup | None:
        return self.list.selected() or next((one for one in self._there if not one.trouble), None)

    def _where(self, one: Backup) -> str:
        if one.trouble:
            return wording.sentence(one.trouble, {"file": one.path.name})
        return self.tr("This laptop") if one.path.parent == self._own else str(one.path.parent)

    def _tone(self, one: Backup) -> Tone:
        return Tone.BAD if one.trouble else Tone.PLAIN

    def _fit(self) -> None:
        self.make.setEnabled(not self._busy)
        self.try_out.setEnabled(not self._busy and self._one() is not None)
        self.delete.setEnabled(not self._busy and self.list.selected() is not None)

    def _try_tip(self) -> str:
        return self.tr("Restores it aside, reads all of it, and throws the trial away")


def moment(when: datetime, now: datetime) -> str:
    """`hoy 21:14`, `ayer 21:14`, `22/11 21:14`, and with the year when it is another one; in the zone of `now`."""
    local = when.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days == 0:
        return QCoreApplication.translate("BackupCard", "today {time}").format(time=f"{local:%H:%M}")
    if days == 1:
        return QCoreApplication.translate("BackupCard", "yesterday {time}").format(time=f"{local:%H:%M}")
    return f"{local:%d/%m %H:%M}" if local.year == now.year else f"{local:%d/%m/%Y %H:%M}"


def size(count: int) -> str:
    """Bytes as a person reads them."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
