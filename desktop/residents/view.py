"""The page Vecinos: search, the list, the card of whoever is chosen, and what came of a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.places.queries import NeighbourhoodCard
from db.residents.roll_import import Imported, Remark
from db.residents.search import Found
from desktop import wording
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet, choose_file, shown
from desktop.kit.fields import SearchField
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, EmptyState, Page, Tile, label, tiles
from desktop.residents.form import PersonSheet
from desktop.residents.person import PersonCard
from desktop.residents.presenter import PersonShown, RollPresenter, RollShown
from desktop.residents.words import document_written, listed_name


class RollPage(Page):
    """Everything by keyboard: letters, arrow down into the list, Enter for the card."""

    searched = Signal(str)
    chosen = Signal(str)
    adding = Signal()
    importing = Signal()
    correcting = Signal()
    consented = Signal()
    file_wanted = Signal(str)
    erasure_wanted = Signal(str)

    def __init__(self, zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Neighbours"), parent=parent)
        self._build_tools()
        self._build_list()
        self.person = PersonCard(zone)
        self.person.correcting.connect(self.correcting)
        self.person.consented.connect(self.consented)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(theme.px(14))
        halves.addWidget(self._left())
        halves.addWidget(self.person)
        halves.setStretchFactor(0, 58)
        halves.setStretchFactor(1, 42)
        halves.setSizes([theme.px(700), theme.px(480)])
        self.body.addWidget(halves, 1)
        self.setFocusProxy(self.field)

    def show_roll(self, shown: RollShown) -> None:
        """The list, or what stands where nobody is shown."""
        self.set_titles(self.tr("Neighbours"), self.tr("%n people on the roll", "", shown.total))
        if shown.text != self.field.text():
            return
        self.people.show_rows(shown.people)
        self._stack.setCurrentIndex(0 if shown.people else 1)
        caption = self.tr("FOUND") if shown.text.strip() else self.tr("WRITTEN DOWN LAST")
        self.caption.setText(caption if shown.people else "")
        if not shown.people:
            self._show_nobody(shown)

    def show_person(self, shown: PersonShown | None) -> None:
        """The card at the right."""
        self.person.show_person(shown)

    def stand_on(self, resident_id: str) -> None:
        """Choose a row of the list."""
        self.people.select(resident_id)

    async def ask_person(
        self, known: Mapping[str, Any], quarters: tuple[NeighbourhoodCard, ...], presenter: RollPresenter
    ) -> dict[str, Any] | None:
        """The form of a person."""
        sheet = PersonSheet(self, known, quarters, presenter.wrong_in)
        told: dict[str, Any] = {}
        sheet.accepted.connect(lambda: told.update(sheet.values()))
        return told if await shown(sheet) else None

    async def ask_file(self) -> Path | None:
        """The CSV to take in."""
        return await choose_file(self, self.tr("Take in a roll"), self.tr("Spreadsheet (*.csv *.txt)"))

    def show_busy(self, busy: bool) -> None:
        """A file is being taken in: the button waits with it."""
        self.take_in.setEnabled(not busy)
        self.take_in.setText(self.tr("Taking in…") if busy else self.tr("Take in a CSV"))

    async def show_import(self, name: str, done: Imported, ignored: tuple[str, ...]) -> None:
        """What came of a file."""
        await shown(ImportSheet(self, name, done, ignored))

    def _build_tools(self) -> None:
        self.take_in = button(self.tr("Take in a CSV"), "file-import-outline")
        self.take_in.setObjectName("residents.import")
        self.take_in.clicked.connect(self.importing)
        self.add = button(self.tr("Somebody new"), "account-plus", "primary", "Ctrl+N")
        self.add.setObjectName("residents.add")
        self.add.clicked.connect(self.adding)
        self.tools.addWidget(self.take_in)
        self.tools.addWidget(self.add)

    def _build_list(self) -> None:
        self.field = SearchField(self.tr("Name, document, telephone, organisation"), large=True)
        self.field.setObjectName("residents.field")
        self.field.searched.connect(self.searched)
        self.field.down.connect(self._go_down)
        self.caption = label("", "overline")
        self.people = RowsView[Found](
            [
                Column(self.tr("NAME"), listed_name, Look.STRONG, tip=listed_name),
                Column(self.tr("DOCUMENT"), lambda one: document_written(one.document), width=112),
                Column(self.tr("QUARTER"), lambda one: one.neighbourhood or "", Look.MUTED, width=140),
                Column(
                    self.tr("ORGANISATION"), lambda one: one.organisation or "", Look.MUTED, width=160,
                    tip=lambda one: one.organisation or "",
                ),
            ],
            key=lambda one: one.id,
            says=self.tr("People"),
        )  # fmt: skip
        self.people.setObjectName("residents.list")
        self.people.current.connect(self._tell)
        self.people.chosen.connect(lambda _: self.correcting.emit())
        self.nobody = EmptyState("account-search-outline", "", "", self.tr("Somebody new"))
        self.nobody.action.clicked.connect(self.adding)

    def _left(self) -> QWidget:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.people)
        self._stack.addWidget(self.nobody)
        card = Card()
        card.add(self.field, self.caption)
        card.body.addWidget(self._stack, 1)
        holder = QWidget()
        theme.space(QVBoxLayout(holder), 0).addWidget(card)
        return holder

    def _show_nobody(self, shown: RollShown) -> None:
        self.nobody.action.setVisible(not shown.hidden or not shown.total)
        if not shown.total:
            self.nobody.show_words(
                self.tr("The roll is empty"),
                self.tr("Take in the spreadsheet of the office, or write somebody down."),
            )
        elif shown.hidden:
            self.nobody.show_words(
                self.tr("Names are kept out of sight"), self.tr("Type two letters to look for somebody.")
            )
        else:
            self.nobody.show_words(
                self.tr("Nobody on the roll is called so"), self.tr("Try the end of the document, or write her down.")
            )

    def _tell(self, one: Found | None) -> None:
        if one is not None:
            self.chosen.emit(one.id)

    def _go_down(self) -> None:
        if self.people.rows.rowCount():
            self.people.setFocus()
            if self.people.selected() is None:
                self.people.selectRow(0)


class ImportSheet(Sheet):
    """How many lines of a file were what, the columns that were left, and every line that wants a person to look."""

    def __init__(self, parent: QWidget, name: str, done: Imported, ignored: tuple[str, ...] = ()) -> None:
        super().__init__(parent, self.tr("Roll taken in"), name, self.tr("Understood"))
        self.setObjectName("residents.imported")
        self.setMinimumWidth(theme.px(980))
        self.cancel.hide()
        counted = (
            (Tile("account-plus", self.tr("New"), Tone.GOOD), done.new),
            (Tile("account-check", self.tr("The same"), Tone.ACCENT), done.same),
            (Tile("account-edit", self.tr("Changed"), Tone.ONLINE), done.changed),
            (Tile("account-question", self.tr("Doubtful"), Tone.ATTENTION), done.doubtful),
            (Tile("alert-circle-outline", self.tr("With errors"), Tone.BAD), done.errors),
        )
        for tile, number in counted:
            tile.show_number(number)
        self.body.addWidget(tiles([tile for tile, _ in counted]))
        if ignored:
            words = self.tr("Columns nobody knows, which were not taken in: {columns}")
            told = label(words.format(columns=", ".join(ignored)), wrap=True)
            told.setObjectName("residents.imported.ignored")
            self.body.addWidget(told)
        if done.remarks:
            self.body.addWidget(self._remarks(done.remarks))
        else:
            self.body.addWidget(label(self.tr("Every line was understood."), "muted"))

    def _remarks(self, remarks: tuple[Remark, ...]) -> QWidget:
        made = RowsView[Remark](
            [
                Column(self.tr("LINE"), lambda one: str(one.line), Look.NUMBER, width=64),
                Column(self.tr("WHO"), lambda one: one.name, Look.STRONG, width=190),
                Column(
                    self.tr("WHY"),
                    lambda one: wording.sentence(one.code, {"name": one.name}),
                    tip=lambda one: wording.sentence(one.code, {"name": one.name}),
                ),
            ],
            key=lambda one: (one.line, one.code),
            says=self.tr("Lines to look at"),
        )
        made.show_rows(remarks)
        made.setMinimumHeight(theme.px(240))
        return made
