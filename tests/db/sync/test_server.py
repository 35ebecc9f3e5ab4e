"""Setting the server up: by an ordinary administrator, as often as she likes, all of it or nothing."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text

from db.errors import Refused, Unavailable
from db.sync.errand import hand_over_now
from db.sync.server import DeskCard, enrol, server_init
from db.work import Store
from tests.db.sync.shared import enrol_desk, one, rows

CARD = DeskCard("villa_ejemplo", "d", None, "Ribera 1")


@pytest.fixture
def ordinary(server: str, eyes: Engine) -> str:
    """The address of an administrator who is no superuser: she may make roles, and the database is hers."""
    url = make_url(server)
    with eyes.begin() as connection:
        connection.execute(text("CREATE ROLE ana LOGIN CREATEROLE PASSWORD 'ana'"))
        connection.execute(text(f'ALTER DATABASE "{url.database}" OWNER TO ana'))
    return url.set(username="ana", password="ana").render_as_string(hide_password=False)


def test_an_ordinary_administrator_can_do_all_of_it(ordinary: str, store: Store, eyes: Engine) -> None:
    assert server_init(ordinary).fresh
    enrol_desk(ordinary, store)
    assert hand_over_now(store).pending == 0
    assert not server_init(ordinary).fresh
    enrol_desk(ordinary, store)
    assert hand_over_now(store).pending == 0


def test_somebody_without_the_right_to_is_told_so_and_nothing_is_left(server: str, eyes: Engine) -> None:
    with eyes.begin() as connection:
        connection.execute(text("CREATE ROLE guest LOGIN PASSWORD 'guest'"))
    guest = make_url(server).set(username="guest", password="guest").render_as_string(hide_password=False)
    with pytest.raises(Refused, match="server_admin_needed"):
        server_init(guest)
    assert rows(eyes, "SELECT nspname FROM pg_namespace WHERE nspname = 'app'") == []
    assert rows(eyes, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'cabildo%'") == []


def test_a_set_up_that_fails_half_way_leaves_nothing(
    server: str, eyes: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.sync import server as module

    real = module._run_file

    def fail_late(connection: Any, name: str) -> None:
        if name == "6_grants.sql":
            raise KeyboardInterrupt
        real(connection, name)

    with monkeypatch.context() as patch:
        patch.setattr(module, "_run_file", fail_late)
        with pytest.raises(KeyboardInterrupt):
            server_init(server)
    assert rows(eyes, "SELECT nspname FROM pg_namespace WHERE nspname = 'app'") == []
    assert rows(eyes, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'cabildo%'") == []
    assert server_init(server).fresh


def test_two_set_ups_at_once_both_end_well(server: str, eyes: Engine) -> None:
    ended: list[Any] = []

    def set_up() -> None:
        try:
            ended.append(server_init(server).epoch)
        except BaseException as error:  # noqa: BLE001 - whatever it was, the test shows it
            ended.append(error)

    threads = [threading.Thread(target=set_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ended == [one(eyes, "SELECT epoch::text FROM app.server")] * 3


def test_setting_up_again_keeps_what_is_there(desk: Store, shared: str, eyes: Engine) -> None:
    hand_over_now(desk)
    before = rows(eyes, "SELECT * FROM app.entry"), rows(eyes, "SELECT * FROM app.district")
    server_init(shared)
    assert (rows(eyes, "SELECT * FROM app.entry"), rows(eyes, "SELECT * FROM app.district")) == before
    assert hand_over_now(desk).sent == 0


def test_a_newer_server_is_left_alone(shared: str, eyes: Engine) -> None:
    with eyes.begin() as connection:
        connection.execute(text("UPDATE app.alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="server_newer"):
        server_init(shared)


def test_enrolling_again_gives_a_new_password_and_the_old_one_is_no_good(shared: str, desk: Store) -> None:
    hand_over_now(desk)
    identity = desk.identity
    fresh = enrol(shared, DeskCard(identity.city_id, identity.desk_id, identity.district_id, "Ribera 1"))
    with pytest.raises(Unavailable, match="server_refused_login"):
        hand_over_now(desk)
    from db.sync.commands import keep_credentials

    desk.do(keep_credentials, credentials=fresh)
    assert hand_over_now(desk).sent == 0


def test_credentials_of_another_desk_are_not_kept(shared: str, store: Store) -> None:
    from db.sync.commands import keep_credentials

    with pytest.raises(Refused, match="desk_mistaken"):
        store.do(keep_credentials, credentials=enrol(shared, CARD))


def test_an_administrator_who_is_not_let_in_is_told_to_look_at_what_she_typed(server: str) -> None:
    url = make_url(server)
    for wrong in (url.set(database="nowhere"), url.set(password="wrong")):
        with pytest.raises(Refused, match="server_admin_refused"):
            server_init(wrong.render_as_string(hide_password=False))
