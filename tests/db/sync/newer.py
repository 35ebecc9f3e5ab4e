"""A later version of Cabildo, in a process of its own: it knows a noun and a field more than the program of today."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, String, Text, create_engine, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from db import registry  # noqa: F401 - every noun
from db.base import Row
from db.clock import Clock
from db.desks import Desk
from db.engine import open_file
from db.organisations.tables import Organisation
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.sync.likeness import contents
from db.sync.queries import pending
from db.sync.rehearsal import server_contents
from db.sync.server import server_init
from db.work import Identity, Store, Work
from tests.record import KEY


class Pet(Row):
    """What the program of today has never heard of."""

    __tablename__ = "pet"

    name: Mapped[str]
    owner_id: Mapped[str | None] = mapped_column(String(36))


Organisation.mascot = mapped_column(Text, nullable=True)  # type: ignore[attr-defined]
_COLUMN = "ALTER TABLE {organisation} ADD COLUMN mascot text"


def opened(record: str) -> Store:
    """The record of a laptop, brought up to this version."""
    engine = open_file(Path(record), KEY)
    with engine.connect().execution_options(write=True) as connection:
        if not engine.dialect.has_table(connection, "pet"):
            Pet.__table__.create(connection)  # type: ignore[attr-defined]
            connection.execute(text(_COLUMN.format(organisation="organisation")))
        connection.commit()
    with Session(engine) as session:
        desk = session.scalars(select(Desk)).one()
        identity = Identity(desk.city_id, desk.desk_id, desk.district_id)
    return Store(engine, clock=Clock(identity.desk_id), identity=identity, actor="Ribera 9")


def write_newer(work: Work) -> None:
    """A row of the unknown noun, one with the unknown field, and an edit of that field alone."""
    work.session.add(Pet(name="Tom"))
    club = Organisation(name="Club", folded="club", kind="club", mascot="gato")
    work.session.add(club)
    work.session.flush()
    club.mascot = "perro"  # type: ignore[attr-defined]
    work.session.flush()


def write(record: str) -> dict[str, Any]:
    store = opened(record)
    store.do(write_newer)
    hand_over_now(store)
    return {"pending": store.ask(pending)}


def meet(record: str, url: str) -> dict[str, Any]:
    """A contact of an upgraded laptop: whether it holds the same as the server, and what of the new it has."""
    store = opened(record)
    repaired = hand_over_now(store).repaired
    with store.engine.connect() as connection:
        here = contents(connection, city_id=store.identity.city_id)
    with Session(store.engine) as session:
        clubs = session.scalars(select(Organisation)).all()
        told = {
            "pets": list(session.scalars(select(Pet.name))),
            "mascots": [one.mascot for one in clubs],  # type: ignore[attr-defined]
            "contacts": [one.contact for one in clubs],
        }
    same = here == server_contents(url, city_id=store.identity.city_id)
    return {**told, "same": same, "ok": store.ask(verify_journal).ok, "repaired": repaired}


def server(url: str) -> dict[str, Any]:
    """The upgrade of the shared database: its migration, and then the set-up of every upgrade."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL ROLE cabildo_owner"))
        Pet.__table__.to_metadata(MetaData(), schema="app").create(connection)  # type: ignore[attr-defined]
        connection.execute(text(_COLUMN.format(organisation="app.organisation")))
    engine.dispose()
    return {"fresh": server_init(url).fresh}


def main(what: str, *told: str) -> None:
    """`write RECORD`, `meet RECORD URL`, `server URL`: each answers one line of JSON."""
    acts: dict[str, Callable[..., dict[str, Any]]] = {"write": write, "meet": meet, "server": server}
    sys.stdout.write(json.dumps(acts[what](*told)) + "\n")
