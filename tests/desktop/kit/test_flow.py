"""Parts that stand beside each other as far as there is room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.kit.flow import Flow


def part(wide: int) -> QWidget:
    made = QWidget()
    made.setFixedSize(wide, 20)
    return made


def test_what_does_not_fit_goes_to_the_next_line_and_nothing_beyond_the_edge(qtbot) -> None:
    parts = [part(100), part(100), part(150)]
    flow = Flow(*parts, gap=10)
    qtbot.addWidget(flow)
    flow.resize(230, 100)
    flow.show()
    assert [(one.x(), one.y() // 20) for one in parts] == [(0, 0), (110, 0), (0, 1)]
    flow.resize(400, 100)
    assert {one.y() for one in parts} == {0}
    assert flow.minimumSizeHint().width() == 150


def test_a_hidden_part_takes_no_room(qtbot) -> None:
    parts = [part(100), part(100), part(100)]
    flow = Flow(*parts, gap=10)
    qtbot.addWidget(flow)
    flow.resize(220, 100)
    flow.show()
    assert parts[2].y() > 0
    parts[1].hide()
    laid_out = flow.layout()
    assert laid_out is not None
    laid_out.activate()
    assert (parts[2].x(), parts[2].y()) == (110, 0)


def test_other_parts_take_the_place_of_those_that_were_there(qtbot) -> None:
    flow = Flow(part(100), gap=10)
    qtbot.addWidget(flow)
    flow.show()
    fresh = [part(50), part(50)]
    flow.show_parts(fresh)
    assert all(one.isVisible() for one in fresh)
    assert flow.sizeHint().width() == 110
