"""Districts and neighbourhoods as the city's file tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import Refused
from db.places.city import City, read_city
from db.places.commands import found_city
from db.places.queries import districts, neighbourhoods
from db.work import Store
from tests.record import CITY_FILE


def test_the_districts_stand_in_the_order_of_the_citys_file(store: Store) -> None:
    assert [(d.name, d.centre) for d in store.ask(districts)] == [
        ("Ribera", "Casa de la Ribera"),
        ("Loma", "Casa de la Loma"),
    ]


def test_neighbourhoods_are_listed_by_name_and_ene_sorts_as_n(store: Store, city: City) -> None:
    ribera = city.district("ribera").id
    assert [n.name for n in store.ask(neighbourhoods, district_id=ribera)] == [
        "Astilleros",
        "El Muelle",
        "La Ñandubaysal",
    ]
    assert len(store.ask(neighbourhoods)) == 5


def test_founding_the_city_again_changes_nothing(store: Store, city: City) -> None:
    assert not store.do(found_city, city=city).changes


def test_a_district_is_found_by_code_or_name_however_it_is_written(city: City) -> None:
    assert city.district("RIBERA") == city.district(" Ribera ")


def test_an_unknown_district_is_refused_with_those_there_are(city: City) -> None:
    with pytest.raises(Refused) as refused:
        city.district("Centro")
    assert refused.value.code == "district_unknown"
    assert refused.value.facts["known"] == "Ribera, Loma"


@pytest.mark.parametrize(
    ("written", "code", "where"),
    [
        (b"districts = [", "city_unreadable", {"line": 1}),
        (b'id = "x"\nname = ', "city_unreadable", {"line": 2}),
        ('id = "x"\n\nname = "Cañada"'.encode("latin-1"), "city_unreadable", {"line": 3}),
        (b'id = "x"', "city_damaged", {"what": "name"}),
        (b'id = "x"\nname = "X"\ntimezone = "UTC"\ndistricts = 7', "city_damaged", {"what": "districts, topics"}),
        (b'id = "x"\nname = "X"\ntimezone = "Mars/Olympus"\ndistricts = []', "city_damaged", {"what": "timezone"}),
    ],
)
def test_a_damaged_city_file_is_refused_with_the_place_and_not_half_read(
    tmp_path: Path, written: bytes, code: str, where: dict[str, object]
) -> None:
    path = tmp_path / "city.toml"
    path.write_bytes(written)
    with pytest.raises(Refused) as refused:
        read_city(path)
    assert refused.value.code == code
    assert refused.value.facts == {"path": str(path), **where}


def test_a_city_without_a_file_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_city(tmp_path / "villa_lejana" / "city.toml")
    assert refused.value.facts == {"city": "villa_lejana"}


def test_a_city_says_who_answers_for_the_neighbours_data(city: City, tmp_path: Path) -> None:
    assert (city.authority, city.authority_address) == ("Intendencia de Villa Ejemplo", "Plaza Mayor 1, Villa Ejemplo")
    assert city.rights_contact == "datos@villa-ejemplo.example"
    silent = tmp_path / "city.toml"
    told = CITY_FILE.read_text(encoding="utf-8").splitlines()
    silent.write_text("\n".join(line for line in told if not line.startswith(("authority", "rights"))), "utf-8")
    assert read_city(silent).authority == "Municipalidad de Villa Ejemplo"
