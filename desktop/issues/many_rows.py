"""A list of which several lines can be chosen, and stay so when it is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtWidgets import QAbstractItemView

from desktop.kit.rows import Column, RowsView

RowT = TypeVar("RowT")


class ManyRows(RowsView[RowT]):
    """`many` carries the keys of all lines chosen, the one stood on first."""

    many = Signal(object)

    def __init__(self, columns: Sequence[Column[RowT]], key: Callable[[RowT], Hashable], says: str) -> None:
        super().__init__(columns, key, says)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._quiet = False
        self.selectionModel().selectionChanged.connect(lambda *_: self._tell_many())

    def chosen_keys(self) -> tuple[Hashable, ...]:
        """The lines chosen, the one stood on first."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        here = self.currentIndex().row()
        ordered = [here, *(place for place in places if place != here)] if here in places else places
        return tuple(self.rows.key(self.rows.row(place)) for place in ordered)

    def show_rows(self, rows: Iterable[RowT]) -> None:
        kept = self.chosen_keys()
        self._quiet = True
        super().show_rows(rows)
        places = [place for one in kept if (place := self.rows.place_of(one)) is not None]
        if len(kept) > 1 and places:
            chosen = QItemSelection()
            last = self.rows.columnCount() - 1
            for place in places:
                chosen.select(self.rows.index(place, 0), self.rows.index(place, last))
            self.selectionModel().setCurrentIndex(
                self.rows.index(places[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._quiet = False
        if self.chosen_keys() != kept:
            self._tell_many()

    def _tell_many(self) -> None:
        if not self._quiet:
            self.many.emit(self.chosen_keys())
