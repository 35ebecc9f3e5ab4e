"""What whoever looks after the shared database has to know: what stands ajar, and which laptop holds up others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True)
class Ajar:
    """Something that a laptop's login may do and need not: a code, where, and what closes it. Only a superuser can."""

    what: str
    where: str = ""
    closed_by: str = ""


@dataclass(frozen=True)
class HeldUp:
    """A laptop's session with a transaction left open, or one that does not let go of the city's counter: whose, for
    how many seconds, how many wait for it."""

    pid: int
    name: str
    seconds: int
    waiting: int


def ajar(connection: Connection) -> tuple[Ajar, ...]:
    """What is open to laptops beside the three doors; read as any role."""
    return tuple(_ajar(connection))


def _ajar(connection: Connection) -> Iterator[Ajar]:
    for what, question in _OPEN.items():
        for where, closed_by in connection.execute(text(question)):
            yield Ajar(what, where, closed_by)


# Each question answers where, and the statement that closes it.
_OPEN = {
    # Whoever may make them fills the disk.
    "large_objects": "SELECT '', 'REVOKE EXECUTE ON FUNCTION lo_creat(int), lo_create(oid), lo_from_bytea(oid, bytea) "
    "FROM PUBLIC, cabildo_desk' WHERE has_function_privilege('cabildo_desk', 'pg_catalog.lo_create(oid)', 'EXECUTE') "
    "OR has_function_privilege('cabildo_desk', 'pg_catalog.lo_creat(int)', 'EXECUTE') "
    "OR has_function_privilege('cabildo_desk', 'pg_catalog.lo_from_bytea(oid, bytea)', 'EXECUTE')",
    "public_schema": "SELECT '', 'REVOKE CREATE ON SCHEMA public FROM PUBLIC, cabildo_desk' FROM pg_namespace "
    "WHERE nspname = 'public' AND has_schema_privilege('cabildo_desk', oid, 'CREATE')",
    "temporary_tables": "SELECT '', format('REVOKE TEMP ON DATABASE %I FROM PUBLIC, cabildo_desk', current_database()) "
    "WHERE has_database_privilege('cabildo_desk', current_database(), 'TEMP')",
    "extension": "SELECT extname::text, format('DROP EXTENSION %I', extname) FROM pg_extension "
    "WHERE extname <> 'plpgsql' ORDER BY 1",
    "other_database": "SELECT datname::text, "
    "format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC, cabildo_desk', datname) FROM pg_database "
    "WHERE datname <> current_database() AND datallowconn "
    "AND NOT datistemplate AND has_database_privilege('cabildo_desk', oid, 'CONNECT') ORDER BY 1",
    # Made by another administrator: the doors cannot end a session of it.
    "login_of_another": "SELECT DISTINCT d.label, format('GRANT %I TO cabildo_door', d.login) "
    "FROM app.server_desk d JOIN pg_roles r ON r.rolname = d.login "
    "WHERE r.rolcanlogin AND NOT pg_has_role('cabildo_door', r.oid, 'MEMBER') ORDER BY 1",
}

# The next laptop that comes ends it by itself after a while, or whoever waited for it in vain (`app.clear_the_way`).
_HELD_UP = """
    SELECT a.pid, coalesce((SELECT d.label FROM app.server_desk d WHERE d.login = a.usename LIMIT 1), a.usename::text),
           extract(epoch FROM clock_timestamp() - a.xact_start)::int,
           (SELECT count(*) FROM pg_stat_activity w WHERE a.pid = ANY (pg_blocking_pids(w.pid)))
    FROM pg_stat_activity a
    WHERE a.usename ~ '^cabildo_[0-9a-f-]{36}$' AND a.datname = current_database()
      AND (a.state LIKE 'idle in transaction%' OR a.xact_start < clock_timestamp() - interval '1 minute'
           OR a.xact_start < clock_timestamp() - interval '2 seconds' AND app.has_the_counter(a.pid))
    ORDER BY a.xact_start
"""


def held_up(connection: Connection) -> tuple[HeldUp, ...]:
    """The sessions of laptops that have a transaction open; read as the doors, who are members of every login."""
    connection.execute(text("SET LOCAL ROLE cabildo_door"))
    return tuple(HeldUp(*one) for one in connection.execute(text(_HELD_UP)))


def end_held_up(connection: Connection) -> int:
    """Ends those sessions: what they had not committed was never told to be there. Answers how many."""
    ended = [
        connection.scalar(text("SELECT pg_terminate_backend(:pid)"), {"pid": one.pid}) for one in held_up(connection)
    ]
    return sum(1 for one in ended if one)
