"""Who was erased while laptop and server still knew less goes from every laptop at its next contact, once they know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, text

from db.rights.commands import erase
from db.sync import centre
from db.sync.bringing import carry_now, take_stick_now
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.sync.queries import cursor
from db.sync.server import server_init
from db.work import Store
from tests.db.sync.evening import note_down
from tests.db.sync.shared import one, rows, state
from tests.db.sync.test_erased_elsewhere import NAME, ZONE, told_of, writes_down

NewDesk = Callable[..., Store]


def knows_no_seats(eyes: Engine) -> None:
    """The server as it was before it said of an erasure whose desks wrote what."""
    whole = one(eyes, "SELECT pg_get_functiondef('app.pull_of'::regproc)")
    before, seats = whole.split("-- A laptop cannot tell", 1)
    with eyes.begin() as connection:
        connection.execute(text((before + seats[seats.index("'entries', (") :]).replace(":", "\\:")))


def erased_unknowing(new_desk: NewDesk, eyes: Engine) -> tuple[str, tuple[Store, ...]]:
    """Rosa lives in Loma and came to the door; the table erased her, and neither the door nor Loma let go of her."""
    door, table, loma = everybody = (new_desk(), new_desk(), new_desk(district="loma"))
    hand_over_now(loma)
    rosa = writes_down(door, loma)
    for store in everybody:
        hand_over_now(store)
    knows_no_seats(eyes)
    table.do(erase, resident_id=rosa, zone=ZONE)
    for store in (table, *everybody, *everybody):
        hand_over_now(store)
    assert NAME in repr(told_of(loma.engine, rosa)), "as it was left by a program of before"
    assert NAME not in repr(told_of(eyes, rosa, "app."))
    return rosa, everybody


def gone(rosa: str, store: Store, eyes: Engine) -> None:
    assert NAME not in repr(told_of(store.engine, rosa))
    assert state(store.engine, "resident", [rosa], schema="") == state(eyes, "resident", [rosa])
    assert store.ask(verify_journal).ok


def test_by_the_network(new_desk: NewDesk, shared: str, eyes: Engine) -> None:
    rosa, everybody = erased_unknowing(new_desk, eyes)
    hand_over_now(everybody[2])
    server_init(shared)
    for store in everybody:
        handed = hand_over_now(store)
        assert (handed.sent, handed.received, handed.rewound) == (0, 0, False), "nothing comes twice for it"
        gone(rosa, store, eyes)


def test_and_not_at_every_contact_from_then_on(new_desk: NewDesk, shared: str, eyes: Engine) -> None:
    _, (door, _, loma) = erased_unknowing(new_desk, eyes)
    assert loma.ask(cursor).redacted == 0, "this server did not say it: to be asked again"
    server_init(shared)
    hand_over_now(loma)
    at = loma.ask(cursor)
    assert at.redacted == at.pulled > 0
    door.do(note_down, name="Peña")
    for store in (door, loma):
        hand_over_now(store)
    later = loma.ask(cursor)
    assert later.redacted == later.pulled > at.pulled


def test_by_a_stick_where_there_is_no_network(new_desk: NewDesk, shared: str, eyes: Engine, tmp_path: Path) -> None:
    rosa, (_, _, loma) = erased_unknowing(new_desk, eyes)
    server_init(shared)

    def by_stick() -> None:
        made = carry_now(loma, tmp_path / "ida.cabildo-usb")
        (tmp_path / "vuelta.cabildo-usb").write_bytes(centre.take_in(shared, made.path.read_bytes()).receipt)
        take_stick_now(loma, tmp_path / "vuelta.cabildo-usb")

    by_stick()
    gone(rosa, loma, eyes)
    at = loma.ask(cursor)
    assert at.redacted == at.pulled > 0


def test_a_receipt_that_was_asked_for_by_the_program_of_before_is_not_taken_for_the_whole(
    new_desk: NewDesk, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    rosa, (_, _, loma) = erased_unknowing(new_desk, eyes)
    (mark,) = rows(loma.engine, "SELECT pulled_mark, redacted FROM sync_standing")
    with loma.engine.begin() as connection:  # it said that it had followed all of them
        connection.execute(text("UPDATE sync_standing SET pulled_mark = 'seated ' || pulled_mark"))
    made = carry_now(loma, tmp_path / "ida.cabildo-usb")
    with loma.engine.begin() as connection:
        connection.execute(text("UPDATE sync_standing SET pulled_mark = :mark"), {"mark": mark.pulled_mark})
    server_init(shared)
    (tmp_path / "vuelta.cabildo-usb").write_bytes(centre.take_in(shared, made.path.read_bytes()).receipt)
    take_stick_now(loma, tmp_path / "vuelta.cabildo-usb")
    assert NAME in repr(told_of(loma.engine, rosa))
    hand_over_now(loma)
    gone(rosa, loma, eyes)
