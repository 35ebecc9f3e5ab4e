"""Figures without a window."""

from __future__ import annotations

import json

import pytest

from db.home import Home, create, open_home, unlock
from db.places.city import read_city
from desktop import cli
from tests.desktop.insights.test_presenter import hold
from tests.record import CITY_FILE, EVENING

PASSPHRASE = "mate amargo a las siete"


@pytest.fixture
def desk(tmp_path):
    home = Home(tmp_path / "desk")
    create(home, city_file=CITY_FILE, district="ribera", passphrase=PASSPHRASE)
    return home


@pytest.fixture
def ask(desk, monkeypatch, capsys, qapp):
    """`ask(...)` runs the command line and answers code, standard output, standard error."""
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.run(["--home", str(desk.path), *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def held(desk):
    opened = open_home(desk, unlock(desk, PASSPHRASE))
    hold(opened.store, EVENING, people=3)
    hold(opened.store, EVENING, council="Consejo Mirador", district_id=read_city(CITY_FILE).district("loma").id)
    opened.store.close()


def test_rows_and_totals(ask, held):
    code, out, _ = ask("figures", "--json")
    told = json.loads(out)
    assert code == 0
    assert [row["people"] for row in told["rows"]] == [3, 1]
    assert told["totals"]["people"] == 4
    assert told["totals"]["by_age"] == {"no_data": 4}
    assert all(row["in_room"] + row["online"] - row["both"] == row["people"] for row in told["rows"])


def test_a_district_by_name_and_a_period_by_days(ask, held):
    told = json.loads(ask("figures", "--json", "--district", "Loma")[1])
    assert [row["council"] for row in told["rows"]] == ["Consejo Mirador"]
    assert json.loads(ask("figures", "--json", "--from", "2026-11-20")[1])["rows"] == []
    assert len(json.loads(ask("figures", "--json", "--from", "2026-11-19", "--to", "2026-11-19")[1])["rows"]) == 2


def test_lines_for_a_person(ask, held):
    code, out, _ = ask("figures", "--council", "consejo mirador")
    assert code == 0
    assert "19/11/2026  Consejo Mirador: en la sala 1 + por Zoom 0 - por las dos 0 = personas 1; nuevas 1" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "ayer"), "«ayer» no es un día"),
        (("--from", "2026-02-01", "--to", "2026-01-01"), "El período termina antes de empezar"),
        (("--district", "luna"), "luna"),
        (("--council", "Nadie"), "consejo"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(ask, words, sentence):
    code, out, err = ask("figures", *words)
    assert (code, out) == (2, "")
    assert sentence in err


def test_every_figure_with_what_it_is_of_and_what_is_without_data(ask, held):
    told = json.loads(ask("figures", "--json")[1])["figures"]
    assert (told["people"]["value"], told["people"]["unit"], told["people"]["of"]) == (4, "people", 4)
    assert (told["genders"]["no_data"], told["online_share"]["of"]) == (4, 4)
    assert {part["names"][0]: part["value"] for part in told["ages"]["parts"]} == {"no_data": 4}


def test_figures_cut_by_district_and_the_whole_at_the_end(ask, held):
    code, out, _ = ask("figures", "--json", "--by", "district", "--figure", "people")
    rows = json.loads(out)["table"]
    assert code == 0
    assert {row["name"]: row["figures"]["people"] for row in rows} == {"Ribera": 3, "Loma": 1, "": 4}


def test_compared_with_the_days_before(ask, held):
    code, out, _ = ask("figures", "--json", "--from", "2026-11-19", "--to", "2026-11-20", "--compare")
    told = json.loads(out)
    assert code == 0
    assert (told["figures"]["people"]["value"], told["before"]["figures"]["people"]["value"]) == (4, 0)
    assert (told["before"]["from"], told["before"]["to"]) == ("2026-11-17", "2026-11-18")
    assert "--from" in ask("figures", "--compare")[2]


def test_as_it_may_be_published_nothing_tells_of_four_people(ask, held, tmp_path):
    told = json.loads(ask("figures", "--json", "--public")[1])["figures"]
    assert told["people"]["value"] == "<5"
    assert told["sittings"]["value"] == 2
    assert "organisations" not in told
    rows = json.loads(ask("figures", "--json", "--public", "--by", "district")[1])["table"]
    assert {row["figures"]["people"] for row in rows} == {"<5"}
    path = tmp_path / "cifras.csv"
    assert ask("figures", "--public", "--csv", str(path))[0] == 0
    assert "people;;;<5;<5;0" in path.read_text(encoding="utf-8-sig")


def test_a_figure_a_cut_or_a_mode_that_is_none_is_said_with_those_that_are(ask, held):
    for words, known in (
        (("--figure", "happiness"), "voice_of_women"),
        (("--by", "weather"), "district"),
        (("--mode", "telepathic"), "hybrid"),
    ):
        code, _, said = ask("figures", *words)
        assert code == 2
        assert known in said


def test_the_figures_are_checked_made_anew_and_explained(ask, held):
    assert ask("figures", "check")[0] == 0
    assert json.loads(ask("figures", "rebuild", "--json")[1])["sittings"] == 2
    assert ask("figures", "check")[0] == 0
    told = json.loads(ask("figures", "dictionary", "--json")[1])["figures"]
    assert all(one["title"] != one["figure"] and one["about"] for one in told)


def test_figures_that_were_tampered_with_are_found(ask, held, desk):
    opened = open_home(desk, unlock(desk, PASSPHRASE))
    with opened.store.engine.connect().execution_options(write=True) as connection:
        connection.exec_driver_sql("UPDATE tally_sitting SET only_room = 9 WHERE only_room = 3")
        connection.commit()
    opened.store.close()
    code, _, said = ask("figures", "check")
    assert (code, "cabildo figures rebuild" in said) == (2, True)
    ask("figures", "rebuild")
    assert ask("figures", "check")[0] == 0
