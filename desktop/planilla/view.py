"""Keying in a signed sheet: one field, the list of the paper, and how many are still missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from desktop import wording
from desktop.kit import theme
from desktop.kit.dialogs import Sheet
from desktop.kit.fields import SearchField
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Row, label
from desktop.planilla.presenter import KeyingShown, SheetLine, Told
from desktop.planilla.typed import Letters, read_typed

_TALL, _WIDE = 520, 820


class LineField(SearchField):
    """Enter hands the line over and empties the field at once: the next row is typed while this one is stored."""

    entered = Signal(str)
    moved = Signal(int)
    undone = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.text())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.text():
            self.undone.emit()
        else:
            super().keyPressEvent(event)


class KeyingSheet(Sheet):
    """Signals tell what was typed; what it means is the presenter's."""

    searched = Signal(str)
    entered = Signal(str, str, str)
    undone = Signal()

    def __init__(self, parent: QWidget, title: str) -> None:
        done = QCoreApplication.translate("KeyingSheet", "Done")
        super().__init__(parent, QCoreApplication.translate("KeyingSheet", "Key in the sheet"), title, done)
        self.setObjectName("planilla")
        self.setMinimumSize(theme.px(_WIDE), theme.px(_TALL))
        self._shown: KeyingShown | None = None
        self._found: tuple[str, tuple[SheetLine, ...]] = ("", ())
        self.cancel.hide()  # every line is stored when Enter is pressed: there is nothing to throw away
        for one in (self.cancel, self.accept_button):
            one.setDefault(False)
            one.setAutoDefault(False)
        self._build_head()
        self._build_field()
        self._build_list()
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self.undone)
        self.field.setFocus()

    def show_sheet(self, shown: KeyingShown) -> None:
        """Who is on it and who is marked."""
        first, self._shown = self._shown is None, shown
        if first:
            self.hour.setText(f"{shown.starts:%H:%M}")
        self._show_progress()
        self._show_lines()

    def show_found(self, text: str, lines: tuple[SheetLine, ...]) -> None:
        """Whom the letters may mean; those of letters that are gone already are not shown."""
        if text == self.field.text():
            self._found = (text, lines)
            self._show_lines()

    def show_told(self, told: Told) -> None:
        """What the last line came to."""
        self.told.setText(_sentence(told))
        theme.set_kind(self.told, tone=_TONES.get(told.kind, Tone.GOOD).value)

    def show_refused(self, code: str, facts: Mapping[str, Any]) -> None:
        """Why nothing was done, where she is looking."""
        self.told.setText(wording.sentence(code, facts))
        theme.set_kind(self.told, tone=Tone.BAD.value)

    def give_back(self, text: str) -> None:
        """The line goes back, unless the next one is being typed already."""
        if not self.field.text():
            self.field.setText(text)

    def _build_head(self) -> None:
        self.hour = QLineEdit()
        self.hour.setObjectName("planilla.hour")
        self.hour.setFixedWidth(theme.px(76))
        self.signatures = QSpinBox()
        self.signatures.setObjectName("planilla.signatures")
        self.signatures.setRange(0, 999)
        self.signatures.setSpecialValueText(self.tr("not counted"))
        self.signatures.valueChanged.connect(self._show_progress)
        for field, says in ((self.hour, self.tr("All came at")), (self.signatures, self.tr("Signatures on paper"))):
            field.setAccessibleName(says)
        self.progress = label("", "figure", Tone.ACCENT)
        self.progress.setObjectName("planilla.progress")
        self.body.addWidget(
            Row(
                label(self.hour.accessibleName(), "muted"),
                self.hour,
                label(self.signatures.accessibleName(), "muted"),
                self.signatures,
                None,
                self.progress,
            )
        )

    def _build_field(self) -> None:
        self.field = LineField(
            self.tr("Number of the row, or letters of the name"),
            self.tr("What stands on the sheet: number of the row, letters of the name, or + for somebody new"),
            "pencil-outline",
            large=True,
        )
        self.field.setObjectName("planilla.field")
        self.field.searched.connect(self._typed)
        self.field.entered.connect(self._enter)
        self.field.moved.connect(self._move)
        self.field.undone.connect(self.undone)
        self.told = label(
            self.tr(
                "12: row 12 signed.  3 5 9a: several at once, with a where the box is ticked.  20-31: a whole run."
            ),
            "muted",
            wrap=True,
        )
        self.told.setObjectName("planilla.told")
        hint = self.tr("+Juana Gómez 28123456: somebody new.  +3: three without a name.  Ctrl+Z takes the last back.")
        self.body.addWidget(self.field)
        self.body.addWidget(self.told)
        self.body.addWidget(label(hint, "small", wrap=True))

    def _build_list(self) -> None:
        self.list = RowsView[SheetLine](
            [
                Column("", lambda one: str(one.number or ""), Look.NUMBER, width=52),
                Column("", lambda one: one.name, Look.STRONG, tip=lambda one: one.name),
                Column("", lambda one: f"…{one.ending}" if one.ending else "", Look.MUTED, width=70),
                Column("", lambda one: one.organisation, Look.MUTED, tip=lambda one: one.organisation),
                Column("", self._state, Look.PILL, tone=_tone, width=112),
            ],
            key=lambda one: one.resident_id,
            says=self.tr("The rows of the sheet"),
            height=32,
        )
        self.list.setObjectName("planilla.list")
        self.list.chosen.connect(self._choose)
        self.body.addWidget(self.list, 1)

    def _state(self, one: SheetLine) -> str:
        if one.here:
            return self.tr("Signed")
        return "" if one.number else self.tr("Not on the sheet")

    def _show_progress(self) -> None:
        done = self._shown.done if self._shown else 0
        of = self.signatures.value()
        self.progress.setText(self.tr("{done} of {all}").format(done=done, all=of) if of else str(done))
        tone = Tone.ATTENTION if of and done > of else Tone.GOOD if of and done == of else Tone.ACCENT
        theme.set_kind(self.progress, tone=tone.value)

    def _show_lines(self) -> None:
        if self._shown is None:
            return
        text, found = self._found
        searching = text == self.field.text() and isinstance(read_typed(text), Letters)
        lines = found if searching else self._shown.lines
        if searching:  # the marks are those of now, also after a commit while the letters stand there
            now = {one.resident_id: one for one in self._shown.lines}
            lines = tuple(now.get(one.resident_id, one) for one in found)
        self.list.show_rows(lines)
        if searching and lines:
            self.list.selectRow(0)

    def _typed(self, text: str) -> None:
        if not isinstance(read_typed(text), Letters):
            self._show_lines()
        self.searched.emit(text)

    def _enter(self, text: str) -> None:
        chosen = self.list.selected() if self._found[0] == text else None
        self.field.clear()
        if text.strip():
            self.entered.emit(text, chosen.resident_id if chosen else "", self.hour.text())

    def _choose(self, one: SheetLine) -> None:
        """A row of the list by double click: its number, as if it had been typed."""
        text = self.field.text() or (str(one.number) if one.number else one.name)
        self.field.clear()
        self.entered.emit(text, one.resident_id, self.hour.text())
        self.field.setFocus()

    def _move(self, step: int) -> None:
        last = self.list.rows.rowCount() - 1
        self.list.selectRow(min(max(self.list.currentIndex().row() + step, 0), last))


_TONES = {"already": Tone.ATTENTION, "taken_back": Tone.MUTED}


def _tone(one: SheetLine) -> Tone:
    return Tone.GOOD if one.here else Tone.MUTED


def _sentence(told: Told) -> str:
    translate = QCoreApplication.translate
    sentence = {
        "signed": translate("KeyingSheet", "Signed: {name}"),
        "already": translate("KeyingSheet", "Was marked already: {name}"),
        "several": translate("KeyingSheet", "Rows marked: {number}"),
        "unnamed": translate("KeyingSheet", "Without a name: {number} more"),
        "new": translate("KeyingSheet", "Written down and marked: {name}"),
        "taken_back": translate("KeyingSheet", "Taken back: {name}"),
    }[told.kind]
    said = sentence.format(name=told.name or told.number, number=told.number)
    if told.minors:
        minor = translate("KeyingSheet", "Ticked by minors, whoever answers for them has to agree: {number}")
        said = f"{said}. {minor.format(number=told.minors)}"
    return said
