"""The laptop of a head has figures and the names of public bodies; of neighbours it has no name, nor keeps any."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from db.checkin.commands import check_in
from db.errors import Refused
from db.organisations.tables import Organisation
from db.residents.commands import enrol
from db.residents.search import search
from db.rights.compacting import is_owed
from db.sync.administration import reassign
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.sync.queries import before_enrolling, receipts, sync_status
from db.sync.server import server_init
from db.sync.steps import Step, watching
from db.sync.veiling import BEGINNING, Place, close_names, veil_some
from db.work import Store, Work
from tests.db.sittings.council import COUNCIL, opened_sitting, planned
from tests.db.sync.shared import bring, hand_of, state, ticket_for

NewDesk = Callable[..., Store]


@pytest.fixture
def head(shared: str, new_desk: NewDesk) -> Store:
    """A laptop that is a head's from the beginning."""
    store = new_desk(enrolled=False)
    bring(ticket_for(shared, store, None, role="head"), store)
    return store


def found_a_club(work: Work) -> None:
    work.session.add(
        Organisation(name="Club Náutico", folded="club nautico", kind="club", contact="Quebrachál", phone="+5434155500")
    )


def test_a_head_reads_the_names_of_councils_and_clubs_and_of_nobody_else(desk: Store, head: Store) -> None:
    sitting = planned(desk, title="Homenaje a Ñandúbez", place="Casa de Timbóez")
    desk.do(found_a_club)
    for store in (desk, head):
        hand_over_now(store)
    (council,) = state(head.engine, "council", schema="").values()
    assert council["name"] == COUNCIL
    (club,) = [one for one in state(head.engine, "organisation", schema="").values() if one["kind"] == "club"]
    assert (club["name"], club["contact"], club["phone"]) == ("Club Náutico", None, None)
    held = state(head.engine, "sitting", schema="")[sitting]
    assert (held["title"], held["place"]) == ("", None)
    with head.engine.connect() as connection:
        told = repr(connection.execute(text("SELECT fields, salts FROM entry")).all())
    assert not [name for name in ("Ñandúbez", "Timbóez", "Quebrachál") if name in told]


def test_what_a_newer_server_veils_no_more_a_head_is_told_at_her_next_contact(
    desk: Store, head: Store, shared: str, eyes: Engine
) -> None:
    with eyes.begin() as connection:
        connection.execute(text("UPDATE app.server_register SET personal = true WHERE noun = 'council'"))
    planned(desk)
    for store in (desk, head):
        hand_over_now(store)
    assert [one["name"] for one in state(head.engine, "council", schema="").values()] == [""]
    server_init(shared)
    hand_over_now(head)
    assert [one["name"] for one in state(head.engine, "council", schema="").values()] == [COUNCIL]
    # A server that is looked after asks nobody for everything again.
    told = state(eyes, "council")
    server_init(shared)
    assert hand_over_now(head).received == 0
    assert state(eyes, "council") == told


def becomes_a_heads(store: Store, shared: str) -> None:
    reassign(shared, store.identity.desk_id, district_id=store.identity.district_id, capacity="head")


def named_in(store: Store, *names: str) -> set[str]:
    """Which of these names stand anywhere in the file, in whichever table."""
    kept = b""
    with store.engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        for table in tables:
            kept += repr(connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()).encode()
    return {name for name in names if name.encode() in kept or name.casefold().encode() in kept.lower()}


def test_a_laptop_that_becomes_a_heads_sends_what_it_has_not_sent_and_lets_go_of_all_names(
    new_desk: NewDesk, shared: str, eyes: Engine
) -> None:
    desk, near = new_desk(), new_desk()
    near.do(enrol, family_name="Timbóez", given_names="Ana", phone="+543415551111")
    for store in (near, desk):
        hand_over_now(store)
    becomes_a_heads(desk, shared)
    sitting = opened_sitting(desk, title="Homenaje a Quebrachál")
    rosa = desk.do(enrol, family_name="Ñandúbez", given_names="Rosa", document="30111222").outcome
    desk.do(check_in, sitting_id=sitting, resident_id=rosa)
    names = ("Timbóez", "Ñandúbez", "Quebrachál", "+543415551111", "30111222")
    assert named_in(desk, *names) == set(names)
    handed = hand_over_now(desk)
    assert (handed.names_gone, handed.pending, handed.quarantined) == (True, 0, 0)
    assert named_in(desk, *names) == set()
    assert desk.ask(search, text="nandu") == desk.ask(search, text="timbo") == ()
    assert desk.ask(verify_journal).ok
    assert desk.ask(receipts)[0].outcome == "names_gone"
    assert desk.ask(sync_status).trouble is None
    # What she had written is with the others, and people can still be counted.
    assert state(eyes, "resident")[rosa]["family_name"] == "Ñandúbez"
    hand_over_now(near)
    assert [one.id for one in near.ask(search, text="nandu")] == [rosa]
    assert len(state(desk.engine, "resident", schema="")) == 2
    assert set(state(desk.engine, "presence", schema="")) == set(state(eyes, "presence"))
    for _ in range(2):
        again = hand_over_now(desk)
        assert (again.names_gone, again.received, again.repaired) == (False, 0, 0)
    assert state(near.engine, "presence", schema="") == state(eyes, "presence")


def test_cut_on_the_way_it_is_begun_again_and_ended(new_desk: NewDesk, shared: str) -> None:
    desk = new_desk()
    for given in ("Rosa", "Ana", "Yanina"):
        desk.do(enrol, family_name="Ñandúbez", given_names=given)
    hand_over_now(desk)
    becomes_a_heads(desk, shared)

    def cut(step: Step) -> None:
        if step is Step.SOME_VEILED:
            raise KeyboardInterrupt

    watching.append(cut)
    try:
        with pytest.raises(KeyboardInterrupt):
            hand_over_now(desk)
    finally:
        watching.remove(cut)
    assert hand_over_now(desk).names_gone
    assert named_in(desk, "Ñandúbez") == set()
    assert desk.ask(verify_journal).ok
    assert not desk.ask(is_owed), "nothing is left in free pages of the file"


def test_a_portion_at_a_time_is_the_same_as_all_at_once(new_desk: NewDesk) -> None:
    whole, parts = new_desk(), new_desk()
    for store in (whole, parts):
        store.do(enrol, family_name="Ñandúbez", given_names="Rosa")
        hand_over_now(store)
    assert whole.do(veil_some, after=BEGINNING).outcome is None
    place: Place | None = BEGINNING
    while place is not None:
        place = parts.do(veil_some, after=place, limit=3).outcome
    for store in (whole, parts):
        assert store.do(close_names, sees="head/").outcome
        assert named_in(store, "Ñandúbez") == set()
        assert store.ask(verify_journal).ok


def test_what_is_written_while_names_go_is_sent_first(new_desk: NewDesk, shared: str, eyes: Engine) -> None:
    desk = new_desk()
    desk.do(enrol, family_name="Ñandúbez", given_names="Rosa")
    hand_over_now(desk)
    becomes_a_heads(desk, shared)
    late: list[str] = []

    def meanwhile(step: Step) -> None:
        if step is Step.SOME_VEILED and not late:
            late.append(desk.do(enrol, family_name="Timbóez", given_names="Ana").outcome)

    watching.append(meanwhile)
    try:
        assert not hand_over_now(desk).names_gone
    finally:
        watching.remove(meanwhile)
    assert hand_over_now(desk).names_gone
    assert named_in(desk, "Ñandúbez", "Timbóez") == set()
    assert state(eyes, "resident")[late[0]]["family_name"] == "Timbóez"


def test_back_as_a_facilitators_it_is_told_the_names_again(new_desk: NewDesk, shared: str) -> None:
    desk, near = new_desk(), new_desk()
    theirs = near.do(enrol, family_name="Timbóez", given_names="Ana").outcome
    for store in (near, desk):
        hand_over_now(store)
    becomes_a_heads(desk, shared)
    assert hand_over_now(desk).names_gone
    reassign(shared, desk.identity.desk_id, district_id=desk.identity.district_id, capacity="facilitator")
    assert not hand_over_now(desk).names_gone
    assert [one.id for one in desk.ask(search, text="timbo")] == [theirs]


def test_what_a_head_writes_once_she_knows_it_is_not_taken(new_desk: NewDesk, shared: str, eyes: Engine) -> None:
    desk = new_desk()
    rosa = desk.do(enrol, family_name="Ñandúbez", given_names="Rosa").outcome
    hand_over_now(desk)
    becomes_a_heads(desk, shared)
    hand_over_now(desk)
    chain = hand_of(desk)
    later = int((datetime.now(UTC).timestamp() - 1) * 1000)
    with eyes.begin() as connection:
        connection.execute(text("UPDATE app.server_desk SET role_told_at = role_told_at - interval '6 minutes'"))
    chain.write("resident", rosa, {"phone": "1"}, hlc=chain.clock(later), base={"phone": "x"})
    assert [one.reason for one in chain.send().aside] == ["not_allowed"]
    # Nor what it says to have written long ago, when the time for that is over.
    with eyes.begin() as connection:
        connection.execute(text("UPDATE app.server_desk SET role_told_at = role_told_at - interval '8 days'"))
    chain.write("resident", rosa, {"phone": "2"}, hlc=chain.clock(5), base={"phone": "x"})
    assert [one.reason for one in chain.send().aside] == ["not_allowed"]
    chain.door.close()
    assert state(eyes, "resident")[rosa]["phone"] is None


def test_a_heads_enrolment_file_is_not_taken_while_anything_here_is_unsent(new_desk: NewDesk) -> None:
    desk = new_desk()
    desk.ask(before_enrolling, capacity="head")  # the places of the city alone
    desk.do(enrol, family_name="Ñandúbez", given_names="Rosa")
    with pytest.raises(Refused, match="enrol_send_first"):
        desk.ask(before_enrolling, capacity="head")
    desk.ask(before_enrolling, capacity="secretary")
    hand_over_now(desk)
    desk.ask(before_enrolling, capacity="head")


def test_a_head_by_another_file_loses_the_names_too(new_desk: NewDesk, shared: str) -> None:
    desk = new_desk()
    desk.do(enrol, family_name="Ñandúbez", given_names="Rosa")
    hand_over_now(desk)
    bring(ticket_for(shared, desk, None, role="head"), desk)
    assert hand_over_now(desk).names_gone
    assert named_in(desk, "Ñandúbez") == set()
    assert desk.ask(verify_journal).ok
