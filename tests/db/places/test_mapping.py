"""The areas of a city's map find their quarters; what is doubtful waits for a person, and what she decides stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.errors import Refused
from db.places.city_map import read_map
from db.places.drawing import AreaCard, Shape, inhabitants_by_district, joined_areas, map_areas, shapes, standing
from db.places.inhabitants_file import read_inhabitants
from db.places.mapping import count_inhabitants, decide_area, forget_map, take_in_map
from db.places.queries import neighbourhoods
from db.places.rules import count_of, likely_quarters, spelled, sure_quarter
from db.work import Store
from tests.db.places import maps

QUARTERS = {
    "a": "Abasto", "b": "General Las Heras", "c": "República de la Sexta", "d": "Las Malvinas (Refinería)",
    "e": "La Cerámica", "f": "Cuyo", "g": "Ludueña Norte", "h": "Ludueña Sur", "i": "Lourdes", "j": "14 de Octubre",
    "k": "Bella Vista", "l": "Bella Vista Sur",
}  # fmt: skip


def by_name(store: Store) -> dict[str, str]:
    return {one.name: one.id for one in store.ask(neighbourhoods)}


def area(store: Store, name: str) -> AreaCard:
    return next(one for one in store.ask(map_areas) if one.name == name)


def drawn(store: Store) -> dict[str, Shape]:
    return {one.name: one for one in store.ask(shapes)}


@pytest.mark.parametrize(
    ("written", "quarter"),
    [
        ("Barrio del Abasto", "a"),
        ("Bº GRAL. LAS HERAS", "b"),
        ("República de la 6 ta.", "c"),
        ("Republica de la 6ª", "c"),
        ("refineria", "d"),
        ("Catorce de octubre", "j"),
        ("bella vista", "k"),
        ("Nuestra Sra. de Lourdes", None),
        ("La Cerámica y Cuyo", None),
        ("Fisherton", None),
    ],
)
def test_a_name_is_known_however_a_map_shortens_it_and_doubtful_where_it_says_more(
    written: str, quarter: str | None
) -> None:
    assert sure_quarter(written, QUARTERS) == quarter


def test_two_quarters_of_one_name_are_for_a_person_to_tell_apart() -> None:
    assert sure_quarter("Centro", {"x": "Centro", "y": "Bº Centro"}) is None


def test_what_is_likely_comes_first_and_joined_quarters_are_offered_together() -> None:
    assert likely_quarters("Nuestra Sra. de Lourdes", QUARTERS)[0].quarter_ids == ("i",)
    assert likely_quarters("La Cerámica y Cuyo", QUARTERS)[0].quarter_ids == ("e", "f")
    assert likely_quarters("Ludueña Sur y Norte", QUARTERS)[0].quarter_ids == ("h", "g")
    assert likely_quarters("Parque Industrial", QUARTERS) == ()


def test_a_name_of_empty_words_alone_keeps_them() -> None:
    assert spelled("Barrio") == "barrio"


@pytest.mark.parametrize(
    ("told", "people"),
    [(8200, 8200), (8200.0, 8200), ("12.345", 12345), ("1 234 hab.", 1234), ("8200,0", 8200), ("12.5", None),
     ("", None), ("s/d", None), (0, None), (-3, None), (float("nan"), None), (True, None), (10**12, None)],
)  # fmt: skip
def test_a_number_of_inhabitants_is_read_as_offices_write_it(told: object, people: int | None) -> None:
    assert count_of(told) == people


def test_the_map_is_taken_in_with_what_is_sure_and_the_rest_waits(store: Store) -> None:
    told = store.do(take_in_map, areas=read_map(maps.geojson()).areas).outcome
    assert (told.areas, told.known, told.waiting, told.none_of_ours) == (5, 3, 2, 0)
    quarters = by_name(store)
    assert area(store, "Mirador y Los Aromos").likely[0].quarter_ids == (
        quarters["Mirador"],
        quarters["Los Aromos"],
    )
    assert area(store, "Campo Municipal").likely == ()
    assert (drawn(store)["El Muelle"].inhabitants, drawn(store)["Mirador y Los Aromos"].quarter_ids) == (8200, ())
    now = store.ask(standing)
    assert (now.quarters, now.drawn, now.counted, now.waiting) == (5, 3, 3, 2)


def test_quarters_that_the_city_draws_as_one_are_one_shape_and_count_together(store: Store) -> None:
    store.do(take_in_map, areas=read_map(maps.geojson()).areas)
    both = sorted((by_name(store)["Mirador"], by_name(store)["Los Aromos"]))
    before = store.do(decide_area, area="mirador y los aromos", quarter_ids=both).outcome
    assert before is None
    shape = drawn(store)["Los Aromos · Mirador"]
    assert (sorted(shape.quarter_ids), len(shape.polygons), shape.inhabitants) == (both, 1, 12_500)
    store.do(count_inhabitants, inhabitants={both[0]: 5000, both[1]: 6000})
    assert drawn(store)["Los Aromos · Mirador"].inhabitants == 11_000


def test_a_decision_is_taken_back_by_what_was_before_it(store: Store) -> None:
    store.do(take_in_map, areas=read_map(maps.geojson()).areas)
    assert store.do(decide_area, area="campo municipal", quarter_ids=()).outcome is None
    assert store.ask(standing).waiting == 1
    assert store.do(decide_area, area="campo municipal", quarter_ids=None).outcome == ()
    assert store.ask(standing).waiting == 2
    muelle = store.do(decide_area, area="bo el muelle", quarter_ids=()).outcome
    assert "El Muelle" not in drawn(store)
    store.do(decide_area, area="bo el muelle", quarter_ids=muelle)
    assert drawn(store)["El Muelle"].inhabitants == 8200


def test_the_next_file_finds_what_was_decided_before(store: Store) -> None:
    areas = read_map(maps.geojson()).areas
    store.do(take_in_map, areas=areas)
    mirador = by_name(store)["Mirador"]
    store.do(decide_area, area="mirador y los aromos", quarter_ids=[mirador])
    store.do(decide_area, area="campo municipal", quarter_ids=[])
    told = store.do(take_in_map, areas=areas[1:]).outcome
    assert (told.areas, told.known, told.waiting, told.none_of_ours) == (4, 3, 0, 1)
    assert "El Muelle" not in drawn(store)  # it is not in the file of now
    store.do(forget_map)
    assert (store.ask(shapes), store.ask(standing).drawn) == ((), 0)
    assert store.do(take_in_map, areas=areas).outcome.waiting == 0


def test_taking_the_same_map_in_again_writes_nothing_into_the_journal(store: Store) -> None:
    areas = read_map(maps.geojson()).areas
    assert "neighbourhood" in store.do(take_in_map, areas=areas).changes.nouns
    assert "neighbourhood" not in store.do(take_in_map, areas=areas).changes.nouns


def test_what_is_not_on_the_map_or_no_quarter_is_refused(store: Store) -> None:
    store.do(take_in_map, areas=read_map(maps.geojson()).areas)
    with pytest.raises(Refused, match="area_unknown"):
        store.do(decide_area, area="luna", quarter_ids=[])
    with pytest.raises(Refused, match="quarter_unknown"):
        store.do(decide_area, area="campo municipal", quarter_ids=["luna"])
    with pytest.raises(Refused, match="map_empty"):
        store.do(take_in_map, areas=())
    with pytest.raises(Refused, match="inhabitants_unreadable"):
        store.do(count_inhabitants, inhabitants={by_name(store)["Mirador"]: 0})


def test_inhabitants_come_from_a_list_and_make_a_district_whole(store: Store) -> None:
    quarters = {one.id: one.name for one in store.ask(neighbourhoods)}
    raw = "Censo 2022;\r\nBarrio;Población\r\nMirador;4.100\r\nBº Los Aromos;900\r\nLuna;7\r\nAstilleros;s/d\r\n"
    told = read_inhabitants(raw.encode("cp1252"), quarters)
    assert (told.unknown, told.unreadable) == (("Luna",), ("Astilleros",))
    assert store.do(count_inhabitants, inhabitants=told.inhabitants).outcome == 2
    assert list(store.ask(inhabitants_by_district).values()) == [5000]
    with pytest.raises(Refused) as refused:
        read_inhabitants(b"Calle;Altura\nMitre;100\n", quarters)
    assert refused.value.facts["found"] == "Calle, Altura"


def test_inhabitants_of_quarters_that_are_one_area_stay_when_the_map_is_drawn_anew(store: Store) -> None:
    """«Ningún barrio con ese nombre» was said of an area that stands on the map."""
    found = tuple(
        replace(one, inhabitants=None)
        for one in read_map(maps.geojson(), name_field=None, inhabitants_field=None).areas
    )
    store.do(take_in_map, areas=found)
    names = by_name(store)
    joined = "mirador y los aromos"
    store.do(decide_area, area=joined, quarter_ids=[names["Mirador"], names["Los Aromos"]])
    quarters = {one: name for name, one in names.items()}
    raw = b"Barrio;Habitantes\nMirador y Los Aromos;5.000\n"
    told = read_inhabitants(raw, quarters, store.ask(joined_areas))
    assert (told.unknown, told.together) == ((), {joined: 5000})
    assert store.do(count_inhabitants, inhabitants={}, together=told.together).outcome == 2
    store.do(decide_area, area="campo municipal", quarter_ids=[])
    assert next(one.inhabitants for one in store.ask(shapes) if len(one.quarter_ids) == 2) == 5000
    assert 5000 in store.ask(inhabitants_by_district).values()
    with pytest.raises(Refused, match="inhabitants_unreadable"):
        store.do(count_inhabitants, inhabitants={}, together={joined: 0})
