"""The sheet on which people sign in: who is expected, then empty lines, then what they consent to."""

from __future__ import annotations

from collections.abc import Sequence

from db.checkin.expected import Numbered
from db.places.city import City
from db.sittings.queries import SittingCard
from desktop.consent import ConsentText
from desktop.paper.consent import points
from desktop.paper.sheet import (
    Block,
    Box,
    Cell,
    Column,
    Content,
    Facts,
    Heading,
    Lines,
    Paragraph,
    Points,
    Sheet,
    Span,
    Table,
    Title,
)
from desktop.paper.words import Words, load

ROW = 8.6  # millimetres: a signature is written in it, standing at a table
BLANKS = 20


def file_words(card: SittingCard, city: City, words: Words | None = None) -> str:
    """The name of the file: "Planilla Consejo Barrial Las Acacias 2026-11-19"."""
    told = (words or load())["attendance"]
    return str(told["file"]).format(council=card.council, date=f"{card.starts_at.astimezone(city.zone):%Y-%m-%d}")


def attendance_sheet(
    card: SittingCard,
    people: Sequence[Numbered],
    city: City,
    consent: ConsentText,
    *,
    blanks: int = BLANKS,
    words: Words | None = None,
) -> Sheet:
    """The sign-in sheet of a sitting. `consent`: what people agree to when they tick the last column."""
    words = words or load()
    told = words["attendance"]
    at = card.starts_at.astimezone(city.zone)
    date = words.day(at.date())
    blocks: list[Block] = [
        Title(told["title"], card.council),
        _facts(card, city, words),
        Paragraph(told["how"], "body"),
    ]
    printed = [one for one in people if one.person is not None]
    for regular, heading in ((True, told["expected"]), (False, told["near"])):
        rows = [_row(one, told) for one in printed if one.person is not None and one.person.regular is regular]
        if rows:
            blocks += [Heading(heading), Table(heading, _columns(told), tuple(rows), ROW, ruled=True)]
    last = max((one.number for one in people), default=0)
    empty = tuple((str(last + place), "", "", "", "", "", Box()) for place in range(1, blanks + 1))
    blocks += [Heading(told["new"]), Table(told["new"], _columns(told), empty, ROW, ruled=True)]
    blocks.append(Paragraph(told["unnamed"]))
    mark = str(told["consent_mark"]).format(agree=consent.agree, version=consent.version)
    blocks.append(Paragraph((Span(mark, strong=True),), "small", keep=True))
    blocks.append(Points(points(consent), "small"))
    blocks.append(Lines(((told["received"], told["received_role"]),)))
    subject = str(told["subject"]).format(council=card.council, date=date)
    return Sheet(
        title=f"{told['title']}: {subject}",
        subject=subject,
        author=city.authority,
        language=words.language,
        letterhead=_letterhead(card, city, words),
        footer=str(told["footer"]).format(council=card.council, date=date),
        blocks=tuple(blocks),
        landscape=True,
    )


def _letterhead(card: SittingCard, city: City, words: Words) -> tuple[str, ...]:
    district = str(words["letterhead"]["district"]).format(district=card.district)
    return (city.authority, " · ".join(part for part in (district, card.centre) if part))


def _facts(card: SittingCard, city: City, words: Words) -> Facts:
    told, at = words["attendance"], card.starts_at.astimezone(city.zone)
    return Facts(
        (
            (told["sitting"], card.title),
            (told["date"], f"{words.long_day(at.date())}, {told['hour_value'].format(hour=f'{at:%H:%M}')}"),
            (told["place"], card.place),
            (told["district"], card.district),
        ),
        across=2,
    )


def _columns(told: dict[str, str]) -> tuple[Column, ...]:
    return (
        Column(told["number"], 0.05, number=True),
        Column(told["name"], 0.25),
        Column(told["document"], 0.12),
        Column(told["phone"], 0.13),
        Column(told["organisation"], 0.17),
        Column(told["signature"], 0.20),
        Column(told["consent"], 0.08),
    )


def _row(line: Numbered, told: dict[str, str]) -> tuple[Content, ...]:
    person = line.person
    assert person is not None
    ends = told["document_ends"].format(digits=person.document_ending)
    return (
        str(line.number),
        person.name,
        Cell("", ends) if person.document_ending else "",
        Cell("", told["phone_known"]) if person.has_phone else "",
        person.organisation,
        "",
        Cell("", told["consent_known"]) if person.consented else Box(),
    )
