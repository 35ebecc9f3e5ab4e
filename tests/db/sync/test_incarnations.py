"""Laptops that were copied or given back from a backup, servers that were, clocks of another year: nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from db.clock import Clock, Hlc
from db.engine import open_file
from db.registry import nouns
from db.residents.commands import enrol as enrol_neighbour
from db.residents.search import search
from db.residents.tables import Resident
from db.rights.commands import erase
from db.rights.queries import mentions
from db.schema import HEAD
from db.sync.adopting import adopt, begin_anew
from db.sync.chain import verify_journal
from db.sync.door import Door
from db.sync.errand import hand_over_now
from db.sync.queries import pending, who_am_i
from db.work import Identity, Store
from tests.db.rights.life import live
from tests.db.sync.evening import change_phone, note_down, note_down_many
from tests.db.sync.shared import link_of, one, state
from tests.record import EVENING, KEY, HandClock

NewDesk = Callable[..., Store]
NewCopy = Callable[[Store], Store]


@pytest.fixture
def copy(tmp_path: Path) -> NewCopy:
    """A copy of a laptop's file, opened: a backup that was brought back, or a disk that was cloned."""

    def make(store: Store) -> Store:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            path = Path(connection.exec_driver_sql("PRAGMA database_list").all()[0][2])
        target = tmp_path / f"copy{len(list(tmp_path.iterdir()))}.db"
        shutil.copyfile(path, target)
        identity = Identity(store.identity.city_id, store.identity.desk_id, store.identity.district_id)
        clock = HandClock(desk=identity.desk_id)
        return Store(open_file(target, KEY), clock=clock, identity=identity, actor="Ribera 1")

    return make


def last_number(session: Session) -> int:
    return int(session.execute(text("SELECT max(desk_seq) FROM entry")).scalar_one())


def first_desk(session: Session) -> str:
    return str(session.execute(text("SELECT min(desk_id) FROM entry WHERE noun = 'district'")).scalar_one())


def clocks(session: Session) -> list[str]:
    """The times of the entries about people, without whose they are."""
    found = session.execute(text("SELECT substr(hlc, 1, 21) FROM entry WHERE noun = 'resident' ORDER BY hlc"))
    return list(found.scalars())


def equal_everywhere(stores: tuple[Store, ...], eyes: Engine) -> None:
    for store in (*stores, *stores):
        hand_over_now(store)
    for noun in nouns():
        there = state(eyes, noun)
        for store in stores:
            assert state(store.engine, noun, schema="") == there, noun
    for store in stores:
        assert store.ask(verify_journal).ok
        assert store.ask(pending) == 0


def names(eyes: Engine) -> set[str]:
    return {row["family_name"] for row in state(eyes, "resident").values()}


def test_a_cloned_laptop_becomes_a_desk_of_its_own_and_nothing_of_either_is_lost(
    desk: Store, copy: NewCopy, eyes: Engine
) -> None:
    rosa = desk.do(note_down, name="Uno").outcome
    hand_over_now(desk)
    twin = copy(desk)
    desk.do(note_down, name="Dos")
    twin.do(note_down, name="Tres")
    twin.do(change_phone, resident=rosa, phone="+543410000000")
    former = twin.identity.desk_id
    hand_over_now(desk)
    handed = hand_over_now(twin)
    assert (handed.anew, handed.confirmed, handed.pending) == (True, 2, 0)
    assert twin.ask(who_am_i).desk_id != former
    assert desk.ask(who_am_i).desk_id == former
    equal_everywhere((desk, twin), eyes)
    assert names(eyes) == {"Uno", "Dos", "Tres"}
    assert state(eyes, "resident")[rosa]["phone"] == "+543410000000"
    twin.do(note_down, name="Cuatro")
    equal_everywhere((desk, twin), eyes)
    assert names(eyes) == {"Uno", "Dos", "Tres", "Cuatro"}
    assert one(eyes, "SELECT count(DISTINCT login) FROM app.server_desk") == 1
    twin.engine.dispose()


def test_an_erasure_of_a_copy_takes_nothing_of_what_it_wrote_in_the_place(
    desk: Store, copy: NewCopy, eyes: Engine
) -> None:
    life = live(desk)
    hand_over_now(desk)
    twin = copy(desk)
    desk.do(note_down, name="Uno")
    hand_over_now(desk)
    seen = twin.ask(mentions, resident_id=life.her)
    twin.do(erase, resident_id=life.her, zone=ZoneInfo("America/Montevideo"), blot_out=[one.key for one in seen])
    before = {noun: state(twin.engine, noun, schema="") for noun in ("issue", "item", "participant", "match")}
    assert hand_over_now(twin).anew
    equal_everywhere((desk, twin), eyes)
    for noun, rows in before.items():
        told = {row: {**fields, "clocks": None} for row, fields in state(eyes, noun).items()}
        assert told == {row: {**fields, "clocks": None} for row, fields in rows.items()}
    twin.engine.dispose()


def test_a_laptop_given_back_from_a_backup_gets_what_it_had_sent_and_goes_on(
    desk: Store, copy: NewCopy, eyes: Engine
) -> None:
    desk.do(note_down, name="Uno")
    hand_over_now(desk)
    restored = copy(desk)
    desk.do(note_down, name="Dos")
    hand_over_now(desk)
    # Nothing was written since: what it lost comes back before anybody writes.
    assert hand_over_now(restored).anew
    assert restored.ask(verify_journal).ok  # its new chain is empty, and nobody emptied it
    assert {row["family_name"] for row in state(restored.engine, "resident", schema="").values()} == {"Uno", "Dos"}
    restored.do(note_down, name="Tres")
    equal_everywhere((restored,), eyes)
    assert names(eyes) == {"Uno", "Dos", "Tres"}
    restored.engine.dispose()


def test_what_was_refused_stays_with_the_desk_that_wrote_it_and_goes_from_a_copy_that_became_another(
    new_desk: NewDesk, copy: NewCopy, eyes: Engine
) -> None:
    desk, loma = new_desk(), new_desk(district="loma")
    rosa = loma.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    hand_over_now(loma)
    desk.do(lambda work: work.session.add(Resident(id=rosa, family_name="Quebrachál", given_names="Yanina")))
    assert hand_over_now(desk).quarantined == 1
    twin = copy(desk)
    desk.do(note_down, name="Dos")
    hand_over_now(desk)
    twin.do(note_down, name="Tres")
    done = hand_over_now(twin)
    assert (done.anew, done.pending) == (True, 0)
    assert twin.ask(search, text="quebrachál") == ()
    equal = {row: told for row, told in state(eyes, "resident").items() if row != rosa}
    assert state(twin.engine, "resident", schema="") == equal
    assert {row["family_name"] for row in equal.values()} == {"Dos", "Tres"}
    assert twin.ask(verify_journal).ok
    hand_over_now(desk)
    assert [found.id for found in desk.ask(search, text="quebrachál")] == [rosa]
    twin.engine.dispose()


def test_entries_whose_answer_was_lost_are_not_sent_again_under_another_name(
    desk: Store, copy: NewCopy, eyes: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over_now(desk)
    desk.do(note_down_many, count=5)
    with monkeypatch.context() as patch:
        real = Door.push
        patch.setattr(Door, "push", lambda door, batch: (real(door, batch), 1 / 0))
        with pytest.raises(ZeroDivisionError):
            hand_over_now(desk)
    twin = copy(desk)
    twin.do(note_down, name="Tres")
    desk.do(note_down, name="Dos")
    hand_over_now(desk)
    assert hand_over_now(twin).confirmed == 1
    equal_everywhere((desk, twin), eyes)
    assert one(eyes, "SELECT count(*) FROM app.entry WHERE noun = 'organisation'") == 5
    twin.engine.dispose()


def test_beginning_anew_by_hand_keeps_times_and_what_was_seen_of_them(desk: Store) -> None:
    rosa = desk.do(note_down, name="Uno").outcome
    before = desk.ask(last_number)
    desk.do(change_phone, resident=rosa, phone="+543410000000")
    desk.do(change_phone, resident=rosa, phone="+543410000001")
    times = desk.ask(clocks)
    fresh = desk.do(begin_anew, after=before).outcome
    assert desk.ask(who_am_i).desk_id == fresh
    assert desk.ask(clocks) == times
    assert desk.ask(verify_journal).ok
    # What is left of the old chain can be taken over as well, at the end of the new one.
    gone = desk.do(adopt, desk_id=desk.ask(first_desk), after=before - 1).outcome
    assert gone == 1
    assert desk.ask(verify_journal).ok


def test_nobody_begins_anew_in_the_name_of_another_laptop(new_desk: NewDesk, eyes: Engine) -> None:
    desk, other = new_desk(), new_desk()
    door = Door(link_of(other))
    said = f"SELECT app.hello(2, :fresh, '{HEAD}', :former)"
    fresh = "01a1f5d2-0000-7000-8000-00000000000a"
    connection = door._connected()
    forged = connection.execute(text(said), {"fresh": fresh, "former": desk.identity.desk_id}).scalar_one()
    assert forged == {"status": "not_enrolled"}
    taken = connection.execute(
        text(said), {"fresh": desk.identity.desk_id, "former": other.identity.desk_id}
    ).scalar_one()
    assert taken == {"status": "not_enrolled"}
    door.close()
    assert one(eyes, "SELECT count(*) FROM app.server_desk") == 2


_RESTORED = (
    """DELETE FROM app.entry e USING app.server_push p WHERE p.commit_no > :commit AND p.city_id = e.city_id
       AND p.desk_id = e.desk_id AND e.desk_seq BETWEEN p.first_seq AND p.last_seq""",
    """DELETE FROM app.server_stamp s WHERE NOT EXISTS (SELECT FROM app.entry e WHERE e.city_id = s.city_id
       AND e.desk_id = s.desk_id AND e.desk_seq = s.desk_seq)""",
    "DELETE FROM app.server_push WHERE commit_no > :commit",
    "UPDATE app.server_counter SET commit_no = :commit",
    """UPDATE app.server_desk d SET head_seq = h.seq, head_hash = coalesce((SELECT hash FROM app.entry e WHERE
       e.desk_id = d.desk_id AND e.desk_seq = h.seq), repeat('0', 64)) FROM (SELECT x.desk_id,
       coalesce(max(p.last_seq), 0) AS seq FROM app.server_desk x LEFT JOIN app.server_push p USING (desk_id)
       GROUP BY x.desk_id) h WHERE h.desk_id = d.desk_id""",
)


def restore(eyes: Engine, commit: int) -> None:
    """The server as its backup of that commit had it; nobody told it that it was restored."""
    with eyes.begin() as connection:
        for statement in _RESTORED:
            connection.execute(text(statement), {"commit": commit})
        for noun in nouns():
            ids = [row for (row,) in connection.execute(text(f"SELECT id FROM app.{noun}"))]
            connection.execute(text("SELECT app.refold('villa_ejemplo', :noun, :ids)"), {"noun": noun, "ids": ids})


def test_a_server_restored_behind_the_backs_of_two_laptops_gets_and_gives_everything_again(
    new_desk: NewDesk, eyes: Engine
) -> None:
    near, far = new_desk(), new_desk()
    near.do(note_down, name="Uno")
    hand_over_now(near)
    far.do(note_down, name="Dos")
    hand_over_now(far)
    near.do(note_down, name="Tres")
    hand_over_now(near)
    hand_over_now(far)
    restore(eyes, 1)
    # The numbers are used again for other pushes, in another order, before «near» hears of it.
    far.do(note_down, name="Cuatro")
    assert hand_over_now(far).rewound
    far.do(note_down, name="Cinco")
    hand_over_now(far)
    equal_everywhere((near, far), eyes)
    assert names(eyes) == {"Uno", "Dos", "Tres", "Cuatro", "Cinco"}


def test_laptop_and_server_both_restored_lose_nothing_that_another_laptop_has(
    new_desk: NewDesk, copy: NewCopy, eyes: Engine
) -> None:
    near, far = new_desk(), new_desk()
    near.do(note_down, name="Uno")
    hand_over_now(near)
    backup = copy(near)
    near.do(note_down, name="Dos")
    hand_over_now(near)
    hand_over_now(far)
    restore(eyes, 1)
    backup.do(note_down, name="Tres")  # under the number that «Dos» had
    hand_over_now(backup)
    equal_everywhere((far, backup), eyes)
    assert names(eyes) == {"Uno", "Dos", "Tres"}
    backup.engine.dispose()


def test_a_server_that_was_restored_gives_another_time_to_a_laptop_of_2099_and_all_follow_it(
    new_desk: NewDesk, eyes: Engine
) -> None:
    now, far = new_desk(), new_desk(clock=HandClock(datetime(2099, 1, 1, tzinfo=UTC)))
    hand_over_now(now)
    far.do(note_down, name="Uno")
    hand_over_now(far)
    hand_over_now(now)
    restore(eyes, 1)
    equal_everywhere((far, now), eyes)


def test_what_needs_no_other_time_any_more_when_it_is_sent_again_keeps_none_on_any_laptop(
    new_desk: NewDesk, eyes: Engine
) -> None:
    now, far = new_desk(), new_desk(clock=HandClock(datetime(2099, 1, 1, tzinfo=UTC)))
    hand_over_now(now)
    far.do(note_down, name="Uno")
    hand_over_now(far)
    hand_over_now(now)
    assert one(eyes, "SELECT count(*) FROM app.server_stamp") > 0
    restore(eyes, 1)
    with eyes.begin() as connection:
        # The clock that was ahead is not any more, when the server has come so far itself.
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION app.stamped(p_new app.entry[]) RETURNS app.entry[] "
                "LANGUAGE sql AS 'SELECT p_new'"
            )
        )
    equal_everywhere((far, now), eyes)
    for store in (far, now):
        with store.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM sync_stamp")).scalar() == 0


def test_a_laptop_in_the_year_2099_wins_no_comparison_and_is_put_right(new_desk: NewDesk, eyes: Engine) -> None:
    far = new_desk(clock=HandClock(datetime(2099, 1, 1, tzinfo=UTC)))
    now = new_desk(clock=HandClock(datetime.now(UTC)))
    rosa = far.do(note_down, name="Uno").outcome
    hand_over_now(far)
    assert one(eyes, "SELECT count(*) FROM app.server_stamp") > 0
    hand_over_now(now)
    assert isinstance(now.clock, HandClock)
    now.clock.forward(minutes=1)
    now.do(change_phone, resident=rosa, phone="+543410000000")
    hand_over_now(now)
    # Its own clock was set right meanwhile, and what it writes next is of today, after what it saw.
    assert isinstance(far.clock, HandClock)
    far.clock.at = now.clock.at + timedelta(minutes=1)
    hand_over_now(far)
    assert state(far.engine, "resident", schema="")[rosa]["phone"] == "+543410000000"
    far.do(change_phone, resident=rosa, phone="+543419999999")
    with far.engine.connect() as connection:
        last = connection.execute(text("SELECT hlc FROM entry ORDER BY desk_seq DESC LIMIT 1")).scalar()
    assert Hlc.parse(str(last)).millis < datetime(2090, 1, 1, tzinfo=UTC).timestamp() * 1000
    equal_everywhere((far, now), eyes)
    assert state(eyes, "resident")[rosa]["phone"] == "+543419999999"


def test_a_copy_that_meets_nobody_before_the_other_has_sent_everything_is_whole(
    desk: Store, copy: NewCopy, eyes: Engine
) -> None:
    desk.do(note_down, name="Uno")
    twin = copy(desk)
    hand_over_now(desk)
    assert twin.ask(verify_journal).ok
    desk.do(note_down, name="Dos")
    hand_over_now(desk)
    assert hand_over_now(twin).anew
    assert twin.ask(verify_journal).ok  # nothing is in its new chain, and nobody emptied it
    equal_everywhere((desk, twin), eyes)
    twin.engine.dispose()


def test_a_clone_follows_the_time_that_the_server_gave_to_what_both_of_them_wrote(
    new_desk: NewDesk, copy: NewCopy, eyes: Engine
) -> None:
    far = new_desk(clock=HandClock(datetime(2099, 1, 1, tzinfo=UTC)))
    far.do(note_down, name="Uno")
    twin = copy(far)
    twin.do(note_down, name="Dos")
    hand_over_now(far)
    equal_everywhere((far, twin), eyes)
    assert names(eyes) == {"Uno", "Dos"}
    twin.engine.dispose()


def test_hello_puts_the_clock_of_the_laptop_right_and_the_next_start_remembers(desk: Store) -> None:
    wrong = datetime.now(UTC) - timedelta(days=1)
    clock = Clock(desk.identity.desk_id, wall=lambda: wrong)
    off = Store(desk.engine, clock=clock, identity=desk.identity)
    hand_over_now(off)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=2)
    again = Clock(desk.identity.desk_id, wall=lambda: wrong)
    Store(desk.engine, clock=again, identity=desk.identity)
    assert abs(again.offset - timedelta(days=1)) < timedelta(minutes=2)


def test_the_evening_of_the_tests_is_not_of_the_future_for_the_server() -> None:
    """All tests that hand over stand on this: their clocks must not be ahead of the real one."""
    assert datetime.now(UTC) + timedelta(minutes=5) > EVENING
