"""Enrolment files: good for some days and one laptop, on a stick, in a code, or copied from a message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.errors import Refused
from db.sync.door import Door, Link
from db.sync.errand import hand_over_now
from db.sync.queries import own
from db.sync.ticket import CODE, Ticket, code_of, introduce, read_ticket, redeem, ticket_of, write_ticket
from db.work import Store
from tests.db.sync.shared import bring, ticket_for
from tests.postgres import Cluster

NewDesk = Callable[..., Store]


@pytest.fixture
def ticket(shared: str, new_desk: NewDesk, cluster: Cluster) -> Ticket:
    return ticket_for(shared, new_desk(enrolled=False), cluster.ca.read_text())


def later(eyes: Engine, days: int) -> None:
    """The server's time goes on: what was good until then is so many days nearer to its end."""
    with eyes.begin() as connection:
        connection.execute(
            text("UPDATE app.server_desk SET expires_at = expires_at - :d * interval '1 day'"), {"d": days}
        )


def why(work: Callable[..., object], *arguments: object, **facts: object) -> str:
    with pytest.raises(Refused) as refused:
        work(*arguments, **facts)
    return refused.value.code


def test_it_is_good_for_seven_days_and_no_longer_on_the_laptops_side(ticket: Ticket, new_desk: NewDesk) -> None:
    store = new_desk(enrolled=False)
    until = datetime.fromisoformat(ticket.expires_at or "")
    who = {"city_id": store.identity.city_id, "desk_id": store.identity.desk_id}
    assert why(redeem, ticket, **who, now=until + timedelta(seconds=1)) == "ticket_expired"
    assert redeem(ticket, **who, now=until - timedelta(seconds=1)).role == ticket.role


def test_nor_on_the_servers_whatever_day_the_laptop_thinks_it_is(
    ticket: Ticket, new_desk: NewDesk, eyes: Engine
) -> None:
    store = new_desk(enrolled=False)
    later(eyes, 6)
    later(eyes, 2)
    assert why(bring, ticket, store) == "ticket_expired_there"
    # A changed program, which does not ask: the login opens nothing.
    former = ticket.role.removeprefix("cabildo_")
    for desk in (former, store.identity.desk_id):
        door = Door(Link(desk, ticket.server, ticket.role, ticket.secret, ticket.certificate))
        assert why(door.hello) == "ticket_expired_there"
        assert why(door.pull, after=0, mark=None, redacted=0) == "not_enrolled"
        batch = "SELECT app.push(:desk, 1, repeat('0', 64), '[]')"
        said = door._connected().execute(text(batch), {"desk": desk}).scalar_one()
        assert said["status"] == "not_enrolled"
        door.close()


def test_a_laptop_that_came_in_time_stays_for_years(ticket: Ticket, new_desk: NewDesk, eyes: Engine) -> None:
    store, late = new_desk(enrolled=False), new_desk(enrolled=False)
    bring(ticket, store)
    introduce(store.ask(own).link)
    later(eyes, 3000)
    assert hand_over_now(store).pending == 0
    assert why(bring, ticket, late) == "ticket_used"


def test_introducing_oneself_needs_no_network(store: Store) -> None:
    introduce(Link(store.identity.desk_id, "postgresql+psycopg://127.0.0.1:1/cabildo", "cabildo_x", "y"))


def test_the_code_is_the_file_in_letters_however_it_was_copied(ticket: Ticket, tmp_path: Path) -> None:
    code = code_of(ticket)
    assert ticket_of(code) == ticket
    broken = "\n".join(code.lower()[at : at + 70] for at in range(0, len(code), 70))
    assert ticket_of(f"  {broken}\n") == ticket
    path = tmp_path / "copiado.txt"
    path.write_text(broken)
    assert read_ticket(path) == ticket
    assert ticket.secret not in code


def test_a_code_that_was_not_copied_whole_is_refused(ticket: Ticket) -> None:
    code = code_of(ticket)
    for told in (code[:-20], CODE, CODE + "A", code.replace(code[40], "1"), code[3:]):
        assert why(ticket_of, told) == "ticket_unreadable"


def test_the_files_of_before_are_still_taken(ticket: Ticket, tmp_path: Path) -> None:
    import json

    path = tmp_path / "puesto.cabildo"
    write_ticket(ticket, path)
    told = json.loads(path.read_text())
    del told["expires_at"]
    path.write_text(json.dumps({**told, "cabildo": 1}))
    assert read_ticket(path).expires_at is None
    path.write_text(json.dumps({**told, "expires_at": "2026-12-01"}))
    assert why(read_ticket, path) == "ticket_unreadable"


@pytest.mark.parametrize("days", [0, -1, 366, float("nan")])
def test_no_file_is_good_for_ever(shared: str, days: float) -> None:
    from db.sync.ticket import issue_ticket, new_card

    card = new_card("villa_ejemplo", district_id=None, name="x", capacity="facilitator")
    assert why(issue_ticket, shared, card, certificate=None, days=days) == "ticket_days_wrong"
