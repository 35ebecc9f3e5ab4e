"""The question before a sitting is closed, with its figures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.kit.dialogs import Sheet, shown
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Row, label
from desktop.sittings.shown import Evening


async def closing_sheet(parent: QWidget, evening: Evening) -> bool:
    """Whether to close, seeing the sum that closes and what is left open."""
    translate = QCoreApplication.translate
    sheet = Sheet(
        parent,
        translate("SittingSheets", "Close the sitting?"),
        f"{evening.card.council}: {evening.card.title}",
        translate("SittingSheets", "Close the sitting"),
        danger=True,
    )
    sheet.accept_button.setObjectName("sittings.close.yes")
    figures = evening.figures
    if figures is not None:
        parts: list[QWidget | None] = []
        for sign, number, caption, tone in (
            ("", figures.in_room, translate("SittingSheets", "in the room"), Tone.GOOD),
            ("+", figures.online, translate("SittingSheets", "on Zoom"), Tone.ONLINE),
            ("−", figures.both, translate("SittingSheets", "both ways"), None),
            ("=", figures.people, translate("SittingSheets", "people"), Tone.ACCENT),
        ):
            if sign:
                parts.append(label(sign, "figure"))
            parts += [label(str(number), "figure", tone), label(caption, "small")]
        sheet.body.addWidget(Row(*parts, None, gap=6))
        for words in _left_open(evening):
            sheet.body.addWidget(label(words, wrap=True))
    note = translate(
        "SittingSheets", "The item on the table and whoever is speaking end now. Notes can still be edited."
    )
    sheet.body.addWidget(label(note, "small", wrap=True))
    return await shown(sheet)


def _left_open(evening: Evening) -> list[str]:
    translate, figures = QCoreApplication.translate, evening.figures
    told = []
    if figures is not None:
        new = translate("SittingSheets", "New: {new}. Without a name in the room: {unnamed}.")
        told.append(new.format(new=figures.new, unnamed=figures.unnamed))
    if evening.items > evening.done:
        left = translate("SittingSheets", "Items not finished: {left} of {all}.")
        told.append(left.format(left=evening.items - evening.done, all=evening.items))
    if evening.unresolved:
        waiting = translate("SittingSheets", "Zoom names still to be matched: {count}. That can be done afterwards.")
        told.append(waiting.format(count=evening.unresolved))
    return told
