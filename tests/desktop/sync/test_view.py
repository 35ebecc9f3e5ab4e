"""The page of sharing as it is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from db.sync.conflicts import ConflictCard, Key, Side
from db.sync.errand import Progress
from db.sync.losing import LOUD
from db.sync.queries import AsideCard, ReceiptCard, Status
from desktop import i18n
from desktop.sync.fields import FIELDS
from desktop.sync.view import SyncPage
from desktop.sync.words import noun_word, outcome_sentence, outcome_word, reason_word, short_word, verdict_word

AT = datetime(2026, 11, 19, 22, 40, tzinfo=UTC)
ROSARIO = ZoneInfo("America/Argentina/Cordoba")


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> SyncPage:
    i18n.install(qapp, "es_AR")
    made = SyncPage(lambda: datetime.now(ROSARIO))
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def status(**facts: object) -> Status:
    known: dict[str, object] = {
        "enrolled": True, "server": "base.ciudad.example", "pending": 0, "quarantined": 0, "waiting": 0,
        "confirmed_seq": 40, "met_at": AT, "offline_since": None, "trouble": None,
    }  # fmt: skip
    return Status(**(known | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Todo está en la base compartida"),
        ({"quarantined": 1}, "Todo llegó, pero 1 asiento no cuenta allá: abajo dice por qué"),
        ({"pending": 12, "quarantined": 2}, "12 por enviar"),
        ({"pending": 12}, "12 por enviar"),
        ({"pending": 12, "offline_since": AT, "trouble": "server_unreachable"},
         "12 por enviar, sin conexión desde las 19/11 19:40"),
        ({"offline_since": AT, "trouble": "server_unreachable"}, "Nada por enviar, sin conexión desde las 19/11 19:40"),
        ({"pending": 3, "trouble": "cloned"}, "El servidor tiene otro asiento"),
    ],
)  # fmt: skip
def test_the_state_is_one_sentence(page: SyncPage, facts: dict[str, object], words: str) -> None:
    assert page.sentence(status(**facts)).startswith(words)


def test_the_numbers_and_the_papers_are_shown(page: SyncPage) -> None:
    page.show_status(status(pending=12, quarantined=1))
    page.show_receipts([ReceiptCard("r", AT, "done", 47, 47, 0, False, 47, "a1b2c3d4" * 8)])
    page.show_aside([AsideCard(9, "quarantined", "too_long", "resident", "checkin.walk_in", AT)])
    assert page.pending.accessibleName().endswith("12")
    shown = page.receipts.rows
    assert [shown.data(shown.index(0, column)) for column in range(3)] == ["19/11 19:40", "47", "47"]
    assert page.aside.rows.data(page.aside.rows.index(0, 1)) == noun_word("resident")


def test_a_desk_on_its_own_is_told_what_to_do_and_has_nothing_to_press(page: SyncPage) -> None:
    page.show_status(status(enrolled=False, server=None))
    assert not page.send.isVisible()
    page.show_status(status())
    assert page.send.isVisible()


def test_the_button_rests_while_something_is_sent(page: SyncPage, qtbot: QtBot) -> None:
    page.show_status(status(pending=1))
    with qtbot.waitSignal(page.send_pressed):
        qtbot.mouseClick(page.send, Qt.MouseButton.LeftButton)
    page.show_sending(True)
    assert not page.send.isEnabled()
    page.show_sending(False)
    assert page.send.isEnabled()


def test_the_hour_alone_today_and_the_date_too_on_other_days(page: SyncPage) -> None:
    now = datetime.now(UTC)
    assert len(page.sentence(status(offline_since=now)).rsplit(" ", 1)[1]) == 5
    assert "/" in page.sentence(status(offline_since=now - timedelta(days=2)))


@pytest.mark.parametrize(
    "reason",
    ["row_unknown", "noun_unknown", "field_unknown", "incomplete", "too_long", "value_unreadable", "clock_unreadable"],
)
def test_every_reason_has_words_in_spanish(page: SyncPage, reason: str) -> None:
    assert "_" not in reason_word(reason)
    assert "_" not in short_word(reason)


def test_the_ends_of_a_contact_are_words(page: SyncPage) -> None:
    assert outcome_word("done", rewound=False) == "completo"
    assert "restaurado" in outcome_word("done", rewound=True)
    assert outcome_word("interrupted", rewound=False) == "interrumpido"
    assert "sin conexión" in outcome_word("server_unreachable", rewound=False)
    assert "No se perdió nada" in outcome_sentence("server_unreachable")
    assert outcome_sentence("done") == ""
    assert (verdict_word("stored"), verdict_word("quarantined")) == ("guardado", "en cuarentena")


def conflict(number: int) -> ConflictCard:
    key = Key("resident", f"r{number}", "phone", "desk-a", number)
    at = AT + timedelta(minutes=number)
    stands = Side((("phone", "+543415550888"),), "Martín", at + timedelta(minutes=1))
    return ConflictCard(key, f"Rosa {number}", stands, Side((("phone", None),), "Lucía", at))


def test_two_values_are_shown_side_by_side_and_one_press_settles_the_chosen_one(page: SyncPage, qtbot: QtBot) -> None:
    page.show_status(status())
    page.show_conflicts([conflict(1), conflict(2)])
    shown = page.conflicts.rows.rows
    words = [shown.data(shown.index(0, column)) for column in range(4)]
    assert words[:2] == ["Rosa 1", "teléfono"]
    assert words[2].startswith("+543415550888  ·  Martín, ")
    assert words[3].startswith("(vacío)  ·  Lucía, ")
    both = page.conflicts.findChild(QLabel, "sync.both")
    assert both is not None
    whole = both.text()
    assert "Vale ahora: +543415550888  ·  Martín" in whole
    assert "Quedó afuera: (vacío)  ·  Lucía" in whole
    page.conflicts.rows.select(conflict(2).key)
    with qtbot.waitSignal(page.settled) as said:
        qtbot.mouseClick(page.conflicts.swap, Qt.MouseButton.LeftButton)
    assert said.args == [conflict(2), True]
    with qtbot.waitSignal(page.settled) as said:
        qtbot.mouseClick(page.conflicts.keep, Qt.MouseButton.LeftButton)
    assert said.args == [conflict(2), False]


def test_the_keyboard_stays_on_the_button_until_the_last_one_is_settled(page: SyncPage) -> None:
    page.show_status(status())
    page.show_conflicts([conflict(1), conflict(2)])
    page.conflicts.swap.setFocus()
    page.show_conflicts([conflict(2)])
    assert page.conflicts.swap.hasFocus()
    page.show_conflicts([])
    assert not page.conflicts.isVisible()
    assert page.hasFocus()


def test_progress_is_said_while_it_runs_and_the_state_afterwards(page: SyncPage) -> None:
    page.show_status(status())
    before = page.words()
    page.show_progress(Progress(47, 0, 1100, 1200, 5000))
    assert "47 confirmados" in page.words()
    assert "1.200 de 5.000 asientos de otros" in page.words()
    assert "Está llegando lo que anotaron otros puestos" in page.words()
    page.show_progress(Progress(47, 0, 1100, 5000, 5000))
    assert "1100 recibidos" in page.words()
    page.show_progress(None)
    assert page.words() == before


def test_the_receipt_that_is_wanted_is_the_chosen_one_else_the_last(page: SyncPage, qtbot: QtBot) -> None:
    page.show_status(status())
    cards = [ReceiptCard(name, AT, "done", 47, 47, 0, False, 47, "a1b2c3d4" * 8) for name in ("new", "old")]
    page.show_receipts(cards)
    for wanted in cards:
        page.receipts.select(wanted.id)
        with qtbot.waitSignal(page.receipt_wanted) as said:
            qtbot.mouseClick(page.paper, Qt.MouseButton.LeftButton)
        assert said.args == [wanted]


def test_a_desk_on_its_own_is_offered_the_enrolment_file(page: SyncPage, qtbot: QtBot) -> None:
    page.show_status(status(enrolled=False))
    (press,) = [one for one in page.findChildren(QPushButton) if one.objectName() == "sync.enrol"]
    with qtbot.waitSignal(page.enrol_wanted):
        qtbot.mouseClick(press, Qt.MouseButton.LeftButton)


def test_every_field_that_can_be_in_conflict_has_a_word(qapp: QApplication) -> None:
    assert not {one for some in LOUD.values() for one in some} - set(FIELDS)


def test_on_a_desk_that_shares_with_nobody_the_keyboard_is_where_the_enrolment_file_is_opened(page: SyncPage) -> None:
    page.send.setFocus()
    page.show_status(status(enrolled=False, server=None))
    assert page.enrol.hasFocus()
