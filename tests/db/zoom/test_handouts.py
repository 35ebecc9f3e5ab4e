"""Registrations, polls, chat and transcripts in the record: as told, once, replaced, and out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

import pytest
from sqlalchemy import select

from db.errors import Refused
from db.journal import Entry
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.sittings.tables import Sitting
from db.work import Store, Work
from db.zoom.commands import take_in_report
from db.zoom.files.opening import read_told
from db.zoom.files.report import Report
from db.zoom.files.told import Chat, Polls, Registrations, Transcript
from db.zoom.handout_queries import (
    chat_lines,
    handouts,
    known_files,
    poll_answers,
    registrants,
    transcript_lines,
)
from db.zoom.handouts import (
    HandedOut,
    discard_transcript,
    take_in_chat,
    take_in_polls,
    take_in_registrations,
    take_in_transcript,
    take_out_handout,
)
from tests.db.zoom import forge
from tests.record import EVENING

COMMANDS = {
    Registrations: take_in_registrations,
    Polls: take_in_polls,
    Chat: take_in_chat,
    Transcript: take_in_transcript,
}
TEXTS = {
    "registrations": forge.registrations_of(Random(3))[0],
    "polls": forge.POLL_TABLES,
    "chat": forge.CHAT,
    "transcript": forge.TRANSCRIPT,
}
ASKED = {
    "registrations": registrants,
    "polls": poll_answers,
    "chat": chat_lines,
    "transcript": transcript_lines,
}


@pytest.fixture
def sitting(store: Store) -> str:
    return store.do(plan_sitting, title="Sesión", council="Consejo Barrial Astilleros", starts_at=EVENING).outcome


def take_in(store: Store, sitting: str, text: str) -> HandedOut:
    _, told = read_told(text.encode(), zone=forge.ZONE, sitting_at=EVENING)
    command = COMMANDS[type(told)]  # type: ignore[index]
    digest = sha256(text.encode()).hexdigest()
    return store.do(command, sitting_id=sitting, told=told, sha256=digest, file_name="de-zoom.csv").outcome  # type: ignore[arg-type]


def _sign(work: Work, *, sitting_id: str) -> None:
    work.session.get_one(Sitting, sitting_id).state = "signed"


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_the_same_bytes_a_second_time_change_nothing(store: Store, sitting: str, kind: str) -> None:
    first, again = take_in(store, sitting, TEXTS[kind]), take_in(store, sitting, TEXTS[kind])
    assert (first.repeated, again.repeated) == (False, True)
    assert first.handout_id == again.handout_id
    [card] = store.ask(handouts, sitting_id=sitting)
    assert (card.kind, card.rows, card.file_name) == (kind, first.rows, "de-zoom.csv")
    assert len(store.ask(ASKED[kind], sitting_id=sitting)) == first.rows


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_what_was_taken_out_is_gone_and_comes_back_as_it_was(store: Store, sitting: str, kind: str) -> None:
    first = take_in(store, sitting, TEXTS[kind])
    before = store.ask(ASKED[kind], sitting_id=sitting)
    assert store.do(take_out_handout, handout_id=first.handout_id).outcome == sitting
    assert (store.ask(ASKED[kind], sitting_id=sitting), store.ask(handouts, sitting_id=sitting)) == ((), ())
    assert store.ask(known_files, sitting_id=sitting) == frozenset()
    with pytest.raises(Refused) as no:
        store.do(take_out_handout, handout_id=first.handout_id)
    assert no.value.code == "handout_unknown"
    assert not take_in(store, sitting, TEXTS[kind]).repeated
    assert store.ask(ASKED[kind], sitting_id=sitting) == before


def test_registrations_are_kept_with_everything_the_form_asked(store: Store, sitting: str) -> None:
    text = (
        "First Name,Last Name,Email,Registration Time,Approval Status,Documento,¿Qué propone?\r\n"
        'Pía,Sosa,Pia@example.org,"11/18/2026 07:00:00 PM",approved,28111222,"Más luz,\r\ny que poden"\r\n'
    )
    take_in(store, sitting, text)
    [one] = store.ask(registrants, sitting_id=sitting)
    assert (one.given_names, one.family_name, one.email, one.document) == ("Pía", "Sosa", "pia@example.org", "28111222")
    assert one.answers == (("¿Qué propone?", "Más luz, y que poden"),)
    assert one.registered_at == datetime(2026, 11, 18, 22, tzinfo=UTC)


def test_a_fuller_export_takes_the_place_of_the_first_and_gives_it_back(store: Store, sitting: str) -> None:
    text, people = forge.registrations_of(Random(3))
    shorter = "\r\n".join(text.splitlines()[:-2]) + "\r\n"
    first = take_in(store, sitting, shorter)
    fuller = take_in(store, sitting, text)
    assert (fuller.replaced_id, fuller.repeated) == (first.handout_id, False)
    assert len(store.ask(registrants, sitting_id=sitting)) == len(people)
    # The older one once more is nothing new, and never takes the fuller one's place.
    assert take_in(store, sitting, shorter).repeated
    assert len(store.ask(handouts, sitting_id=sitting)) == 1
    store.do(take_out_handout, handout_id=fuller.handout_id)
    assert len(store.ask(registrants, sitting_id=sitting)) == len(people) - 2


def test_the_chat_of_another_call_stands_beside_the_first(store: Store, sitting: str) -> None:
    take_in(store, sitting, forge.CHAT)
    assert take_in(store, sitting, forge.CHAT_SPANISH).replaced_id is None
    assert [card.private for card in store.ask(handouts, sitting_id=sitting)].count(1) == 1
    assert len(store.ask(chat_lines, sitting_id=sitting)) == 5


def test_what_was_private_is_nowhere_in_the_record(store: Store, sitting: str) -> None:
    take_in(store, sitting, forge.CHAT)
    take_in(store, sitting, forge.CHAT_SPANISH)
    with store.engine.connect() as connection:
        told = [str(one.fields) for one in connection.execute(select(Entry.fields))]
    assert told
    assert not [one for one in told if "secreto" in one]


def test_who_answered_an_anonymous_poll_is_nowhere_in_the_record(store: Store, sitting: str) -> None:
    take_in(store, sitting, forge.POLL_LINES)
    nobody = [one for one in store.ask(poll_answers, sitting_id=sitting) if one.name is None]
    assert [(one.email, one.answered_at, one.answers) for one in nobody] == [(None, None, ("Igual",))]
    with store.engine.connect() as connection:
        told = [str(one.fields) for one in connection.execute(select(Entry.fields))]
    assert not [one for one in told if "secreto@example.org" in one]


def test_even_a_reader_that_forgets_it_cannot_name_who_answered_in_secret(store: Store, sitting: str) -> None:
    _, told = read_told(forge.POLL_TABLES.encode(), zone=forge.ZONE, sitting_at=EVENING)
    assert isinstance(told, Polls)
    leaking = replace(told, answers=(replace(told.answers[0], name=None),))
    store.do(take_in_polls, sitting_id=sitting, told=leaking, sha256="0" * 64)
    [one] = store.ask(poll_answers, sitting_id=sitting)
    assert (one.name, one.email, one.answered_at) == (None, None, None)


def test_the_words_of_an_item_are_found_by_the_calls_beginning(store: Store, sitting: str) -> None:
    take_in(store, sitting, forge.TRANSCRIPT)
    assert [one.at for one in store.ask(transcript_lines, sitting_id=sitting)] == [None] * 3
    store.do(open_sitting, sitting_id=sitting)
    evening = forge.evening(Random(7))
    _, report = read_told(forge.participant_forms(evening)["en, rows"].encode(), zone=forge.ZONE)
    assert isinstance(report, Report)
    store.do(take_in_report, sitting_id=sitting, report=report, sha256="1" * 64)
    began = evening.stays[0].joined
    first = store.ask(transcript_lines, sitting_id=sitting, since=began, until=began + timedelta(minutes=1))
    assert [(one.who, one.exact) for one in first] == [("Nélida Quiroz", False), (None, False)]
    later = store.ask(transcript_lines, sitting_id=sitting, since=began + timedelta(minutes=1))
    assert [one.who for one in later] == ["Bruno de la Peña"]


def test_a_discarded_transcript_is_gone_from_the_journal_too(store: Store, sitting: str) -> None:
    done = take_in(store, sitting, forge.TRANSCRIPT)
    assert store.do(discard_transcript, handout_id=done.handout_id).outcome == sitting
    assert store.ask(transcript_lines, sitting_id=sitting) == ()
    with store.engine.connect() as connection:
        told = [str(one.fields) for one in connection.execute(select(Entry.fields))]
    assert not [one for one in told if "Hola a todos" in one or "Nélida Quiroz" in one]


def test_only_a_transcript_is_discarded(store: Store, sitting: str) -> None:
    done = take_in(store, sitting, forge.CHAT)
    with pytest.raises(Refused) as no:
        store.do(discard_transcript, handout_id=done.handout_id)
    assert no.value.code == "handout_unknown"


def test_a_signed_evening_takes_nothing_more_but_lets_the_transcript_go(store: Store, sitting: str) -> None:
    transcript = take_in(store, sitting, forge.TRANSCRIPT)
    store.do(open_sitting, sitting_id=sitting)
    store.do(close_sitting, sitting_id=sitting)
    store.do(_sign, sitting_id=sitting)
    for act in (
        lambda: take_in(store, sitting, forge.CHAT),
        lambda: store.do(take_out_handout, handout_id=transcript.handout_id),
    ):
        with pytest.raises(Refused) as no:
            act()
        assert no.value.code == "sitting_signed"
    store.do(discard_transcript, handout_id=transcript.handout_id)
    assert store.ask(transcript_lines, sitting_id=sitting) == ()
