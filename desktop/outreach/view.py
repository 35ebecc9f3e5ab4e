"""Convocatoria: who was told of a sitting, by what, what she said with one key, and whether she came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from db.folding import fold
from db.outreach.queries import ByChannel, InvitationCard
from db.outreach.rules import CHANNELS, MOST_REACHED, RESULTS
from db.residents.search import Found
from db.sittings.queries import SittingCard
from desktop.channels import channel_word
from desktop.kit.buttons import button
from desktop.kit.dialogs import choose_file
from desktop.kit.fields import Choice, Number, SearchField
from desktop.kit.flow import Flow
from desktop.kit.left_out import show_left_out
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.shelves import Halves, Shelf
from desktop.kit.surfaces import Card, EmptyState, Page, Row, label
from desktop.outreach.shown import ListTaken, Told
from desktop.outreach.words import result_word
from desktop.wording.names import known_name

_KEYS = "123456"


class ToldRows(RowsView[InvitationCard]):
    """A number notes what she said, Delete takes the line out."""

    noted = Signal(str, str)
    removed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, place = self.selected(), _KEYS.find(event.text() or " ")
        if row is not None and 0 <= place < len(RESULTS):
            self.noted.emit(row.id, RESULTS[place])
        elif row is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(row.id)
        else:
            super().keyPressEvent(event)


class OutreachPage(Page):
    """Everything by keyboard: letters and Enter write a person down; a number behind the letters, or in the list, notes
    what she said ("rosa 2").
    """

    sitting_chosen = Signal(str)
    searched = Signal(str)
    person_told = Signal(str, str, str)
    group_told = Signal(str, int, str)
    noted = Signal(str, str)
    removed = Signal(str)
    undo_wanted = Signal()
    importing = Signal()
    came_to_front = Signal()

    def __init__(self, zone: tzinfo = UTC) -> None:
        super().__init__(self.tr("Invitations"))
        self._zone = zone
        self.take_in = button(self.tr("Take in a list"), "file-import-outline")
        self.take_in.setObjectName("outreach.import")
        self.take_in.clicked.connect(self.importing)
        self.undo = button(self.tr("Undo"), "undo", shortcut="Ctrl+Z")
        self.undo.setObjectName("outreach.undo")
        self.undo.setEnabled(False)
        self.undo.clicked.connect(self.undo_wanted)
        self.tools.addWidget(self.undo)
        self.tools.addWidget(self.take_in)
        self.sitting = Choice([], self.tr("Sitting"))
        self.sitting.setObjectName("outreach.sitting")
        self.sitting.currentIndexChanged.connect(lambda _: self.sitting_chosen.emit(self.sitting.value()))
        self.channel = Choice([(code, channel_word(code)) for code in CHANNELS], self.tr("By what"))
        self.channel.setObjectName("outreach.channel")
        self.channel.set_value("whatsapp")
        self.body.addWidget(Flow(self.sitting, self.channel))
        self.body.addWidget(Halves(self._build_adding(), self._build_told(), (440, 700)), 1)
        self.setFocusProxy(self.field)

    def show_told(self, shown: Told) -> None:
        """Who was told of the sitting, and the totals of each channel."""
        sittings = [(one.id, self._named(one)) for one in shown.sittings]
        self.sitting.blockSignals(True)
        self.sitting.set_options(sittings)
        self.sitting.set_value(shown.sitting_id)
        self.sitting.blockSignals(False)
        self.told.show_rows(shown.cards)
        self._stack.setCurrentIndex(0 if shown.cards else 1)
        self.totals.setText("\n".join(map(self._total, shown.channels)))
        self.totals.setVisible(bool(shown.channels))
        people = sum(one.came is not None for one in shown.cards)
        came = sum(one.came is True for one in shown.cards)
        self.set_titles(
            self.tr("Invitations"),
            self.tr("{people} people told by name, {came} of them came").format(people=people, came=came),
        )

    def show_found(self, text: str, found: Sequence[Found]) -> None:
        """The people that the letters mean; Enter in the field takes the first of them, also an Enter of before they
        were found."""
        who, _ = _told_in(self.field.text())
        if text != who:
            return
        self._found_of = text
        self.found.show_rows(found)
        if found:
            self.found.selectRow(0)
        self.nobody.setVisible(bool(text) and not found)
        self.namesakes.hide()
        if self._awaited == text:
            self._take_first()

    def show_taken(self, taken: ListTaken) -> None:
        """What came of a list."""
        words = self.tr("New {written}, changed {changed}, the same {same}")
        title = words.format(written=taken.written, changed=taken.changed, same=taken.same)
        self._taken = show_left_out(self, title, taken.name, taken.refused, taken.ignored_columns)

    def show_undo(self, *, possible: bool) -> None:
        """Whether there is something to take back."""
        self.undo.setEnabled(possible)

    def stand_on(self, invitation_id: str) -> None:
        """Choose a row of the list."""
        self.told.select(invitation_id)

    async def ask_file(self) -> Path | None:
        """The list to take in."""
        spreadsheets = self.tr("Spreadsheets (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)")
        return await choose_file(self, self.tr("Take in a list"), spreadsheets)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_to_front.emit()

    def _build_adding(self) -> QWidget:
        self.field = SearchField(self.tr("Name or document of whoever was told"), large=True)
        self.field.setObjectName("outreach.field")
        self._found_of, self._awaited = "", ""
        self.field.searched.connect(self._search)
        self.field.down.connect(self._go_down)
        self.field.returnPressed.connect(self._take_first)
        columns: list[Column[Found]] = [
            Column(self.tr("NAME"), lambda one: one.name, Look.STRONG, tip=lambda one: one.name),
            Column(self.tr("QUARTER"), lambda one: one.neighbourhood or "", Look.MUTED, width=120),
        ]
        self.found = RowsView[Found](columns, key=lambda one: one.id, says=self.tr("Whom the letters mean"))
        self.found.setObjectName("outreach.found")
        self.found.chosen.connect(self._take)
        self.group = QLineEdit()
        self.group.setObjectName("outreach.group")
        self.group.setPlaceholderText(self.tr("Name of a group"))
        self.group.setAccessibleName(self.tr("Name of a group"))
        self.reached = Number(MOST_REACHED, self.tr("people"), self.tr("How many?"))
        self.reached.setAccessibleName(self.tr("How many people the group has"))
        self.add_group = button(self.tr("Write down"), "account-multiple-plus-outline")
        self.add_group.setObjectName("outreach.add_group")
        self.add_group.clicked.connect(self._take_group)
        self.group.returnPressed.connect(self._take_group)
        self.nobody = label(self.tr("Nobody on the roll is called so."), "muted", wrap=True)
        self.nobody.hide()
        self.namesakes = label(self.tr("Several people are called so: choose with the arrows and Enter."), wrap=True)
        self.namesakes.setObjectName("outreach.namesakes")
        self.namesakes.hide()
        card = Card(self.tr("Who was told"))
        card.add(self.field, self.nobody, self.namesakes)
        card.body.addWidget(self.found, 1)
        card.add(label(self.tr("A whole group"), "overline"), self.group, Row(self.reached, None, self.add_group))
        return card

    def _build_told(self) -> QWidget:
        columns: list[Column[InvitationCard]] = [
            Column(self.tr("WHO"), _who, Look.STRONG, tip=lambda one: one.note or _who(one), order=_who),
            Column(self.tr("BY"), lambda one: channel_word(one.channel), Look.MUTED, width=158),
            Column(self.tr("SAID"), lambda one: result_word(one.result), Look.PILL, _tone, width=150),
            Column(self.tr("CAME"), self._came, Look.MUTED, width=110),
        ]
        self.told = ToldRows(columns, key=lambda one: one.id, says=self.tr("Who was told"))
        self.told.setObjectName("outreach.told")
        self.told.noted.connect(self.noted)
        self.told.removed.connect(self.removed)
        none = EmptyState(
            "bullhorn-outline",
            self.tr("Nobody has been written down yet"),
            self.tr("Choose by what people were told, type a name and press Enter; or take in the list."),
        )
        self._stack = Shelf()
        self._stack.addWidget(self.told)
        self._stack.addWidget(none)
        keys = "  ".join(f"{place} {result_word(code)}" for place, code in enumerate(RESULTS, 1))
        self.totals = label("", "muted", wrap=True)
        card = Card()
        card.body.addWidget(self._stack, 1)
        card.add(
            label(
                self.tr("In the list, or behind a name: {keys}  Del takes out, Ctrl+Z brings back").format(keys=keys),
                "small",
                wrap=True,
            ),
            self.totals,
        )
        return card

    def _named(self, one: SittingCard) -> str:
        day = f"{one.starts_at.astimezone(self._zone):%d/%m/%Y}"
        called_off = self.tr("called off")
        return f"{day}  {called_off}: {one.title}" if one.cancelled else f"{day}  {one.title}"

    def _came(self, one: InvitationCard) -> str:
        if one.came is None:
            return self.tr("%n people", "", one.reached) if one.reached else ""
        return self.tr("came") if one.came else self.tr("not yet")

    def _total(self, one: ByChannel) -> str:
        told = []
        if one.people:
            told.append(self.tr("{people} by name, {came} came").format(people=one.people, came=one.came))
        if one.groups:
            groups = self.tr("%n groups", "", one.groups)
            told.append(self.tr("{groups} with {reached} people").format(groups=groups, reached=one.reached))
        return f"{channel_word(one.channel)}: {'; '.join(told)}"

    def _search(self, text: str) -> None:
        who, _ = _told_in(text)
        self._awaited = ""
        if who != self._found_of:
            self.searched.emit(who)

    def _take_first(self) -> None:
        who, _ = _told_in(self.field.text())
        if self._found_of != who:
            # Whoever types fast presses Enter while the list still shows whom fewer letters meant.
            self._awaited = who
            return
        self._awaited = ""
        found = self.found.rows.rows()
        if not found or not who:
            return
        if any(fold(one.name) == fold(found[0].name) for one in found[1:]):
            # Two of one name are told apart by a person alone: another Enter, in the list, says which.
            self.namesakes.show()
            self._go_down()
        else:
            self._take(found[0])

    def _take(self, one: Found) -> None:
        _, result = _told_in(self.field.text())
        self.namesakes.hide()
        self.field.clear()
        self.field.setFocus()
        self.person_told.emit(one.id, self.channel.value(), result)

    def _take_group(self) -> None:
        name = self.group.text().strip()
        if name:
            self.group_told.emit(name, self.reached.value(), self.channel.value())
            self.group.clear()
            self.reached.setValue(0)
            self.group.setFocus()

    def _go_down(self) -> None:
        if self.found.rows.rowCount():
            self.found.setFocus()
            self.found.selectRow(0)


def _told_in(text: str) -> tuple[str, str]:
    """Whom the letters mean, and what she said where a number stands behind them ("rosa 2"); else nothing."""
    letters, _, last = text.strip().rpartition(" ")
    if letters.strip() and len(last) == 1 and last in _KEYS:
        return letters.strip(), RESULTS[_KEYS.index(last)]
    return text.strip(), ""


def _who(one: InvitationCard) -> str:
    return one.audience or "" if one.resident_id is None else known_name(one.name or "")


def _tone(one: InvitationCard) -> Tone:
    tones = {"will_come": Tone.GOOD, "may_come": Tone.ATTENTION, "will_not_come": Tone.MUTED, "wrong_contact": Tone.BAD}
    return tones.get(one.result, Tone.ACCENT)
