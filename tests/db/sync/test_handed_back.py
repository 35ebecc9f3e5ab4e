"""A server that came back from a backup, and a laptop that never comes back: the others hand back what it had sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from db.errors import Refused
from db.rights.commands import erase
from db.sync import errand, giving_back
from db.sync.administration import restore_check, revoke
from db.sync.bringing import carry_now
from db.sync.centre import take_in
from db.sync.chain import verify_journal
from db.sync.door import Batch, Run, Wanted
from db.sync.errand import hand_over_now
from db.sync.missing import ask_back
from db.sync.queries import own
from db.work import Store
from tests.db.sync.evening import change_phone, note_down
from tests.db.sync.shared import Chain, bring, hand_of, rows, state, ticket_for
from tests.db.sync.test_beside import across
from tests.db.sync.test_incarnations import equal_everywhere, names, restore
from tests.db.sync.test_reassigning import becomes_another
from tests.db.sync.test_sealed import ZONE

NewDesk = Callable[..., Store]


@pytest.fixture
def staff(shared: str, new_desk: NewDesk) -> Store:
    store = new_desk(enrolled=False)
    bring(ticket_for(shared, store, None, role="secretary", city_wide=True), store)
    return store


def lose(desk: Store, *others: Store, eyes: Engine, shared: str) -> None:
    """An evening is with the server and with others; then the laptop is stolen and the server's disk dies."""
    desk.do(note_down, name="Uno")
    hand_over_now(desk)
    first = rows(eyes, "SELECT max(commit_no) FROM app.server_push")[0][0]
    rosa = desk.do(note_down, name="Dos").outcome
    hand_over_now(desk)
    desk.do(change_phone, resident=rosa, phone="+543410000009")
    hand_over_now(desk)
    for store in others:
        hand_over_now(store)
    restore(eyes, first)
    assert restore_check(shared, restored=True).missing == ()


def test_what_a_lost_laptop_had_sent_comes_from_another_that_had_read_it(
    new_desk: NewDesk, staff: Store, shared: str, eyes: Engine
) -> None:
    desk, near, loma = new_desk(), new_desk(), new_desk(district="loma")
    lose(desk, near, loma, staff, eyes=eyes, shared=shared)
    revoke(shared, desk.identity.desk_id)
    for store in (near, loma, staff, near):
        hand_over_now(store)
    assert names(eyes) == {"Uno"}
    (lost,) = restore_check(shared, restored=False).missing
    assert (lost.desk_id, lost.known, lost.disputed) == (desk.identity.desk_id, True, False)
    # Who reads but a part of a chain has nothing that goes on where the server ends.
    assert {one.desk_id for one in lost.holders} == {near.identity.desk_id, _login_of(staff)}
    assert lost.entries == 2
    asked, holder = ask_back(shared, desk.identity.desk_id, source=near.identity.desk_id)
    assert (asked.desk_id, holder.desk_id) == (lost.desk_id, near.identity.desk_id)
    (lost,) = restore_check(shared, restored=False).missing
    assert [one.desk_id for one in lost.holders if one.asked] == [near.identity.desk_id]
    hand_over_now(near)
    assert restore_check(shared, restored=False).missing == ()
    assert names(eyes) == {"Uno", "Dos"}
    equal_everywhere((near, staff), eyes)
    assert all(store.ask(verify_journal).ok for store in (near, staff, loma))
    assert restore_check(shared, restored=False).ok


def test_the_laptop_itself_comes_after_all_and_is_nobody_elses_copy(
    new_desk: NewDesk, staff: Store, shared: str, eyes: Engine
) -> None:
    desk, near = new_desk(), new_desk()
    lose(desk, near, staff, eyes=eyes, shared=shared)
    hand_over_now(near)
    ask_back(shared, desk.identity.desk_id)
    hand_over_now(near)
    desk.do(note_down, name="Tres")
    handed = hand_over_now(desk)
    assert (handed.anew, handed.pending) == (False, 0)
    equal_everywhere((desk, near, staff), eyes)
    assert names(eyes) == {"Uno", "Dos", "Tres"}


def test_a_desk_that_the_backup_did_not_know_yet_comes_back_too(new_desk: NewDesk, shared: str, eyes: Engine) -> None:
    near = new_desk()
    hand_over_now(near)
    first = rows(eyes, "SELECT max(commit_no) FROM app.server_push")[0][0]
    desk = new_desk()
    desk.do(note_down, name="Uno")
    hand_over_now(desk)
    hand_over_now(near)
    restore(eyes, first)
    with eyes.begin() as connection:
        connection.execute(text("DELETE FROM app.server_desk WHERE desk_id = :one"), {"one": desk.identity.desk_id})
    restore_check(shared, restored=True)
    hand_over_now(near)
    (lost,) = restore_check(shared, restored=False).missing
    assert (lost.known, lost.here, lost.name) == (False, 0, "")
    ask_back(shared, lost.desk_id)
    hand_over_now(near)
    assert names(eyes) == {"Uno"}
    with pytest.raises(Refused, match="not_enrolled"):
        hand_over_now(desk)


def test_what_a_laptop_wrote_before_it_began_anew_it_sends_again_by_itself(
    new_desk: NewDesk, shared: str, eyes: Engine
) -> None:
    desk = new_desk()
    desk.do(note_down, name="Uno")
    hand_over_now(desk)
    first = rows(eyes, "SELECT max(commit_no) FROM app.server_push")[0][0]
    desk.do(note_down, name="Dos")
    hand_over_now(desk)
    becomes_another(desk)
    restore(eyes, first)
    restore_check(shared, restored=True)
    hand_over_now(desk)
    assert names(eyes) == {"Uno", "Dos"}
    assert restore_check(shared, restored=False).missing == ()


def test_nobody_hands_back_what_she_was_not_asked_for_nor_what_does_not_hold(
    new_desk: NewDesk, staff: Store, shared: str, eyes: Engine
) -> None:
    desk, near = new_desk(), new_desk()
    lose(desk, near, staff, eyes=eyes, shared=shared)
    for store in (near, staff):
        hand_over_now(store)
    with pytest.raises(Refused, match="nothing_missing"):
        ask_back(shared, "Nadie")
    with pytest.raises(Refused, match="holder_unknown"):
        ask_back(shared, desk.identity.desk_id, source="Nadie")
    (before,) = rows(
        eyes, "SELECT head_seq, head_hash FROM app.server_desk WHERE desk_id = :d", d=desk.identity.desk_id
    )
    hostile = hand_of(near)
    hostile.desk_id, hostile.seq, hostile.head = desk.identity.desk_id, before[0], before[1]
    hostile.confirmed = before[1]
    hostile.write("resident", "x", {"family_name": "X", "given_names": "Y"}, hlc=hostile.clock(5), base={})
    with pytest.raises(Refused, match="not_enrolled"):
        hostile.door.push(hostile.batch(), desk_id=desk.identity.desk_id)
    ask_back(shared, desk.identity.desk_id, source=_login_of(staff))
    with pytest.raises(Refused, match="not_enrolled"):
        hostile.door.push(hostile.batch(), desk_id=desk.identity.desk_id)
    hostile.door.close()
    # An altered file is found by the seals, and nothing of it goes in.
    with staff.engine.begin() as connection:
        connection.execute(text("UPDATE entry SET fields = replace(fields, 'Dos', 'Dis') WHERE noun = 'resident'"))
    hand_over_now(staff)
    assert names(eyes) == {"Uno"}


def forged(near: Store, desk: Store, eyes: Engine, *, entries: int) -> Chain:
    """The laptop of «near» with a changed program and a chain of its own making, where the server's of «desk» ends."""
    ((seq, head),) = rows(
        eyes, "SELECT head_seq, head_hash FROM app.server_desk WHERE desk_id = :d", d=desk.identity.desk_id
    )
    hostile = hand_of(near)
    hostile.desk_id, hostile.seq, hostile.head, hostile.confirmed = desk.identity.desk_id, seq, head, head
    for number in range(entries):
        fields = {"family_name": f"Falsa {number}", "given_names": "Y"}
        hostile.write("resident", f"x{number}", fields, hlc=hostile.clock(5 + number), base={})
    return hostile


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_whoever_is_asked_cannot_write_anything_else_in_anothers_name(
    more: int, new_desk: NewDesk, staff: Store, shared: str, eyes: Engine
) -> None:
    desk, near = new_desk(), new_desk()
    lose(desk, near, staff, eyes=eyes, shared=shared)
    for store in (near, staff):
        hand_over_now(store)
    (lost,) = restore_check(shared, restored=False).missing
    hostile = forged(near, desk, eyes, entries=lost.entries + more)
    # It says what it likes, and more than others, so that it is the one that is asked.
    last = lost.last + max(more, 0)
    hostile.door.hello((Run(desk.identity.desk_id, 1, last, hostile.head),))
    with eyes.begin() as connection:
        connection.execute(
            text("UPDATE app.server_held SET wanted_at = now() WHERE holder = :one"),
            {"one": f"cabildo_{near.identity.desk_id}"},
        )
    assert hostile.door.push(hostile.batch(), desk_id=desk.identity.desk_id).expected
    assert names(eyes) == {"Uno"}
    with pytest.raises(Refused, match="not_enrolled"):
        hostile.door.push(hostile.batch(), desk_id=desk.identity.desk_id)
    hostile.door.close()
    assert restore_check(shared, restored=False).missing[0].disputed
    with pytest.raises(Refused, match="holders_disagree"):
        ask_back(shared, desk.identity.desk_id)
    ask_back(shared, desk.identity.desk_id, source=_login_of(staff))
    hand_over_now(staff)
    assert names(eyes) == {"Uno", "Dos"}


def test_the_author_comes_while_another_is_about_to_hand_back_and_nobody_is_turned_away(
    new_desk: NewDesk, shared: str, eyes: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, near = new_desk(), new_desk()
    lose(desk, near, eyes=eyes, shared=shared)
    hand_over_now(near)
    ask_back(shared, desk.identity.desk_id)

    def author_first(session: Session, *, wanted: Wanted) -> Batch | None:
        batch = giving_back.next_handed_back(session, wanted=wanted)
        hand_over_now(desk)
        return batch

    monkeypatch.setattr(errand, "next_handed_back", author_first)
    handed = hand_over_now(near)
    assert (handed.anew, handed.pending) == (False, 0)
    equal_everywhere((desk, near), eyes)
    assert names(eyes) == {"Uno", "Dos"}


def test_two_laptops_that_say_something_else_of_one_number_are_for_a_person_to_judge(
    new_desk: NewDesk, staff: Store, shared: str, eyes: Engine
) -> None:
    desk, near = new_desk(), new_desk()
    lose(desk, near, staff, eyes=eyes, shared=shared)
    for store in (near, staff):
        hand_over_now(store)
    with eyes.begin() as connection:
        connection.execute(
            text("UPDATE app.server_held SET hash = repeat('a', 64) WHERE holder = :one"),
            {"one": f"cabildo_{near.identity.desk_id}"},
        )
    (lost,) = restore_check(shared, restored=False).missing
    assert lost.disputed
    with pytest.raises(Refused, match="holders_disagree"):
        ask_back(shared, desk.identity.desk_id)
    ask_back(shared, desk.identity.desk_id, source=_login_of(staff))
    hand_over_now(staff)
    assert names(eyes) == {"Uno", "Dos"}


def test_who_was_erased_since_stays_erased_in_what_is_handed_back(
    new_desk: NewDesk, staff: Store, shared: str, eyes: Engine
) -> None:
    desk, near = new_desk(), new_desk()
    lose(desk, near, staff, eyes=eyes, shared=shared)
    rosa = next(id_ for id_, one in state(near.engine, "resident", schema="").items() if one["family_name"] == "Dos")
    near.clock.forward(minutes=1)  # type: ignore[attr-defined]
    near.do(erase, resident_id=rosa, zone=ZONE)
    for store in (near, staff):
        hand_over_now(store)
    ask_back(shared, desk.identity.desk_id, source=_login_of(staff))
    for store in (staff, near, staff):
        hand_over_now(store)
    kept = repr(rows(eyes, "SELECT fields FROM app.entry WHERE noun = 'resident'"))
    assert "Dos" not in kept
    assert "+543410000009" not in kept


def test_the_laptop_of_a_head_tells_of_nothing(new_desk: NewDesk, shared: str, eyes: Engine) -> None:
    desk, head = new_desk(), new_desk(enrolled=False)
    bring(ticket_for(shared, head, None, role="head"), head)
    lose(desk, head, eyes=eyes, shared=shared)
    hand_over_now(head)
    assert restore_check(shared, restored=False).missing == ()


def test_what_a_lost_laptop_gave_over_the_table_reaches_the_server_by_the_other_one(
    new_desk: NewDesk, staff: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    desk, near = new_desk(), new_desk()
    desk.do(note_down, name="Uno")
    for store in (desk, near, staff):
        hand_over_now(store)
    # An evening without a network: the file goes over the table, and the laptop that wrote it falls into the river.
    rosa = desk.do(note_down, name="Dos").outcome
    desk.do(change_phone, resident=rosa, phone="+543410000009")
    near.clock.forward(minutes=1)  # type: ignore[attr-defined]
    across(desk, near, tmp_path)
    hand_over_now(near)
    revoke(shared, desk.identity.desk_id)
    (lost,) = restore_check(shared, restored=False).missing
    assert (lost.desk_id, lost.entries, lost.known) == (desk.identity.desk_id, 2, True)
    hand_over_now(near)
    assert names(eyes) == {"Uno"}, "nobody sends for another without being asked"
    ask_back(shared, desk.identity.desk_id)
    across(desk, near, tmp_path)  # what it tells again lets nobody forget that it was asked
    hand_over_now(near)
    assert names(eyes) == {"Uno", "Dos"}
    authors = rows(eyes, "SELECT DISTINCT desk_id FROM app.entry WHERE noun = 'resident'")
    assert [one for (one,) in authors] == [desk.identity.desk_id]
    hand_over_now(staff)
    equal_everywhere((near, staff), eyes)
    assert restore_check(shared, restored=False).missing == ()
    assert near.ask(verify_journal).ok


def test_a_laptop_that_works_by_sticks_alone_tells_what_it_has_of_a_lost_one(
    new_desk: NewDesk, shared: str, tmp_path: Path
) -> None:
    desk, near = new_desk(), new_desk()
    for store in (desk, near):
        hand_over_now(store)
    desk.do(note_down, name="Uno")
    across(desk, near, tmp_path)
    carry_now(near, tmp_path / "ida.cabildo-usb")
    take_in(shared, (tmp_path / "ida.cabildo-usb").read_bytes())
    (lost,) = restore_check(shared, restored=False).missing
    assert (lost.desk_id, lost.entries) == (desk.identity.desk_id, 1)
    assert [one.desk_id for one in lost.holders] == [near.identity.desk_id]


def test_who_was_shut_out_is_neither_named_nor_asked(new_desk: NewDesk, shared: str, eyes: Engine) -> None:
    """She has most of it, and never comes; or she is the one who invented a thousand lost desks."""
    desk, near, thief = new_desk(), new_desk(), new_desk()
    lose(desk, near, thief, eyes=eyes, shared=shared)
    for store in (near, thief):
        hand_over_now(store)
    (lost,) = restore_check(shared, restored=False).missing
    chain = hand_of(thief)
    chain.door.hello((Run(lost.desk_id, 1, lost.last, "a" * 64), Run(str(uuid.uuid4()), 1, 9, "b" * 64)))
    chain.door.close()
    assert len(restore_check(shared, restored=False).missing) == 2
    with pytest.raises(Refused, match="holders_disagree"):
        ask_back(shared, desk.identity.desk_id)
    revoke(shared, thief.identity.desk_id)
    (lost,) = restore_check(shared, restored=False).missing
    assert [one.desk_id for one in lost.holders] == [near.identity.desk_id]
    assert ask_back(shared, desk.identity.desk_id)[1].desk_id == near.identity.desk_id
    hand_over_now(near)
    assert restore_check(shared, restored=False).missing == ()


def test_of_one_laptop_no_more_is_kept_than_one_word_of_it_may_tell(
    new_desk: NewDesk, shared: str, eyes: Engine
) -> None:
    """In hostile hands it invents as many desks as it likes at each greeting."""
    near = new_desk()
    hand_over_now(near)
    chain = hand_of(near)
    for _ in range(3):
        chain.door.hello(tuple(Run(str(uuid.uuid4()), 1, 9, "a" * 64) for _ in range(1999)))
    chain.door.close()
    assert rows(eyes, "SELECT count(*) <= 2 * 2000 FROM app.server_held") == [(True,)]


def test_what_came_over_the_table_altered_on_the_disk_goes_to_no_server(
    new_desk: NewDesk, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    desk, near = new_desk(), new_desk()
    for store in (desk, near):
        hand_over_now(store)
    desk.do(note_down, name="Dos")
    across(desk, near, tmp_path)
    hand_over_now(near)
    ask_back(shared, desk.identity.desk_id)
    with near.engine.begin() as connection:
        connection.execute(text("UPDATE entry SET fields = replace(fields, 'Dos', 'Dis') WHERE noun = 'resident'"))
    hand_over_now(near)
    assert names(eyes) == set()
    # Its own laptop comes after all, and has nothing more to tell than what is its own.
    handed = hand_over_now(desk)
    assert (handed.anew, handed.pending) == (False, 0)
    assert names(eyes) == {"Dos"}
    assert restore_check(shared, restored=False).missing == ()


def _login_of(store: Store) -> str:
    """By what the administrator knows a laptop that came with a file."""
    return store.ask(own).link.former
