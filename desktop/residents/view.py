"""The page of the roll: search, to whom the list is narrowed, the list, the card of whoever is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.places.queries import NeighbourhoodCard
from db.residents.listing import LIMIT, Listed
from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.dialogs import ask, choose_file, choose_place, shown
from desktop.kit.fields import SearchField
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.shelves import Halves, Shelf
from desktop.kit.surfaces import Card, EmptyState, Page, label
from desktop.residents.export_sheet import ExportSheet, ExportStrip
from desktop.residents.form import PersonSheet
from desktop.residents.guardian import GuardianSheet
from desktop.residents.narrowing import Narrowing
from desktop.residents.person import PersonCard
from desktop.residents.presenter import Choices, RollPresenter, RollShown
from desktop.residents.reading import PersonShown
from desktop.residents.words import consent_word, document_written, erased_words, listed_name, listed_tone


class RollPage(Page):
    """Everything by keyboard: letters, arrow down into the list, Enter for the card."""

    searched = Signal(str)
    narrowed = Signal(object)
    more_wanted = Signal()
    chosen = Signal(str)
    adding = Signal()
    importing = Signal()
    exporting = Signal()
    export_stopped = Signal()
    correcting = Signal()
    consented = Signal()
    consent_taken_back = Signal()
    alias_forgotten = Signal(str, str)
    merge_undone = Signal(str)
    file_wanted = Signal(str)
    erasure_wanted = Signal(str)
    consent_sheet_wanted = Signal(str)
    guardian_wanted = Signal()
    came_to_front = Signal()
    said = Signal(str)
    counted = Signal(int)

    def __init__(self, zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Neighbours"), parent=parent)
        self._build_tools()
        self._build_list()
        self.person = PersonCard(zone)
        for name in ("correcting", "consented", "consent_taken_back", "alias_forgotten", "merge_undone", "chosen",
                     "file_wanted", "erasure_wanted", "consent_sheet_wanted", "guardian_wanted"):  # fmt: skip
            getattr(self.person, name).connect(getattr(self, name))
        self.exporting_strip = ExportStrip()
        self.exporting_strip.stopped.connect(self.export_stopped)
        self.body.addWidget(self.exporting_strip)
        halves = Halves(self._left(), self.person, (680, 500))
        self.body.addWidget(halves, 1)
        self.setFocusProxy(self.field)

    def show_roll(self, shown: RollShown) -> None:
        """The list, or what stands where nobody is shown."""
        if shown.text != self.field.text():
            return
        self.people.show_rows(shown.people)
        self._stack.setCurrentIndex(0 if shown.people else 1)
        self.caption.setText(self._caption(shown) if shown.people else "")
        self.more.setVisible(len(shown.people) < shown.found and bool(shown.people) and not shown.text.strip())
        if not shown.people:
            self._show_nobody(shown)

    def show_total(self, total: int) -> None:
        """How many are on the roll."""
        self.counted.emit(total)
        words = self.tr("%n people on the roll", "", total)
        self.set_titles(self.tr("Neighbours"), words.replace(str(total), QLocale().toString(total)))

    def show_choices(self, choices: Choices) -> None:
        """To what the list can be narrowed."""
        self.narrowing.show_choices(choices)

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
        sheet = PersonSheet(self, known, quarters, presenter.wrong_in, presenter.near_organisations)
        told: dict[str, Any] = {}
        sheet.accepted.connect(lambda: told.update(sheet.values()))
        return told if await shown(sheet) else None

    async def ask_guardian(self, name: str, presenter: RollPresenter, *, known: bool) -> str | None:
        """Who answers for a minor: an identifier, empty for nobody any more; None when the person went back."""
        sheet = GuardianSheet(self, name, presenter.look_for_guardian, known=known)
        return sheet.answer if await shown(sheet) else None

    def show_saved(self, path: Path) -> None:
        """A sheet of paper is in its place."""
        self.said.emit(self.tr("The sheet is in {path}").format(path=path))

    async def ask_consent_place(self, name: str) -> Path | None:
        """Where the sheet that she signs goes."""
        return await choose_place(
            self, self.tr("Save the sheet to be signed"), f"{name}.pdf", "PDF (*.pdf);;Word (*.docx)"
        )

    async def ask_file(self) -> Path | None:
        """The list to take in."""
        spreadsheets = self.tr("Spreadsheets (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)")
        return await choose_file(self, self.tr("Take in a list"), spreadsheets)

    async def ask_where(self, total: int, day: str) -> Path | None:
        """Where the exported roll goes, after it was said what that means."""
        people = self.tr("%n people", "", total).replace(str(total), QLocale().toString(total))
        sheet, chosen = ExportSheet(self, people), list[str]()
        sheet.accepted.connect(lambda: chosen.append(sheet.format.value()))
        if not await shown(sheet):
            return None
        name, kinds = self.tr("roll-{day}").format(day=day), {"xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)"}
        (ending,) = chosen
        return await choose_place(self, self.tr("Export the roll"), f"{name}.{ending}", kinds[ending])

    def show_exporting(self, done: int, total: int) -> None:
        """How far the file is."""
        self.export.setEnabled(False)
        self.exporting_strip.show_progress(done, total)

    def show_export_over(self) -> None:
        """It is done, or was left off."""
        self.export.setEnabled(True)
        self.exporting_strip.hide()

    def show_exported(self, path: Path, people: int) -> None:
        """So many people are in the file."""
        words = self.tr("%n people are in {path}", "", people).replace(str(people), QLocale().toString(people), 1)
        self.said.emit(words.format(path=path))

    async def ask_whether(self, what: str, name: str) -> bool:
        """Whether something is really to be taken back."""
        questions = {
            "consent": (
                self.tr("Take the consent back?"),
                self.tr("It stays written that she had agreed, and that from today she does not."),
                self.tr("Take it back"),
            ),
            "alias": (
                self.tr("Forget this name?"),
                self.tr("«{name}» will not be taken for her any more.").format(name=name),
                self.tr("Forget it"),
            ),
            "merge": (
                self.tr("Are they two people?"),
                self.tr("Each row is on its own again, with its presences and what it asked for. Nothing is lost."),
                self.tr("They are two people"),
            ),
        }
        title, words, yes = questions[what]
        return await ask(self, title, words, yes)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_to_front.emit()

    def _build_tools(self) -> None:
        self.take_in = button(self.tr("Take in a list"), "file-import-outline")
        self.take_in.setObjectName("residents.import")
        self.take_in.setToolTip(self.tr("A CSV, Excel or LibreOffice file; it may also be dropped here"))
        self.take_in.clicked.connect(self.importing)
        self.export = icon_button("file-export-outline", self.tr("Export"), tone=Tone.ACCENT)
        self.export.setObjectName("residents.export")
        self.export.clicked.connect(self.exporting)
        self.add = button(self.tr("Somebody new"), "account-plus", "primary", "Ctrl+N")
        self.add.setObjectName("residents.add")
        self.add.clicked.connect(self.adding)
        for part in (self.export, self.take_in, self.add):
            self.tools.addWidget(part)

    def _build_list(self) -> None:
        self.field = SearchField(self.tr("Name, document, telephone, organisation"), large=True)
        self.field.setObjectName("residents.field")
        self.field.searched.connect(self.searched)
        self.field.down.connect(self._go_down)
        self.narrowing = Narrowing()
        self.narrowing.narrowed.connect(self.narrowed)
        self.caption = label("", "overline", wrap=True)
        self.more = button(self.tr("Show 100 more"), "chevron-down", "quiet")
        self.more.setObjectName("residents.more")
        self.more.clicked.connect(self.more_wanted)
        self.more.hide()
        self.people = RowsView[Listed](self._columns(), key=lambda one: one.id, says=self.tr("People"))
        self.people.setObjectName("residents.list")
        self.people.current.connect(self._tell)
        self.people.chosen.connect(lambda _: self.correcting.emit())
        self.nobody = EmptyState("account-search-outline", "", "", self.tr("Somebody new"))
        self.nobody.action.clicked.connect(self.adding)

    def _columns(self) -> list[Column[Listed]]:
        # No header sorts: only the first hundred are here, and a sorted hundred reads as if it were the whole roll.
        return [
            Column(
                self.tr("NAME"), lambda one: erased_words(one.erased_at) or listed_name(one), Look.STRONG,
                tip=listed_name,
            ),
            Column(self.tr("DOCUMENT"), lambda one: document_written(one.document), width=104),
            Column(
                self.tr("QUARTER"), lambda one: one.neighbourhood or "", Look.MUTED, width=124,
                tip=lambda one: one.neighbourhood or "",
            ),
            Column(
                self.tr("ORGANISATION"), lambda one: one.organisation or "", Look.MUTED, width=130,
                tip=lambda one: one.organisation or "",
            ),
            Column(self.tr("CONSENT"), consent_word, Look.PILL, tone=listed_tone, width=96),
        ]  # fmt: skip

    def _left(self) -> QWidget:
        self._stack = Shelf()
        self._stack.addWidget(self.people)
        self._stack.addWidget(self.nobody)
        card = Card()
        above = theme.space(QHBoxLayout(), 10)
        above.addWidget(self.caption, 1)
        above.addWidget(self.more)
        card.add(self.field, self.narrowing)
        card.body.addLayout(above)
        self._stack.setMinimumHeight(theme.px(200))
        card.body.addWidget(self._stack, 1)
        holder = QWidget()
        theme.space(QVBoxLayout(holder), 0).addWidget(card)
        return holder

    def _caption(self, shown: RollShown) -> str:
        number, many = QLocale().toString(len(shown.people)), QLocale().toString(shown.found)
        if shown.text.strip() and shown.found >= LIMIT:
            return self.tr("THE FIRST {number}: GO ON TYPING TO FIND FEWER").format(number=many)
        if shown.text.strip():
            return self.tr("FOUND: {number}").format(number=many)
        if shown.counting:
            return self.tr("THE {number} WRITTEN DOWN LAST · COUNTING: {many}").format(number=number, many=many)
        if len(shown.people) < shown.found:
            return self.tr("THE {number} WRITTEN DOWN LAST, OF {many}").format(number=number, many=many)
        return self.tr("ALL {many}, WHOEVER WAS WRITTEN DOWN LAST FIRST").format(many=many)

    def _show_nobody(self, shown: RollShown) -> None:
        self.nobody.action.setVisible(not shown.hidden and not shown.narrowed and not shown.counting)
        if shown.counting and not shown.hidden:
            self.nobody.show_words(self.tr("Looking through the roll…"))
        elif shown.narrowed:
            self.nobody.show_words(
                self.tr("There is nobody like that"), self.tr("Widen the list with the choices above.")
            )
        elif shown.text.strip():
            self.nobody.show_words(
                self.tr("Nobody on the roll is called so"), self.tr("Try the end of the document, or write her down.")
            )
        elif not shown.found:
            self.nobody.show_words(
                self.tr("The roll is empty"),
                self.tr("Take in the spreadsheet of the office, or write somebody down."),
            )
        else:
            self.nobody.show_words(
                self.tr("Names are kept out of sight"),
                self.tr("Type two letters to look for somebody, or choose above whom to see."),
            )

    def _tell(self, one: Listed | None) -> None:
        if one is not None:
            self.chosen.emit(one.id)

    def _go_down(self) -> None:
        if self.people.rows.rowCount():
            self.people.setFocus()
            if self.people.selected() is None:
                self.people.selectRow(0)
