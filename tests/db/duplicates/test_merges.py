"""Merges are undone at any time, in any order, without loss; whatever order they arrive in, the people are the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session

from db.duplicates.commands import keep_apart, merge, put_back_apart, unmerge, unmerge_resident
from db.duplicates.effective import effective
from db.duplicates.queries import kept_apart, merges, resolve_resident
from db.errors import Refused
from db.residents.commands import correct, give_consent, remember_alias, the_resident
from db.residents.persons import VIEW, persons_among, rows_of, same_people, speaking_for, the_person
from db.residents.tables import Merge
from db.sync.server import server_init
from db.work import Store, Work
from tests.db.duplicates.neighbours import BORN, somebody

ROWS = [f"{letter * 8}-0000-7000-8000-000000000000" for letter in "abcdefgh"]
PAIRS = st.tuples(st.sampled_from(ROWS), st.sampled_from(ROWS)).filter(lambda pair: pair[0] != pair[1])
# Rings, the same pair from both sides, chains: whatever several laptops may bring.
BROUGHT = st.lists(PAIRS, max_size=10)
QUIETLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def refusal(store: Store, command: Any, **facts: Any) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def bring(work: Work, *, pairs: list[tuple[str, str]], undone: bool = False) -> list[str]:
    """Writes merges as they come from other laptops: no rule has looked at them here."""
    made = [
        Merge(
            kept_id=kept, absorbed_id=absorbed, why="decided", evidence=[], decided_by="Arriba 1",
            undone_at=work.clock.now() if undone else None,
        )
        for kept, absorbed in pairs
    ]  # fmt: skip
    for row in made:
        work.session.add(row)
    work.session.flush()
    return [row.id for row in made]


def viewed(session: Session) -> dict[str, str]:
    """What the view of the database answers, which reports and the server read through."""
    return dict(session.execute(select(VIEW.c.resident_id, VIEW.c.person_id)).all())


def forget(work: Work) -> None:
    for row in work.session.query(Merge):
        row.removed_at = work.clock.now()


@QUIETLY
@given(pairs=BROUGHT, undone=st.lists(PAIRS, max_size=4))
def test_the_view_answers_what_union_find_does(
    store: Store, pairs: list[tuple[str, str]], undone: list[tuple[str, str]]
) -> None:
    store.do(forget)
    store.do(bring, pairs=pairs)
    store.do(bring, pairs=undone, undone=True)
    assert store.ask(viewed) == store.ask(speaking_for) == same_people(pairs)
    for one in ROWS:
        hers = {row for row, person in same_people(pairs).items() if person == same_people(pairs).get(one)} | {one}
        assert store.ask(the_person, resident_id=one) == same_people(pairs).get(one, one)
        assert store.ask(rows_of, resident_id=one) == tuple(sorted(hers))


@QUIETLY
@given(pairs=BROUGHT, order=st.randoms())
def test_whatever_order_merges_arrive_in_the_people_are_the_same(
    store: Store, pairs: list[tuple[str, str]], order: Any
) -> None:
    shuffled = [*pairs, *pairs[:2]]
    order.shuffle(shuffled)
    assert same_people(shuffled) == same_people(pairs)
    store.do(forget)
    store.do(bring, pairs=shuffled)
    told = store.ask(viewed)
    assert told == same_people(pairs)
    assert all(told[person] == person for person in told.values())


@QUIETLY
@given(pairs=BROUGHT, order=st.randoms())
def test_undoing_merges_in_any_order_leaves_what_the_others_say(
    store: Store, pairs: list[tuple[str, str]], order: Any
) -> None:
    store.do(forget)
    standing = dict(zip(store.do(bring, pairs=pairs).outcome, pairs, strict=True))
    ids = list(standing)
    order.shuffle(ids)
    for one in ids:
        if one not in standing:
            continue  # went with another of the same two rows
        for gone in store.do(unmerge, merge_id=one).outcome.merge_ids:
            del standing[gone]
        assert store.ask(viewed) == store.ask(speaking_for) == same_people(standing.values())
    assert store.ask(speaking_for) == {}


@pytest.fixture
def postgres(server: str) -> Any:
    server_init(server)
    engine = create_engine(server)
    yield engine
    engine.dispose()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=BROUGHT, undone=st.lists(PAIRS, max_size=4))
def test_the_shared_server_sees_the_same_people(
    postgres: Engine, pairs: list[tuple[str, str]], undone: list[tuple[str, str]]
) -> None:
    statement = text(
        "INSERT INTO merge (id, city_id, kept_id, absorbed_id, why, evidence, decided_by, undone_at, clocks) VALUES "
        "(:id, 'villa', :kept, :absorbed, 'decided', '[]', 'Arriba 1', :undone_at, '{}')"
    )
    with postgres.begin() as connection:
        connection.execute(text("SET LOCAL search_path = app"))
        connection.execute(text("DELETE FROM merge"))
        for number, (kept, absorbed) in enumerate([*pairs, *undone]):
            undone_at = "2026-11-19T22:00:00Z" if number >= len(pairs) else None
            connection.execute(statement, {"id": number, "kept": kept, "absorbed": absorbed, "undone_at": undone_at})
        with Session(connection) as session:
            assert viewed(session) == speaking_for(session) == same_people(pairs)
            for one in ROWS[:3]:
                assert the_person(session, one) == same_people(pairs).get(one, one)


@QUIETLY
@given(chosen=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6))
def test_whom_a_person_chose_to_speak_speaks_for_everybody_joined(store: Store, chosen: list[tuple[int, int]]) -> None:
    people = [somebody(store, given_names=f"Rosaura {word}") for word in ("Ana", "Bea", "Cira", "Dora", "Ema")]
    for kept, absorbed in chosen:
        before = store.ask(the_person, resident_id=people[kept])
        if before == store.ask(the_person, resident_id=people[absorbed]):
            continue
        store.do(merge, kept_id=people[kept], absorbed_id=people[absorbed])
        assert {store.ask(the_person, resident_id=people[one]) for one in (kept, absorbed)} == {before}


def test_a_merge_is_refused_with_its_reason(store: Store) -> None:
    one, other, third = (somebody(store, given_names=name) for name in ("Ana", "Bea", "Cira"))
    assert refusal(store, merge, kept_id=one, absorbed_id=one) == "merge_self"
    assert refusal(store, merge, kept_id=one, absorbed_id=ROWS[0]) == "resident_unknown"
    assert refusal(store, merge, kept_id=one, absorbed_id=other, why="because") == "merge_why_unknown"
    store.do(merge, kept_id=one, absorbed_id=other)
    assert refusal(store, merge, kept_id=other, absorbed_id=one) == "already_one"
    assert refusal(store, keep_apart, first_id=one, second_id=other) == "already_one"
    store.do(keep_apart, first_id=third, second_id=other)
    assert refusal(store, merge, kept_id=one, absorbed_id=third) == "merge_apart"
    assert refusal(store, put_back_apart, first_id=one, second_id=third) == "not_apart"
    assert refusal(store, unmerge, merge_id=ROWS[0]) == "merge_unknown"
    assert refusal(store, unmerge_resident, resident_id=third) == "not_merged"


def test_somebody_whose_data_were_erased_is_joined_with_nobody(store: Store) -> None:
    one, other = somebody(store), somebody(store)
    store.do(_empty, resident_id=other)
    assert refusal(store, merge, kept_id=one, absorbed_id=other) == "merge_erased"


def _empty(work: Work, *, resident_id: str) -> None:
    the_resident(work, resident_id).erased_at = work.clock.now()


def test_a_merge_undone_twice_is_refused_and_done_again_holds(store: Store) -> None:
    one, other = somebody(store), somebody(store)
    first = store.do(merge, kept_id=one, absorbed_id=other, evidence=["same_name"]).outcome
    assert [(each.id, each.kept_id, each.evidence) for each in store.ask(merges)] == [(first, one, ("same_name",))]
    assert store.do(unmerge, merge_id=first).outcome.still_one is False
    assert refusal(store, unmerge, merge_id=first) == "merge_undone"
    assert store.ask(merges) == ()
    store.do(merge, kept_id=other, absorbed_id=one)
    assert store.ask(the_person, resident_id=one) == other


def test_a_row_taken_out_keeps_what_it_had_absorbed(store: Store) -> None:
    one, other, third = (somebody(store, given_names=name) for name in ("Ana", "Bea", "Cira"))
    store.do(merge, kept_id=other, absorbed_id=third)
    store.do(merge, kept_id=one, absorbed_id=other)
    assert store.do(unmerge_resident, resident_id=other).outcome.still_one is False
    assert store.ask(rows_of, resident_id=other) == tuple(sorted((other, third)))
    assert store.ask(rows_of, resident_id=one) == (one,)


def test_a_row_that_speaks_lets_go_of_all_it_absorbed(store: Store) -> None:
    one, other, third = (somebody(store, given_names=name) for name in ("Ana", "Bea", "Cira"))
    store.do(merge, kept_id=one, absorbed_id=other)
    store.do(merge, kept_id=one, absorbed_id=third)
    assert len(store.do(unmerge_resident, resident_id=one).outcome.merge_ids) == 2
    assert store.ask(speaking_for) == {}


def test_two_laptops_that_join_the_same_rows_each_its_own_way_are_undone_by_one_act(store: Store) -> None:
    one, other = somebody(store), somebody(store)
    store.do(bring, pairs=[(one, other), (other, one)])
    assert store.ask(the_person, resident_id=other) == min(one, other)
    assert len(store.do(unmerge, merge_id=store.ask(merges)[0].id).outcome.merge_ids) == 2
    assert store.ask(speaking_for) == {}


def test_what_a_ring_still_joins_is_told(store: Store) -> None:
    one, other, third = (somebody(store, given_names=name) for name in ("Ana", "Bea", "Cira"))
    first, *_ = store.do(bring, pairs=[(one, other), (other, third), (third, one)]).outcome
    assert store.do(unmerge, merge_id=first).outcome.still_one is True
    assert store.ask(the_person, resident_id=other) == store.ask(the_person, resident_id=one)


def test_rows_that_never_reached_this_laptop_break_nothing(store: Store) -> None:
    one = somebody(store, phone="099111222")
    store.do(bring, pairs=[(ROWS[0], one), (ROWS[1], ROWS[2])])
    assert store.ask(the_person, resident_id=one) == ROWS[0]
    told = store.ask(effective, resident_id=one)
    assert (told.card.id, told.card.phone) == (one, "+59899111222")
    persons = store.ask(persons_among, resident_ids=[one, ROWS[2]])
    row = persons.row(one, None)
    assert row is not None
    assert (row.id, row.family_name) == (ROWS[0], "Ñandúbez")
    assert persons.row(ROWS[2], None) is None
    assert {line.kept for line in store.ask(merges)} == {""}


def test_what_the_kept_row_does_not_say_the_other_says(store: Store) -> None:
    one = somebody(store, street="Italia", phone="099111222")
    other = somebody(store, "Nandubez", "Rosa", street="Rioja", street_number="1200", birth_date=BORN, email="ro@x.uy")
    store.do(remember_alias, resident_id=other, kind="zoom_name", value="iPhone de Ro", source="matching")
    store.do(give_consent, resident_id=other)
    store.do(merge, kept_id=one, absorbed_id=other)
    told = store.ask(effective, resident_id=other)
    card = told.card
    assert (card.id, card.family_name, card.phone, card.email, card.birth_date) == (
        one, "Ñandúbez", "+59899111222", "ro@x.uy", BORN,
    )  # fmt: skip
    assert (card.street, card.street_number) == ("Italia", None), "half of one address and half of another is nobody's"
    assert card.consent_at is not None
    assert [alias.value for alias in card.aliases] == ["iphone de ro"]
    assert told.filled["email"] == other
    assert [row.id for row in told.rows] == [one, other]
    store.do(correct, resident_id=one, email="rosaura@x.uy")
    assert store.ask(effective, resident_id=other).card.email == "rosaura@x.uy"


def test_two_people_are_kept_apart_once_and_put_back(store: Store) -> None:
    one, other = somebody(store), somebody(store)
    first = store.do(keep_apart, first_id=other, second_id=one).outcome
    assert store.do(keep_apart, first_id=one, second_id=other).outcome == first
    (line,) = store.ask(kept_apart)
    assert {line.first_id, line.second_id} == {one, other}
    store.do(put_back_apart, first_id=other, second_id=one)
    assert store.ask(kept_apart) == ()


def test_a_neighbour_is_meant_by_the_beginning_of_her_identifier(store: Store) -> None:
    one, other = somebody(store), somebody(store)
    assert store.ask(resolve_resident, text=one.upper()) == one
    alike = next(place for place in range(36) if one[place] != other[place])
    assert store.ask(resolve_resident, text=one[: alike + 1]) == one
    for text_, code in (
        (one[:7], "resident_unknown"),
        (one[:8], "resident_id_of_several"),
        ("0" * 9, "resident_unknown"),
    ):
        with pytest.raises(Refused) as no:
            store.ask(resolve_resident, text=text_)
        assert no.value.code == code
