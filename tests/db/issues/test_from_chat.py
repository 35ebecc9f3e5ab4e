"""The chat beside the agenda: whose line it is, under which item, and what one key makes of it."""

from datetime import timedelta

import pytest

from db.agenda.commands import add_item, next_item
from db.errors import Refused
from db.issues.from_chat import chat_beside_agenda, chat_issue_back, issue_from_chat, resolve_chat_line
from db.issues.queries import issues
from db.matching.commands import confirm, several
from db.zoom.files.told import Chat, ChatLine
from db.zoom.handouts import take_in_chat
from tests.db.matching.scene import Scene, row
from tests.record import EVENING


@pytest.fixture
def scene(store, clock):
    made = Scene(store)
    made.take_in(row("Rosa Peña"), row("La Gringa"), row("Familia Paz"), row("Ana Paz", 0, 30), row("Ana Paz", 5, 25))
    for title in ("Apertura", "Plaza"):
        store.do(add_item, sitting_id=made.sitting, title=title)
    store.do(next_item, sitting_id=made.sitting)
    clock.forward(minutes=10)
    store.do(next_item, sitting_id=made.sitting)
    clock.forward(minutes=10)
    return made


def says(scene, *lines, cloud=False):
    told = Chat(
        tuple(
            ChatLine(
                number=number,
                author=author,
                text=text,
                said_at=None if cloud else EVENING + timedelta(minutes=minute),
                offset=timedelta(minutes=minute) if cloud else None,
            )
            for number, (minute, author, text) in enumerate(lines, start=1)
        )
    )
    scene.store.do(take_in_chat, sitting_id=scene.sitting, told=told, sha256="2" * 64)


def chat(scene):
    return scene.store.ask(chat_beside_agenda, sitting_id=scene.sitting)


def test_each_line_stands_under_the_item_that_was_on_the_table(scene):
    says(scene, (-3, "Rosa Peña", "Buenas"), (2, "Rosa Peña", "Presente"), (12, "Rosa Peña", "Falta luz"))
    assert [(one.item_number, one.item) for one in chat(scene)] == [(0, ""), (1, "Apertura"), (2, "Plaza")]
    assert all(one.exact for one in chat(scene))


def test_the_offsets_of_the_cloud_begin_with_the_call(scene):
    says(scene, (2, "Rosa Peña", "Presente"), (12, "Rosa Peña", "Falta luz"), cloud=True)
    assert [(one.item_number, one.exact) for one in chat(scene)] == [(1, False), (2, False)]


def test_one_key_makes_an_issue_with_its_author_its_item_and_where_it_came_from(scene):
    says(scene, (12, "ROSA PEÑA", "  Falta luz en la plaza "))
    [line] = chat(scene)
    made = scene.store.do(issue_from_chat, chat_line_id=line.id, kind="complaint").outcome
    [issue] = scene.store.ask(issues, sitting_id=scene.sitting)
    assert (issue.id, issue.kind, issue.text) == (made, "complaint", "Falta luz en la plaza")
    assert (issue.raised_by_id, issue.way, issue.source, issue.item) == (scene.roll["rosa"], "zoom", "chat", "Plaza")
    assert chat(scene)[0].issue_kind == "complaint"


def test_pressed_again_it_is_the_same_issue_of_another_kind_and_it_can_be_taken_back_and_made_again(scene):
    says(scene, (12, "Rosa Peña", "Falta luz"))
    [line] = chat(scene)
    first = scene.store.do(issue_from_chat, chat_line_id=line.id, kind="complaint").outcome
    assert scene.store.do(issue_from_chat, chat_line_id=line.id, kind="proposal").outcome == first
    assert [one.kind for one in scene.store.ask(issues, sitting_id=scene.sitting)] == ["proposal"]
    scene.store.do(chat_issue_back, chat_line_id=line.id)
    assert (scene.store.ask(issues, sitting_id=scene.sitting), chat(scene)[0].issue_id) == ((), None)
    with pytest.raises(Refused) as no:
        scene.store.do(chat_issue_back, chat_line_id=line.id)
    assert no.value.code == "issue_unknown"
    assert scene.store.do(issue_from_chat, chat_line_id=line.id, kind="question").outcome == first


def test_an_author_who_is_decided_later_gets_her_name_when_the_key_is_pressed_again(scene):
    says(scene, (12, "La Gringa", "Falta luz"))
    [line] = chat(scene)
    assert (line.waits, line.resident_id) == (True, None)
    scene.store.do(issue_from_chat, chat_line_id=line.id, kind="complaint")
    scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
    [line] = chat(scene)
    assert (line.unnamed, line.resident) == (True, "Marta Gómez")
    scene.store.do(issue_from_chat, chat_line_id=line.id, kind="complaint")
    assert [one.raised_by_id for one in scene.store.ask(issues, sitting_id=scene.sitting)] == [scene.roll["marta"]]


def test_what_a_family_wrote_or_one_of_two_namesakes_has_no_name(scene):
    pair = [scene.roll["twin"], scene.roll["other twin"]]
    scene.store.do(several, match_id=scene.group("Familia Paz").id, resident_ids=pair)
    says(scene, (12, "Familia Paz", "Falta luz"), (13, "Nadie Conocido", "Hola"))
    family, nobody = chat(scene)
    assert (family.several, family.resident_id) == (True, None)
    assert (nobody.several, nobody.waits, nobody.resident_id) == (False, False, None)


def test_a_line_is_found_by_the_beginning_of_its_id_and_one_that_is_not_there_is_refused(scene):
    says(scene, (12, "Rosa Peña", "Falta luz"))
    [line] = chat(scene)
    assert scene.store.ask(resolve_chat_line, sitting_id=scene.sitting, text=line.id[:8].upper()) == line.id
    for text in ("", line.id[:5], "ffffffff"):
        with pytest.raises(Refused):
            scene.store.ask(resolve_chat_line, sitting_id=scene.sitting, text=text)
    with pytest.raises(Refused) as no:
        scene.store.do(issue_from_chat, chat_line_id="nothing", kind="proposal")
    assert no.value.code == "chat_line_unknown"
