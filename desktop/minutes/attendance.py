"""The table of the people who were there: one line a person, each way with its first arrival and last departure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.minutes.facts import Person, Stay
from desktop.minutes.blocks import Block, Column, Table, plain
from desktop.minutes.phrases import Phrases
from desktop.paper.sheet import Cell

# A telephone that loses the signal and dials again within this time never left, as far as an acta is concerned.
BREATH = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Line:
    """The stays of one way told in one line; `broken` when there were gaps between them."""

    way: str
    arrived_at: datetime
    left_at: datetime | None
    broken: bool


def lines(stays: tuple[Stay, ...]) -> tuple[Line, ...]:
    """One line per way, in the order of arrival: twelve reconnections of one phone are one line, not twelve."""
    told: dict[str, Line] = {}
    for stay in sorted(stays, key=lambda one: one.arrived_at):
        before = told.get(stay.way)
        if before is None:
            told[stay.way] = Line(stay.way, stay.arrived_at, stay.left_at, broken=False)
            continue
        gap = before.left_at is not None and stay.arrived_at - before.left_at > BREATH
        left = max(before.left_at, stay.left_at) if before.left_at and stay.left_at else None
        told[stay.way] = Line(stay.way, before.arrived_at, left, broken=before.broken or gap)
    return tuple(told.values())


def people_table(people: tuple[Person, ...], phrases: Phrases) -> list[Block]:
    """The people present as a table, and the note that explains its mark when it is used."""
    if not people:
        return [plain(phrases.say("people", "none"))]
    columns = (
        Column(phrases.say("people", "number"), 0.065, number=True),
        Column(phrases.say("people", "name"), 0.335),
        Column(phrases.say("people", "from"), 0.29),
        Column(phrases.say("people", "way"), 0.11),
        Column(phrases.say("people", "arrived"), 0.10, number=True),
        Column(phrases.say("people", "left"), 0.10, number=True),
    )
    told = [lines(person.stays) for person in people]
    rows = tuple(
        _row(number, person, spans, phrases) for number, (person, spans) in enumerate(zip(people, told, strict=True), 1)
    )
    blocks: list[Block] = [Table(phrases.say("people", "caption"), columns, rows)]
    if any(line.broken for spans in told for line in spans):
        blocks.append(plain(phrases.say("people", "broken"), "meta"))
    return blocks


def _row(number: int, person: Person, spans: tuple[Line, ...], phrases: Phrases) -> tuple[str | Cell, ...]:
    given = person.chosen_name or person.given_names
    name = ", ".join(part for part in (person.family_name, given) if part) or phrases.say("people", "erased")
    home = person.neighbourhood or person.representing or phrases.say("people", "missing")
    mark = phrases.section("people")["broken_mark"]
    return (
        str(number),
        Cell(name, phrases.say("people", "new") if person.new else ""),
        Cell(home, person.representing if person.neighbourhood else ""),
        "\n".join(phrases.word("way", line.way) for line in spans),
        "\n".join(phrases.time(line.arrived_at) for line in spans),
        "\n".join(
            (phrases.time(line.left_at) if line.left_at else phrases.say("people", "still"))
            + (mark if line.broken else "")
            for line in spans
        ),
    )
