"""All figures without a window: of a scope, cut, compared, as they may be published; in the terminal, JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from db.errors import Refused, Unavailable
from db.home import Opened
from db.insights.answers import Answer, Table, answers, known, table
from db.insights.commands import count_on
from db.insights.differencing import Region
from db.insights.differencing import Told as Numbers
from db.insights.figures import FIGURES, Figure
from db.insights.labels import Labels, labels
from db.insights.publications import (
    figures_without_differences,
    note_publication,
    published_before,
    region_of,
    table_without_differences,
)
from db.insights.publishing import Published, PublishedTable, published, published_table
from db.insights.rules import moments, previous_period
from db.insights.scope import Scope
from db.sync.asking import ask_there, sight, told_of
from desktop.insights.figure_words import TITLES, UNITS, say
from desktop.insights.series import Whose, csv_text, whose_here

HIDDEN = "<5"
Told = Answer | Published


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for. `days`: first and last day of the period, None where it is open."""

    scope: Scope
    days: tuple[date | None, date | None]
    by: str = ""
    names: tuple[str, ...] = ()
    compare: bool = False
    public: bool = False
    shared: bool = False


def asked(opened: Opened, wanted: Wanted, today: date) -> dict[str, Any]:
    """The figures as the JSON document has them. Raises Refused: figure_unknown, cut_unknown, figure_not_cut,
    period_needed."""
    zone = opened.city.zone
    ask: Callable[..., Any] = partial(ask_there, opened.store) if wanted.shared else opened.store.ask
    names = [one.name for one in known(wanted.names or None)]
    of = ask(labels)
    facts: dict[str, Any] = {"scope": wanted.scope, "zone": zone, "today": today}
    public = _Public(opened, wanted.scope, today) if wanted.public else None
    data: dict[str, Any] = {}
    if wanted.by:
        cut: Table = ask(table, by=wanted.by, names=wanted.names or None, **facts)
        data["by"], data["table"] = wanted.by, _table_data(public.table(cut) if public else cut, of)
    else:
        # Whatever may be published of one figure depends on the others of the same people.
        told: Mapping[str, Told] = ask(answers, **facts)
        data["figures"] = _figures_data(public.figures(told, names) if public else told, names, of)  # type: ignore[arg-type]
        if wanted.compare:
            since, until = wanted.days
            if since is None or until is None:
                raise Refused("period_needed")
            before = previous_period(since, until)
            start, end = moments(*before, zone)
            scope = replace(wanted.scope, since=start, until=end)
            earlier: Mapping[str, Told] = ask(answers, **{**facts, "scope": scope})
            shown = public.figures(earlier, names, scope) if public else earlier  # type: ignore[arg-type]
            data["before"] = {"from": before[0], "to": before[1], "figures": _figures_data(shown, names, of)}
    if public:
        public.note()
    return data


class _Public:
    """What the terminal tells anybody: held against what this laptop published before, and written down with it."""

    def __init__(self, opened: Opened, scope: Scope, today: date) -> None:
        self._store, self._zone, self._scope, self._today = opened.store, opened.city.zone, scope, today
        self._earlier = opened.store.ask(published_before)
        self._districts = [one.id for one in opened.city.districts]
        self._numbers: Numbers = {}

    def figures(
        self, told: Mapping[str, Answer], names: Collection[str], scope: Scope | None = None
    ) -> Mapping[str, Published]:
        """These figures of a scope as they may be told: guarded together with those that are not asked for."""
        region, _ = self._region(scope or self._scope)
        asked = {name: one for name, one in published(told).items() if name in names}
        shown, self._numbers = figures_without_differences(
            asked, region, self._earlier, self._numbers, districts=self._districts
        )
        return shown

    def table(self, cut: Table) -> PublishedTable:
        """A table as it may be told."""
        region, homes = self._region(self._scope)
        shown, self._numbers = table_without_differences(
            published_table(cut), region, self._earlier, homes, districts=self._districts
        )
        return shown

    def note(self) -> None:
        """Nobody may subtract these from what is published next."""
        self._store.do(note_publication, numbers=self._numbers)

    def _region(self, scope: Scope) -> tuple[Region, Mapping[str, str]]:
        return self._store.ask(region_of, scope=scope, zone=self._zone, today=self._today)


def asked_where_known(opened: Opened, wanted: Wanted, today: date) -> tuple[dict[str, Any], Whose]:
    """The same, and whose numbers they are: of the shared database where this laptop is told no ages and that can be
    reached, and as this laptop knows them if not. Raises as `asked`, and Refused: district_not_told."""
    told = opened.store.ask(sight)
    wanted = replace(wanted, scope=replace(wanted.scope, district_id=told_of(told, wanted.scope.district_id)))
    if wanted.shared or told is None:
        return asked(opened, wanted, today), Whose()
    trouble = ""
    if not told.ages:
        try:
            return asked(opened, replace(wanted, shared=True), today), Whose(at=opened.store.clock.now())
        except (Refused, Unavailable) as no:
            trouble = no.code  # of what was asked wrongly this laptop's own figures say so too
    return asked(opened, wanted, today), whose_here(told, trouble=trouble)


def count_all(opened: Opened) -> None:
    """Whoever asks at the terminal waits for what was put off: no window is there to count it meanwhile."""
    while opened.store.do(count_on, seconds=0.1).outcome:
        continue


def lines_of(data: Mapping[str, Any]) -> list[str]:
    """The same for a person at the terminal."""
    if "table" in data:
        rows = data["table"]
        names = list(rows[0]["figures"]) if rows else []
        return ["\t".join(["", *(say(TITLES, name) for name in names)])] + [
            "\t".join([row["name"] or "*", *(shown(row["figures"][name]) for name in names)]) for row in rows
        ]
    before = data.get("before", {}).get("figures", {})
    lines = []
    for name, one in data["figures"].items():
        was = f"  ({shown(before[name]['value'])})" if name in before else ""
        of = "" if one["of"] is None else f" / {shown(one['of'])}"
        lines.append(f"{say(TITLES, name)}: {shown(one['value'])}{of} {say(UNITS, one['unit'])}{was}")
    return lines


def csv_of(data: Mapping[str, Any]) -> str:
    """The same as a table: a line a figure and part, or a line a row of the cut."""
    if "table" in data:
        rows = data["table"]
        names = list(rows[0]["figures"]) if rows else []
        return csv_text(
            [data["by"], "name", *names],
            [[row["key"], row["name"], *(shown(row["figures"][name]) for name in names)] for row in rows],
        )
    before = data.get("before", {}).get("figures")
    header = ["figure", "part", "name", "value", "of", "no_data", *(["before"] if before is not None else [])]
    cells: list[Sequence[object]] = []
    for name, one in data["figures"].items():
        was = {} if before is None else {tuple(p["at"]): p["value"] for p in before.get(name, {}).get("parts", ())}
        whole = [name, "", "", shown(one["value"]), shown(one["of"]), shown(one["no_data"])]
        cells.append([*whole, *([shown(before.get(name, {}).get("value"))] if before is not None else [])])
        for part in one["parts"]:
            line = [name, "/".join(part["at"]), " / ".join(part["names"]), shown(part["value"]), "", ""]
            cells.append([*line, *([shown(was.get(tuple(part["at"]), 0))] if before is not None else [])])
    return csv_text(header, cells)


def write_csv(path: Path, data: Mapping[str, Any]) -> None:
    """Writes it, readable by any spreadsheet. Raises Unavailable: file_unwritable."""
    try:
        path.write_text(csv_of(data), encoding="utf-8", newline="")
    except OSError as error:
        raise Unavailable("file_unwritable", path=str(path)) from error


def shown(value: object) -> str:
    """A number as files have it: no grouping, a point, four decimals at most; what is hidden as «<5»."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _figures_data(told: Mapping[str, Told], names: Sequence[str], of: Labels) -> dict[str, Any]:
    return {name: _figure_data(told[name], of) for name in names if name in told}


def _figure_data(one: Told, of: Labels) -> dict[str, Any]:
    hides = isinstance(one, Published) and one.hidden

    def number(value: object) -> object:
        return HIDDEN if value is None and hides else value

    parts = one.parts if isinstance(one, Published) else tuple((part.at, part.value) for part in one.parts)
    return {
        "value": number(one.value),
        "unit": one.figure.unit,
        "family": one.figure.family,
        "of": number(one.of),
        "of_what": one.figure.of,
        "no_data": number(one.no_data),
        "parts": [{"at": list(at), "names": _names(one.figure, at, of), "value": number(value)} for at, value in parts],
    }


def _names(figure: Figure, at: Sequence[str], of: Labels) -> list[str]:
    return [of.of(axis, code) or code for axis, code in zip(figure.axes, at, strict=True)]


def _table_data(told: Table | PublishedTable, of: Labels) -> list[dict[str, Any]]:
    rows: list[tuple[str, dict[str, Any]]]
    if isinstance(told, PublishedTable):
        rows = [(key, {name: HIDDEN if value is None else value for name, value in values.items()})
                for key, values in told.rows]  # fmt: skip
    else:
        rows = [(row.key, {name: one.value for name, one in row.answers.items()}) for row in (*told.rows, told.whole)]
    return [{"key": key, "name": of.of(told.by, key) or key, "figures": values} for key, values in rows]


def dictionary() -> list[dict[str, Any]]:
    """What each figure is, for whoever reads the files."""
    from desktop.insights.figure_words import ABOUT

    return [
        {
            "figure": one.name, "title": say(TITLES, one.name), "about": say(ABOUT, one.name), "family": one.family,
            "unit": say(UNITS, one.unit), "of": one.of, "no_data": one.no_data, "axes": list(one.axes),
            "cuts": list(one.cuts), "public": one.public,
        }
        for one in FIGURES
    ]  # fmt: skip
