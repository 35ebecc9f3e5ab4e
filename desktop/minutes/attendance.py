"""Who was there: the sum that closes, its distributions, and the table with one line a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.insights.rules import SMALLEST_CELL
from db.minutes.facts import Band, Figures, Person, Stay
from desktop.minutes.blocks import Bar, Block, Column, Content, Header, Sum, Table, Term, plain
from desktop.minutes.phrases import Phrases
from desktop.minutes.roles import HIDDEN
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


def attendance(figures: Figures, phrases: Phrases, *, public: bool = False) -> list[Block]:
    """The sum that closes, the sentences about it, and who they were by age and gender."""

    def term(sign: str, key: str) -> Term:
        return Term(sign, getattr(figures, key), phrases.say("figures", key))

    note = phrases.say("attendance", "hidden", n=SMALLEST_CELL)
    return [
        Sum((term("", "in_room"), term("+", "online"), term("−", "both"), term("=", "people"))),
        Sum((term("", "new"), term("", "returning"), term("", "unnamed"), term("", "unresolved")), closes=False),
        plain(_sentences(figures, phrases)),
        *_distribution(figures.by_age, "by_age", "band", figures.people, phrases),
        *_distribution(figures.by_gender, "by_gender", "gender", figures.people, phrases),
        *([plain(note, "meta")] if public and HIDDEN in _counts(figures) else []),
    ]


def attendance_in_short(figures: Figures, phrases: Phrases) -> list[Block]:
    """How many were there, in sentences alone."""
    return [plain(_sentences(figures, phrases))]


def _sentences(figures: Figures, phrases: Phrases) -> str:
    told = [phrases.count("attendance", "people", figures.people)]
    if figures.in_room and figures.online:
        ways = [phrases.count("attendance", f"way_{way}", n) for way, n in (("room", figures.in_room),
                                                                           ("online", figures.online))]  # fmt: skip
        told.append(phrases.say("attendance", "ways", ways=phrases.enumerate(ways)))
    else:
        told += [phrases.count("attendance", f"all_{way}", n) for way, n in (("room", figures.in_room),
                                                                            ("online", figures.online))]  # fmt: skip
    for key in ("both", "new", "returning", "unnamed", "unresolved"):
        n = getattr(figures, key)
        everybody = key in ("new", "returning") and n == figures.people
        told.append(phrases.count("attendance", f"all_{key}" if everybody else key, n))
    return " ".join(sentence for sentence in told if sentence)


def _counts(figures: Figures) -> set[int]:
    return {band.people for band in (*figures.by_age, *figures.by_gender)}


def _distribution(bands: tuple[Band, ...], section: str, first: str, people: int, phrases: Phrases) -> list[Block]:
    if not bands or not people:  # a table that shares out nobody says nothing
        return []
    columns = (
        Column(phrases.say("figures", first), 0.30),
        Column(phrases.say("figures", "people"), 0.12, number=True),
        Column(phrases.say("figures", "share"), 0.13, number=True),
        Column("", 0.45),
    )
    rows: list[tuple[Content, ...]] = []
    for band in bands:
        name = phrases.age_band(band.code) if first == "band" else phrases.word("gender_band", band.code)
        if band.people == HIDDEN:
            rows.append((name, phrases.say("figures", "hidden"), "", Bar(0.0)))
            continue
        share = band.people / people if people else 0.0
        whole = round(share * 100)
        # Somebody was there: none of a hundred would say that nobody was.
        percent = phrases.say("figures", "percent", n=whole) if whole or not share else phrases.say("figures", "few")
        rows.append((name, str(band.people), percent, Bar(share)))
    title = phrases.say("sections", section)
    return [
        Header(title, 2),
        Table(title, columns, tuple(rows), keep=True),
        plain(phrases.count("attendance", "denominator", people), "meta"),
    ]


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
