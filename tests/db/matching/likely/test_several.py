"""Names that carry two people or more, and names that only look so."""

from __future__ import annotations

import pytest

from db.matching.likely.several import says_several
from db.matching.likely.told import told_by
from db.residents.commands import enrol
from db.work import Store
from db.zoom.files.participants import names_in
from tests.db.matching.scene import Scene, row


@pytest.mark.parametrize(
    "name",
    [
        "Marta y Luis Gómez", "MARTA Y LUIS GOMEZ", "Marta & Luis", "Marta+Luis", "Marta con Luis", "Luis e Inés",
        "Ana e Luiz", "Flia. Gómez", "Los Gómez", "Sr. y Sra. Gómez", "Sres. Gómez", "Marta y flia", "Marta e hijos",
        "Marta Gómez (y Luis)", "Marta Gómez (+ Luis)", "Marta Gómez (con Luis)", "Marta Gómez +1", "José/Juan",
        "Marta Gómez / Luis Gómez", "Marta Gómez/Luis Pérez", "Marta Gómez | Luis Gómez", "Marta Gómez - Luis Gómez",
        "Marta Gómez / Luis", "Marta / Luis / Pedro", "Marta Gómez, Luis Gómez", "Marta Gómez; Luis Pérez",
        "Rosario Paz / Luis Díaz",
    ],
)  # fmt: skip
def test_a_name_of_several_is_known(name: str) -> None:
    screen, before, _ = names_in(name)
    assert says_several(name)
    assert says_several(screen) or says_several(before or "")


@pytest.mark.parametrize(
    "name",
    [
        "Marta Gómez", "Gómez, Marta", "Gómez Pérez, Marta Luisa", "Ana E Gómez", "ANA E GOMEZ", "Y. Paz", "Ana Y. Paz",
        "Marta / she", "Marta (ella/she)", "Marta Gómez / Echesortu", "Marta Gómez / La Florida", "Luis D/P",
        "Marta Gómez / Empalme Graneros", "Marta Gómez / San Martín", "Marta Gómez/Vecinal Echesortu",
        "Vecinal Belgrano - Marta Gómez", "Marta Gómez - Bella Vista", "Juan Pérez / Juan Carlos Pérez",
        "Marta Gómez / Rosario", "Rosa / Las Delicias", "+54 341 555-0134", "Marta Gómez 1/2", "Marta Gómez-Paz",
        "Marta Gómez / iPhone",
    ],
)  # fmt: skip
def test_a_name_of_one_is_not_taken_for_several(name: str) -> None:
    screen, before, _ = names_in(name)
    assert not any(says_several(one) for one in (name, screen, before or ""))


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Marta y Luis Gómez", ["marta gomez", "luis gomez"]),
        ("Marta Gómez y Luis Pérez", ["marta gomez", "luis perez"]),
        ("Marta Gómez & Luis Gómez", ["marta gomez", "luis gomez"]),
        ("Marta Gómez / Luis Gómez", ["marta gomez", "luis gomez"]),
        ("Marta Gómez y Luis", ["marta gomez", "luis gomez"]),
        ("Rosa María y Juan Peña", ["rosa maria pena", "juan pena"]),
        ("Marta, Luis y Pedro Gómez", ["marta gomez", "luis gomez", "pedro gomez"]),
        ("Gómez, Marta y Luis", ["marta gomez", "luis gomez"]),
        ("Marta y Luis", ["marta luis"]),
    ],
)
def test_each_of_several_has_a_name_of_her_own(name: str, people: list[str]) -> None:
    assert [" ".join(one.words) for one in told_by((name,), (), {})] == people


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


@pytest.mark.parametrize("name", ["Rosa Peña / Luis Gómez", "Rosa Peña (y Luis)", "Rosa Peña + 1", "Rosa Peña / Ana"])
def test_whoever_is_not_alone_on_her_e_mail_is_asked_about(scene: Scene, name: str) -> None:
    screen, before, _ = names_in(name)
    scene.take_in(row(screen, original_name=before, email="rosa@example.org"))
    [group] = scene.groups()
    assert (str(group.verdict), group.residents) == ("proposed", ())
    assert "perhaps_several" in [why["code"] for why in group.reasons]


@pytest.mark.parametrize("name", ["Rosa Peña / Echesortu", "Rosa Peña - Vecinal El Muelle", "Rosa Peña / ella"])
def test_whoever_says_where_she_is_from_is_sure_by_her_e_mail(scene: Scene, name: str) -> None:
    scene.take_in(row(name, email="rosa@example.org"))
    assert [str(one.verdict) for one in scene.groups()] == ["sure"]


def test_a_surname_with_an_and_in_it_is_one_persons(scene: Scene) -> None:

    scene.store.do(enrol, family_name="Ortega y Gasset", given_names="Inés", email="ines@example.org")
    scene.take_in(row("Inés Ortega y Gasset", email="ines@example.org"))
    assert [str(one.verdict) for one in scene.groups()] == ["sure"]


@pytest.mark.parametrize("name", ["Rosa Peña / Marta Gómez", "Rosa Peña (y Marta Gómez)", "Rosa Peña & Marta Gómez"])
def test_each_of_several_on_the_e_mail_of_one_is_proposed(scene: Scene, name: str) -> None:
    screen, before, _ = names_in(name)
    scene.take_in(row(screen, original_name=before, email="rosa@example.org"))
    [group] = scene.groups()
    assert [one.resident.id for one in group.candidates] == [scene.roll["rosa"], scene.roll["marta"]]


def test_one_of_several_who_is_on_the_call_by_herself_too_is_still_proposed(scene: Scene) -> None:
    scene.take_in(row("Rosa Peña", email="rosa@example.org"), row("Peña, Rosa y Marta Gómez"))
    both = scene.group("Peña, Rosa y Marta Gómez")
    assert {one.resident.id for one in both.candidates} == {scene.roll["rosa"], scene.roll["marta"]}
