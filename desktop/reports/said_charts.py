"""The charts of surveys and outreach on paper and page, after the others of a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from db.insights.publishing import Number
from db.insights.tally import NO_DATA
from desktop.channels import channel_word
from desktop.paper.words import Words
from desktop.reports.charts import Chart, Name, charts, told_number, top
from desktop.reports.drawing import Series, across
from desktop.reports.gathering import Told

_QUESTIONS = ("listened", "clear", "useful")
_ANSWERS = ("yes", "in_part", "no", "no_data")
_OUTCOMES = ("new", "returning", "absent")
_CHOICES = ("in_person", "either", "online", "would_not", "no_data")
_PLACES = 15
Cells = Mapping[tuple[str, ...], Number]


def every_chart(told: Told, words: Words, topic_name: Name) -> tuple[Chart, ...]:
    """The charts of a period: of its people and what they asked for, then of what they said where they were asked."""
    said = (_felt(told, words), _channels(told, words), _would_come(told, words))
    return *charts(told, words, topic_name), *(one for one in said if one is not None)


def _felt(told: Told, words: Words) -> Chart | None:
    w = words["report"]
    asked = [name for name in _QUESTIONS if told.now[name].parts]
    if not asked:
        return None
    cells: dict[tuple[str, ...], Number] = {
        (name, at[0]): value for name in asked for at, value in told.now[name].parts
    }
    return _crossed(w, "felt", asked, [w["said"][name] for name in asked], _ANSWERS, cells, w["felt_note"])


def _channels(told: Told, words: Words) -> Chart | None:
    w, found = words["report"], told.now["invited"]
    cells = dict(found.parts)
    sums = _sums(cells)
    if not any(sums.values()):
        return None
    keys = sorted(sums, key=lambda key: (-(cells.get((key, "new"), 0) or 0), -sums[key], key))
    note = w["channels_note"].format(count=told_number(found.no_data, w["hidden"]))
    return _crossed(w, "channels", keys, [channel_word(key) for key in keys], _OUTCOMES, cells, note)


def _would_come(told: Told, words: Words) -> Chart | None:
    w, found = words["report"], told.now["would_come"]
    cells = dict(found.parts)
    sums = _sums(cells)
    # A line of which every number is held back says nothing but who was asked there.
    keys = [key for key, many in sums.most_common(_PLACES) if many]
    if not keys:
        return None
    names = [told.names.of("quarter", key) or w["codes"]["no_data"] for key in keys]
    note = w["would_come_note"].format(count=told_number(found.of, w["hidden"]), shown=len(keys), of=len(sums))
    return _crossed(w, "would_come", keys, names, _CHOICES, cells, note)


def _crossed(
    w: Mapping[str, Any], code: str, keys: Sequence[str], names: Sequence[str], order: Sequence[str], cells: Cells,
    note: str,
) -> Chart:  # fmt: skip
    series = [
        Series(w["said"][part], tuple(cells.get((key, part), 0) for key in keys), part == NO_DATA) for part in order
    ]
    # What is left of a bar of which a piece is hidden would look like the whole.
    whole = [None not in values for values in zip(*(one.values for one in series), strict=True)]
    bars = [
        replace(one, values=tuple(value if told else None for value, told in zip(one.values, whole, strict=True)))
        for one in series
    ]
    first = {name: series[0].values[place] for place, name in enumerate(names)}
    drawn = across(w[f"{code}_title"], w[f"{code}_alt"].format(top=top(first, w["hidden"])), names, bars, w["hidden"])
    header = (w[f"{code}_first"], *(one.name for one in series))
    rows = tuple(
        (name, *(told_number(one.values[place], w["hidden"]) for one in series)) for place, name in enumerate(names)
    )
    return Chart(w[code], drawn, header, rows, note)


def _sums(cells: Cells) -> Counter[str]:
    found: Counter[str] = Counter()
    for at, value in cells.items():
        found[at[0]] += int(value or 0)
    return found
