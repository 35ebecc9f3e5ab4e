"""Encuestas: what is asked and of which evening, the sheet that is being typed, and how all of them were answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.places.city import City
from db.sittings.queries import SittingCard
from db.surveys.queries import QuestionnaireCard, ReplyCard
from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.dialogs import choose_file, choose_place
from desktop.kit.fields import Choice, day_field
from desktop.kit.flow import Flow
from desktop.kit.left_out import show_left_out
from desktop.kit.shelves import Halves, Shelf
from desktop.kit.surfaces import Card, EmptyState, Page, label, scrolled
from desktop.paper.saving import file_name
from desktop.surveys.pad import SheetPad
from desktop.surveys.paper import file_words
from desktop.surveys.results_view import QuestionShown
from desktop.surveys.sheets import Questions, SheetsSheet
from desktop.surveys.shown import Counted, Offered, TableTaken, Typed
from desktop.surveys.words import way_words


class SurveysPage(Page):
    """Sheet after sheet by keyboard alone; the results of what was typed stand beside it at once."""

    chosen = Signal(str)
    sitting_chosen = Signal(str)
    counted = Signal(str)
    written = Signal(object)
    undone = Signal()
    importing = Signal()
    printing = Signal()
    said = Signal(str)
    sheets_wanted = Signal()
    sheet_removed = Signal(str)
    sheet_wanted_back = Signal()
    came_to_front = Signal()

    def __init__(self, city: City) -> None:
        super().__init__(self.tr("Surveys"))
        self._city = city
        self._household = False
        self._sheets: SheetsSheet | None = None
        self._day_of: tuple[str, date] | None = None
        self._build_choices()
        self.take_in = button(self.tr("Take in a table"), "file-import-outline")
        self.take_in.setObjectName("surveys.import")
        self.take_in.clicked.connect(self.importing)
        self.paper = button(
            self.tr("Print for paper…"),
            "printer-outline",
            tip=self.tr("Boxes to tick, as PDF or Word; of the sitting in hand, if it is not over"),
        )
        self.paper.setObjectName("surveys.paper")
        self.paper.clicked.connect(self.printing)
        for tool in (self.paper, self.take_in):
            self.tools.addWidget(tool)
        self.pad = SheetPad()
        self.pad.finished.connect(self._tell)
        self.pad.undone.connect(self.undone)
        self.body.addWidget(self.choices)
        self.body.addWidget(Halves(self.pad, self._build_results(), (560, 520)), 1)
        self.setFocusProxy(self.pad)

    def show_offered(self, shown: Offered) -> None:
        """What can be chosen above the sheet, and the sheet."""
        one = shown.questionnaire
        self.questionnaire.set_options([(card.id or card.code, card.name) for card in shown.questionnaires])
        self._household = one is not None and one.subject != "perception"
        none = [("", self.tr("Of no sitting: of a household"))] if self._household or not shown.sittings else []
        sittings = [
            (card.id, f"{card.starts_at.astimezone(self._city.zone):%d/%m/%Y}  {card.title}") for card in shown.sittings
        ]
        self.sitting.set_options([*none, *sittings])
        self.quarter.set_options(
            [("", self.tr("Quarter: no data")), *((card.id, card.name) for card in shown.quarters)]
        )
        for field, value in ((self.questionnaire, one and (one.id or one.code)), (self.sitting, shown.sitting_id)):
            field.blockSignals(True)
            field.set_value(value or "")
            field.blockSignals(False)
        self.quarter.setVisible(self._household)
        self.day.setMaximumDate(QDate(shown.today.year, shown.today.month, shown.today.day))
        if (shown.sitting_id, shown.day) != self._day_of:
            self._day_of = (shown.sitting_id, shown.day)
            self.day.setDate(QDate(shown.day.year, shown.day.month, shown.day.day))
        self.which.setVisible(bool(shown.sitting_id))
        if one is not None and not self._household and not shown.sitting_id:
            self.pad.wait(
                self.tr("These sheets are of a sitting, and none has been held yet: they are typed once one is opened.")
            )
        elif one is not None:
            self.pad.ask(one.questions)

    def show_counted(self, shown: Counted) -> None:
        """How everything was answered."""
        while (item := self._results.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._stack.setCurrentIndex(1 if shown.replies else 0)
        self.list_button.setVisible(bool(shown.replies or shown.beside_poll))
        for one in shown.questions if shown.replies else ():
            self._results.addWidget(QuestionShown(one))
        self._results.addStretch(1)
        total = self.tr("%n sheets", "", shown.replies)
        typed = self.tr("%n typed now", "", shown.typed)
        self.set_titles(self.tr("Surveys"), f"{total}, {typed}" if shown.typed else total)
        self.beside.setText(
            self.tr("%n typed as of Zoom are not counted: the poll of the call is.", "", shown.beside_poll)
        )
        self.beside.setVisible(bool(shown.beside_poll))

    def put_right(self, told: Mapping[str, Any]) -> None:
        """A sheet back in hand."""
        self.pad.put_right(told)
        self.pad.setFocus()

    def show_sheets(self, questions: Questions, found: Sequence[ReplyCard], *, can_undo: bool) -> None:
        """The sheets one by one, in a list of their own."""
        if self._sheets is None:
            self._sheets = SheetsSheet(self.window(), questions)
            self._sheets.removed.connect(self.sheet_removed)
            self._sheets.undo_wanted.connect(self.sheet_wanted_back)
            self._sheets.finished.connect(self._let_go)
            self._sheets.open()
        self._sheets.show_sheets(found, can_undo=can_undo)

    def _let_go(self) -> None:
        self._sheets = None

    def show_taken(self, taken: TableTaken) -> None:
        """What came of a table, and why each line was left out that was left out."""
        title = self.tr("%n sheets were written down", "", taken.written)
        if taken.same:
            title += ", " + self.tr("%n were there already", "", taken.same)
        self._taken = show_left_out(self, title, taken.name, taken.refused, taken.ignored_columns)

    async def ask_file(self) -> Path | None:
        """The table to take in."""
        spreadsheets = self.tr("Spreadsheets (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)")
        return await choose_file(self, self.tr("Take in answers"), spreadsheets)

    async def ask_place(self, card: QuestionnaireCard, sitting: SittingCard | None) -> Path | None:
        """Where the questionnaire for paper goes."""
        name = f"{file_name(file_words(card, sitting, self._city))}.pdf"
        endings = self.tr("PDF (*.pdf);;Word documents (*.docx)")
        return await choose_place(self, self.tr("Questionnaire for paper"), name, endings)

    def say_printed(self, path: Path) -> None:
        """The questionnaire for paper is there."""
        self.said.emit(self.tr("The questionnaire is in {path}. Print it from there.").format(path=path))

    def way_and_day(self) -> tuple[str, date]:
        """How, and on which day, it was answered."""
        return self.way.value(), date(*self.day.date().getDate())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_to_front.emit()

    def _build_choices(self) -> None:
        self.questionnaire = Choice([], self.tr("Questionnaire"))
        self.questionnaire.setObjectName("surveys.questionnaire")
        self.questionnaire.currentIndexChanged.connect(lambda _: self.chosen.emit(self.questionnaire.value()))
        self.sitting = Choice([], self.tr("Sitting"))
        self.sitting.setObjectName("surveys.sitting")
        self.sitting.currentIndexChanged.connect(lambda _: self.sitting_chosen.emit(self.sitting.value()))
        self.quarter = Choice([], self.tr("Quarter"))
        self.quarter.setObjectName("surveys.quarter")
        self.way = Choice(way_words(), self.tr("How it was answered"))
        self.day = day_field(self.tr("The day"))
        self.choices = Flow(self.questionnaire, self.sitting, self.quarter, self.way, self.day)

    def _build_results(self) -> QWidget:
        card = Card(self.tr("Results"))
        self.which = Segmented([("this", self.tr("This sitting")), ("all", self.tr("All"))], self.tr("Which sheets"))
        self.which.chosen.connect(self.counted)
        card.aside.addWidget(self.which)
        self.list_button = button(self.tr("Sheets…"), kind="quiet", tip=self.tr("Every sheet, to take out a wrong one"))
        self.list_button.setObjectName("surveys.sheets")
        self.list_button.clicked.connect(self.sheets_wanted)
        card.aside.addWidget(self.list_button)
        none = EmptyState(
            "clipboard-text-outline",
            self.tr("No sheet has been written down yet"),
            self.tr("Choose by number. At the end Enter writes the sheet down and the next one begins."),
        )
        whole = QWidget()
        self._results = theme.space(QVBoxLayout(whole), 10)
        self._stack = Shelf()
        self._stack.addWidget(none)
        self._stack.addWidget(scrolled(whole))
        self.beside = label("", "muted", wrap=True)
        self.beside.hide()
        card.body.addWidget(self._stack, 1)
        card.add(self.beside)
        return card

    def _tell(self, told: dict[str, Any]) -> None:
        way, day = self.way_and_day()
        quarter = self.quarter.value() if self._household else ""
        self.written.emit(Typed(told, way, day, quarter or None))
