"""The ground of the evening on two desks: a database of its own, two laptops enrolled there, and a line that falls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import make_url

from db.errors import Unavailable
from db.home import Home, Opened, create, open_home, unlock
from db.sync.commands import keep_credentials
from db.sync.errand import Handed, hand_over_now
from db.sync.likeness import Content, contents
from db.sync.queries import pending
from db.sync.reach import host_of
from db.sync.rehearsal import by_way_of, rehearsal_database, server_contents
from db.sync.server import DeskCard, enrol
from db.work import Store
from desktop.paths import resources
from desktop.practice.hands import Failed
from desktop.practice.place import CITY
from desktop.practice.relay import Relay
from desktop.practice.writing import DISTRICT, PASSPHRASE

# Contacts of each desk until nothing is left to say; more would mean that they talk each other into something.
_ENOUGH = 6


@dataclass(frozen=True)
class TwoDesks:
    """The laptop at the door and the one on the table, the line to the shared database, its administrator's address."""

    door: Opened
    table: Opened
    line: Relay
    url: str

    @property
    def both(self) -> tuple[Store, Store]:
        return self.door.store, self.table.store

    def meet(self) -> Handed:
        """Both hand over until neither has anything to say. Answers the last contact of the table."""
        for _ in range(_ENOUGH):
            handed = [hand_over_now(desk) for desk in self.both]
            if not any(one.sent or one.received for one in handed):
                return handed[-1]
        raise Failed("the two desks do not come to an end")

    def without_a_line(self) -> None:
        """Both try, and are refused; nothing is lost by it."""
        for desk in self.both:
            waiting = desk.ask(pending)
            try:
                hand_over_now(desk)
            except Unavailable as no:
                if no.code != "server_unreachable":
                    raise
            else:
                raise Failed("the line was cut, and somebody answered")
            if desk.ask(pending) != waiting:
                raise Failed("something was sent without a line")

    def contents(self) -> tuple[dict[str, Content], dict[str, Content], dict[str, Content]]:
        """What the door, the table and the shared database hold, by noun."""
        city = self.door.store.identity.city_id
        here = []
        for desk in self.both:
            with desk.engine.connect() as connection:
                here.append(contents(connection, city_id=city))
        return here[0], here[1], server_contents(self.url, city_id=city)


@contextmanager
def two_desks(folder: Path, url: str) -> Iterator[TwoDesks]:
    """Two new laptops of one district, enrolled in a database made for them on the server of `url`, over a line that
    can be cut. Afterwards the database is gone. Raises as `rehearsal_database`."""
    with rehearsal_database(url) as there:
        line = Relay(host_of(there), make_url(there).port or 5432)
        desks: list[Opened] = []
        try:
            for name in ("Puerta", "Mesa"):
                desks.append(_laptop(Home(folder / name.casefold()), name))
                _enrolled(desks[-1], name, there, line.port)
            yield TwoDesks(desks[0], desks[1], line, there)
        finally:
            for one in desks:
                one.store.close()
            line.close()


def _laptop(home: Home, name: str) -> Opened:
    create(home, city_file=resources("cities", CITY, "city.toml"), district=DISTRICT, passphrase=PASSPHRASE)
    return open_home(home, unlock(home, PASSPHRASE), actor=name)


def _enrolled(desk: Opened, name: str, url: str, port: int) -> None:
    identity = desk.store.identity
    made = enrol(url, DeskCard(identity.city_id, identity.desk_id, identity.district_id, name))
    desk.store.do(keep_credentials, credentials=replace(made, server=by_way_of(made.server, port=port)))
