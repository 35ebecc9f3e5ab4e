"""Open data of a period: CSV for spreadsheets, JSON for programs, the dictionary of both, and the page for people.

Everything is what may be published; the same guarded numbers are in all of the files. The sittings have a count of
their own only where the sums of the other files, months and districts, do not give a small one away.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from db.base import plain
from db.insights.guarding import TOTAL, Key
from db.insights.publishing import Number, PublishedTable
from db.insights.reading import Line
from db.insights.tally import NO_DATA
from db.places.city import City
from desktop.insights.figure_words import PROTECTION, say
from desktop.insights.figures_cli import HIDDEN, dictionary
from desktop.insights.series import csv_text
from desktop.paper.whole import write_whole
from desktop.paper.words import load
from desktop.reports.crossing import sittings_shown
from desktop.reports.gathering import Told, ordered
from desktop.reports.page_of_numbers import page

FIGURES, PARTS, MONTHS, DISTRICTS, SITTINGS, ALL, DICTIONARY, PAGE = (
    "cifras.csv", "cifras-por-parte.csv", "por-mes.csv", "por-distrito.csv", "sesiones.csv", "datos.json",
    "diccionario.csv", "index.html",
)  # fmt: skip
Rows = tuple[Sequence[str], list[Sequence[object]]]


def write(told: Told, lines: Sequence[Line], city: City, folder: Path) -> tuple[Path, ...]:
    """Writes all files into a folder, over those of last time. Raises Unavailable: paper_file_unwritable."""
    assert told.wanted.public
    tables: dict[str, Rows] = {
        FIGURES: _figures(told), PARTS: _parts(told, lines, city), MONTHS: _cut(told, told.by_month),
        DISTRICTS: _cut(told, told.by_district), SITTINGS: sittings_rows(told, lines, city.zone),
        DICTIONARY: _dictionary(),
    }  # fmt: skip
    contents = {name: csv_text(*rows).encode("utf-8") for name, rows in tables.items()}
    data: dict[str, Any] = {
        "city": city.name, "place": told.place, "from": told.wanted.since, "to": told.wanted.until, "hidden": HIDDEN,
    }  # fmt: skip
    data |= {name.removesuffix(".csv"): _records(*rows) for name, rows in tables.items()}
    contents[ALL] = json.dumps(data, ensure_ascii=False, indent=1, default=plain).encode("utf-8")
    contents[PAGE] = page(told, city, list(contents)).encode("utf-8")
    for name, content in contents.items():
        write_whole(folder / name, content)
        (folder / name).chmod(0o644)  # anybody may read them: that is what they are for
    return tuple(folder / name for name in contents)


def sittings_rows(told: Told, lines: Sequence[Line], zone: ZoneInfo) -> Rows:
    """A line a sitting with its attendances, hidden where the tables of months and districts would tell on them."""
    shown = sittings_shown(told.by_month, told.by_district, lines, zone)
    rows: list[Sequence[object]] = []
    for one in lines:
        at = one.held.starts_at.astimezone(zone)
        council = told.names.of("council", one.held.council_id) or ""
        district = told.names.of("district", one.held.district_id) or ""
        value, mode = shown[one.held.id], load()["open_data"]["words"][one.held.mode]
        rows.append((f"{at:%Y-%m-%d}", f"{at:%H:%M}", council, district, mode, _said(value)))
    return load()["open_data"]["sitting_columns"], rows


def _figures(told: Told) -> Rows:
    rows: list[Sequence[object]] = [
        (one.figure.name, _said(one.value, hidden=one.hidden), one.figure.unit, _said(one.of, hidden=one.hidden),
         one.figure.of, _said(one.no_data, hidden=one.hidden))
        for one in ordered(told.now)
    ]  # fmt: skip
    return ("figure", "value", "unit", "of", "of_what", "no_data"), rows


def _parts(told: Told, lines: Sequence[Line], city: City) -> Rows:
    rows: list[Sequence[object]] = []
    zone = city.zone
    shown = sittings_shown(told.by_month, told.by_district, lines, zone)
    # An hour at which a hidden sitting began would be that sitting less the others of the hour, which are told.
    untold = {_hour(one.held.starts_at, zone) for one in lines if shown[one.held.id] is None}
    for one in ordered(told.now):
        for at, known in one.parts:
            value = None if one.figure.name == "when" and at in untold else known
            names = [
                told.names.of(axis, code) or _word(axis, code, city)
                for axis, code in zip(one.figure.axes, at, strict=True)
            ]
            rows.append((one.figure.name, "/".join(one.figure.axes), "/".join(at), " / ".join(names), _said(value)))
    return ("figure", "axes", "part", "name", "value"), rows


def _word(axis: str, code: str, city: City) -> str:
    """What a code says, for whoever reads the file without its dictionary; one that has no word stays itself."""
    words = load()
    if axis == "topic" and code != NO_DATA:
        return city.topic_name(code) or code
    if axis == "weekday":
        return str(words["dates"]["weekdays"][int(code)])
    if axis == "hour":
        return str(words["week"]["hour"]).format(hour=code)
    known = words["report"]["states"] if axis == "state" else words["open_data"]["words"] | words["report"]["codes"]
    return str(known.get(code, code))


def _hour(at: datetime, zone: ZoneInfo) -> Key:
    local = at.astimezone(zone)
    return str(local.weekday()), str(local.hour)


def _cut(told: Told, cut: PublishedTable) -> Rows:
    names = [one.name for one in cut.figures]
    people = {one.name for one in cut.figures if one.persons}
    rows: list[Sequence[object]] = [
        (key or TOTAL, told.names.of(cut.by, key) or key or TOTAL,
         *(_said(values[name], hidden=name in people) for name in names))
        for key, values in cut.rows
    ]  # fmt: skip
    return (cut.by, "name", *names), rows


def _dictionary() -> Rows:
    told = dictionary()
    columns = ("figure", "title", "about", "family", "unit", "of", "no_data", "axes", "cuts")
    rows: list[Sequence[object]] = [
        [" ".join(one[name]) if isinstance(one[name], list) else one[name] for name in columns]
        for one in told if one["public"]
    ]  # fmt: skip
    # What is of all of them: what may be relied on, and what not.
    rows += [[TOTAL, "", say(PROTECTION, code), *[""] * (len(columns) - 3)] for code in PROTECTION]
    return columns, rows


def _records(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[dict[str, object]]:
    return [dict(zip(header, row, strict=True)) for row in rows]


def _said(value: Number, *, hidden: bool = True) -> object:
    if value is None:
        return HIDDEN if hidden else None
    return round(value, 4) if isinstance(value, float) else value
