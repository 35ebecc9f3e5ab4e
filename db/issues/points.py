"""Places that are known to be in this city: quarters that are drawn, and points that issues are about."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.issues.tables import Issue
from db.places.doubts import Place, drawn_places


def known_places(session: Session) -> tuple[Place, ...]:
    """All of them: their middle tells where the city is."""
    points = session.scalars(select(Issue.point).where(Issue.point.is_not(None), Issue.removed_at.is_(None)))
    told = tuple((float(one["lon"]), float(one["lat"])) for one in points if one)
    return (*drawn_places(session), *told)
