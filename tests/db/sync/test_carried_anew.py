"""A laptop that became another desk and could not say so: its stick is the first to tell the centre its new name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, text

from db.errors import Unavailable
from db.registry import nouns
from db.sync import carrying
from db.sync.administration import restore_check, revoke
from db.sync.adopting import begin_anew
from db.sync.bringing import take_stick_now
from db.sync.centre import take_in
from db.sync.errand import StraightHands, hand_over, hand_over_now, straight
from db.sync.queries import own, pending, who_am_i
from db.work import Done, Store
from tests.db.sync.evening import note_down
from tests.db.sync.shared import one
from tests.db.sync.test_carrying import at_the_centre, carried, why
from tests.db.sync.test_incarnations import NewCopy, copy, equal_everywhere, names

__all__ = ["copy"]

NewDesk = Callable[..., Store]
T = TypeVar("T")


class FallingLine(StraightHands):
    """The line falls in the moment in which the laptop has become another desk, and has told nobody."""

    async def do(self, command: Callable[..., T], *args: Any, **facts: Any) -> Done[T]:
        done = await super().do(command, *args, **facts)
        if command is begin_anew:
            raise Unavailable("server_unreachable")
        return done


@pytest.fixture
def twin(desk: Store, copy: NewCopy) -> Store:
    """The copy of a laptop: both wrote on, and at its contact it heard what it is."""
    hand_over_now(desk)
    made = copy(desk)
    desk.do(note_down, name="Uno")
    made.do(note_down, name="Dos")
    hand_over_now(desk)
    with pytest.raises(Unavailable, match="server_unreachable"):
        straight(hand_over(FallingLine(made)))
    assert made.ask(who_am_i).desk_id != desk.ask(who_am_i).desk_id
    return made


def test_the_stick_of_a_copy_whose_line_fell_before_it_told_its_new_name_is_taken_in(
    twin: Store, desk: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    path = carried(twin, tmp_path)
    made, back = at_the_centre(shared, path)
    assert (made.desk_id, made.trouble, made.confirmed) == (twin.ask(who_am_i).desk_id, None, made.carried)
    told = take_stick_now(twin, back)
    assert (told.confirmed, told.pending, told.trouble) == (made.carried, 0, None)
    assert names(eyes) == {"Uno", "Dos"}
    assert at_the_centre(shared, path)[0].stored == 0
    # By the network it goes on as that desk, and not as one more.
    assert not hand_over_now(twin).anew
    equal_everywhere((desk, twin), eyes)
    assert one(eyes, "SELECT count(*) FROM app.server_desk") == 2


def test_a_server_that_came_back_from_before_it_knew_the_new_name_takes_in_all_of_it_by_stick(
    twin: Store, desk: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    hand_over_now(twin)
    with eyes.begin() as connection:  # a backup of the day of the enrolment
        for table in ("entry", "server_push", "server_aside", *nouns()):
            connection.execute(text(f"TRUNCATE app.{table}"))
        connection.execute(text("DELETE FROM app.server_desk WHERE desk_id = :it"), {"it": twin.ask(who_am_i).desk_id})
        connection.execute(text("UPDATE app.server_desk SET head_seq = 0, head_hash = repeat('0', 64)"))
        connection.execute(text("UPDATE app.server_counter SET commit_no = 0"))
    restore_check(shared, restored=True)
    twin.do(note_down, name="Tres")
    made, back = at_the_centre(shared, carried(twin, tmp_path))
    assert (made.trouble, made.stored) == ("carry_out_of_order", 0)
    take_stick_now(twin, back)
    made, back = at_the_centre(shared, carried(twin, tmp_path, "todo"))
    assert (made.trouble, take_stick_now(twin, back).pending) == (None, 0)
    hand_over_now(desk)
    equal_everywhere((desk, twin), eyes)
    assert names(eyes) == {"Uno", "Dos", "Tres"}


def test_a_laptop_that_was_shut_out_does_not_come_in_under_a_new_name(
    twin: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    path, waiting = carried(twin, tmp_path), twin.ask(pending)
    revoke(shared, "Ribera 1")
    assert why(take_in, shared, path.read_bytes()) == "carry_desk_revoked"
    assert (names(eyes), twin.ask(pending)) == ({"Uno"}, waiting)


@pytest.mark.parametrize(("said", "refused"), [("hers", "carry_forged"), ("nobody", "carry_desk_unknown")])
def test_a_new_name_is_believed_by_the_key_of_its_own_login_alone(
    twin: Store, new_desk: NewDesk, shared: str, eyes: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    said: str, refused: str,
) -> None:  # fmt: skip
    other = new_desk()
    hand_over_now(other)
    # Its own program, changed: the login that it names is another laptop's, or none.
    former = other.ask(own).link.former if said == "hers" else said
    closed = carrying.closed_for
    monkeypatch.setattr(
        carrying, "closed_for", lambda to, keys, who, content: closed(to, keys, {**who, "former": former}, content)
    )
    assert why(take_in, shared, carried(twin, tmp_path).read_bytes()) == refused
    assert one(eyes, "SELECT count(*) FROM app.server_desk") == 2


def test_a_login_that_begins_too_many_chains_is_not_let_begin_another_by_stick(
    twin: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    with eyes.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO app.server_desk (city_id, desk_id, login, district_id, label) "
                "SELECT city_id, gen_random_uuid(), login, district_id, label FROM app.server_desk, "
                "generate_series(1, 99)"
            )
        )
    assert why(take_in, shared, carried(twin, tmp_path).read_bytes()) == "carry_desk_unknown"
    assert names(eyes) == {"Uno"}
