"""The totals of the evening where there is little room: none of them is beyond the edge."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from sqlalchemy import insert

from db.sync.tables import Standing
from desktop import i18n
from desktop.checkin.counters import Counters
from desktop.checkin.counting import CountersPresenter
from desktop.focus import Focus
from tests.db.sittings.council import opened_sitting
from tests.desk import PlainDesk


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


def test_a_laptop_of_one_district_says_that_new_is_new_in_the_district(qtbot, qapp, store) -> None:
    """What the server told it to see is all it can know of who came before."""
    i18n.install(qapp)
    focus, sitting = Focus(), opened_sitting(store)
    focus.choose(sitting)
    header = Counters()
    qtbot.addWidget(header)
    presenter = CountersPresenter(header, PlainDesk(store), focus, store.clock)
    asyncio.run(presenter.look())
    assert header.new.toolTip() == "Por primera vez en un consejo"
    desk_id, district = store.identity.desk_id, store.identity.district_id
    with store.engine.begin() as connection:
        connection.execute(
            insert(Standing).values(desk_id=desk_id, confirmed_seq=0, confirmed_hash="", sees=f"facilitator/{district}")
        )
    asyncio.run(presenter.look())
    assert header.new.toolTip().startswith("Por primera vez en este distrito")
    assert header.new.accessibleDescription() == header.new.toolTip()
