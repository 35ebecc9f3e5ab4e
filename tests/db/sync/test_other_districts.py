"""A laptop neither writes over nor erases whom it may not see; a head's erases nobody."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from db.residents.commands import enrol as enrol_neighbour
from db.residents.tables import Resident
from db.sync.administration import restore_check
from db.sync.door import Door
from db.sync.errand import hand_over_now
from db.sync.queries import own
from db.work import Store, Work
from tests.db.sittings.council import opened_sitting
from tests.db.sync.evening import change_phone, note_down
from tests.db.sync.shared import Chain, bring, rows, state, ticket_for

NewDesk = Callable[..., Store]
CITY = "villa_ejemplo"


def test_a_laptop_of_another_district_writes_over_nobody_it_may_not_see(
    shared: str, new_desk: NewDesk, eyes: Engine
) -> None:
    ribera, loma = new_desk(), new_desk(district="loma")
    rosa = ribera.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    for store in (ribera, loma):
        hand_over_now(store)
    # A changed program: it names the row of the other district, and says of the entry that it is its own.
    chain = Chain(Door(loma.ask(own).link), CITY, loma.identity.desk_id)
    head = loma.ask(own).head
    chain.seq, chain.head, chain.confirmed = head.seq, head.hash, head.hash
    far = 0x1A1F5D2FFFFF
    chain.write("resident", rosa, {"phone": "+543419999999"}, hlc=chain.clock(far), base={"phone": "x"})
    chain.write("resident", rosa, {"family_name": "X", "given_names": "Y"}, hlc=chain.clock(far, 1), base={})
    aside = chain.send().aside
    chain.door.close()
    assert [(one.verdict, one.reason) for one in aside] == [("quarantined", "other_district")] * 2
    # Nor does any later reading of the journal let in what was refused.
    assert restore_check(shared, restored=False).repaired == {}
    kept = state(eyes, "resident")[rosa]
    assert (kept["family_name"], kept["phone"]) == ("Peña", None)


def _erasure_by_hand(
    desk: Store, row: str, noun: str = "resident", fields: tuple[str, ...] = ("family_name", "phone")
) -> None:
    """A changed program: it says that it erased somebody whom it may not even see."""
    me = desk.ask(own)
    chain = Chain(
        Door(me.link), CITY, desk.identity.desk_id, seq=me.head.seq, head=me.head.hash, confirmed=me.head.hash
    )
    emptied = [{"noun": noun, "row_id": row, "fields": list(fields), "before": 9}]
    said = {"resident_id": row, "decided_by": "X", "emptied": emptied}
    chain.write("erasure", "0" * 36, said, hlc=chain.clock(0x1A1F6000000), base={})
    chain.send()
    chain.door.close()


def test_a_laptop_of_another_district_erases_nobody_it_may_not_see(shared: str, new_desk: NewDesk) -> None:
    ribera, loma, staff = new_desk(), new_desk(district="loma"), new_desk(enrolled=False)
    bring(ticket_for(shared, staff, None, role="secretary", city_wide=True), staff)
    rosa = ribera.do(note_down, name="Peña").outcome
    for store in (ribera, loma, staff):
        hand_over_now(store)
    ribera.do(change_phone, resident=rosa, phone="+543410000000")  # not sent yet
    _erasure_by_hand(loma, rosa)
    for store in (ribera, staff):
        hand_over_now(store)
    for store in (ribera, staff):
        hand_over_now(store)
        kept = state(store.engine, "resident", schema="")[rosa]
        assert (kept["family_name"], kept["phone"]) == ("Peña", "+543410000000")


def test_an_erasure_takes_what_tells_of_people_and_no_other_facts(new_desk: NewDesk, eyes: Engine) -> None:
    door, table = new_desk(), new_desk()
    sitting = opened_sitting(door)
    for store in (door, table):
        hand_over_now(store)
    before = state(eyes, "sitting")
    _erasure_by_hand(table, sitting, "sitting", ("council_id", "starts_at"))
    hand_over_now(door)
    assert state(eyes, "sitting") == before
    assert state(door.engine, "sitting", schema="") == before


def test_the_laptop_of_a_head_erases_nobody(shared: str, new_desk: NewDesk, eyes: Engine) -> None:
    desk, head = new_desk(), new_desk(enrolled=False)
    rosa = desk.do(note_down, name="Peña").outcome
    hand_over_now(desk)
    bring(ticket_for(shared, head, None, role="head", city_wide=True), head)
    hand_over_now(head)
    _erasure_by_hand(head, rosa)
    hand_over_now(desk)
    assert state(desk.engine, "resident", schema="")[rosa]["family_name"] == "Peña"
    assert state(eyes, "resident")[rosa]["family_name"] == "Peña"
    assert "Peña" in repr(rows(eyes, "SELECT fields FROM app.entry WHERE noun = 'resident'"))


def test_whom_a_laptop_wrote_down_itself_it_may_correct_wherever_she_lives(new_desk: NewDesk, eyes: Engine) -> None:
    ribera, loma = new_desk(), new_desk(district="loma")
    hand_over_now(loma)
    rosa = ribera.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome

    def moves(work: Work) -> None:
        work.session.get_one(Resident, rosa).district_id = loma.identity.district_id

    hand_over_now(ribera)
    ribera.do(moves)
    hand_over_now(ribera)
    ribera.do(change_phone, resident=rosa, phone="+543410000000")
    assert hand_over_now(ribera).quarantined == 0
    assert state(eyes, "resident")[rosa]["phone"] == "+543410000000"
