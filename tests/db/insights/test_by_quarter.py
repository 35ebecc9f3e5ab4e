"""From where people come: each person once, in the quarter the roll has her in, and nobody is lost on the way."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.duplicates.commands import merge
from db.insights.answers import answer
from db.insights.by_quarter import FromQuarter, district_of_quarters, from_quarters, sittings_with_people_from
from db.insights.queries import totals
from db.insights.scope import Scope
from db.places.city import City
from db.places.queries import neighbourhoods
from db.work import Store
from tests.db.insights.test_queries import hold, neighbour
from tests.record import EVENING

ZONE = ZoneInfo("America/Montevideo")


def quarter(store: Store, name: str) -> str:
    return next(one.id for one in store.ask(neighbourhoods) if one.name == name)


def people_by_quarter(session: Session, *, scope: Scope) -> tuple[FromQuarter, ...]:
    quarters = answer(session, "quarters", scope=scope, zone=ZONE, today=EVENING.date())
    return from_quarters(quarters, district_of_quarters(session))


def told(store: Store, scope: Scope = Scope()) -> dict[str | None, int]:  # noqa: B008 - frozen
    return {one.quarter_id: one.people for one in store.ask(people_by_quarter, scope=scope)}


def test_whoever_comes_twice_and_by_both_ways_is_counted_once_in_her_quarter(store: Store) -> None:
    muelle, aromos = quarter(store, "El Muelle"), quarter(store, "Los Aromos")
    ana, ben, cira = (neighbour(store, at, neighbourhood_id=home) for at, home in enumerate((muelle, muelle, aromos)))
    dora = neighbour(store, 3)
    hold(store, [(ana, "room"), (ana, "zoom"), (ben, "room"), (dora, "room")])
    hold(store, [(ana, "room"), (cira, "zoom")], EVENING + timedelta(days=7))
    assert told(store) == {muelle: 2, aromos: 1, None: 1}
    assert sum(told(store).values()) == store.ask(totals, scope=Scope()).people
    assert told(store, Scope(since=EVENING + timedelta(days=1))) == {muelle: 1, aromos: 1}


def test_two_rows_of_one_person_are_one_and_live_where_either_says(store: Store, city: City) -> None:
    muelle = quarter(store, "El Muelle")
    ana, again = neighbour(store, 0, neighbourhood_id=muelle), neighbour(store, 1)
    hold(store, [(ana, "room"), (again, "zoom")])
    store.do(merge, kept_id=again, absorbed_id=ana)
    assert store.ask(people_by_quarter, scope=Scope()) == (FromQuarter(muelle, city.district("ribera").id, 1),)


def test_the_sittings_behind_a_quarter_and_a_district_are_those_somebody_from_there_came_to(
    store: Store, city: City
) -> None:
    muelle = quarter(store, "El Muelle")
    ana, ben = neighbour(store, 0, neighbourhood_id=muelle), neighbour(store, 1)
    first = hold(store, [(ana, "room"), (ben, "room")])
    hold(store, [(ben, "room")], EVENING + timedelta(days=7))
    for home in (muelle, city.district("ribera").id):
        found = store.ask(sittings_with_people_from, scope=Scope(), homes=[home])
        assert [(one.sitting_id, one.council) for one in found] == [(first, "Consejo El Muelle")]
    assert store.ask(sittings_with_people_from, scope=Scope(), homes=[city.district("loma").id]) == ()
