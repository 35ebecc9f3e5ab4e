"""The charts page as a person sees it: numbers, tables behind the charts, pictures, empty states."""

from __future__ import annotations

import asyncio
import re
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from db.issues.commands import add_issue, make_commitment
from db.outreach.commands import invite
from db.places.queries import neighbourhoods
from db.residents.commands import enrol
from db.surveys.commands import define, reply
from desktop import i18n
from desktop.insights.panels import ChartPanel
from desktop.insights.presenter import BoardPresenter
from desktop.insights.series import (
    BY_AGE,
    BY_WAY,
    CHARTS,
    COMMITMENTS,
    DEPARTMENTS,
    FELT,
    RETENTION,
    TOPICS,
    WHERE_ASKED,
    WOULD_COME,
)
from desktop.insights.sittings_sheet import SittingsSheet
from desktop.insights.view import BoardPage
from desktop.kit import theme
from desktop.kit.chart import Chart
from desktop.kit.rows import RowsView
from desktop.kit.surfaces import Tile
from desktop.questionnaires import shipped
from desktop.shell.signals import ShellSignals
from tests.desk import PlainDesk
from tests.desktop.insights.test_presenter import TODAY, hold
from tests.record import EVENING


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
    assert view.filters.period.value() == "this_year"
    assert view.filters.until.date() == QDate(TODAY.year, TODAY.month, TODAY.day)


def test_before_anything_was_counted_nothing_is_said_of_the_sittings(page):
    view, _ = page
    assert "Todavía no hay sesiones" not in words(view)


def test_no_row_of_a_chart_is_cut_off_and_no_card_runs_into_its_words(page, store, city, qtbot):
    view, presenter = page
    sitting = hold(store, people=6)
    for topic in city.topics:
        store.do(add_issue, sitting_id=sitting, kind="complaint", text="Faroles", topic=topic.code)
    asyncio.run(presenter.look())

    def fits(chart):
        drawn, at = view.findChild(Chart, f"insights.{chart}.chart"), view.findChild(QLabel, f"insights.{chart}.at")
        if not drawn.isVisible():  # nobody was asked, or told of a sitting: the card is not there
            return True
        end = drawn.mapTo(view, QPoint(0, drawn.height())).y()
        return drawn.height() >= drawn.minimumHeight() and end <= at.mapTo(view, QPoint(0, 0)).y()

    qtbot.waitUntil(lambda: all(map(fits, CHARTS)))


def test_a_picture_says_of_which_district_and_council_its_numbers_are(page, store, city):
    view, presenter = page
    hold(store, people=6)
    asyncio.run(presenter.look())
    assert city.district("ribera").name not in view.drawing(BY_WAY).decode()
    view.filters.district.set_value(city.district("ribera").id)
    asyncio.run(presenter.choose_district(city.district("ribera").id))
    for drawn in (view.drawing(BY_WAY), view.origins.drawing()):
        faces = set(re.findall(rb'font-family="([^"]*)"', drawn))
        assert faces  # a browser without them takes no face with serifs
        assert all(one.endswith(b", sans-serif") for one in faces)
        assert f"nov 2026 · {city.district('ribera').name}<" in drawn.decode()


@pytest.mark.parametrize("tab", ["asked", "due"])
def test_from_the_answers_one_goes_on_to_what_was_asked_for_and_promised_one_by_one(page, store, qtbot, tab):
    view, presenter = page
    hold(store)
    asyncio.run(presenter.look())
    with qtbot.waitSignal(view._shell.tab_wanted) as told:
        qtbot.mouseClick(view.findChild(QPushButton, f"insights.to_{tab}"), Qt.MouseButton.LeftButton)
    assert told.args == ["issues", tab]


def test_a_chart_and_what_is_said_of_it_stand_apart_calmly(page, store, qtbot):
    """The longest question touched its answer; an empty line stood between the hint of a chart and its note; and the
    table had a hint that was the chart's."""
    view, presenter = page
    hold(store, people=3)
    asyncio.run(presenter.look())
    view.resize(1300, 900)
    view.show()
    for question, answer in view._answers:
        assert answer.x() - question.geometry().right() >= 12
    panel = view.findChild(ChartPanel)
    assert panel._at.alignment() & Qt.AlignmentFlag.AlignBottom
    qtbot.mouseClick(panel.shown_as.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert not panel._at.isVisible()
    qtbot.mouseClick(panel.shown_as.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert panel._at.isVisible()


def test_the_tiles_and_the_foot_of_each_chart_say_what_the_numbers_are_of(page, store):
    view, presenter = page
    hold(store, people=3)
    asyncio.run(presenter.look())
    shown = words(view)
    assert "Asistencias: 3; personas distintas: 3; sesiones: 1." in shown
    assert "Personas distintas: 3; sin dato" in shown
    assert view.findChild(Tile, "insights.tile.people").accessibleName() == "Personas: 3"


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_has_its_table_its_picture_and_its_drawing(page, store, city, qtbot, chart):
    view, presenter = page
    sitting = hold(store, people=6)
    store.do(add_issue, sitting_id=sitting, kind="complaint", text="Faroles", topic=city.topics[0].code)
    store.do(make_commitment, sitting_id=sitting, text="Cambiar")
    ask_and_invite(store, sitting)
    asyncio.run(presenter.look())
    panel = view._panels[chart]
    qtbot.mouseClick(panel.shown_as.option("table"), Qt.MouseButton.LeftButton)
    table = panel.findChild(RowsView, f"insights.{chart}.table")
    assert table.isVisible()
    header, rows = view.table(chart)
    assert {len(row) for row in rows} == {len(header)}
    numbers = [int(cell) for row in rows for cell in row[1:] if cell.isdigit()]
    assert max(numbers) == (1 if chart in (TOPICS, COMMITMENTS, DEPARTMENTS) else 6)
    picture = QImage.fromData(view.picture(chart))
    assert (picture.width(), picture.height()) == (1600, 900)
    drawn = view.drawing(chart).decode("utf-8")
    assert panel.title.text() in drawn
    assert "<svg" in drawn


def ask_and_invite(store, sitting):
    """Six sheets, six neighbours who were called and did not come, six households of one quarter."""
    felt, home = (store.do(define, definition=shipped()[code]).outcome for code in ("percepcion", "conectividad"))
    quarter = store.ask(neighbourhoods)[0].id
    for letter in "abcdef":
        who = store.do(enrol, family_name=f"Quillahuetz{letter}", given_names="Ofelia").outcome
        store.do(invite, sitting_id=sitting, channel="call", invited_on=TODAY, resident_id=who)
        store.do(reply, questionnaire_id=felt, told={"listened": "yes"}, answered_on=TODAY, sitting_id=sitting)
        facts = {"told": {"would_come": "in_person"}, "neighbourhood_id": quarter}
        store.do(reply, questionnaire_id=home, answered_on=EVENING.date(), **facts)


def test_what_nobody_was_asked_takes_no_room(page, store):
    view, presenter = page
    sitting = hold(store)
    asyncio.run(presenter.look())
    assert not [chart for chart in WHERE_ASKED if view._panels[chart].isVisible()]
    ask_and_invite(store, sitting)
    asyncio.run(presenter.look())
    assert [chart for chart in WHERE_ASKED if view._panels[chart].isVisible()] == list(WHERE_ASKED)


def test_behind_what_people_felt_are_its_sittings_and_behind_households_none(page, store):
    view, presenter = page
    ask_and_invite(store, hold(store))
    said = []
    view._shell.said.connect(lambda *told: said.append(told[0].sentence))
    asyncio.run(presenter.look())
    asyncio.run(presenter.open_category(FELT, 0))
    sheet = view.window().findChild(SittingsSheet)
    assert [one.title for one in sheet.findChild(RowsView, "insights.sittings").rows.rows()] == ["Faroles"]
    sheet.close()
    asyncio.run(presenter.open_category(WOULD_COME, 0))
    assert said == ["A los hogares se les pregunta en su casa: detrás de estos números no hay sesiones."]


def test_the_wheel_over_a_chart_moves_the_page(page, store, qtbot):
    view, presenter = page
    hold(store, people=6)
    asyncio.run(presenter.look())
    drawn = view.findChild(Chart, f"insights.{BY_WAY}.chart")
    bar = view.findChild(QScrollArea, "").verticalScrollBar()
    spot = QPointF(drawn._plot.viewport().rect().center())
    turned = QWheelEvent(
        spot, drawn._plot.viewport().mapToGlobal(spot), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QGuiApplication.sendEvent(drawn._plot.viewport(), turned)
    assert not turned.isAccepted() or bar.value() > 0


@pytest.mark.parametrize("chart", [BY_WAY, BY_AGE, RETENTION])
def test_by_keys_alone_one_reads_a_number_and_opens_the_sittings_behind_it(page, store, qtbot, chart):
    view, presenter = page
    hold(store, people=6)
    asyncio.run(presenter.look())
    panel, drawn = view._panels[chart], view.findChild(Chart, f"insights.{chart}.chart")
    drawn.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(drawn, Qt.Key.Key_End)
    assert "6" in panel.findChild(QLabel, f"insights.{chart}.at").text()
    assert "6" in drawn.accessibleDescription()
    with qtbot.waitSignal(view.category_opened) as told:
        qtbot.keyClick(drawn, Qt.Key.Key_Return)
    asyncio.run(presenter.open_category(*told.args))
    sheet = view.window().findChild(SittingsSheet)
    assert [one.title for one in sheet.findChild(RowsView, "insights.sittings").rows.rows()] == ["Faroles"]
    sheet.close()


def test_a_click_on_a_bar_opens_the_category_under_the_mouse(page, store, qtbot):
    view, presenter = page
    for days in (28, 14, 0):
        hold(store, EVENING - timedelta(days=days), people=5)
    asyncio.run(presenter.look())
    drawn = view.findChild(Chart, f"insights.{BY_WAY}.chart")
    drawn.grab()
    spots = {drawn.category_at(QPointF(x, drawn.height() * 0.6)): x for x in range(drawn.width())}
    assert {0, 1, 2} <= set(spots)
    with qtbot.waitSignal(view.category_opened) as told:
        qtbot.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=QPoint(spots[1] - 5, int(drawn.height() * 0.6)))
    assert told.args == [BY_WAY, 1]


def test_the_chart_and_its_numbers_can_be_copied(page, store, qtbot):
    view, presenter = page
    hold(store, people=6)
    asyncio.run(presenter.look())
    qtbot.mouseClick(view.findChild(QPushButton, f"insights.{BY_WAY}.copy"), Qt.MouseButton.LeftButton)
    told = QGuiApplication.clipboard().mimeData()
    assert told.hasImage()
    assert told.text().splitlines()[1].endswith("6")


def test_the_five_questions_of_a_head_are_answered_in_words(page, store, city):
    view, presenter = page
    hold(store, EVENING - timedelta(days=400))
    hold(store, EVENING - timedelta(days=366), people=2)
    sitting = hold(store, people=3)
    for text in ("Faroles", "Un puente"):
        store.do(add_issue, sitting_id=sitting, kind="complaint", text=text, topic=city.topics[0].code)
    store.do(make_commitment, sitting_id=sitting, text="Cambiar")
    asyncio.run(presenter.choose_days(TODAY - timedelta(days=9), TODAY))
    answers = [answer.text() for _, answer in view._answers]
    assert answers[0].startswith("Sí, 50 % más: 3 personas")
    assert "3 de 3" in answers[2]
    assert city.topics[0].name in answers[3]
    assert answers[4].startswith("Compromisos: 1. Cumplidos: 0;")


def test_choosing_a_day_tells_the_period(page, store, qtbot):
    view, presenter = page
    hold(store)
    asyncio.run(presenter.look())
    with qtbot.waitSignal(view.filters.days_chosen) as told:
        view.filters.since.setFocus()
        qtbot.keyClick(view.filters.since, Qt.Key.Key_Up)
    assert told.args[1] == TODAY
    assert told.args[0] > date(2026, 1, 1)


def test_showing_a_period_is_not_choosing_one(page, qtbot):
    view, _ = page
    with qtbot.assertNotEmitted(view.filters.days_chosen):
        view.show_period((date(2026, 1, 1), date(2026, 6, 30)), "own", "year")
    assert view.filters.until.date() == QDate(2026, 6, 30)


def test_the_way_out_of_a_period_without_sittings_lets_go_of_all_filters(page, store, city, qtbot):
    view, presenter = page
    hold(store)
    asyncio.run(presenter.look())
    view.filters.district.set_value(city.district("loma").id)
    asyncio.run(presenter.choose_district(city.district("loma").id))
    button = next(one for one in view.findChildren(QPushButton) if one.text() == "Mostrar todo" and one.isVisible())
    with qtbot.waitSignal(view.everything_wanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert view.filters.district.value() == ""


def test_on_a_low_page_the_filters_fold_into_one_line_that_says_what_is_chosen(page, store, qtbot):
    view, presenter = page
    hold(store)
    asyncio.run(presenter.look())
    assert view.filters._folded.isHidden()
    view.filters.fit(2 * view.filters._flow.height())
    assert view.filters._flow.isHidden()
    assert view.filters._folded.text() == "Filtros: 01/01/2026 – 19/11/2026"
    qtbot.mouseClick(view.filters._folded, Qt.MouseButton.LeftButton)
    assert not view.filters._flow.isHidden()
    view.filters.fit(2000)
    assert view.filters._folded.isHidden()
    assert not view.filters._flow.isHidden()
