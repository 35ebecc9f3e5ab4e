"""The course of a sitting: its items with their times, who came and left, who spoke, and how each ended."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from db.minutes.facts import Item, MinutesFacts, Named
from desktop.minutes.blocks import Block, Column, Header, Paragraph, Table, plain
from desktop.minutes.movements import Moves, movements, told
from desktop.minutes.phrases import Phrases
from desktop.paper.sheet import Cell, Span
from desktop.paper.text import legible


def agenda(facts: MinutesFacts, phrases: Phrases, *, by_name: bool = True) -> list[Block]:
    """Item by item. Without `by_name` whoever came and left is only counted."""
    items = facts.items
    if not items:
        return [plain(phrases.say("agenda", "none"))]
    moves = movements(facts, phrases)
    blocks: list[Block] = _door(moves[0], 1, facts, phrases, by_name=by_name)
    for number, item in enumerate(items, 1):
        blocks.append(Header(phrases.say("agenda", "heading", number=number, title=item.title), 2))
        blocks.append(plain(_item_times(item, phrases), "meta", keep=True))
        blocks += _door(moves[number], number + 1, facts, phrases, by_name=by_name)
        blocks += [plain(line, "note") for line in legible(item.notes).split("\n") if line.strip()]
        if item.turns:
            label = phrases.count("agenda", "turns", len(item.turns))
            blocks.append(Paragraph((Span(label, strong=True), Span(_turns(item, phrases) + ".")), keep=True))
        label = phrases.say("agenda", "outcome")
        blocks.append(Paragraph((Span(label, strong=True), Span(phrases.word("outcome", item.outcome)))))
    return blocks


def agenda_in_short(facts: MinutesFacts, phrases: Phrases) -> list[Block]:
    """Every item with how it ended, in one table."""
    if not facts.items:
        return [plain(phrases.say("agenda", "none"))]
    columns = (
        Column(phrases.say("agenda", "number"), 0.06, number=True),
        Column(phrases.say("agenda", "item"), 0.56),
        Column(phrases.say("agenda", "result"), 0.38),
    )
    rows = []
    for number, item in enumerate(facts.items, 1):
        outcome = phrases.word("outcome", item.outcome)
        outcome = outcome[:1].upper() + outcome[1:]
        rows.append((str(number), Cell(item.title, phrases.say("agenda", "carried") if item.carried else ""), outcome))
    return [Table(phrases.say("agenda", "caption"), columns, tuple(rows))]


def _door(moves: Moves, following: int, facts: MinutesFacts, phrases: Phrases, *, by_name: bool) -> list[Block]:
    """Who came and left meanwhile; `following` is the number of the item that came next, if one did."""
    later = [number for number, item in enumerate(facts.items, 1) if number >= following and item.started_at]
    before = phrases.say("movements", "before_item" if later else "before_end", number=later[0] if later else 0)
    sentences = told(moves, before, phrases, by_name=by_name)
    return [plain(" ".join(sentences))] if sentences else []


def _item_times(item: Item, phrases: Phrases) -> str:
    parts = []
    if item.started_at and item.ended_at:
        start, end = phrases.time(item.started_at), phrases.time(item.ended_at)
        parts.append(phrases.say("agenda", "between", start=start, end=end))
        # By the clock as it is told: "de 19:28 a 19:43, duró 14 minutos" would be read as a mistake.
        lasted = int((_to_the_minute(item.ended_at) - _to_the_minute(item.started_at)).total_seconds() // 60)
        parts.append(phrases.count("agenda", "real", lasted))
    elif item.started_at:
        parts.append(phrases.say("agenda", "since", start=phrases.time(item.started_at)))
    else:
        parts.append(phrases.say("agenda", "untreated"))
    if item.minutes_planned:
        parts.append(phrases.count("agenda", "planned", item.minutes_planned))
    if item.presenter:
        parts.append(phrases.say("agenda", "presenter", name=item.presenter))
    if item.carried:
        parts.append(phrases.say("agenda", "carried"))
    text = phrases.section("agenda")["separator"].join(parts)
    return str(text[:1].upper() + text[1:])


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _turns(item: Item, phrases: Phrases) -> str:
    """Who spoke, in the order of first speaking; somebody who spoke five times is named once with the time summed."""
    spoken: dict[tuple[Named, str], list[int]] = {}
    for turn in item.turns:
        spoken.setdefault((turn.speaker, turn.way), []).append(turn.seconds)
    if len(spoken) > phrases.section("agenda")["turns_threshold"]:
        return _turns_counted(item, phrases)
    names = []
    for (speaker, way), seconds in spoken.items():
        names.append(
            phrases.say(
                "agenda",
                "turn" if len(seconds) == 1 else "turn_repeated",
                name=phrases.person(speaker),
                way=phrases.word("way_sentence", way),
                times=len(seconds),
                time=phrases.duration(sum(seconds)),
            )
        )
    return phrases.enumerate(names)


def _turns_counted(item: Item, phrases: Phrases) -> str:
    """Where very many spoke, how many did, how often and by which way: a page of names is read by nobody."""
    ways = Counter(turn.way for turn in {(turn.speaker, turn.way): turn for turn in item.turns}.values())
    every = [
        phrases.say("movements", "by_way", words=phrases.number(n, "feminine"), way=phrases.word("way_sentence", way))
        for way, n in ways.most_common()
    ]
    return phrases.say(
        "agenda",
        "turns_counted",
        words=phrases.number(len({turn.speaker for turn in item.turns}), "feminine"),
        total=len(item.turns),
        time=phrases.duration(sum(turn.seconds for turn in item.turns)),
        ways=phrases.enumerate(every),
    )
