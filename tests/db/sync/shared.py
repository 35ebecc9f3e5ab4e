"""What the tests of sync do at the server: enrol a desk as its administrator would, and look at the tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, text

from db.sync.commands import keep_credentials
from db.sync.server import DeskCard, enrol
from db.work import Store


def enrol_desk(url: str, store: Store) -> None:
    card = DeskCard(store.identity.city_id, store.identity.desk_id, store.identity.district_id, "Ribera 1")
    store.do(keep_credentials, credentials=enrol(url, card))


def rows(engine: Engine, statement: str, **values: Any) -> list[Any]:
    """What the server answers to an administrator."""
    with engine.connect() as connection:
        return list(connection.execute(text(statement), values).all())


def one(engine: Engine, statement: str, **values: Any) -> Any:
    with engine.connect() as connection:
        return connection.execute(text(statement), values).scalar_one()
