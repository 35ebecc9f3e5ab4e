"""A confirmed name that others on the roll bear as well: of whom it is sure again, and of whom never."""

import pytest

from db.checkin.commands import check_in
from db.matching.commands import confirm, reject
from db.residents.commands import enrol
from db.sittings.commands import close_sitting
from db.work import Store
from tests.db.matching.scene import Scene, row

NAME = "Luis Gómez"


class Namesakes(Scene):
    """Two of one name among thirty neighbours; the first of them was confirmed under it, twice."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        for given in ("Zulma", "Nélida", "Ofelia", "Ernesto", "Hipólito"):
            for family in ("Etcheverry", "Iturralde", "Ñáñez", "Quiroga", "Basualdo", "Lescano"):
                store.do(enrol, family_name=family, given_names=given)
        self.luis, self.other = (store.do(enrol, family_name="Gómez", given_names="Luis").outcome for _ in range(2))

    def confirmed(self) -> str:
        """Two evenings at which he was asked about, then the next one."""
        sitting = self.sitting
        for week in range(2):
            self.take_in(row(NAME, begin=7 * 24 * 60 * week), sitting=sitting)
            self.store.do(confirm, match_id=self.group(NAME, sitting).id, resident_ids=[self.luis])
            self.store.do(close_sitting, sitting_id=sitting)
            sitting = self.plan(days=7 * week + 7)
        return sitting


@pytest.fixture
def scene(store: Store) -> Namesakes:
    return Namesakes(store)


def test_whoever_was_confirmed_here_under_a_name_is_known_again_though_another_bears_it(scene: Namesakes):
    later = scene.confirmed()
    scene.take_in(row("LUIS GOMEZ (él)"), sitting=later)
    told = scene.group("LUIS GOMEZ (él)", later)
    assert (told.waits, [one.id for one in told.residents]) == (False, [scene.luis])
    assert [one["code"] for one in told.reasons] == ["confirmed_name"]


def test_not_where_the_other_one_came_here_too(scene: Namesakes):
    scene.store.do(check_in, sitting_id=scene.sitting, resident_id=scene.other, way="room", source="search")
    later = scene.confirmed()
    scene.take_in(row(NAME), sitting=later)
    assert scene.group(NAME, later).waits


def test_not_where_two_are_called_so_tonight(scene: Namesakes):
    later = scene.confirmed()
    scene.take_in(row(NAME), row(f"{NAME} 🌱"), sitting=later)
    assert [one.waits for one in scene.groups(later)] == [True, True]


def test_not_of_whom_a_person_has_ruled_out(scene: Namesakes):
    later = scene.confirmed()
    scene.take_in(row(NAME), sitting=later)
    scene.store.do(reject, match_id=scene.group(NAME, later).id, resident_id=scene.luis)
    assert scene.group(NAME, later).waits


def test_not_at_another_council(scene: Namesakes):
    scene.store.do(close_sitting, sitting_id=scene.confirmed())
    elsewhere = scene.plan(days=8, council="Consejo Barrial La Barranca")
    scene.take_in(row(NAME), sitting=elsewhere)
    assert scene.group(NAME, elsewhere).waits


def test_not_beside_a_name_that_is_not_his(scene: Namesakes):
    later = scene.confirmed()
    scene.take_in(row(NAME, email="casa@example.org"), row("Zulma", begin=70, email="casa@example.org"), sitting=later)
    assert scene.group(NAME, later).waits
