"""A database of its own for a rehearsal, beside those of the city: nothing of it is left afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from db.engine import open_server
from db.errors import Refused, Unavailable
from db.sync.administration import reading
from db.sync.likeness import Content, contents
from db.sync.reach import host_of, secured
from db.sync.server import server_init, setup_trouble
from db.sync.trouble import contact_trouble, sqlstate

_NAME = "cabildo_practica_"
_OWNERS = ("cabildo_desk", "cabildo_door", "cabildo_owner")


@contextmanager
def rehearsal_database(url: str) -> Iterator[str]:
    """Makes an empty database on the server of `url`, prepares it, and answers its administrator's address.

    Afterwards it goes, with the logins of the desks that were enrolled there; the databases of the city are not
    touched. Raises as `server_init`, and Refused: rehearsal_needs_database (the user may not make one),
    rehearsal_not_let_in (`pg_hba.conf` names the city's database alone).
    """
    engine = open_server(secured(url))
    name = f"{_NAME}{secrets.token_hex(4)}"
    try:
        with _outside(engine) as connection:
            before = _roles(connection)
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            there = make_url(url).set(database=name).render_as_string(hide_password=False)
            _prepare(there)
            yield there
        finally:
            # A server that is gone keeps it; whoever looks after it finds it by its name.
            with suppress(Unavailable), _outside(engine) as connection:
                connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
                for role in sorted(_roles(connection) - before):
                    connection.exec_driver_sql(f'DROP ROLE "{role}"')
    finally:
        engine.dispose()


def _prepare(there: str) -> None:
    try:
        server_init(there)
    except Refused as no:
        # The same user was let into the city's own database a moment ago.
        raise (Refused("rehearsal_not_let_in") if no.code == "server_admin_refused" else no) from None


def server_contents(url: str, *, city_id: str) -> dict[str, Content]:
    """What the shared database holds of a city, by noun. Raises as `administration.server_status`."""
    with reading(url) as connection:
        return contents(connection, city_id=city_id, schema="app")


def by_way_of(server: str, *, port: int) -> str:
    """The address of a server through a relay on this machine; its certificate is still held against its own name."""
    through = {"hostaddr": "127.0.0.1"}
    return (
        make_url(server)
        .set(host=host_of(server), port=port)
        .update_query_dict(through)
        .render_as_string(hide_password=False)
    )


@contextmanager
def _outside(engine: Engine) -> Iterator[Connection]:
    """Without a transaction: databases are made and dropped in none."""
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection
    except DBAPIError as error:
        if sqlstate(error) == "42501":
            raise Refused("rehearsal_needs_database") from None
        raise (setup_trouble(error) or contact_trouble(error)) from None


def _roles(connection: Connection) -> set[str]:
    found = connection.execute(text("SELECT rolname FROM pg_roles WHERE rolname LIKE 'cabildo%'")).scalars()
    return {name for name in found if name in _OWNERS or len(name) == len("cabildo_") + 36}
