"""Five hundred laptops come back at once, to a server that takes sixty connections: all are done, nothing is lost."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from db.errors import Refused, Unavailable
from db.sync.door import Batch, Door, Link
from db.sync.pace import after_contact
from db.sync.reach import Credentials
from db.sync.server import DeskCard, enrol
from tests.db.sync.shared import Chain
from tests.faults.country import Country, own_country

# The waits between two tries are those of a laptop, in so much less time.
_QUICKER = 30
_GIVE_UP_S = 600.0


@dataclass
class Laptop:
    """One of the crowd: what it will send, how often it had to come again, how long it took."""

    link: Link
    batch: Batch
    chance: random.Random
    tries: int = 0
    took: float = 0.0
    troubles: list[str] = field(default_factory=list)

    def come(self, begin: threading.Barrier) -> None:
        """Tries until the server has confirmed everything; one answer in ten gets lost."""
        begin.wait(60)
        since = time.monotonic()
        while True:
            self.tries += 1
            try:
                if self._contact() and self.chance.random() >= 0.1:
                    break
            except Unavailable as no:
                self.troubles.append(no.code)
            except Refused as no:
                self.troubles.append(f"refused: {no.code}")
                return
            if time.monotonic() - since > _GIVE_UP_S:
                self.troubles.append("gave up")
                return
            wait = after_contact(failures=self.tries, refused=False, sitting_open=True, chance=self.chance.random())
            time.sleep(min(wait, 60) / _QUICKER)
        self.took = time.monotonic() - since

    def _contact(self) -> bool:
        door = Door(self.link)
        try:
            door.hello()
            return door.push(self.batch).confirmed == self.batch.last_seq
        finally:
            door.close()


def gathered(country: Country, seed: int, *, laptops: int, entries: int) -> list[Laptop]:
    """So many laptops with a login each; some rows are everybody's, so that they meet at the same ones."""
    chance, city = random.Random(seed), f"crowd{seed}"
    made = []
    for number in range(laptops):
        login: Credentials = enrol(country.url, DeskCard(city, str(uuid.uuid4()), None, f"Mesa {number}"))
        link = Link(login.desk_id, login.server, login.role, login.password)
        chain = Chain(Door(link), city, login.desk_id)
        for entry in range(entries):
            row = f"shared{chance.randrange(20)}" if entry % 10 == 0 else f"{number}-{entry}"
            fields = {"name": f"Club {number}", "folded": "club", "kind": "club"}
            chain.write("organisation", row, fields, hlc=chain.clock(1 + entry), base={})
        made.append(Laptop(link, chain.batch(), random.Random(chance.random())))
        chain.door.close()
    return made


def crowd(country: Country, seed: int, *, laptops: int, entries: int) -> dict[str, int]:
    """Lets them all come, and holds that everything of everybody is there once."""
    made = gathered(country, seed, laptops=laptops, entries=entries)
    begin = threading.Barrier(laptops)
    threads = [threading.Thread(target=one.come, args=(begin,), daemon=True) for one in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_GIVE_UP_S + 60)
    bad = [one.troubles for one in made if not one.took]
    assert not bad, f"not done: {bad[:3]}"
    strange = {code for one in made for code in one.troubles} - {"server_unreachable", "server_busy"}
    assert not strange, strange
    with country.eyes.connect() as connection:
        assert connection.execute(text(_THERE), {"city": f"crowd{seed}"}).one() == (laptops * entries, laptops, laptops)
    times = sorted(one.took for one in made)
    return {
        "desks": laptops, "entries": laptops * entries, "tries": sum(one.tries for one in made),
        "slowest_ms": round(times[-1] * 1000), "p99_ms": round(times[int(len(times) * 0.99)] * 1000),
    }  # fmt: skip


_THERE = """
    SELECT (SELECT count(*) FROM app.entry WHERE city_id = :city),
           (SELECT count(DISTINCT desk_id) FROM app.server_push WHERE city_id = :city),
           (SELECT commit_no FROM app.server_counter WHERE city_id = :city)
"""


@contextmanager
def many_desks() -> Iterator[Callable[[int], dict[str, Any]]]:
    """A seed is one crowd of five hundred."""
    with own_country() as country:
        yield lambda seed: crowd(country, seed, laptops=500, entries=600 if seed % 5 == 4 else 60)
