"""A call of a thousand at a council of the invented city: who comes, whom nobody knows, what the program says of it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.checkin.regulars import note_regulars
from db.checkin.tables import Presence
from db.clock import named_id
from db.matching.commands import import_report
from db.matching.queries import GroupCard, groups, told_groups
from db.sittings.tables import Council, Sitting
from db.work import Store, Work
from db.zoom.files.report import DateOrder, Report, ReportRow
from db.zoom.queries import calls
from tests.benchmarks.big_roll import COUNCILS, DISTRICTS, QUARTERS, people
from tests.benchmarks.messy_names import STRANGERS, Generator, Joined, Person, call
from tests.record import EVENING

COUNCIL, DISTRICT, QUARTER = COUNCILS[0], DISTRICTS[0], QUARTERS[0][0]
REGULARS_HERE = 1_500
FIRST_ROW = 2
CAME_HERE, FROM_DISTRICT, CAME_ELSEWHERE = 0.55, 0.32, 0.06
"""Of the neighbours in a call: who came to this council before, who lives in its district, who came to others; the rest
lives anywhere."""


@dataclass(frozen=True)
class City:
    """The people of the roll as the generators need them, and those of no roll."""

    everybody: Sequence[Person]
    district: Sequence[Person]
    here: Sequence[Person]
    elsewhere: Sequence[Person]
    strangers: Sequence[Person]


def settle_council(store: Store, count: int, *, first: bool = False) -> City:
    """Writes a council with fifteen hundred people who came before, two in three from its district; `first`: nobody of
    them did yet.
    """
    chance = random.Random(11)
    everybody = list(people(count))
    district = [one for one in everybody if one["district_id"] == DISTRICT]
    some = min(REGULARS_HERE, count // 20)
    here = [*chance.sample(district, some * 2 // 3), *chance.sample(everybody, some // 3)]
    here = list({one["id"]: one for one in here}.values())
    store.do(_write_council, ids=[one["id"] for one in here][: 1 if first else None])
    came = set(store.ask(lambda session: session.scalars(select(Presence.resident_id)).all()))
    elsewhere = [one for one in everybody if one["id"] in came]
    # Of the same names as the roll's people, and on no roll.
    strangers = [{**one, "id": None, "document": None} for one in people(6_000, seed=99)]
    return City(everybody, district, here, elsewhere, strangers)


def _write_council(work: Work, *, ids: Sequence[str]) -> None:
    city = work.identity.city_id
    connection = work.session.connection()
    row = {"city_id": city, "council_id": COUNCIL, "title": "Sesión", "mode": "hybrid", "district_id": DISTRICT}
    connection.execute(
        insert(Council),
        [{"id": COUNCIL, "city_id": city, "name": "Consejo El Muelle", "kind": "neighbourhood",
          "district_id": DISTRICT, "neighbourhood_ids": [QUARTER]}],
    )  # fmt: skip
    connection.execute(
        insert(Sitting),
        [{**row, "id": f"before-{n}", "state": "closed", "starts_at": EVENING - timedelta(days=7 * n + 7)}
         for n in range(3)],
    )  # fmt: skip
    connection.execute(
        insert(Presence),
        [
            {"id": f"before-{one}-{n}", "city_id": city, "sitting_id": f"before-{n}", "resident_id": one, "way": "zoom",
             "arrived_at": EVENING - timedelta(days=7 * n + 7), "source": "zoom"}
            for at, one in enumerate(ids) for n in range(1 + at % 3)
        ],
    )  # fmt: skip
    note_regulars(work.session, ids)


def draw(city: City, generator: Generator, *, seed: int, count: int = 1_000) -> list[Joined]:
    """Who joins one evening, mixed: one in four is on no roll."""
    chance = random.Random(seed)
    present: dict[str, Person] = {}
    while len(present) < round(count * (1 - STRANGERS)):
        which = chance.random()
        if which < CAME_HERE:
            one = chance.choice(city.here)
        elif which < CAME_HERE + FROM_DISTRICT:
            one = chance.choice(city.district)
        elif which < CAME_HERE + FROM_DISTRICT + CAME_ELSEWHERE:
            one = chance.choice(city.elsewhere)
        else:
            one = chance.choice(city.everybody)
        present[one["id"]] = one
    return call(list(present.values()), chance.sample(city.strangers, count - len(present)), generator, chance)


def plan(store: Store, name: str) -> str:
    """One more open sitting of the council."""

    def write(work: Work) -> None:
        work.session.add(
            Sitting(id=name, council_id=COUNCIL, title="Sesión", mode="hybrid", district_id=DISTRICT, state="open",
                    starts_at=EVENING, opened_at=EVENING)
        )  # fmt: skip

    store.do(write)
    return name


def report_of(joined: Sequence[Joined], *, with_emails: bool) -> Report:
    """What Zoom tells of them: a line each, all of one hour."""
    rows = [
        ReportRow(number, one.name, email=one.email if with_emails else None, joined_at=EVENING,
                  left_at=EVENING + timedelta(minutes=60 + number % 50), minutes=60 + number % 50)
        for number, one in enumerate(joined, start=FIRST_ROW)
    ]  # fmt: skip
    return Report(None, tuple(rows), DateOrder.DAY_FIRST)


def take_in(store: Store, sitting: str, joined: Sequence[Joined], *, with_emails: bool) -> Any:
    """The report taken in as the program takes it in."""
    told = report_of(joined, with_emails=with_emails)
    sha256 = hashlib.sha256(repr(told).encode()).hexdigest()
    return store.do(import_report, sitting_id=sitting, report=told, sha256=sha256).outcome


@dataclass(frozen=True)
class Answers:
    """What the program said of each participant, in the order they were drawn: sure, and ranked with scores."""

    truths: Sequence[frozenset[str]]
    sure: Sequence[str | None]
    ranked: Sequence[Sequence[tuple[str, float]]]


def answers(store: Store, sitting: str, joined: Sequence[Joined]) -> Answers:
    """What the desk shows of the group in which each participant's own line is."""
    cards = store.ask(_by_line, sitting=sitting)
    [call_id] = [one.id for one in store.ask(calls, sitting_id=sitting)]
    hers = [cards[named_id(call_id, "participant", str(number))] for number, _ in enumerate(joined, start=FIRST_ROW)]
    sure = [card.residents[0].id if card.residents else None for card in hers]
    return Answers(
        [frozenset({one.truth} if one.truth else ()) for one in joined],
        sure,
        [
            [(who, 1.0)] if who else [(one.resident.id, one.score) for one in card.candidates]
            for who, card in zip(sure, hers, strict=True)
        ],
    )


def _by_line(session: Session, *, sitting: str) -> dict[str, GroupCard]:
    cards = {card.key: card for card in groups(session, sitting_id=sitting)}
    return {line: cards[one.key] for one in told_groups(session, sitting_id=sitting) for line in one.line_ids}
