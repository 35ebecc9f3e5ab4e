"""What becomes of issues, and of the lists that departments are sent."""

from __future__ import annotations

from datetime import date

import pytest

from db.issues.commands import add_issue, make_commitment, remove_issue, restore_issue
from db.issues.dispatching import Handed, note_dispatches, take_back_dispatches
from db.issues.due import sent_lists
from db.issues.following import follow_up, put_back
from db.issues.promising import move_due
from db.issues.queries import issues
from db.issues.search import Wanted, find_issues, issues_by_id
from db.sittings.commands import close_sitting, sitting_row
from db.sittings.corrections import aftermath
from db.work import Store
from tests.db.issues.test_issues import refused
from tests.db.sittings.council import opened_sitting

TODAY = date(2026, 11, 19)


@pytest.fixture
def two(store: Store) -> tuple[str, str]:
    sitting = opened_sitting(store)
    first, second = (
        store.do(add_issue, sitting_id=sitting, kind="complaint", text=text, department="Dirección de Faroles").outcome
        for text in ("Farol apagado", "Farol torcido")
    )
    return first, second


def one(store: Store, issue_id: str):
    (told,) = store.ask(issues_by_id, issue_ids=(issue_id,))
    return told


def new(store: Store) -> set[str]:
    return {told.text for told in store.ask(find_issues, wanted=Wanted(sent="new"), topics={}).issues}


def test_an_answer_is_kept_with_who_gave_it_and_when_and_goes_when_it_is_open_again(
    store: Store, two: tuple[str, str]
) -> None:
    store.do(
        follow_up, issue_ids=(two[0],), state="answered", answer=" Va en mayo ", answered_by="Ing. Paz",
        answered_on=TODAY,
    )  # fmt: skip
    told = one(store, two[0])
    assert (told.state, told.answer, told.answered_by, told.answered_on) == (
        "answered",
        "Va en mayo",
        "Ing. Paz",
        TODAY,
    )
    store.do(follow_up, issue_ids=(two[0],), state="open")
    told = one(store, two[0])
    assert (told.state, told.answer, told.answered_by, told.answered_on) == ("open", "", "", None)


def test_several_are_followed_up_in_one_act_and_put_back_in_one(store: Store, two: tuple[str, str]) -> None:
    store.do(follow_up, issue_ids=(two[1],), state="answered", answer="Se revisa")
    was = store.do(follow_up, issue_ids=two, state="settled", department="Obras").outcome
    assert {(one(store, each).state, one(store, each).department) for each in two} == {("settled", "Obras")}
    store.do(put_back, was=was)
    assert [(one(store, each).state, one(store, each).answer) for each in two] == [
        ("open", ""),
        ("answered", "Se revisa"),
    ]
    assert {one(store, each).department for each in two} == {"Dirección de Faroles"}


def test_when_one_of_several_is_gone_nothing_is_done_to_the_others(store: Store, two: tuple[str, str]) -> None:
    store.do(remove_issue, issue_id=two[1])
    assert refused(store, follow_up, issue_ids=two, state="settled") == "issue_unknown"
    assert one(store, two[0]).state == "open"
    store.do(restore_issue, issue_id=two[1])
    assert len(store.ask(issues, sitting_id=one(store, two[0]).sitting_id)) == 2


def test_whose_it_is_may_change_after_the_minutes_are_signed(store: Store, two: tuple[str, str]) -> None:
    sitting = one(store, two[0]).sitting_id
    store.do(close_sitting, sitting_id=sitting)
    store.do(_sign, sitting_id=sitting)
    store.do(follow_up, issue_ids=two, department="Obras")
    assert one(store, two[0]).department == "Obras"


def test_following_up_is_no_correction_of_the_evening_that_was_closed(store: Store, two: tuple[str, str]) -> None:
    sitting = one(store, two[0]).sitting_id
    promise = store.do(make_commitment, sitting_id=sitting, text="Luz", due_on=TODAY).outcome
    store.do(close_sitting, sitting_id=sitting)
    store.do(follow_up, issue_ids=two, state="answered", answer="Va en mayo", department="Obras")
    store.do(move_due, commitment_id=promise, due_on=None, reason="Falta material")
    told = store.ask(aftermath, sitting_id=sitting)
    assert told is not None
    assert (told.same, told.corrections) == (True, ())


def _sign(work, *, sitting_id: str) -> None:
    sitting_row(work, sitting_id).state = "signed"


def send(store: Store, *ids: str, to: str = "Mesa de entradas") -> str:
    area = one(store, ids[0]).department_id
    (made,) = store.do(note_dispatches, lists=(Handed(area, ids),), sent_to=to, sent_on=TODAY).outcome
    return made


def test_what_was_sent_is_not_offered_again_until_that_is_taken_back(store: Store, two: tuple[str, str]) -> None:
    sent = send(store, two[0])
    assert new(store) == {"Farol torcido"}
    assert (one(store, two[0]).sent_to, one(store, two[0]).sent_on) == ("Mesa de entradas", TODAY)
    assert [(told.department, told.sent_to, told.issues) for told in store.ask(sent_lists)] == [
        ("Dirección de Faroles", "Mesa de entradas", 1)
    ]
    store.do(take_back_dispatches, dispatch_ids=(sent,))
    assert new(store) == {"Farol apagado", "Farol torcido"}
    assert store.ask(sent_lists) == ()
    assert refused(store, take_back_dispatches, dispatch_ids=(sent,)) == "dispatch_unknown"


def test_what_was_sent_twice_stays_sent_when_the_second_list_did_not_leave(store: Store, two: tuple[str, str]) -> None:
    send(store, *two, to="Primera")
    again = send(store, two[0], to="Segunda")
    store.do(take_back_dispatches, dispatch_ids=(again,))
    assert one(store, two[0]).sent_to == "Primera"
    assert new(store) == set()


def test_an_issue_that_moves_to_another_department_is_new_there(store: Store, two: tuple[str, str]) -> None:
    send(store, *two)
    was = store.do(follow_up, issue_ids=(two[0],), department="Obras").outcome
    assert new(store) == {"Farol apagado"}
    store.do(put_back, was=was)
    assert new(store) == set()


def test_what_is_wrong_in_noting_a_list_is_told(store: Store, two: tuple[str, str]) -> None:
    facts = {"sent_on": TODAY}
    assert refused(store, note_dispatches, lists=(Handed(None, two),), sent_to=" ", **facts) == "recipient_missing"
    assert refused(store, note_dispatches, lists=(Handed(None, ()),), sent_to="Paz", **facts) == "dispatch_empty"
