"""The charts of a period with their tables: one list, which paper and page draw alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.insights.publishing import Number, Published
from db.insights.tally import AGES, NO_DATA, OFTEN
from db.issues.rules import ISSUE_STATES
from desktop.paper.words import Words
from desktop.reports.drawing import Drawing, Series, across, digits, upwards
from desktop.reports.gathering import Told
from desktop.reports.map_drawing import NAMES_AT_MOST, area_map

Name = Callable[[str | None], str | None]
_PLACES = 15
_OTHERS = ("non_binary", "not_said", "others")


@dataclass(frozen=True)
class Chart:
    """A heading, a drawing, and the same numbers as a table; `note` stands under it."""

    heading: str
    drawn: Drawing
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def charts(told: Told, words: Words, topic_name: Name) -> tuple[Chart, ...]:
    """All of them, those left out of which there is nothing."""
    made = (_months(told, words), _ages(told, words), _often(told, words), _map(told, words),
            _topics(told, words, topic_name), _departments(told, words), _promised(told, words))  # fmt: skip
    return tuple(one for one in made if one is not None)


def district_chart(told: Told, words: Words) -> Drawing | None:
    """The districts side by side, on their scheme where no map of the city shows more; None where there is but one."""
    rows = [row for row in told.by_district.rows if row[0]]
    if len(rows) < 2:
        return None
    w = words["report"]
    if not told.quarters and 1 < len(told.areas) <= NAMES_AT_MOST:
        alt = w["map_alt"].format(top=w["map_top"].format(top=top({a.name: a.people for a in told.areas}, w["hidden"])))
        return area_map(w["map_districts"], alt, told.areas, geographic=False, **_missing(w))
    names = [told.names.of("district", key) or key for key, _ in rows]
    values = [row["people"] for _, row in rows]
    alt = w["districts_alt"].format(top=top(dict(zip(names, values, strict=True)), w["hidden"]))
    return across(w["districts"], alt, names, [Series(w["codes"]["people"], tuple(values))], w["hidden"])


def month_name(key: str, words: Words) -> str:
    """`noviembre de 2026` of `2026-11`."""
    return f"{words['dates']['months'][int(key[5:]) - 1]} de {key[:4]}"


def told_number(value: Number, hidden: str) -> str:
    """A number of a table, or that it is not told."""
    return hidden if value is None else digits(value)


def _missing(w: Mapping[str, Any]) -> dict[str, str]:
    """What stands on a map for a number that is not there."""
    return {"untold": w["hidden"], "lacking": w["codes"]["no_data"]}


def _months(told: Told, words: Words) -> Chart | None:
    w, rows = words["report"], [row for row in told.by_month.rows if row[0]]
    if not rows:
        return None
    new = [row["new"] for _, row in rows]
    back = [None if row["people"] is None or row["new"] is None else row["people"] - row["new"] for _, row in rows]
    short = [f"{words['dates']['months'][int(key[5:]) - 1][:3]} {key[2:4]}" for key, _ in rows]
    whole = {month_name(key, words): row["people"] for key, row in rows}
    series = [Series(w["codes"]["returning"], tuple(back)), Series(w["codes"]["new"], tuple(new))]
    bars = series
    if any(None in one.values for one in series):
        # A month of which the parts are hidden would look as if nobody had come; how many came can be told.
        bars = [Series(w["codes"]["people"], tuple(whole.values()))]
    drawn = upwards(w["months"], w["months_alt"].format(top=top(whole, w["hidden"])), short, bars, "×")
    header = (w["month"], w["codes"]["people"], w["codes"]["returning"], w["codes"]["new"])
    lines = tuple(
        (name, *(told_number(one, w["hidden"]) for one in (people, back[place], new[place])))
        for place, (name, people) in enumerate(whole.items())
    )
    return Chart(w["months"], drawn, header, lines, w["whole_note"])


def _ages(told: Told, words: Words) -> Chart | None:
    w, codes = words["report"], words["report"]["codes"]
    cells = dict(told.now["age_gender"].parts)
    if not cells:
        return None
    genders = {"woman": ("woman",), "man": ("man",), "others": _OTHERS, "no_data": ("no_data",)}
    series = [
        Series(codes[name], tuple(_summed(cells, [(age, one) for one in every]) for age in AGES), name == NO_DATA)
        for name, every in genders.items()
    ]
    labels = [codes[age] for age in AGES]
    bars = series
    if any(None in one.values for one in series):
        # Parts of which some are hidden would look like the whole; the sums over the genders can be told.
        ages = {at[0]: value for at, value in told.now["ages"].parts}
        bars = [Series(codes["people"], tuple(ages.get(age, 0) if ages else None for age in AGES))]
    drawn = across(w["ages_title"], w["ages_alt"], labels, bars, w["hidden"])
    header = (w["age"], *(one.name for one in series))
    rows = tuple(
        (label, *(told_number(one.values[place], w["hidden"]) for one in series)) for place, label in enumerate(labels)
    )
    return Chart(w["ages"], drawn, header, rows)


def _map(told: Told, words: Words) -> Chart | None:
    w = words["report"]
    if not told.areas or not told.value("sittings"):
        return None
    title, people = w["map_quarters"], _people_by_quarter(told, w["codes"]["no_data"])
    first = sorted(people, key=lambda name: -(people[name] or 0))
    most = w["map_top"].format(top=top(people, w["hidden"]))
    if not first:
        return None
    if told.quarters:
        drawn = area_map(title, w["map_alt"].format(top=most), told.areas, geographic=True, **_missing(w))
    else:  # the scheme knows districts: where a council was held says nothing of where its people live
        bars = Series(w["codes"]["people"], tuple(people[name] for name in first[:_PLACES]))
        drawn = across(title, f"{title}. {most}", first[:_PLACES], [bars], w["hidden"])
    rows = tuple((name, told_number(people[name], w["hidden"])) for name in first[:_PLACES])
    rest = [people[name] for name in first[_PLACES:]]
    note = ""
    if any(rest) and None not in rest:
        note = w["more_places"].format(count=len(rest), people=digits(sum(int(one or 0) for one in rest)))
    return Chart(w["map"], drawn, (w["place"], w["codes"]["people"]), rows, note)


def _people_by_quarter(told: Told, no_data: str) -> dict[str, Number]:
    """Every quarter somebody lives in who came, those too that no map has."""
    parts = ((told.names.of("quarter", at[0]) or no_data, value) for at, value in told.now["quarters"].parts)
    return {name: value for name, value in parts if value != 0}


def _topics(told: Told, words: Words, topic_name: Name) -> Chart | None:
    w, codes = words["report"], words["report"]["codes"]
    cells = dict(told.now["topics"].parts)
    sums: Counter[str] = Counter()
    for at, value in cells.items():
        sums[at[0]] += int(value or 0)
    first = [code for code, many in sums.most_common(_PLACES) if many]
    if not first:
        return None
    kinds = ("proposal", "complaint", "question")
    series = [Series(codes[kind], tuple(cells.get((code, kind), 0) for code in first)) for kind in kinds]
    labels = [codes["no_data"] if code == "no_data" else topic_name(code) or code for code in first]
    alt = w["topics_alt"].format(top=f"{labels[0]} ({digits(sums[first[0]])})")
    drawn = across(w["topics_title"], alt, labels, series, w["hidden"])
    header = (w["topic"], *(one.name for one in series))
    rows = tuple((label, *(digits(one.values[place]) for one in series)) for place, label in enumerate(labels))
    return Chart(w["topics"], drawn, header, rows)


def _departments(told: Told, words: Words) -> Chart | None:
    """Who has to answer, and what became of it."""
    w, cells = words["report"], dict(told.now["departments"].parts)
    sums: Counter[str] = Counter()
    for at, value in cells.items():
        sums[at[0]] += int(value or 0)
    first = [key for key, many in sums.most_common(_PLACES) if many]
    if not first:
        return None
    series = [Series(w["states"][state], tuple(cells.get((key, state), 0) for key in first)) for state in ISSUE_STATES]
    labels = [w["no_department"] if key == "no_data" else told.names.of("department", key) or key for key in first]
    alt = w["departments_alt"].format(top=f"{labels[0]} ({digits(sums[first[0]])})")
    drawn = across(w["departments_title"], alt, labels, series, w["hidden"])
    header = (w["department"], *(one.name for one in series))
    rows = tuple((label, *(digits(one.values[place]) for one in series)) for place, label in enumerate(labels))
    return Chart(w["departments"], drawn, header, rows)


def _often(told: Told, words: Words) -> Chart | None:
    """How often people came; it is not there where it is to be published."""
    w, found = words["report"], told.now.get("often")
    if found is None or not found.value:
        return None
    values = {at[0]: value for at, value in found.parts}
    times = [str(number) for number in range(1, OFTEN + 1)]
    labels = [w["once"], *(w["times"].format(n=one) for one in times[1:-1]), w["times_more"].format(n=times[-1])]
    numbers = tuple(values.get(one, 0) for one in times)
    alt = w["often_alt"].format(once=told_number(numbers[0], w["hidden"]), people=told_number(found.value, w["hidden"]))
    drawn = across(w["often_title"], alt, labels, [Series(w["codes"]["people"], numbers)], w["hidden"])
    rows = tuple((label, told_number(value, w["hidden"])) for label, value in zip(labels, numbers, strict=True))
    return Chart(w["often"], drawn, (w["how_often"], w["codes"]["people"]), rows)


def _promised(told: Told, words: Words) -> Chart | None:
    w, found = words["report"], told.now["commitments"]
    if not found.value:
        return None
    return _one_axis(found, w, ("kept", "open", "overdue", "broken", "released"))


def _one_axis(found: Published, w: Mapping[str, dict[str, str]], order: Sequence[str]) -> Chart:
    values = {at[0]: value for at, value in found.parts}
    labels, codes = [w["codes"][code] for code in order], [values.get(code, 0) for code in order]
    alt = str(w["promised_alt"]).format(top=top(dict(zip(labels, codes, strict=True)), str(w["hidden"])))
    drawn = across(str(w["promised_title"]), alt, labels, [Series(str(w["count"]), tuple(codes))], str(w["hidden"]))
    rows = tuple((label, told_number(value, str(w["hidden"]))) for label, value in zip(labels, codes, strict=True))
    return Chart(str(w["promised"]), drawn, (str(w["state"]), str(w["count"])), rows)


def _summed(cells: Mapping[tuple[str, ...], Number], keys: Sequence[tuple[str, ...]]) -> Number:
    values = [cells.get(key, 0) for key in keys]
    return None if None in values else sum(int(value or 0) for value in values)


def top(values: Mapping[str, Number], hidden: str) -> str:
    """The first of some numbers, in words."""
    name = max(values, key=lambda one: values[one] or 0, default="")
    return f"{name} ({told_number(values[name], hidden)})" if name else "–"
