"""Before lists leave for the departments: of which days, in which state, whose, with names or not; those sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.issues.due import Sent
from db.issues.rules import ISSUE_STATES
from db.issues.search import NOBODY, Share
from desktop.issues.filters import Period
from desktop.issues.lists import Order
from desktop.kit import theme
from desktop.kit.buttons import Segmented
from desktop.kit.dialogs import Sheet
from desktop.kit.fields import Choice
from desktop.kit.surfaces import Row, label, rule, scrolled
from desktop.wording.issue_words import state_word

_ID = Qt.ItemDataRole.UserRole


class ListsSheet(Sheet):
    """`ordered` tells that something else is wanted, so that the departments with something to be told are counted."""

    ordered = Signal(object)

    def __init__(self, parent: QWidget, order: Order, shares: Sequence[Share], today: date) -> None:
        translate = QCoreApplication.translate
        title = translate("ListsSheet", "Lists for the departments")
        words = translate("ListsSheet", "One list for each, with the city's letterhead; no documents, no telephones.")
        super().__init__(parent, title, words, translate("ListsSheet", "Choose where"))
        self.setObjectName("asked.lists")
        self._today, self._narrowed = today, order.departments
        self.period = Period()
        self.period.show_today(today)
        self.period.changed.connect(self._tell)
        states = [("", self.tr("In any state")), *((state, state_word(state)) for state in ISSUE_STATES)]
        self.state = Choice(states, self.tr("State"))
        self.state.set_value(order.state)
        self.state.currentIndexChanged.connect(self._tell)
        self.new = QCheckBox(self.tr("Only those that were not sent yet"))
        self.new.setChecked(order.only_new)
        self.new.toggled.connect(self._tell)
        self.names = QCheckBox(self.tr("With the name of who raised each"))
        self.names.setChecked(order.with_names)
        self.areas: dict[str, QCheckBox] = {}
        self._issues: dict[str, int] = {}
        self._column = QWidget()
        self._boxes = theme.space(QVBoxLayout(self._column), 2)
        area = scrolled(self._column)
        area.setMinimumHeight(theme.px(110))
        # Qt reckons a sheet with words that wrap too short: what is below would lie over the list.
        self.setMinimumHeight(min(theme.px(580), parent.screen().availableGeometry().height() * 8 // 10))
        self.kind = Segmented(
            [(".docx", "Word"), (".xlsx", "Excel"), (".pdf", "PDF"), (".zip", self.tr("Word and Excel"))],
            self.tr("Format"),
        )
        self.count = label("", "small")
        for part in (
            Row(self.period, self.state),
            self.new,
            self.names,
            rule(),
            area,
            self.count,
            Row(self.kind, None),
        ):
            self.body.addWidget(part, 1 if part is area else 0)
        self.show_offer(shares)

    def show_offer(self, shares: Sequence[Share]) -> None:
        """Whose issues there are to send; what was unticked stays so."""
        left = {key for key, box in self.areas.items() if not box.isChecked()}
        focused = next((key for key, box in self.areas.items() if box.hasFocus()), "")
        while (item := self._boxes.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.areas, self._issues = {}, {one.department_id or NOBODY: one.issues for one in shares}
        for one in shares:
            key = one.department_id or NOBODY
            name = one.department or self.tr("No department")
            requests = self.tr("%n requests", "", one.issues)
            box = QCheckBox(f"{name} · {requests}".replace("&", "&&"))
            box.setChecked(key not in left and (not self._narrowed or key in self._narrowed))
            box.toggled.connect(lambda _: self._weigh())
            self.areas[key] = box
            self._boxes.addWidget(box)
            if key == focused:
                box.setFocus()
        self._boxes.addStretch(1)
        self._weigh()

    def order(self) -> Order:
        """What is wanted now."""
        since, until = self.period.days(self._today)
        chosen = tuple(key for key, box in self.areas.items() if box.isChecked())
        return Order(
            departments=chosen,
            since=since,
            until=until,
            state=self.state.value(),
            only_new=self.new.isChecked(),
            with_names=self.names.isChecked(),
        )

    def _tell(self) -> None:
        self.ordered.emit(replace(self.order(), departments=()))

    def _weigh(self) -> None:
        ticked = [key for key, box in self.areas.items() if box.isChecked()]
        issues = sum(self._issues[key] for key in ticked)
        lists = self.tr("%n lists", "", len(ticked))
        requests = self.tr("%n requests", "", issues)
        self.count.setText(f"{lists}, {requests}" if ticked else self.tr("Nothing to send with what was chosen."))
        self.accept_button.setEnabled(bool(ticked))


class SentSheet(Sheet):
    """The lists that were sent; the one chosen may be taken back, and its issues are new again."""

    def __init__(self, parent: QWidget, lists: Sequence[Sent]) -> None:
        translate = QCoreApplication.translate
        title = translate("SentSheet", "Lists that were sent")
        words = translate("SentSheet", "What was sent is not offered again. A list that did not leave can be undone.")
        super().__init__(parent, title, words, translate("SentSheet", "Take back"), danger=True)
        self.setObjectName("asked.sent_lists")
        self.setMinimumWidth(theme.px(620))
        self.cancel.setText(self.tr("Close"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Lists that were sent"))
        self.list.setMinimumHeight(theme.px(240))
        for one in lists:
            area = one.department or self.tr("No department")
            number = self.tr("%n requests", "", one.issues)
            item = QListWidgetItem(f"{one.sent_on:%d/%m/%Y} · {area} · {number} · {one.sent_to}")
            item.setData(_ID, one.id)
            self.list.addItem(item)
        if not lists:
            self.body.addWidget(label(self.tr("No list was sent yet."), "muted", wrap=True))
        self.body.addWidget(self.list)
        self.list.setVisible(bool(lists))
        self.accept_button.setEnabled(False)
        self.cancel.setDefault(True)
        self.list.itemSelectionChanged.connect(lambda: self.accept_button.setEnabled(self.chosen() is not None))

    def chosen(self) -> str | None:
        """The list that is chosen."""
        items = self.list.selectedItems()
        return str(items[0].data(_ID)) if items else None
