"""Evening after evening of one council: what a person decided once is not asked again, and nothing is ever wrong."""

import random
from dataclasses import dataclass

import pytest

from db.matching.commands import confirm, new_person, not_a_neighbour, reject, several
from db.matching.queries import GroupCard
from db.residents.commands import enrol
from db.sittings.commands import close_sitting
from db.work import Store, Work
from tests.db.matching.scene import ReportRow, Scene, row

FAMILIES = [
    "Gómez",
    "Pérez",
    "Sosa",
    "Paz",
    "Ñáñez",
    "Etchebarne",
    "Iturralde",
    "Quiroga",
    "Luna",
    "Benítez",
    "Vera",
    "Ríos",
    "Castro",
    "Molina",
    "Ferreyra",
    "Ojeda",
    "Roldán",
    "Farías",
    "Zapata",
    "Leiva",
    "Bustos",
    "Moyano",
    "Ledesma",
    "Cáceres",
    "Arias",
    "Soria",
]
GIVEN = [
    "Marta",
    "Ana",
    "Luis",
    "José",
    "Rosa",
    "Juan",
    "Elena",
    "Hugo",
    "Irma",
    "Raúl",
    "Olga",
    "Pablo",
    "Norma",
    "Silvia",
    "Mirta",
    "Néstor",
    "Óscar",
    "Nélida",
    "Teresa",
    "Ramón",
    "Clara",
    "Delia",
    "Ester",
    "Mario",
]
ODD = ("iPad de la {g} {f}", "{g} {f} (ella)", "{g}{n}", "{f} {g}", "La {g} de la esquina {n}", "{g} {f}", "{g} {i}.")


@dataclass(frozen=True)
class Somebody:
    """A neighbour as Zoom shows her every time, and who she is: one resident, several, a newcomer (None) or staff."""

    name: str
    email: str | None
    residents: tuple[str, ...]
    staff: bool = False


def neighbours(store: Store, chance: random.Random, count: int) -> list[Somebody]:
    """People of the roll, each with her own way of calling herself; no two of them the same."""
    found: dict[str, Somebody] = {}
    while len(found) < count:
        given, family, number = chance.choice(GIVEN), chance.choice(FAMILIES), len(found)
        name = chance.choice(ODD).format(g=given, f=family, i=family[0], n=1950 + number)
        if name in found:
            continue
        hers = [store.do(enrol, family_name=family, given_names=given).outcome]
        if number == 4:  # a family is asked about every time: who of it is there tonight nobody can tell from a name
            name = f"Familia {family} {given} {number}"
            hers.append(store.do(enrol, family_name=family, given_names="Luz").outcome)
        email = f"{number}@example.org" if chance.random() < 0.3 else None
        found[name] = Somebody(name, email, tuple(hers))
    return list(found.values())


def lines(people: list[Somebody], days: int) -> list[ReportRow]:
    return [row(one.name, begin=days * 24 * 60, email=one.email) for one in people]


def _newcomer(work: Work, /, *, match_id: str, letter: str) -> None:
    new_person(work, match_id=match_id, family_name="Nueva", given_names=f"Vecina {letter}")


def decide(store: Store, card: GroupCard, who: Somebody) -> None:
    """What a person who knows everybody says."""
    if who.staff:
        store.do(not_a_neighbour, match_id=card.id)
    elif len(who.residents) > 1:
        store.do(several, match_id=card.id, resident_ids=who.residents)
    elif who.residents:
        store.do(confirm, match_id=card.id, resident_ids=who.residents)
    else:
        store.do(_newcomer, match_id=card.id, letter=who.name[6])


def look(scene: Scene, sitting: str, people: list[Somebody], newcomers: dict[str, str]) -> tuple[int, int]:
    """How many rows were decided without a person, and how many of all that stands is wrong; then decides the rest."""
    by_name = {one.name: one for one in people}
    alone = wrong = 0
    for card in scene.groups(sitting):
        who = by_name[card.name]
        true = set(who.residents) or ({newcomers[who.name]} if who.name in newcomers else set())
        said = {one.id for one in card.residents}
        if card.waits:
            decide(scene.store, card, who)
            continue
        alone += 1
        wrong += said != (set() if who.staff else true)
    for card in scene.groups(sitting):
        if not by_name[card.name].residents and card.residents:
            newcomers[card.name] = card.residents[0].id
    return alone, wrong


@pytest.mark.parametrize("seed", [1, 2])
def test_from_the_second_evening_on_hardly_anybody_is_asked_about_and_nobody_wrongly(store: Store, seed: int):
    chance = random.Random(seed)
    scene = Scene(store)
    regulars = neighbours(store, chance, 40)
    regulars += [Somebody(f"Nadie {letter} del Padrón", None, ()) for letter in "ABCDEF"]
    regulars += [
        Somebody("Mesa de ayuda CMD", None, (), staff=True),
        Somebody("Prensa Municipal", None, (), staff=True),
    ]
    newcomers: dict[str, str] = {}
    sitting, shares = scene.sitting, []
    for week in range(3):
        present = chance.sample(regulars, 40) if week else regulars
        scene.take_in(*lines(present, 7 * week), sitting=sitting)
        alone, wrong = look(scene, sitting, present, newcomers)
        assert wrong == 0
        shares.append(alone / len(present))
        store.do(close_sitting, sitting_id=sitting)
        sitting = scene.plan(days=7 * week + 7)
    assert min(shares[1:]) >= 0.95, shares
    assert shares[0] < 0.6, shares


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Hilda V.", "Hilda V. 🌱"),
        ("🇦🇷 Hilda V. 👩🏽‍🌾", "hilda v."),
        ("Hilda V. (ella)", "Hilda V."),
        ("La Gringa", "La Gringa [ella] ♥️"),
    ],
)
def test_a_picture_or_a_pronoun_beside_the_name_makes_nobody_else_of_her(store: Store, first: str, then: str):
    scene = Scene(store)
    scene.take_in(row(first), row(f"{first} Prensa"))
    scene.store.do(confirm, match_id=scene.group(first).id, resident_ids=[scene.roll["marta"]])
    scene.store.do(not_a_neighbour, match_id=scene.group(f"{first} Prensa").id)
    later = scene.plan_later()
    scene.take_in(row(then), row(f"{then} Prensa"), sitting=later)
    assert [one.id for one in scene.group(then, later).residents] == [scene.roll["marta"]]
    assert not [one for one in scene.groups(later) if one.waits]


def test_a_no_is_heard_although_she_was_confirmed_before(store: Store):
    scene = Scene(store)
    marta = scene.roll["marta"]
    scene.take_in(row("La Gringa"))
    scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[marta])
    later = scene.plan_later()
    scene.take_in(row("La Gringa"), sitting=later)
    known = scene.group("La Gringa", later)
    assert [one.id for one in known.residents] == [marta]
    scene.store.do(reject, match_id=known.id, resident_id=marta)
    told = scene.group("La Gringa", later)
    assert (told.waits, told.residents, told.candidates) == (True, (), ())


def test_two_whom_only_a_picture_tells_apart_are_asked_about(store: Store):
    scene = Scene(store)
    scene.take_in(row("Hilda V."))
    scene.store.do(confirm, match_id=scene.group("Hilda V.").id, resident_ids=[scene.roll["marta"]])
    later = scene.plan_later()
    scene.take_in(row("Hilda V."), row("Hilda V. 🌱"), sitting=later)
    assert [one.waits for one in scene.groups(later)] == [True, True]


def test_a_family_on_the_e_mail_of_one_of_them_is_asked_about_until_a_person_has_said_that_she_is_alone(store: Store):
    scene = Scene(store)
    rosa = scene.roll["rosa"]
    scene.take_in(row("Familia Peña", email="rosa@example.org"))
    asked = scene.group("Familia Peña")
    assert (asked.waits, asked.candidates[0].resident.id) == (True, rosa)
    assert [one["code"] for one in asked.reasons] == ["same_email", "perhaps_several"]
    store.do(confirm, match_id=asked.id, resident_ids=[rosa])
    later = scene.plan_later()
    scene.take_in(row("Familia Peña", begin=7 * 24 * 60, email="rosa@example.org"), sitting=later)
    known = scene.group("Familia Peña", later)
    assert (known.waits, [one.id for one in known.residents]) == (False, [rosa])
