"""The shared side, as an administrator sets it up: schema, owners, doors, and one login for each desk."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, text
from sqlalchemy.exc import DBAPIError

from db.base import Moment, moment_text
from db.belonging import ANYBODY_WRITES, BELONGS, EVERYBODYS, FOUNDED_BY_ALL, hops, own_field, sql_for
from db.engine import open_server
from db.errors import Refused, Unavailable
from db.journal import register_of
from db.registry import nouns
from db.rights.where import ONLY_FOR_FIGURES, tells_who, veiled_to_heads
from db.schema import HEAD
from db.sync.reach import Credentials, secured, without_secret
from db.sync.sealing import draw_keys
from db.sync.trouble import contact_trouble, sqlstate

# A head gets figures and never names; the other two see the neighbours of their district, or of the whole city.
CAPACITIES = ("facilitator", "secretary", "head")
OLDEST_POSTGRES = 140000
# Only one set-up at a time: two at once would both find the roles missing. Before there is a table to lock there is no
# laptop either that could hold this one.
_SETUP_LOCK = 0x0CAB11D0
# What is the doors' own, in the order in which it is made.
_OF_THE_DOORS = (
    "3_belonging.sql", "3_chain.sql", "3_fold.sql", "4_hello.sql", "4_push.sql", "4_taken.sql", "5_pull.sql"
)  # fmt: skip


@dataclass(frozen=True)
class DeskCard:
    """Which desk is to be enrolled."""

    city_id: str
    desk_id: str
    district_id: str | None
    name: str
    capacity: str = "facilitator"


@dataclass(frozen=True)
class Prepared:
    """What `server_init` found or made."""

    epoch: str
    schema: str
    fresh: bool


def server_init(url: str) -> Prepared:
    """Makes the shared schema on an empty PostgreSQL, or brings it up to this program; all of it or nothing.

    `url` is an administrator's: a superuser, or a role with CREATEROLE that owns the database. May be run again at any
    time. Raises Refused: server_url_unreadable, server_too_old, server_newer, server_admin_needed,
    server_admin_refused; Unavailable: server_admin_unreachable, server_certificate.
    """
    with administering(url) as connection:
        _alone(connection)
        if (connection.scalar(text("SELECT current_setting('server_version_num')::int")) or 0) < OLDEST_POSTGRES:
            raise Refused("server_too_old", oldest=OLDEST_POSTGRES // 10000)
        before = schema_there(connection)
        if before is not None and before > HEAD:
            raise Refused("server_newer", found=before, known=HEAD)
        _run_file(connection, "1_roles.sql")
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS app AUTHORIZATION cabildo_owner"))
        # Its views stand on the tables that may change now.
        connection.execute(text("DROP SCHEMA IF EXISTS figures CASCADE"))
        connection.execute(text("CREATE SCHEMA figures AUTHORIZATION cabildo_door"))
        connection.execute(text("SET LOCAL ROLE cabildo_owner"))
        connection.execute(text("SET LOCAL search_path = app"))
        _migrate(connection)
        veiled = _veiled(connection)
        _run_file(connection, "2_tables.sql")
        _fill_registers(connection)
        _show_what_is_veiled_no_more(connection, veiled)
        _fill_belonging(connection)
        _draw_centre(connection)
        connection.execute(text("GRANT USAGE, CREATE ON SCHEMA app TO cabildo_door"))
        connection.execute(text("GRANT USAGE ON SCHEMA app TO cabildo_desk"))
        # The fold is written by the list of fields.
        connection.execute(text("GRANT SELECT ON app.server_register TO cabildo_door"))
        connection.execute(text("SET LOCAL ROLE cabildo_door"))
        for name in _OF_THE_DOORS:
            _run_file(connection, name)
        connection.execute(text("RESET ROLE"))
        _run_file(connection, "6_grants.sql")
        connection.execute(text("SET LOCAL ROLE cabildo_door"))
        connection.execute(text("SELECT app.refold_waiting()"))
        _run_file(connection, "7_figures.sql")
        connection.execute(text("RESET ROLE"))
        epoch = connection.scalar(text("SELECT epoch::text FROM app.server")) or ""
    return Prepared(epoch, HEAD, fresh=before is None)


def server_upgrade(url: str) -> Prepared:
    """Brings a database that was prepared before up to this program. Raises as `server_init`, and Refused:
    server_not_prepared."""
    with administering(url) as connection:
        if schema_there(connection) is None:
            raise Refused("server_not_prepared")
    return server_init(url)


def enrol(url: str, desk: DeskCard) -> Credentials:
    """Makes a desk's login with a password by chance, or a new password for the login it has.

    The password reaches the server only as its SCRAM verifier, so that no server log can hold it. Raises as
    `server_init`, and Refused: server_not_prepared, desk_revoked, capacity_unknown.
    """
    role = f"cabildo_{desk.desk_id}"
    password = secrets.token_urlsafe(32)
    if desk.capacity not in CAPACITIES:
        raise Refused("capacity_unknown", capacity=desk.capacity, known=", ".join(CAPACITIES))
    with administering(url) as connection:
        _alone(connection)
        if schema_there(connection) is None:
            raise Refused("server_not_prepared")
        _let_in(connection, role, password)
        connection.execute(text("SET LOCAL ROLE cabildo_owner"))
        former = _former_login(connection, desk, role)
        known = connection.execute(
            text(
                "INSERT INTO app.server_desk AS d (city_id, desk_id, login, district_id, label, capacity) "
                "VALUES (:city_id, :desk_id, :role, :district_id, :name, :capacity) ON CONFLICT (city_id, desk_id) "
                "DO UPDATE SET login = excluded.login, label = excluded.label RETURNING d.revoked_at"
            ),
            {**desk.__dict__, "role": role},
        ).scalar_one()
        _same_for_all_chains(connection, desk, role, former)
        if known is not None:
            raise Refused("desk_revoked")
        if former is not None:
            connection.execute(text("RESET ROLE"))
            connection.exec_driver_sql(f'ALTER ROLE "{former}" NOLOGIN')
    return Credentials(desk.desk_id, without_secret(url), role, password)


def _former_login(connection: Connection, desk: DeskCard, role: str) -> str | None:
    """The login of before, of a laptop that became another desk on the way and is enrolled under that name now."""
    found: str | None = connection.scalar(
        text("SELECT login FROM app.server_desk WHERE city_id = :city AND desk_id = :desk AND revoked_at IS NULL"),
        {"city": desk.city_id, "desk": desk.desk_id},
    )
    return None if found == role else found


def _same_for_all_chains(connection: Connection, desk: DeskCard, role: str, former: str | None) -> None:
    """A login is a laptop: whatever it was before has its district and role too; and it asks for everything again,
    for it may see more."""
    connection.execute(
        text("UPDATE app.server_desk SET login = :role WHERE login = :former"), {"role": role, "former": former}
    )
    sees_otherwise(connection, login=role, district_id=desk.district_id, capacity=desk.capacity)


# Where a login becomes a head's, what its laptop wrote before counts as written in the role of before; a head who goes
# to another district is told nothing new of that.
_SEES_OTHERWISE = """
    UPDATE app.server_desk SET
        district_id = CAST(:district AS varchar), capacity = CAST(:capacity AS text), sight = sight + 1,
        former = CASE WHEN CAST(:capacity AS text) <> 'head' THEN NULL
                      WHEN capacity = 'head' THEN former ELSE capacity END,
        role_told_at = CASE WHEN CAST(:capacity AS text) = 'head' AND capacity = 'head' THEN role_told_at END
    WHERE login = :role AND (district_id IS DISTINCT FROM CAST(:district AS varchar)
                             OR capacity <> CAST(:capacity AS text))
"""


def sees_otherwise(connection: Connection, *, login: str, district_id: str | None, capacity: str) -> None:
    """Gives a login, and whatever its laptop was before, another district or role."""
    connection.execute(text(_SEES_OTHERWISE), {"district": district_id, "capacity": capacity, "role": login})


def _alone(connection: Connection) -> None:
    """Waits until no other administrator is setting up. No laptop can hold this lock, and none is waited for long: a
    transaction that one has left open is what `server status` shows and the next hello ends."""
    connection.execute(text("SET LOCAL lock_timeout = '20s'"))
    if schema_there(connection) is None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SETUP_LOCK})
        return
    connection.execute(text("SET LOCAL ROLE cabildo_owner"))
    connection.execute(text("SELECT FROM app.server FOR UPDATE"))
    connection.execute(text("RESET ROLE"))


def expire(url: str, desk: DeskCard, *, days: float) -> str:
    """Until when a laptop may come with the file of this desk, by the server's own clock; answers it as text. Raises as
    `enrol`."""
    with administering(url) as connection:
        connection.execute(text("SET LOCAL ROLE cabildo_owner"))
        until: datetime = connection.execute(
            text(
                "UPDATE app.server_desk SET expires_at = now() + :days * interval '1 day' "
                "WHERE city_id = :city AND desk_id = :desk RETURNING expires_at"
            ),
            {"days": days, "city": desk.city_id, "desk": desk.desk_id},
        ).scalar_one()
    return moment_text(until)


def _let_in(connection: Connection, role: str, password: str) -> None:
    driver: Any = connection.connection.driver_connection
    verifier = driver.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    there = connection.scalar(text("SELECT true FROM pg_roles WHERE rolname = :role"), {"role": role})
    # The name is a prefix and a UUID, the verifier base 64: neither can hold a quote; the driver cannot bind them here.
    verb = "ALTER" if there else "CREATE"
    connection.exec_driver_sql(f"{verb} ROLE \"{role}\" LOGIN CONNECTION LIMIT 4 PASSWORD '{verifier}'")
    connection.exec_driver_sql(f'GRANT cabildo_desk TO "{role}"')
    # The doors may end a session of hers that holds up all others.
    connection.exec_driver_sql(f'GRANT "{role}" TO cabildo_door')
    # Whatever happens on the way, nothing of a laptop's stays on the server for longer than this.
    connection.exec_driver_sql(f"ALTER ROLE \"{role}\" SET statement_timeout = '55s'")
    connection.exec_driver_sql(f"ALTER ROLE \"{role}\" SET idle_in_transaction_session_timeout = '60s'")


@contextmanager
def administering(url: str) -> Iterator[Connection]:
    """One transaction as the administrator; its errors in the words of `errors`."""
    engine = open_server(secured(url))
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise (setup_trouble(error) or contact_trouble(error)) from None
    finally:
        engine.dispose()


def setup_trouble(error: Exception) -> Refused | Unavailable | None:
    """What only an administrator can put right: she is the one who reads it."""
    if sqlstate(error) == "42501":
        return Refused("server_admin_needed")
    # Whom a laptop sends to the administrator for a new login, here is the administrator.
    code = contact_trouble(error).code
    if code == "server_refused_login":
        return Refused("server_admin_refused")
    # Nothing of hers waits to be sent: it is the address, or the server.
    silent = code == "server_unreachable" and sqlstate(error) is None
    return Unavailable("server_admin_unreachable") if silent else None


def schema_there(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('app.alembic_version') IS NULL")):
        return None
    found: str | None = connection.scalar(text("SELECT max(version_num) FROM app.alembic_version"))
    return found


def _migrate(connection: Connection) -> None:
    """The same history as on the laptop, inside the transaction of the set-up."""
    from alembic import command

    from db.migrations import configuration

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _fill_registers(connection: Connection) -> None:
    tables = nouns()
    told, veiled = tells_who(), veiled_to_heads()
    rows = [
        {
            "noun": noun,
            "field": field,
            "register": register,
            "personal": (noun, field) in veiled,
            "erasable": (noun, field) in told or (noun == "resident" and field in ONLY_FOR_FIGURES),
            **_kind(tables[noun].__table__.c[field]),
        }
        for noun, fields in known_registers().items()
        for field, register in fields.items()
    ]
    connection.execute(
        text(
            "INSERT INTO app.server_register (noun, field, register, kind, pattern, longest, needed, personal, "
            "erasable) VALUES (:noun, :field, :register, :kind, :pattern, :longest, :needed, :personal, :erasable)"
        ),
        rows,
    )


def _veiled(connection: Connection) -> set[tuple[str, str]]:
    """What a head's laptop was not told until now: noun and field."""
    if connection.scalar(text("SELECT to_regclass('app.server_register') IS NULL")):
        return set()
    return set(map(tuple, connection.execute(text("SELECT noun, field FROM app.server_register WHERE personal"))))


def _show_what_is_veiled_no_more(connection: Connection, before: set[tuple[str, str]]) -> None:
    """Where a head may be told more than by the program of before, her laptop asks for everything again."""
    known = {(noun, field) for noun, fields in known_registers().items() for field in fields}
    if (before - _veiled(connection)) & known:
        connection.execute(text("UPDATE app.server_desk SET sight = sight + 1 WHERE capacity = 'head'"))


def _fill_belonging(connection: Connection) -> None:
    """Whose the rows are, for the doors to go by."""
    connection.execute(
        text(
            "INSERT INTO app.server_belonging (noun, districts, own_field, everybodys, anybody_writes, "
            "founded_by_all) VALUES (:noun, :districts, :own, :everybodys, :anybody, :founded)"
        ),
        [
            {
                "noun": noun, "districts": sql_for(noun), "own": own_field(noun), "everybodys": noun in EVERYBODYS,
                "anybody": noun in ANYBODY_WRITES, "founded": noun in FOUNDED_BY_ALL,
            }
            for noun in BELONGS
        ],
    )  # fmt: skip
    connection.execute(
        text("INSERT INTO app.server_hop (noun, field, other) VALUES (:noun, :field, :other)"),
        [{"noun": noun, "field": field, "other": other} for noun, field, other in hops()],
    )


def _draw_centre(connection: Connection) -> None:
    """The keys that files on sticks are closed for, once and for all: a laptop may be on its way for weeks."""
    keys = draw_keys()
    connection.execute(
        text(
            "INSERT INTO app.server_centre (signing, opening, public) VALUES (:signing, :opening, :public) "
            "ON CONFLICT DO NOTHING"
        ),
        {"signing": keys.signing.hex(), "opening": keys.opening.hex(), "public": str(keys.public)},
    )


_DAY = r"^\d{4}-\d\d-\d\d"
_PATTERNS = {date: _DAY + "$", datetime: _DAY + r"T\d\d:\d\d:\d\d\.\d{6}Z$"}
_KINDS: dict[type, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    date: "string",
    datetime: "string",
}


def _kind(column: ColumnElement[Any]) -> dict[str, Any]:
    """What a column's values look like in the journal."""
    longest, needed = getattr(column.type, "length", None), not getattr(column, "nullable", True)
    if isinstance(column.type, JSON):
        return {"kind": "any", "pattern": None, "longest": None, "needed": needed}
    value = datetime if isinstance(column.type, Moment) else column.type.python_type
    kind = _KINDS[value]
    return {
        "kind": kind,
        "pattern": _PATTERNS.get(value),
        "longest": longest if value is str else None,
        "needed": needed,
    }


@cache
def known_registers() -> dict[str, dict[str, str]]:
    """Every field of every noun of this program with its register: what can be folded here."""
    beside = {"id", "city_id", "clocks"}
    return {
        noun: {
            column.name: register_of(row, column.name) for column in row.__table__.columns if column.name not in beside
        }
        for noun, row in nouns().items()
    }


def _run_file(connection: Connection, name: str) -> None:
    """Runs a file of statements; without parameters, even empty ones, the driver takes several at once."""
    script = resources.files("db.sync").joinpath("sql", name).read_text(encoding="utf-8")
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})
