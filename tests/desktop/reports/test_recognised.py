"""Whoever takes all published files together, with pencil and linear algebra, works out no small count.

The neighbour who wants to know takes every number of the open data as an equation (sums of sittings, months, districts,
ways, ages, what a figure is of) and every number that is hidden as an unknown; what all equations together determine,
she knows. Nothing that is known so may be a count of one to four people.
"""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from db.base import moment_text
from db.insights.answers import lines
from db.insights.commands import rebuild
from db.insights.rules import SMALLEST_CELL
from desktop.reports.gathering import Wanted, gather
from desktop.reports.open_data import write
from tests.benchmarks.big_years import ident
from tests.record import EVENING

TWO_MONTHS = Wanted(date(2026, 10, 1), date(2026, 11, 30), public=True)
HIDDEN = "<5"


class Equations:
    """Sums over named numbers; `told` are the numbers that are published, all others are unknown."""

    def __init__(self) -> None:
        self.told: dict[Any, float] = {}
        self.sums: list[tuple[dict[Any, float], float]] = []

    def number(self, name: Any, text: str) -> Any:
        """A cell of a file; answers its name."""
        if text not in (HIDDEN, ""):
            self.told[name] = float(text)
        return name

    def same(self, weights: dict[Any, float], others: dict[Any, float] | None = None, by: float = 0) -> None:
        """The sum of these is the sum of those, and so much."""
        whole: dict[Any, float] = defaultdict(float, weights)
        for name, weight in (others or {}).items():
            whole[name] -= weight
        self.sums.append((dict(whole), by))

    def worked_out(self) -> dict[Any, float]:
        """Every unknown that the equations determine, and its value."""
        names = sorted({name for weights, _ in self.sums for name in weights if name not in self.told}, key=repr)
        place = {name: number for number, name in enumerate(names)}
        matrix, right = np.zeros((len(self.sums), len(names))), np.zeros(len(self.sums))
        for row, (weights, by) in enumerate(self.sums):
            right[row] = by
            for name, weight in weights.items():
                if name in place:
                    matrix[row, place[name]] = weight
                else:
                    right[row] -= weight * self.told[name]
        found, *_ = np.linalg.lstsq(matrix, right, rcond=None)
        assert np.allclose(matrix @ found, right, atol=1e-2), "the published numbers contradict each other"
        _, sizes, turned = np.linalg.svd(matrix)
        free = turned[int((sizes > 1e-8).sum()) :]  # the directions in which nothing that is published changes
        fixed = np.abs(free).max(axis=0, initial=0) < 1e-8
        return {name: round(float(found[number]), 2) for name, number in place.items() if fixed[number]}


def read(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8-sig")), delimiter=";"))


def equations(folder: Path) -> Equations:
    """All that the files of a folder say."""
    it = Equations()
    figures = {row["figure"]: row for row in read(folder, "cifras.csv")}
    for name, row in figures.items():
        it.number(name, row["value"])
    for total in ("ages", "genders", "age_gender", "quarters", "often"):
        if total in figures:
            it.same({total: 1}, {"people": 1})
    it.same({"when": 1}, {"attendances": 1})
    it.same({"new": 1, "returning": 1}, {"people": 1})
    _denominators(it, figures)
    _parts(it, folder, figures)
    for cut, column in (("por-mes.csv", "month"), ("por-distrito.csv", "district")):
        _cut(it, read(folder, cut), column)
    _sittings(it, read(folder, "sesiones.csv"))
    return it


def _denominators(it: Equations, figures: dict[str, dict[str, str]]) -> None:
    whole = {"people": {"people": 1.0}, "attendances": {"attendances": 1.0}}
    whole["attendances_and_unnamed"] = {"attendances": 1.0, "unnamed": 1.0}
    for name, row in figures.items():
        of = it.number((name, "of"), row["of"])
        if row["of_what"] in whole:
            it.same({of: 1}, whole[row["of_what"]])
    timed = figures["time_present"]
    no_data = it.number("untimed", timed["no_data"])
    it.same({("time_present", "of"): 1, no_data: 1}, {"attendances": 1})
    held = float(figures["sittings"]["value"])
    if (mean := figures["people_per_sitting"]["value"]) not in (HIDDEN, ""):
        it.same({"attendances": 1}, by=round(float(mean) * held))
    whole_told = figures["attendances"]["value"]
    if HIDDEN not in (share := figures["online_share"]["value"], whole_told) and share:
        it.same({"attendances": 1, ("attendances", "only_room"): -1}, by=round(float(share) * float(whole_told)))
    if held == 1:
        it.same({"people": 1}, {"attendances": 1})


def _parts(it: Equations, folder: Path, figures: dict[str, dict[str, str]]) -> None:
    parts = defaultdict(list)
    for row in read(folder, "cifras-por-parte.csv"):
        parts[row["figure"]].append(it.number((row["figure"], row["part"]), row["value"]))
    for name, some in parts.items():
        if name in figures:
            it.same(dict.fromkeys(some, 1.0), {name: 1})
    for axis, name in enumerate(("ages", "genders")):
        for one in parts[name]:
            cells = [cell for cell in parts["age_gender"] if cell[1].split("/")[axis] == one[1]]
            it.same(dict.fromkeys(cells, 1.0), {one: 1})
    if ("attendances", "only_room") not in parts["attendances"]:
        it.told["attendances", "only_room"] = 0  # a part that nobody is in is not written
    if parts["often"] and ("often", "6") not in parts["often"]:
        it.same({one: float(one[1]) for one in parts["often"]}, {"attendances": 1})


def _cut(it: Equations, rows: list[dict[str, str]], by: str) -> None:
    cells = [row for row in rows if row[by] != "*"]
    for row in cells:
        key = (by, row["name"] if by == "district" else row[by])
        for name in ("attendances", "people", "new", "unorganised"):
            it.number((name, key), row[name])
        if row["sittings"] == "1":
            it.same({("people", key): 1}, {("attendances", key): 1})
    keys = [(by, row["name"] if by == "district" else row[by]) for row in cells]
    for name in ("attendances", "new"):  # somebody new is so in one month and one district alone
        it.same({(name, key): 1.0 for key in keys}, {name: 1})


def _sittings(it: Equations, rows: list[dict[str, str]]) -> None:
    sums: dict[Any, dict[Any, float]] = defaultdict(dict)
    new: dict[Any, dict[Any, float]] = defaultdict(dict)
    for number, row in enumerate(rows):
        one = it.number(("sitting", number), row["asistencias"])
        at = datetime.fromisoformat(f"{row['fecha']}T{row['hora']}")
        for whole in (
            "attendances", ("attendances", ("month", row["fecha"][:7])), ("attendances", ("district", row["distrito"])),
            ("when", f"{at.weekday()}/{at.hour}"),
        ):  # fmt: skip
            sums[whole][one] = 1.0
        place = "new", row["fecha"][:7], row["distrito"]  # the agenda tells which district met in which month
        for whole in (("new", ("month", place[1])), ("new", ("district", place[2]))):
            new[whole][place] = 1.0
    for whole, some in (*sums.items(), *new.items()):
        it.same(some, {whole: 1})


def a_small_city(store: Any, city: Any, seed: int) -> None:
    """Two months of two districts by chance: some evenings with a handful of people, some with a few more."""
    chance = random.Random(seed)
    quarters = ["q1", "q2", "q3", None]
    people = [
        (ident("r", n), f"{chance.choice((1950, 1970, 1985, 2002))}-05-05", chance.choice(("woman", "man", None)),
         chance.choice(quarters), chance.choice(("e1", None)))
        for n in range(60)
    ]  # fmt: skip
    rows: dict[str, list[tuple[Any, ...]]] = {"sitting": [], "presence": []}
    for number in range(chance.randint(3, 9)):
        council = chance.randrange(4)
        district = city.district(("ribera", "loma")[council % 2]).id
        at = EVENING + timedelta(days=-chance.randrange(49), hours=-chance.choice((0, 0, 1, 9)))
        mode, sitting = chance.choice(("in_person", "virtual", "hybrid")), ident("s", number)
        state = (sitting, ident("c", council), district, "Sesión", moment_text(at), mode, "closed", chance.randrange(3))
        rows["sitting"].append(state)
        for who in chance.sample(range(60), chance.choice((1, 2, 3, 6, 9, 14))):
            way = {"in_person": "room", "virtual": "zoom"}.get(mode) or chance.choice(("room", "zoom"))
            until = moment_text(at + timedelta(hours=1)) if chance.random() < 0.9 else None
            stay = (ident("p", len(rows["presence"])), sitting, people[who][0], way, moment_text(at), until, "search")
            rows["presence"].append(stay)
    columns = {
        "sitting": "id, council_id, district_id, title, starts_at, mode, state, unnamed_in_room",
        "presence": "id, sitting_id, resident_id, way, arrived_at, left_at, source",
        "resident": "id, birth_date, gender, neighbourhood_id, organisation_id, family_name, given_names",
    }
    rows["resident"] = [(*one, "Zurubíez", "Ofelia") for one in people]
    with store.engine.connect().execution_options(write=True) as connection:
        for table, names in columns.items():
            marks = ", ".join("?" * len(names.split(",")))
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({names}, city_id, clocks) VALUES ({marks}, '{city.id}', '{{}}')", rows[table]
            )
        for council in range(4):
            place = city.district(("ribera", "loma")[council % 2]).id
            connection.exec_driver_sql(
                "INSERT INTO council (id, name, kind, district_id, neighbourhood_ids, topics, city_id, clocks) "
                "VALUES (?, ?, 'neighbourhood', ?, '[]', '[]', ?, '{}')",
                (ident("c", council), f"Consejo {council}", place, city.id),
            )
        connection.commit()
    store.do(rebuild, zone=city.zone)


@pytest.mark.parametrize("seed", range(12))
def test_all_published_files_together_determine_no_small_count(store, city, tmp_path, seed):
    a_small_city(store, city, seed)
    for place in (None, city.district("ribera").id):
        wanted = Wanted(TWO_MONTHS.since, TWO_MONTHS.until, place, public=True)
        told = store.ask(gather, wanted=wanted, city=city, today=TWO_MONTHS.until)
        if not told.value("sittings"):
            continue
        write(told, store.ask(lines, scope=told.scope, zone=city.zone), city, tmp_path)
        known = equations(tmp_path).worked_out()
        assert {name: value for name, value in known.items() if 0 < value < SMALLEST_CELL} == {}


def test_the_pencil_finds_what_one_hidden_cell_alone_would_give_away():
    it = Equations()
    for name, text in (("people", "40"), ("a", "37"), ("b", HIDDEN)):
        it.number(name, text)
    it.same({"a": 1, "b": 1}, {"people": 1})
    assert it.worked_out() == {"b": 3.0}
