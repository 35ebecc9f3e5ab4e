"""A hybrid evening of the invented city, played through the commands of every noun: what an acta is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from db.agenda.commands import add_item, next_item, note, postpone, set_outcome
from db.agenda.floor import end_turn, give_floor
from db.checkin.commands import check_in, count_unnamed
from db.issues.commands import add_issue, make_commitment
from db.organisations.commands import find_or_make
from db.places.queries import neighbourhoods
from db.sittings.commands import close_sitting, open_sitting
from db.work import Store
from tests.db.sittings.council import neighbour, planned, weeks_ago
from tests.record import HandClock


@dataclass
class Evening:
    """Who and what, by short names."""

    sitting: str
    earlier: str
    people: dict[str, str] = field(default_factory=dict)


def earlier_sitting(store: Store, people: dict[str, str]) -> str:
    """A month ago: Rosenda was there, and a lamp was promised."""
    sitting = planned(store, title="Sesión de octubre", starts_at=weeks_ago(store, 4))
    store.do(open_sitting, sitting_id=sitting)
    store.do(check_in, sitting_id=sitting, resident_id=people["rosenda"])
    store.do(make_commitment, sitting_id=sitting, text="Arreglar el farol de la esquina",
             department="Dirección de Faroles", due_on=date(2026, 11, 1))  # fmt: skip
    store.do(close_sitting, sitting_id=sitting)
    return sitting


def played(store: Store, clock: HandClock, *, closed: bool = True) -> Evening:
    """Four neighbours, one of them by both ways; three items, two issues, one commitment."""
    quarter = next(one.id for one in store.ask(neighbourhoods) if one.name == "El Muelle")
    people = {
        "rosenda": neighbour(store, "Rosenda", "Ñandúbez", gender="woman", birth_date="1950-03-01",
                             neighbourhood_id=quarter),
        "tadeo": neighbour(store, "Tadeo", "Quirmelo", gender="man", birth_date="2001-11-20"),
        "yael": neighbour(store, "Yaela", "Zubelzúa", chosen_name="Yael", gender="non_binary"),
        "ambrosio": neighbour(store, "Ambrosio", "Ávalzar", age_band="45_59"),
    }  # fmt: skip
    earlier = earlier_sitting(store, people)
    sitting = planned(store, title="Sesión de noviembre")
    for title, minutes in (("Apertura", 5), ("Luces del muelle", 15), ("Huerta", 10)):
        store.do(add_item, sitting_id=sitting, title=title, minutes=minutes)
    store.do(open_sitting, sitting_id=sitting)
    club = store.do(find_or_make, name="Club Náutico Ejemplar", kind="club").outcome
    store.do(check_in, sitting_id=sitting, resident_id=people["rosenda"], representing_id=club)
    store.do(check_in, sitting_id=sitting, resident_id=people["tadeo"], way="zoom")
    store.do(check_in, sitting_id=sitting, resident_id=people["ambrosio"])
    clock.forward(minutes=3)
    store.do(check_in, sitting_id=sitting, resident_id=people["yael"], way="zoom")
    clock.forward(minutes=4)
    store.do(check_in, sitting_id=sitting, resident_id=people["yael"])
    store.do(count_unnamed, sitting_id=sitting, step=2)
    _discuss(store, clock, sitting, people)
    if closed:
        clock.forward(minutes=30)
        store.do(close_sitting, sitting_id=sitting)
    return Evening(sitting, earlier, people)


def _next(store: Store, sitting: str) -> str:
    item = store.do(next_item, sitting_id=sitting).outcome
    assert item is not None
    return item


def _discuss(store: Store, clock: HandClock, sitting: str, people: dict[str, str]) -> None:
    opening = _next(store, sitting)
    store.do(set_outcome, item_id=opening, outcome="informed")
    clock.forward(minutes=6)
    lights = _next(store, sitting)
    store.do(note, item_id=lights, text="Se recorrió el muelle.\nFaltan tres faroles.")
    store.do(give_floor, sitting_id=sitting, resident_id=people["tadeo"])
    clock.forward(seconds=75)
    store.do(end_turn, sitting_id=sitting)
    issue = store.do(
        add_issue, sitting_id=sitting, kind="complaint", text="El muelle está a oscuras", raised_by_id=people["tadeo"],
        topic="lamps", place="Muelle viejo", department="Dirección de Faroles",
    ).outcome  # fmt: skip
    store.do(add_issue, sitting_id=sitting, kind="question", text="¿Y la huerta?")
    store.do(make_commitment, sitting_id=sitting, text="Reponer tres faroles", issue_id=issue,
             responsible_kind="resident", responsible_id=people["rosenda"],
             due_on=(clock.now() + timedelta(days=20)).date())  # fmt: skip
    garden = _next(store, sitting)
    store.do(postpone, item_id=garden)
