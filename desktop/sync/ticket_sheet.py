"""An enrolment as a sheet of paper: the code, until when it is good, and what to do with it on the laptop."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from db.clock import Clock
from db.places.city import City
from db.sync.reach import host_of
from db.sync.ticket import Ticket, code_of
from desktop.paper.saving import produce
from desktop.paper.sheet import Facts, Paragraph, Picture, Points, Sheet, Title
from desktop.paper.words import load
from desktop.sync.ticket_code import drawn_code


def ticket_sheet(ticket: Ticket, city: City, *, now: datetime) -> Sheet:
    """One page for the administrator to hand over. Raises Refused: ticket_too_big."""
    words = load()
    told = words["enrolment"]
    place = next((one.name for one in city.districts if one.id == ticket.district_id), told["whole_city"])
    until = datetime.fromisoformat(ticket.expires_at).astimezone(city.zone) if ticket.expires_at else None
    good = words.moment(until) if until else ""
    facts = [(told["desk"], ticket.name), (told["server"], host_of(ticket.server))]
    if until:
        facts.append((told["until"], good))
    under = told["under"].format(name=ticket.name, role=told["roles"][ticket.capacity], place=place)
    return Sheet(
        title=told["file"].format(name=ticket.name),
        subject=told["title"],
        author=city.authority,
        language=words.language,
        letterhead=tuple(one for one in (city.authority, city.authority_address) if one),
        footer=told["footer"].format(date=words.moment(now.astimezone(city.zone))),
        blocks=(
            Title(told["title"], under=under, notice=told["notice"].format(until=good) if until else ""),
            Facts(tuple(facts)),
            Points(tuple(told["steps"])),
            Picture(drawn_code(code_of(ticket)), told["picture"], share=0.62),
            Paragraph(told["warning"], style="note"),
        ),
    )


def save_ticket_sheet(ticket: Ticket, city: City, wanted: Path) -> Path:
    """Writes it as PDF or Word. Raises as `ticket_sheet` and `produce`."""
    sheet = ticket_sheet(ticket, city, now=Clock().now())
    return produce(sheet, wanted, name=sheet.title)
