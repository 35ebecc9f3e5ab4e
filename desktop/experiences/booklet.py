"""The bank of good practices as a booklet: one a section, with its picture and what the picture shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage

from db.experiences.queries import ExperienceCard
from db.places.city import City
from desktop.paper import screenless
from desktop.paper.sheet import Block, Facts, Heading, Paragraph, Picture, Sheet, Title
from desktop.paper.words import Words, load

_WIDEST = 1200  # dots of a picture: 180 to an inch over the width it has on the paper
_TALLEST = 0.75  # height of a picture by its width, from which on it is made narrower


def booklet(
    cards: Sequence[ExperienceCard], photo: Callable[[str], bytes | None], city: City, district: str = ""
) -> Sheet:
    """The good practices in the order given; `photo` answers the picture of one by its identifier."""
    words = load()
    w = words["booklet"]
    place = district or city.name
    under = str(w["one"] if len(cards) == 1 else w["many"]).format(count=len(cards), place=place)
    blocks: list[Block] = [Title(w["title"], under if cards else w["none"])]
    for card in cards:
        blocks += _section(card, photo(card.id) if card.has_photo else None, city, words)
    return Sheet(
        title=f"{w['title']}, {place}",
        subject=under,
        author=city.authority,
        language=words.language,
        letterhead=tuple(one for one in (city.authority, place) if one),
        footer=str(w["title"]),
        blocks=tuple(blocks),
    )


def file_words() -> str:
    """The name of the file."""
    return str(load()["booklet"]["title"])


def _section(card: ExperienceCard, photo: bytes | None, city: City, words: Words) -> list[Block]:
    w = words["booklet"]
    blocks: list[Block] = [Heading(card.title)]
    picture = _picture(photo, card.photo_shows or str(w["picture"]).format(title=card.title)) if photo else None
    if picture is not None:
        blocks.append(picture)
        blocks += [Paragraph(card.photo_shows, "small")] if card.photo_shows else []
    blocks.append(Paragraph(card.done))
    facts = (
        (w["with"], card.partners),
        (w["took"], card.took),
        (w["topic"], city.topic_name(card.topic)),
        (w["where"], ", ".join(one for one in (card.neighbourhood, card.district) if one)),
        (w["when"], words.day(card.happened_on) if card.happened_on else None),
        (w["born"], card.sitting),
    )
    told = tuple((str(name), value) for name, value in facts if value)
    return [*blocks, Facts(told)] if told else blocks


def _picture(photo: bytes, alt: str) -> Picture | None:
    """The picture as PNG of a size that a mail takes; None where it is none that can be drawn."""
    screenless.make_ready()
    image = QImage.fromData(photo)
    if image.isNull():
        return None
    if image.width() > _WIDEST:
        image = image.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    made = Picture(bytes(content.data()), alt)
    return Picture(made.content, alt, min(0.8, _TALLEST * 0.8 / made.proportion))
