"""The sheet on which somebody agrees to her data being kept, for one person or blank."""

from __future__ import annotations

from datetime import date

from db.places.city import City
from db.residents.queries import ResidentCard
from db.residents.rules import is_minor
from desktop.consent import ConsentText, consent_text
from desktop.paper.sheet import Block, Facts, Heading, Lines, Paragraph, Sheet, Space, Span, Title
from desktop.paper.words import Words, load


def file_words(person: ResidentCard | None, words: Words | None = None) -> str:
    """The name of the file: "Consentimiento Rosa Peña"."""
    told = (words or load())["consent"]
    return str(told["file"]).format(name=person.name) if person else str(told["file_blank"])


def consent_sheet(
    city: City, *, person: ResidentCard | None = None, on: date | None = None, version: str = ""
) -> Sheet:
    """One page with the five points the law asks for, and where to sign. Blank without a `person`.

    For a person who is a minor on that day, whoever answers for her signs.
    """
    words, text = load(), consent_text(city, version)
    told = words["consent"]
    minor = person is not None and on is not None and is_minor(person.birth_date, on)
    blocks: list[Block] = [Title(text.title), Paragraph(text.opening, "lead")]
    for number, point in enumerate(text.points, 1):
        blocks += [Heading(f"{number}. {point.title}", 2), Paragraph(point.words)]
    blocks += [Space(3), _facts(person, told, minor=minor)]
    for sentence in (text.agree_for_minor,) if minor else (text.agree,):
        blocks.append(Paragraph((Span(sentence, strong=True),), keep=True))
    if person is None:
        blocks.append(Paragraph(text.agree_for_minor, "note"))
    blocks += [Paragraph(text.refuse, "note"), _lines(city, told)]
    subject = str(told["subject"]).format(version=text.version)
    return Sheet(
        title=f"{text.title}: {person.name}" if person else text.title,
        subject=subject,
        author=city.authority,
        language=words.language,
        letterhead=tuple(one for one in (city.authority, city.authority_address) if one),
        footer=str(told["footer"]).format(version=text.version),
        blocks=tuple(blocks),
    )


def points(text: ConsentText) -> tuple[str, ...]:
    """The five points in one sentence each, for the small print under a list."""
    return tuple(f"{point.title}. {point.words}" for point in text.points)


def _facts(person: ResidentCard | None, told: dict[str, str], *, minor: bool) -> Facts:
    blank = told["blank"]
    born = f"{person.birth_date:%d/%m/%Y}" if person and person.birth_date else blank
    rows = [
        (told["person"], f"{person.family_name}, {person.given_names}" if person else blank),
        (told["document"], (person.document if person else "") or blank),
        (told["birth"], born),
        (told["date"], blank),
    ]
    if minor or person is None:
        rows.append((told["guardian"], (person.guardian if person else "") or blank))
    return Facts(tuple(rows))


def _lines(city: City, told: dict[str, str]) -> Lines:
    return Lines(
        (
            (told["signature"], told["clearly"]),
            (told["received"].format(authority=city.authority), told["received_role"]),
        )
    )
