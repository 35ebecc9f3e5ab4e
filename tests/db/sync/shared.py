"""What the tests of sync do at the server: enrol a desk as its administrator would, and look at the tables."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, MetaData, select, text

from db.base import canonical, plain
from db.clock import Hlc
from db.journal import GENESIS, commitment, entry_hash
from db.registry import nouns
from db.sync.commands import keep_credentials
from db.sync.door import Answer, Batch, Door, Link
from db.sync.queries import own
from db.sync.server import DeskCard, enrol
from db.sync.ticket import Ticket, issue_ticket, new_card, redeem
from db.work import Store


def enrol_desk(url: str, store: Store) -> None:
    card = DeskCard(store.identity.city_id, store.identity.desk_id, store.identity.district_id, "Ribera 1")
    store.do(keep_credentials, credentials=enrol(url, card))


def ticket_for(
    url: str, store: Store, pem: str | None, *, role: str = "facilitator", city_wide: bool = False
) -> Ticket:
    district = None if city_wide else store.identity.district_id
    card = new_card(store.identity.city_id, district_id=district, name="Ribera 2", capacity=role)
    return issue_ticket(url, card, certificate=pem)


def bring(ticket: Ticket, store: Store) -> None:
    made = redeem(ticket, city_id=store.identity.city_id, desk_id=store.identity.desk_id)
    store.do(keep_credentials, credentials=made)


def rows(engine: Engine, statement: str, **values: Any) -> list[Any]:
    """What the server answers to an administrator."""
    with engine.connect() as connection:
        return list(connection.execute(text(statement), values).all())


def do(engine: Engine, statements: str) -> None:
    """Several statements of an administrator, one after the other."""
    with engine.begin() as connection:
        connection.exec_driver_sql(statements, execution_options={"no_parameters": True})


def one(engine: Engine, statement: str, **values: Any) -> Any:
    with engine.connect() as connection:
        return connection.execute(text(statement), values).scalar_one()


@dataclass
class Chain:
    """A desk whose entries a test writes by hand: any clock, any content, a chain that holds."""

    door: Door
    city_id: str
    desk_id: str
    seq: int = 0
    head: str = GENESIS
    unsent: list[dict[str, Any]] = field(default_factory=list)
    confirmed: str = GENESIS
    actor: str = "Ribera 1"

    def write(self, noun: str, row_id: str, fields: dict[str, Any], *, hlc: str, base: dict[str, str]) -> None:
        """The next entry of the chain; it waits to be sent."""
        self.seq += 1
        entry = {
            "city_id": self.city_id, "desk_id": self.desk_id, "desk_seq": self.seq, "hlc": hlc, "base": base,
            "verb": "tests.write", "actor": self.actor, "district_id": None, "noun": noun, "row_id": row_id,
        }  # fmt: skip
        salts = {name: os.urandom(16).hex() for name in fields}
        seals = [commitment(salts[name], name, value) for name, value in fields.items()]
        self.head = entry_hash(self.head, entry, seals)
        self.unsent.append({**entry, "fields": fields, "salts": salts, "sealed": {}, "hash": self.head})

    def clock(self, millis: int, counter: int = 0) -> str:
        return str(Hlc(millis, counter, self.desk_id))

    def batch(self) -> Batch:
        """All that waits, as it would travel."""
        first = self.unsent[0]["desk_seq"]
        return Batch(first, self.seq, self.confirmed, canonical(self.unsent))

    def send(self) -> Answer:
        """Sends what waits."""
        answer = self.door.push(self.batch())
        self.confirmed = self.head
        self.unsent.clear()
        return answer


def link_of(store: Store) -> Link:
    """The credentials that a laptop keeps."""
    return store.ask(own).link


def state(engine: Engine, noun: str, ids: Iterable[str] | None = None, *, schema: str = "app") -> dict[str, Any]:
    """The rows of a noun's table as plain values, by identifier: the laptop's or the server's."""
    kept: Any = nouns()[noun].__table__
    table = kept.to_metadata(MetaData(), schema=schema or None)
    with engine.connect() as connection:
        found = connection.execute(select(table)).mappings()
        return {
            row["id"]: {name: plain(value) for name, value in row.items() if name not in ("id", "city_id")}
            for row in found
            if ids is None or row["id"] in ids
        }


def content(eyes: Engine) -> dict[str, str]:
    """A sum over every row of every table of the schema."""
    tables = [name for (name,) in rows(eyes, "SELECT tablename FROM pg_tables WHERE schemaname = 'app' ORDER BY 1")]
    return {
        name: one(eyes, f"SELECT coalesce(md5(string_agg(t::text, ';' ORDER BY t::text)), '') FROM app.{name} t")
        for name in tables
    }


def hand_of(store: Store) -> Chain:
    """The same laptop with a changed program, after what it sent."""
    me = store.ask(own)
    return Chain(
        Door(me.link), store.identity.city_id, store.identity.desk_id, me.head.seq, me.head.hash, confirmed=me.head.hash
    )
