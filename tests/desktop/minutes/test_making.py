"""Making the Word file from a real record: versions only when something new is said, the sum noted, nothing lost."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from db.errors import Refused, Unavailable
from db.issues.commands import add_issue
from db.minutes.queries import Version, versions
from db.places.city import City
from db.work import Store
from desktop.minutes.making import Made, Order, make
from tests.db.minutes.evening import Evening, played
from tests.db.sittings.council import opened_sitting, planned
from tests.desk import PlainDesk
from tests.desktop.minutes.office import read_with_libreoffice
from tests.record import HandClock


@pytest.fixture
def evening(store: Store, clock: HandClock) -> Evening:
    return played(store, clock)


def made(store: Store, city: City, sitting: str, wanted: Path, *, force: bool = False) -> Made:
    return asyncio.run(make(PlainDesk(store), Order(sitting, city, wanted, force=force)))


def there(store: Store, sitting: str) -> tuple[Version, ...]:
    found: tuple[Version, ...] = store.ask(versions, sitting_id=sitting)
    return found


def test_the_evening_is_read_again_in_the_file(store: Store, city: City, evening: Evening, tmp_path: Path) -> None:
    done = made(store, city, evening.sitting, tmp_path)
    (text,) = read_with_libreoffice(tmp_path, done.path.read_bytes())

    for words in (
        "Acta N.º 1/2026",
        "a los diecinueve días del mes de noviembre de dos mil veintiséis, siendo las diecinueve horas",
        (
            "Asistieron cuatro (4) personas identificadas. De ellas, tres estuvieron en sala y dos en línea. "
            "Una de ellas estuvo por ambas vías"
        ),
        "Aparte de esa suma, en sala hubo dos personas sin nombre registrado.",
        "Ñandúbez, Rosenda",
        "Zubelzúa, Yael",
        "Club Náutico Ejemplar",
        "2. Luces del muelle",
        "el vecino Tadeo Quirmelo (por Zoom, 1\u00a0min 15\u00a0s)",
        "El muelle está a oscuras",
        "La vecina Rosenda Ñandúbez",
        "Arreglar el farol de la esquina",
    ):
        assert words in text, words
    assert "Yaela" not in text


def test_the_sum_that_is_noted_is_that_of_the_file(store: Store, city: City, evening: Evening, tmp_path: Path) -> None:
    done = made(store, city, evening.sitting, tmp_path)

    assert done.path.name == "Acta 1-2026 Consejo Barrial El Muelle.docx"
    assert done.sha256 == hashlib.sha256(done.path.read_bytes()).hexdigest()
    assert [(one.sha256, one.name) for one in there(store, evening.sitting)] == [(done.sha256, done.path.name)]


def test_making_it_twice_begins_no_second_version(store: Store, city: City, evening: Evening, tmp_path: Path) -> None:
    first = made(store, city, evening.sitting, tmp_path / "uno.docx")
    again = made(store, city, evening.sitting, tmp_path / "dos.docx")

    assert (again.version, again.sha256) == (1, first.sha256)
    assert len(there(store, evening.sitting)) == 1


def test_something_new_to_say_is_a_new_version_over_our_own_file(store: Store, city: City, tmp_path: Path) -> None:
    sitting = opened_sitting(store)
    first = made(store, city, sitting, tmp_path)
    store.do(add_issue, sitting_id=sitting, kind="proposal", text="Un banco en la plaza")
    again = made(store, city, sitting, tmp_path)

    assert (again.path, again.version) == (first.path, 2)
    assert again.sha256 != first.sha256
    (text,) = read_with_libreoffice(tmp_path, again.path.read_bytes())
    assert "Un banco en la plaza" in text


def test_a_file_that_somebody_edited_is_kept_and_no_version_begins(store: Store, city: City, tmp_path: Path) -> None:
    sitting = opened_sitting(store)
    done = made(store, city, sitting, tmp_path)
    edited = done.path.read_bytes() + b"a hand was here"
    done.path.write_bytes(edited)

    with pytest.raises(Refused) as no:
        made(store, city, sitting, done.path)
    assert no.value.code == "minutes_file_edited"
    assert done.path.read_bytes() == edited
    assert len(there(store, sitting)) == 1
    assert made(store, city, sitting, done.path, force=True).path.read_bytes() != edited


def test_a_version_whose_file_could_not_be_written_is_taken_up_again(store: Store, city: City, tmp_path: Path) -> None:
    sitting = opened_sitting(store)
    blocked = tmp_path / "acta.docx"

    def blocks(job, *args, **facts):  # the place is taken between looking at it and writing there
        if job.__name__ == "save":
            blocked.mkdir(exist_ok=True)
        return job(*args, **facts)

    desk = PlainDesk(store)

    async def off(job, *args, **facts):
        return blocks(job, *args, **facts)

    desk.off = off  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        asyncio.run(make(desk, Order(sitting, city, blocked)))
    assert [one.sha256 for one in there(store, sitting)] == [None]

    done = made(store, city, sitting, tmp_path / "otra.docx")
    assert [(one.version, one.sha256) for one in there(store, sitting)] == [(1, done.sha256)]


def test_minutes_of_a_sitting_to_come_are_refused_before_anything_is_written(
    store: Store, city: City, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as no:
        made(store, city, planned(store), tmp_path)
    assert no.value.code == "minutes_too_early"
    assert list(tmp_path.glob("*.docx")) == []
