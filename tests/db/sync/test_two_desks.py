"""Two laptops and the shared database: whatever each writes, and whatever answer is lost, all three end equal."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text

from db.changes import Changes
from db.checkin.commands import check_in
from db.duplicates.commands import merge
from db.errors import Unavailable
from db.issues.commands import add_issue
from db.issues.search import Wanted, find_issues
from db.organisations.tables import Organisation
from db.registry import nouns
from db.residents.commands import correct
from db.residents.search import search
from db.residents.tables import Resident
from db.sync.chain import verify_journal
from db.sync.door import Door
from db.sync.errand import Progress, hand_over_now
from db.sync.queries import pending
from db.sync.repair import check_stretch, has_newer_schema
from db.work import Store, Work
from tests.db.sittings.council import opened_sitting
from tests.db.sync.evening import change_phone, note_down, note_down_many
from tests.db.sync.shared import one, state
from tests.record import HandClock

NewDesk = Callable[..., Store]


def forward(desk: Store, **step: float) -> None:
    """Time passes on one laptop."""
    assert isinstance(desk.clock, HandClock)
    desk.clock.forward(**step)


def meet(*desks: Store) -> None:
    """Each desk at the server, and each once more: what the last one sent reaches the first."""
    for desk in (*desks, *desks):
        hand_over_now(desk)


def rows_everywhere(desks: tuple[Store, ...], eyes: Engine) -> None:
    """Every row is the same on every desk and on the server, and each laptop's rows are what its journal says."""
    for noun in nouns():
        there = state(eyes, noun)
        for desk in desks:
            assert state(desk.engine, noun, schema="") == there, noun
    for desk in desks:
        assert desk.ask(verify_journal).ok
        assert desk.ask(pending) == 0


@pytest.fixture
def pair(new_desk: NewDesk) -> tuple[Store, Store]:
    """Two laptops of one district, some minutes apart."""
    return new_desk(clock=HandClock()), new_desk(clock=HandClock())


def test_what_one_laptop_writes_down_is_found_by_typing_on_the_other(pair: tuple[Store, Store], eyes: Engine) -> None:
    door, table = pair
    door.do(note_down, name="Ñandúbez")
    meet(door, table)
    (found,) = table.ask(search, text="nandu")
    assert "Ñandúbez" in str(found)
    rows_everywhere(pair, eyes)


def test_a_later_change_of_the_other_laptop_counts_and_is_searched_by(pair: tuple[Store, Store], eyes: Engine) -> None:
    door, table = pair
    rosa = door.do(note_down, name="Peña").outcome
    meet(door, table)
    forward(table, minutes=5)
    table.do(change_phone, resident=rosa, phone="+543416667788")
    meet(door, table)
    assert [one.id for one in door.ask(search, text="416667788")] == [rosa]
    rows_everywhere(pair, eyes)


def test_the_screens_of_the_other_laptop_hear_which_rows_came(pair: tuple[Store, Store]) -> None:
    from db.sync.commands import take_page
    from db.sync.queries import own

    door, table = pair
    rosa = door.do(note_down, name="Peña").outcome
    hand_over_now(door)
    line = Door(table.ask(own).link)
    page = line.pull(after=0, mark=None, redacted=0)
    line.close()
    changes: Changes = table.do(take_page, page=page).changes
    assert changes.rows["resident"] == {rosa}
    # Handed over a second time (the answer was lost before the cursor moved) it changes nothing.
    again = table.do(take_page, page=page)
    assert again.outcome == 0
    assert "resident" not in again.changes.rows


def test_rows_that_are_one_person_on_one_laptop_are_one_person_on_the_other(
    pair: tuple[Store, Store], eyes: Engine
) -> None:
    door, table = pair
    first, second = (door.do(note_down, name=name).outcome for name in ("Peña", "Penia"))
    meet(door, table)
    table.do(merge, kept_id=first, absorbed_id=second)
    meet(door, table)
    assert [one.id for one in door.ask(search, text="penia")] == [first]
    rows_everywhere(pair, eyes)


def test_whoever_is_checked_in_on_one_laptop_is_there_on_the_other(pair: tuple[Store, Store], eyes: Engine) -> None:
    door, table = pair
    sitting = opened_sitting(door)
    rosa = door.do(note_down, name="Peña").outcome
    meet(door, table)
    table.do(check_in, sitting_id=sitting, resident_id=rosa)
    meet(door, table)
    with door.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM presence")).scalar() == 1
        assert connection.execute(text("SELECT count(*) FROM search_regular")).scalar() == 1
    rows_everywhere(pair, eyes)


def test_an_issue_is_found_on_the_other_laptop_by_the_name_of_who_raised_it(pair: tuple[Store, Store]) -> None:
    door, table = pair
    sitting = opened_sitting(door)
    rosa = door.do(note_down, name="Ñandúbez").outcome
    issue = door.do(add_issue, sitting_id=sitting, kind="proposal", text="Más luz", raised_by_id=rosa).outcome
    meet(door, table)
    found = table.ask(find_issues, wanted=Wanted(text="nandubez"), topics={}).issues
    assert [one.id for one in found] == [issue]
    # And when she is written otherwise, by the new name and no longer by the old one.
    for step, name in enumerate(("Iriarte", "Acosta")):
        forward(door, minutes=1 + step)
        door.do(correct, resident_id=rosa, family_name=name, given_names="Rosa")
        meet(door, table)
    for words, ids in (("nandubez", []), ("iriarte", []), ("acosta", [issue])):
        found = table.ask(find_issues, wanted=Wanted(text=words), topics={}).issues
        assert [one.id for one in found] == ids, words


def test_a_laptop_of_another_district_gets_what_is_for_it_and_its_journal_still_verifies(
    new_desk: NewDesk, eyes: Engine
) -> None:
    here, there = new_desk(), new_desk(district="loma")
    here.do(note_down, name="Peña")
    here.do(note_down_many, count=3)
    meet(here, there)
    assert state(there.engine, "resident", schema="") == {}
    assert there.ask(verify_journal).ok


def test_more_than_one_page_is_taken_in_whole(pair: tuple[Store, Store], eyes: Engine) -> None:
    door, table = pair
    door.do(note_down_many, count=4500)
    told: list[Progress] = []
    hand_over_now(door)
    hand_over_now(table, tell=told.append)
    assert told[-1].looked == told[-1].whole >= 4500
    assert [progress.looked for progress in told] == sorted(progress.looked for progress in told)
    assert len({progress.received for progress in told}) >= 3
    hand_over_now(door)
    rows_everywhere(pair, eyes)


def test_what_a_newer_laptop_knows_more_is_kept_and_folded_after_the_upgrade(
    pair: tuple[Store, Store], eyes: Engine
) -> None:
    door, table = pair
    rosa = door.do(note_down, name="Peña").outcome
    meet(door, table)
    with table.engine.begin() as connection:
        # As an older program would have left it: it did not know the field, and kept the entry.
        connection.execute(text("UPDATE resident SET phone = NULL WHERE id = :row"), {"row": rosa})
        connection.execute(text("UPDATE sync_standing SET folded_schema = '0001'"))
    assert hand_over_now(table).repaired == 1
    rows_everywhere(pair, eyes)


def test_a_row_that_somebody_changed_in_the_file_is_made_again_from_the_journal(
    pair: tuple[Store, Store], eyes: Engine
) -> None:
    door, table = pair
    rosa = door.do(note_down, name="Peña").outcome
    meet(door, table)
    with table.engine.begin() as connection:
        connection.execute(text("UPDATE resident SET family_name = 'Otra' WHERE id = :row"), {"row": rosa})
    repaired = sum(hand_over_now(table).repaired for _ in nouns())
    assert repaired == 1
    rows_everywhere(pair, eyes)


def test_a_desk_that_never_met_a_server_has_nothing_to_check(new_desk: NewDesk) -> None:
    alone = new_desk(enrolled=False)
    assert alone.do(check_stretch).outcome == 0
    assert alone.do(has_newer_schema).outcome is False


# -- random acts ---------------------------------------------------------------------------------------------------


def act(work: Work, *, chance: random.Random) -> None:
    """Something a person might do: write down, change, take off the roll."""
    known = list(work.session.scalars(select(Resident).order_by(Resident.id)))
    clubs = list(work.session.scalars(select(Organisation).order_by(Organisation.id)))
    kind = chance.randrange(6)
    if kind == 0 or not known:
        work.session.add(Resident(family_name=chance.choice(["Peña", "Nandú"]), given_names="Rosa"))
    elif kind == 1 or not clubs:
        work.session.add(Organisation(name=f"Club {chance.randrange(9)}", folded="club", kind="club"))
    elif kind == 2:
        chance.choice(known).phone = chance.choice([None, "+543415550001", "+543415550002"])
    elif kind == 3:
        one = chance.choice(known)
        one.street, one.street_number = chance.choice([("San Luis", "10"), ("San Juan", None)])
    elif kind == 4:
        one = chance.choice(known)
        one.removed_at = None if one.removed_at else work.clock.now()
    else:
        chance.choice(clubs).contact = chance.choice(["Ana", "Luz", None])


class LosesAnswers:
    """A line on which some answers never arrive: the server has done it, the laptop does not know."""

    def __init__(self, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.chance, self.on = chance, False
        real = Door._call

        def call(door: Door, statement: str, **values: Any) -> Any:
            said = real(door, statement, **values)
            if self.on and self.chance.random() < 0.3:
                raise Unavailable("server_unreachable")
            return said

        monkeypatch.setattr(Door, "_call", call)


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as made:
        yield made


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32 - 1))
def test_whatever_two_laptops_do_and_whatever_is_lost_on_the_line_all_three_end_equal(
    pair: tuple[Store, Store], eyes: Engine, patch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    line = LosesAnswers(chance, patch)
    line.on = True
    for _ in range(chance.randrange(4, 25)):
        desk = chance.choice(pair)
        kind = chance.randrange(4)
        if kind <= 2:
            forward(desk, seconds=chance.randrange(0, 90))  # the laptops' clocks run apart
            desk.do(act, chance=chance)
        else:
            try:
                hand_over_now(desk)
            except Unavailable:
                pass
    line.on = False
    meet(*pair)
    rows_everywhere(pair, eyes)
    assert one(eyes, "SELECT count(*) FROM app.server_aside") == 0
    for desk in pair:
        living = [row for row in state(desk.engine, "resident", schema="").values() if row["removed_at"] is None]
        assert len(desk.ask(search, text="rosa", limit=500)) == min(len(living), 500)
    patch.undo()
