"""What people were asked, and how it is counted."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.errors import Refused
from db.places.queries import neighbourhoods
from db.surveys.commands import bring_back, define, reply, retire, take_in_replies, withdraw, withdraw_all
from db.surveys.known_again import SheetLine
from db.surveys.queries import Asked, questionnaires, replies, resolve_questionnaire, results
from db.surveys.replies_file import read_replies
from db.work import Store
from tests.db.sittings.council import neighbour, opened_sitting

SHIPPED = Path(__file__).parents[3] / "resources" / "surveys"
TODAY = date(2026, 11, 19)


def shipped(store: Store, name: str) -> str:
    return store.do(define, definition=tomllib.loads((SHIPPED / f"{name}.toml").read_text("utf-8"))).outcome


def refused(store: Store, command, **facts) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


@pytest.fixture
def perception(store: Store) -> str:
    return shipped(store, "perception")


@pytest.fixture
def connectivity(store: Store) -> str:
    return shipped(store, "connectivity")


def test_every_shipped_questionnaire_can_be_asked(store: Store) -> None:
    names = {path.stem for path in SHIPPED.glob("*.toml")}
    assert {shipped(store, name) for name in names} == {card.id for card in store.ask(questionnaires)}
    assert {"perception", "connectivity"} <= names


def test_the_same_words_are_the_same_questionnaire_and_others_are_another(store: Store, perception: str) -> None:
    assert shipped(store, "perception") == perception
    changed = tomllib.loads((SHIPPED / "perception.toml").read_text("utf-8")) | {"name": "Otra"}
    assert store.do(define, definition=changed).outcome != perception


def test_answers_are_counted_with_those_who_left_a_question_empty(store: Store, perception: str) -> None:
    sitting = opened_sitting(store)
    told: tuple[dict[str, str], ...] = (
        {"listened": "Sí", "heard_by": "Grupo de WhatsApp; Un afiche", "remarks": "Más sillas"},
        {"listened": "2", "heard_by": "poster"},
        {"clear": "no"},
    )
    for one in told:
        store.do(reply, questionnaire_id=perception, told=one, answered_on=TODAY, sitting_id=sitting)
    found = {one.key: one for one in store.ask(results, questionnaire_id=perception)}
    listened = found["listened"]
    assert {one.key: one.count for one in listened.options} == {"yes": 1, "in_part": 1, "no": 0}
    assert (listened.replies, listened.answered, listened.no_data) == (3, 2, 1)
    assert {one.key: one.count for one in found["heard_by"].options if one.count} == {"whatsapp_group": 1, "poster": 2}
    assert found["remarks"].words == ("Más sillas",)


def test_of_an_anonymous_questionnaire_nobody_is_kept(store: Store, perception: str) -> None:
    sitting, rosa = opened_sitting(store), neighbour(store, "Rosa", "Pena")
    store.do(
        reply, questionnaire_id=perception, told={"useful": "si"}, answered_on=TODAY, sitting_id=sitting,
        resident_id=rosa,
    )  # fmt: skip
    assert [one.resident_id for one in store.ask(replies, questionnaire_id=perception)] == [None]


def test_a_household_is_counted_in_the_quarter_of_whoever_answers(store: Store, connectivity: str) -> None:
    quarter = store.ask(neighbourhoods)[0]
    rosa = neighbour(store, "Rosa", "Pena", neighbourhood_id=quarter.id)
    store.do(
        reply, questionnaire_id=connectivity, told={"internet": "wifi, mobile_data", "would_come": "Por internet",
        "household": "4"}, way="visit", answered_on=TODAY, resident_id=rosa,
    )  # fmt: skip
    store.do(reply, questionnaire_id=connectivity, told={"help": "x"}, way="visit", answered_on=TODAY)
    homes = {one.id: one.neighbourhood for one in store.ask(replies, questionnaire_id=connectivity)}
    assert sorted(homes.values(), key=str) == sorted([quarter.name, None], key=str)
    household = next(one for one in store.ask(results, questionnaire_id=connectivity) if one.key == "household")
    assert (household.total, household.answered, household.no_data) == (4, 1, 1)


def test_only_the_replies_of_a_period_are_counted(store: Store, connectivity: str) -> None:
    for day in (date(2026, 10, 1), TODAY):
        store.do(reply, questionnaire_id=connectivity, told={"help": "no"}, way="visit", answered_on=day)
    of_november = Asked(since=date(2026, 11, 1), until=date(2026, 11, 30))
    assert store.ask(results, questionnaire_id=connectivity, asked=of_november)[0].replies == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"listened": "tal vez"}, "survey_option_unknown"),
        ({"listened": "sí", "nobody_asked": "x"}, "survey_question_unknown"),
        ({"listened": ["yes", "no"]}, "survey_one_answer"),
        ({"listened": "  ", "remarks": ""}, "survey_empty"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(store: Store, perception: str, told, code: str) -> None:
    sitting = opened_sitting(store)
    facts = {"questionnaire_id": perception, "told": told, "answered_on": TODAY, "sitting_id": sitting}
    assert refused(store, reply, **facts) == code
    assert store.ask(replies, questionnaire_id=perception) == ()


def test_what_is_asked_of_a_sitting_needs_one(store: Store, perception: str) -> None:
    assert refused(store, reply, questionnaire_id=perception, told={"useful": "no"}, answered_on=TODAY) == (
        "survey_needs_sitting"
    )


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ({}, "survey_unnamed"),
        ({"name": "A", "code": "a"}, "survey_without_questions"),
        ({"name": "A", "code": "a", "questions": "x"}, "survey_without_questions"),
        ({"name": "A", "code": "a", "questions": [{"key": "q", "text": "?"}]}, "survey_question_unreadable"),
        ({"name": "A", "code": "a", "questions": [{"key": "q", "text": "?", "kind": "text"}] * 2}, "survey_key_twice"),
        ({"name": "A", "code": "a", "subject": "tax", "questions": [1]}, "survey_subject_unknown"),
    ],
)
def test_a_questionnaire_that_cannot_be_asked_is_refused(store: Store, definition, code: str) -> None:
    assert refused(store, define, definition=definition) == code


def test_a_sheet_typed_twice_is_taken_out_again(store: Store, connectivity: str) -> None:
    made = store.do(reply, questionnaire_id=connectivity, told={"help": "no"}, way="visit", answered_on=TODAY).outcome
    store.do(withdraw, reply_id=made)
    assert store.ask(replies, questionnaire_id=connectivity) == ()
    assert refused(store, withdraw, reply_id=made) == "reply_unknown"
    store.do(bring_back, reply_id=made)
    store.do(withdraw, reply_id=made)
    assert refused(store, bring_back, reply_id="nobody") == "reply_unknown"


def test_a_retired_questionnaire_is_asked_no_more_and_keeps_its_replies(store: Store, connectivity: str) -> None:
    store.do(reply, questionnaire_id=connectivity, told={"help": "no"}, way="visit", answered_on=TODAY)
    store.do(retire, questionnaire_id=connectivity)
    assert store.ask(questionnaires) == ()
    assert store.ask(results, questionnaire_id=connectivity)[0].replies == 1


def test_a_table_of_answers_is_taken_in_line_by_line(store: Store, connectivity: str) -> None:
    questions = store.ask(questionnaires)[0].questions
    raw = (
        "Visitas de octubre\n\nBarrio;¿Cómo se conecta a internet en su casa?;household;help;Encuestador\n"
        "El Muelle;Wifi en casa;3;no;Ana\n;none;muchos;sí;Ana\n;Datos del celular;2;sí;Ana\n"
    ).encode()
    table = read_replies(raw, questions)
    assert table.ignored_columns == ("Encuestador",)
    assert [line.quarter for line in table.lines] == ["El Muelle", None, None]
    lines = [SheetLine(one.number, one.told) for one in table.lines]
    taken = store.do(
        take_in_replies, questionnaire_id=connectivity, lines=lines, way="visit", answered_on=TODAY
    ).outcome
    assert taken.written == 2
    assert [(number, no.code) for number, no in taken.refused] == [(5, "survey_number_unreadable")]


def table(*households: int, also: str = "") -> list[SheetLine]:
    return [SheetLine(n, {"household": str(one)}, whole=f"{one}{also}") for n, one in enumerate(households, 2)]


def test_a_table_that_comes_again_grown_and_put_right_counts_nobody_twice(store: Store, connectivity: str) -> None:
    facts: dict[str, Any] = {"questionnaire_id": connectivity, "way": "visit", "answered_on": TODAY}
    store.do(take_in_replies, lines=table(3, 4, 5, 2, 6, 7), **facts)
    again = store.do(take_in_replies, lines=table(3, 4, 5, 2, 6, 7, *range(1, 15)), **facts).outcome
    assert (again.written, again.same) == (14, 6)
    assert store.ask(results, questionnaire_id=connectivity)[0].replies == 20


def test_two_tables_in_which_somebody_says_the_same_stay_two(store: Store, connectivity: str) -> None:
    facts: dict[str, Any] = {"questionnaire_id": connectivity, "way": "visit", "answered_on": TODAY}
    store.do(take_in_replies, lines=table(3, 4, 5, 2, 6, 7), **facts)
    for written, same in ((6, 0), (0, 6)):
        taken = store.do(take_in_replies, lines=table(3, 4, 1, 1, 1, 1), **facts).outcome
        assert (taken.written, taken.same) == (written, same)
    assert store.ask(results, questionnaire_id=connectivity)[0].replies == 12


def test_a_table_that_was_taken_out_can_be_taken_in_again(store: Store, connectivity: str) -> None:
    facts: dict[str, Any] = {"questionnaire_id": connectivity, "answered_on": TODAY}
    taken = store.do(take_in_replies, lines=table(3, 4), way="paper", **facts).outcome
    store.do(withdraw_all, reply_ids=taken.reply_ids)
    assert store.ask(results, questionnaire_id=connectivity)[0].replies == 0
    assert store.do(take_in_replies, lines=table(3, 4), way="visit", **facts).outcome.written == 2
    assert {one.way for one in store.ask(replies, questionnaire_id=connectivity)} == {"visit"}


def test_a_questionnaire_is_found_by_its_code_or_name(store: Store, connectivity: str) -> None:
    assert store.ask(resolve_questionnaire, text="CONECTIVIDAD") == connectivity
    assert store.ask(resolve_questionnaire, text="conectividad del hogar") == connectivity
    with pytest.raises(Refused, match="survey_unknown"):
        store.ask(resolve_questionnaire, text="nada")
