"""The question who answers for a minor: letters, arrow down into whom they mean, Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from db.residents.listing import Listed
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet
from desktop.kit.fields import SearchField
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Row
from desktop.residents.words import document_written, listed_name

LookFor = Callable[[str, Callable[[str, tuple[Listed, ...]], None]], None]


class GuardianSheet(Sheet):
    """`answer` is an identifier, or empty when nobody answers for her any more."""

    def __init__(self, parent: QWidget, name: str, look_for: LookFor, *, known: bool) -> None:
        super().__init__(
            parent,
            self.tr("Who answers for {name}?").format(name=name),
            self.tr("Mother, father or whoever is responsible; she has to be on the roll and of age."),
            self.tr("She answers"),
        )
        self.setObjectName("residents.guardian.sheet")
        self.setMinimumWidth(theme.px(560))
        self.answer = ""
        self.field = SearchField(self.tr("Name or document"))
        self.field.setObjectName("residents.guardian.field")
        self.field.searched.connect(lambda text: look_for(text, self.show_people))
        self.field.down.connect(self._go_down)
        self.people = RowsView[Listed](
            [
                Column("", listed_name, Look.STRONG),
                Column("", lambda one: document_written(one.document), width=104),
                Column("", lambda one: one.neighbourhood or "", Look.MUTED, width=140),
            ],
            key=lambda one: one.id,
            says=self.tr("Whom the letters mean"),
        )
        self.people.setMinimumHeight(theme.px(220))
        self.people.current.connect(lambda one: self.accept_button.setEnabled(one is not None))
        self.people.chosen.connect(lambda _: self.agree())
        self.body.addWidget(self.field)
        self.body.addWidget(self.people, 1)
        self.nobody = button(self.tr("Nobody any more"), "account-off-outline", "quiet")
        self.nobody.setObjectName("residents.guardian.nobody")
        self.nobody.setAutoDefault(False)
        self.nobody.clicked.connect(self.accept)
        self.nobody.setVisible(known)
        self.body.addWidget(Row(self.nobody, None))
        self.accept_button.setEnabled(False)
        self.field.setFocus()

    def show_people(self, text: str, people: tuple[Listed, ...]) -> None:
        """Whom the letters mean, unless others were typed meanwhile."""
        if text == self.field.text():
            self.people.show_rows(people)
            self.accept_button.setEnabled(self.people.selected() is not None)

    def agree(self) -> None:
        one = self.people.selected()
        if one is not None:
            self.answer = one.id
            self.accept()

    def _go_down(self) -> None:
        if self.people.rows.rowCount():
            self.people.setFocus()
            if self.people.selected() is None:
                self.people.selectRow(0)
