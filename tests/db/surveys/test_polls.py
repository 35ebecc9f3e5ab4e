"""A poll of the call is the perception survey of those who were on it, as far as it asks the same."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.errors import Refused
from db.insights.answered import felt
from db.insights.tally import count_key
from db.places.city import City
from db.surveys.commands import define, reply
from db.surveys.polls import sheets_of_polls, take_answers_out, take_in_answers
from db.surveys.queries import Asked, left_to_the_poll, questionnaires, results
from db.surveys.tables import Reply
from db.work import Store
from db.zoom.files.told import PollAnswer, Polls
from tests.db.matching.scene import Scene

PERCEPTION = tomllib.loads((Path(__file__).parents[3] / "resources" / "surveys" / "perception.toml").read_text("utf-8"))
LISTENED, CLEAR = "¿Sintió que la escucharon?", "¿Se entendió lo que se explicó?"


def take_in(scene: Scene, city: City, *answers: PollAnswer, sha: str = "1") -> str:
    facts: dict[str, Any] = {"sitting_id": scene.sitting, "zone": city.zone, "definitions": (PERCEPTION,)}
    taken = scene.store.do(take_in_answers, told=Polls(None, answers, lines=len(answers)), sha256=sha * 64, **facts)
    return taken.outcome.handout_id


def counted(store: Store) -> dict[str, Counter[str]]:
    [card] = store.ask(questionnaires)
    found = store.ask(results, questionnaire_id=card.id, asked=Asked())
    return {
        one.key: Counter({option.key: option.count for option in one.options if option.count}) + Counter(of=one.replies)
        for one in found
        if one.answered
    }


def sheets(store: Store) -> list[tuple[str, Any, dict[str, Any]]]:
    """Way, resident and answers of each sheet; those with most answers last."""
    live = select(Reply).where(Reply.removed_at.is_(None))
    told = store.ask(lambda session: [(row.way, row.resident_id, row.answers) for row in session.scalars(live)])
    return sorted(told, key=lambda one: (len(one[2]), one[2]["listened"]))


def test_who_answers_two_questions_has_one_sheet_without_her_name(store: Store, city: City) -> None:
    scene = Scene(store)
    take_in(
        scene,
        city,
        PollAnswer("1", LISTENED, ("Sí",), name="Rosa Peña"),
        PollAnswer("1", LISTENED, ("En parte",), name="Juan Pérez"),
        PollAnswer("1", CLEAR, ("NO",), name="rosa peña"),
        PollAnswer("1", "¿Le gustó la música?", ("Sí",), name="Rosa Peña"),
    )
    assert sheets(store) == [
        ("zoom", None, {"listened": "in_part"}), ("zoom", None, {"listened": "yes", "clear": "no"})
    ]  # fmt: skip
    assert counted(store) == {"listened": Counter(yes=1, in_part=1, of=2), "clear": Counter(no=1, of=2)}


def test_of_an_anonymous_poll_a_sheet_begins_where_a_question_returns(store: Store, city: City) -> None:
    scene = Scene(store)
    told = [PollAnswer("1", question, (said,)) for said in ("Sí", "No") for question in (LISTENED, CLEAR)]
    take_in(scene, city, *told)
    assert sheets(store) == [
        ("zoom", None, {"listened": "no", "clear": "no"}), ("zoom", None, {"listened": "yes", "clear": "yes"})
    ]  # fmt: skip


def test_what_a_questionnaire_does_not_ask_or_answer_so_makes_no_sheet(store: Store, city: City) -> None:
    scene = Scene(store)
    take_in(
        scene,
        city,
        PollAnswer("1", "¿Qué tal?", ("Sí",)),
        PollAnswer("1", LISTENED, ("Tal vez",)),
        PollAnswer("1", "¿Qué mejoraría?", ("Que venga Zurubíez",), name="Rosa"),
    )
    assert sheets(store) == []
    assert store.ask(questionnaires) == ()


def test_the_wrong_file_takes_its_sheets_along_and_the_one_before_comes_back(store: Store, city: City) -> None:
    scene = Scene(store)
    take_in(scene, city, PollAnswer("1", LISTENED, ("Sí",), name="Rosa"))
    fuller = take_in(
        scene, city, PollAnswer("1", LISTENED, ("Sí",), name="Rosa"), PollAnswer("1", LISTENED, ("No",), name="Ana"),
        sha="2",
    )  # fmt: skip
    assert counted(store)["listened"] == Counter(yes=1, no=1, of=2)
    store.do(take_answers_out, handout_id=fuller, zone=city.zone)
    assert counted(store)["listened"] == Counter(yes=1, of=1)


def test_doing_it_again_changes_nothing(store: Store, city: City) -> None:
    scene = Scene(store)
    take_in(scene, city, PollAnswer("1", LISTENED, ("Sí",), name="Rosa"))
    again = store.do(sheets_of_polls, sitting_id=scene.sitting, zone=city.zone, definitions=(PERCEPTION,))
    assert again.outcome == 1
    assert not again.changes.nouns


def test_a_city_that_asks_in_its_own_words_is_understood_by_these(store: Store, city: City) -> None:
    scene = Scene(store)
    question = {
        "key": "listened",
        "text": "¿La escuchamos?",
        "kind": "one",
        "options": PERCEPTION["questions"][0]["options"],
    }
    own = {**PERCEPTION, "code": "nuestra", "questions": [question]}
    store.do(define, definition=own)
    take_in(scene, city, PollAnswer("1", "¿la escuchamos?", ("si",)))
    assert sheets(store) == [("zoom", None, {"listened": "yes"})]


def test_what_was_typed_off_the_screen_counts_until_the_poll_itself_comes(store: Store, city: City) -> None:
    scene = Scene(store)
    asked = store.do(define, definition=PERCEPTION).outcome
    typed: dict[str, Any] = {"questionnaire_id": asked, "sitting_id": scene.sitting, "answered_on": date(2026, 11, 26)}
    store.do(reply, told={"listened": "1"}, way="zoom", **typed)
    store.do(reply, told={"listened": "3"}, way="paper", **typed)
    assert counted(store)["listened"] == Counter(yes=1, no=1, of=2)

    handout = take_in(scene, city, PollAnswer("1", LISTENED, ("Sí",), name="Rosa Peña"))
    assert counted(store)["listened"] == Counter(yes=1, no=1, of=2)
    assert store.ask(left_to_the_poll, questionnaire_id=asked) == 1
    assert store.ask(questionnaires)[0].replies == 2
    [leaf] = store.ask(felt, where=[]).values()
    assert leaf[count_key("felt.way", "zoom")] == 1
    with pytest.raises(Refused, match="survey_poll_counted"):
        store.do(reply, told={"listened": "1"}, way="zoom", **typed)
    store.do(reply, told={"listened": "2"}, way="call", **typed)

    store.do(take_answers_out, handout_id=handout, zone=city.zone)
    assert counted(store)["listened"] == Counter(yes=1, no=1, in_part=1, of=3)
    assert store.ask(left_to_the_poll, questionnaire_id=asked) == 0
