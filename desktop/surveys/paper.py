"""A questionnaire as a sheet of paper, with the numbers that are pressed when it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.places.city import City
from db.sittings.queries import SittingCard
from db.surveys.queries import QuestionnaireCard
from db.surveys.rules import NUMBER, SEVERAL, TEXT
from desktop.paper.sheet import Block, Paragraph, Question, Sheet, Space, Span, Title
from desktop.paper.words import Words, load
from desktop.surveys.in_hand import MARKS

_LINES = 3  # to write on, where somebody answers in words
_LONG, _SHORT = "_" * 50, "_" * 22  # to be filled in by hand


def file_words(card: QuestionnaireCard, sitting: SittingCard | None, city: City) -> str:
    """The name of the file: "Encuesta Cómo vivió el consejo Consejo Barrial Las Acacias 2026-11-19"."""
    told = load()["survey"]
    if sitting is None:
        return str(told["file"]).format(name=card.name)
    date = f"{sitting.starts_at.astimezone(city.zone):%Y-%m-%d}"
    return str(told["file_sitting"]).format(name=card.name, council=sitting.council, date=date)


def questionnaire_sheet(card: QuestionnaireCard, sitting: SittingCard | None, city: City) -> Sheet:
    """What people fill in. Without a sitting its council, day and place are lines to fill in."""
    words = load()
    told = words["survey"]
    intro = [told["purpose"].get(card.subject, told["purpose"]["other"]), told["voluntary"]]
    intro += [told["anonymous"]] if card.anonymous else []
    subject = str(told["subject"])
    if sitting is not None:
        day = words.day(sitting.starts_at.astimezone(city.zone).date())
        subject = str(told["subject_sitting"]).format(council=sitting.council, date=day)
    blocks: list[Block] = [
        Title(card.name),
        Paragraph(" ".join(map(str, intro)), "large"),
        *_where(card, sitting, city, words),
        Space(1.5),
        Paragraph((Span(str(told["how"]), strong=True),), "large"),
        Space(2),
        *(_question(number, one, told) for number, one in enumerate(card.questions, 1)),
    ]
    district = str(words["letterhead"]["district"]).format(district=sitting.district) if sitting else city.name
    return Sheet(
        title=f"{card.name}: {subject}",
        subject=subject,
        author=city.authority,
        language=words.language,
        letterhead=tuple(one for one in (city.authority, district) if one),
        footer=str(told["footer"]).format(name=card.name),
        blocks=tuple(blocks),
    )


def _where(card: QuestionnaireCard, sitting: SittingCard | None, city: City, words: Words) -> list[Block]:
    """Of which council, on which day, where. A household tells its quarter, which is typed with its sheet: a line for
    the place would be filled in with somebody's address."""
    told = words["survey"]
    day = words.long_day(sitting.starts_at.astimezone(city.zone).date()) if sitting else ""
    place = sitting.place if sitting and card.subject == "perception" else ""
    name = told["place" if card.subject == "perception" else "quarter"]
    if sitting is None:
        lines = [((told["council"], _LONG),), ((told["date"], _SHORT), (name, _SHORT))]
    else:
        lines = [((told["council"], sitting.council),), ((told["date"], day),), ((name, place or _LONG),)]
    made: list[Block] = []
    for line in lines:
        # A pen needs room above the line.
        made += [Space(2)] if line[-1][1].startswith("_") else []
        spans = [span for label, value in line for span in (Span(str(label)), Span(value), Span("   "))]
        made.append(Paragraph(tuple(spans[:-1]), "large"))
    return made


def _question(number: int, asked: Mapping[str, Any], told: Mapping[str, Any]) -> Question:
    text = str(told["question"]).format(number=number, text=asked["text"])
    if asked["kind"] == TEXT:
        return Question(text, lines=_LINES)
    if asked["kind"] == NUMBER:
        return Question(text, str(told["number"]), lines=1, share=0.25)
    hint = told["several"] if asked["kind"] == SEVERAL else told["one"]
    marks = zip(MARKS.upper(), asked["options"], strict=False)
    return Question(text, str(hint), tuple((mark, str(option["text"])) for mark, option in marks))
