"""What was asked for and what was promised."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db.agenda.commands import add_item, next_item
from db.errors import Refused
from db.issues.commands import (
    add_issue,
    change_issue,
    make_commitment,
    remove_commitment,
    remove_issue,
    settle,
)
from db.issues.following import follow_up
from db.issues.queries import commitments, departments, issues, open_commitments
from db.organisations.commands import find_or_make
from db.sittings.commands import close_sitting, sitting_row
from db.sittings.queries import sitting_card
from db.work import Store
from tests.db.sittings.council import arrives, neighbour, opened_sitting, planned, weeks_ago
from tests.record import EVENING, HandClock


@pytest.fixture
def sitting(store: Store) -> str:
    return opened_sitting(store)


def refused(store: Store, command, **facts) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def only_issue(store: Store, sitting: str):
    (told,) = store.ask(issues, sitting_id=sitting)
    return told


def test_what_a_neighbour_on_zoom_asks_for_is_written_down_with_her_way(store: Store, sitting: str) -> None:
    rosa = neighbour(store, "Rosaura", "Pirincho", gender="woman")
    arrives(store, sitting, rosa, "zoom")
    store.do(
        add_issue,
        sitting_id=sitting,
        kind="complaint",
        text=" Farol apagado ",
        raised_by_id=rosa,
        topic="lamps",
        place="Muelle y Ancla",
        department="Dirección de Faroles",
    )
    told = only_issue(store, sitting)
    assert (told.kind, told.text, told.raised_by, told.gender, told.way) == (
        "complaint",
        "Farol apagado",
        "Rosaura Pirincho",
        "woman",
        "zoom",
    )
    assert (told.topic, told.place, told.department, told.state) == (
        "lamps",
        "Muelle y Ancla",
        "Dirección de Faroles",
        "open",
    )


def test_nobody_in_particular_may_have_asked_for_it(store: Store, sitting: str) -> None:
    store.do(add_issue, sitting_id=sitting, kind="question", text="¿Cuándo se poda?")
    told = only_issue(store, sitting)
    assert (told.raised_by, told.raised_by_id, told.way) == ("", None, None)


def test_it_belongs_to_the_item_on_the_table(store: Store, sitting: str) -> None:
    store.do(add_issue, sitting_id=sitting, kind="question", text="Antes de empezar")
    store.do(add_item, sitting_id=sitting, title="Plaza")
    store.do(next_item, sitting_id=sitting)
    store.do(add_issue, sitting_id=sitting, kind="proposal", text="Más bancos")
    assert [told.item for told in store.ask(issues, sitting_id=sitting)] == ["", "Plaza"]


def test_issues_stand_in_the_order_in_which_they_were_written_down(store: Store, sitting: str) -> None:
    for text in ("Uno", "Dos", "Tres"):
        store.do(add_issue, sitting_id=sitting, kind="proposal", text=text)
    assert [told.text for told in store.ask(issues, sitting_id=sitting)] == ["Uno", "Dos", "Tres"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": "proposal", "text": "  "}, "issue_text_missing"),
        ({"kind": "wish", "text": "Más bancos"}, "issue_kind_unknown"),
        ({"kind": "proposal", "text": "Más bancos", "source": "rumour"}, "issue_source_unknown"),
        ({"kind": "proposal", "text": "Más bancos", "raised_by_id": "-"}, "resident_unknown"),
    ],
)
def test_what_is_missing_in_an_issue_is_told(store: Store, sitting: str, facts: dict[str, str], code: str) -> None:
    assert refused(store, add_issue, sitting_id=sitting, **facts) == code
    assert store.ask(issues, sitting_id=sitting) == ()


def test_a_department_is_one_however_it_is_written(store: Store, sitting: str) -> None:
    for name in ("Dirección de Faroles", "direccion de  faroles"):
        store.do(add_issue, sitting_id=sitting, kind="proposal", text="Luz", department=name)
    assert store.ask(departments) == ("Dirección de Faroles",)


def test_an_issue_written_down_in_a_hurry_is_set_right(store: Store, sitting: str) -> None:
    rosa = neighbour(store, "Rosaura", "Pirincho")
    arrives(store, sitting, rosa)
    issue = store.do(add_issue, sitting_id=sitting, kind="proposal", text="Faról").outcome
    store.do(
        change_issue,
        issue_id=issue,
        kind="complaint",
        text="Farol",
        raised_by_id=rosa,
        topic="lamps",
        place="Ancla",
        department="Dirección de Faroles",
    )
    told = only_issue(store, sitting)
    assert (told.kind, told.text, told.raised_by, told.way, told.place) == (
        "complaint",
        "Farol",
        "Rosaura Pirincho",
        "room",
        "Ancla",
    )
    store.do(change_issue, issue_id=issue, raised_by_id="", topic="", place="", department="")
    told = only_issue(store, sitting)
    assert (told.raised_by_id, told.way, told.topic, told.place, told.department) == (None, None, None, "", "")


def test_what_became_of_an_issue_is_noted_also_after_the_minutes_are_signed(store: Store, sitting: str) -> None:
    issue = store.do(add_issue, sitting_id=sitting, kind="proposal", text="Luz").outcome
    store.do(close_sitting, sitting_id=sitting)
    store.do(_sign, sitting_id=sitting)
    store.do(follow_up, issue_ids=(issue,), state="settled")
    assert only_issue(store, sitting).state == "settled"
    assert refused(store, follow_up, issue_ids=(issue,), state="gone") == "issue_state_unknown"
    assert refused(store, change_issue, issue_id=issue, text="Otra cosa") == "sitting_signed"
    assert refused(store, add_issue, sitting_id=sitting, kind="proposal", text="Tarde") == "sitting_signed"


def _sign(work, *, sitting_id: str) -> None:
    sitting_row(work, sitting_id).state = "signed"


def test_an_issue_written_down_by_mistake_is_taken_back(store: Store, sitting: str) -> None:
    issue = store.do(add_issue, sitting_id=sitting, kind="proposal", text="Luz").outcome
    store.do(remove_issue, issue_id=issue)
    assert store.ask(issues, sitting_id=sitting) == ()
    assert refused(store, remove_issue, issue_id=issue) == "issue_unknown"


def test_a_promise_names_who_answers_for_it_and_by_when(store: Store, sitting: str) -> None:
    rosa = neighbour(store, "Rosaura", "Pirincho", gender="woman")
    club = store.do(find_or_make, name="Club El Ancla").outcome
    due = EVENING.date() + timedelta(days=20)
    store.do(
        make_commitment, sitting_id=sitting, text="Cambiar la lámpara", department="Dirección de Faroles", due_on=due
    )
    store.do(make_commitment, sitting_id=sitting, text="Traer fotos", responsible_kind="resident", responsible_id=rosa)
    store.do(
        make_commitment, sitting_id=sitting, text="Prestar sillas", responsible_kind="organisation", responsible_id=club
    )
    store.do(make_commitment, sitting_id=sitting, text="Volver a llamar")
    told = store.ask(commitments, sitting_id=sitting)
    assert [(one.responsible_kind, one.responsible) for one in told] == [
        ("department", "Dirección de Faroles"),
        ("resident", "Rosaura Pirincho"),
        ("organisation", "Club El Ancla"),
        (None, ""),
    ]
    assert told[0].due_on == due
    assert told[0].overdue(due + timedelta(days=1))
    assert not told[0].overdue(due)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"text": " "}, "commitment_text_missing"),
        ({"text": "x", "due_on": date(2025, 12, 15)}, "due_before_sitting"),
        ({"text": "x", "responsible_kind": "resident"}, "responsible_unclear"),
        ({"text": "x", "responsible_kind": "angel", "responsible_id": "-"}, "responsible_kind_unknown"),
        ({"text": "x", "responsible_kind": "resident", "responsible_id": "-"}, "responsible_unknown"),
        ({"text": "x", "issue_id": "-"}, "issue_unknown"),
    ],
)
def test_what_is_wrong_in_a_promise_is_told(store: Store, sitting: str, facts, code: str) -> None:
    assert refused(store, make_commitment, sitting_id=sitting, **facts) == code
    assert store.ask(commitments, sitting_id=sitting) == ()


def test_a_promise_for_tonight_is_no_slip_although_the_day_is_over_in_greenwich(store: Store) -> None:
    late = planned(store, starts_at=EVENING + timedelta(hours=4))  # 23:00 in the city, 02:00 of the next day in UTC
    store.do(make_commitment, sitting_id=late, text="Apagar la luz", due_on=EVENING.date())
    assert len(store.ask(commitments, sitting_id=late)) == 1


def still_open(store: Store, tonight: str, *, told_in: str | None = None) -> list[str]:
    card = store.ask(sitting_card, sitting_id=tonight)
    found = store.ask(open_commitments, council_id=card.council_id, before=card.starts_at, told_in=told_in)
    return [one.text for one in found]


def test_the_open_promises_of_the_council_wait_at_the_next_sitting_oldest_first(store: Store) -> None:
    march, april = planned(store, starts_at=weeks_ago(store, 30)), planned(store, starts_at=weeks_ago(store, 26))
    store.do(make_commitment, sitting_id=april, text="Abril")
    store.do(make_commitment, sitting_id=march, text="Marzo")
    tonight = planned(store)
    store.do(make_commitment, sitting_id=tonight, text="Hoy")
    assert still_open(store, tonight) == ["Marzo", "Abril"]


@pytest.mark.parametrize("state", ["kept", "broken", "released"])
def test_a_settled_promise_waits_no_more_but_the_minutes_of_the_evening_tell_of_it(
    store: Store, clock: HandClock, state: str
) -> None:
    before = planned(store, starts_at=weeks_ago(store, 4))
    promise = store.do(make_commitment, sitting_id=before, text="Luz").outcome
    tonight = opened_sitting(store)
    clock.forward(minutes=20)
    store.do(settle, commitment_id=promise, state=state, sitting_id=tonight)
    assert still_open(store, tonight) == []
    assert still_open(store, tonight, told_in=tonight) == ["Luz"]
    (told,) = store.ask(commitments, sitting_id=before)
    assert (told.state, told.settled_at, told.settled_in_id) == (state, clock.now(), tonight)
    store.do(settle, commitment_id=promise, state="open")
    assert still_open(store, tonight) == ["Luz"]


def test_what_is_wrong_in_settling_is_told(store: Store, sitting: str) -> None:
    promise = store.do(make_commitment, sitting_id=sitting, text="Luz").outcome
    assert refused(store, settle, commitment_id="-", state="kept") == "commitment_unknown"
    assert refused(store, settle, commitment_id=promise, state="half") == "commitment_state_unknown"
    assert refused(store, settle, commitment_id=promise, state="kept", sitting_id="-") == "sitting_unknown"


def test_a_promise_written_down_by_mistake_is_taken_back(store: Store, sitting: str) -> None:
    promise = store.do(make_commitment, sitting_id=sitting, text="Luz").outcome
    store.do(remove_commitment, commitment_id=promise)
    assert store.ask(commitments, sitting_id=sitting) == ()
    assert refused(store, remove_commitment, commitment_id=promise) == "commitment_unknown"
