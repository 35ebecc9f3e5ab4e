"""The sittings behind a place of the map or a number of a chart: which they were, and never who came to them."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from db.insights.by_quarter import CameTo
from desktop.insights import words
from desktop.kit import theme
from desktop.kit.dialogs import Sheet, fit
from desktop.kit.rows import Column, Look, RowsView


class SittingsSheet(Sheet):
    """A list to look at; Escape or the button close it."""

    def __init__(self, parent: QWidget, title: str, told: str, found: Sequence[CameTo], zone: ZoneInfo) -> None:
        super().__init__(parent, title, told, self.tr("Close"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.cancel.hide()
        columns: list[Column[CameTo]] = [
            Column(self.tr("Day"), lambda one: words.long_day(one.starts_at.astimezone(zone).date()), width=110),
            Column(self.tr("Council"), lambda one: one.council),
            Column(self.tr("Sitting"), lambda one: one.title, Look.STRONG),
        ]
        rows = RowsView(columns, key=lambda one: one.sitting_id, says=told, height=32)
        rows.setObjectName("insights.sittings")
        rows.setMinimumHeight(theme.px(200))
        rows.show_rows(found)
        fit(self, rows, 640, 320)
