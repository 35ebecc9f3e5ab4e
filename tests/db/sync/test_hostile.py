"""A laptop's login in hostile hands: all but the three doors is refused, and what goes through them harms nobody.

Whatever is tried, the whole schema is the same afterwards, letter by letter: a sum over every row of every table.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, make_url, text

from db.base import canonical
from db.sync.administration import end_sessions, revoke, server_status
from db.sync.errand import hand_over_now
from db.sync.watching import ajar
from db.work import Store
from tests.db.sync.evening import note_down
from tests.db.sync.shared import content, do, hand_of, link_of, one, rows
from tests.faults.kills import wait_for

NewDesk = Callable[..., Store]
CITY = "villa_ejemplo"
REFUSED = "42501"
# Neither schema nor function of this name is there for her, or what she has has not the power.
NOT_THERE = frozenset({REFUSED, "3F000", "42883", "42P01", "42704", "0A000", "22023", "55000"})


@pytest.fixture
def desk(new_desk: NewDesk) -> Store:
    made = new_desk()
    made.do(note_down, name="Peña")
    hand_over_now(made)
    return made


@pytest.fixture
def hostile(desk: Store) -> Iterator[psycopg.Connection[Any]]:
    """A session with the laptop's own login, each statement by itself."""
    line = session_of(desk)
    yield line
    line.close()


def session_of(desk: Store) -> psycopg.Connection[Any]:
    link = link_of(desk)
    url = make_url(link.server)
    words = {name: str(value) for name, value in url.query.items()}
    words |= {"host": str(url.host), "port": str(url.port), "dbname": str(url.database)}
    return psycopg.connect(make_conninfo("", user=link.role, password=link.password, **words), autocommit=True)


def told(line: psycopg.Connection[Any], statement: Any) -> str | None:
    """The code with which a statement was refused; None when it was not."""
    try:
        line.execute(statement)
    except psycopg.Error as error:
        return error.sqlstate or "gone"
    return None


def test_of_everything_in_the_schema_three_functions_are_hers(
    desk: Store, hostile: psycopg.Connection[Any], eyes: Engine
) -> None:
    before = content(eyes)
    relations = rows(
        eyes, "SELECT relname, relkind::text FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind <> 'i'"
    )
    assert len(relations) > 40
    for name, kind in relations:
        at = sql.Identifier("app", name)
        attempts = ["SELECT * FROM {}"] if kind != "c" else ["SELECT NULL::{}"]
        if kind == "r":
            attempts += [
                "INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}", "TRUNCATE {}", "COPY {} TO STDOUT",
                "COPY {} FROM STDIN", "DO $$ BEGIN LOCK TABLE {} IN ACCESS SHARE MODE; END $$", "DROP TABLE {}",
                "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
                "COMMENT ON TABLE {} IS 'x'", "ANALYZE {}", "CREATE INDEX ON {} ((1))", "SELECT * FROM {} FOR UPDATE",
            ]  # fmt: skip
        for attempt in attempts:
            code = told(hostile, sql.SQL(attempt).format(at))
            if attempt.startswith("ANALYZE"):
                assert code is None  # a warning, and nothing done
            elif kind != "c":
                assert code == REFUSED, (name, attempt, code)
    functions = rows(
        eyes,
        "SELECT oid::regprocedure::text, proname, pronargs FROM pg_proc WHERE pronamespace = 'app'::regnamespace",
    )
    for signature, name, arguments in functions:
        call = f"SELECT app.{name}({', '.join(['NULL'] * arguments)})"
        if name not in ("hello", "push", "pull"):
            assert told(hostile, call) in (REFUSED, "42725"), signature
        assert told(hostile, f"ALTER FUNCTION {signature} SECURITY INVOKER") == REFUSED
        assert told(hostile, f"DROP FUNCTION {signature}") == REFUSED
    assert content(eyes) == before


ELSEWHERE = (
    "CREATE TABLE app.mine (x int)", "CREATE SCHEMA mine", "CREATE TABLE public.mine (x int)",
    "CREATE TEMPORARY TABLE mine (x int)", "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE VIEW app.v AS SELECT 1", "CREATE SEQUENCE app.s", "CREATE TYPE app.t AS (x int)",
    "SELECT lo_create(0)", "SELECT lo_creat(-1)", "SELECT lo_from_bytea(0, 'x')", "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '/tmp/x')", "SELECT lo_unlink(1)", "SELECT lo_put(1, 0, 'x')",
    "SELECT pg_read_file('/etc/passwd')", "SELECT pg_read_binary_file('PG_VERSION')", "SELECT pg_ls_dir('.')",
    "SELECT pg_stat_file('PG_VERSION')", "COPY (SELECT 1) TO PROGRAM 'true'", "COPY (SELECT 1) TO '/tmp/x'",
    "CREATE TEMP TABLE x AS SELECT 1", "SELECT 1 INTO TEMP mine", "CREATE ROLE another", "DROP ROLE cabildo_door",
    "SET ROLE cabildo_owner", "SET ROLE cabildo_door", "SET ROLE postgres", "SET SESSION AUTHORIZATION postgres",
    "GRANT cabildo_owner TO cabildo_desk", "GRANT cabildo_door TO cabildo_desk", "ALTER ROLE postgres PASSWORD 'x'",
    "ALTER ROLE cabildo_desk SUPERUSER", "SELECT * FROM pg_authid", "SELECT * FROM pg_shadow",
    "SELECT * FROM pg_hba_file_rules", "SELECT * FROM pg_largeobject", "ALTER SYSTEM SET fsync = off",
    "SELECT pg_reload_conf()", "SELECT pg_rotate_logfile()", "SELECT pg_switch_wal()", "CHECKPOINT",
    "SELECT pg_create_restore_point('x')", "SELECT pg_promote()", "CREATE EXTENSION dblink",
    "SELECT * FROM dblink('dbname=postgres', 'SELECT 1') AS t (x int)", "CREATE EXTENSION adminpack",
    "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw", "CREATE LANGUAGE plpython3u", "CREATE DATABASE mine",
    "CREATE TABLESPACE t LOCATION '/tmp'", "CREATE PUBLICATION p FOR ALL TABLES", ("CREATE SUBSCRIPTION s CONNECTION "
    "'dbname=x' PUBLICATION p"), "SELECT pg_create_logical_replication_slot('x', 'test_decoding')",
    "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "ALTER DATABASE postgres RENAME TO x", "REASSIGN OWNED BY cabildo_owner TO cabildo_desk",
    "DROP OWNED BY cabildo_owner", "SECURITY LABEL ON SCHEMA app IS 'x'", "LOAD 'auto_explain'",
    "SET session_replication_role = replica", "SET row_security = off; SELECT * FROM app.resident",
    "CREATE OR REPLACE FUNCTION app.hello(int, text, text, text) RETURNS json LANGUAGE sql AS 'SELECT NULL::json'",
    "CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = textne)",
    "CREATE CAST (text AS json) WITH INOUT", "IMPORT FOREIGN SCHEMA x FROM SERVER y INTO app",
)  # fmt: skip


def test_nothing_else_of_the_server_is_hers(desk: Store, hostile: psycopg.Connection[Any], eyes: Engine) -> None:
    before = content(eyes)
    for statement in ELSEWHERE:
        code = told(hostile, statement)
        assert code in NOT_THERE, (statement, code)
    assert told(hostile, "SELECT 1") is None
    assert content(eyes) == before
    assert one(eyes, "SELECT count(*) FROM pg_largeobject_metadata") == 0


def test_a_search_path_of_her_own_changes_nothing_of_what_the_doors_do(
    desk: Store, hostile: psycopg.Connection[Any], eyes: Engine
) -> None:
    """Were temporary tables open to her, as on a server that somebody else prepared, it would change nothing either."""
    role = link_of(desk).role
    name = make_url(link_of(desk).server).database
    with eyes.begin() as connection:
        connection.execute(text(f'GRANT TEMP ON DATABASE "{name}" TO "{role}"'))
    for statement in (
        "CREATE TEMP TABLE server_desk (city_id text, desk_id text, login name, district_id text, capacity text)",
        "INSERT INTO server_desk VALUES ('villa_ejemplo', 'x', current_user, NULL, 'secretary')",
        "CREATE TEMP TABLE server AS SELECT 'x' AS epoch",
        "CREATE TEMP TABLE entry (x int)",
        "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT '\\x00'::bytea $$",
        "CREATE FUNCTION pg_temp.eq(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE OPERATOR pg_temp.= (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.eq)",
        "CREATE OPERATOR pg_temp.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.eq)",
        "SET search_path = pg_temp, pg_catalog, app",
    ):
        assert told(hostile, statement) is None, statement
    before = content(eyes)
    said = hostile.execute("SELECT app.hello(2, 'x', '0012', NULL)").fetchone()
    assert said is not None
    assert said[0]["status"] == "not_enrolled"
    said = hostile.execute("SELECT app.hello(2, %s, '0012', NULL)", [desk.identity.desk_id]).fetchone()
    assert said is not None
    assert said[0]["epoch"] == one(eyes, "SELECT epoch::text FROM app.server")
    chain = hand_of(desk)
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    chain.unsent[0]["actor"] = "altered"
    said = hostile.execute(
        "SELECT app.push(%s, %s, %s, %s)", [chain.desk_id, chain.seq, chain.confirmed, canonical(chain.unsent)]
    ).fetchone()
    chain.door.close()
    assert said is not None
    assert said[0]["status"] == "chain_broken"
    assert content(eyes) == before


def push_and_stay(line: psycopg.Connection[Any], desk: Store) -> None:
    """Pushes inside a transaction, without any timeout, and leaves it open."""
    chain = hand_of(desk)
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    chain.door.close()
    for setting in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        line.execute(sql.SQL("SET {} = 0").format(sql.Identifier(setting)))
    line.execute("BEGIN")
    line.execute(
        "SELECT app.push(%s, %s, %s, %s)", [chain.desk_id, chain.seq, chain.confirmed, canonical(chain.unsent)]
    )


def test_who_holds_up_the_city_is_seen_and_can_be_ended(
    desk: Store, new_desk: NewDesk, hostile: psycopg.Connection[Any], shared: str, eyes: Engine
) -> None:
    other = new_desk()
    push_and_stay(hostile, desk)
    (held,) = server_status(shared).held_up
    assert (held.name, held.waiting) == ("Ribera 1", 0)
    assert end_sessions(shared) == 1
    assert told(hostile, "SELECT 1") is not None
    assert hand_over_now(other).pending == 0
    assert server_status(shared).held_up == ()
    assert one(eyes, "SELECT count(*) FROM app.organisation WHERE id = 'o'") == 0


def let_time_pass(eyes: Engine, span: str) -> None:
    """As if that much had gone by since a transaction was left alone."""
    with eyes.begin() as connection:
        shorter = "SELECT replace(pg_get_functiondef('app.clear_the_way'::regproc), :span, '0 seconds')"
        made = connection.execute(text(shorter), {"span": span}).scalar_one()
        connection.exec_driver_sql(made, execution_options={"no_parameters": True})


def test_the_next_laptop_that_comes_ends_who_holds_up_the_city(
    desk: Store, new_desk: NewDesk, hostile: psycopg.Connection[Any], eyes: Engine
) -> None:
    other = new_desk()
    push_and_stay(hostile, desk)
    let_time_pass(eyes, "5 seconds")
    assert hand_over_now(other).pending == 0
    assert told(hostile, "SELECT 1") is not None


def test_whoever_waited_in_vain_ends_who_holds_the_counter_with_small_statements(
    desk: Store, new_desk: NewDesk, hostile: psycopg.Connection[Any], shared: str, eyes: Engine
) -> None:
    """Never idle for long, so that no clock of PostgreSQL catches her."""
    other = new_desk()
    push_and_stay(hostile, desk)
    do(eyes, "ALTER FUNCTION app.push(text, bigint, bigint, text, text) SET lock_timeout = '500ms'")
    let_time_pass(eyes, "10 seconds")
    busy = threading.Thread(target=small_statements, args=(hostile,))
    busy.start()
    assert hand_over_now(other).pending == 0
    busy.join(60)
    assert told(hostile, "SELECT 1") is not None, "her session is over"
    assert one(eyes, "SELECT count(*) FROM app.organisation WHERE id = 'o'") == 0


def test_a_laptop_that_waits_for_the_counter_is_not_taken_for_who_has_it(
    desk: Store, new_desk: NewDesk, hostile: psycopg.Connection[Any], eyes: Engine
) -> None:
    waits = new_desk()
    push_and_stay(hostile, desk)
    pushing = threading.Thread(target=hand_over_now, args=(waits,))
    pushing.start()
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    wait_for(lambda: bool(rows(eyes, waiting)))
    ((pid,),) = rows(eyes, waiting)
    assert one(eyes, "SELECT app.has_the_counter(:pid)", pid=pid) is False
    assert one(eyes, "SELECT app.has_the_counter(:pid)", pid=hostile.info.backend_pid) is True
    hostile.execute("ROLLBACK")
    pushing.join(60)


def small_statements(line: psycopg.Connection[Any]) -> None:
    """One after the other, until the session is ended."""
    while told(line, "SELECT pg_sleep(0.01)") is None:
        pass


def test_nobody_waits_for_long_at_a_door(desk: Store, new_desk: NewDesk, eyes: Engine, shared: str) -> None:
    limits = rows(
        eyes,
        "SELECT proname FROM pg_proc WHERE pronamespace = 'app'::regnamespace AND proname IN ('hello', 'push') "
        "AND 'lock_timeout=10s' = ANY (proconfig)",
    )
    assert {name for (name,) in limits} == {"hello", "push"}


def test_locks_that_anybody_may_take_hold_up_no_administrator(
    desk: Store, hostile: psycopg.Connection[Any], shared: str, eyes: Engine
) -> None:
    for key in (0x0CAB11D0, 0, 1, -1):
        hostile.execute("SELECT pg_advisory_lock(%s)", [key])
    hostile.execute("LISTEN anything")
    hostile.execute("NOTIFY anything, 'x'")
    assert server_status(shared).desks
    from db.sync.server import server_upgrade

    assert server_upgrade(shared).fresh is False
    assert revoke(shared, "Ribera 1").name == "Ribera 1"
    assert told(hostile, "SELECT 1") is not None, "her session is over"


def test_five_million_entries_of_nothing_cost_the_server_nothing(
    desk: Store, hostile: psycopg.Connection[Any], eyes: Engine
) -> None:
    hostile.execute("SET statement_timeout = '3s'")
    before = content(eyes)
    nothing = "[" + "{}," * 5_000_000 + "{}]"
    said = hostile.execute("SELECT app.push(%s, 1, %s, %s)", [desk.identity.desk_id, "0" * 64, nothing]).fetchone()
    assert said is not None
    assert said[0]["status"] == "too_much"
    assert content(eyes) == before


def test_what_an_administrator_could_not_close_is_told(shared: str, eyes: Engine) -> None:
    assert {one_.what for one_ in server_status(shared).ajar} <= {"other_database", "extension"}
    with eyes.begin() as connection:
        connection.execute(text("GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC"))
        connection.execute(text("GRANT CREATE ON SCHEMA public TO PUBLIC"))
    assert {"large_objects", "public_schema"} <= {one_.what for one_ in server_status(shared).ajar}


def test_what_stands_open_is_closed_by_the_line_that_is_told_with_it(shared: str, eyes: Engine) -> None:
    """Whoever followed the README reads such lines at her first look, and need not know PostgreSQL by heart."""
    name = make_url(shared).database
    with eyes.begin() as connection:
        connection.execute(text("GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC"))
        connection.execute(text("GRANT CREATE ON SCHEMA public TO PUBLIC"))
        connection.execute(text(f'GRANT TEMP ON DATABASE "{name}" TO cabildo_desk'))
    gaps = server_status(shared).ajar
    assert {"large_objects", "public_schema", "temporary_tables", "other_database"} <= {gap.what for gap in gaps}
    with eyes.connect() as connection, connection.begin() as undone:
        for gap in gaps:
            connection.exec_driver_sql(gap.closed_by)
        assert ajar(connection) == ()
        undone.rollback()
