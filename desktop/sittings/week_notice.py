"""The agenda of seven days as it is told to others: poster, message, page and calendar, for the house or for anybody.

Whoever is outside sees council, what it is about, day, hour, place, way and where to register; links and numbers of
Zoom stay inside, for whoever has one can walk in past the registration, and so does the name of who facilitates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from typing import Any

from sqlalchemy.orm import Session

from db.places.city import City
from db.sittings.calendar import USUAL_MINUTES
from db.sittings.queries import SittingCard, last_written, sittings_between
from desktop.paper.sheet import Block, Cell, Column, Content, Heading, Paragraph, Sheet, Span, Table, Title
from desktop.paper.web import whole
from desktop.paper.words import Words, load

DAYS = 7
# Revisions of a calendar entry are counted from here on in seconds: they fit in 31 bits until 2088.
_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Notice:
    """The sittings of seven days from `first` on, in the order of their hours; `place` is a district or the city.

    `written`: when each of them was last changed, by its identifier.
    """

    first: date
    place: str
    whole_city: bool
    cards: tuple[SittingCard, ...]
    city: City
    public: bool
    written: Mapping[str, datetime]

    @property
    def last(self) -> date:
        return self.first + timedelta(days=DAYS - 1)

    def at(self, card: SittingCard) -> datetime:
        """When it begins by the clock of the city."""
        return card.starts_at.astimezone(self.city.zone)

    @property
    def days(self) -> tuple[tuple[date, tuple[SittingCard, ...]], ...]:
        """The days on which there is something."""
        every = sorted({self.at(card).date() for card in self.cards})
        return tuple((day, tuple(card for card in self.cards if self.at(card).date() == day)) for day in every)


def notice(session: Session, *, first: date, city: City, district_id: str | None, public: bool) -> Notice:
    """Reads it. Those called off are in it, said to be so: somebody may have the poster of last week."""
    start = datetime.combine(first, time(), city.zone)
    found = sittings_between(session, since=start, until=start + timedelta(days=DAYS))
    cards = sorted((one for one in found if district_id in (None, one.district_id)), key=lambda one: one.starts_at)
    place = next((one.name for one in city.districts if one.id == district_id), city.name)
    written = last_written(session, sitting_ids=[one.id for one in cards])
    return Notice(first, place, district_id is None, tuple(cards), city, public, written)


def file_words(told: Notice) -> str:
    """The name of the file."""
    return str(load()["week"]["file"]).format(first=told.first.isoformat())


def poster(told: Notice) -> Sheet:
    """The week as paper to hang up, or with how to connect for whoever prepares the evenings."""
    words = load()
    w = words["week"]
    blocks: list[Block] = [Title(_title(told, words), _under(told, words), "" if told.public else w["internal"])]
    if told.public:
        for day, cards in told.days:
            blocks.append(Heading(_day(day, words)))
            blocks += [Paragraph(_large(told, one, words), "poster") for one in cards]
        blocks.append(Paragraph(w["open_to_all"] if told.cards else w["none"], "lead"))
    elif told.cards:
        columns = (Column(w["when"], 0.17), Column(w["what"], 0.27), Column(w["where"], 0.22), Column(w["zoom"], 0.34))
        blocks.append(Table(w["title_city"], columns, tuple(_inner_row(told, one, words) for one in told.cards)))
    else:
        blocks.append(Paragraph(w["none"], "lead"))
    days = {"first": _first(told, words), "last": words.day(told.last)}
    return Sheet(
        title=f"{_title(told, words)}: {_under(told, words)}",
        subject=_under(told, words),
        author=told.city.authority,
        language=words.language,
        letterhead=tuple(one for one in (told.city.authority, told.place) if one),
        footer=w["footer"].format(**days),
        blocks=tuple(blocks),
        landscape=not told.public,
    )


def message(told: Notice) -> str:
    """The week as one writes it into a group: short lines, stars around what WhatsApp shows bold."""
    words = load()
    w = words["week"]
    lines = [w["message_title"].format(title=_title(told, words)), _under(told, words), ""]
    lines += [] if told.public else [w["internal"], ""]
    for card in told.cards:
        day = _day(told.at(card).date(), words)
        lines.append(w["message_line"].format(day=day, hour=_hour(told, card, words), council=card.council))
        state = w["message_title"].format(title=_state(card, words)) if card.cancelled else ""
        lines += [one for one in (state, _about(card), *_where(card, words), *_connecting(told, card, words)) if one]
        lines.append("")
    lines.append(w["open_to_all"] if told.cards else w["none"])
    return "\n".join(lines) + "\n"


def web_page(told: Notice, feed: str = "") -> str:
    """The week as a page; `feed` is the name of the calendar file beside it."""
    words = load()
    w = words["week"]
    parts = []
    for day, cards in told.days:
        parts.append(f"<section><h2>{escape(_day(day, words))}</h2>")
        parts += [_entry(told, card, words) for card in cards]
        parts.append("</section>")
    parts.append(f"<p>{escape(w['open_to_all'] if told.cards else w['none'])}</p>")
    if feed:
        parts.append(f'<p><a href="{escape(feed)}">{escape(w["feed"])}</a></p>')
    title, under = _title(told, words), _under(told, words)
    foot = w["by"].format(who=told.city.authority)
    return whole(f"{title}: {under}", words.language, title, under, "\n".join(parts), foot)


def calendar(told: Notice, now: datetime) -> bytes:
    """The week for calendars (RFC 5545), by the clock of the city.

    A sitting keeps its identifier, and each change of it counts its revision up: whoever takes the file in again finds
    it moved, or called off, and not a second time.
    """
    from icalendar import Calendar

    words = load()
    made = Calendar()
    made.add("prodid", "-//Cabildo//ES")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", words["week"]["calendar"].format(city=told.city.name))
    made.add("x-wr-timezone", told.city.zone.key)
    for card in told.cards:
        made.add_component(_event(told, card, now, words))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(told: Notice, card: SittingCard, now: datetime, words: Words) -> Any:
    from icalendar import Event

    at, name = told.at(card), ": ".join(one for one in (card.council, _about(card)) if one)
    event = Event()
    event.add("uid", f"{card.id}@cabildo")
    event.add("dtstamp", now)
    event.add("dtstart", at)
    event.add("dtend", at + timedelta(minutes=card.length_minutes or USUAL_MINUTES))
    # Not every calendar shows the status.
    event.add("summary", f"{_state(card, words)}: {name}" if card.cancelled else name)
    event.add("location", ", ".join(_where(card, words)))
    event.add("status", "CANCELLED" if card.cancelled else "CONFIRMED")
    if changed := told.written.get(card.id):
        event.add("last-modified", changed)
        event.add("sequence", max(0, int((changed - _COUNTED_FROM).total_seconds())))
    if lines := _connecting(told, card, words):
        event.add("description", "\n".join(lines))
    return event


def _title(told: Notice, words: Words) -> str:
    return str(words["week"]["title_city" if told.whole_city else "title"])


def _under(told: Notice, words: Words) -> str:
    under = str(words["week"]["under"]).format(first=_first(told, words), last=words.day(told.last))
    return under if told.whole_city else f"{told.place} · {under}"


def _first(told: Notice, words: Words) -> str:
    """The first day without what the last one says anyway: "23" al "29 de noviembre de 2026"."""
    if told.first.year != told.last.year:
        return words.day(told.first)
    number = words["dates"]["first_day"] if told.first.day == 1 else str(told.first.day)
    if told.first.month == told.last.month:
        return str(number)
    return words.day(told.first).removesuffix(f" de {told.first.year}")


def _day(day: date, words: Words) -> str:
    dates = words["dates"]
    number = dates["first_day"] if day.day == 1 else day.day
    weekday, month = dates["weekdays"][day.weekday()], dates["months"][day.month - 1]
    return str(words["week"]["day"]).format(weekday=weekday.capitalize(), day=number, month=month)


def _hour(told: Notice, card: SittingCard, words: Words) -> str:
    return str(words["week"]["hour"]).format(hour=f"{told.at(card):%H:%M}")


def _state(card: SittingCard, words: Words) -> str:
    return str(words["week"]["cancelled"]) if card.cancelled else ""


def _about(card: SittingCard) -> str:
    """What it is about, where that is more than the name of the council."""
    return "" if card.title.casefold() == card.council.casefold() else card.title


def _where(card: SittingCard, words: Words) -> list[str]:
    way = str(words["week"][card.mode])
    return [way] if card.mode == "virtual" or not card.place else [card.place, way]


def _connecting(told: Notice, card: SittingCard, words: Words) -> list[str]:
    w, lines = words["week"], []
    if card.cancelled or card.mode == "in_person":
        return []
    if card.registration_link:
        lines.append(str(w["register"]).format(link=card.registration_link))
    if not told.public:
        lines += [str(w["link"]).format(link=card.join_link)] if card.join_link else []
        lines += [str(w["number"]).format(number=card.zoom_number)] if card.zoom_number else []
    return lines


def _large(told: Notice, card: SittingCard, words: Words) -> tuple[Span, ...]:
    """What is read from the other side of the street, and under it where and how."""
    told_of = (_state(card, words), _about(card), *_where(card, words), *_connecting(told, card, words))
    head = Span(f"{_hour(told, card, words)} · {card.council}\n", strong=True)
    return head, Span("\n".join(one for one in told_of if one))


def _inner_row(told: Notice, card: SittingCard, words: Words) -> tuple[Content, ...]:
    w = words["week"]
    place, *way = _where(card, words)
    return (
        Cell(_day(told.at(card).date(), words), _hour(told, card, words)),
        Cell(card.council, _state(card, words) or card.title),
        Cell(place, " ".join(way)),
        Cell(f"{w['facilitates']}: {card.facilitator or w['blank']}", "\n".join(_connecting(told, card, words))),
    )


def _entry(told: Notice, card: SittingCard, words: Words) -> str:
    at = told.at(card)
    lines: Sequence[str] = [escape(one) for one in (_about(card), *_where(card, words)) if one]
    if card.cancelled:
        lines = [f"<strong>{escape(_state(card, words))}</strong>", *lines]
    link = ""
    if card.registration_link and not card.cancelled and card.mode != "in_person":
        said = escape(str(words["week"]["register"]).format(link="").rstrip(": "))
        link = f'<p><a href="{escape(card.registration_link)}">{said}</a></p>'
    return (
        f'<article><h3><time datetime="{at.isoformat()}">{escape(_hour(told, card, words))}</time> · '
        f"{escape(card.council)}</h3><p>{'<br>'.join(lines)}</p>{link}</article>"
    )
