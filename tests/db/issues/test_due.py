"""What was promised comes back until it is settled, and what is due is told across councils."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from db.issues.commands import make_commitment, remove_commitment, settle
from db.issues.due import NOBODY, DueShown, Narrow, due, overdue
from db.issues.promising import (
    change_commitment,
    move_due,
    put_commitment_back,
    restore_commitment,
    stood,
)
from db.issues.queries import CommitmentCard, commitments, open_commitments, resolve_commitment
from db.organisations.commands import find_or_make
from db.sittings.commands import change_sitting, close_sitting, plan_sitting
from db.sittings.queries import sitting_card
from db.work import Store
from tests.db.issues.test_following import _sign
from tests.db.issues.test_issues import refused
from tests.db.sittings.council import neighbour, opened_sitting, planned, weeks_ago
from tests.record import EVENING

TODAY = EVENING.date()


def promised(store: Store, sitting: str, text: str, **facts: Any) -> str:
    return store.do(make_commitment, sitting_id=sitting, text=text, **facts).outcome


def waiting(store: Store, sitting: str) -> list[str]:
    card = store.ask(sitting_card, sitting_id=sitting)
    found = store.ask(open_commitments, council_id=card.council_id, before=card.starts_at, told_in=sitting)
    return [one.text for one in found]


def shown(store: Store, **narrowed: object) -> DueShown:
    told: DueShown = store.ask(due, narrow=Narrow(**narrowed), today=TODAY)  # type: ignore[arg-type]
    return told


def only(store: Store) -> CommitmentCard:
    """The one commitment there is, settled or not."""
    [told] = shown(store, state="").dues
    return told.card


def test_a_promise_comes_back_at_the_next_sitting_of_its_own_council_alone(store: Store) -> None:
    before = planned(store, starts_at=weeks_ago(store, 4))
    promised(store, before, "Luz")
    other = store.do(plan_sitting, title="Jóvenes", starts_at=EVENING, council="Consejo de Juventudes").outcome
    tonight = planned(store)
    assert (waiting(store, tonight), waiting(store, other)) == (["Luz"], [])


def test_a_sitting_that_is_put_off_still_finds_what_was_promised_before_it(store: Store) -> None:
    first = planned(store, starts_at=weeks_ago(store, 2))
    second = planned(store, starts_at=weeks_ago(store, 1))
    promised(store, first, "Luz")
    assert waiting(store, second) == ["Luz"]
    store.do(change_sitting, sitting_id=second, starts_at=EVENING + timedelta(weeks=3))
    assert waiting(store, second) == ["Luz"]
    # Put off behind the other one, the sitting of the promise is not before it any more.
    store.do(change_sitting, sitting_id=first, starts_at=EVENING + timedelta(weeks=5))
    assert waiting(store, second) == []
    assert [one.card.text for one in shown(store).dues] == ["Luz"]


def test_it_is_settled_at_the_next_one_with_a_word_on_how_it_ended_and_comes_back_when_that_was_wrong(
    store: Store,
) -> None:
    before = planned(store, starts_at=weeks_ago(store, 4))
    promise = promised(store, before, "Luz")
    tonight, later = opened_sitting(store), planned(store, starts_at=EVENING + timedelta(weeks=4))
    store.do(settle, commitment_id=promise, state="broken", sitting_id=tonight, outcome=" Sin presupuesto ")
    (told,) = store.ask(commitments, sitting_id=before)
    assert (told.state, told.outcome, told.settled_in_id) == ("broken", "Sin presupuesto", tonight)
    assert (waiting(store, tonight), waiting(store, later)) == (["Luz"], [])
    store.do(settle, commitment_id=promise, state="broken", outcome="Lo dice el acta 4")
    assert store.ask(commitments, sitting_id=before)[0].settled_in_id == tonight
    store.do(settle, commitment_id=promise, state="open")
    assert store.ask(commitments, sitting_id=before)[0].outcome == ""
    assert waiting(store, later) == ["Luz"]


def test_what_is_due_is_told_by_term_and_the_numbers_close(store: Store) -> None:
    before = planned(store, starts_at=weeks_ago(store, 8))
    for text, days in (("Vencido", -3), ("Hoy", 0), ("Semana", 2), ("Mes", 9), ("Lejos", 60), ("Sin", None)):
        promised(store, before, text, due_on=None if days is None else TODAY + timedelta(days=days))
    kept = promised(store, before, "Hecho")
    store.do(settle, commitment_id=kept, state="kept")
    told = shown(store)
    assert dict(told.terms) == {"overdue": 1, "week": 2, "month": 1, "later": 1, "undated": 1}
    assert [one.card.text for one in told.dues] == ["Vencido", "Hoy", "Semana", "Mes", "Lejos", "Sin"]
    assert [one.card.text for one in shown(store, term="week").dues] == ["Hoy", "Semana"]
    assert dict(shown(store, state="").states) == {"open": 6, "kept": 1, "broken": 0, "released": 0}
    assert [one.card.text for one in shown(store, state="kept").dues] == ["Hecho"]
    assert store.ask(overdue, today=TODAY) == 1


def test_what_is_due_is_narrowed_by_who_answers_council_district_and_words(store: Store) -> None:
    rosa = neighbour(store, "Rosaura", "Ñandúbez")
    club = store.do(find_or_make, name="Club El Ancla").outcome
    here = planned(store, starts_at=weeks_ago(store, 2))
    there = store.do(
        plan_sitting, title="Jóvenes", starts_at=weeks_ago(store, 1), council="Consejo de Juventudes"
    ).outcome
    promised(store, here, "Fotos", responsible_kind="resident", responsible_id=rosa)
    promised(store, there, "Sillas", responsible_kind="organisation", responsible_id=club)
    promised(store, there, "Llamar")
    told = shown(store)
    assert [name for _, name in told.responsibles] == ["Club El Ancla", "Rosaura Ñandúbez", ""]
    texts = lambda **narrowed: {one.card.text for one in shown(store, **narrowed).dues}  # noqa: E731
    assert texts(responsible_id=rosa) == {"Fotos"}
    assert texts(responsible_id=NOBODY) == {"Llamar"}
    assert texts(council_id=store.ask(sitting_card, sitting_id=there).council_id) == {"Sillas", "Llamar"}
    assert texts(district_id=store.ask(sitting_card, sitting_id=here).district_id) == {"Fotos", "Sillas", "Llamar"}
    assert texts(district_id="-") == set()
    assert texts(text="nandu foto") == {"Fotos"}
    assert texts(text="juventud") == {"Sillas", "Llamar"}


def test_another_day_has_a_reason_and_all_of_it_can_be_put_back(store: Store) -> None:
    sitting = opened_sitting(store)
    promise = promised(store, sitting, "Luz", due_on=TODAY)
    was = stood(only(store))
    late = TODAY + timedelta(days=30)
    assert refused(store, move_due, commitment_id=promise, due_on=late, reason=" ") == "due_reason_missing"
    assert refused(store, move_due, commitment_id=promise, due_on=date(2025, 1, 1), reason="x") == "due_before_sitting"
    store.do(close_sitting, sitting_id=sitting)
    store.do(_sign, sitting_id=sitting)
    store.do(move_due, commitment_id=promise, due_on=late, reason="Falta el material")
    card = only(store)
    assert (card.due_on, card.due_reason) == (late, "Falta el material")
    store.do(settle, commitment_id=promise, state="kept", outcome="Listo")
    assert refused(store, move_due, commitment_id=promise, due_on=late, reason="x") == "commitment_settled"
    store.do(put_commitment_back, was=was)
    card = only(store)
    assert (card.state, card.due_on, card.due_reason, card.outcome) == ("open", TODAY, "", "")


def test_a_promise_is_set_right_taken_back_and_brought_back(store: Store) -> None:
    sitting = opened_sitting(store)
    rosa = neighbour(store, "Rosaura", "Ñandúbez")
    promise = promised(store, sitting, "Lus", department="Dirección de Faroles")
    store.do(
        change_commitment, commitment_id=promise, text="Luz", responsible_kind="resident", responsible_id=rosa,
        department="",
    )  # fmt: skip
    (told,) = store.ask(commitments, sitting_id=sitting)
    assert (told.text, told.responsible_kind, told.responsible) == ("Luz", "resident", "Rosaura Ñandúbez")
    store.do(remove_commitment, commitment_id=promise)
    assert store.ask(commitments, sitting_id=sitting) == ()
    store.do(restore_commitment, commitment_id=promise)
    assert store.ask(resolve_commitment, text=promise[-8:]) == promise
