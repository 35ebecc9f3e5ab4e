"""The words of the recording round an item, and that they can go for good."""

from datetime import timedelta

import pytest

from db.agenda.commands import add_item, next_item
from db.agenda.queries import items
from db.errors import Refused
from db.zoom.files.told import Spoken, Transcript
from db.zoom.handouts import discard_transcript, take_in_transcript
from db.zoom.spoken import transcripts, words_of_item
from tests.db.matching.scene import Scene, row


@pytest.fixture
def scene(store, clock):
    made = Scene(store)
    made.take_in(row("Rosa Peña"))
    for title in ("Apertura", "Plaza", "Varios"):
        store.do(add_item, sitting_id=made.sitting, title=title)
    store.do(next_item, sitting_id=made.sitting)
    clock.forward(minutes=10)
    store.do(next_item, sitting_id=made.sitting)
    clock.forward(minutes=5)
    lines = [
        Spoken(number, timedelta(minutes=minute), timedelta(minutes=minute, seconds=5), "Rosa Peña", f"minuto {minute}")
        for number, minute in enumerate((1, 9.4, 9.6, 12, 15.4, 16), start=1)
    ]
    store.do(take_in_transcript, sitting_id=made.sitting, told=Transcript(tuple(lines)), sha256="4" * 64)
    return made


def said(scene, number, clock):
    item = scene.store.ask(items, sitting_id=scene.sitting)[number - 1]
    return [one.text for one in scene.store.ask(words_of_item, item_id=item.id, now=clock.now())]


def test_an_item_has_the_words_of_its_time_and_a_little_around_it(scene, clock):
    assert said(scene, 1, clock) == ["minuto 1", "minuto 9.4", "minuto 9.6"]
    assert said(scene, 2, clock) == ["minuto 9.6", "minuto 12", "minuto 15.4"]
    assert said(scene, 3, clock) == []


def test_an_item_that_is_not_there_is_refused(scene, clock):
    with pytest.raises(Refused) as no:
        scene.store.ask(words_of_item, item_id="nothing", now=clock.now())
    assert no.value.code == "item_unknown"


def test_discarded_words_are_gone(scene, clock):
    [handout] = scene.store.ask(transcripts, sitting_id=scene.sitting)
    scene.store.do(discard_transcript, handout_id=handout.id)
    assert said(scene, 2, clock) == []
    assert scene.store.ask(transcripts, sitting_id=scene.sitting) == ()
