"""Words in rioplatense: gender only as the roll says, number as counted, dates and hours as an acta writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db.minutes.facts import Named
from desktop.minutes.phrases import load
from desktop.paper.text import legible

SPANISH = load("es_AR")


@pytest.mark.parametrize(
    ("gender", "words"),
    [
        ("woman", "la vecina Ale Paz"),
        ("man", "el vecino Ale Paz"),
        ("non_binary", "Ale Paz"),
        ("not_said", "Ale Paz"),
        (None, "Ale Paz"),
        ("something_new", "Ale Paz"),
    ],
)
def test_grammar_assumes_no_gender_that_the_roll_does_not_say(gender: str | None, words: str) -> None:
    assert SPANISH.person(Named("Ale Paz", gender)) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (19, 4, "las diecinueve horas y cuatro minutos"),
        (19, 0, "las diecinueve horas"),
        (1, 1, "la una hora y un minuto"),
        (21, 21, "las veintiuna horas y veintiún minutos"),
        (0, 31, "las cero horas y treinta y un minutos"),
    ],
)
def test_hours_are_written_in_words(hour: int, minute: int, words: str) -> None:
    assert SPANISH.time_in_words(datetime(2026, 11, 22, hour, minute, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("day", "words", "year"),
    [
        (date(2026, 11, 22), "a los veintidós días", "dos mil veintiséis"),
        (date(2030, 5, 1), "al primer día", "dos mil treinta"),
        (date(2031, 1, 31), "a los treinta y un días", "dos mil treinta y uno"),
        (date(2100, 1, 21), "a los veintiún días", "dos mil cien"),
    ],
)
def test_days_and_years_are_written_in_words(day: date, words: str, year: str) -> None:
    assert (SPANISH.day_in_words(day), SPANISH.year_in_words(day)) == (words, year)


def test_dates_are_written_the_way_people_read_them() -> None:
    day = date(2026, 11, 1)
    assert SPANISH.date(day) == "domingo 1.º de noviembre de 2026"
    assert SPANISH.date(date(2026, 3, 9), "middle") == "9 de marzo de 2026"
    assert SPANISH.date(date(2026, 3, 9), "short") == "09/03/2026"


def test_one_person_is_not_one_people() -> None:
    assert SPANISH.count("attendance", "people", 1) == "Asistió una persona identificada."
    assert SPANISH.count("attendance", "people", 2) == "Asistieron dos (2) personas identificadas."
    assert SPANISH.count("attendance", "both", 0) == ""


def test_and_becomes_e_before_the_sound_of_an_i() -> None:
    assert SPANISH.enumerate(["Azcuénaga", "Belgrano", "Industrial"]) == "Azcuénaga, Belgrano e Industrial"
    assert SPANISH.enumerate(["Echesortu", "Hiedra"]) == "Echesortu y Hiedra"
    assert SPANISH.enumerate(["Echesortu", "Hipódromo"]) == "Echesortu e Hipódromo"
    assert SPANISH.enumerate(["Echesortu"]) == "Echesortu"
    assert SPANISH.enumerate([]) == ""


def test_a_council_takes_its_article_only_where_it_is_known() -> None:
    assert SPANISH.council("Consejo Barrial") == "el Consejo Barrial"
    assert SPANISH.council("Mesa de Trabajo", to=True) == "a la Mesa de Trabajo"
    assert SPANISH.council("Ágora Sur", to=True) == "al consejo «Ágora Sur»"


def test_a_place_takes_its_article_only_where_its_first_word_tells_it() -> None:
    assert SPANISH.place("Centro Municipal") == "el Centro Municipal"
    assert SPANISH.place("Vecinal Norte") == "la Vecinal Norte"
    assert SPANISH.place("Roca 340") == "Roca 340"


@pytest.mark.parametrize(
    ("code", "words"),
    [("0_15", "0 a 15 años"), ("75_plus", "75 años o más"), ("unknown", "Sin dato"), ("any_day", "any_day")],
)
def test_bands_of_age_are_said_in_words_and_unknown_codes_are_not_lost(code: str, words: str) -> None:
    assert SPANISH.age_band(code) == words


def test_durations_are_said_as_at_a_table() -> None:
    said = [SPANISH.duration(n) for n in (9, 60, 80, 3_900, -5)]
    assert [one.replace("\u00a0", " ") for one in said] == ["9 s", "1 min", "1 min 20 s", "1 h 5 min", "0 s"]
    assert said[2] == "1\u00a0min 20\u00a0s", "no number is parted from its unit at the end of a line"


def test_what_no_document_can_hold_is_seen_to_be_gone() -> None:
    assert legible("a\x00b\x0bc\ud83dd") == "a\ufffdb\ufffdc\ufffdd"
    assert legible("línea\r\notra\rmás\tñ 🧉") == "línea\notra\nmás\tñ 🧉"
