"""What was put aside is asked about again; what an erasure left in free pages goes; redactions do not run ahead."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from db.rights.commands import erase
from db.rights.compacting import is_owed
from db.sittings.commands import close_sitting
from db.sync.commands import take_verdicts
from db.sync.door import Answer
from db.sync.errand import hand_over_now
from db.sync.queries import cursor, set_aside, sync_status
from db.sync.rules import Head
from db.sync.server import server_init
from db.work import Store
from tests.db.sittings.council import opened_sitting
from tests.db.sync.evening import note_down
from tests.db.sync.shared import one
from tests.record import HandClock

NewDesk = Callable[..., Store]


def later(store: Store, **step: float) -> None:
    assert isinstance(store.clock, HandClock)
    store.clock.forward(**step)


def knows_less(eyes: Engine) -> None:
    """The server as an older program left it: it does not know the telephone of a neighbour."""
    with eyes.begin() as connection:
        connection.execute(text("DELETE FROM app.server_register WHERE noun = 'resident' AND field = 'phone'"))
        connection.execute(text("SELECT app.write_fold()"))


def test_what_an_older_server_kept_is_on_the_page_no_more_when_it_was_upgraded(
    shared: str, desk: Store, eyes: Engine
) -> None:
    knows_less(eyes)
    rosa = desk.do(note_down, name="Peña").outcome
    hand_over_now(desk)
    assert [card.reason for card in desk.ask(set_aside)] == ["field_unknown"]
    server_init(shared)
    later(desk, minutes=11)
    hand_over_now(desk)
    assert desk.ask(set_aside) == ()
    assert desk.ask(sync_status).waiting == 0
    assert one(eyes, "SELECT phone FROM app.resident WHERE id = :row", row=rosa) == "+543415550001"


def test_what_is_still_aside_is_asked_about_once_in_a_while_and_sent_no_second_time(
    shared: str, desk: Store, eyes: Engine
) -> None:
    knows_less(eyes)
    desk.do(note_down, name="Peña")
    hand_over_now(desk)
    first = desk.ask(set_aside)[0].told_at
    hand_over_now(desk)
    assert desk.ask(set_aside)[0].told_at == first
    later(desk, minutes=11)
    handed = hand_over_now(desk)
    assert desk.ask(set_aside)[0].told_at > first
    assert (handed.sent, handed.pending) == (0, 0)
    assert one(eyes, "SELECT count(*) FROM app.server_push") == 1


def test_an_erasure_elsewhere_leaves_nothing_in_the_file_once_nobody_is_at_the_door(new_desk: NewDesk) -> None:
    desk, other = new_desk(), new_desk()
    rosa = desk.do(note_down, name="Ñandúbez").outcome
    hand_over_now(desk)
    hand_over_now(other)
    sitting = opened_sitting(other)
    later(desk, minutes=1)
    desk.do(erase, resident_id=rosa, zone=ZoneInfo("America/Montevideo"))
    hand_over_now(desk)
    hand_over_now(other)
    assert other.ask(is_owed)
    other.do(close_sitting, sitting_id=sitting)
    hand_over_now(other)
    assert not other.ask(is_owed)
    with other.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar() == 0


def test_redactions_are_followed_no_further_than_the_entries_whose_mark_vouches_for_them(
    new_desk: NewDesk, eyes: Engine
) -> None:
    desk, other = new_desk(), new_desk()
    for name in ("Uno", "Dos", "Tres"):
        desk.do(note_down, name=name)
        hand_over_now(desk)
    hand_over_now(other)
    at = other.ask(cursor)
    assert at.redacted == at.pulled == one(eyes, "SELECT max(commit_no) FROM app.server_push")


def test_a_verdict_that_the_server_says_no_more_is_taken_off_and_its_neighbours_stay(desk: Store, eyes: Engine) -> None:
    knows_less(eyes)
    desk.do(note_down, name="Peña")
    desk.do(note_down, name="Paz")
    hand_over_now(desk)
    first, second = (card.seq for card in desk.ask(set_aside))
    nothing = Answer(False, 0, 1, Head(second, ""), None, ())
    desk.do(take_verdicts, answer=nothing, first_seq=first, last_seq=first)
    assert [card.seq for card in desk.ask(set_aside)] == [second]
