"""An open sitting in the invented city, for the tests of the door."""

from __future__ import annotations

from datetime import datetime, timedelta

from db.residents.commands import enrol
from db.sittings.commands import open_sitting, plan_sitting
from db.work import Store
from tests.record import EVENING


def a_sitting(
    store: Store, *, title: str = "Faroles del muelle", at: datetime = EVENING, council: str = "Consejo El Muelle",
    opened: bool = True,
) -> str:  # fmt: skip
    sitting = store.do(plan_sitting, council=council, title=title, starts_at=at, mode="hybrid").outcome
    if opened:
        store.do(open_sitting, sitting_id=sitting)
    return sitting


def a_neighbour(store: Store, family_name: str = "Ñandúbez", given_names: str = "Rosaura", **facts: object) -> str:
    return store.do(enrol, family_name=family_name, given_names=given_names, phone_prefix="+598", **facts).outcome


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
