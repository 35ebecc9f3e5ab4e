"""A database that an earlier version prepared, with what laptops sent to it, comes up to this one and loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from db.sync import server as setting_up
from db.sync.administration import restore_check, server_status
from db.sync.commands import keep_credentials
from db.sync.errand import hand_over_now
from db.sync.reach import Credentials, without_secret
from db.sync.server import server_init, server_upgrade
from db.work import Store
from tests.db.sittings.council import arrives, opened_sitting
from tests.db.sync.evening import change_phone, note_down
from tests.db.sync.shared import hand_of, one, rows, state

NewDesk = Callable[..., Store]
CITY = "villa_ejemplo"
# The statements of the first version that met several laptops, letter by letter.
BEFORE = Path(__file__).parents[2] / "data" / "server_0012"


@pytest.fixture
def shared(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The administrator's address of a server that the earlier version set up."""

    def run_file(connection: Connection, name: str) -> None:
        if (BEFORE / name).exists():
            script = (BEFORE / name).read_text(encoding="utf-8")
            connection.exec_driver_sql(script, execution_options={"no_parameters": True})

    def migrate(connection: Connection) -> None:
        from alembic import command

        from db.migrations import configuration

        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0012")

    with monkeypatch.context() as before:
        before.setattr(setting_up, "_run_file", run_file)
        before.setattr(setting_up, "_OF_THE_DOORS", ("3_fold.sql", "4_doors.sql", "5_pull.sql"))
        before.setattr(setting_up, "_migrate", migrate)
        before.setattr(setting_up, "_fill_registers", _fill_as_then)
        before.setattr(setting_up, "_fill_belonging", lambda connection: None)
        before.setattr(setting_up, "_draw_centre", lambda connection: None)
        server_init(server)
    return server


_fill_as_now = setting_up._fill_registers


def _fill_as_then(connection: Connection) -> None:
    """The fields that there were: what this program has added since was not known."""
    _fill_as_now(connection)
    connection.execute(
        text(
            "DELETE FROM app.server_register r WHERE NOT EXISTS (SELECT FROM information_schema.columns c "
            "WHERE c.table_schema = 'app' AND c.table_name = r.noun AND c.column_name = r.field)"
        )
    )


def enrol_as_then(url: str, store: Store) -> None:
    me = store.identity
    role = f"cabildo_{me.desk_id}"
    with setting_up.administering(url) as connection:
        setting_up._let_in(connection, role, "x")
        connection.exec_driver_sql(f'REVOKE "{role}" FROM cabildo_door')
        connection.execute(
            text(
                "INSERT INTO app.server_desk (city_id, desk_id, login, district_id, label) VALUES (:c, :d, :r, :p, 'R')"
            ),
            {"c": me.city_id, "d": me.desk_id, "r": role, "p": me.district_id},
        )
    store.do(keep_credentials, credentials=Credentials(me.desk_id, without_secret(url), role, "x"))


def whole_state(eyes: Engine, nouns: Collection[str]) -> dict[str, dict[str, Any]]:
    """Every row of these nouns, in the columns that its table has."""
    return {
        f"{noun} {row['id']}": row for noun in nouns for (row,) in rows(eyes, f"SELECT to_jsonb(t) FROM app.{noun} t")
    }


def test_nothing_is_lost_and_the_state_is_the_fold(shared: str, new_desk: NewDesk, eyes: Engine) -> None:
    desk, table, loma = (new_desk(enrolled=False, district=place) for place in ("ribera", "ribera", "loma"))
    for store in (desk, table, loma):
        enrol_as_then(shared, store)
    sitting = opened_sitting(desk)
    rosa = desk.do(note_down, name="Peña").outcome
    arrives(desk, sitting, rosa)
    for store in (desk, loma, table):
        hand_over_now(store)
    table.do(change_phone, resident=rosa, phone="+543410000000")
    hand_over_now(table)
    waiting = hand_of(loma)
    waiting.write("resident", "later", {"phone": "1"}, hlc=waiting.clock(9), base={"phone": "x"})
    waiting.send()
    waiting.door.close()
    known = [noun for (noun,) in rows(eyes, "SELECT DISTINCT noun FROM app.server_register")]
    before, journal = whole_state(eyes, known), "SELECT to_jsonb(e)::text FROM app.entry e ORDER BY 1"
    entries = rows(eyes, journal)
    assert server_upgrade(shared).fresh is False
    assert rows(eyes, journal) == entries
    later = whole_state(eyes, known)
    assert {row: {name: later[row][name] for name in told} for row, told in before.items()} == before
    assert set(later) == set(before)
    held = restore_check(shared, restored=False)
    assert (held.ok, held.repaired) == (True, {})
    # The pushes of before know their district, and the doors may end what an old login leaves open.
    assert one(eyes, "SELECT count(*) FROM app.server_push WHERE district_id IS NULL") == 0
    assert not [gap for gap in server_status(shared).ajar if gap.what == "login_of_another"]
    _goes_on(desk, table, loma, eyes)


def _goes_on(desk: Store, table: Store, loma: Store, eyes: Engine) -> None:
    anna = desk.do(note_down, name="Gómez").outcome
    for store in (desk, table, loma):
        handed = hand_over_now(store)
        assert (handed.pending, handed.quarantined) == (0, 0)
    assert state(table.engine, "resident", schema="") == state(eyes, "resident")
    assert set(state(table.engine, "resident", schema="")) > {anna}
    assert state(loma.engine, "resident", schema="") == {}
    maker = hand_of(desk)
    maker.write("resident", "later", {"family_name": "x", "given_names": "y"}, hlc=maker.clock(1), base={})
    maker.send()
    maker.door.close()
    # What Loma had written about a row of Ribera before it came is looked at now.
    assert state(eyes, "resident")["later"]["phone"] is None
