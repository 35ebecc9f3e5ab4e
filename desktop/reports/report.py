"""The report of a period as paper: words, numbers beside those of before, charts with their tables, and the method."""

from __future__ import annotations

import re

from db.insights.publishing import Number, Published
from db.places.city import City
from desktop.insights import whose_words
from desktop.insights.figure_words import ABOUT, PROTECTION, TITLES, UNITS, say
from desktop.paper.sheet import Block, Cell, Column, Content, Heading, Paragraph, Points, Sheet, Table, Title
from desktop.paper.words import Words, load
from desktop.reports.charts import district_chart, told_number
from desktop.reports.districts import district_rows
from desktop.reports.drawing import digits
from desktop.reports.gathering import Told, ordered
from desktop.reports.pictures import picture
from desktop.reports.said_charts import every_chart
from desktop.reports.summary import percent, sentences

# These fall apart along their axes, and have a chart or a table of their own: their sums stand in other lines.
SHOWN_ELSEWHERE = frozenset(
    ("when", "ages", "genders", "age_gender", "quarters", "organisations", "topics", "departments", "issue_states",
     "often", "retention", "turn_minutes", "listened", "clear", "useful", "next_time", "heard_by", "would_come",
     "internet", "help_needed")
)  # fmt: skip


def report_sheet(told: Told, city: City) -> Sheet:
    """All of it."""
    words = load()
    w = words["report"]
    facts = {
        "place": told.place, "since": words.day(told.wanted.since), "until": words.day(told.wanted.until),
    }  # fmt: skip
    public = told.wanted.public
    notice = w["public" if public else "internal"] if told.value("sittings") else ""
    blocks: list[Block] = [Title(w["title"], under(told, words), notice)]
    blocks += [Heading(w["short"]), Points(sentences(told, words, city.topic_name), "lead", numbered=False)]
    if whose := whose_words.told(told.whose, city.zone, told.today):
        blocks.append(Paragraph(whose, "small"))
    if told.value("sittings"):
        blocks += _numbers(told, words)
        for one in every_chart(told, words, city.topic_name):
            blocks += [Heading(one.heading), picture(one.drawn), _table(one.drawn.title, one.header, one.rows)]
            blocks += [Paragraph(one.note, "small")] if one.note else []
        blocks += _districts(told, words)
        blocks += _method(told, words)
    return Sheet(
        title=f"{w['title']}, {under(told, words)}",
        subject=under(told, words),
        author=city.authority,
        language=words.language,
        letterhead=tuple(one for one in (city.authority, city.authority_address) if one),
        footer=w["footer"].format(**facts),
        blocks=tuple(blocks),
    )


def shown(one: Published, value: Number, hidden: str) -> str:
    """The value of a figure as a person reads it."""
    if value is None:
        return hidden if one.hidden else "–"
    return percent(value) if one.figure.unit == "share" else digits(round(value, 1))


def change(one: Published, was: Number) -> str:
    """How much it changed; of shares in points."""
    if one.value is None or was is None:
        return "–"
    scale = 100 if one.figure.unit == "share" else 1
    by = round((one.value - was) * scale, 1)
    said = digits(abs(by))
    return "=" if not by else f"{'+' if by > 0 else '−'}{said}{' p. p.' if scale == 100 else ''}"


def _numbers(told: Told, words: Words) -> list[Block]:
    w = words["report"]
    days = {name: words.day(day) for name, day in zip(("since", "until"), told.wanted.before(told.today), strict=True)}
    columns = [Column(w["figure"], 0.55), Column(w["now"], 0.15, number=True)]
    if told.before:
        columns += [Column(w["was"], 0.15, number=True), Column(w["change"], 0.15, number=True)]
    rows: list[tuple[Content, ...]] = []
    for one in ordered(told.now):
        was = told.before.get(one.figure.name)
        if one.figure.name in SHOWN_ELSEWHERE or not (one.value or one.hidden or (was and was.value)):
            continue
        line: list[Content] = [named(one), shown(one, one.value, w["hidden"])]
        if told.before:
            line += [shown(was, was.value, w["hidden"]) if was else "–", change(one, was.value if was else None)]
        rows.append(tuple(line))
    of = w["compared"][told.wanted.compared]
    first = words.day(told.first) if told.first else ""
    note = of["before"] if told.before else of["no_before"] if told.comparable else w["no_record"]
    note = note.format(first=first, when=of["when"], **days)
    return [Heading(of["numbers"]), Paragraph(note, keep=True), Table(of["numbers"], tuple(columns), tuple(rows))]


def under(told: Told, words: Words) -> str:
    """Of where and of which days it is."""
    days = {"since": words.day(told.wanted.since), "until": words.day(told.wanted.until)}
    form = "under_day" if told.wanted.since == told.wanted.until else "under"
    return str(words["report"][form]).format(place=told.place, **days)


def measured(one: Published) -> bool:
    """Whether there was anything that it is of: how nothing was counted need not be told."""
    return one.of != 0 or bool(one.value) or one.hidden


def named(one: Published) -> str:
    """What a figure is called, with its unit where the name does not say it."""
    unit = one.figure.unit
    return say(TITLES, one.figure.name) + (f" ({say(UNITS, unit)})" if unit == "minutes" else "")


def _districts(told: Told, words: Words) -> list[Block]:
    drawn, w = district_chart(told, words), words["report"]
    if drawn is None:
        return []
    header, rows = district_rows(told, w)
    return [
        Heading(w["districts"]), picture(drawn), _table(w["districts"], header, tuple(rows)),
        Paragraph(w["whole_note"], "small"),
    ]  # fmt: skip


def _method(told: Told, words: Words) -> list[Block]:
    w = words["report"]
    rows = []
    for one in filter(measured, ordered(told.now)):
        base = ""
        if one.figure.of and one.of is not None:
            base = w["method_of"].format(of=digits(one.of), what=w["of"].get(one.figure.of, one.figure.of))
        lacking = w["method_no_data"].format(count=told_number(one.no_data, w["hidden"])) if one.figure.no_data else ""
        rows.append((say(TITLES, one.figure.name), say(ABOUT, one.figure.name), Cell(base or "–", lacking)))
    blocks: list[Block] = [Heading(w["method"]), Paragraph(w["method_lead"], keep=not told.wanted.public)]
    if told.wanted.public:
        blocks += [Paragraph(w["method_guard"]), *(Paragraph(say(PROTECTION, code), "small") for code in PROTECTION)]
    columns = (Column(w["figure"], 0.24), Column(w["about"], 0.46), Column(w["base"], 0.30))
    return [*blocks, Table(w["method"], columns, tuple(rows))]


_LETTERS = 98
"""About as many stand side by side in the cells of a sheet."""


def _table(caption: str, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    if len(header) < 6:
        shares = [0.4, *([0.6 / (len(header) - 1)] * (len(header) - 1))]
    else:  # of many columns each is as wide as its longest word, and what its cells have beside it
        longest = [max(map(len, re.split(r"[\s\u00ad]", " ".join((title, *cells))))) + 3
                   for title, *cells in zip(header, *rows, strict=True)]  # fmt: skip
        # What each row is of is read in one piece, as far as the others leave room.
        longest[0] = max(
            longest[0], min(max((len(row[0]) for row in rows), default=0) + 2, _LETTERS - sum(longest[1:]))
        )
        shares = [one / sum(longest) for one in longest]
    columns = (
        Column(one, share, number=place > 0) for place, (one, share) in enumerate(zip(header, shares, strict=True))
    )
    return Table(caption, tuple(columns), rows)
