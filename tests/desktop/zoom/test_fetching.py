"""An evening brought from Zoom into the record: which meetings, whose list, with what patience, and twice is once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused, Unavailable
from db.matching.queries import counts
from db.residents.commands import enrol
from db.sittings.commands import change_sitting, close_sitting, open_sitting, plan_sitting
from db.sittings.queries import SittingCard, sitting_card
from db.work import Store
from db.zoom.queries import calls, lines
from db.zoom.rules import Line
from db.zoom.tables import ChatLine, PollAnswer, Registrant
from desktop.zoom.client import ZoomClient
from desktop.zoom.fetching import Brought, bring, patiently
from tests.desk import PlainDesk
from tests.desktop.conftest import Run
from tests.desktop.zoom.stub import EVERY_SCOPE, Answer, Zoom
from tests.desktop.zoom.stub_evening import NUMBER, UUID, Join, Meeting, an_evening
from tests.record import EVENING, HandClock


class Evening:
    """An open sitting with a Zoom meeting, and `bring()`."""

    def __init__(self, store: Store, client: ZoomClient, clock: HandClock, run: Run) -> None:
        self.store, self._client, self._clock, self._run = store, client, clock, run
        for family, given in (("Quiroz", "Nélida"), ("Achával", "Bruno"), ("Ibáñez", "Hugo Daniel")):
            store.do(enrol, family_name=family, given_names=given)
        plan: dict[str, Any] = {
            "title": "Sesión",
            "council": "Consejo Barrial Astilleros",
            "zoom_number": "912 3456 7890",
        }
        self.id = store.do(plan_sitting, starts_at=EVENING, **plan).outcome
        store.do(open_sitting, sitting_id=self.id)

    @property
    def card(self) -> SittingCard:
        return self.store.ask(sitting_card, sitting_id=self.id)

    def close(self) -> None:
        self._clock.forward(minutes=120)
        self.store.do(close_sitting, sitting_id=self.id)

    def bring(self) -> Brought:
        told = self._run(bring(PlainDesk(self.store), self._client, self.card, now=self._clock.now))
        assert isinstance(told, Brought)
        return told

    def cannot(self) -> str:
        with pytest.raises((Refused, Unavailable)) as no:
            self.bring()
        assert isinstance(no.value, Refused | Unavailable)
        return no.value.code


@pytest.fixture
def evening(store: Store, client: ZoomClient, clock: HandClock, run: Run) -> Evening:
    return Evening(store, client, clock, run)


def test_whoever_was_there_comes_in_and_whoever_is_surely_known_counts(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    evening.close()
    told = evening.bring()
    (call,) = told.calls
    standing = evening.store.ask(counts, sitting_id=evening.id)
    assert (call.rows, call.groups, call.only_waited) == (11, 7, 1)
    assert standing.sure == 2
    (card,) = evening.store.ask(calls, sitting_id=evening.id)
    assert (card.topic, card.zoom_number) == ("Sesión de noviembre", str(NUMBER))
    assert card.ended_at == EVENING + timedelta(minutes=110)


def test_what_zoom_told_of_each_line_is_kept(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    evening.close()
    evening.bring()
    kept = {(one.name, one.joined_at): one for one in evening.store.ask(lines, sitting_id=evening.id)}

    def at(name: str, minutes: float) -> Line:
        return kept[name, EVENING + timedelta(minutes=minutes)]

    assert at("Nélida Quiroz", 2).in_waiting_room
    assert at("Nélida Quiroz", 42).registrant_id == "reg-nelida"
    assert at("543415550134", 12).phone == "543415550134"
    assert at("Anfitriona Ejemplo", 0).host
    assert at("Bruno Achával", 5).minutes == 104


def test_the_same_evening_twice_is_one(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    zoom.polls[UUID] = [{"name": "Ana", "email": "", "question_details": [{"question": "¿?", "answer": "Sí"}]}]
    zoom.registrants[NUMBER] = [{"id": "reg-1", "first_name": "Eva", "last_name": "Ruiz", "email": "eva@example.org"}]
    evening.close()
    assert not evening.bring().repeated
    assert evening.bring().repeated
    assert len(evening.store.ask(calls, sitting_id=evening.id)) == 1


def test_while_zoom_still_reckons_nothing_is_taken_in(evening: Evening, zoom: Zoom) -> None:
    """Durations of 0, from all three lists."""
    zoom.meetings, zoom.unsettled = [an_evening()], 3
    evening.close()
    assert evening.cannot() == "zoom_not_ready"
    assert evening.store.ask(calls, sitting_id=evening.id) == ()
    assert evening.bring().calls[0].rows == 11


def test_right_after_the_end_zoom_knows_of_no_meeting(evening: Evening) -> None:
    evening.close()
    assert evening.cannot() == "zoom_not_ready"


def test_of_the_meetings_under_one_number_the_evening_s_own_are_taken(evening: Evening, zoom: Zoom) -> None:
    """The room of every month has one number; tonight it was closed by mistake and opened again."""
    again = EVENING + timedelta(minutes=50)
    zoom.meetings = [
        an_evening(uuid="antes==", began=EVENING - timedelta(days=28), ended=EVENING - timedelta(days=28, hours=-2)),
        an_evening(uuid="uno==", ended=EVENING + timedelta(minutes=45)),
        Meeting([Join("Ana", 1, 30), Join("Eva", 2, 30)], uuid="dos==", began=again, ended=again + timedelta(hours=1)),
    ]
    evening.close()
    assert [one.rows for one in evening.bring().calls] == [11, 2]
    assert not any("antes" in path for path in zoom.paths())


def test_where_zoom_does_not_list_meetings_the_last_one_is_taken_if_it_is_of_the_evening(
    evening: Evening, zoom: Zoom
) -> None:
    zoom.scopes = tuple(one for one in EVERY_SCOPE if "list_past_instances" not in one)
    evening.close()
    zoom.meetings = [an_evening(began=EVENING - timedelta(days=28), ended=EVENING - timedelta(days=27))]
    assert evening.cannot() == "zoom_not_ready"
    zoom.meetings.append(an_evening(uuid="hoy=="))
    assert len(evening.bring().calls) == 1


@pytest.mark.parametrize(
    ("gone", "asked"),
    [(("report:",), "/metrics/"), (("report:", "dashboard:"), "/past_meetings/")],
)
def test_the_best_list_that_the_account_may_read_is_taken(
    evening: Evening, zoom: Zoom, gone: tuple[str, ...], asked: str
) -> None:
    zoom.scopes = tuple(one for one in EVERY_SCOPE if not one.startswith(gone))
    zoom.meetings = [an_evening()]
    evening.close()
    assert evening.bring().calls[0].rows == 11
    assert asked in [path for path in zoom.paths() if path.endswith("/participants")][-1]


def test_an_account_that_may_read_none_of_the_lists_is_told_what_is_missing(evening: Evening, zoom: Zoom) -> None:
    zoom.plan, zoom.meetings = "basic", [an_evening()]
    evening.close()
    assert evening.cannot() == "zoom_plan_missing"


def test_who_registered_comes_in_with_document_and_quarter(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    zoom.registrants[NUMBER] = [
        {"id": "reg-nelida", "first_name": "Nélida", "last_name": "Quiroz", "email": "Nelida@Example.org",
         "create_time": "2026-11-10T12:00:00Z", "status": "approved", "phone": "", "org": "Vecinal",
         "custom_questions": [{"title": "DNI", "value": "10.203.040"}, {"title": "Barrio", "value": "Astilleros"},
                              {"title": "¿Venís con alguien?", "value": "Sí"}]}
    ]  # fmt: skip
    evening.close()
    assert evening.bring().registrations == 1

    def written(session: Session) -> tuple[object, ...]:
        one = session.scalars(select(Registrant)).one()
        return one.document, one.quarter, one.email, one.organisation, one.answers

    answers = "¿Venís con alguien?\tSí"
    assert evening.store.ask(written) == ("10.203.040", "Astilleros", "nelida@example.org", "Vecinal", answers)


def test_an_anonymous_poll_stays_anonymous(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    detail = {"question": "¿Cómo la viste?", "polling_id": "p1", "date_time": "2026-11-19T23:00:00Z"}
    zoom.polls[UUID] = [
        {"name": "Anonymous Attendee", "email": "", "question_details": [{**detail, "answer": "Bien; Rápida"}]},
        {"name": "Ana Paz", "email": "ana@example.org", "question_details": [{**detail, "answer": "Mal"}]},
    ]
    evening.close()
    assert evening.bring().polls == 2

    def written(session: Session) -> list[tuple[object, ...]]:
        told = session.scalars(select(PollAnswer).order_by(PollAnswer.number))
        return [(one.name, one.email, one.answers) for one in told]

    assert evening.store.ask(written) == [(None, None, "Bien\nRápida"), ("Ana Paz", "ana@example.org", "Mal")]


def test_what_the_account_may_not_read_costs_the_rest_nothing(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    zoom.scopes = tuple(one for one in EVERY_SCOPE if "poll" not in one and "registrants" not in one)
    evening.close()
    told = evening.bring()
    assert told.calls[0].rows == 11
    assert told.missing == {"registrations": "zoom_scope_missing", "polls": "zoom_scope_missing"}


def test_while_the_call_runs_who_is_in_it_is_taken_in_as_of_now(evening: Evening, zoom: Zoom, clock: HandClock) -> None:
    zoom.meetings = [
        Meeting([Join("Nélida Quiroz", 2), Join("Afuera", 5, waiting=True), Join("Ida", 1, 3)], ended=None)
    ]
    clock.forward(minutes=30)
    told = evening.bring()
    assert (told.live, told.calls[0].groups) == (True, 1)
    (line,) = evening.store.ask(lines, sitting_id=evening.id)
    assert line.left_at == EVENING + timedelta(minutes=30)


def test_the_list_of_the_end_takes_the_place_of_what_was_brought_during_the_call(
    evening: Evening, zoom: Zoom, clock: HandClock
) -> None:
    running = Meeting([Join("Nélida Quiroz", 2), Join("Bruno Achával", 5)], ended=None)
    zoom.meetings = [running]
    clock.forward(minutes=30)
    evening.bring()
    zoom.meetings = [Meeting([Join("Nélida Quiroz", 2, 100), Join("Bruno Achával", 5, 101), Join("Ida", 40, 90)])]
    evening.close()
    evening.bring()
    (card,) = evening.store.ask(calls, sitting_id=evening.id)
    assert card.rows == 3


def test_a_plan_without_the_dashboard_waits_for_the_end(evening: Evening, zoom: Zoom) -> None:
    zoom.plan, zoom.meetings = "pro", [Meeting([Join("Nélida Quiroz", 2)], ended=None)]
    assert evening.cannot() == "zoom_not_ready"


def test_without_a_number_there_is_nothing_to_ask(evening: Evening, zoom: Zoom) -> None:
    evening.store.do(change_sitting, sitting_id=evening.id, zoom_number="")
    assert evening.cannot() == "zoom_number_missing"
    assert zoom.asked == []


def test_a_zoom_that_fails_in_the_middle_leaves_nothing_half_done(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    evening.close()
    zoom.moods.extend([Answer(0), Answer(0), Answer(500, b"")])
    assert evening.cannot() == "zoom_trouble"
    assert evening.store.ask(calls, sitting_id=evening.id) == ()


def test_the_chat_and_the_transcript_of_the_cloud_come_in(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    transcript = b"WEBVTT\n\n1\n00:02:24.720 --> 00:02:32.850\nAna Paz: Hola a todos.\n"
    zoom.recordings[UUID] = {"CHAT": b"00:10:04\tAna Paz:\tFalta luz\n", "TRANSCRIPT": transcript}
    evening.close()
    told = evening.bring()
    assert (told.chat, told.transcript, told.missing) == (1, 1, {})

    def said_at(session: Session) -> list[tuple[object, ...]]:
        return [(one.author, one.said_at) for one in session.scalars(select(ChatLine))]

    # The recording began at the beginning of the evening, which the file itself does not tell.
    assert evening.store.ask(said_at) == [("Ana Paz", EVENING + timedelta(minutes=10, seconds=4))]


def test_a_recording_that_cannot_be_read_costs_the_rest_nothing(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [an_evening()]
    zoom.recordings[UUID] = {"CHAT": b"\x00\x01\x02 no chat"}
    evening.close()
    told = evening.bring()
    assert told.calls[0].rows == 11
    assert set(told.missing) == {"chat"}


def test_patience_asks_again_until_zoom_is_ready(run: Run) -> None:
    slept: list[float] = []
    said: list[int] = []
    answers: list[Unavailable | Brought] = [Unavailable("zoom_not_ready"), Unavailable("zoom_not_ready"), Brought(())]

    async def attempt() -> Brought:
        answer = answers.pop(0)
        if isinstance(answer, Unavailable):
            raise answer
        return answer

    async def rest(seconds: float) -> None:
        slept.append(seconds)

    assert run(patiently(attempt, rest=rest, seconds=600, told=said.append)) == Brought(())
    assert (slept, said) == ([60, 120], [1, 2])


@pytest.mark.parametrize(
    ("no", "seconds", "attempts"),
    [(Unavailable("zoom_not_ready"), 0, 1), (Unavailable("zoom_not_ready"), 200, 3), (Refused("zoom_too_old"), 600, 1)],
)
def test_patience_has_an_end_and_is_for_nothing_else(
    run: Run, no: Refused | Unavailable, seconds: int, attempts: int
) -> None:
    tried: list[int] = []

    async def attempt() -> Brought:
        tried.append(1)
        raise no

    async def rest(_: float) -> None:
        pass

    with pytest.raises(type(no), match=no.code):
        run(patiently(attempt, rest=rest, seconds=seconds))
    assert len(tried) == attempts


def test_before_the_evening_who_registered_comes_in(
    evening: Evening, zoom: Zoom, store: Store, clock: HandClock, run: Run, client: ZoomClient
) -> None:
    zoom.registrants[NUMBER] = [{"id": "reg-1", "first_name": "Eva", "last_name": "Ruiz", "email": "eva@example.org"}]
    council = "Consejo Barrial Astilleros"
    later = store.do(plan_sitting, title="Otra", council=council, starts_at=EVENING, zoom_number=str(NUMBER)).outcome
    card = store.ask(sitting_card, sitting_id=later)
    told = run(bring(PlainDesk(store), client, card, now=clock.now))
    assert (told.calls, told.registrations, told.repeated) == ((), 1, False)


def test_while_the_call_runs_who_registered_comes_too(evening: Evening, zoom: Zoom) -> None:
    zoom.meetings = [Meeting([Join("Nélida Quiroz", 2)], ended=None)]
    zoom.registrants[NUMBER] = [{"id": "reg-1", "first_name": "Eva", "last_name": "Ruiz", "email": "eva@example.org"}]
    told = evening.bring()
    assert (told.live, told.registrations) == (True, 1)
