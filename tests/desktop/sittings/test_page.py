"""The page of today in the hands of a person, in Spanish, on the real record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from db.agenda.commands import add_item
from db.agenda.queries import items
from db.home import Home
from db.places.city import City
from db.sittings.queries import all_sittings, councils, sitting_card
from db.work import Store
from desktop.sittings.cards import EveningCard
from desktop.sittings.page import build
from desktop.sittings.when import hour_of
from tests.db.sittings.council import COUNCIL, arrives, neighbour, opened_sitting, planned, weeks_ago
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import EVENING, HandClock


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    with opened_room(build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot) as made:
        yield made


def does(room: Room[Any], command: Any, **facts: Any) -> None:
    async def done() -> None:
        await room.bridge.do(command, **facts)
        await room.bridge.settle()

    room.run(done())


def looks(room: Room[Any]) -> None:
    """The record was written behind the page's back: any commit makes it look again."""
    does(room, _touch)


def _touch(work: Any) -> None:
    from db.sittings.commands import found_council

    found_council(work, name=f"Consejo {work.clock.new_id()}")


def cards(room: Room[Any]) -> list[EveningCard]:
    return [card for card in room.view.findChildren(EveningCard) if card.isVisibleTo(room.view)]


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def the_button(widget: QWidget, name: str) -> QPushButton:
    return next(part for part in widget.findChildren(QPushButton) if part.objectName() == name and part.isVisible())


def test_the_first_day_says_what_to_do(room: Room[Any]) -> None:
    assert room.view.empty.isVisible()
    assert "Te damos la bienvenida. Todavía no hay sesiones" in words(room.view.empty)
    assert room.view.subtitle.text() == "Jueves 19 de noviembre de 2026"
    assert not room.view.aside.isVisible()


def test_a_sitting_is_planned_by_keyboard_for_a_council_nobody_knew(room: Room[Any], store: Store) -> None:
    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        room.qtbot.keyClicks(form.form.field("council"), "Consejo Astilleros")
        form.form.field("title").setText("Sesión de la costa")
        when = form.form.field("when")
        when.day.setDate(QDate(2026, 11, 19))
        when.hour.setText("20.30")
        room.qtbot.keyClick(form.form.field("zoom"), Qt.Key.Key_Return)

    room.answers(room.view.empty.action.click, fill)
    (made,) = store.ask(all_sittings)
    assert (made.council, made.title, made.mode) == ("Consejo Astilleros", "Sesión de la costa", "hybrid")
    assert made.starts_at == EVENING + timedelta(minutes=90)
    (card,) = cards(room)
    assert card.accessibleName() == "Consejo Astilleros, Sesión de la costa, 20:30, planificada"
    assert not room.view.empty.isVisible()


def test_what_is_missing_is_said_under_its_field(room: Room[Any], store: Store) -> None:
    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        form.form.field("title").setText("")
        form.form.field("when").hour.setText("tarde")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        assert {"Falta decir qué consejo se reúne.", "Ponele un título.", "Escribí la hora así: 19:00."} <= set(
            words(form.form)
        )
        dialog.reject()

    room.answers(room.view.plan.click, fill)
    assert store.ask(all_sittings) == ()


def test_a_known_council_is_completed_and_found(room: Room[Any], store: Store) -> None:
    planned(store, starts_at=weeks_ago(store, 2))
    looks(room)

    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        council = form.form.field("council")
        room.qtbot.keyClicks(council, "muelle")
        room.qtbot.keyClick(council, Qt.Key.Key_Return)
        assert (dialog.isVisible(), council.text()) == (True, COUNCIL)
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.plan.click, fill)
    assert [card.council for card in store.ask(all_sittings)] == [COUNCIL, COUNCIL]


def test_a_planned_sitting_is_opened_and_leads_into_the_room(room: Room[Any], store: Store) -> None:
    went: list[str] = []
    room.shell.wanted.connect(went.append)
    sitting = planned(store)
    looks(room)
    room.press(the_button(cards(room)[0], "sittings.open"))
    assert (went, room.sitting) == (["sala"], sitting)
    assert the_button(cards(room)[0], "sittings.close").isVisible()


def test_closing_shows_the_sum_that_closes_and_what_is_left_open(room: Room[Any], store: Store) -> None:
    sitting = opened_sitting(store)
    rosa = neighbour(store, "Rosaura", "Ñandúbez")
    arrives(store, sitting, rosa)
    arrives(store, sitting, rosa, "zoom")
    store.do(add_item, sitting_id=sitting, title="Farol")
    looks(room)
    said: list[str] = []

    def answer(dialog: QDialog) -> None:
        said.extend(words(dialog))
        question: Any = dialog
        room.qtbot.mouseClick(question.accept_button, Qt.MouseButton.LeftButton)

    room.answers(the_button(cards(room)[0], "sittings.close").click, answer)
    at = said.index("en sala")
    assert said[at - 1 : at + 10] == ["1", "en sala", "+", "1", "en Zoom", "−", "1", "ambas", "=", "1", "personas"]
    assert any("Farol" in one for one in said)
    assert store.ask(sitting_card, sitting_id=sitting).state == "closed"
    assert the_button(cards(room)[0], "sittings.minutes").isVisible()


def test_going_back_leaves_the_sitting_open(room: Room[Any], store: Store) -> None:
    sitting = opened_sitting(store)
    looks(room)
    room.answers(the_button(cards(room)[0], "sittings.close").click, lambda dialog: dialog.reject())
    assert store.ask(sitting_card, sitting_id=sitting).state == "open"


def test_an_evening_nobody_opened_is_opened_the_morning_after(room: Room[Any], store: Store) -> None:
    late = planned(store, starts_at=weeks_ago(store, 1))
    looks(room)
    assert not room.view.open_late.isVisible()
    room.does(lambda: room.view.recent.select(late))
    room.press(room.view.open_late)
    assert store.ask(sitting_card, sitting_id=late).state == "open"
    assert [card.evening.card.id for card in cards(room)] == [late]


def test_the_second_of_two_clicks_meets_the_same_evening(room: Room[Any], store: Store) -> None:
    """With the first one buttons appear above the list."""
    late = planned(store, starts_at=weeks_ago(store, 1))
    planned(store, starts_at=weeks_ago(store, 2))
    looks(room)
    stood = room.view.recent.mapTo(room.view, QPoint(0, 0))
    room.does(lambda: room.view.recent.select(late))
    assert room.view.open_late.isVisible()
    room.does(room.view.layout().activate)
    assert room.view.recent.mapTo(room.view, QPoint(0, 0)) == stood


def test_a_refusal_is_shown_and_changes_nothing(room: Room[Any], store: Store) -> None:
    opened_sitting(store)
    planned(store, title="Otra", starts_at=EVENING + timedelta(hours=1))
    looks(room)
    room.press(the_button(cards(room)[1], "sittings.open"))
    assert room.shown.refused == ["another_sitting_open"]


def test_an_arrival_counts_on_the_card_at_once(room: Room[Any], store: Store) -> None:
    from db.checkin.commands import check_in

    sitting = opened_sitting(store)
    rosa = neighbour(store, "Rosaura", "Ñandúbez")
    does(room, check_in, sitting_id=sitting, resident_id=rosa)
    told = words(cards(room)[0])
    assert told[told.index("personas") - 1] == "1"


def test_everything_one_can_reach_by_keyboard_has_a_name(room: Room[Any], store: Store) -> None:
    planned(store)
    planned(store, starts_at=EVENING + timedelta(days=2))
    looks(room)
    reachable = [
        part
        for part in room.view.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.isVisibleTo(room.view)
        and not part.objectName().startswith("qt_")
    ]
    assert len(reachable) > 4
    assert [part for part in reachable if not part.accessibleName()] == []


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("19", time(19)),
        ("19:30", time(19, 30)),
        ("9.05", time(9, 5)),
        ("1930", time(19, 30)),
        ("19 hs", time(19)),
        ("19 h", time(19)),
        ("24", None),
        ("19:60", None),
        ("tarde", None),
        ("", None),
    ],
)
def test_an_hour_is_read_as_people_write_it(text: str, hour: time | None) -> None:
    assert hour_of(text) == hour


def test_the_keyboard_stands_on_the_next_step_of_tonight(room: Room[Any], store: Store) -> None:
    planned(store)
    looks(room)
    room.view.setFocus()
    assert room.view.focusWidget().objectName() == "sittings.open"


def week(room: Room[Any]) -> list[tuple[int, str, str]]:
    """Day, what stands on it, and the word beside it."""
    rows = room.view.week.list.rows
    return [
        (row.day.day, str(rows.index(place, 2).data()), str(rows.index(place, 3).data()))
        for place, row in enumerate(rows.rows())
        if row.card
    ]


def test_the_seven_days_are_leafed_through_and_an_evening_called_off_by_keys(room: Room[Any], store: Store) -> None:
    planned(store, starts_at=EVENING + timedelta(days=2))
    cancelled = planned(store, title="Otra", starts_at=EVENING + timedelta(days=2, hours=1))
    planned(store, starts_at=EVENING + timedelta(days=9))
    looks(room)
    days = room.view.week.list
    assert room.view.week.title.text() == "Siete días: 19 nov al 25 nov"
    assert week(room) == [(21, COUNCIL, "se superpone")] * 2
    room.does(lambda: days.select(cancelled))

    def cancel(dialog: QDialog) -> None:
        question: Any = dialog
        assert "Queda en el calendario como suspendida; sus puntos pasan a la próxima sesión." in words(dialog)
        room.qtbot.mouseClick(question.accept_button, Qt.MouseButton.LeftButton)

    room.answers(lambda: room.qtbot.keyClick(days, Qt.Key.Key_Delete), cancel)
    assert week(room) == [(21, COUNCIL, "híbrida"), (21, COUNCIL, "suspendida")]
    assert room.view.week.hold.isVisible()
    room.does(lambda: room.qtbot.keyClick(days, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    assert week(room) == [(21, COUNCIL, "se superpone")] * 2
    room.does(lambda: room.qtbot.keyClick(days, Qt.Key.Key_Right))
    assert [day for day, *_ in week(room)] == [28]
    assert days.selected().day.day == 28
    assert room.view.week.now.isVisible()
    room.does(lambda: room.qtbot.keyClick(days, Qt.Key.Key_Left))
    assert [day for day, *_ in week(room)] == [21, 21]


def test_a_series_is_planned_from_the_last_sitting_with_holidays_left_out(room: Room[Any], store: Store) -> None:
    last = planned(store, starts_at=EVENING - timedelta(days=6), place="Club El Ombú", length_minutes=90)
    store.do(add_item, sitting_id=last, title="Apertura", minutes=10)
    looks(room)
    said: list[str] = []
    room.view.said.connect(lambda sentence, action: said.append(sentence))

    def fill(dialog: QDialog) -> None:
        sheet: Any = dialog
        room.qtbot.keyClicks(sheet.council, "muelle")
        room.qtbot.keyClick(sheet.council, Qt.Key.Key_Return)
        assert (sheet.place.text(), sheet.when.hour.text(), sheet.when.length.value()) == ("Club El Ombú", "19:00", 90)
        assert sheet.when.date() == date(2026, 12, 11)
        assert sheet.title.text() == "Sesión de diciembre"
        sheet.repeats.set_value("fortnightly")
        sheet.times.setValue(3)
        assert sheet.days.value() == ["2026-12-11", "2027-01-08", "2027-01-22"]
        assert sheet.days.box("2026-12-25").text() == "vie 25 dic · Día de la Familia"
        sheet.days.box("2027-01-22").click()
        room.qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.plan.click, fill)
    made = sorted(store.ask(all_sittings), key=lambda card: card.starts_at)[1:]
    assert [(card.title, card.starts_at - EVENING) for card in made] == [
        ("Sesión de diciembre", timedelta(days=22)), ("Sesión de enero", timedelta(days=50)),
    ]  # fmt: skip
    assert [[item.title for item in store.ask(items, sitting_id=card.id)] for card in made] == [["Apertura"]] * 2
    assert said == ["2 sesiones planificadas."]


def test_an_evening_at_the_same_hour_is_told_while_one_can_still_choose(room: Room[Any], store: Store) -> None:
    planned(store, starts_at=EVENING + timedelta(days=1))
    looks(room)

    def fill(dialog: QDialog) -> None:
        sheet: Any = dialog
        sheet.when.day.setDate(QDate(2026, 11, 20))
        assert sheet.clash.text() == f"vie 20 nov: {COUNCIL} se reúne en el mismo lugar a esa hora."
        sheet.when.hour.setText("15")
        assert not sheet.clash.isVisible()
        sheet.when.day.setDate(QDate(2026, 12, 25))
        assert sheet.clash.text() == "Es feriado: Día de la Familia."
        dialog.reject()

    room.answers(room.view.plan.click, fill)


def test_quarters_and_topics_are_chosen_one_after_the_other_and_taken_out(room: Room[Any], store: Store) -> None:
    def fill(dialog: QDialog) -> None:
        sheet: Any = dialog
        room.qtbot.keyClicks(sheet.council, "Consejo del Agua")
        sheet.kind.set_value("thematic")
        for letters in ("muelle", "astill"):
            room.qtbot.keyClicks(sheet.quarters.picker, letters)
            room.qtbot.keyClick(sheet.quarters.picker, Qt.Key.Key_Return)
        for topic in ("cloacas", "agua"):
            room.qtbot.keyClicks(sheet.topics.picker, topic)
            room.qtbot.keyClick(sheet.topics.picker, Qt.Key.Key_Return)
        taken = next(part for part in sheet.topics.findChildren(QPushButton) if part.accessibleName() == "Sacar agua")
        room.qtbot.mouseClick(taken, Qt.MouseButton.LeftButton)
        room.qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.plan.click, fill)
    (council,) = store.ask(councils)
    assert (council.kind, len(council.neighbourhood_ids), council.topics) == ("thematic", 2, ("cloacas",))


def test_after_the_very_first_planning_enter_opens_the_evening_and_does_not_take_it_back(
    room: Room[Any], store: Store
) -> None:
    room.view.empty.action.setFocus()
    QPushButton("Deshacer", room.view).show()  # as the banner offers it by then
    planned(store)
    looks(room)
    assert room.view.focusWidget().objectName() == "sittings.open"
