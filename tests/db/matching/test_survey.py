"""The perception survey: counts that close, denominators that are told, and nobody's name where none was given."""

from db.matching.commands import not_a_neighbour
from db.matching.survey import count_answers, survey
from db.zoom.files.told import PollAnswer, Polls
from db.zoom.handout_queries import PollCard
from db.zoom.handouts import take_in_polls
from tests.db.matching.scene import Scene, row


def answer(question, *answers, name=None, poll="1"):
    return PollCard("", poll, question, answers, name, None, None)


def test_counts_shares_and_silence_are_over_those_who_answered_and_those_on_the_call():
    told = [answer("¿Qué tal?", "Bien", name="Ana"), answer("¿Qué tal?", "Mal", name="Luz"),
            answer("¿Qué tal?", "Bien", name="Sol")]  # fmt: skip
    [one] = count_answers(told, on_call=10)
    assert [(c.text, c.count, round(c.share, 2)) for c in one.choices] == [("Bien", 2, 0.67), ("Mal", 1, 0.33)]
    assert (one.answered, one.silent, one.anonymous, one.several) == (3, 7, False, False)


def test_who_is_named_twice_answered_once_and_who_has_no_name_each_time():
    [named] = count_answers([answer("¿?", "No", name="Ana"), answer("¿?", "Sí", name="ANA")], on_call=4)
    assert [(c.text, c.count) for c in named.choices] == [("Sí", 1)]
    [hidden] = count_answers([answer("¿?", "Sí"), answer("¿?", "Sí")], on_call=4)
    assert (hidden.answered, hidden.anonymous) == (2, True)


def test_several_choices_count_each_and_the_person_once():
    [one] = count_answers([answer("¿Temas?", "Luz", "Baches"), answer("¿Temas?", "Luz")], on_call=2)
    assert [(c.text, c.count, c.share) for c in one.choices] == [("Luz", 2, 1.0), ("Baches", 1, 0.5)]
    assert (one.answered, one.silent, one.several) == (2, 0, True)


def test_more_answers_than_connections_leave_nobody_silent_and_an_empty_answer_is_none():
    [one] = count_answers([answer("¿?", "Sí"), answer("¿?", "No"), answer("¿?", "")], on_call=1)
    assert (one.answered, one.silent) == (2, 0)


def test_the_host_and_helpers_could_not_have_answered(store):
    scene = Scene(store)
    scene.take_in(row("Rosa Peña"), row("Kevin"), row("Mesa de ayuda"), row("Anfitriona", host=True))
    store.do(not_a_neighbour, match_id=scene.group("Mesa de ayuda").id)
    told = Polls(None, (PollAnswer("1", "¿Qué tal?", ("Bien",), name="Rosa Peña"),), lines=1)
    store.do(take_in_polls, sitting_id=scene.sitting, told=told, sha256="3" * 64)
    found = store.ask(survey, sitting_id=scene.sitting)
    assert (found.on_call, found.questions[0].answered, found.questions[0].silent) == (2, 1, 1)
