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
