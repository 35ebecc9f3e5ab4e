"""Who came after the opening and who left before the end, told with the item during which it happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.minutes.facts import Item, MinutesFacts, Named, Person
from desktop.minutes.phrases import Phrases

# A sitting is closed with one click, and the last ones out are not "leaving before the end" of it.
AT_THE_END = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who came or left: who, by which way, when."""

    who: Named
    way: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Moves:
    """What happened at the door during one stretch of the sitting."""

    came: tuple[Move, ...] = ()
    left: tuple[Move, ...] = ()


def movements(facts: MinutesFacts, phrases: Phrases) -> tuple[Moves, ...]:
    """Who came and left during each item, in their order; before the first item there is one stretch more.

    Whoever came before the first item, or within the minutes of grace after the opening, was there from the start, and
    whoever was there until the end did not leave. Several stays of one person are one presence from the first arrival
    to the last departure.
    """
    heading = facts.heading
    begun = [item.started_at for item in facts.items if item.started_at]
    if heading.opened_at is None or not begun:
        return (Moves(),) * (len(facts.items) + 1)
    grace = max(min(begun), heading.opened_at + timedelta(minutes=phrases.section("movements")["grace"]))
    came: dict[int, list[Move]] = {}
    left: dict[int, list[Move]] = {}
    for person in facts.people:
        first, last = _first(person), _last(person)
        if first is not None and first.at > grace:
            came.setdefault(_stretch(facts.items, first.at), []).append(first)
        if last is not None and heading.closed_at and last.at < heading.closed_at - AT_THE_END:
            left.setdefault(_stretch(facts.items, last.at), []).append(last)
    return tuple(
        Moves(
            tuple(sorted(came.get(number, ()), key=lambda one: one.at)),
            tuple(sorted(left.get(number, ()), key=lambda one: one.at)),
        )
        for number in range(len(facts.items) + 1)
    )


def told(moves: Moves, before: str, phrases: Phrases, *, by_name: bool) -> list[str]:
    """The sentences about one stretch; `before` says where it ended ("antes del punto 4")."""
    limit = phrases.section("movements")["threshold"] if by_name else 0
    return [*_came(moves.came, limit, phrases), *_left(moves.left, limit, before, phrases)]


def _came(moves: Sequence[Move], limit: int, phrases: Phrases) -> list[str]:
    if not moves:
        return []
    if len(moves) > limit:
        ways = Counter(move.way for move in moves)
        counted = [(phrases.number(n, "feminine"), phrases.word("way_sentence", way)) for way, n in ways.most_common()]
        every = phrases.enumerate([phrases.say("movements", "by_way", words=n, way=way) for n, way in counted])
        if len(counted) == 1:
            return [_counted("came", moves, phrases, "_one_way", ways=counted[0][1])]
        return [_counted("came", moves, phrases, ways=every)]
    if len(moves) == 1:
        (one,) = moves
        who, way, at = phrases.person(one.who, start=True), phrases.word("way_sentence", one.way), phrases.time(one.at)
        return [phrases.say("movements", "came", who=who, way=way, time=at)]
    every = phrases.enumerate(
        [
            phrases.say(
                "movements",
                "came_one_of",
                who=phrases.person(one.who),
                way=phrases.word("way_sentence", one.way),
                time=phrases.time(one.at),
            )
            for one in moves
        ]
    )
    return [phrases.say("movements", "came_many", who=every)]


def _left(moves: Sequence[Move], limit: int, before: str, phrases: Phrases) -> list[str]:
    if not moves:
        return []
    if len(moves) > limit:
        return [_counted("left", moves, phrases, before=before)]
    if len(moves) == 1:
        (one,) = moves
        who = phrases.person(one.who, start=True)
        return [phrases.say("movements", "left", who=who, time=phrases.time(one.at), before=before)]
    every = phrases.enumerate(
        [
            phrases.say("movements", "left_one_of", who=phrases.person(one.who), time=phrases.time(one.at))
            for one in moves
        ]
    )
    return [phrases.say("movements", "left_many", who=every, before=before)]


def _counted(which: str, moves: Sequence[Move], phrases: Phrases, form: str = "", **told: str) -> str:
    first, last = phrases.time(moves[0].at), phrases.time(moves[-1].at)
    if first == last and len(moves) > 1:
        words = phrases.number(len(moves), "feminine")
        return phrases.say("movements", f"{which}_at_once{form}", words=words, first=first, **told)
    return phrases.count("movements", f"{which}_counted{form}", len(moves), first=first, last=last, **told)


def _stretch(items: Sequence[Item], at: datetime) -> int:
    """The number of the item that was on the table then; 0 before the first."""
    there = 0
    for number, item in enumerate(items, 1):
        if item.started_at is not None and item.started_at <= at:
            there = number
    return there


def _first(person: Person) -> Move | None:
    stay = min(person.stays, key=lambda one: one.arrived_at, default=None)
    return None if stay is None else Move(named(person), stay.way, stay.arrived_at)


def _last(person: Person) -> Move | None:
    if not person.stays or any(stay.left_at is None for stay in person.stays):
        return None
    stay = max(person.stays, key=lambda one: one.left_at or one.arrived_at)
    return None if stay.left_at is None else Move(named(person), stay.way, stay.left_at)


def named(person: Person) -> Named:
    """Somebody present as she is named in a sentence: the name she chose, and the family name."""
    given = person.chosen_name or person.given_names
    return Named(" ".join(part for part in (given, person.family_name) if part), person.gender, person.resident)
