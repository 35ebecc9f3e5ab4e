"""The list of organisations: letters, a kind, the list, and the card of the one chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.organisations.queries import OrganisationCard
from db.places.queries import NeighbourhoodCard
from desktop import wording
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import ask, ask_form, choose_file
from desktop.kit.fields import Choice, SearchField
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.shelves import Halves, Shelf
from desktop.kit.surfaces import Card, EmptyState, Page, Row, label
from desktop.organisations.card import OrganisationPanel
from desktop.organisations.form import organisation_form
from desktop.organisations.presenter import ListShown, OrganisationShown, OrganisationsPresenter
from desktop.organisations.words import kind_word, kind_words


class OrganisationsPage(Page):
    """Everything by keyboard: letters, arrow down into the list, Enter puts right."""

    searched = Signal(str)
    narrowed = Signal(str)
    chosen = Signal(str)
    adding = Signal()
    correcting = Signal()
    removing = Signal()
    importing = Signal()
    came_to_front = Signal()

    def __init__(self, zone: tzinfo = UTC) -> None:
        super().__init__(self.tr("Organisations"))
        self._build_tools()
        self._build_list()
        self.panel = OrganisationPanel(zone)
        self.panel.correcting.connect(self.correcting)
        self.panel.removing.connect(self.removing)
        halves = Halves(self._left(), self.panel, (700, 480))
        self.body.addWidget(halves, 1)
        self.setFocusProxy(self.field)

    def show_list(self, shown: ListShown) -> None:
        """The list, or what stands where none is shown."""
        self.set_titles(self.tr("Organisations"), self.tr("%n organisations", "", shown.total))
        if shown.text != self.field.text():
            return
        self.list.show_rows(shown.found)
        self._stack.setCurrentIndex(0 if shown.found else 1)
        self.caption.setText(self.tr("FOUND: {number}").format(number=len(shown.found)))
        self.caption.setVisible(bool(shown.text.strip() or shown.kind) and bool(shown.found))
        if shown.found:
            return
        if shown.total:
            self.none.show_words(
                self.tr("No organisation is called so"), self.tr("Try another word, or write it down.")
            )
        else:
            self.none.show_words(
                self.tr("There are no organisations yet"),
                self.tr("Take in the list of the office, or write one down."),
            )

    def show_one(self, shown: OrganisationShown | None) -> None:
        """The card at the right."""
        self.panel.show_one(shown)

    def stand_on(self, organisation_id: str) -> None:
        """Choose a row of the list."""
        self.list.select(organisation_id)

    async def ask_organisation(
        self, known: Mapping[str, Any], quarters: tuple[NeighbourhoodCard, ...], presenter: OrganisationsPresenter
    ) -> dict[str, Any] | None:
        """The form of an organisation."""
        form = organisation_form(quarters)
        form.set_values(known)

        def wrong(told: Mapping[str, object]) -> dict[str, str]:
            return {name: wording.sentence(code) for name, code in presenter.wrong_in(told).items()}

        title = self.tr("Put the organisation right") if known else self.tr("New organisation")
        accept = self.tr("Keep") if known else self.tr("Write down")
        return await ask_form(self, title, form, accept, wrong)

    async def ask_whether_to_remove(self, name: str) -> bool:
        """Whether it is really to be taken off the list."""
        words = self.tr("{name} will not be offered any more. Who spoke for it stays in the minutes.")
        return await ask(
            self, self.tr("Take it off the list?"), words.format(name=name), self.tr("Take it off"), danger=True
        )

    async def ask_file(self) -> Path | None:
        """The list to take in."""
        spreadsheets = self.tr("Spreadsheets (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)")
        return await choose_file(self, self.tr("Take in organisations"), spreadsheets)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_to_front.emit()

    def _build_tools(self) -> None:
        self.take_in = button(self.tr("Take in a list"), "file-import-outline")
        self.take_in.setObjectName("organisations.import")
        self.take_in.clicked.connect(self.importing)
        self.add = button(self.tr("New organisation"), "plus", "primary", "Ctrl+N")
        self.add.setObjectName("organisations.add")
        self.add.clicked.connect(self.adding)
        self.tools.addWidget(self.take_in)
        self.tools.addWidget(self.add)

    def _build_list(self) -> None:
        self.field = SearchField(self.tr("Name, quarter or contact"), large=True)
        self.field.setObjectName("organisations.field")
        self.field.searched.connect(self.searched)
        self.field.down.connect(self._go_down)
        self.kind = Choice([("", self.tr("All kinds")), *kind_words()], self.tr("Kind"))
        self.kind.setObjectName("organisations.kind")
        self.kind.currentIndexChanged.connect(lambda _: self.narrowed.emit(self.kind.value()))
        self.caption = label("", "overline")
        self.list = RowsView[OrganisationCard](self._columns(), key=lambda one: one.id, says=self.tr("Organisations"))
        self.list.setObjectName("organisations.list")
        self.list.current.connect(self._tell)
        self.list.chosen.connect(lambda _: self.correcting.emit())
        self.none = EmptyState("domain", "", "", self.tr("New organisation"))
        self.none.action.clicked.connect(self.adding)

    def _columns(self) -> list[Column[OrganisationCard]]:
        # Whom one calls stands on the card: beside it in the list, six names in a row were cut to the same letters.
        return [
            Column(
                self.tr("NAME"), lambda one: one.name, Look.STRONG, tip=lambda one: one.name,
                order=lambda one: one.name.casefold(),
            ),
            Column(self.tr("KIND"), lambda one: kind_word(one.kind), width=132, order=lambda one: kind_word(one.kind)),
            Column(
                self.tr("QUARTER"), lambda one: one.neighbourhood or "", Look.MUTED, width=130,
                tip=lambda one: one.neighbourhood or "", order=lambda one: (one.neighbourhood or "").casefold(),
            ),
            Column(
                self.tr("PEOPLE"), lambda one: str(one.people or ""), Look.NUMBER, width=84,
                order=lambda one: one.people,
            ),
        ]  # fmt: skip

    def _left(self) -> QWidget:
        self._stack = Shelf()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.none)
        card = Card()
        card.add(self.field, Row(self.kind, self.caption, None))
        self._stack.setMinimumHeight(theme.px(200))
        card.body.addWidget(self._stack, 1)
        holder = QWidget()
        theme.space(QVBoxLayout(holder), 0).addWidget(card)
        return holder

    def _tell(self, one: OrganisationCard | None) -> None:
        if one is not None:
            self.chosen.emit(one.id)

    def _go_down(self) -> None:
        if self.list.rows.rowCount():
            self.list.setFocus()
            if self.list.selected() is None:
                self.list.selectRow(0)
