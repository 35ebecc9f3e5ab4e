"""The words of the map: measures, classes, what is told of a place, and what its numbers are of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.insights import words
from desktop.insights.quarters import CHANGE, DISTRICTS, ELSEWHERE, PEOPLE, RATE, Classes, Origins, PlaceLine
from desktop.kit.shades import Scale

translate = QCoreApplication.translate


def apart(code: str) -> str:
    """The lines of the table that no map shows."""
    if code == ELSEWHERE:
        return translate("Origins", "Other quarters or districts")
    return translate("Origins", "Quarter not known")


def measure(code: str) -> str:
    """A measure, as a title says it."""
    return {
        PEOPLE: translate("Origins", "People by the quarter they live in"),
        RATE: translate("Origins", "People per 1,000 inhabitants, by quarter"),
        CHANGE: translate("Origins", "More or fewer people than in the period before, by quarter"),
    }[code]


def district_measure(code: str) -> str:
    """The same, of districts."""
    return {
        PEOPLE: translate("Origins", "People by the district they live in"),
        RATE: translate("Origins", "People per 1,000 inhabitants, by district"),
        CHANGE: translate("Origins", "More or fewer people than in the period before, by district"),
    }[code]


def title(origins: Origins, code: str) -> str:
    """What a map shows."""
    return district_measure(code) if origins.level == DISTRICTS else measure(code)


def value(number: float | None, code: str) -> str:
    """A number of a measure: `128`, `4,2`, `+12`; a dash where there is none."""
    if number is None:
        return "–"
    if code == RATE:
        return QLocale().toString(float(number), "f", 1)
    whole = words.number(round(number))
    return f"+{whole}" if code == CHANGE and number > 0 else whole.replace("-", "−")


def scale(classes: Classes, code: str, *, held: bool, missing: bool) -> Scale:
    """The key of a map."""
    if code == CHANGE:
        much = value(classes.starts[4], PEOPLE)
        told: tuple[str, ...] = (
            translate("Origins", "{number} fewer or less").format(number=much),
            translate("Origins", "fewer"),
            translate("Origins", "the same"),
            translate("Origins", "more"),
            translate("Origins", "{number} more or above").format(number=much),
        )
    else:
        told = tuple(
            value(start, code) if start == end else f"{value(start, code)} – {value(end, code)}"
            for start, end in zip(classes.starts, classes.ends, strict=True)
        )
    return Scale(
        told, "change" if code == CHANGE else "more", classes.zero,
        translate("Origins", "few people: not told") if held else "",
        translate("Origins", "no data") if missing else "",
    )  # fmt: skip


def tip(line: PlaceLine, *, compared: bool) -> str:
    """All that is told of a place, a line each."""
    told = [line.place.name]
    if not line.place.homes:
        return "\n".join([*told, translate("Origins", "Not on the list of quarters")])
    people = words.cell(line.people)
    told.append(translate("Origins", "People: {number}").format(number=people))
    if line.rate is not None:
        told.append(
            translate("Origins", "Per 1,000 inhabitants: {rate} (of {inhabitants})").format(
                rate=value(line.rate, RATE), inhabitants=words.number(line.place.inhabitants or 0)
            )
        )
    elif line.place.inhabitants is None:
        told.append(translate("Origins", "Inhabitants: no data"))
    if compared:
        told.append(
            translate("Origins", "Period before: {number}").format(number=words.cell(line.before))
            + (f" ({value(line.change, CHANGE)})" if line.change is not None else "")
        )
    return "\n".join(told)


def footer(origins: Origins, code: str) -> str:
    """What the numbers of a map are of."""
    placed = [line for line in origins.lines if line.place.key not in (ELSEWHERE, "nowhere")]
    told = [
        translate(
            "Origins", "{people} different people, each once, where they live; nobody's address is drawn."
        ).format(people=words.number(origins.total))
    ]
    off = [line for line in origins.lines if not line.place.polygons and line.people != 0]
    off.sort(key=lambda line: (line.people is None, -(line.people or 0)))
    if off:
        some = ", ".join(f"{line.place.name} {words.cell(line.people)}" for line in off[:4])
        if off[4:]:
            some = translate("Origins", "{some} and {count} places more").format(some=some, count=len(off) - 4)
        told.append(translate("Origins", "Not on the map: {some}.").format(some=some))
    if code == RATE and any(line.place.inhabitants is None for line in placed if line.place.homes):
        told.append(translate("Origins", "Where the number of inhabitants is not known there is no rate."))
    if any(line.people is None for line in origins.lines):
        told.append(
            translate("Origins", "“<5”: between 1 and 4 people, or kept with them so that nobody is found out.")
        )
    if origins.level == DISTRICTS:
        told.append(translate("Origins", "A scheme: where the districts are to each other, not their borders."))
    return " ".join(told)
