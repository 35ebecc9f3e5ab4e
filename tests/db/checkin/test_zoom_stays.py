"""The stays of a whole call, written at once: the same as one by one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.checkin.queries import attendance
from db.checkin.tables import Presence
from db.checkin.zoom_stays import ZoomStay, record_new_stays
from db.errors import Refused
from db.residents.search import search
from db.sittings.tables import Sitting
from db.work import Store
from tests.db.matching.scene import Scene
from tests.record import EVENING

HOUR = timedelta(hours=1)


def stay(scene: Scene, nick: str, way: str = "zoom", lasts: timedelta = HOUR) -> ZoomStay:
    return ZoomStay(f"match {nick}", scene.roll[nick], EVENING, EVENING + lasts, way)


def test_everybody_of_a_call_is_present_by_her_way_and_found_first_at_the_council(store: Store) -> None:
    scene = Scene(store)
    store.do(record_new_stays, sitting_id=scene.sitting, stays=[stay(scene, "rosa"), stay(scene, "juan", "phone")])
    told = store.ask(attendance, sitting_id=scene.sitting)
    assert (told.online, told.in_room) == (2, 0)
    rows = store.ask(lambda session: session.execute(select(Presence.way, Presence.source, Presence.match_id)).all())
    assert {tuple(row) for row in rows} == {("zoom", "zoom", "match rosa"), ("phone", "zoom", "match juan")}
    council = store.ask(lambda session: session.get_one(Sitting, scene.sitting).council_id)
    [found] = store.ask(search, text="rosa pena", council_id=council)
    assert (found.id, found.tier) == (scene.roll["rosa"], "council")


@pytest.mark.parametrize(("wrong", "code"), [({"lasts": -HOUR}, "stay_backwards"), ({"way": "letter"}, "way_unknown")])
def test_what_cannot_be_is_refused_and_nothing_is_written(store: Store, wrong: dict, code: str) -> None:
    scene = Scene(store)
    with pytest.raises(Refused) as no:
        store.do(record_new_stays, sitting_id=scene.sitting, stays=[stay(scene, "rosa"), stay(scene, "juan", **wrong)])
    assert no.value.code == code
    assert store.ask(attendance, sitting_id=scene.sitting).online == 0
