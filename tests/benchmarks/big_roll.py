"""A roll of a million invented people with names as frequent as names are, and what is typed to find them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from db.checkin.regulars import rebuild_search
from db.checkin.tables import Presence
from db.clock import Clock
from db.engine import open_file
from db.folding import fold
from db.home import Home
from db.migrations import upgrade
from db.organisations.tables import Organisation
from db.places.city import read_city
from db.sittings.tables import Sitting
from db.work import Store
from tests.record import CITY_FILE, EVENING, KEY, open_store

DISTRICTS = [f"d{n}" for n in range(6)]
QUARTERS = [(f"q{district}-{n}", DISTRICTS[district]) for district in range(6) for n in range(12)]
COUNCILS = [f"c{n:02d}" for n in range(48)]
ORGANISATIONS = [
    f"{kind} {name}"
    for kind in ("Vecinal", "Club", "Escuela", "Centro Comunitario", "Biblioteca Popular", "Comedor")
    for name in (
        "Rosario Norte", "San Martín", "Belgrano", "La Florida", "Los Unidos", "El Porvenir", "Nueva Esperanza",
        "Sarmiento", "Domingo Matheu", "Las Flores", "Santa Lucía", "Alberdi", "Juan B. Justo", "República", "Parque",
    )
]  # fmt: skip
REGULARS = 9_000
# By rank: surnames and given names of Argentina, then syllables out of which rare surnames are made.
_SURNAMES, _GIVEN, _STARTS, _MIDDLES, _ENDS = (
    part.split() for part in (Path(__file__).parent / "names.txt").read_text(encoding="utf-8").split("\n\n")
)


def _weights(count: int, flat: float) -> list[float]:
    return list(accumulate(1 / (n + flat) for n in range(count)))


def surnames(chance: random.Random) -> tuple[list[str], list[float]]:
    """Surnames by rank: the usual ones, and a long tail of rare ones, forty thousand of them."""
    common = _SURNAMES
    # Particles are written with the word after them.
    usual = [
        f"{one} {common[at + 1]}" if one in ("Di", "De") else one
        for at, one in enumerate(common)
        if at == 0 or common[at - 1] not in ("Di", "De")
    ]
    rare: dict[str, None] = {}
    while len(rare) < 40_000:
        middle = "".join(chance.choices(_MIDDLES, k=chance.choice((1, 1, 2))))
        rare[chance.choice(_STARTS) + middle + chance.choice(_ENDS)] = None
    names = [*usual, *rare]
    return names, _weights(len(names), 12)


def people(count: int, *, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Invented people, the same for a seed."""
    chance = random.Random(seed)
    family, family_weights = surnames(chance)
    given_weights = _weights(len(_GIVEN), 8)
    for number in range(count):
        names = chance.choices(_GIVEN, cum_weights=given_weights, k=chance.choice((1, 2, 2)))
        hers = chance.choices(family, cum_weights=family_weights, k=2 if chance.random() < 0.08 else 1)
        quarter, district = chance.choice(QUARTERS)
        yield {
            "id": f"{number:08x}-0000-7000-8000-{chance.getrandbits(48):012x}",
            "family_name": " ".join(hers),
            "given_names": " ".join(dict.fromkeys(names)),
            "document": str(chance.randrange(5_000_000, 56_000_000)),
            "phone": f"+549341{chance.randrange(2_000_000, 7_999_999)}" if chance.random() < 0.7 else None,
            "email": f"{fold(names[0])}.{fold(hers[0]).split()[-1]}{number % 97}@correo.example"
            if chance.random() < 0.3
            else None,
            "neighbourhood_id": quarter,
            "district_id": district,
            "organisation_id": f"o{chance.randrange(len(ORGANISATIONS))}" if chance.random() < 0.12 else None,
        }


_COLUMNS = (
    "id", "family_name", "given_names", "document", "phone", "email", "neighbourhood_id", "district_id",
    "organisation_id",
)  # fmt: skip


def make_home(home: Home) -> Store:
    """An empty record of the invented city in a folder that is there."""
    engine = open_file(home.record, KEY, must_exist=False)
    upgrade(engine)
    engine.dispose()
    home.city_file.write_bytes(CITY_FILE.read_bytes())
    return open_store(home, Clock(), read_city(CITY_FILE))


def write_roll(store: Store, count: int, *, regulars: int = REGULARS) -> None:
    """Writes the people past the journal, and builds the search as an upgrade does."""
    marks = ", ".join("?" * (len(_COLUMNS) + 2))
    statement = f"INSERT INTO resident ({', '.join(_COLUMNS)}, city_id, clocks) VALUES ({marks})"
    with store.engine.connect().execution_options(write=True) as connection, Session(connection) as session:
        connection.execute(
            insert(Organisation),
            [
                {"id": f"o{n}", "city_id": store.identity.city_id, "name": name, "folded": fold(name), "kind": "club"}
                for n, name in enumerate(ORGANISATIONS)
            ],
        )
        some: list[tuple[Any, ...]] = []
        for one in people(count):
            some.append((*(one[name] for name in _COLUMNS), store.identity.city_id, "{}"))
            if len(some) == 20_000:
                connection.exec_driver_sql(statement, some)
                some = []
        if some:
            connection.exec_driver_sql(statement, some)
        _write_visits(connection, store, min(regulars, count // 10))
        rebuild_search(session)
        session.flush()
        connection.commit()


def _write_visits(connection: Connection, store: Store, regulars: int) -> None:
    chance = random.Random(2)
    city = store.identity.city_id
    connection.execute(
        insert(Sitting),
        [
            {
                "id": one, "city_id": city, "council_id": one, "title": "Sesión", "starts_at": EVENING,
                "state": "closed", "mode": "hybrid", "district_id": DISTRICTS[n % 6],
            }
            for n, one in enumerate(COUNCILS)
        ],
    )  # fmt: skip
    ids = [
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT id FROM resident WHERE rowid % ? = 0", (max(1, _count(connection) // max(1, regulars)),)
        )
    ]
    connection.execute(
        insert(Presence),
        [
            {
                "id": f"p{n}", "city_id": city, "sitting_id": chance.choice(COUNCILS), "resident_id": one,
                "way": "room", "arrived_at": EVENING, "source": "search",
            }
            for n, one in enumerate(ids)
        ],
    )  # fmt: skip


def _count(connection: Connection) -> int:
    return connection.exec_driver_sql("SELECT count(*) FROM resident").scalar() or 0


def typed(count: int, *, seed: int = 3) -> list[str]:
    """What somebody types at the door to find people who are on the roll: the text after each key press."""
    chance = random.Random(seed)
    presses: list[str] = []
    some = chance.sample(list(people(20_000)), count)
    for one in some:
        family, given = one["family_name"], one["given_names"].split()
        whole = chance.choices(
            (
                family, f"{given[0]} {family}", f"{family} {given[0]}", given[0], f"{family[:3]} {given[0][:4]}",
                fold(f"{given[-1]} {family}"), one["document"], one["document"][-3:], (one["phone"] or "")[7:],
                chance.choice(ORGANISATIONS), f"{given[0]} {chance.choice(ORGANISATIONS).split()[-1]}",
            ),
            weights=(20, 25, 15, 5, 8, 10, 8, 4, 3, 1, 1),
        )[0][:18]  # fmt: skip
        presses += [whole[:end] for end in range(1, len(whole) + 1)]
    return presses


def mistyped(count: int, *, seed: int = 4) -> list[tuple[str, str]]:
    """Names with a slip or as they sound, and the name that is meant."""
    chance = random.Random(seed)
    found: list[tuple[str, str]] = []
    everybody = list(people(40_000))
    while len(found) < count:
        one = chance.choice(everybody)
        family, given = one["family_name"], one["given_names"].split()[0]
        if len(family) < 6 or " " in family:
            continue
        wrong = _slip(fold(family), chance)
        found.append((f"{fold(given)} {wrong}", f"{given} {family}"))
    return found


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice("aeiourslnt")
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + other + word[at:],
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word.replace("z", "s").replace("v", "b").replace("h", ""),
        )
    )


def like(connection: Connection, asked: str) -> Sequence[Any]:
    """The named peer: every word anywhere in the name, or the number in the document, ordered by name."""
    told = asked.split() or [""]
    clause = " AND ".join("(family_name LIKE ? OR given_names LIKE ? OR document LIKE ?)" for _ in told)
    values = tuple(f"%{word}%" for word in told for _ in range(3))
    return connection.exec_driver_sql(
        f"SELECT id, family_name, given_names, document FROM resident WHERE {clause}"
        " ORDER BY family_name, given_names LIMIT 20",
        values,
    ).all()
