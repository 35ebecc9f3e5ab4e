"""A desk that was shut out and let in again, or that got another role: nothing unsent is lost, nothing stays veiled."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select, text

from db.desks import Desk
from db.errors import Refused, Unavailable
from db.registry import nouns
from db.residents.search import search
from db.residents.tables import Resident
from db.rights.commands import erase
from db.sync.administration import revoke
from db.sync.chain import verify_journal
from db.sync.commands import keep_credentials
from db.sync.errand import hand_over_now
from db.sync.queries import pending, set_aside, sync_status, who_am_i
from db.sync.ticket import redeem
from db.work import Store
from tests.db.sync.evening import change_phone, note_down
from tests.db.sync.shared import bring, one, state, ticket_for
from tests.record import HandClock

NewDesk = Callable[..., Store]


def change_role(eyes: Engine, store: Store, role: str) -> None:
    """As the administrator does it at the server."""
    with eyes.begin() as connection:
        connection.execute(
            text("UPDATE app.server_desk SET capacity = :role WHERE desk_id = :desk"),
            {"role": role, "desk": store.ask(who_am_i).desk_id},
        )


def same(store: Store, eyes: Engine) -> None:
    for noun in nouns():
        assert state(store.engine, noun, schema="") == state(eyes, noun), noun
    assert store.ask(verify_journal).ok


def test_what_a_laptop_had_not_sent_when_it_was_shut_out_is_sent_when_it_is_let_in_again(
    shared: str, new_desk: NewDesk, eyes: Engine
) -> None:
    store, other = new_desk(enrolled=False), new_desk()
    bring(ticket_for(shared, store, None), store)
    rosa = store.do(note_down, name="Uno").outcome
    hand_over_now(store)
    former = store.ask(who_am_i).desk_id
    revoke(shared, "Ribera 2")
    store.do(note_down, name="Dos")
    store.do(change_phone, resident=rosa, phone="+543419999999")
    with pytest.raises(Unavailable, match="server_refused_login"):
        hand_over_now(store)
    bring(ticket_for(shared, store, None), store)
    handed = hand_over_now(store)
    assert (handed.anew, handed.pending, handed.quarantined) == (True, 0, 0)
    assert store.ask(who_am_i).desk_id != former
    hand_over_now(other)
    hand_over_now(store)
    assert {row["family_name"] for row in state(eyes, "resident").values()} == {"Uno", "Dos"}
    for desk in (store, other):
        same(desk, eyes)
        assert state(desk.engine, "resident", schema="")[rosa]["phone"] == "+543419999999"


def test_a_laptop_that_is_shut_out_stays_the_desk_it_was_however_often_it_knocks(
    shared: str, new_desk: NewDesk, eyes: Engine
) -> None:
    store = new_desk(enrolled=False)
    bring(ticket_for(shared, store, None), store)
    hand_over_now(store)
    store.do(note_down, name="Dos")
    desk, waiting = store.ask(who_am_i), store.ask(pending)
    with eyes.begin() as connection:
        # Its line alone: a login that opens, and is no desk of anybody's.
        connection.execute(text("UPDATE app.server_desk SET revoked_at = now()"))
    for _ in range(2):
        with pytest.raises(Refused, match="not_enrolled"):
            hand_over_now(store)
    assert (store.ask(who_am_i), store.ask(pending)) == (desk, waiting)


@pytest.mark.parametrize("by", ["another file", "the administrator"])
def test_a_head_who_becomes_a_facilitator_gets_the_names_that_were_veiled(
    shared: str, new_desk: NewDesk, eyes: Engine, by: str
) -> None:
    desk, head = new_desk(), new_desk(enrolled=False)
    rosa = desk.do(note_down, name="Ñandúbez").outcome
    hand_over_now(desk)
    bring(ticket_for(shared, head, None, role="head"), head)
    hand_over_now(head)
    assert head.ask(search, text="nandu") == ()
    if by == "another file":
        bring(ticket_for(shared, head, None), head)
    else:
        change_role(eyes, head, "facilitator")
    hand_over_now(head)
    assert [found.id for found in head.ask(search, text="nandu")] == [rosa]
    hand_over_now(desk)
    same(head, eyes)


def test_whoever_was_erased_while_a_laptop_was_a_heads_is_not_told_to_it_afterwards(
    shared: str, new_desk: NewDesk, eyes: Engine
) -> None:
    desk, head = new_desk(), new_desk(enrolled=False)
    rosa = desk.do(note_down, name="Ñandúbez").outcome
    desk.do(note_down, name="Quillahuetz")
    hand_over_now(desk)
    bring(ticket_for(shared, head, None, role="head"), head)
    hand_over_now(head)
    assert isinstance(desk.clock, HandClock)
    desk.clock.forward(minutes=1)
    desk.do(erase, resident_id=rosa, zone=ZoneInfo("America/Montevideo"))
    hand_over_now(desk)
    change_role(eyes, head, "facilitator")
    hand_over_now(head)
    assert head.ask(search, text="nandu") == ()
    assert len(head.ask(search, text="quilla")) == 1
    with head.engine.connect() as connection:
        assert "Ñandúbez" not in repr(connection.execute(text("SELECT * FROM entry")).all())
    assert one(eyes, "SELECT count(*) FROM app.server_redaction") > 0


def test_a_desk_is_called_as_its_file_says_and_what_it_writes_from_then_on_says_so(shared: str, desk: Store) -> None:
    desk.actor = desk.ask(lambda session: session.scalars(select(Desk.name)).one())
    desk.do(note_down, name="Uno")
    made = redeem(ticket_for(shared, desk, None), city_id=desk.identity.city_id, desk_id=desk.identity.desk_id)
    desk.do(keep_credentials, credentials=made, name="Mesa de Ribera")
    desk.do(note_down, name="Dos")
    desk.actor = "Ana"  # somebody who says who she is stays who she is
    desk.do(note_down, name="Tres")
    with desk.engine.connect() as connection:
        actors = connection.execute(text("SELECT actor FROM entry WHERE noun = 'resident' ORDER BY desk_seq")).scalars()
        assert list(actors)[1:] == ["Mesa de Ribera", "Ana"]


def test_what_was_refused_of_this_laptop_is_still_told_when_it_is_another_desk(
    shared: str, new_desk: NewDesk, eyes: Engine
) -> None:
    store, other = new_desk(enrolled=False), new_desk(district="loma")
    rosa = other.do(note_down, name="Peña").outcome
    hand_over_now(other)
    bring(ticket_for(shared, store, None), store)
    store.clock.forward(minutes=4)  # type: ignore[attr-defined]
    store.do(lambda work: work.session.add(Resident(id=rosa, family_name="X", given_names="Y")))
    assert hand_over_now(store).quarantined == 1
    (told,) = store.ask(set_aside)
    revoke(shared, "Ribera 2")
    bring(ticket_for(shared, store, None), store)
    handed = hand_over_now(store)
    assert (handed.anew, handed.quarantined) == (True, 1)
    (still,) = store.ask(set_aside)
    assert (still.seq, still.noun, still.reason) == (told.seq, "resident", "other_district")
    assert store.ask(sync_status).quarantined == 1
    assert other.ask(set_aside) == (), "another desk's is not ours"
