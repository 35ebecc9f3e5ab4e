"""A council of the invented city, its sittings and its neighbours: what the tests of an evening begin with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from db.checkin.commands import check_in
from db.residents.commands import enrol
from db.sittings.commands import open_sitting, plan_sitting
from db.work import Store

COUNCIL = "Consejo Barrial El Muelle"


def planned(store: Store, *, title: str = "Primera sesión", starts_at: datetime | None = None, **facts: Any) -> str:
    """A sitting of the council, by default at the hour the clock shows."""
    at = starts_at or store.clock.now()
    return store.do(plan_sitting, title=title, starts_at=at, council=COUNCIL, **facts).outcome


def opened_sitting(store: Store, *, title: str = "Primera sesión") -> str:
    """A sitting that is open now."""
    sitting = planned(store, title=title)
    store.do(open_sitting, sitting_id=sitting)
    return sitting


def neighbour(store: Store, given: str, family: str, **facts: str) -> str:
    """Somebody on the roll."""
    return store.do(enrol, given_names=given, family_name=family, **facts).outcome


def arrives(store: Store, sitting: str, resident: str, way: str = "room") -> None:
    """Comes in by one way, and stays."""
    store.do(check_in, sitting_id=sitting, resident_id=resident, way=way)


def weeks_ago(store: Store, weeks: int) -> datetime:
    """The same hour, some weeks before."""
    return store.clock.now() - timedelta(weeks=weeks)
