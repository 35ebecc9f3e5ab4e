"""Tonight's sitting of the practice: planned for today, with the people who will come and the file Zoom will give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from db.agenda.commands import add_item
from db.home import Opened
from db.places.city import City
from db.sittings.commands import plan_sitting
from db.sittings.queries import sittings_between
from desktop.practice.people import Neighbour, roll, told
from desktop.practice.writing import DISTRICT, quarters, start
from desktop.practice.year import past_year
from desktop.practice.zoom_file import ZoomLine, report

IN_THE_ROOM, ON_ZOOM = 12, 16
STRANGERS = ("Galaxy A54", "Vale del fondo")
ONLY_WAITED = "Nadia sin turno"


@dataclass(frozen=True)
class Cast:
    """Who comes tonight, and how. `sure` are known on Zoom by their names; the rest has a part of its own."""

    room: tuple[Neighbour, ...]
    sure: tuple[Neighbour, ...]
    scanned: Neighbour
    both: Neighbour
    phone_owner: Neighbour
    family: tuple[Neighbour, ...]
    namesakes: tuple[Neighbour, ...]


@dataclass(frozen=True)
class Tonight:
    """The sitting of the evening and the file that Zoom will hand out after it."""

    sitting_id: str
    starts_at: datetime
    zoom_file: Path


def cast(city: City, on: date) -> Cast:
    """The people of tonight: whoever came to the council's last evening, and those with a part."""
    people = roll(quarters(city))
    script = told("evening.toml")
    last = [one for one in past_year(script["councils"], script["past"], len(people), on) if one.council == 0][-1]
    on_zoom = [people[visit.neighbour] for visit in last.visits if visit.ways[0] == "zoom"]
    alone = {name for name, times in Counter(one.full_name for one in people).items() if times == 1}

    def free(way: str) -> list[Neighbour]:
        came = [people[visit.neighbour] for visit in last.visits if visit.ways[0] == way]
        rest = [people[visit.neighbour] for visit in last.visits if visit.ways[0] != way]
        return [one for one in [*came, *rest, *people] if one.part is None and one.full_name in alone]

    # By her name alone whoever is certain is sure: who was on a call before, and who has two given names.
    known = sorted(dict.fromkeys(free("zoom")), key=lambda one: (one not in on_zoom, " " not in one.given_names))
    sure = known[:ON_ZOOM]
    room = [one for one in free("room") if one not in sure][: IN_THE_ROOM - 5]
    parts = {part: tuple(one for one in people if one.part == part) for part in {one.part for one in people}}
    return Cast(
        room=(*parts["first"], *parts["room"], *room),
        sure=tuple(sure),
        scanned=parts["scan"][0],
        both=parts["both"][0],
        phone_owner=parts["phone_owner"][0],
        family=parts["family"],
        namesakes=parts["namesake"],
    )


def card_of(one: Neighbour) -> str:
    """What a reader of bar codes types from the DNI of somebody who does not exist."""
    assert one.birth_date is not None
    assert one.document is not None
    sex = {"woman": "F", "man": "M"}.get(one.gender or "", "X")
    return (
        f"00999999999@{one.family_name.upper()}@{one.given_names.upper()}@{sex}@{one.document}@A"
        f"@{one.birth_date:%d/%m/%Y}@01/06/2019"
    )


def prepare(opened: Opened, on: date, folder: Path) -> Tonight:
    """Plans the sitting of the day, unless it is planned already, and writes Zoom's file into the folder."""
    begin = start(on, opened.city)
    script = told("evening.toml")["tonight"]
    sitting_id = _planned(opened, script, begin) or _plan(opened, script, begin)
    zoom_file = folder / f"participants_{script['zoom_number'].replace(' ', '')}_{on:%Y_%m_%d}.csv"
    zoom_file.write_bytes(report(zoom_lines(cast(opened.city, on), begin), opened.city.zone))
    return Tonight(sitting_id, begin, zoom_file)


def _planned(opened: Opened, script: dict[str, Any], begin: datetime) -> str | None:
    found = opened.store.ask(sittings_between, since=begin, until=begin + timedelta(minutes=1))
    return next((one.id for one in found if one.title == script["title"]), None)


def _plan(opened: Opened, script: dict[str, Any], begin: datetime) -> str:
    made = opened.store.do(
        plan_sitting,
        council=script["council"],
        title=script["title"],
        starts_at=begin,
        district_id=opened.city.district(DISTRICT).id,
        mode="hybrid",
        zoom_number=script["zoom_number"],
        join_link=script["join_link"],
    ).outcome
    for item in script["items"]:
        opened.store.do(
            add_item,
            sitting_id=made,
            title=item["title"],
            minutes=item["minutes"],
            presenter=item["presenter"] or None,
        )
    for days, council in ((2, 1), (6, 2)):
        _plan_another(opened, told("evening.toml")["councils"][council], begin + timedelta(days=days))
    return made


def _plan_another(opened: Opened, council: dict[str, Any], begin: datetime) -> None:
    """What the week to come holds besides."""
    opened.store.do(
        plan_sitting,
        council=council["name"],
        title=told("evening.toml")["past"]["titles"][begin.day % 10],
        starts_at=begin,
        place=council["place"],
    )


def zoom_lines(people: Cast, begin: datetime) -> list[ZoomLine]:
    """The call as Zoom saw it: people who drop out and come back, wait outside, share a telephone, share a name."""
    end = begin + timedelta(minutes=102)

    def line(name: str, joins: float, leaves: float | None = None, **facts: Any) -> ZoomLine:
        left = end if leaves is None else begin + timedelta(minutes=leaves)
        return ZoomLine(name, begin + timedelta(minutes=joins), left, **facts)

    lines = [
        line("CMD Oeste (Anfitrión)", -14, email="zoom.oeste@example.org", guest=False),
        line("Sala de reuniones Oeste", -11.5, guest=False),
        line("iPhone de Marta", 3.4),
        line(f"Familia {people.family[0].family_name}", -2.2),
        line(people.namesakes[0].full_name, 1.1),
        line(STRANGERS[0], 6.5, 71),
        line(STRANGERS[1], 9.2, 64.5),
        line(ONLY_WAITED, 12, 17, waiting=True),
        line(people.both.full_name, -6.3, 22),
    ]
    lines += _sure_lines(people.sure, line)
    return lines


def _sure_lines(sure: Sequence[Neighbour], line: Any) -> list[ZoomLine]:
    lines = []
    for number, one in enumerate(sure):
        joins = -7 + number * 0.9
        facts = {"email": one.email or ""} if number % 2 else {}
        name = one.full_name if number != 4 else one.full_name.lower()
        if number == 5 and one.document:
            name = f"{one.given_names} {one.document}"
        if number in (2, 7):  # the connection broke, twice for one of them
            lines += [line(name, joins, 31 + number, **facts), line(name, 33.5 + number, **facts)]
        elif number == 9:
            lines += [line(name, joins - 4, joins, waiting=True, **facts), line(name, joins, **facts)]
        else:
            lines.append(line(name, joins, 80 + number if number % 3 == 0 else None, **facts))
    return lines
