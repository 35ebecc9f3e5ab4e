"""The list of what a department was asked for: as a sheet of paper, and as the lines of a workbook.

Who asked stands on it only when somebody wants so; documents, telephones and addresses of people never do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.issues.search import Asked
from db.places.city import City
from desktop.paper.sheet import Block, Cell, Column, Content, Facts, Lines, Paragraph, Sheet, Table, Title
from desktop.paper.words import Words, load
from desktop.paper.workbook import Value, workbook


@dataclass(frozen=True)
class Heading:
    """What a list says of itself: whose it is ("" for nobody's), from which days, in which state, and of what day."""

    department: str
    on: date
    since: date | None = None
    until: date | None = None
    state: str = ""
    only_new: bool = False
    with_names: bool = False


def reference(issue_id: str) -> str:
    """By what a department names an issue when it answers: the end of its identifier, the part given by chance."""
    return issue_id[-8:].upper()


def file_words(heading: Heading) -> str:
    """The name of the file: "Pedidos Parques y Paseos 2026-11-26"."""
    told = load()["issues"]
    return str(told["file"]).format(department=heading.department or told["nobody"], date=f"{heading.on:%Y-%m-%d}")


def asked_sheet(issues: Sequence[Asked], heading: Heading, city: City) -> Sheet:
    """The list as paper, to be handed over against a signature."""
    words = load()
    told = words["issues"]
    whose, day = heading.department or told["nobody"], words.day(heading.on)
    blocks: list[Block] = [
        Title(told["title"], str(told["to"]).format(department=whose)),
        Facts(_facts(issues, heading, words), across=2),
        Paragraph(told["how"], "note"),
        _table(issues, heading, city, words),
    ]
    blocks.append(Lines(((str(told["received"]).format(department=whose), told["received_role"]),)))
    subject = str(told["subject"]).format(department=whose, date=day)
    return Sheet(
        title=f"{told['title']}: {subject}",
        subject=subject,
        author=city.authority,
        language=words.language,
        letterhead=tuple(one for one in (city.authority, city.authority_address) if one),
        footer=str(told["footer"]).format(department=whose, date=day),
        blocks=tuple(blocks),
        landscape=True,
    )


def asked_workbook(issues: Sequence[Asked], heading: Heading, city: City) -> bytes:
    """The same list for a spreadsheet, one thing a column."""
    told = load()["issues"]
    titles = [
        (told["reference"], 11), (told["held"], 12), (told["council"], 28), (told["district"], 14), (told["kind"], 12),
        (told["topic"], 20), (told["text"], 60), (told["place"], 28), (told["latitude"], 11), (told["longitude"], 11),
        (told["state"], 14), (told["answer"], 40), (told["answered_by"], 22), (told["answered_on"], 14),
    ]  # fmt: skip
    if heading.with_names:
        titles.append((told["by"], 28))
    return workbook(told["caption"], titles, [_line(one, heading, city, told) for one in issues])


def _facts(issues: Sequence[Asked], heading: Heading, words: Words) -> tuple[tuple[str, str], ...]:
    told = words["issues"]
    days = {
        "since": f"{heading.since:%d/%m/%Y}" if heading.since else "",
        "until": f"{heading.until:%d/%m/%Y}" if heading.until else "",
    }
    name = {(True, True): "between", (True, False): "since", (False, True): "until"}.get(
        (heading.since is not None, heading.until is not None), "always"
    )
    number = str(len(issues))
    return (
        (told["period"], str(told[name]).format(**days)),
        (told["state"], told["states"].get(heading.state, told["every_state"])),
        (told["number"], str(told["only_new"]).format(number=number) if heading.only_new else number),
    )


def _table(issues: Sequence[Asked], heading: Heading, city: City, words: Words) -> Table:
    told = words["issues"]
    # Whoever asked takes her column from the text.
    text = 0.36 if heading.with_names else 0.46
    columns = [
        Column(told["reference"], 0.08),
        Column(told["held"], 0.15),
        Column(told["kind"], 0.11),
        Column(told["text"], text),
        Column(told["place"], 0.10),
        Column(told["state"], 0.10),
    ]
    if heading.with_names:
        columns.append(Column(told["by"], 0.10))
    rows = [_row(one, heading, city, told) for one in issues]
    return Table(told["caption"], tuple(columns), tuple(rows))


def _row(one: Asked, heading: Heading, city: City, told: Mapping[str, object]) -> tuple[Content, ...]:
    answer = one.answer
    if one.answer and one.answered_by:
        answer = str(told["answered"]).format(answer=one.answer, who=one.answered_by)
    row: list[Content] = [
        reference(one.id),
        Cell(f"{one.held_at.astimezone(city.zone):%d/%m/%Y}", one.council),
        Cell(_word(told, "kinds", one.kind), city.topic_name(one.topic or "") or ""),
        one.text,
        Cell(one.place, _point(one)),
        Cell(_word(told, "states", one.state), answer),
    ]
    return (*row, _by(one, told)) if heading.with_names else tuple(row)


def _line(one: Asked, heading: Heading, city: City, told: Mapping[str, object]) -> tuple[Value, ...]:
    point = one.point or {}
    row: tuple[Value, ...] = (
        reference(one.id), one.held_at.astimezone(city.zone).date(), one.council, one.district,
        _word(told, "kinds", one.kind), city.topic_name(one.topic or "") or "", one.text, one.place,
        point.get("lat"), point.get("lon"), _word(told, "states", one.state), one.answer, one.answered_by,
        one.answered_on,
    )  # fmt: skip
    return (*row, _by(one, told)) if heading.with_names else row


def _by(one: Asked, told: Mapping[str, object]) -> str:
    return one.raised_by or str(told["several"])


def _point(one: Asked) -> str:
    return f"{one.point['lat']}, {one.point['lon']}" if one.point else ""


def _word(told: Mapping[str, object], section: str, code: str) -> str:
    words = told[section]
    assert isinstance(words, dict)
    return str(words.get(code, code))
