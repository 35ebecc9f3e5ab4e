"""The totals of the evening where there is little room: none of them is beyond the edge."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop.checkin.counters import Counters


@pytest.mark.parametrize("wide", [420, 620, 1150])
def test_no_total_is_beyond_the_edge(qtbot, wide: int) -> None:
    header = Counters()
    qtbot.addWidget(header)
    header.resize(wide, 400)
    header.show()
    figures: list[QWidget] = [header.room, header.online, header.both, header.people, header.new, header.unnamed]
    for figure in (*figures, header.unresolved, header.clock):
        end = figure.mapTo(header, QPoint(figure.width(), figure.height()))
        assert end.x() <= wide
        assert end.y() <= header.height()
    assert not header.hasHeightForWidth(), "or the whole page is scrolled as soon as it is lower than it likes to be"
