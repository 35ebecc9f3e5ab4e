"""Bits that flip and files that are cut short: whatever is read of a damaged record is right, or is told as damage."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError

from db.engine import file_trouble
from db.errors import Refused, Unavailable
from db.sync.chain import verify_journal
from db.work import Store
from tests.faults.country import MEMORY, empty_record
from tests.faults.equality import entries_of, rows_of
from tests.faults.power import evening, opened

DAMAGES = 50


def all_of(path: Path) -> Any:
    """Everything that a record says, or what it is told as."""
    try:
        store: Store = opened(path)
    except (Refused, Unavailable) as no:
        return no.code
    except DatabaseError as error:
        return _told(error)
    try:
        city = store.identity.city_id
        if not store.ask(verify_journal).ok:
            return "journal"
        return rows_of(store.engine, city, schema=None), entries_of(store.engine, city, schema=None)
    except (Refused, Unavailable) as no:
        return no.code
    except DatabaseError as error:
        return _told(error)
    finally:
        store.engine.dispose()


def _told(error: DatabaseError) -> str:
    """In our words; what is not about the file would be a bug of ours."""
    trouble = file_trouble(error)
    assert trouble is not None, error
    return trouble.code


def damage(folder: Path, empty: bytes, seed: int, *, many: int) -> dict[str, int]:
    """An evening, its file damaged in as many ways, each time anew."""
    chance = random.Random(seed)
    evening(folder, empty, chance)
    whole = (folder / "record.db").read_bytes()
    right = all_of(folder / "record.db")
    assert isinstance(right, tuple)
    told: dict[str, int] = {"damages": many, "noticed": 0, "harmless": 0}
    for number in range(many):
        broken = bytearray(whole)
        if number % 5:
            at = chance.randrange(8 * len(whole))
            broken[at // 8] ^= 1 << at % 8
        else:
            del broken[chance.randrange(len(whole)) :]
        for left in folder.glob("broken*"):
            left.unlink(missing_ok=True)  # whoever read the last one may take its log away at this moment
        path = folder / f"broken{number}.db"
        path.write_bytes(broken)
        found = all_of(path)
        assert isinstance(found, str) or found == right, f"seed {seed}, damage {number}: read as something else"
        told["harmless" if found == right else "noticed"] += 1
    return told


@contextmanager
def many_damages() -> Iterator[Callable[[int], dict[str, int]]]:
    """A seed is one evening."""
    folder = Path(tempfile.mkdtemp(prefix="cabildo-damage-", dir=MEMORY))
    empty = empty_record(folder)

    def one(seed: int) -> dict[str, int]:
        place = folder / str(seed)
        place.mkdir()
        try:
            return damage(place, empty, seed, many=DAMAGES)
        finally:
            shutil.rmtree(place)

    try:
        yield one
    finally:
        shutil.rmtree(folder)
