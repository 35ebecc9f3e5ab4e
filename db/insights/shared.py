"""Asks the shared database for figures: the same queries as of a laptop's own file, over what that login may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

P = ParamSpec("P")
T = TypeVar("T")
# The views that stand there for the tables of the record: without names, and of her own district.
_VIEWS = "figures"


def ask_shared(engine: Engine, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
    """Answers a question about figures from one consistent reading of the shared database; nothing is written.

    `engine` is opened with the login of a laptop, a head's among them. What is asked must be of figures: of any column
    that tells who somebody is the views know nothing. Raises what the driver raises.
    """
    with engine.connect() as connection:
        return ask_over(connection, query, *args, **facts)


def ask_over(
    connection: Connection, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs
) -> T:
    """The same over a connection that is there, and on which nothing was said yet."""
    reading = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    reading.exec_driver_sql(f"SET LOCAL search_path = {_VIEWS}")
    with Session(reading, autoflush=False) as session:
        return query(session, *args, **facts)
