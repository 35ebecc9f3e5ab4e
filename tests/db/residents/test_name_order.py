"""Which part of a name is the family's is read from how the roll uses its words, and never guessed unseen."""

from __future__ import annotations

import pytest

from db.errors import Refused
from db.residents.name_order import name_order, sure_names, weigh
from db.work import Store
from tests.db.residents.test_search import on_the_roll

KNOWN = {
    "perez": (50, 0), "gomez": (60, 0), "rosa": (0, 40), "maria": (0, 60), "juan": (0, 60), "martin": (20, 20),
    "alonso": (15, 15), "angeles": (1, 20), "fuente": (12, 0), "xiomara": (0, 0), "quispe": (0, 0),
}  # fmt: skip


def read(line: str) -> tuple[str, str, str]:
    used = {word: KNOWN[word] for word in line.lower().replace("á", "a").replace("é", "e").replace("ó", "o").replace(
        "í", "i").split() if word in KNOWN}  # fmt: skip
    names = weigh(line, used)
    return names.family_name, names.given_names, names.how


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Pérez Rosa", ("Pérez", "Rosa")),
        ("Rosa Pérez", ("Pérez", "Rosa")),
        ("PEREZ ROSA MARIA", ("Perez", "Rosa Maria")),
        ("Rosa Pérez Gómez", ("Pérez Gómez", "Rosa")),
        ("Pérez Gómez Rosa", ("Pérez Gómez", "Rosa")),
        ("de la Fuente María de los Ángeles", ("de la Fuente", "María de los Ángeles")),
        ("María de los Ángeles de la Fuente", ("de la Fuente", "María de los Ángeles")),
        ("Pérez Xiomara", ("Pérez", "Xiomara")),
        ("Rosa Quispe", ("Quispe", "Rosa")),
        ("Quispe Rosa", ("Quispe", "Rosa")),
        ("Juan Martín Pérez", ("Pérez", "Juan Martín")),
        ("Gómez Martín", ("Gómez", "Martín")),
    ],
)
def test_the_words_of_the_roll_tell_the_family_name_in_either_order(line: str, names: tuple[str, str]) -> None:
    assert read(line) == (*names, "roll")


def test_words_that_are_used_both_ways_are_left_to_a_person() -> None:
    assert read("Martín Alonso")[2] == "unclear"


def test_where_nobody_is_called_so_the_given_names_come_first_as_one_says_them() -> None:
    assert read("Xiomara Quispe") == ("Quispe", "Xiomara", "spoken")


def test_one_person_on_the_roll_is_not_enough_to_turn_a_name_round() -> None:
    names = weigh("Pérez Xiomara", {"perez": (1, 0), "xiomara": (0, 0)})
    assert names.how == "unclear"
    assert names.turned.written == f"{names.given_names}, {names.family_name}"


def test_a_comma_says_it_whatever_the_roll_thinks(store: Store) -> None:
    for _ in range(3):
        on_the_roll(store, "Ñandúbez", "Rosaura")
    told = store.ask(name_order, line="Rosaura, Ñandúbez")
    assert (told.family_name, told.given_names, told.how) == ("Rosaura", "Ñandúbez", "told")


def test_the_roll_itself_is_asked_and_what_was_corrected_counts_no_more(store: Store) -> None:
    for given in ("Rosaura", "Telma", "Inés"):
        on_the_roll(store, "Ñandúbez", given)
    assert store.ask(name_order, line="NANDUBEZ COSME").written == "Nandubez, Cosme"
    assert store.ask(name_order, line="Cosme Etcheverry").how == "spoken"
    assert store.ask(name_order, line="Telma Ñandúbez").written == "Ñandúbez, Telma"


def test_where_nobody_can_be_asked_a_name_that_may_be_read_both_ways_is_refused(store: Store) -> None:
    on_the_roll(store, "Ñandúbez", "Rosaura")
    with pytest.raises(Refused, match="name_order_unclear") as no:
        store.ask(sure_names, line="Ñandúbez Cosme")
    assert no.value.facts["turned"] in ("Ñandúbez, Cosme", "Cosme, Ñandúbez")
    with pytest.raises(Refused, match="name_incomplete"):
        store.ask(sure_names, line="Cosme")
