"""What can be asked of the bank of good practices."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from db.errors import Refused
from db.experiences.tables import Experience
from db.folding import fold
from db.places.tables import District, Neighbourhood
from db.sittings.tables import Sitting


@dataclass(frozen=True)
class ExperienceCard:
    """A good practice as screens and the booklet show it; `district` is that of its quarter, else of its sitting."""

    id: str
    title: str
    done: str
    partners: str | None
    took: str | None
    topic: str | None
    neighbourhood_id: str | None
    neighbourhood: str | None
    district_id: str | None
    district: str | None
    sitting_id: str | None
    sitting: str | None
    sitting_at: datetime | None
    happened_on: date | None
    has_photo: bool
    photo_shows: str | None


def experiences(
    session: Session, *, text: str = "", topic: str | None = None, district_id: str | None = None
) -> tuple[ExperienceCard, ...]:  # fmt: skip
    """The good practices in whose words every word of `text` stands (without accents), the latest first."""
    query = _cards().where(Experience.removed_at.is_(None))
    if topic:
        query = query.where(Experience.topic == topic)
    # A city has some hundreds: reading them takes less than an index of words that an erasure would have to empty.
    cards = [_card(row) for row in session.execute(query)]
    found = [
        card
        for card in cards
        if (district_id is None or card.district_id == district_id)
        and all(word in _words(card) for word in fold(text).split())
    ]
    return tuple(sorted(found, key=lambda card: (card.happened_on or date.min, card.id), reverse=True))


def experience(session: Session, *, experience_id: str) -> ExperienceCard:
    """One good practice by its identifier, or the beginning or end of it (six letters or more).

    Raises Refused: experience_unknown; experience_ambiguous, when several begin so.
    """
    told = experience_id.strip().lower()
    # Those written in one evening begin alike: their ends tell them apart.
    meant = or_(Experience.id.startswith(told, autoescape=True), Experience.id.endswith(told, autoescape=True))
    query = _cards().where(Experience.removed_at.is_(None), meant)
    rows = session.execute(query.limit(2)).all() if len(told) >= 6 else []
    if not rows:
        raise Refused("experience_unknown")
    if len(rows) > 1:
        raise Refused("experience_ambiguous", text=told)
    return _card(rows[0])


def photo_of(session: Session, *, experience_id: str) -> bytes | None:
    """The picture of a good practice, a JPEG; None without one."""
    kept = session.scalar(select(Experience.photo).where(Experience.id == experience_id))
    return base64.b64decode(kept) if kept else None


def _words(card: ExperienceCard) -> str:
    return fold(" ".join(filter(None, (card.title, card.done, card.partners, card.took, card.topic))))


def _cards() -> Select[Any]:
    of_quarter, of_sitting = District.__table__.alias("of_quarter"), District.__table__.alias("of_sitting")
    return (
        select(Experience, Neighbourhood, of_quarter.c.name, Sitting, of_sitting.c.name)
        .outerjoin(Neighbourhood, Neighbourhood.id == Experience.neighbourhood_id)
        .outerjoin(of_quarter, of_quarter.c.id == Neighbourhood.district_id)
        .outerjoin(Sitting, Sitting.id == Experience.sitting_id)
        .outerjoin(of_sitting, of_sitting.c.id == Sitting.district_id)
    )


def _card(row: Any) -> ExperienceCard:
    one, quarter, quarter_district, sitting, sitting_district = row
    return ExperienceCard(
        id=one.id,
        title=one.title,
        done=one.done,
        partners=one.partners,
        took=one.took,
        topic=one.topic,
        neighbourhood_id=one.neighbourhood_id,
        neighbourhood=quarter.name if quarter else None,
        district_id=quarter.district_id if quarter else sitting.district_id if sitting else None,
        district=quarter_district or sitting_district,
        sitting_id=one.sitting_id,
        sitting=sitting.title if sitting else None,
        sitting_at=sitting.starts_at if sitting else None,
        happened_on=one.happened_on,
        has_photo=one.photo is not None,
        photo_shows=one.photo_shows,
    )
