"""The form of a person: two columns, what is wrong under the field that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from db.places.queries import NeighbourhoodCard
from desktop import wording
from desktop.kit import theme
from desktop.kit.dialogs import Sheet
from desktop.kit.fields import Choice, Form
from desktop.residents.new_organisation import NewOrganisation
from desktop.residents.words import gender_words

Check = Callable[[Mapping[str, Any]], dict[str, str]]
Near = Callable[[str], tuple[str, ...] | None]


class PersonSheet(Sheet):
    """Write somebody down, or put right what is known of her; only a form without errors is accepted."""

    def __init__(
        self,
        parent: QWidget,
        known: Mapping[str, Any],
        quarters: tuple[NeighbourhoodCard, ...],
        check: Check,
        near: Near,
    ) -> None:
        new = not known
        super().__init__(
            parent,
            self.tr("Somebody new") if new else self.tr("Put the data right"),
            self.tr("Only the names are needed; everything else she may tell another day."),
            self.tr("Write down") if new else self.tr("Keep"),
        )
        self.setObjectName("residents.form")
        self.setMinimumWidth(theme.px(760))
        self._check, self._near = check, near
        self._agreed_to = str(known.get("organisation") or "")
        self.left, self.right = Form(), Form()
        self._fill_left()
        self._fill_right(quarters)
        for form in (self.left, self.right):
            form.set_values(known)
        columns = theme.space(QHBoxLayout(), 24)
        columns.addWidget(self.left, 1)
        columns.addWidget(self.right, 1)
        self.body.addLayout(columns)
        self.question = NewOrganisation()
        self.question.answered.connect(self._answer)
        self.body.addWidget(self.question)
        self.right.lead_to(self.cancel)
        self.left.lead_to(self.right.field("phone"))
        QWidget.setTabOrder(self.cancel, self.accept_button)

    def values(self) -> dict[str, Any]:
        """Everything typed."""
        return {**self.left.values(), **self.right.values()}

    def agree(self) -> None:
        wrong = {name: wording.sentence(code) for name, code in self._check(self.values()).items()}
        right = self.right.show_errors(wrong)
        if self.left.show_errors(wrong) and right and not self._asks():
            self.accept()

    def _asks(self) -> bool:
        """Whether a name that is not on the list is one of the list with a slip in it, or one more, has to be said."""
        name = " ".join(str(self.values()["organisation"]).split())
        near = self._near(name) if name and name != self._agreed_to else None
        self.question.hide()
        if near is not None:
            self.question.ask(name, near)
        return near is not None

    def _answer(self, name: str) -> None:
        self._agreed_to = name
        field = self.right.field("organisation")
        if isinstance(field, QLineEdit):
            field.setText(name)
        self.question.hide()
        self.agree()

    def _fill_left(self) -> None:
        self.left.add("family_name", self.tr("Family name"), _line("residents.family_name"))
        self.left.add("given_names", self.tr("Given names"), _line("residents.given_names"))
        self.left.add("chosen_name", self.tr("Name she is called by"), _line("residents.chosen_name"))
        self.left.add("document", self.tr("Document"), _line("residents.document"))
        self.left.add("birth_date", self.tr("Birth date"), _line("residents.birth_date", self.tr("day/month/year")))
        self.left.add("gender", self.tr("Gender"), Choice(gender_words()))
        self.left.add("note", self.tr("Note"), _line("residents.note"))

    def _fill_right(self, quarters: tuple[NeighbourhoodCard, ...]) -> None:
        options = [("", self.tr("No data")), *((one.id, one.name) for one in quarters)]
        self.right.add("phone", self.tr("Telephone"), _line("residents.phone"))
        self.right.add("email", self.tr("E-mail"), _line("residents.email"))
        self.right.add("street", self.tr("Street"), _line("residents.street"))
        self.right.add("street_number", self.tr("Number"), _line("residents.street_number"))
        self.right.add("neighbourhood_id", self.tr("Quarter"), Choice(options))
        self.right.add("organisation", self.tr("Organisation"), _line("residents.organisation"))
        self.right.add("organisation_role", self.tr("Role in it"), _line("residents.organisation_role"))


def _line(name: str, hint: str = "") -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setPlaceholderText(hint)
    return made
