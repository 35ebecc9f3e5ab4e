"""Experiencias: letters, the list of good practices, and the card of the one chosen with its picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from db.experiences.queries import ExperienceCard
from db.places.city import City
from desktop import wording
from desktop.experiences.booklet import file_words
from desktop.experiences.form import experience_form, thumbnail
from desktop.experiences.presenter import Choices, ExperiencesPresenter
from desktop.experiences.words import field_words
from desktop.kit import theme
from desktop.kit.breaking import breakable
from desktop.kit.buttons import button
from desktop.kit.dialogs import ask, ask_form, choose_place
from desktop.kit.fields import SearchField
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.shelves import Halves, Shelf
from desktop.kit.surfaces import Card, EmptyState, Page, Row, label, rule, scrolled
from desktop.paper.saving import file_name


class ExperiencesPage(Page):
    """Everything by keyboard: letters, arrow down into the list, Enter puts right."""

    searched = Signal(str)
    chosen = Signal(str)
    adding = Signal()
    correcting = Signal()
    removing = Signal()
    exporting = Signal()
    said = Signal(str)
    came_to_front = Signal()

    def __init__(self, city: City) -> None:
        super().__init__(self.tr("Good practices"))
        self._city = city
        self.export = button(self.tr("Booklet"), "file-word-outline")
        self.export.setObjectName("experiences.export")
        self.export.clicked.connect(self.exporting)
        self.add = button(self.tr("New good practice"), "plus", "primary", "Ctrl+N")
        self.add.setObjectName("experiences.add")
        self.add.clicked.connect(self.adding)
        self.tools.addWidget(self.export)
        self.tools.addWidget(self.add)
        self.body.addWidget(Halves(self._build_list(), self._build_card(), (560, 560)), 1)
        self.setFocusProxy(self.field)

    def show_list(self, text: str, found: tuple[ExperienceCard, ...]) -> None:
        """The list, or what stands where none is."""
        if text != self.field.text():
            return
        self.list.show_rows(found)
        self._stack.setCurrentIndex(0 if found else 1)
        self.export.setEnabled(bool(found))
        if text.strip():
            self.none.show_words(self.tr("None tells of that"), self.tr("Try another word."))
        else:
            self.set_titles(self.tr("Good practices"), self.tr("%n good practices", "", len(found)))
            self.none.show_words(
                self.tr("There is no good practice yet"),
                self.tr("Tell what worked, so that another quarter can do it."),
            )

    def show_one(self, card: ExperienceCard | None, photo: bytes | None) -> None:
        """The card at the right."""
        self._shelf.setCurrentIndex(0 if card is None else 1)
        if card is None:
            return
        self.name.setText(breakable(card.title))
        when = f"{card.happened_on:%d/%m/%Y}" if card.happened_on else None
        self.where.setText(" · ".join(filter(None, (when, card.neighbourhood, card.district))))
        self.where.setVisible(bool(self.where.text()))
        self.picture.setVisible(photo is not None)
        if photo is not None:
            self.picture.setPixmap(thumbnail(photo, 460, 300))
            self.picture.setAccessibleName(card.photo_shows or card.title)
            self.picture.setToolTip(card.photo_shows or "")
        titles = field_words()
        topic = self._city.topic_name(card.topic) if card.topic else None
        told = {"partners": card.partners, "took": card.took, "topic": topic, "sitting_id": card.sitting}
        self.done.setText(breakable(card.done))
        self.facts.setText(breakable("\n".join(f"{titles[name]}: {value}" for name, value in told.items() if value)))

    def stand_on(self, experience_id: str) -> None:
        """Choose a row of the list."""
        self.list.select(experience_id)

    async def ask_experience(
        self, known: Mapping[str, Any], photo: bytes | None, choices: Choices, presenter: ExperiencesPresenter
    ) -> dict[str, Any] | None:
        """The form of a good practice."""
        form = experience_form(choices, photo, self._city, self._city.zone)
        form.set_values(known)

        def wrong(told: Mapping[str, object]) -> dict[str, str]:
            return {name: wording.sentence(code, facts) for name, (code, facts) in presenter.wrong_in(told).items()}

        title = self.tr("Put the good practice right") if known else self.tr("New good practice")
        return await ask_form(self, title, form, self.tr("Keep") if known else self.tr("Write down"), wrong)

    async def ask_whether_to_remove(self, title: str) -> bool:
        """Whether it is really to be taken out."""
        words = self.tr("{title} will be neither in the list nor in the booklet any more.").format(title=title)
        return await ask(self, self.tr("Take it out of the bank?"), words, self.tr("Take it out"), danger=True)

    async def ask_place(self) -> Path | None:
        """Where the booklet goes."""
        name = f"{file_name(file_words())}.docx"
        return await choose_place(self, self.tr("Booklet"), name, self.tr("Word documents (*.docx);;PDF (*.pdf)"))

    def say_written(self, path: Path) -> None:
        """The booklet is there."""
        self.said.emit(self.tr("The booklet is in {path}.").format(path=path))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_to_front.emit()

    def _build_list(self) -> QWidget:
        self.field = SearchField(self.tr("Words that stand in it"), large=True)
        self.field.setObjectName("experiences.field")
        self.field.searched.connect(self.searched)
        self.field.down.connect(self._go_down)
        columns: list[Column[ExperienceCard]] = [
            Column(self.tr("TITLE"), lambda one: one.title, Look.STRONG, tip=lambda one: one.title),
            Column(self.tr("QUARTER"), lambda one: one.neighbourhood or "", Look.MUTED, width=130),
            Column(
                self.tr("DAY"),
                lambda one: f"{one.happened_on:%d/%m/%Y}" if one.happened_on else "",
                Look.MUTED,
                width=96,
            ),
        ]
        self.list = RowsView[ExperienceCard](columns, key=lambda one: one.id, says=self.tr("Good practices"))
        self.list.setObjectName("experiences.list")
        self.list.current.connect(self._tell)
        self.list.chosen.connect(lambda _: self.correcting.emit())
        self.none = EmptyState("lightbulb-on-outline", "", "", self.tr("New good practice"))
        self.none.action.clicked.connect(self.adding)
        self._stack = Shelf()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.none)
        card = Card()
        card.add(self.field)
        card.body.addWidget(self._stack, 1)
        return card

    def _build_card(self) -> QWidget:
        self.name, self.where = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.picture, self.done, self.facts = QLabel(), label("", wrap=True), label("", "muted", wrap=True)
        for words in (self.done, self.facts):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        correct = button(self.tr("Put right"), "pencil-outline", shortcut="F4")
        correct.setObjectName("experiences.correct")
        correct.clicked.connect(self.correcting)
        remove = button(self.tr("Take out"), "delete-outline", "quiet")
        remove.setObjectName("experiences.remove")
        remove.clicked.connect(self.removing)
        whole = QWidget()
        lines = theme.space(QVBoxLayout(whole), 12)
        for part in (self.name, self.where, Row(correct, remove, None), rule(), self.picture, self.done, self.facts):
            lines.addWidget(part)
        lines.addStretch(1)
        self._shelf = Shelf()
        self._shelf.addWidget(
            EmptyState("lightbulb-on-outline", self.tr("None is chosen"), self.tr("Choose one in the list to read it."))
        )
        self._shelf.addWidget(scrolled(whole))
        card = Card()
        card.setAccessibleName(self.tr("The good practice"))
        card.body.addWidget(self._shelf)
        return card

    def _tell(self, one: ExperienceCard | None) -> None:
        if one is not None:
            self.chosen.emit(one.id)

    def _go_down(self) -> None:
        if self.list.rows.rowCount():
            self.list.setFocus()
            if self.list.selected() is None:
                self.list.selectRow(0)
