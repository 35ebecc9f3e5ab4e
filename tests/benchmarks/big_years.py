"""Ten years of a city's councils: a million presences of two hundred thousand people at five thousand sittings."""

from __future__ import annotations

import json
import math
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from db.base import moment_text
from db.clock import Clock
from db.desks import Desk
from db.engine import open_file
from db.home import Home
from db.insights.commands import rebuild
from db.places.city import City, read_city
from db.work import Identity, Store
from tests.benchmarks.big_roll import make_home
from tests.record import KEY

PRESENCES = int(os.environ.get("PRESENCES", "1000000"))

DISTRICTS, COUNCILS, QUARTERS, YEARS = 6, 240, 60, 10
FIRST = datetime(2017, 1, 2, 22, 0, tzinfo=UTC)
LAST = FIRST + timedelta(days=365 * YEARS)


@dataclass(frozen=True)
class Years:
    """The record of these years on a laptop, and in how many seconds its figures were counted, if that was seen."""

    home: Home
    store: Store
    city: City
    counted_s: float | None


def ident(kind: str, number: int) -> str:
    """An identifier that sorts as the number does."""
    return f"{kind}{number:07x}-0000-7000-8000-000000000000"


def make_years(home: Home) -> Years:
    """The years written into a new home, and counted."""
    home.path.mkdir()
    store, city = make_home(home), read_city(home.city_file)
    write_years(store, presences=PRESENCES, people=PRESENCES // 5, sittings=PRESENCES // 200)
    began = time.perf_counter()
    store.do(rebuild, zone=city.zone)
    return Years(home, store, city, time.perf_counter() - began)


def again(home: Home) -> Years:
    """The years of a home that was made before."""
    engine, clock = open_file(home.record, KEY), Clock()
    with Session(engine) as session:
        desk = session.scalars(select(Desk)).one()
        identity = Identity(desk.city_id, desk.desk_id, desk.district_id)
    clock.desk = identity.desk_id
    store = Store(engine, clock=clock, identity=identity, actor="Ribera 1")
    return Years(home, store, read_city(home.city_file), None)


def write_years(store: Store, *, presences: int = 1_000_000, people: int = 200_000, sittings: int = 5_000) -> None:
    """Writes them past the journal, as a restored backup has them: places, councils, roll, sittings, presences, issues,
    promises."""
    chance, city = random.Random(7), store.identity.city_id
    with store.engine.connect().execution_options(write=True) as connection:
        _insert(connection, "district", city, _districts())
        _insert(connection, "neighbourhood", city, _quarters())
        _insert(connection, "council", city, _councils())
        _insert(connection, "resident", city, _roll(chance, people))
        held = list(_sittings(chance, sittings))
        _insert(connection, "sitting", city, iter(held))
        _insert(connection, "presence", city, _presences(chance, held, presences, people))
        _insert(connection, "issue", city, _issues(chance, held))
        _insert(connection, "commitment", city, _promises(chance, held))
        connection.commit()


def at_council(chance: random.Random, council: int, people: int, count: int) -> list[int]:
    """Who comes to a sitting: four of five are of the quarter, some come much more often than others."""
    own = people // COUNCILS
    came = {council + COUNCILS * int(own * chance.random() ** 1.5) for _ in range(count * 4 // 5)}
    while len(came) < count:
        came.add(chance.randrange(people))
    return sorted(came)


def _districts() -> Iterator[dict[str, Any]]:
    for number in range(DISTRICTS):
        yield {
            "id": ident("d", number), "code": f"big{number}", "name": f"Distrito {number}", "centre": "Centro",
            "position": 10 + number,
        }  # fmt: skip


def _quarters() -> Iterator[dict[str, Any]]:
    """Quarters of forty points each, side by side as on a map."""
    for number in range(QUARTERS):
        west, south = -60.7 + 0.01 * (number % 10), -32.9 + 0.01 * (number // 10)
        turns = [math.tau * at / 40 for at in (*range(40), 0)]
        ring = [[west + 0.0049 * math.cos(turn), south + 0.0049 * math.sin(turn)] for turn in turns]
        drawn = {"type": "MultiPolygon", "coordinates": [[ring]], "areas": [f"Barrio {number}"], "inhabitants": 9000}
        yield {
            "id": ident("q", number), "district_id": ident("d", number % DISTRICTS), "name": f"Barrio {number}",
            "folded": f"barrio {number}", "polygon": json.dumps(drawn), "inhabitants": 9000,
        }  # fmt: skip


def _councils() -> Iterator[dict[str, Any]]:
    for number in range(COUNCILS):
        yield {
            "id": ident("c", number), "name": f"Consejo {number}", "kind": "neighbourhood",
            "district_id": ident("d", number % DISTRICTS), "neighbourhood_ids": "[]", "topics": "[]",
        }  # fmt: skip


def _roll(chance: random.Random, people: int) -> Iterator[dict[str, Any]]:
    for number in range(people):
        council = number % COUNCILS
        yield {
            "id": ident("r", number), "family_name": "Zurubíez", "given_names": "Ofelia",
            "birth_date": f"{chance.randrange(1935, 2012)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
            if chance.random() < 0.8 else None,
            "gender": chance.choice(("woman", "woman", "man", "man", "non_binary", None)),
            "neighbourhood_id": ident("q", council * QUARTERS // COUNCILS) if chance.random() < 0.9 else None,
            "organisation_id": ident("o", chance.randrange(90)) if chance.random() < 0.2 else None,
        }  # fmt: skip


def _sittings(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    step = (LAST - FIRST) / count
    for number in range(count):
        council = chance.randrange(COUNCILS)
        at = (FIRST + step * number).replace(hour=chance.choice((21, 22, 23)), minute=0, second=0, microsecond=0)
        yield {
            "id": ident("s", number), "council_id": ident("c", council), "district_id": ident("d", council % DISTRICTS),
            "title": "Sesión", "starts_at": moment_text(at), "mode": chance.choice(("in_person", "virtual", "hybrid")),
            "state": "closed", "unnamed_in_room": chance.randrange(4),
        }  # fmt: skip


def _presences(
    chance: random.Random, held: list[dict[str, Any]], presences: int, people: int
) -> Iterator[dict[str, Any]]:
    each, number = presences // len(held), 0
    for sitting in held:
        council = int(sitting["council_id"][1:8], 16)
        for who in at_council(chance, council, people, each):
            start = sitting["starts_at"]
            yield {
                "id": ident("p", number), "sitting_id": sitting["id"], "resident_id": ident("r", who),
                "way": chance.choice(("room", "zoom")), "arrived_at": start,
                "left_at": start.replace(":00:00.", f":{chance.randrange(10, 59)}:00."), "source": "search",
            }  # fmt: skip
            number += 1


def _issues(chance: random.Random, held: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number in range(len(held) * 6):
        yield {
            "id": ident("i", number), "sitting_id": held[number // 6]["id"], "text": "Faroles", "source": "spoken",
            "kind": chance.choice(("proposal", "complaint", "question")), "topic": f"topic{chance.randrange(15)}",
            "state": chance.choice(("open", "answered", "settled")), "department_id": ident("o", chance.randrange(12)),
        }  # fmt: skip


def _promises(chance: random.Random, held: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, sitting in enumerate(held):
        yield {
            "id": ident("m", number), "sitting_id": sitting["id"], "council_id": sitting["council_id"],
            "text": "Cambiar", "state": chance.choice(("open", "kept", "broken")),
            "due_on": f"{2017 + number % 11}-06-01",
        }  # fmt: skip


def _insert(connection: Connection, table: str, city: str, rows: Iterator[dict[str, Any]]) -> None:
    some: list[tuple[Any, ...]] = []
    statement = ""
    for row in rows:
        if not statement:
            names = [*row, "city_id", "clocks"]
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        some.append((*row.values(), city, "{}"))
        if len(some) == 20_000:
            connection.exec_driver_sql(statement, some)
            some = []
    if some:
        connection.exec_driver_sql(statement, some)
