"""A laptop's login may knock at three doors and nothing else; what it says about itself is not believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from db.errors import Refused, Unavailable
from db.registry import nouns
from db.sync.door import Batch, Door, Link
from db.sync.errand import hand_over_now
from db.sync.reach import as_desk
from db.sync.server import DeskCard, enrol
from db.sync.trouble import sqlstate
from db.work import Store
from tests.db.sync.shared import Chain, link_of, one, rows, state
from tests.postgres import Cluster

REFUSED = "42501"


@pytest.fixture
def laptop(desk: Store, eyes: Engine) -> Iterator[Engine]:
    """A connection with a laptop's own login, in hostile hands; the server holds an evening already."""
    hand_over_now(desk)
    link = link_of(desk)
    engine = create_engine(as_desk(link.server, role=link.role, password=link.password))
    yield engine
    engine.dispose()


def refusal(engine: Engine, statement: str) -> str | None:
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
    except DBAPIError as error:
        return sqlstate(error)
    return None


TABLES = [
    *nouns(),
    "entry",
    "alembic_version",
    "server",
    "server_register",
    "server_desk",
    "server_aside",
    "server_redaction",
    "server_stamp",
    "server_push",
    "server_counter",
]
AT_A_TABLE = (
    "SELECT * FROM app.{table}",
    "DELETE FROM app.{table}",
    "INSERT INTO app.{table} DEFAULT VALUES",
    "TRUNCATE app.{table}",
    "COPY app.{table} TO STDOUT",
    "CREATE TRIGGER t AFTER INSERT ON app.{table} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
)
ELSEWHERE = (
    "SELECT app.fold('c', 'resident', '{}')",
    "SELECT app.fold_what_holds('c', 'resident', '{}')",
    "SELECT app.first_broken('', '{}')",
    "SELECT app.knocking('d')",
    "SELECT app.begun_anew('d', NULL)",
    "SELECT app.refold('c', 'resident', '{}')",
    "SELECT app.refold_waiting()",
    "SELECT app.note_redactions(NULL, NULL)",
    "SELECT app.put_aside_of_others(NULL, '{}')",
    "CREATE TABLE app.mine (x int)",
    "CREATE SCHEMA mine",
    "CREATE TABLE public.mine (x int)",
    "CREATE TEMPORARY TABLE mine (x int)",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "CREATE ROLE another",
    "SET ROLE cabildo_owner",
    "SET ROLE cabildo_door",
    "SET ROLE postgres",
    "GRANT cabildo_owner TO cabildo_desk",
    "SELECT * FROM pg_authid",
    "SELECT pg_read_file('/etc/passwd')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "CREATE OR REPLACE FUNCTION app.hello(int, text, text) RETURNS json LANGUAGE sql AS 'SELECT NULL::json'",
)


def test_no_table_can_be_read_or_written(laptop: Engine) -> None:
    for table in TABLES:
        for statement in AT_A_TABLE:
            assert refusal(laptop, statement.format(table=table)) == REFUSED, (table, statement)


def test_everything_but_the_three_doors_is_refused(laptop: Engine) -> None:
    for statement in ELSEWHERE:
        assert refusal(laptop, statement) == REFUSED, statement


def test_exactly_three_functions_are_open_to_laptops_and_none_to_everybody(shared: str, eyes: Engine) -> None:
    functions = "FROM pg_proc WHERE pronamespace = 'app'::regnamespace"
    open_to_desks = rows(eyes, f"SELECT proname {functions} AND has_function_privilege('cabildo_desk', oid, 'EXECUTE')")
    assert {name for (name,) in open_to_desks} == {"hello", "push", "pull"}
    assert one(eyes, f"SELECT count(*) {functions} AND proacl IS NULL") == 0
    anybody = f"SELECT count(*) FROM (SELECT aclexplode(proacl) AS acl {functions}) a WHERE (a.acl).grantee = 0"
    assert one(eyes, anybody) == 0


def test_every_function_fixes_where_it_looks_and_only_the_doors_run_as_their_owner(shared: str, eyes: Engine) -> None:
    found = rows(
        eyes,
        "SELECT proname, prosecdef, array_to_string(proconfig, ','), pg_get_userbyid(proowner) "
        "FROM pg_proc WHERE pronamespace = 'app'::regnamespace",
    )
    assert {re.split(",(?! )", path)[0] for _, _, path, _ in found} == {"search_path=pg_catalog, app, pg_temp"}
    assert {name for name, definer, _, _ in found if definer} == {"hello", "push", "pull"}
    assert {owner for _, _, _, owner in found} == {"cabildo_door"}


def test_row_security_is_forced_on_every_table(shared: str, eyes: Engine) -> None:
    tables = rows(
        eyes,
        "SELECT relname, relrowsecurity AND relforcerowsecurity, pg_get_userbyid(relowner) FROM pg_class "
        "WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'",
    )
    assert len(tables) > len(nouns())
    assert [name for name, forced, owner in tables if not forced or owner != "cabildo_owner"] == []


def test_nobody_can_log_in_as_an_owner_and_no_laptop_has_powers(desk: Store, eyes: Engine) -> None:
    found = rows(
        eyes,
        "SELECT rolname, rolcanlogin, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication "
        "FROM pg_roles WHERE rolname LIKE 'cabildo%'",
    )
    logins = {name for name, login, _ in found if login}
    assert logins == {f"cabildo_{desk.identity.desk_id}"}
    assert not any(powers for _, _, powers in found)


def test_a_laptop_cannot_speak_for_another(new_desk: Callable[..., Store], eyes: Engine) -> None:
    mine, other = new_desk(), new_desk()
    forged = Door(Link(other.identity.desk_id, link_of(mine).server, link_of(mine).role, link_of(mine).password))
    with pytest.raises(Refused, match="not_enrolled"):
        forged.hello()
    chain = Chain(forged, other.identity.city_id, other.identity.desk_id)
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    with pytest.raises(Refused, match="not_enrolled"):
        chain.send()
    forged.close()
    assert one(eyes, "SELECT count(*) FROM app.entry") == 0


@pytest.mark.parametrize("forgery", [{"city_id": "another_city"}, {"desk_id": "another-desk"}])
def test_entries_in_anothers_name_are_not_taken(desk: Store, eyes: Engine, forgery: dict[str, str]) -> None:
    door = Door(link_of(desk))
    chain = Chain(door, desk.identity.city_id, desk.identity.desk_id)
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    chain.unsent[0].update(forgery)
    with pytest.raises(RuntimeError, match="misnumbered"):
        chain.send()
    door.close()
    assert one(eyes, "SELECT count(*) FROM app.entry") == 0


def test_an_entry_cannot_move_a_row_to_another_name_or_city(desk: Store, eyes: Engine) -> None:
    door = Door(link_of(desk))
    chain = Chain(door, desk.identity.city_id, desk.identity.desk_id)
    fields = {"name": "x", "folded": "x", "kind": "club", "id": "other", "city_id": "other", "clocks": {"*": "zz"}}
    chain.write("organisation", "o", fields, hlc=chain.clock(1), base={})
    chain.write("organisation", "o", {"id": "p", "city_id": "q", "contact": "y"}, hlc=chain.clock(2), base={"id": "x"})
    chain.send()
    door.close()
    assert rows(eyes, "SELECT id, city_id FROM app.organisation") == [("o", desk.identity.city_id)]
    assert state(eyes, "organisation")["o"]["clocks"] == {"*": chain.clock(1), "contact": chain.clock(2)}


def test_a_malformed_batch_changes_nothing(desk: Store, eyes: Engine) -> None:
    before = hand_over_now(desk).sent
    door = Door(link_of(desk))
    head = door.hello().head
    for entries in ("[]", "{}", "[1]", "null", '[{"desk_seq": 2}]', "[[]]", '[{"desk_seq": "x"}]', "no json"):
        with pytest.raises((RuntimeError, Unavailable)):
            door.push(Batch(head.seq + 1, head.seq + 1, head.hash, entries))
        assert door.hello().head == head, entries
    door.close()
    assert one(eyes, "SELECT count(*) FROM app.entry") == before


def test_more_than_two_thousand_entries_at_once_are_not_taken(desk: Store, eyes: Engine) -> None:
    door = Door(link_of(desk))
    chain = Chain(door, desk.identity.city_id, desk.identity.desk_id)
    for number in range(2001):
        chain.write("pet", f"p{number}", {}, hlc=chain.clock(number), base={})
    with pytest.raises(Refused, match="batch_too_much"):
        chain.send()
    door.close()
    assert one(eyes, "SELECT count(*) FROM app.entry") == 0


def test_a_revoked_desk_gets_nothing_in(desk: Store, shared: str, eyes: Engine) -> None:
    with eyes.begin() as connection:
        connection.execute(text("UPDATE app.server_desk SET revoked_at = now()"))
    with pytest.raises(Refused, match="not_enrolled"):
        hand_over_now(desk)
    identity = desk.identity
    with pytest.raises(Refused, match="desk_revoked"):
        enrol(shared, DeskCard(identity.city_id, identity.desk_id, identity.district_id, "Ribera 1"))


def test_the_servers_log_never_holds_a_password_or_a_name(desk: Store, cluster: Cluster, eyes: Engine) -> None:
    from tests.db.sync.evening import note_down

    desk.do(note_down, name="Quirogaldez" * 40)
    chain_trouble = Door(link_of(desk))
    chain_trouble.hello()
    chain_trouble.close()
    hand_over_now(desk)
    log = cluster.log()
    assert link_of(desk).password not in log
    assert "Quirogaldez" not in log


def test_the_address_that_is_kept_has_no_secret(desk: Store, shared: str) -> None:
    link = link_of(desk)
    assert str(make_url(shared).password) not in link.server
    assert make_url(link.server).username is None
    assert link.password not in repr(link)
