"""The bank of good practices from the terminal: `cabildo experience add|change|remove|list|show|export`."""

from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.experiences.commands import add_experience, change_experience, remove_experience
from db.experiences.queries import ExperienceCard, experience, experiences, photo_of
from db.home import Opened
from db.places.queries import neighbourhood_named
from db.sittings.queries import resolve_sitting
from desktop.console import console, day_of, group
from desktop.experiences.photo import photo_file, scaled

translate = QCoreApplication.translate
_Text = str | None


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    bank = group(
        app, "experience", translate("cli", "The bank of good practices: what worked, so that others can do it.")
    )
    _register_add(bank)
    _register_change(bank)
    _register_export(bank)
    words = typer.Argument(help=translate("cli", "Words that stand in it."))

    @bank.command("list", help=translate("cli", "Lists them, the latest first."))
    def list_them(ctx: typer.Context, text: Annotated[str, words] = "") -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(experiences, text=text)
        console(ctx).answer({"experiences": [_told(one) for one in found]}, [_line(one) for one in found])

    @bank.command("show", help=translate("cli", "Tells one in full."))
    def show(ctx: typer.Context, eid: Annotated[str, _which()]) -> None:
        with console(ctx).opened() as opened:
            card = opened.store.ask(experience, experience_id=eid)
        console(ctx).answer(_told(card), _whole(card))

    @bank.command("remove", help=translate("cli", "Takes one out of the bank."))
    def remove(ctx: typer.Context, eid: Annotated[str, _which()]) -> None:
        with console(ctx).opened() as opened:
            card = opened.store.ask(experience, experience_id=eid)
            opened.store.do(remove_experience, experience_id=card.id)
        console(ctx).answer({"id": card.id}, [translate("cli", "Taken out.")])


def _which() -> Any:
    words = translate("cli", "The good practice: its id, or the beginning or end of it.")
    return typer.Argument(metavar="EXPERIENCE", help=words)


def _options() -> SimpleNamespace:
    """What can be told of a good practice, the same for writing it down and for setting it right."""
    return SimpleNamespace(
        title=typer.Option("--title", help=translate("cli", "What it is called.")),
        done=typer.Option("--done", help=translate("cli", "What was done.")),
        partners=typer.Option("--with", help=translate("cli", "With whom it was done.")),
        took=typer.Option("--took", help=translate("cli", "What it took.")),
        topic=typer.Option("--topic", help=translate("cli", "Its topic.")),
        quarter=typer.Option("--neighbourhood", help=translate("cli", "Its quarter, by name.")),
        sitting=typer.Option("--sitting", help=translate("cli", "The sitting it was born in.")),
        day=typer.Option("--on", help=translate("cli", "The day, as 2026-12-15 or 15/12/2026.")),
        photo=typer.Option("--photo", help=translate("cli", "A picture of it (JPEG).")),
        shows=typer.Option(
            "--photo-shows", help=translate("cli", "What the picture shows, for whoever cannot see it.")
        ),
    )


def _register_add(bank: typer.Typer) -> None:
    told = _options()

    @bank.command("add", help=translate("cli", "Writes a good practice down."))
    def add(
        ctx: typer.Context,
        title: Annotated[str, told.title],
        done: Annotated[str, told.done],
        partners: Annotated[_Text, told.partners] = None,
        took: Annotated[_Text, told.took] = None,
        topic: Annotated[_Text, told.topic] = None,
        neighbourhood: Annotated[_Text, told.quarter] = None,
        sitting: Annotated[_Text, told.sitting] = None,
        day: Annotated[_Text, told.day] = None,
        photo: Annotated[Path | None, told.photo] = None,
        photo_shows: Annotated[_Text, told.shows] = None,
    ) -> None:
        facts = _given(partners=partners, took=took, topic=topic, photo_shows=photo_shows)
        with console(ctx).opened() as opened:
            facts |= _looked_up(opened, neighbourhood, sitting, day)
            picture = scaled(photo_file(photo)) if photo else None
            made = opened.store.do(add_experience, title=title, done=done, photo=picture, **facts).outcome
        console(ctx).answer({"id": made}, [translate("cli", "Written down.")])


def _register_change(bank: typer.Typer) -> None:
    told = _options()

    @bank.command("change", help=translate("cli", 'Puts right what is told of one; "" empties a field.'))
    def change(
        ctx: typer.Context,
        eid: Annotated[str, _which()],
        title: Annotated[_Text, told.title] = None,
        done: Annotated[_Text, told.done] = None,
        partners: Annotated[_Text, told.partners] = None,
        took: Annotated[_Text, told.took] = None,
        topic: Annotated[_Text, told.topic] = None,
        neighbourhood: Annotated[_Text, told.quarter] = None,
        sitting: Annotated[_Text, told.sitting] = None,
        day: Annotated[_Text, told.day] = None,
        photo: Annotated[Path | None, told.photo] = None,
        photo_shows: Annotated[_Text, told.shows] = None,
    ) -> None:
        facts = _given(title=title, done=done, partners=partners, took=took, topic=topic, photo_shows=photo_shows)
        with console(ctx).opened() as opened:
            facts |= _looked_up(opened, neighbourhood, sitting, day)
            if not facts and photo is None:
                raise Refused("nothing_to_correct")
            card = opened.store.ask(experience, experience_id=eid)
            picture = scaled(photo_file(photo)) if photo else None
            opened.store.do(change_experience, experience_id=card.id, photo=picture, **facts)
        console(ctx).answer({"id": card.id}, [translate("cli", "Written down.")])


def _register_export(bank: typer.Typer) -> None:
    out_ = typer.Option("--out", metavar="FILE", help=translate("cli", "A .docx or .pdf file, or a folder."))
    topic_ = typer.Option("--topic", help=translate("cli", "Its topic."))
    district_ = typer.Option("--district", help=translate("cli", "Code or name; the whole city by itself."))
    force_ = typer.Option("--force", help=translate("cli", "Writes over a file that is there."))

    @bank.command("export", help=translate("cli", "The booklet of good practices, with their pictures."))
    def export(
        ctx: typer.Context,
        out: Annotated[Path, out_],
        topic: Annotated[_Text, topic_] = None,
        district: Annotated[str, district_] = "",
        *,
        force: Annotated[bool, force_] = False,
    ) -> None:
        from desktop.experiences.booklet import booklet, file_words
        from desktop.paper.saving import produce

        with console(ctx).opened() as opened:
            place = opened.city.district(district) if district else None
            cards = opened.store.ask(experiences, topic=topic, district_id=place.id if place else None)
            sheet = booklet(
                cards,
                lambda one: opened.store.ask(photo_of, experience_id=one),
                opened.city,
                place.name if place else "",
            )
        path = produce(sheet, out, name=file_words(), force=force)
        said = translate("cli", "Written to {path}.").format(path=path)
        console(ctx).answer({"path": str(path), "count": len(cards)}, [said])


def _given(**told: _Text) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}


def _looked_up(opened: Opened, quarter: _Text, sitting: _Text, day: _Text) -> dict[str, Any]:
    """What is told by its name and kept by its identifier, or as a day; "" takes it away."""
    told: dict[str, Any] = {}
    if quarter is not None:
        mine = opened.store.identity.district_id
        found = opened.store.ask(neighbourhood_named, name=quarter, district_id=mine).id if quarter else ""
        told["neighbourhood_id"] = found
    if sitting is not None:
        told["sitting_id"] = opened.store.ask(resolve_sitting, text=sitting) if sitting else ""
    if day is not None:
        told["happened_on"] = day_of(day, opened) if day.strip() else None
    return told


def _told(one: ExperienceCard) -> dict[str, Any]:
    return {
        "id": one.id, "title": one.title, "done": one.done, "with": one.partners, "took": one.took, "topic": one.topic,
        "neighbourhood": one.neighbourhood, "district": one.district, "sitting": one.sitting_id,
        "happened_on": one.happened_on, "photo": one.has_photo, "photo_shows": one.photo_shows,
    }  # fmt: skip


def _line(one: ExperienceCard) -> str:
    day = f"{one.happened_on:%d/%m/%Y}" if one.happened_on else None
    return "  ".join(filter(None, (one.id, day, one.title, one.neighbourhood)))


def _whole(one: ExperienceCard) -> list[str]:
    told = (
        (translate("cli", "With: {text}"), one.partners),
        (translate("cli", "It took: {text}"), one.took),
        (translate("cli", "Born in: {text}"), one.sitting),
        (translate("cli", "Picture: {text}"), one.photo_shows),
    )
    return [_line(one), one.done, *(line.format(text=text) for line, text in told if text)]
