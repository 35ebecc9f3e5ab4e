"""What can be asked about councils and sittings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.clock import Hlc
from db.desks import Desk
from db.errors import Refused
from db.places.tables import District
from db.sittings.calendar import USUAL_MINUTES, Slot
from db.sittings.rules import SHORTEST_PREFIX
from db.sittings.tables import Council, Sitting


@dataclass(frozen=True)
class SittingCard:
    """A sitting as screens, minutes and the command line show it. `place` is never empty when the centre is known."""

    id: str
    title: str
    council_id: str
    council: str
    council_kind: str
    district_id: str
    district: str
    centre: str
    starts_at: datetime
    place: str
    mode: str
    state: str
    opened_at: datetime | None
    closed_at: datetime | None
    unnamed: int
    zoom_number: str | None
    join_link: str | None
    registration_link: str | None
    held_by: str | None
    facts_hash: str | None
    stream_views: int | None = None
    length_minutes: int | None = None
    series_id: str | None = None
    cancelled: bool = False
    facilitator: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """When it is meant to end; None when nobody said how long it lasts."""
        return self.starts_at + timedelta(minutes=self.length_minutes) if self.length_minutes else None

    @property
    def slot(self) -> Slot:
        """What others may fall on; two hours where nobody said how long."""
        return Slot(
            self.id, self.starts_at, self.length_minutes or USUAL_MINUTES, self.place, self.district_id, self.mode
        )

    def seconds(self, now: datetime) -> int:
        """How long it has been open, or was: 0 while it is only planned."""
        if self.opened_at is None:
            return 0
        return max(0, int(((self.closed_at or now) - self.opened_at).total_seconds()))


@dataclass(frozen=True)
class CouncilCard:
    """A council as screens show it."""

    id: str
    name: str
    kind: str
    district_id: str
    district: str
    neighbourhood_ids: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def sitting_card(session: Session, *, sitting_id: str) -> SittingCard:
    """One sitting. Raises Refused: sitting_unknown."""
    found = session.execute(_cards().where(Sitting.id == sitting_id)).first()
    if found is None:
        raise Refused("sitting_unknown", text=sitting_id)
    return _card(*found)


def resolve_sitting(session: Session, *, text: str) -> str:
    """The id of the sitting that a person means by its id or by the beginning of it (six characters or more).

    Raises Refused: sitting_unknown; sitting_ambiguous, when several begin so.
    """
    wanted = text.strip().casefold()
    live = select(Sitting.id).where(Sitting.removed_at.is_(None))
    if found := session.scalar(live.where(Sitting.id == wanted)):
        return found
    if len(wanted) < SHORTEST_PREFIX:
        raise Refused("sitting_unknown", text=text)
    several = session.scalars(live.where(Sitting.id.startswith(wanted, autoescape=True)).limit(2)).all()
    if len(several) > 1:
        raise Refused("sitting_ambiguous", text=text)
    if not several:
        raise Refused("sitting_unknown", text=text)
    return several[0]


def sittings_between(session: Session, *, since: datetime, until: datetime) -> tuple[SittingCard, ...]:
    """The sittings that start from `since` on and before `until`, in order: the agenda of a day or a week."""
    query = _cards().where(Sitting.starts_at >= since, Sitting.starts_at < until)
    return tuple(_card(*row) for row in session.execute(query.order_by(Sitting.starts_at, Sitting.id)))


def open_sittings(session: Session) -> tuple[SittingCard, ...]:
    """Every sitting that is open now, the one opened first on top."""
    query = _cards().where(Sitting.state == "open").order_by(Sitting.opened_at, Sitting.id)
    return tuple(_card(*row) for row in session.execute(query))


def held_open(session: Session) -> tuple[SittingCard, ...]:
    """The sittings that this desk itself holds open; others of the city may be open elsewhere at the same time."""
    mine = session.scalar(select(Desk.desk_id))
    return tuple(one for one in open_sittings(session) if one.held_by == mine)


def next_sitting(session: Session, *, since: datetime, district_id: str | None) -> SittingCard | None:
    """The sitting one would leave the office for: the one this desk holds open, else the district's next from `since`.

    Without a district it is the next one of all. One that was called off is none.
    """
    if running := held_open(session):
        return running[0]
    query = _cards().where(Sitting.starts_at >= since, Sitting.state == "planned", Sitting.cancelled_at.is_(None))
    if district_id:
        query = query.where(Sitting.district_id == district_id)
    found = session.execute(query.order_by(Sitting.starts_at, Sitting.id).limit(1)).first()
    return _card(*found) if found else None


def recent_sittings(session: Session, *, before: datetime, limit: int = 20) -> tuple[SittingCard, ...]:
    """The sittings that started before a moment, the newest first."""
    query = _cards().where(Sitting.starts_at < before).order_by(Sitting.starts_at.desc(), Sitting.id).limit(limit)
    return tuple(_card(*row) for row in session.execute(query))


def all_sittings(session: Session, *, limit: int = 200) -> tuple[SittingCard, ...]:
    """Every sitting, the newest first."""
    query = _cards().order_by(Sitting.starts_at.desc(), Sitting.id).limit(limit)
    return tuple(_card(*row) for row in session.execute(query))


def sittings_of(session: Session, *, council_id: str) -> tuple[SittingCard, ...]:
    """The sittings of a council that were held or will be, the newest first; what was cancelled is none of them."""
    query = _cards().where(Sitting.council_id == council_id, Sitting.cancelled_at.is_(None))
    return tuple(_card(*row) for row in session.execute(query.order_by(Sitting.starts_at.desc(), Sitting.id)))


def series_of(session: Session, *, sitting_id: str) -> tuple[SittingCard, ...]:
    """The sittings that were planned together with this one, in order, itself among them; alone if of no series."""
    this = sitting_card(session, sitting_id=sitting_id)
    if this.series_id is None:
        return (this,)
    query = _cards().where(Sitting.series_id == this.series_id).order_by(Sitting.starts_at, Sitting.id)
    return tuple(_card(*row) for row in session.execute(query))


def councils(session: Session, *, district_id: str | None = None) -> tuple[CouncilCard, ...]:
    """The councils of a district, or of the city, by name."""
    query = (
        select(Council, District.name)
        .outerjoin(District, District.id == Council.district_id)
        .where(Council.removed_at.is_(None))
    )
    if district_id:
        query = query.where(Council.district_id == district_id)
    cards = [
        CouncilCard(
            c.id, c.name, c.kind, c.district_id, district or "", tuple(c.neighbourhood_ids or ()), tuple(c.topics or ())
        )
        for c, district in session.execute(query)
    ]
    return tuple(sorted(cards, key=lambda card: (card.name.casefold(), card.id)))


def last_written(session: Session, *, sitting_ids: Collection[str]) -> dict[str, datetime]:
    """When each of these sittings was last written, at any desk: by the latest of the clocks of its fields, in UTC."""
    rows = session.execute(select(Sitting.id, Sitting.clocks).where(Sitting.id.in_(sitting_ids)))
    latest = {one: max(map(str, clocks.values())) for one, clocks in rows if clocks}
    return {one: datetime.fromtimestamp(Hlc.parse(clock).millis / 1000, UTC) for one, clock in latest.items()}


def _cards() -> Select[Sitting, Council, District]:
    # A laptop may hold a sitting whose council or district it has not been sent yet: it is shown all the same.
    return (
        select(Sitting, Council, District)
        .outerjoin(Council, Council.id == Sitting.council_id)
        .outerjoin(District, District.id == Sitting.district_id)
        .where(Sitting.removed_at.is_(None))
    )


def _card(sitting: Sitting, council: Council | None, district: District | None) -> SittingCard:
    centre = district.centre if district else ""
    return SittingCard(
        id=sitting.id,
        title=sitting.title,
        council_id=sitting.council_id,
        council=council.name if council else "",
        council_kind=council.kind if council else "",
        district_id=sitting.district_id,
        district=district.name if district else "",
        centre=centre,
        starts_at=sitting.starts_at,
        place=sitting.place or centre,
        mode=sitting.mode,
        state=sitting.state,
        opened_at=sitting.opened_at,
        closed_at=sitting.closed_at,
        unnamed=sitting.unnamed_in_room,
        zoom_number=sitting.zoom_number,
        join_link=sitting.join_link,
        registration_link=sitting.registration_link,
        held_by=sitting.held_by,
        facts_hash=sitting.facts_hash,
        length_minutes=sitting.length_minutes,
        series_id=sitting.series_id,
        cancelled=sitting.cancelled_at is not None,
        facilitator=sitting.facilitator or "",
        stream_views=sitting.stream_views,
    )
