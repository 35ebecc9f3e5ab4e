"""Whose a row is: every noun is told of, and the journal says it beside each entry."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, select

from db.belonging import ANYBODY_WRITES, BELONGS, EVERYBODYS, FOUNDED_BY_ALL, Own, Through, ThroughAny, districts_of
from db.checkin.tables import Presence
from db.journal import Entry
from db.registry import nouns
from db.residents.tables import Alias, Resident
from db.work import Store, Work
from tests.db.sittings.council import opened_sitting

ELSEWHERE = "00000000-0000-5000-8000-00000000000e"


def test_no_noun_is_forgotten_and_none_is_made_up() -> None:
    assert set(BELONGS) == set(nouns())
    assert set(BELONGS) >= EVERYBODYS
    assert ANYBODY_WRITES | FOUNDED_BY_ALL <= EVERYBODYS


def test_every_way_leads_along_a_column_that_there_is_to_a_noun_that_there_is() -> None:
    for noun, ways in BELONGS.items():
        columns = nouns()[noun].__table__.c
        assert ways or noun in ANYBODY_WRITES, noun
        for way in ways:
            assert way.field in columns, (noun, way)
            if isinstance(way, Through):
                assert way.noun in BELONGS, (noun, way)
                assert way.several is isinstance(columns[way.field].type, JSON), (noun, way)
            if isinstance(way, ThroughAny):
                assert way.noun_field in columns


def test_whatever_names_a_sitting_or_a_district_belongs_by_it() -> None:
    for noun, kind in nouns().items():
        columns = kind.__table__.c
        if "district_id" in columns:
            assert BELONGS[noun] == (Own(),), noun
        elif "sitting_id" in columns:
            assert BELONGS[noun][0] == Through("sitting_id", "sitting"), noun


class _Made:
    def __init__(self, **rows: dict[str, Any]) -> None:
        self._rows = rows

    def field(self, noun: str, row_id: str, field: str) -> Any:
        return self._rows.get(f"{noun}_{row_id}", {}).get(field)


def test_a_row_of_several_districts_belongs_to_each_and_one_that_nothing_tells_of_to_none() -> None:
    rows = _Made(
        merge_m={"kept_id": "a", "absorbed_id": "b"}, resident_a={"district_id": "one"},
        resident_b={"district_id": "two"}, resident_c={}, alias_c={"resident_id": "c"},
        settlement_s={"noun": "merge", "row_id": "m"}, settlement_t={"noun": "settlement", "row_id": "t"},
    )  # fmt: skip
    assert districts_of(rows, "merge", "m") == {"one", "two"}
    assert districts_of(rows, "settlement", "s") == {"one", "two"}
    assert districts_of(rows, "alias", "c") == districts_of(rows, "settlement", "t") == frozenset()
    assert districts_of(rows, "resident", "gone") == frozenset()


def _moves(work: Work, *, sitting: str) -> None:
    from db.sittings.tables import Sitting

    work.session.get_one(Sitting, sitting).district_id = ELSEWHERE


def _welcomes(work: Work, *, sitting: str) -> None:
    rosa = Resident(id="rosa", family_name="Peña", given_names="Rosa")
    work.session.add_all([
        rosa, Alias(resident_id="rosa", kind="zoom_name", value="rosa", source="decided", times_confirmed=1),
        Presence(sitting_id=sitting, resident_id="rosa", way="room", source="walk_in", arrived_at=work.clock.now()),
    ])  # fmt: skip


def test_the_journal_tells_the_district_of_the_sitting_and_not_of_who_writes(store: Store) -> None:
    sitting = opened_sitting(store)
    store.do(_moves, sitting=sitting)
    store.do(_welcomes, sitting=sitting)
    told = store.ask(
        lambda session: session.execute(
            select(Entry.noun, Entry.district_id).where(Entry.noun.in_(["presence", "resident", "alias"]))
        ).all()
    )
    # Who walks in without saying where she lives is of the evening she came to.
    assert dict(told) == dict.fromkeys(("presence", "alias", "resident"), ELSEWHERE)


def test_the_name_of_who_writes_is_bounded_and_no_number_that_json_cannot_say_is_journalled(store: Store) -> None:
    store.actor = "Ñ" * 300
    sitting = opened_sitting(store)

    def judges(work: Work) -> None:
        from db.matching.tables import Match

        told = [{"score": float("nan")}]
        work.session.add(Match(sitting_id=sitting, group_key="g", verdict="unknown", score=float("inf"), reasons=told))

    store.do(judges)
    entry = store.ask(lambda session: session.scalars(select(Entry).where(Entry.noun == "match")).one())
    assert entry.actor == "Ñ" * 80
    assert entry.fields["reasons"] == [{"score": None}]
    assert "score" not in entry.fields
