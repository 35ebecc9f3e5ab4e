"""The call of the sitting in hand: live, brought by itself, by button, and silent where nobody asked."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from db.errors import Refused, Unavailable
from db.sittings.queries import sitting_card
from desktop.zoom.fetching import PATIENCE_S
from tests.desktop.zoom.call_room import Room, names
from tests.desktop.zoom.stub import EVERY_SCOPE, QUICKLY, Answer, no_more_today
from tests.desktop.zoom.stub_evening import Join, Meeting, an_evening
from tests.record import EVENING


def test_a_desk_without_access_shows_nothing_and_asks_nothing(room: Room) -> None:
    room.run(room.safe.forget())
    room.begin()
    room.run(room.presenter.tick())
    assert room.strip.shown is None
    assert room.zoom.asked == []


def test_who_is_in_the_call_is_seen_and_seen_anew(room: Room) -> None:
    room.begin()
    joins = [Join("Nélida Quiroz", 2), Join("Curioso", 4, waiting=True), Join("Bruno Achával", 3)]
    room.zoom.meetings = [Meeting(joins, ended=None)]
    assert names(room.tick(seconds=30)) == [("Bruno Achával", False), ("Nélida Quiroz", False), ("Curioso", True)]
    room.zoom.meetings = [Meeting([*joins[:1], Join("Bruno Achával", 3, 6)], ended=None)]
    assert names(room.tick(seconds=30)) == [("Nélida Quiroz", False)]
    room.run(room.presenter.show_people())
    assert [one.name for one in room.strip.people[0]] == ["Nélida Quiroz"]


def test_who_came_back_with_another_connection_is_one(room: Room) -> None:
    room.begin()
    back = [Join("Nélida Quiroz", 2, account="n"), Join("Nélida (celular)", 9, account="n"), Join("", 3), Join("", 4)]
    room.zoom.meetings = [Meeting(back, ended=None)]
    assert names(room.tick(seconds=30)) == [("", False), ("", False), ("Nélida Quiroz", False)]


def test_a_plan_that_does_not_show_it_is_asked_once(room: Room) -> None:
    room.zoom.plan, room.zoom.meetings = "pro", [Meeting([Join("Ana", 2)], ended=None)]
    room.begin()
    assert room.tick(seconds=30).live_closed
    asked = len(room.zoom.asked)
    assert room.tick(seconds=30).trouble is None
    assert len(room.zoom.asked) == asked


def test_other_credentials_are_asked_anew(room: Room) -> None:
    room.zoom.plan, room.zoom.meetings = "pro", [Meeting([Join("Ana", 2)], ended=None)]
    room.begin()
    room.tick(seconds=30)
    room.zoom.plan = "business"
    room.run(room.presenter.set_up_anew())
    assert names(room.tick(seconds=30)) == [("Ana", False)]


def test_after_the_sitting_the_list_comes_by_itself_when_zoom_is_ready(room: Room) -> None:
    room.begin()
    room.close()
    room.zoom.meetings, room.zoom.unsettled = [an_evening()], 3
    assert room.told().next_try == room.clock.now() + timedelta(minutes=1)
    assert room.tick(seconds=30).brought is False
    assert room.zoom.asked == []
    waiting = room.tick(seconds=30)
    assert (waiting.trouble, waiting.brought) == ("zoom_not_ready", False)
    assert waiting.next_try == room.clock.now() + timedelta(minutes=2)
    assert room.tick(minutes=2).brought
    assert [one.rows for told in room.strip.brought for one in told.calls] == [11]
    room.tick(minutes=30)
    assert len(room.strip.brought) == 1


def test_the_patience_has_an_end(room: Room) -> None:
    room.begin()
    room.close()
    for wait in PATIENCE_S:
        room.tick(seconds=wait)
    assert room.told().next_try is None
    asked = len(room.zoom.asked)
    room.tick(hours=2)
    assert len(room.zoom.asked) == asked


def test_a_window_opened_the_next_morning_goes_on_waiting_for_the_list(room: Room) -> None:
    room.begin()
    room.close()
    room.clock.forward(hours=10)
    room.again()
    room.zoom.meetings = [an_evening()]
    assert room.tick(minutes=1).brought


def test_a_list_that_is_there_already_is_not_asked_for_again(room: Room) -> None:
    room.begin()
    room.close()
    room.zoom.meetings = [an_evening()]
    room.tick(minutes=1)
    room.again()
    assert room.told().brought
    asked = len(room.zoom.asked)
    room.tick(minutes=5)
    assert len(room.zoom.asked) == asked


def test_a_call_that_ends_before_the_sitting_is_brought_while_people_still_talk(room: Room) -> None:
    room.begin()
    running = Meeting([Join("Nélida Quiroz", 2)], ended=None)
    room.zoom.meetings = [running]
    room.tick(minutes=10)
    room.zoom.meetings = [an_evening()]
    room.tick(seconds=30)
    assert room.tick(minutes=1).brought


def test_the_button_says_what_came_of_it(room: Room) -> None:
    room.begin()
    room.zoom.meetings = [an_evening()]
    room.run(room.presenter.bring())
    assert room.strip.brought[0].calls[0].rows == 11
    assert room.told().brought


def test_the_button_says_that_zoom_is_not_ready_and_it_is_tried_again(room: Room) -> None:
    room.begin()
    with pytest.raises(Unavailable, match="zoom_not_ready"):
        room.run(room.presenter.bring())
    room.zoom.meetings = [an_evening()]
    assert room.tick(minutes=1).brought


def test_the_button_says_why_zoom_does_not_let_it(room: Room) -> None:
    room.zoom.plan, room.zoom.meetings = "basic", [an_evening()]
    room.begin()
    with pytest.raises(Refused, match="zoom_plan_missing"):
        room.run(room.presenter.bring())
    assert room.told().next_try is None


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        ([Answer(500, b"")], "zoom_trouble"),
        ([QUICKLY] * 9, "zoom_busy"),
        ([Answer(200, {}, cut=True)], "zoom_unreachable"),
    ],
)
def test_what_fails_without_being_asked_for_is_said_quietly(room: Room, mood: list[Answer], code: str) -> None:
    """No error reaches the bridge, and the next look may do better."""
    room.begin()
    room.zoom.meetings = [Meeting([Join("Ana", 2)], ended=None)]
    room.zoom.moods.extend(mood)
    assert room.tick(seconds=30).trouble == code
    room.zoom.moods.clear()
    assert room.tick(seconds=30).trouble is None


def test_after_the_limit_of_the_day_zoom_is_left_alone_until_it_ends(room: Room) -> None:
    room.begin()
    room.zoom.meetings = [Meeting([Join("Ana", 2)], ended=None)]
    room.zoom.moods.append(no_more_today("2026-11-19T23:00:00Z"))
    resting = room.tick(seconds=30)
    assert (resting.trouble, resting.trouble_facts["until"].hour) == ("zoom_quota", 23)
    asked = len(room.zoom.asked)
    room.tick(minutes=30)
    assert len(room.zoom.asked) == asked
    assert names(room.tick(minutes=40)) == [("Ana", False)]


def test_a_meeting_is_made_and_shown(room: Room) -> None:
    room.begin(number=None, opened=False)
    room.run(room.presenter.create())
    card = room.store.ask(sitting_card, sitting_id=room.id)
    assert (card.zoom_number, card.registration_link) == (
        room.strip.created[0].number, room.strip.created[0].registration_link,
    )  # fmt: skip
    assert room.told().sitting.zoom_number == room.strip.created[0].number


def test_a_meeting_that_may_not_be_made_leaves_the_sitting_as_it_was(room: Room) -> None:
    room.zoom.scopes = tuple(one for one in EVERY_SCOPE if "meeting:write" not in one)
    room.begin(number=None, opened=False)
    with pytest.raises(Refused, match="zoom_scope_missing"):
        room.run(room.presenter.create())
    assert room.store.ask(sitting_card, sitting_id=room.id).zoom_number is None


def test_a_connection_that_is_back_on_the_way_home_brings_the_list(room: Room) -> None:
    room.begin()
    room.close()
    room.zoom.meetings = [an_evening()]
    room.zoom.moods.append(Answer(503, b""))
    waiting = room.tick(minutes=1)
    assert (waiting.trouble, waiting.next_try) == ("zoom_trouble", room.clock.now() + timedelta(minutes=2))
    assert room.tick(minutes=2).brought


def test_the_limit_of_the_day_is_waited_for(room: Room) -> None:
    room.begin()
    room.close()
    room.zoom.meetings = [an_evening()]
    room.zoom.moods.append(no_more_today("2026-11-20T03:00:00Z"))
    assert room.tick(minutes=1).next_try == EVENING + timedelta(hours=5)
    assert room.tick(hours=3).brought


def test_a_press_while_the_clock_is_asking_is_not_lost(room: Room) -> None:
    room.begin()
    room.zoom.meetings = [an_evening(), Meeting([Join("Ana", 2)], ended=None)]

    async def both() -> None:
        room.clock.forward(seconds=30)
        await asyncio.gather(room.presenter.tick(), room.presenter.bring())

    room.run(both())
    assert len(room.strip.brought) == 1


def test_a_call_that_was_cut_and_begun_again_is_brought_whole_at_the_end(room: Room) -> None:
    room.begin()
    first = Meeting(
        [Join("Nélida Quiroz", 2, 30), Join("Ana", 3, 30)], uuid="uno==", ended=EVENING + timedelta(minutes=31)
    )
    room.zoom.meetings = [first]
    room.run(room.presenter.bring())
    again = EVENING + timedelta(minutes=40)
    second = Meeting(
        [Join("Eva", 1, 50), Join("Ana", 2, 50)], uuid="dos==", began=again, ended=again + timedelta(hours=1)
    )
    room.zoom.meetings = [first, second]
    room.close()
    room.tick(minutes=1)
    assert [[one.repeated for one in told.calls] for told in room.strip.brought] == [[False], [True, False]]


def test_an_evening_without_a_second_call_is_not_announced_twice(room: Room) -> None:
    room.begin()
    room.zoom.meetings = [an_evening()]
    room.run(room.presenter.bring())
    room.close()
    assert room.tick(minutes=1).brought
    assert len(room.strip.brought) == 1


def test_a_list_that_is_here_is_not_said_to_be_missing_because_zoom_is_away(room: Room) -> None:
    room.begin()
    room.close()
    room.zoom.meetings = [an_evening()]
    room.tick(minutes=1)
    room.zoom.moods.append(Answer(503, b""))
    with pytest.raises(Unavailable, match="zoom_trouble"):
        room.run(room.presenter.bring())
    assert (room.told().brought, room.told().next_try, room.told().trouble) == (True, None, None)
