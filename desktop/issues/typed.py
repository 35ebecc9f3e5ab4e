"""What is typed in a terminal about issues and commitments, read: topics, departments, councils, days, people."""

from __future__ import annotations

from datetime import date, datetime

from db.duplicates.queries import resolve_resident
from db.errors import Refused
from db.folding import fold
from db.home import Opened
from db.issues.queries import departments
from db.issues.search import NOBODY, department_ids
from db.places.city import City
from db.places.queries import districts
from db.sittings.queries import councils


def topic_of(text: str, city: City) -> str | None:
    """The code of a topic told by code or name. Raises Refused: topic_unknown."""
    if not text:
        return None
    for topic in city.topics:
        if fold(text) in (fold(topic.code), fold(topic.name)):
            return topic.code
    raise Refused("topic_unknown", topic=text, known=", ".join(topic.code for topic in city.topics))


def department_of(text: str, opened: Opened, *, new: bool = False) -> str:
    """A department as the city or the record spells it; "" for nothing. Raises Refused: department_unknown.

    A name nobody knows would be one department more for every slip of the finger, and in the minutes for ever: it has
    to be said that it is `new`.
    """
    if not text.strip():
        return ""
    known = {fold(name): name for name in (*opened.store.ask(departments), *opened.city.departments)}
    if fold(text) not in known and new:
        return text.strip()
    if fold(text) not in known:
        names = ", ".join(known[key] for key in sorted(known))
        raise Refused("department_unknown", department=text.strip(), known=names)
    return known[fold(text)]


def department_wanted(text: str, opened: Opened) -> str:
    """A department as a search wants it: its id, NOBODY for "-", "" for nothing. Raises Refused: department_unknown."""
    if text.strip() in ("", NOBODY):
        return text.strip()
    name = department_of(text, opened)
    known = {fold(one): key for key, one in opened.store.ask(department_ids)}
    # A department of the city's file that nobody was asked anything of has no row yet, and no issues.
    return known.get(fold(name), "?")


def council_wanted(text: str, opened: Opened) -> str:
    """The id of a council told by its name or a part of it that no other has. Raises Refused: council_unclear."""
    if not text.strip():
        return ""
    every = opened.store.ask(councils)
    found = [one for one in every if fold(one.name) == fold(text)] or [
        one for one in every if fold(text) in fold(one.name)
    ]
    if len(found) != 1:
        raise Refused("council_unclear", council=text.strip(), known=", ".join(one.name for one in every))
    return found[0].id


def district_wanted(text: str, opened: Opened) -> str:
    """The id of a district told by name or code. Raises Refused: district_unknown."""
    if not text.strip():
        return ""
    every = opened.store.ask(districts)
    for one in every:
        if fold(text) in (fold(one.name), fold(one.code)):
            return one.id
    raise Refused("district_unknown", district=text, known=", ".join(one.name for one in every))


def resident_of(text: str, opened: Opened) -> str:
    """A neighbour told by her identifier or its beginning; "" for nobody. Raises Refused: resident_unknown."""
    return opened.store.ask(resolve_resident, text=text) if text.strip() else ""


def day_typed(text: str) -> date | None:
    """A day in ISO 8601 or as people write it. Raises Refused: due_unreadable."""
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Refused("due_unreadable", text=text)
