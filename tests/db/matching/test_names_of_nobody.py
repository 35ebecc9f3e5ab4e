"""What anybody may write beside a name is nobody's: nobody is taken for who wrote it once, a week later."""

from __future__ import annotations

import pytest

from db.matching.commands import confirm
from db.work import Store
from tests.db.matching.scene import Scene, row


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


def confirmed_last_week(scene: Scene, name: str, beside: str | None = None) -> str:
    scene.take_in(row(name, original_name=beside))
    scene.store.do(confirm, match_id=scene.groups()[0].id, resident_ids=[scene.roll["juan"]])
    return scene.plan_later()


@pytest.mark.parametrize("beside", ["ella", "she/her", "Vecina", "Invitado", "Guest", "Casa", "La Gringa", "Echesortu"])
def test_who_wrote_the_same_beside_another_name_is_somebody_else(scene: Scene, beside: str) -> None:
    later = confirmed_last_week(scene, "Juan C. Perez", beside)
    scene.take_in(row("Beto Zárate", original_name=beside), sitting=later)
    [beto] = scene.groups(later)
    assert (beto.residents, str(beto.verdict) in ("proposed", "unknown")) == ((), True)


@pytest.mark.parametrize("name", ["Vecina", "Invitado", "Guest", "ella", "Sin nombre"])
def test_a_name_that_says_nobody_is_not_remembered(scene: Scene, name: str) -> None:
    later = confirmed_last_week(scene, name)
    scene.take_in(row(name), sitting=later)
    [somebody] = scene.groups(later)
    assert somebody.residents == ()


def test_a_name_of_his_own_that_was_confirmed_is_still_his(scene: Scene) -> None:
    later = confirmed_last_week(scene, "El Colorado de la esquina")
    scene.take_in(row("El Colorado de la esquina", original_name="Juan Pérez"), sitting=later)
    [colorado] = scene.groups(later)
    assert [one.id for one in colorado.residents] == [scene.roll["juan"]]
