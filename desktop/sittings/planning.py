"""What planning asks of the record: what the last sittings propose, and the evenings of seven days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agenda.queries import ItemCard, items
from db.desks import Desk
from db.issues.queries import open_commitments
from db.places.city import City
from db.places.holidays import holidays_of
from db.places.queries import neighbourhoods
from db.sittings.calendar import clashes, next_day, rhythm_of
from db.sittings.queries import CouncilCard, SittingCard, councils, sittings_between, sittings_of
from desktop.sittings.plan_shown import LastItem, PlanFacts, Proposal, WeekRow, WeekShown

_AHEAD = timedelta(days=800)
_DAYS = 7


def plan_facts(session: Session, *, now: datetime, city: City) -> PlanFacts:
    """Everything the form needs, read at once: `now` is by the city's wall clock."""
    today = now.date()
    every = councils(session)
    start = datetime.combine(today, time(), city.zone)
    coming = [one for one in sittings_between(session, since=start, until=start + _AHEAD) if not one.cancelled]
    mine = session.scalar(select(Desk.district_id)) or ""
    return PlanFacts(
        today=today,
        centre=next((one.centre for one in city.districts if one.id == mine), ""),
        councils=every,
        proposals={one.id: _proposal(session, one, now, city) for one in every},
        quarters=tuple((one.id, one.name) for one in neighbourhoods(session)),
        topics=tuple(topic.name for topic in city.topics),
        slots=tuple(one.slot for one in coming),
        councils_of={one.id: one.council for one in coming},
        holidays=holidays_of(city.country, range(today.year, today.year + 3)),
        district_id=mine,
        zone=city.zone,
    )


def week_shown(session: Session, *, first: date, today: date, city: City) -> WeekShown:
    """The evenings of seven days, with those that fall on each other; each day without any has a line too."""
    start = datetime.combine(first, time(), city.zone)
    cards = sittings_between(session, since=start, until=start + timedelta(days=_DAYS))
    told = {one.id: one for one in cards}
    found = clashes(one.slot for one in cards if not one.cancelled)
    names = holidays_of(city.country, {first.year, (first + timedelta(days=_DAYS)).year})
    rows: list[WeekRow] = []
    for day in (first + timedelta(days=n) for n in range(_DAYS)):
        of_day = [one for one in cards if one.starts_at.astimezone(city.zone).date() == day]
        holiday = names.get(day, "")
        if not of_day:
            rows.append(WeekRow(day, True, holiday))
        for place, one in enumerate(of_day):
            with_whom = tuple((told[clash.other_id].council, clash.why) for clash in found.get(one.id, ()))
            rows.append(WeekRow(day, not place, holiday, one, one.starts_at.astimezone(city.zone), with_whom))
    return WeekShown(first, today, tuple(rows))


def _proposal(session: Session, council: CouncilCard, now: datetime, city: City) -> Proposal:
    every = sittings_of(session, council_id=council.id)
    if not every:
        return Proposal(now.date())
    days = [one.starts_at.astimezone(city.zone).date() for one in every]
    last = every[0]
    at = last.starts_at.astimezone(city.zone)
    held = next((one for one in every if one.state in ("closed", "signed")), None) or last
    before = open_commitments(session, council_id=council.id, before=now)
    return Proposal(
        day=next_day(days, today=now.date()),
        hour=f"{at:%H:%M}",
        length=last.length_minutes or 0,
        place=last.place,
        facilitator=last.facilitator,
        mode=last.mode,
        # A meeting that comes again has one number for good; one that was made for an evening has another each time.
        zoom_number=last.zoom_number or "" if _one_number(every) else "",
        rhythm=rhythm_of(days),
        last=at.date(),
        items=_last_items(session, held, every),
        postponed=tuple(one.title for one in items(session, sitting_id=held.id) if _waits(one)),
        promised=tuple(_promise(one.text, one.responsible) for one in before),
    )


def _last_items(session: Session, held: SittingCard, every: Sequence[SittingCard]) -> tuple[LastItem, ...]:
    earlier = next((one for one in every if one.starts_at < held.starts_at), None)
    before = {one.title for one in items(session, sitting_id=earlier.id)} if earlier else None
    return tuple(
        LastItem(one.id, one.title, one.minutes_planned, before is None or one.title in before)
        for one in items(session, sitting_id=held.id)
        if not _waits(one) and not one.carried
    )


def _waits(item: ItemCard) -> bool:
    return item.outcome == "postponed"


def _one_number(every: Sequence[SittingCard]) -> bool:
    last = [one.zoom_number for one in every[:2]]
    return len(last) == 2 and last[0] == last[1]


def _promise(text: str, responsible: str) -> str:
    return f"{text} ({responsible})" if responsible else text
