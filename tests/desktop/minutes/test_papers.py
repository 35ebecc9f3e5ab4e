"""The papers of one evening: what stands in each, by role in the public one, and whole in every language."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from db.minutes.facts import Band, Commitment, Figures, Issue, Item, MinutesFacts, Named, Person, Stay, Turn
from desktop.minutes.composition import compose
from desktop.minutes.document import write
from desktop.minutes.movements import movements
from desktop.minutes.papers import ATTENDANCE, COMMITMENTS, FULL, PAPERS, PUBLIC, SHORT
from desktop.minutes.phrases import FOLDER, load
from desktop.minutes.reading import lines
from desktop.minutes.roles import HIDDEN, by_role, names_left
from tests.desktop.minutes.evening import EVENING, MARTA, at, crowd
from tests.desktop.minutes.test_document import everything_in, said_by

SPANISH = load("es_AR")
LANGUAGES = sorted(path.parent.name for path in FOLDER.glob("*/phrases.toml"))
# Tables of words that are as long as the language needs them.
OWN_KEYS = {"articles", "place_articles", "day_words", "to", "hundreds_alone", "zero"}


def text_of(facts: MinutesFacts, paper: str = FULL) -> str:
    return "\n".join(line.text for line in lines(write(facts, paper=paper).content))


def in_language(language: str, facts: MinutesFacts = EVENING) -> MinutesFacts:
    return replace(facts, edition=replace(facts.edition, language=language))


def keys(words: dict[str, Any], above: str = "") -> set[str]:
    found = set()
    for key, value in words.items():
        if key in OWN_KEYS:
            continue
        found |= keys(value, f"{above}{key}.") if isinstance(value, dict) else {above + key}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_phrase(language: str) -> None:
    spanish = tomllib.loads((FOLDER / "es_AR" / "phrases.toml").read_text(encoding="utf-8"))
    other = tomllib.loads((FOLDER / language / "phrases.toml").read_text(encoding="utf-8"))

    assert keys(other) == keys(spanish)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_is_whole_in_every_language(language: str, paper: str) -> None:
    text = text_of(in_language(language), paper)

    assert not [
        sign for sign in ("{", "}", "%n", "in_person", "agreed.", "postponed.") if sign in text and language != "en"
    ]
    assert "{" not in text
    assert load(language).say("title", paper, number=14, year=2026) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_acta_in_every_language_says_every_value(language: str) -> None:
    facts = in_language(language, EVENING)
    phrases = load(language)
    found = everything_in(write(facts).content)
    times = {f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in range(60)}

    missing = [text for text in said_by(facts) if text not in found and text not in times]
    assert missing == []
    assert phrases.time(at(3)) in found


def test_the_short_acta_says_how_each_item_ended_and_names_nobody_who_spoke() -> None:
    text = text_of(EVENING, SHORT)

    assert "2 | Plaza de la Estación: juegos y luminarias | Se acordó." in text
    assert "Reclamo | El colectivo 115" in text
    assert "Usos de la palabra" not in text
    assert "Ibarra" not in text


def test_the_annex_holds_the_people_and_the_list_the_commitments() -> None:
    annex, promised = text_of(EVENING, ATTENDANCE), text_of(EVENING, COMMITMENTS)

    assert "Anexo de asistencia al Acta N.º 14/2026" in annex
    assert "Ibarra, Raúl Alberto" in annex
    assert "Usos de la palabra" not in annex
    assert "Reponer las luminarias de la plaza." in promised
    assert "Podar los plátanos" in promised
    assert "Ibarra, Raúl Alberto" not in promised


def test_in_the_public_version_everybody_is_a_role_and_nobody_a_name() -> None:
    noted = Item("Luz", "", 5, at(0), at(6), "Habló RAUL  Ibarra; pidió Ledesma, Marta que conste.", "agreed", False,
                 (Turn(MARTA, "room", 80),))  # fmt: skip
    facts = replace(EVENING, items=(noted,), issues=(Issue("complaint", "Marta Ledesma pide luz", MARTA, "room"),))
    text = text_of(facts, PUBLIC)

    for name in ("Marta", "Ledesma", "Ibarra", "IBARRA", "Quiroga", "Lucía"):
        assert name not in text
    assert "Habló un vecino; pidió una vecina que conste." in text
    assert "una vecina (en sala, 1 min 20 s)" in text
    assert "una vecina pide luz" in text
    assert "Alumbrado Público" in text  # a department is no neighbour


def test_no_template_can_put_a_name_into_the_public_version() -> None:
    told = by_role(EVENING, SPANISH)

    assert not [one for one in told.people if one.family_name or one.given_names or one.chosen_name]
    assert told.signatures == ()
    for facts_text in said_by(told):
        assert not {"Ledesma", "Ibarra", "Quiroga", "Núñez"} & set(facts_text.replace(",", " ").split())


def test_the_public_version_names_nobody_in_the_place_or_in_the_title_either() -> None:
    heading = replace(
        EVENING.heading, place="Casa de Marta Ledesma, Roca 340", title="Despedida de Raúl Ibarra, y de la Quiroga"
    )
    evening = replace(EVENING, heading=heading)
    text = text_of(evening, PUBLIC)

    assert [name for name in ("Ledesma", "Raúl", "Ibarra") if name in text] == []
    assert "Casa de una vecina, Roca 340" in text
    assert "Despedida de un vecino" in text
    assert "Quiroga" in names_left(evening, SPANISH), "a family name alone may be a street: it is pointed out"


def test_small_groups_are_held_back_in_the_public_version_and_it_says_so() -> None:
    told = by_role(EVENING, SPANISH).figures
    text = text_of(EVENING, PUBLIC)

    assert {band.people for band in told.by_gender} == {HIDDEN, 0}
    assert "Mujeres | reservado" in text
    assert "Reservado: los grupos de menos de 5 personas no se publican" in text
    assert "reservado" not in text_of(EVENING, FULL)


def test_a_family_name_that_stands_alone_is_pointed_out_because_it_may_be_a_street() -> None:
    facts = replace(EVENING, items=(Item("Bacheo de la calle Ibarra"),))

    assert names_left(facts, SPANISH) == ("Ibarra",)
    assert names_left(EVENING, SPANISH) == ()


def came(name: str, gender: str | None, minute: float, way: str = "zoom", left: float = 101) -> Person:
    return Person(name, name, "Ana", gender=gender, stays=(Stay(way, at(minute), at(left)),))


def test_whoever_came_late_or_left_early_is_told_with_the_item() -> None:
    people = (came("Paz", "woman", 15), came("Sol", "man", 0, "room", 50), came("Luz", "woman", 4))
    text = text_of(replace(EVENING, people=people))

    assert "La vecina Ana Paz se incorpora por Zoom a las 19:19." in text
    assert "El vecino Ana Sol se retira a las 19:54, antes del cierre." in text
    assert "Ana Luz se incorpora" not in text  # within the minutes of grace
    moves = movements(replace(EVENING, people=people), SPANISH)
    assert [(len(one.came), len(one.left)) for one in moves] == [(0, 0), (0, 0), (1, 0), (0, 1), (0, 0)]


def test_whoever_came_in_while_the_door_was_open_and_nobody_sat_yet_did_not_come_late() -> None:
    """The first item begins at 19:24: twenty minutes of greetings are no procession of people who come late."""
    people = (came("Paz", "woman", 15), came("Luz", "woman", 21))
    items = (Item("Luz", "", 5, at(20), at(60), "", "agreed"),)
    text = text_of(replace(EVENING, people=people, items=items))

    assert "Ana Paz se incorpora" not in text
    assert "La vecina Ana Luz se incorpora por Zoom a las 19:25." in text


def test_whoever_left_during_an_item_left_before_the_next_one() -> None:
    people = (came("Sol", "man", 0, "room", 20), came("Paz", None, 0, "room", 21))
    text = text_of(replace(EVENING, people=people))

    assert "Se retiran antes del punto 3 el vecino Ana Sol (19:24) y Ana Paz (19:25)." in text


def test_many_at_once_are_counted_in_words_instead_of_named() -> None:
    people = tuple(came(f"Paz{n}", "woman", 10 + n / 2, "zoom" if n % 3 else "room") for n in range(22))
    text = text_of(replace(EVENING, people=people))

    assert "Se incorporan veintidós personas entre las 19:14 y las 19:24: catorce por Zoom y ocho en sala." in text
    assert "Ana Paz3 se incorpora" not in text


def test_many_who_came_by_one_way_are_told_without_a_list_of_ways() -> None:
    people = tuple(came(f"Paz{n}", "woman", 10 + n / 2) for n in range(22))
    text = text_of(replace(EVENING, people=people))
    assert "Se incorporan veintidós personas por Zoom entre las 19:14 y las 19:24." in text


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (
            Figures(in_room=1, people=1, new=1, unresolved=1),
            (
                "Asistió una persona identificada. Estuvo en sala. Fue su primera participación en un consejo. "
                "Queda una conexión de Zoom por identificar, que no integra la suma."
            ),
        ),
        (
            Figures(online=25, people=25, returning=25),
            (
                "Asistieron veinticinco (25) personas identificadas. Todas participaron en línea. "
                "Todas habían participado antes."
            ),
        ),
        (Figures(), "No se registró la asistencia de ninguna persona identificada."),
    ],
)
def test_of_all_it_is_said_that_they_are_all(figures: Figures, words: str) -> None:
    assert words in text_of(replace(EVENING, people=(), figures=figures)).splitlines()


def test_one_of_three_hundred_is_not_none_of_a_hundred() -> None:
    bands = (Band("woman", 299), Band("non_binary", 1), Band("man", 0))
    figures = Figures(in_room=300, people=300, returning=300, by_gender=bands)
    text = text_of(replace(EVENING, figures=figures))
    assert "Personas no binarias | 1 | menos del 1" in text
    assert "Varones | 0 | 0" in text


def test_very_many_speakers_are_counted_too() -> None:
    turns = tuple(Turn(Named(f"Ana Paz{n}", "woman", f"r{n}"), "zoom", 30) for n in range(30))
    text = text_of(replace(EVENING, items=(Item("Luz", "", 5, at(0), at(60), "", "agreed", False, turns),)))

    assert "treinta personas hicieron uso de la palabra 30 veces, 15 min en total (treinta por Zoom)." in text


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ({"woman": 3}, "las vecinas"),
        ({"woman": 1}, "la vecina"),
        ({"man": 2}, "los vecinos"),
        ({"woman": 1, "man": 9}, "las vecinas y los vecinos"),
        ({"woman": 1, "unknown": 9}, "las personas presentes"),
        ({}, "las personas presentes"),
    ],
)
def test_the_article_agrees_with_everybody_who_was_there(bands: dict[str, int], words: str) -> None:
    by_gender = tuple(Band(code, people) for code, people in bands.items())
    facts = replace(EVENING, figures=replace(EVENING.figures, by_gender=by_gender))
    assert compose(facts, SPANISH).fields["neighbours"] == words


def test_commitments_of_before_and_of_tonight_stand_apart() -> None:
    facts = replace(EVENING, commitments=(Commitment("Pintar", MARTA, date(2026, 12, 1)),), previous=())
    text = text_of(facts, COMMITMENTS)

    assert "No había compromisos abiertos de sesiones anteriores." in text
    assert "1 | Pintar | La vecina Marta Ledesma | 01/12/2026" in text


@pytest.mark.parametrize(
    ("state", "due_on", "words"),
    [
        ("open", date(2026, 11, 21), "Abierto, vencido"),
        ("open", date(2026, 11, 22), "Abierto"),
        ("open", None, "Abierto"),
        ("broken", date(2026, 11, 1), "Incumplido"),
    ],
)
def test_a_promise_that_ran_out_before_the_sitting_is_called_overdue(
    state: str, due_on: date | None, words: str
) -> None:
    before = Commitment("Pintar", MARTA, due_on, state)
    text = text_of(replace(EVENING, previous=(before,)), COMMITMENTS)
    assert next(line for line in text.splitlines() if line.startswith("1 | Pintar")).endswith(f"| {words}")


def test_three_hundred_people_are_one_paragraph_of_movements_and_one_table() -> None:
    facts = crowd(300)
    text = text_of(facts)

    assert "Apellido0299, Nombre0299" in text
    assert text.count("Se incorporan") == 1


@pytest.mark.parametrize(
    ("corrected", "words"),
    [
        (1, "Se deja constancia de que después del cierre se hizo una corrección en el registro, ya incluida en este"),
        (21, "después del cierre se hicieron veintiuna correcciones en el registro, ya incluidas en este texto. En"),
    ],
)
def test_the_acta_says_what_was_corrected_after_the_closing_before_it_is_signed(corrected: int, words: str) -> None:
    for paper in (FULL, SHORT):
        text = text_of(replace(EVENING, corrected=corrected), paper)
        assert text.index("se da por finalizada la sesión") < text.index(words) < text.index("En prueba de conformidad")
    assert "constancia" not in text_of(EVENING)
    assert "sesión. En prueba" in text_of(EVENING)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "two corrections were made to the record after the closing"),
        ("fr", "deux corrections ont été apportées au registre après la levée de la séance"),
        ("pt", "foram feitas duas correções no registro"),
    ],
)
def test_corrections_after_the_closing_are_told_in_every_language(language: str, words: str) -> None:
    assert words in text_of(in_language(language, replace(EVENING, corrected=2)))


def test_how_long_an_item_lasted_agrees_with_the_hours_beside_it() -> None:
    item = Item("Baches", "", 20, at(24 + 40 / 60), at(39 + 10 / 60))

    assert "De 19:28 a 19:43 · duró 15 minutos · previsto: 20 minutos" in text_of(replace(EVENING, items=(item,)))


def test_where_nobody_came_no_table_shares_out_nobody() -> None:
    empty = Figures(by_age=(Band("18-29", 0), Band("unknown", 0)), by_gender=(Band("woman", 0), Band("unknown", 0)))
    for paper in (FULL, PUBLIC):
        text = text_of(replace(EVENING, people=(), figures=empty), paper)
        assert "No se registró la asistencia de ninguna persona identificada." in text
        assert "Por edad" not in text
        assert "Por género" not in text
