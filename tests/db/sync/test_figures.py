"""A district head asks the shared database: the same answers as from a laptop's file, and no name behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.checkin.commands import check_in
from db.engine import open_server
from db.insights.answers import answers, boards, lines, table
from db.insights.labels import labels
from db.insights.scope import Scope
from db.insights.shared import ask_shared
from db.places.city import City
from db.registry import nouns
from db.residents.commands import enrol as enrol_resident
from db.rights.where import FREE_TEXT, HERS, NAMES_OF_BODIES
from db.sittings.commands import open_sitting, plan_sitting
from db.sync.answered_figures import ToldBoard, keep_told, last_told
from db.sync.asking import Sight, ask_there
from db.sync.errand import hand_over_now
from db.sync.reach import as_desk, secured
from db.sync.server import DeskCard, enrol
from db.work import Store
from tests.db.insights.test_keeping import History
from tests.record import EVENING, HandClock

TODAY = date(2026, 12, 20)


@pytest.fixture
def history(new_desk: Callable[..., Store], city: City) -> History:
    """Whatever can happen in a year, on a laptop that has met the server since."""
    store = new_desk()
    clock = store.clock
    assert isinstance(clock, HandClock)
    made = History(store, city, clock, 11)
    for _ in range(4):
        made.enrol()
    for _ in range(130):
        made.step()
    hand_over_now(store)
    return made


@pytest.fixture
def head(shared: str, city: City) -> Iterator[Callable[[str | None], Engine]]:
    """The login of a head, of a district or of the whole city."""
    opened: list[Engine] = []

    def open_for(district_id: str | None) -> Engine:
        desk_id = f"00000000-0000-7000-8000-00000000000{len(opened)}"
        made = enrol(shared, DeskCard(city.id, desk_id, district_id, "Dirección", "head"))
        opened.append(open_server(as_desk(secured(made.server), role=made.role, password=made.password)))
        return opened[-1]

    yield open_for
    for engine in opened:
        engine.dispose()


def told(session: Session, *, scope: Scope, city: City) -> dict[str, Any]:
    found: dict[str, Any] = dict(answers(session, scope=scope, zone=city.zone, today=TODAY))
    found["lines"] = lines(session, scope=scope, zone=city.zone)
    found["by month"] = table(session, by="month", scope=scope, zone=city.zone, today=TODAY)
    return found


def test_both_engines_answer_every_figure_of_the_same_data_the_same(
    history: History, head: Callable[[str | None], Engine], city: City
) -> None:
    engine, store = head(None), history.store
    everything = ask_shared(engine, told, scope=Scope(), city=city)
    for name in ("people", "sheets", "invited", "would_come"):
        assert everything[name].value, name
    for scope in (Scope(), Scope(district_id=city.districts[0].id), Scope(mode="hybrid")):
        there, here = ask_shared(engine, told, scope=scope, city=city), store.ask(told, scope=scope, city=city)
        for name, found in here.items():
            assert there[name] == found, (name, scope)
            assert repr(there[name]) == repr(found), (name, scope)  # numbers of a kind that a document takes
    assert ask_shared(engine, labels).districts == store.ask(labels).districts


def test_a_desk_asks_there_with_its_own_login(history: History, city: City) -> None:
    store = history.store
    there = ask_there(store, lines, scope=Scope(), zone=city.zone)
    here = store.ask(lines, scope=Scope(), zone=city.zone)
    assert there
    assert {one.held.id for one in there} <= {one.held.id for one in here}
    assert store.identity.district_id in {None, *(one.held.district_id for one in there)}


def test_a_lid_closed_over_a_question_asks_again_when_it_opens(desk: Store, eyes: Engine, city: City) -> None:
    """The server lets go of whoever holds a question open and says nothing."""
    asked: list[int] = []

    def held_open(session: Session) -> int:
        pid = session.scalar(text("SELECT pg_backend_pid()"))
        if not asked:
            session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '1ms'"))
            with eyes.connect() as looking:
                while looking.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid"), {"pid": pid}):
                    looking.rollback()  # each look is of its own moment
        asked.append(pid)
        session.execute(text("SELECT count(*) FROM sitting"))
        return len(asked)

    assert ask_there(desk, held_open) == 2
    assert asked[0] != asked[1]


def test_what_the_database_said_is_read_as_it_was_said_and_goes_with_another_role(history: History, city: City) -> None:
    store, mine = history.store, Sight(False, None, "head/")
    days = date(2026, 1, 1), TODAY
    (now,) = store.ask(boards, scopes=(Scope(),), zone=city.zone, today=TODAY)
    told_then = ToldBoard(EVENING, days, days, now, now)
    store.do(keep_told, wish="this_year", sight=mine, told=told_then)
    assert store.ask(last_told, wish="this_year", sight=mine) == told_then
    assert store.ask(last_told, wish="last_year", sight=mine) is None
    other = Sight(False, city.districts[0].id, f"head/{city.districts[0].id}")
    assert store.ask(last_told, wish="this_year", sight=other) is None
    store.do(keep_told, wish="last_year", sight=other, told=told_then)
    assert store.ask(last_told, wish="this_year", sight=mine) is None


def test_a_head_of_a_district_is_told_of_her_district_alone(
    history: History, head: Callable[[str | None], Engine], city: City
) -> None:
    whole = history.store.ask(lines, scope=Scope(), zone=city.zone)
    mine = whole[0].held.district_id
    seen = ask_shared(head(mine), lines, scope=Scope(), zone=city.zone)
    assert {one.held.id for one in seen} == {one.held.id for one in whole if one.held.district_id == mine}
    assert len(seen) < len(whole)


def test_a_head_of_a_district_reads_of_it_what_the_city_reads_of_it(
    history: History, head: Callable[[str | None], Engine], city: City
) -> None:
    """Whoever was at a sitting of another district before is not new, though its head sees nothing of that one."""
    whole = head(None)
    elsewhere = 0
    held = history.store.ask(lines, scope=Scope(), zone=city.zone)
    for district_id in sorted({one.held.district_id for one in held}):
        scope = Scope(district_id=district_id)
        of_city, hers = (ask_shared(one, told, scope=scope, city=city) for one in (whole, head(district_id)))
        assert hers == of_city
        here = history.store.ask(answers, scope=scope, zone=city.zone, today=TODAY)
        assert {name: hers[name] for name in here} == here
        elsewhere += (hers["new_in_council"].value or 0) > (hers["new"].value or 0)
    assert elsewhere, "nobody went from one district to another"


def test_no_column_that_tells_who_somebody_is_can_be_reached_by_her(
    history: History, head: Callable[[str | None], Engine]
) -> None:
    engine = head(None)
    personal = {(noun, name) for some in (HERS, FREE_TEXT) for noun, names in some.items() for name in names}
    # What figures are made of, and names of public bodies.
    told = {("resident", "birth_date"), ("resident", "organisation_id")} | NAMES_OF_BODIES
    with engine.connect() as connection:
        for noun, kind in nouns().items():
            for column in kind.__table__.columns:
                for schema in ("app", "figures"):
                    reached = _reaches(connection, f'SELECT "{column.name}" FROM {schema}."{noun}" LIMIT 1')
                    assert not (reached and schema == "app"), (noun, column.name)
                    assert not reached or (noun, column.name) not in personal - told, (noun, column.name)
        assert not _reaches(connection, "SELECT login FROM figures.me")


def test_a_date_of_birth_is_a_year_but_for_whom_it_changes_her_band_of_age(
    new_desk: Callable[..., Store], head: Callable[[str | None], Engine], city: City
) -> None:
    store = new_desk()
    sitting = store.do(plan_sitting, council="Consejo", title="Faroles", starts_at=EVENING).outcome
    store.do(open_sitting, sitting_id=sitting)

    for letter, born in (("a", date(1979, 5, 17)), ("b", date(1981, 5, 17))):
        who = store.do(enrol_resident, family_name=f"Zurubíez{letter}", given_names="Ofelia", birth_date=born).outcome
        store.do(check_in, sitting_id=sitting, resident_id=who)
    hand_over_now(store)
    with head(None).connect() as connection:
        seen = set(connection.execute(text("SELECT birth_date FROM figures.resident")).scalars())
    assert seen == {date(1979, 1, 1), date(1981, 5, 17)}  # the second one was 44, then 45, in 2026


def _reaches(connection: Any, statement: str) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(text(statement))
    except DBAPIError:
        return False
    return True
