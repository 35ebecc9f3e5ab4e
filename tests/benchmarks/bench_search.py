"""Finding a neighbour while somebody types: our index against LIKE over the same encrypted file."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from db.folding import fold
from db.residents.search import rebuild, search
from db.residents.tables import Resident
from db.work import Store
from tests.benchmarks.conftest import Stopwatch

PEOPLE = 150_000
BEGINNINGS = ("Bar", "Ces", "Dom", "Ech", "Fer", "Gut", "Iba", "Lóp", "Mén", "Ñan", "Ort", "Peñ", "Quir", "Ríos", "Sua")
ENDINGS = ("ales", "enda", "ínez", "olle", "uste", "ara", "ería", "ondo", "utti", "anca")
GIVEN = ("Rosa", "Juan", "Elvira", "Tomás", "Nélida", "Omar", "Beatriz", "Ceferino", "Ivana", "Ramón")
TYPED = ("ros", "rosa pe", "penuste", "elvira", "gut ram", "lopinez ceferino", "nan", "omar ech")


@pytest.fixture
def roll(store: Store) -> Iterator[Session]:
    """Invented people, the same on every run."""
    chance = random.Random(1)
    people = [
        {
            "city_id": store.identity.city_id,
            "id": f"{number:08d}-0000-7000-8000-000000000000",
            "family_name": chance.choice(BEGINNINGS) + chance.choice(ENDINGS),
            "given_names": f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}",
            "document": str(20_000_000 + number),
        }
        for number in range(PEOPLE)
    ]
    with Session(store.engine) as session:
        session.execute(insert(Resident), people)
        rebuild(session)
        session.commit()
        yield session


def test_search_is_ten_times_faster_than_like(roll: Session, measured: Stopwatch) -> None:
    def ours() -> list[int]:
        return [len(search(roll, text=typed)) for typed in TYPED]

    like = text(
        "SELECT id FROM resident WHERE family_name || ' ' || given_names LIKE :one"
        " AND family_name || ' ' || given_names LIKE :two ORDER BY family_name LIMIT 20"
    )

    def theirs() -> list[int]:
        found = []
        for typed in TYPED:
            one, two = (fold(typed).split() * 2)[:2]
            found.append(len(roll.execute(like, {"one": f"%{one}%", "two": f"%{two}%"}).all()))
        return found

    # LIKE does not find «Peñ» for «pe n»: ours must find at least as many, or the comparison is worth nothing.
    assert all(mine >= other for mine, other in zip(ours(), theirs(), strict=True))
    fast = measured(f"search, {PEOPLE} people, {len(TYPED)} texts", ours)
    slow = measured("LIKE, the same", theirs)
    assert fast * 10 < slow
