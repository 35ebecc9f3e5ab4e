"""Who was told of a sitting, and whether she came."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.errors import Refused
from db.outreach.commands import (
    bring_back_invitation,
    invite,
    invite_many,
    note_result,
    remove_invitation,
)
from db.outreach.finding import lines_of
from db.outreach.invitations_file import read_invitations
from db.outreach.queries import by_channel, invitations
from db.work import Store
from tests.db.sittings.council import arrives, neighbour, opened_sitting

TODAY = date(2026, 11, 12)


@pytest.fixture
def sitting(store: Store) -> str:
    return opened_sitting(store)


def refused(store: Store, command, **facts) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def test_whoever_was_called_and_came_is_told_so(store: Store, sitting: str) -> None:
    rosa, ana = neighbour(store, "Rosa", "Pena"), neighbour(store, "Ana", "Paz")
    for who in (rosa, ana):
        store.do(invite, sitting_id=sitting, channel="llamada", invited_on=TODAY, resident_id=who, result="viene")
    store.do(invite, sitting_id=sitting, channel="grupo de WhatsApp", invited_on=TODAY, audience="Vecinas", reached=80)
    arrives(store, sitting, rosa)
    cards = store.ask(invitations, sitting_id=sitting)
    assert [(one.audience or one.name, one.came) for one in cards] == [
        ("Vecinas", None), ("Paz, Ana", False), ("Pena, Rosa", True),
    ]  # fmt: skip
    figures = {one.channel: one for one in by_channel(cards)}
    assert (figures["call"].people, figures["call"].came) == (2, 1)
    assert (figures["whatsapp_group"].groups, figures["whatsapp_group"].reached) == (1, 80)


def test_the_same_person_by_the_same_channel_has_one_line(store: Store, sitting: str) -> None:
    rosa = neighbour(store, "Rosa", "Pena")
    first = store.do(invite, sitting_id=sitting, channel="visit", invited_on=TODAY, resident_id=rosa).outcome
    again = store.do(
        invite, sitting_id=sitting, channel="visita", invited_on=TODAY, resident_id=rosa, result="no estaba"
    ).outcome
    assert first == again
    assert [one.result for one in store.ask(invitations, sitting_id=sitting)] == ["no_answer"]


def test_what_nobody_can_be_invited_by_is_refused(store: Store, sitting: str) -> None:
    facts = {"sitting_id": sitting, "invited_on": TODAY}
    assert refused(store, invite, channel="paloma", audience="Todos", **facts) == "outreach_channel_unknown"
    assert refused(store, invite, channel="call", **facts) == "outreach_nobody"
    assert refused(store, invite, channel="call", audience="A", reached=0, **facts) == "outreach_reached_unreadable"
    assert refused(store, invite, channel="call", resident_id="nobody", **facts) == "resident_unknown"
    assert refused(store, invite, channel="call", audience="A", result="lloró", **facts) == "outreach_result_unknown"
    assert store.ask(invitations, sitting_id=sitting) == ()


def test_a_result_is_noted_afterwards_and_a_line_taken_out(store: Store, sitting: str) -> None:
    made = store.do(invite, sitting_id=sitting, channel="poster", invited_on=TODAY, audience="Almacén").outcome
    store.do(note_result, invitation_id=made, result="avisado", note="lo pegaron")
    assert store.ask(invitations, sitting_id=sitting)[0].note == "lo pegaron"
    store.do(remove_invitation, invitation_id=made)
    assert refused(store, remove_invitation, invitation_id=made) == "invitation_unknown"


def test_what_was_taken_out_comes_back_unless_it_was_written_down_anew(store: Store, sitting: str) -> None:
    facts: Any = {"sitting_id": sitting, "channel": "poster", "invited_on": TODAY, "audience": "Almacén"}
    made = store.do(invite, **facts).outcome
    store.do(remove_invitation, invitation_id=made)
    store.do(bring_back_invitation, invitation_id=made)
    assert [one.id for one in store.ask(invitations, sitting_id=sitting)] == [made]
    store.do(remove_invitation, invitation_id=made)
    again = store.do(invite, **facts).outcome
    store.do(bring_back_invitation, invitation_id=made)
    assert [one.id for one in store.ask(invitations, sitting_id=sitting)] == [again]
    assert refused(store, bring_back_invitation, invitation_id="nobody") == "invitation_unknown"


def test_a_list_finds_its_people_by_exact_evidence_alone(store: Store, sitting: str) -> None:
    rosa = neighbour(store, "Rosa", "Pena", document="20123456")
    ana = neighbour(store, "Ana", "Paz", phone="+5493415550101")
    for _ in range(2):
        neighbour(store, "Juan", "Gómez")
    raw = (
        "Nombre;DNI;Teléfono;Grupo;Integrantes;Canal;Resultado;Fecha\n"
        "otra;20.123.456;;;;llamada;viene;10/11/2026\n"
        ";;341 15 5550101;;;WhatsApp;no contesta;\n"
        "gomez juan;;;;;visita;;\n"
        "Nadie Nunca;;;;;visita;;\n"
        ";;;Vecinas del Muelle;45;grupo de whatsapp;;\n"
    ).encode()
    read = read_invitations(raw)
    lines, unfound = store.ask(lines_of, told=read.lines, phone_prefix="+54 341", today=TODAY)
    assert [(one.resident_id, one.audience) for one in lines] == [
        (rosa, None), (ana, None), (None, "Vecinas del Muelle")
    ]  # fmt: skip
    assert [(number, no.code) for number, no in unfound] == [
        (4, "outreach_person_unclear"), (5, "outreach_person_unknown")
    ]  # fmt: skip
    done = store.do(invite_many, sitting_id=sitting, lines=lines, invited_on=TODAY).outcome
    assert (done.written, done.changed, done.same) == (3, 0, 0)
    assert store.ask(invitations, sitting_id=sitting)[0].reached == 45
    again = store.do(invite_many, sitting_id=sitting, lines=lines, invited_on=TODAY).outcome
    assert (again.written, again.changed, again.same) == (0, 0, 3)


def test_a_list_that_tells_nobody_is_refused() -> None:
    with pytest.raises(Refused, match="outreach_columns"):
        read_invitations(b"Canal;Fecha\nvisita;10/11/2026\n")
