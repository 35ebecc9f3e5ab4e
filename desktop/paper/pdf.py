"""A sheet of paper as a PDF file: laid out and drawn by Qt alone, so that no office program is needed.

It is tagged, so that it can be read aloud: see `tags`.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from desktop.paper import catalogue, screenless
from desktop.paper.flow import Flow
from desktop.paper.ink import DPI, Ink
from desktop.paper.sheet import Sheet
from desktop.paper.text import legible
from desktop.paper.words import load


def write(sheet: Sheet) -> bytes:
    """The sheet as a PDF of A4 pages."""
    screenless.make_ready()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(legible(sheet.title))
    writer.setAuthor(legible(sheet.author))
    writer.setCreator("Cabildo")
    lying = QPageLayout.Orientation.Landscape if sheet.landscape else QPageLayout.Orientation.Portrait
    page = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), lying, QMarginsF(), QPageLayout.Unit.Millimeter)
    page.setMode(QPageLayout.Mode.FullPageMode)
    writer.setPageLayout(page)
    flow = Flow(sheet, Ink(writer), load(sheet.language.replace("-", "_")).page)
    pages = flow.pages()
    painter = QPainter(writer)
    for number, strokes in enumerate(pages):
        if number:
            writer.newPage()
        for stroke in strokes:
            stroke(painter)
    painter.end()
    buffer.close()
    return catalogue.complete(
        bytes(content.data()), subject=legible(sheet.subject), language=sheet.language, tree=flow.tree
    )
