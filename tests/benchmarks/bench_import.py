"""Taking in a roll of 50,000: against bare rows in the same encrypted file, and against the ORM that does the same."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db.home import Home
from db.journal import Entry
from db.places.city import City
from db.residents import roll_import
from db.residents.roll_cleaning import CleanLine, clean_lines
from db.residents.roll_file import read_roll
from db.residents.roll_import import PORTION, Imported, import_rows, portions
from db.residents.roll_judging import Seen, judge_rows
from db.residents.tables import Resident
from db.sync.chain import verify_journal
from db.work import Store, Work
from tests.record import CITY_FILE, HandClock, open_store

PEOPLE, FEW = 50_000, 5_000
PREFIX, TODAY = "+54 341", date(2026, 11, 19)
BEGINNINGS = ("Bar", "Ces", "Dom", "Ech", "Fer", "Gut", "Iba", "Lóp", "Mén", "Ñan", "Ort", "Peñ", "Quir", "Ríos", "Sua")
ENDINGS = ("ales", "enda", "ínez", "olle", "uste", "ara", "ería", "ondo", "utti", "anca")
GIVEN = ("Rosa", "Juan", "Elvira", "Tomás", "Nélida", "Omar", "Beatriz", "Ceferino", "Ivana", "Ramón")
HEADER = "apellido;nombres;documento;fecha_nacimiento;genero;telefono;correo;calle;altura;barrio"


def the_file(people: int) -> bytes:
    """Invented people, the same on every run, as an office writes them."""
    chance = random.Random(1)
    lines = [HEADER]
    for number in range(people):
        family = (
            f"{chance.choice(BEGINNINGS)}{chance.choice(ENDINGS)} {chance.choice(BEGINNINGS)}{chance.choice(ENDINGS)}"
        )
        given = f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}"
        born = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(1940, 2015)}"
        phone = f"0341 15 {chance.randint(4_000_000, 6_999_999)}"
        lines.append(
            f"{family};{given};{20_000_000 + number * 7919 % 30_000_000};{born};{'FM'[number % 2]};{phone};"
            f"p{number}@correo.example;San Juan;{number % 5000};El Muelle"
        )
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def lines() -> tuple[CleanLine, ...]:
    return clean_lines(read_roll(the_file(PEOPLE)).lines, phone_prefix=PREFIX, today=TODAY)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[str, int, float], float]]:
    """`told("what", rows, seconds)` answers rows a second, and prints them when the benchmark is over."""
    said: list[str] = []

    def tell(what: str, rows: int, seconds: float) -> float:
        said.append(f"{what}: {rows / seconds:,.0f} rows a second ({rows:,} in {seconds:.2f} s)")
        return rows / seconds

    yield tell
    with capsys.disabled():
        print("", *said, sep="\n  ")  # noqa: T201


@pytest.fixture
def another_store(tmp_path: Path, _empty_record: Path, city: City) -> Iterator[Callable[[], Store]]:
    """Another empty record of the same city, as often as it is called."""
    made: list[Store] = []

    def make() -> Store:
        home = Home(tmp_path / f"another {len(made)}")
        home.path.mkdir()
        home.record.write_bytes(_empty_record.read_bytes())
        home.city_file.write_bytes(CITY_FILE.read_bytes())
        made.append(open_store(home, HandClock(), city))
        return made[-1]

    yield make
    for store in made:
        store.close()


def seconds(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def import_all(store: Store, lines: tuple[CleanLine, ...]) -> tuple[Imported, list[float]]:
    """Takes all lines in, and answers how long each portion held the record."""
    done, held = Imported(), []
    for part in portions(lines):
        began = time.perf_counter()
        done += store.do(import_rows, lines=part).outcome
        held.append(time.perf_counter() - began)
    return done, held


def bare_rows(store: Store, lines: tuple[CleanLine, ...]) -> None:
    """The same rows in the same portions, with no verdict, no journal and no index of the search."""
    clock = store.clock
    for part in portions(lines):
        rows = [
            {**dict.fromkeys(("phone", "email")), **line.fields, "id": clock.new_id(), "city_id": "x", "clocks": {}}
            for line in part
        ]
        with store.engine.connect().execution_options(write=True) as connection:
            connection.execute(insert(Resident), rows)
            connection.commit()


def one_by_one(store: Store, lines: tuple[CleanLine, ...]) -> None:
    """The same people by the ORM, which journals each of them."""
    for part in portions(lines):
        store.do(add_all, lines=part)


def add_all(work: Work, *, lines: Sequence[CleanLine]) -> None:
    work.session.add_all([Resident(**line.fields) for line in lines])


@pytest.mark.timeout(900)
def test_a_roll_is_written_and_journalled_nearly_as_fast_as_its_bare_rows(
    store: Store,
    lines: tuple[CleanLine, ...],
    told: Callable[[str, int, float], float],
    another_store: Callable[[], Store],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as without:
        without.setattr(roll_import, "index_residents", lambda *_: None)
        ours = told("taken in, judged and journalled", PEOPLE, seconds(lambda: import_all(store, lines)))
    bare = told("bare rows", PEOPLE, seconds(lambda: bare_rows(another_store(), lines)))
    few = lines[:FEW]
    orm = told("the ORM, journalled and indexed", FEW, seconds(lambda: one_by_one(another_store(), few)))
    whole = told("taken in, with the index of the search", FEW, seconds(lambda: import_all(another_store(), few)))
    with Session(store.engine) as session:
        assert session.scalar(select(func.count()).select_from(Entry).where(Entry.noun == "resident")) == PEOPLE
    assert store.ask(verify_journal).ok
    # 10,000 a second where bare rows are 30,000: an entry is four times as many bytes as its row.
    assert ours * 5 > bare
    assert whole > orm * 2


@pytest.mark.timeout(900)
def test_looking_through_a_file_is_quicker_than_taking_it_in(
    store: Store, told: Callable[[str, int, float], float], lines: tuple[CleanLine, ...]
) -> None:
    raw = the_file(PEOPLE)
    read = read_roll(raw)
    reading = told("read from a CSV", PEOPLE, seconds(lambda: read_roll(raw)))
    cleaning = told(
        "cleaned", PEOPLE, seconds(lambda: clean_lines(read.lines, phone_prefix=PREFIX, today=TODAY))
    )  # fmt: skip
    seen = Seen()

    def preview() -> None:
        for part in portions(lines):
            store.ask(judge_rows, lines=part, phone_prefix=PREFIX, today=TODAY, seen=seen)

    judging = told("judged for the preview", PEOPLE, seconds(preview))
    held: list[float] = []
    taken_in = told("taken in, with the index", PEOPLE, seconds(lambda: held.extend(import_all(store, lines)[1])))
    held.sort()
    told(
        f"a portion; whoever checks in meanwhile waits {held[-1] * 1000:.0f} ms at most", PORTION, held[len(held) // 2]
    )
    again = told("the same file again", PEOPLE, seconds(lambda: import_all(store, lines)))
    assert min(reading, cleaning, judging, again) > taken_in
