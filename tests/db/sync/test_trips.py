"""What a contact costs on a bad line: a contact with nothing to do is one word there and one back."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import make_url

from db.sync.door import Door
from db.sync.errand import hand_over_now
from db.sync.reach import as_desk
from db.sync.tables import Enrolment
from db.work import Store, Work
from tests.db.sync.shared import link_of
from tests.db.sync.trips import CountedLine


@pytest.fixture(autouse=True)
def _tls_whose_turns_can_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLMAXPROTOCOLVERSION", "TLSv1.2")


def detour(work: Work, *, port: int) -> None:
    kept = work.session.get_one(Enrolment, work.identity.desk_id)
    kept.server = make_url(kept.server).set(port=port).render_as_string(hide_password=False)


def login_alone(store: Store, line: CountedLine) -> int:
    """How many trips it takes to be let in and to leave, and nothing else: greeting, certificate, password, goodbye."""
    link, before = link_of(store), line.trips
    url = make_url(as_desk(link.server, role=link.role, password=link.password)).set(drivername="postgresql")
    psycopg.connect(url.render_as_string(hide_password=False), autocommit=True).close()
    line.hung_up()
    return line.trips - before


def test_a_hello_is_one_trip_however_often_it_is_said(desk: Store, shared: str) -> None:
    with CountedLine(make_url(shared).port or 0) as line:
        desk.do(detour, port=line.port)
        let_in, before = login_alone(desk, line), line.trips
        door = Door(link_of(desk))
        door.hello()
        assert line.trips - before == let_in  # a hello more, and no goodbye yet
        for _ in range(8):
            before = line.trips
            door.hello()
            assert line.trips - before == 1
        door.close()


def test_a_contact_with_nothing_to_do_is_a_login_and_a_hello(desk: Store, shared: str) -> None:
    hand_over_now(desk)
    with CountedLine(make_url(shared).port or 0) as line:
        desk.do(detour, port=line.port)
        let_in, before = login_alone(desk, line), line.trips
        handed = hand_over_now(desk)
        assert (handed.sent, handed.received, handed.pending) == (0, 0, 0)
        line.hung_up()
        assert line.trips - before == let_in + 1
