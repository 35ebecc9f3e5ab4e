"""The sum above the groups: whole on a small screen, with what stands apart below it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.checkin.queries import Attendance
from db.matching.queries import MatchCounts
from desktop.matching.sum import SumStrip

TOLD = Attendance(in_room=23, online=41, both=2, people=62, unnamed=3, new=9, returning=53)
COUNTS = MatchCounts(
    groups=60, sure=30, proposed=8, unknown=10, nobodies=2, decided=10, confirmed=9, unresolved=18, only_waited=4
)


def test_what_stands_apart_is_below_the_sum_where_there_is_no_room_beside_it(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    strip = SumStrip()
    strip.setParent(page)
    strip.show_sum(TOLD, COUNTS)
    strip.resize(1_000, 120)
    page.show()
    qtbot.waitUntil(lambda: strip.waiting.mapTo(strip, strip.waiting.rect().topLeft()).x() > strip.people.x())
    broad = strip.minimumSizeHint().width()
    strip.resize(broad, 240)
    qtbot.waitUntil(
        lambda: strip.waiting.mapTo(strip, strip.waiting.rect().topLeft()).y() > strip.people.geometry().bottom()
    )
    for part in (strip.room, strip.people, strip.waiting, strip.outside):
        assert part.mapTo(strip, part.rect().topRight()).x() <= broad
