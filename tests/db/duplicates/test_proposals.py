"""Who may be on the roll twice is proposed with its reason, the surest first; nobody is ever joined by that."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.duplicates.commands import keep_apart, merge, put_back_apart, unmerge
from db.duplicates.finding import KINDS
from db.duplicates.queries import Proposal, merges, proposals
from db.duplicates.rules import Row, judge, judge_people
from db.residents.commands import correct, the_resident
from db.work import Store, Work
from tests.db.duplicates.neighbours import BORN, somebody


def row(name: str, **facts: Any) -> Row:
    family, given = name.split(", ")
    return Row(str(facts.pop("id", name)), family, given, **facts)


def codes(found: Proposal) -> list[str]:
    return [why["code"] for why in found.reasons]


def test_the_same_document_is_proposed_first_and_says_so(store: Store) -> None:
    one, other = somebody(store, document="12345678"), somebody(store, "Nandubez", document="12345678")
    somebody(store, "Zuvirrieta", "Eulogia", phone="099111222")
    somebody(store, "Zuvirrieta", "Eulojia", phone="099111222")
    found = store.ask(proposals)
    assert found[0].key == (min(one, other), max(one, other))
    assert codes(found[0]) == ["same_document", "same_name"]
    assert [codes(each)[0] for each in found] == ["same_document", "same_phone"]


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (
            row("Peñalbo, Rosa", phone="+59899111222"),
            row("Penalvo, Rosa", phone="+59899111222"),
            ["same_phone", "similar"],
        ),
        (row("Peñalbo, Rosa", email="r@x.uy"), row("Peñalbo, Rosa María", email="r@x.uy"), ["same_email", "part"]),
        (
            row("Peñalbo, Rosa", birth_date=BORN),
            row("Rosa, Peñalbo", birth_date=BORN),
            ["same_birth_date", "other_order"],
        ),
        (
            row("Peñalbo, Francisca", birth_date=BORN),
            row("Peñalbo, Fran", birth_date=BORN),
            ["same_birth_date", "nickname"],
        ),
        (
            row("Peñalbo, Rosa", document="23456789"),
            row("Peñalbo, Rosa", document="27234567894"),
            ["same_document", "tax_number", "same"],
        ),
        (
            row("Peñalbo, Rosa", document="23456789", birth_date=BORN),
            row("Peñalbo, Rosa", document="23456798", birth_date=BORN),
            ["near_document", "same_birth_date", "same"],
        ),
        (
            row("Peñalbo, Rosa", birth_date=date(1979, 4, 5), document="23456789"),
            row("Peñalbo, Rosa", birth_date=date(1979, 5, 4)),
            ["near_birth_date", "same"],
        ),
        (row("Peñalbo, Rosa Inés", chosen_name="Ro"), row("Peñalbo, Rosa Inés"), ["same"]),
    ],
)
def test_each_reason_has_its_code(one: Row, other: Row, reasons: list[str]) -> None:
    told, back = judge(one, other), judge(other, one)
    assert told is not None
    assert back is not None
    assert [why["code"].removesuffix("_name") for why in told.reasons] == reasons
    assert (told.score, told.doubtful) == (back.score, back.doubtful)
    assert 0 < told.score <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row("Peñalbo, Rosa", phone="+59899111222"), row("Peñalbo, Eulogia", phone="+59899111222")),
        (
            row("Peñalbo, Rosa", phone="+59899111222", document="23456789"),
            row("Peñalbo, Rosa", phone="+59899111222", document="31222333"),
        ),
        (row("Peñalbo, Rosa", birth_date=BORN), row("Zuvirrieta, Rosa", birth_date=BORN)),
        (row("Peñalbo, Rosa"), row("Peñalbo, Rosa")),
        (
            row("Peñalbo, Rosa Inés", birth_date=date(1950, 1, 1)),
            row("Peñalbo, Rosa Inés", birth_date=date(1984, 7, 9)),
        ),
    ],
)
def test_two_sisters_a_shared_telephone_and_namesakes_are_left_in_peace(one: Row, other: Row) -> None:
    assert judge(one, other) is None


@pytest.mark.parametrize(
    "other",
    [
        row("Peñalbo, Rosa", document="23456789", birth_date=date(1950, 1, 1)),
        row("Zuvirrieta, Eulogio", document="23456789"),
    ],
)
def test_a_document_that_birth_date_or_name_denies_is_doubtful(other: Row) -> None:
    told = judge(row("Peñalbo, Rosa", document="23456789", birth_date=BORN), other)
    assert told is not None
    assert told.doubtful


def test_a_doubtful_document_comes_last(store: Store) -> None:
    somebody(store, document="12345678")
    somebody(store, "Zuvirrieta", "Eulogio", document="12345678")
    somebody(store, "Quirogaña", "Telma", birth_date=BORN)
    somebody(store, "Quirogaña", "Telma", birth_date=BORN)
    assert [each.doubtful for each in store.ask(proposals)] == [False, True]


def test_what_one_row_of_a_person_denies_her_other_rows_do_not_say(store: Store) -> None:
    told = judge_people(
        [row("Peñalbo, Rosa", id="a", document="23456789"), row("Peñalbo, Rosa", id="b", phone="+59899111222")],
        [row("Peñalbo, Rosa", id="c", document="31222333", phone="+59899111222")],
    )
    assert told is None


def test_kind_by_kind_the_same_pairs_are_found_as_in_one_go(store: Store) -> None:
    somebody(store, document="12345678")
    somebody(store, "Nandubez", document="12345678", phone="099111222", birth_date=BORN)
    somebody(store, phone="099111222", birth_date=BORN)
    every = store.ask(proposals)
    assert len(every) == 2
    parts = {one.key: one for kind in KINDS for one in store.ask(proposals, by=(kind,))}
    assert parts == {one.key: one for one in every}


def test_the_row_that_says_more_is_offered_to_speak(store: Store) -> None:
    bare = somebody(store, document="12345678")
    full = somebody(store, document="12345678", phone="099111222", birth_date=BORN)
    (found,) = store.ask(proposals)
    assert (found.kept_id, found.absorbed_id) == (full, bare)


def test_who_is_one_already_who_was_kept_apart_and_who_was_taken_off_are_not_proposed(store: Store) -> None:
    one, other, third = (somebody(store, document="12345678") for _ in range(3))
    assert len(store.ask(proposals)) == 3
    joined = store.do(merge, kept_id=one, absorbed_id=other).outcome
    assert [each.key for each in store.ask(proposals)] == [(min(one, third), max(one, third))]
    store.do(keep_apart, first_id=third, second_id=one)
    assert store.ask(proposals) == ()
    store.do(put_back_apart, first_id=one, second_id=third)
    store.do(unmerge, merge_id=joined)
    assert len(store.ask(proposals)) == 3
    store.do(_take_off, resident_id=third)
    assert len(store.ask(proposals)) == 1


def test_of_people_who_are_several_rows_the_pair_is_proposed_once(store: Store) -> None:
    one, other, third = (somebody(store, document="12345678", phone="099111222") for _ in range(3))
    store.do(merge, kept_id=other, absorbed_id=one)
    assert [{each.kept_id, each.absorbed_id} for each in store.ask(proposals)] == [{other, third}]


def test_asked_about_a_few_rows_the_answer_is_the_same_as_among_all(store: Store) -> None:
    one = somebody(store, document="12345678", birth_date=BORN)
    other = somebody(store, "Nandubez", birth_date=BORN)
    somebody(store, "Zuvirrieta", "Eulogia", phone="099111222")
    last = somebody(store, "Zuvirrieta", "Eulojia", phone="099111222")
    every = store.ask(proposals)
    assert len(every) == 2
    assert store.ask(proposals, about=[other]) == tuple(each for each in every if one in each.key)
    assert store.ask(proposals, about=[last]) == tuple(each for each in every if last in each.key)
    store.do(correct, resident_id=last, phone="099333444")
    assert store.ask(proposals, about=[last]) == ()


def _take_off(work: Work, *, resident_id: str) -> None:
    the_resident(work, resident_id).removed_at = work.clock.now()


def test_nothing_is_joined_by_being_proposed(store: Store) -> None:
    somebody(store, document="12345678")
    somebody(store, document="12345678")
    store.ask(proposals)
    assert store.ask(merges) == ()
