"""A chart or the map on the clipboard: as a picture for a document, its numbers as a table for a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from desktop.insights.series import csv_text


def copy(picture: bytes, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Puts both there at once; who pastes takes what she can use."""
    told = QMimeData()
    told.setImageData(QImage.fromData(picture))
    told.setText("\n".join("\t".join(str(cell) for cell in row) for row in (header, *rows)))
    told.setData("text/csv", csv_text(header, rows).encode("utf-8"))
    QGuiApplication.clipboard().setMimeData(told)
