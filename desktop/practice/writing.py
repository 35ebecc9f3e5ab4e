"""Writes the practice home: keys, roll, organisations and a year of evenings, each through the real commands."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agenda.commands import add_item, next_item, set_outcome
from db.checkin.commands import check_in, count_unnamed, leave
from db.folding import fold
from db.home import Home, Opened, create, open_home, unlock
from db.issues.commands import add_issue, make_commitment, settle
from db.matching.commands import confirm, import_report
from db.matching.queries import groups
from db.organisations.commands import add_organisation
from db.places.city import City
from db.places.queries import neighbourhoods
from db.residents.commands import enrol
from db.residents.roll_file import read_roll
from db.residents.roll_import import import_rows
from db.residents.tables import Resident
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.zoom.files.opening import read_told
from db.zoom.files.report import Report
from desktop.minutes.making import Order, make
from desktop.minutes.phrases import load
from desktop.paths import resources
from desktop.practice.clock import HandClock
from desktop.practice.people import Neighbour, organisations, reachable, roll, told
from desktop.practice.place import CITY
from desktop.practice.twice import written_twice
from desktop.practice.year import PastSitting, Visit, past_year
from desktop.practice.zoom_file import ZoomLine, report
from desktop.straight import Straight

DISTRICT = "oeste"
# Not a secret: it locks up people who do not exist, so that the practice goes through the same door as the evening.
PASSPHRASE = "solo para practicar"  # noqa: S105
HOUR = time(19, 0)
# The newest evenings whose minutes nobody has written yet.
WITHOUT_MINUTES = 3
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Practice:
    """A practice record, open: its clock is set by hand while it is being written."""

    opened: Opened
    clock: HandClock
    people: tuple[Neighbour, ...]
    ids: tuple[str, ...]


def quarters(city: City) -> list[str]:
    """The quarters of the practice's district, those of its councils first."""
    known = city.district(DISTRICT).neighbourhoods
    first = [name for council in told("evening.toml")["councils"] for name in council["neighbourhoods"]]
    return [*first, *(name for name in known if name not in first)]


def start(on: date, city: City) -> datetime:
    """19:00 of a day in the city."""
    return datetime.combine(on, HOUR, tzinfo=city.zone).astimezone(UTC)


def make_home(home: Home, *, tonight: date, tell: Tell) -> None:
    """Makes the practice home as it stands on the afternoon of `tonight`; tells how far it is (done, of how many)."""
    script = told("evening.toml")
    evenings = past_year(script["councils"], script["past"], len(roll([""] * 4)), tonight)
    source = resources("cities", CITY, "city.toml")
    begin = datetime.combine(evenings[0].on - timedelta(days=30), time(12), tzinfo=UTC)
    create(home, city_file=source, district=DISTRICT, passphrase=PASSPHRASE, clock=HandClock(begin))
    clock = HandClock(begin)
    opened = open_home(home, unlock(home, PASSPHRASE), clock=clock)
    try:
        practice = _write_roll(opened, clock)
        _write_again(opened, written_twice(practice.people, frozenset(_who_came(evenings))))
        tell(1, len(evenings) + 1)
        for number, evening in enumerate(evenings, start=2):
            sitting = _Evening(practice, script, evening).write(last=_is_last(evenings, number - 2))
            if len(evenings) - number + 2 > WITHOUT_MINUTES:
                _minute(opened, sitting)
            tell(number, len(evenings) + 1)
    finally:
        opened.store.close()


def _minute(opened: Opened, sitting_id: str) -> None:
    """The acta of an evening, where the page of minutes looks for it."""
    folder = opened.home.path / load(opened.city.language).say("title", "folder")
    folder.mkdir(exist_ok=True)
    asyncio.run(make(Straight(opened.store), Order(sitting_id, opened.city, folder)))


def _is_last(evenings: Sequence[PastSitting], place: int) -> bool:
    """Whether this is the newest evening of the council that sits tonight."""
    return evenings[place].council == 0 and all(later.council for later in evenings[place + 1 :])


def _write_roll(opened: Opened, clock: HandClock) -> Practice:
    people = roll(quarters(opened.city))
    _write_organisations(opened)
    opened.store.do(import_rows, lines=read_roll(roll_file(people)).lines, phone_prefix=opened.city.phone_prefix)
    ids = opened.store.ask(_ids_of, people=people)
    return Practice(opened, clock, people, ids)


def _write_organisations(opened: Opened) -> None:
    places = {place.name: place.id for place in opened.store.ask(neighbourhoods)}
    for club in reachable(organisations(), quarters(opened.city)):
        opened.store.do(
            add_organisation,
            name=club.name,
            kind=club.kind,
            neighbourhood_id=places[club.neighbourhood],
            contact=club.contact,
            phone=club.phone,
            email=club.email,
            phone_prefix=opened.city.phone_prefix,
        )


def _who_came(evenings: Sequence[PastSitting]) -> Iterator[int]:
    return (visit.neighbour for evening in evenings for visit in evening.visits)


def _write_again(opened: Opened, people: Sequence[Neighbour]) -> None:
    """What another hand wrote down without looking: the desk of duplicates has something to settle."""
    for one in people:
        opened.store.do(
            enrol,
            family_name=one.family_name,
            given_names=one.given_names,
            document=one.document,
            birth_date=one.birth_date,
            gender=one.gender,
            phone=one.phone,
            phone_prefix=opened.city.phone_prefix,
        )


def roll_file(people: Sequence[Neighbour]) -> bytes:
    """The roll as the city's office would hand it over."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ("apellido", "nombres", "documento", "fecha_nacimiento", "genero", "telefono", "correo", "calle", "altura",
         "barrio", "organizacion")
    )  # fmt: skip
    words = {"woman": "mujer", "man": "varón", "non_binary": "no binario", "not_said": "prefiere no decir", None: ""}
    for one in people:
        born = one.birth_date.isoformat() if one.birth_date else ""
        writer.writerow(
            (one.family_name, one.given_names, one.document, born, words[one.gender], one.phone, one.email,
             one.street, one.street_number, one.neighbourhood, one.organisation)
        )  # fmt: skip
    return text.getvalue().encode("utf-8")


def _ids_of(session: Session, *, people: Sequence[Neighbour]) -> tuple[str, ...]:
    """Who everybody is on the roll: by document, else by the name, which only one without a document has."""
    rows = session.execute(
        select(Resident.id, Resident.document, Resident.given_names, Resident.family_name).where(
            Resident.removed_at.is_(None)
        )
    ).all()
    by_document = {row.document: row.id for row in rows if row.document}
    by_name = {fold(f"{row.given_names} {row.family_name}"): row.id for row in rows if not row.document}
    return tuple(by_document[one.document] if one.document else by_name[fold(one.full_name)] for one in people)


class _Evening:
    """One past evening, written as it went."""

    def __init__(self, practice: Practice, script: Mapping[str, Any], past: PastSitting) -> None:
        self._people, self._ids, self._clock = practice.people, practice.ids, practice.clock
        self._store, self._city = practice.opened.store, practice.opened.city
        self._script, self._past = script, past
        self._council = script["councils"][past.council]
        self._start = start(past.on, self._city)
        self._sitting = ""

    def write(self, *, last: bool) -> str:
        """From the planning to the close; the council's last evening leaves its commitments open for tonight."""
        self._plan()
        self._clock.go_to(self._start - timedelta(minutes=20))
        self._store.do(open_sitting, sitting_id=self._sitting)
        self._door()
        self._talk(last=last)
        if self._past.mode != "in_person":
            self._zoom()
        self._store.do(close_sitting, sitting_id=self._sitting)
        return self._sitting

    def _plan(self) -> None:
        self._clock.go_to(self._start - timedelta(days=6))
        self._sitting = self._store.do(
            plan_sitting,
            council=self._council["name"],
            kind=self._council["kind"],
            title=self._past.title,
            starts_at=self._start,
            place=self._council["place"],
            mode=self._past.mode,
        ).outcome
        for title in self._script["past"]["items"]:
            self._store.do(add_item, sitting_id=self._sitting, title=title, minutes=20)

    def _door(self) -> None:
        for visit in sorted(self._past.visits, key=lambda one: one.arrives):
            if "room" not in visit.ways:
                continue
            self._clock.go_to(self._start + timedelta(minutes=visit.arrives))
            came = self._store.do(check_in, sitting_id=self._sitting, resident_id=self._ids[visit.neighbour]).outcome
            if visit.leaves:
                left_at = self._start + timedelta(minutes=visit.leaves)
                self._store.do(leave, presence_id=came.presence_id, left_at=max(left_at, self._clock.now()))
        if self._past.unnamed:
            self._store.do(count_unnamed, sitting_id=self._sitting, step=self._past.unnamed)

    def _talk(self, *, last: bool) -> None:
        issues = self._script["past"]["issues"]
        here: list[str | None] = [self._ids[one.neighbour] for one in self._past.visits if "room" in one.ways]
        for number, title in enumerate(self._script["past"]["items"]):
            self._clock.forward(minutes=2 if number == 0 else 20)
            item = self._store.do(next_item, sitting_id=self._sitting).outcome
            if number == 2:
                for told_number, issue in enumerate(self._past.issues):
                    who = here[told_number % len(here)] if here else None
                    facts = {name: issues[issue][name] for name in ("kind", "topic", "text")}
                    self._store.do(add_issue, sitting_id=self._sitting, raised_by_id=who, **facts)
            if item and title == "Acuerdos":
                self._promise(last=last)
                self._store.do(set_outcome, item_id=item, outcome="agreed")
        self._clock.forward(minutes=20)

    def _promise(self, *, last: bool) -> None:
        """The last evening promises what tonight begins with; the others what has been kept since."""
        promised = self._script["commitments"] if last else self._script["commitments"][:1]
        for one in promised:
            made = self._store.do(
                make_commitment,
                sitting_id=self._sitting,
                text=one["text"] if last else self._script["past"]["promise"],
                department=one["department"],
                due_on=self._past.on + timedelta(days=one["days"]),
            ).outcome
            if not last:
                self._store.do(settle, commitment_id=made, state="kept", sitting_id=self._sitting)

    def _zoom(self) -> None:
        """The report comes in at the end; who is not sure by her name is confirmed, as the facilitator would."""
        online = {self._people[visit.neighbour].full_name: visit for visit in self._past.visits if "zoom" in visit.ways}
        lines = [self._line(name, visit) for name, visit in online.items()]
        raw = report(lines, self._city.zone)
        evening = datetime.combine(self._past.on, time(19), tzinfo=self._city.zone)
        _, said = read_told(raw, zone=self._city.zone, sitting_at=evening)
        if not isinstance(said, Report):
            raise TypeError("the practice's own report asks a question")
        digest = hashlib.sha256(raw).hexdigest()
        name = f"participants_{self._past.on:%Y%m%d}.csv"
        self._store.do(import_report, sitting_id=self._sitting, report=said, sha256=digest, file_name=name)
        known = {fold(name): self._ids[visit.neighbour] for name, visit in online.items()}
        for group in self._store.ask(groups, sitting_id=self._sitting):
            who = next((known[fold(name)] for name in group.names if fold(name) in known), None)
            if group.waits and who:
                self._store.do(confirm, match_id=group.id, resident_ids=(who,))

    def _line(self, name: str, visit: Visit) -> ZoomLine:
        email = self._people[visit.neighbour].email or ""
        return ZoomLine(
            name=name,
            email=email if visit.neighbour % 3 else "",
            joined_at=self._start + timedelta(minutes=visit.arrives, seconds=visit.neighbour % 60),
            left_at=self._start + timedelta(minutes=visit.leaves or 84),
        )
