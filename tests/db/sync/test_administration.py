"""Whoever looks after the shared database: files to enrol with, a lost laptop, a backup brought back, roles."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from db.errors import Refused, Unavailable
from db.sync.administration import restore_check, revoke, server_status
from db.sync.door import Door
from db.sync.errand import hand_over_now
from db.sync.queries import own, set_aside
from db.sync.server import enrol, server_init, server_upgrade
from db.sync.ticket import new_card, read_ticket, write_ticket
from db.work import Store
from tests.db.sync.evening import change_phone, note_down, note_down_many
from tests.db.sync.shared import bring, one, rows, state, ticket_for
from tests.postgres import Cluster, certificates

NewDesk = Callable[..., Store]
CITY = "villa_ejemplo"


@pytest.fixture
def pem(cluster: Cluster) -> str:
    return cluster.ca.read_text()


def test_a_file_enrols_a_laptop_once_and_opens_nothing_afterwards(
    shared: str, new_desk: NewDesk, pem: str, tmp_path: Path, eyes: Engine
) -> None:
    store, thief = new_desk(enrolled=False), new_desk(enrolled=False)
    path = tmp_path / "puesto.cabildo"
    write_ticket(ticket_for(shared, store, pem), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ticket = read_ticket(path)
    bring(ticket, store)
    assert hand_over_now(store).pending == 0
    with pytest.raises(Refused, match="ticket_used"):
        bring(ticket, thief)
    # The laptop stands under its own name, with the district and the role that the administrator gave.
    desk = "SELECT label, capacity FROM app.server_desk WHERE desk_id = :desk"
    assert rows(eyes, desk, desk=store.identity.desk_id) == [("Ribera 2", "facilitator")]
    assert ticket.secret not in repr(store.ask(own).link)
    assert store.ask(own).link.password != ticket.secret


def test_a_laptop_whose_enrolling_was_cut_is_enrolled_with_the_next_file(
    shared: str, new_desk: NewDesk, pem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_desk(enrolled=False)
    real = Door.take_over

    def cut(door: Door, password: str) -> None:
        real(door, password)
        raise Unavailable("server_unreachable")  # it is done there, and the answer never comes

    with monkeypatch.context() as patch:
        patch.setattr(Door, "take_over", cut)
        with pytest.raises(Unavailable):
            bring(ticket_for(shared, store, pem), store)
    bring(ticket_for(shared, store, pem), store)
    assert hand_over_now(store).pending == 0


def test_only_the_authority_of_the_file_may_vouch_for_the_server(
    shared: str, new_desk: NewDesk, tmp_path: Path
) -> None:
    store = new_desk(enrolled=False)
    certificates(tmp_path)  # another authority, as good as any
    ticket = ticket_for(shared, store, (tmp_path / "ca.crt").read_text())
    with pytest.raises(Unavailable, match="server_certificate"):
        bring(ticket, store)
    assert "sslrootcert" not in ticket.server


def test_the_certificate_does_not_stay_behind_on_the_disk(
    shared: str, new_desk: NewDesk, pem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    store = new_desk(enrolled=False)
    bring(ticket_for(shared, store, pem), store)
    hand_over_now(store)
    assert list((tmp_path / "t").iterdir()) == []


@pytest.mark.parametrize("content", ["", "{}", "[]", "no json", '{"cabildo": 1}', '{"cabildo": "x", "role": 1}'])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "puesto.cabildo"
    path.write_text(content)
    with pytest.raises(Refused, match="ticket_unreadable"):
        read_ticket(path)


def test_a_file_of_a_newer_program_another_city_or_with_a_forged_login_is_refused(
    shared: str, new_desk: NewDesk, pem: str, tmp_path: Path
) -> None:
    store = new_desk(enrolled=False)
    path = tmp_path / "puesto.cabildo"
    write_ticket(ticket_for(shared, store, pem), path)
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, "cabildo": 99}))
    with pytest.raises(Refused, match="ticket_newer"):
        read_ticket(path)
    path.write_text(json.dumps({**told, "role": 'x" PASSWORD NULL; --'}))
    with pytest.raises(Refused, match="ticket_unreadable"):
        read_ticket(path)
    path.write_text(json.dumps({**told, "city_id": "elsewhere"}))
    with pytest.raises(Refused, match="ticket_other_city"):
        bring(read_ticket(path), store)
    with pytest.raises(Refused, match="ticket_exists"):
        write_ticket(ticket_for(shared, store, pem), path)
    with pytest.raises(Refused, match="certificate_unreadable"):
        ticket_for(shared, store, "no certificate")
    with pytest.raises(Refused, match="capacity_unknown"):
        ticket_for(shared, store, pem, role="king")


def test_a_lost_laptop_is_shut_out_in_mid_session(shared: str, new_desk: NewDesk, eyes: Engine) -> None:
    lost, other = new_desk(), new_desk(district="loma")
    lost.do(note_down, name="Peña")
    hand_over_now(lost)
    line = Door(lost.ask(own).link)
    line.hello()
    assert revoke(shared, lost.identity.desk_id).name == "Ribera 1"
    with pytest.raises(Unavailable):
        line.hello()
    line.close()
    with pytest.raises(Unavailable, match="server_refused_login"):
        hand_over_now(lost)
    assert hand_over_now(other).pending == 0
    assert [row["family_name"] for row in state(eyes, "resident").values()] == ["Peña"]
    with pytest.raises(Refused, match="desk_unknown"):
        revoke(shared, lost.identity.desk_id)
    with pytest.raises(Refused, match="desk_unknown"):
        revoke(shared, "nobody")


def test_desks_of_the_same_name_are_told_apart_by_their_identifiers(shared: str, new_desk: NewDesk) -> None:
    one_desk, other = new_desk(), new_desk()
    with pytest.raises(Refused, match="desk_of_several"):
        revoke(shared, "ribera 1")
    assert revoke(shared, other.identity.desk_id).desk_id == other.identity.desk_id
    assert revoke(shared, "RIBERA 1").desk_id == one_desk.identity.desk_id


def test_the_status_lists_desks_with_what_they_sent(shared: str, new_desk: NewDesk, pem: str) -> None:
    store = new_desk()
    sent = hand_over_now(store).sent
    ticket_for(shared, store, pem, role="secretary", city_wide=True)
    told = server_status(shared)
    lines = {line.name: line for line in told.desks}
    assert (lines["Ribera 1"].entries, lines["Ribera 1"].used, lines["Ribera 1"].chains) == (sent, True, 1)
    assert lines["Ribera 1"].district == "Ribera"
    assert (lines["Ribera 2"].used, lines["Ribera 2"].district, lines["Ribera 2"].capacity) == (
        False,
        None,
        "secretary",
    )
    assert (told.entries, told.commits) == (sent, 1)


def test_the_check_finds_nothing_where_nothing_is_wrong(shared: str, desk: Store) -> None:
    desk.do(note_down, name="Peña")
    hand_over_now(desk)
    held = restore_check(shared, restored=False)
    assert held.ok
    assert held.repaired == {}


def test_the_check_repairs_the_state_and_names_a_broken_chain(shared: str, desk: Store, eyes: Engine) -> None:
    rosa = desk.do(note_down, name="Peña").outcome
    hand_over_now(desk)
    desk.do(change_phone, resident=rosa, phone="+543410000000")
    hand_over_now(desk)
    with eyes.begin() as connection:
        connection.execute(text("UPDATE app.resident SET phone = '1'"))
    held = restore_check(shared, restored=False)
    assert (held.ok, held.repaired) == (True, {"resident": 1})
    assert state(eyes, "resident")[rosa]["phone"] == "+543410000000"
    with eyes.begin() as connection:
        connection.execute(text("UPDATE app.entry SET actor = 'somebody else' WHERE desk_seq = 2"))
    held = restore_check(shared, restored=False)
    assert held.broken == ((desk.identity.desk_id, 2),)


def test_a_new_epoch_makes_every_desk_ask_for_everything_again(shared: str, new_desk: NewDesk) -> None:
    near, far = new_desk(), new_desk()
    for store in (near, far, near):
        hand_over_now(store)
    before = restore_check(shared, restored=False).epoch
    assert restore_check(shared, restored=True).epoch != before
    assert hand_over_now(near).received == 0  # asked again, and nothing of it was new


def test_what_is_let_in_after_all_counts_on_every_desk(shared: str, new_desk: NewDesk, eyes: Engine) -> None:
    desk, other = new_desk(), new_desk()
    rosa = desk.do(note_down, name="Peña").outcome
    hand_over_now(desk)
    hand_over_now(other)
    desk.do(change_phone, resident=rosa, phone="+543410000000")
    hand_over_now(desk)
    with eyes.begin() as connection:  # an older version of the database found it too long
        connection.execute(
            text(
                "INSERT INTO app.server_aside SELECT city_id, desk_id, desk_seq, noun, row_id, 'quarantined', "
                "'too_long' FROM app.entry WHERE row_id = :rosa ORDER BY desk_seq DESC LIMIT 1"
            ),
            {"rosa": rosa},
        )
    hand_over_now(other)
    assert state(other.engine, "resident", schema="")[rosa]["phone"] == "+543415550001"
    restore_check(shared, restored=True)
    hand_over_now(other)
    assert state(other.engine, "resident", schema="")[rosa]["phone"] == "+543410000000"
    assert state(other.engine, "resident", schema="") == state(eyes, "resident")


def test_an_upgrade_is_for_a_database_that_was_prepared(server: str) -> None:
    with pytest.raises(Refused, match="server_not_prepared"):
        server_upgrade(server)
    made = server_init(server)
    again = server_upgrade(server)
    assert (again.epoch, again.fresh) == (made.epoch, False)


def test_the_laptop_of_a_head_counts_people_and_has_no_name_of_any(
    shared: str, new_desk: NewDesk, pem: str, eyes: Engine
) -> None:
    desk, head = new_desk(), new_desk(enrolled=False)
    rosa = desk.do(note_down, name="Ñandúbez").outcome
    desk.do(note_down_many, count=1)
    hand_over_now(desk)
    bring(ticket_for(shared, head, pem, role="head"), head)
    hand_over_now(head)
    people = state(head.engine, "resident", schema="")
    assert set(people) == {rosa}
    assert (people[rosa]["family_name"], people[rosa]["phone"]) == ("", None)
    (club,) = state(head.engine, "organisation", schema="").values()
    # A club is nobody's name, and her charts show it; whom to ask for there is.
    assert (club["name"], club["folded"]) == ("Club 0", "club 0")
    with head.engine.connect() as connection:
        assert "Ñandúbez" not in repr(connection.execute(text("SELECT * FROM entry")).all())
    from db.sync.chain import verify_journal

    assert head.ask(verify_journal).ok
    # And what is written there never comes back over the names.
    head.do(change_phone, resident=rosa, phone="+543410000000")
    assert hand_over_now(head).quarantined == 1
    assert head.ask(set_aside)[0].reason == "not_allowed"
    assert state(eyes, "resident")[rosa]["phone"] == "+543415550001"


def test_city_wide_staff_sees_every_district(shared: str, new_desk: NewDesk, pem: str) -> None:
    ribera, loma, staff = new_desk(), new_desk(district="loma"), new_desk(enrolled=False)
    for store, name in ((ribera, "Uno"), (loma, "Dos")):
        store.do(note_down, name=name)
        hand_over_now(store)
    bring(ticket_for(shared, staff, pem, role="secretary", city_wide=True), staff)
    hand_over_now(staff)
    assert {row["family_name"] for row in state(staff.engine, "resident", schema="").values()} == {"Uno", "Dos"}


def test_an_ordinary_administrator_can_do_all_of_it(server: str, new_desk: NewDesk, pem: str, eyes: Engine) -> None:
    url = make_url(server)
    with eyes.begin() as connection:
        connection.execute(text("CREATE ROLE mayor LOGIN CREATEROLE PASSWORD 'mayor'"))
        connection.execute(text(f'ALTER DATABASE "{url.database}" OWNER TO mayor'))
    fresh = create_engine(server)
    with fresh.begin() as connection:  # what the superuser of the fixture had prepared is somebody else's
        connection.execute(text("DROP SCHEMA app CASCADE"))
        for role in ("cabildo_owner", "cabildo_door", "cabildo_desk"):
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))
    fresh.dispose()
    mayor = url.set(username="mayor", password="mayor").render_as_string(hide_password=False)
    server_init(mayor)
    store = new_desk(enrolled=False)
    bring(ticket_for(mayor, store, pem), store)
    hand_over_now(store)
    assert server_status(mayor).entries > 0
    assert restore_check(mayor, restored=True).ok
    revoke(mayor, "Ribera 2")
    with pytest.raises(Unavailable, match="server_refused_login"):
        hand_over_now(store)
    assert one(eyes, "SELECT rolcanlogin FROM pg_roles WHERE rolname ~ '^cabildo_[0-9a-f]{8}-'") is False


def test_enrolling_is_refused_on_a_database_that_is_not_prepared(server: str, new_desk: NewDesk) -> None:
    card = new_card(CITY, district_id=None, name="x", capacity="facilitator")
    fresh = create_engine(server)
    with fresh.begin() as connection:
        connection.execute(text("DROP SCHEMA app CASCADE"))
    fresh.dispose()
    with pytest.raises(Refused, match="server_not_prepared"):
        enrol(server, card)
