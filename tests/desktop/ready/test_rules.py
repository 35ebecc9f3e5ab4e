"""What counts as ready: each verdict with the number that tips it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.ready import rules
from desktop.ready.rules import GOOD, LOOK, NOTE, Power
from tests.record import EVENING

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERE = (timedelta(hours=-3), timedelta(hours=-3))


@pytest.mark.parametrize(
    ("people", "age", "found"),
    [(0, None, "roll_empty"), (5, None, "roll_by_hand"), (5, 30 * DAY, "roll_fresh"), (5, 31 * DAY, "roll_old")],
)
def test_a_roll_older_than_thirty_days_is_asked_about(people: int, age: timedelta | None, found: str) -> None:
    line = rules.roll(people=people, imported_at=EVENING - age if age else None, now=EVENING)
    assert line.code == found
    assert (line.action == "import") is (line.level == LOOK)


def test_a_backup_is_of_the_last_day_and_whole() -> None:
    assert rules.backup(made_at=None, now=EVENING).code == "backup_none"
    assert rules.backup(made_at=EVENING - DAY, now=EVENING).level == GOOD
    assert rules.backup(made_at=EVENING - DAY - HOUR, now=EVENING).code == "backup_old"
    assert rules.backup(made_at=EVENING + 2 * DAY, now=EVENING).code == "backup_old"
    assert rules.backup(made_at=EVENING, now=EVENING, broken="una.cabildo").action == "backup"


def test_a_gigabyte_is_free() -> None:
    assert (rules.disk(free=1_000_000_000).level, rules.disk(free=999_999_999).level) == (GOOD, LOOK)


def test_a_clock_is_in_the_citys_zone_after_the_last_entry_and_near_the_servers() -> None:
    def told(**facts: object) -> str:
        known = {"now": EVENING, "last_entry_at": EVENING - HOUR, "here": HERE, "there": HERE, "city": "Ribera"}
        return rules.clock(**{**known, **facts}).code  # type: ignore[arg-type]

    assert told() == "clock_good"
    assert told(last_entry_at=None, server=timedelta(minutes=2)) == "clock_server"
    assert told(last_entry_at=EVENING + timedelta(minutes=3)) == "clock_behind"
    assert told(server=timedelta(minutes=-3)) == "clock_apart"
    assert told(here=(timedelta(hours=-3), timedelta(hours=-2))) == "clock_zone"


def test_what_waits_is_sent_and_whoever_shares_with_nobody_has_nothing_to_send() -> None:
    assert rules.sending(enrolled=False, pending=900, quarantined=0).code == "sync_alone"
    assert rules.sending(enrolled=True, pending=1, quarantined=0).action == "sync"
    assert rules.sending(enrolled=True, pending=0, quarantined=1).level == NOTE
    assert rules.sending(enrolled=True, pending=0, quarantined=0).level == GOOD


def test_zoom_matters_only_where_somebody_comes_by_it() -> None:
    assert rules.zoom(mode="in_person", number=False, known=False).level == GOOD
    assert rules.zoom(mode="hybrid", number=False, known=True).code == "zoom_no_number"
    assert rules.zoom(mode="hybrid", number=True, known=False).level == NOTE
    assert rules.zoom(mode="hybrid", number=True, known=True).level == GOOD
    assert rules.zoom(mode="hybrid", number=True, known=True, offline=True).level == NOTE
    assert rules.zoom(mode="", number=False, known=True, trouble="zoom_credentials_wrong").action == "preferences"


def test_a_pdf_or_a_printer_is_enough_and_nothing_is_not() -> None:
    assert rules.paper(office="LibreOffice", printers=()).level == GOOD
    assert rules.paper(office="", printers=("HP",)).level == NOTE
    assert rules.paper(office="", printers=None).level == LOOK


def test_a_battery_lasts_an_evening() -> None:
    assert rules.battery(None).code == "battery_none"
    assert rules.battery(Power(5, True, None)).level == GOOD
    assert rules.battery(Power(70, False, None)).level == NOTE
    assert rules.battery(Power(40, False, 3 * HOUR)).level == NOTE
    assert rules.battery(Power(69, False, 2 * HOUR)).level == LOOK


def test_a_screen_and_a_keyring_are_good_to_know() -> None:
    assert [rules.screen(count).level for count in (2, 1, None)] == [GOOD, NOTE, NOTE]
    assert [rules.keyring(kept=kept).level for kept in (True, False)] == [GOOD, NOTE]
