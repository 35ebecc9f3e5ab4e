"""The list of what was promised, to follow it up: paper, workbook, and the words of a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.issues.due import Due
from db.issues.rules import TERMS
from db.places.city import City
from desktop.paper.sheet import Block, Cell, Column, Content, Heading, Paragraph, Sheet, Table, Title
from desktop.paper.words import Words, load
from desktop.paper.workbook import Value, workbook


def file_words(on: date) -> str:
    """The name of the file: "Compromisos 2026-11-26"."""
    return str(load()["commitments"]["file"]).format(date=f"{on:%Y-%m-%d}")


def promised_sheet(dues: Sequence[Due], city: City, *, on: date, responsible: str = "") -> Sheet:
    """The list as paper: what is overdue first, what has ended last. `responsible`: when it is of one alone."""
    words = load()
    told, day = words["commitments"], words.day(on)
    under = str(told["under"]).format(date=day)
    if responsible:
        under = f"{str(told['of']).format(responsible=responsible)} · {under}"
    blocks: list[Block] = [Title(told["title"], under)]
    for term in (*TERMS, ""):
        some = [one for one in dues if one.term == term]
        if some:
            heading = told["terms"][term] if term else told["settled"]
            blocks += [Heading(heading), _table(some, heading, city, words)]
    if not dues:
        blocks.append(Paragraph(told["none"]))
    return Sheet(
        title=str(told["subject"]).format(date=day),
        subject=str(told["subject"]).format(date=day),
        author=city.authority,
        language=words.language,
        letterhead=tuple(one for one in (city.authority, city.authority_address) if one),
        footer=str(told["footer"]).format(date=day),
        blocks=tuple(blocks),
        landscape=True,
    )


def promised_workbook(dues: Sequence[Due], city: City) -> bytes:
    """The same list for a spreadsheet."""
    told = load()["commitments"]
    titles = [
        (told["due"], 12), (told["text"], 60), (told["responsible"], 30), (told["council"], 28), (told["held"], 12),
        (told["state"], 14), (told["outcome"], 40), (told["reason"], 40),
    ]  # fmt: skip
    return workbook(told["title"], titles, [_line(one, city, told) for one in dues])


def reminder(dues: Sequence[Due], city: City) -> str:
    """What to write to one who answers for these: her promises and when they are due, and nobody's name but hers."""
    words = load()
    told = words["reminder"]
    if not dues:
        return ""
    person = dues[0].card.responsible_kind == "resident"
    who = "person" if person else "people"
    lines = [str(told[who]).format(name=dues[0].card.responsible), "", told[f"{who}_opening"], ""]
    for one in dues:
        due = one.card.due_on
        name = "undated" if due is None else "overdue" if one.term == "overdue" else "by"
        when = str(told[name]).format(day=words.day(due) if due else "")
        held = words.day(one.held_at.astimezone(city.zone).date()) if one.held_at else ""
        text = " ".join(one.card.text.split()).rstrip(" .")
        lines.append(str(told["line"]).format(text=text, council=one.council, held=held, due=when))
    return "\n".join([*lines, "", told["closing"], "", city.authority])


def _table(dues: Sequence[Due], caption: str, city: City, words: Words) -> Table:
    told = words["commitments"]
    columns = (
        Column(told["due"], 0.11),
        Column(told["text"], 0.39),
        Column(told["responsible"], 0.20),
        Column(told["council"], 0.18),
        Column(told["state"], 0.12),
    )
    rows: list[tuple[Content, ...]] = []
    for one in dues:
        moved = str(told["moved"]).format(reason=one.card.due_reason) if one.card.due_reason else ""
        rows.append(
            (
                f"{one.card.due_on:%d/%m/%Y}" if one.card.due_on else told["undated"],
                Cell(one.card.text, one.card.outcome or moved),
                one.card.responsible or told["nobody"],
                Cell(one.council, _held(one, city)),
                told["states"][one.card.state],
            )
        )
    return Table(caption, columns, tuple(rows))


def _line(one: Due, city: City, told: dict[str, dict[str, str]]) -> tuple[Value, ...]:
    held = one.held_at.astimezone(city.zone).date() if one.held_at else None
    return (
        one.card.due_on, one.card.text, one.card.responsible or str(told["nobody"]), one.council, held,
        told["states"][one.card.state], one.card.outcome, one.card.due_reason,
    )  # fmt: skip


def _held(one: Due, city: City) -> str:
    return f"{one.held_at.astimezone(city.zone):%d/%m/%Y}" if one.held_at else ""
