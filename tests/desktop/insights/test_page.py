"""The charts page as a person sees it: numbers, tables behind the charts, pictures, empty states."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from desktop import i18n
from desktop.insights.presenter import BoardPresenter
from desktop.insights.series import CHARTS
from desktop.insights.view import BoardPage
from desktop.kit import theme
from desktop.kit.rows import RowsView
from desktop.shell.signals import ShellSignals
from tests.desk import PlainDesk
from tests.desktop.insights.test_presenter import TODAY, hold


@pytest.fixture
def page(store, city, qtbot, qapp):
    theme.apply(qapp)
    i18n.install(qapp)
    view = BoardPage(ShellSignals(), city.zone)
    qtbot.addWidget(view)
    view.resize(1240, 900)
    view.show()
    return view, BoardPresenter(view, PlainDesk(store), city, lambda: TODAY)


def words(view):
    return " ".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def test_an_empty_record_says_what_to_do_next(page, qtbot):
    view, presenter = page
    asyncio.run(presenter.look())
    assert "Todavía no hay sesiones para contar" in words(view)


def test_the_tiles_and_the_foot_of_each_chart_say_what_the_numbers_are_of(page, store):
    view, presenter = page
    hold(store, people=3)
    asyncio.run(presenter.look())
    shown = words(view)
    assert "3 asistencias de 3 personas distintas en 1 sesiones" in shown
    assert "Sobre 3 personas distintas" in shown
    assert view._tiles["people"].accessibleName() == "Personas: 3"


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_has_its_table_and_its_picture(page, store, qtbot, chart):
    view, presenter = page
    hold(store, people=6)
    asyncio.run(presenter.look())
    panel = view._panels[chart]
    qtbot.mouseClick(panel.shown_as.option("table"), Qt.MouseButton.LeftButton)
    table = panel.findChild(RowsView, f"insights.{chart}.table")
    assert table.isVisible()
    header, rows = view.table(chart)
    assert len(header) == len(rows[-1])
    assert rows[-1][-1] == "6", "everybody came to the one sitting, and nobody's age and gender are known"
    picture = QImage.fromData(view.picture(chart))
    assert (picture.width(), picture.height()) == (1600, 900)


def test_choosing_a_day_tells_the_period(page, store, qtbot):
    view, presenter = page
    hold(store)
    asyncio.run(presenter.look())
    with qtbot.waitSignal(view.days_chosen) as told:
        view.since.setFocus()
        qtbot.keyClick(view.since, Qt.Key.Key_Up)
    assert told.args[1] == TODAY
    assert told.args[0] > date(2025, 11, 20)


def test_showing_a_period_is_not_choosing_one(page, qtbot):
    view, _ = page
    with qtbot.assertNotEmitted(view.days_chosen):
        view.show_period(date(2026, 1, 1), date(2026, 6, 30), "own")
    assert view.until.date() == QDate(2026, 6, 30)
