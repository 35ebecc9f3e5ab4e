"""What is kept beside the record says the same as the record, whatever was done to it and in whatever order."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agenda.commands import add_item, begin_item
from db.agenda.floor import end_turn, give_floor
from db.bulk import add_rows
from db.checkin.commands import check_in, leave, take_back
from db.checkin.tables import Presence
from db.duplicates.commands import merge, unmerge_resident
from db.engine import open_file
from db.errors import Refused, Unavailable
from db.home import Home
from db.insights import answers, keeping
from db.insights.answers import measured, source
from db.insights.commands import count_on, rebuild
from db.insights.figures import FIGURES
from db.insights.kept import FromTallies
from db.insights.reading import FromRecord, Reading, Source
from db.insights.scope import Scope
from db.issues.commands import add_issue, make_commitment, settle
from db.issues.following import follow_up
from db.journal import META, Entry
from db.migrations import upgrade
from db.minutes.commands import draft, keep_document
from db.outreach.commands import invite
from db.places.city import City
from db.places.queries import neighbourhoods
from db.residents.commands import correct, enrol
from db.rights.commands import erase
from db.sittings.commands import change_sitting, close_sitting, open_sitting, plan_sitting, reopen_sitting
from db.surveys.commands import define, reply, withdraw
from db.sync.taking import Page, Told, take_in
from db.work import Store, Work
from tests.record import EVENING, KEY, HandClock, open_store

TODAY = date(2026, 12, 20)
DAY = timedelta(days=1)
HISTORIES = int(os.environ.get("HISTORIES", "2"))


@pytest.fixture
def kept(store: Store, city: City) -> Store:
    store.do(rebuild, zone=city.zone)
    return store


def told(session: Session, scope: Scope, city: City, who: Callable[[Session, Any], Source]) -> dict[str, Any]:
    reading = Reading(who(session, city.zone), scope, city.zone, TODAY)
    found: dict[str, Any] = {**measured(reading, FIGURES)}
    found["lines"] = reading.source.lines(scope)
    found["steps"], found["months"] = reading.source.steps(scope), reading.source.months(scope)
    found["counts"] = {key: count for key, count in reading.tally.counts.items() if count}
    return found


def count(store: Store) -> None:
    while store.do(count_on).outcome:
        continue


def agree(store: Store, city: City, *scopes: Scope) -> None:
    count(store)
    for scope in scopes or (Scope(),):
        kept, plain = (store.ask(told, scope, city, who) for who in (FromTallies, FromRecord))
        for name, found in plain.items():
            assert kept[name] == found, (name, scope)


PERCEPTION = {"listened": ("yes", "in_part", "no"), "would_come": ("in_person", "online")}
CONNECTIVITY = {"would_come": ("in_person", "online", "either"), "help": ("yes", "no")}


def questionnaire(subject: str, questions: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """One with these questions, and the one of it that allows several answers."""
    several = ("heard_by", ("mail", "poster")) if subject == "perception" else ("internet", ("wifi", "none"))
    asked = [{"key": key, "text": key, "kind": "one", "options": options} for key, options in questions.items()]
    asked.append({"key": several[0], "text": several[0], "kind": "several", "options": several[1]})
    return {"code": subject, "name": subject, "subject": subject, "questions": asked}


class History:
    """Does one act after another at random, as laptops and people do; what is refused is refused."""

    def __init__(self, store: Store, city: City, clock: HandClock, seed: int) -> None:
        self.store, self.city, self.clock, self.chance = store, city, clock, Random(seed)
        self.people: list[str] = []
        self.sittings: list[str] = []

    def step(self) -> None:
        acts = (
            self.enrol, self.hold, self.hold, self.arrive, self.arrive, self.arrive, self.go, self.take_back,
            self.merge, self.unmerge, self.correct, self.erase, self.move, self.ask_for, self.promise, self.speak,
            self.write, self.close, self.reopen, self.answer, self.ask_a_household, self.invite, self.invite,
        )  # fmt: skip
        self.clock.forward(minutes=self.chance.randrange(1, 50))
        with contextlib.suppress(Refused, IndexError):
            self.chance.choice(acts)()

    def somebody(self) -> str:
        return self.chance.choice(self.people)

    def sitting(self) -> str:
        return self.chance.choice(self.sittings)

    def enrol(self) -> None:
        facts: dict[str, Any] = {
            "gender": self.chance.choice(("woman", "man", None)),
            "birth_date": self.chance.choice((None, date(1980, 11, 15), date(2010, 11, 20))),
            "organisation": self.chance.choice((None, "Club Unión")),
        }
        letters = "".join(self.chance.choices("abcdefgh", k=5))
        self.people.append(
            self.store.do(enrol, family_name=f"Zurubíez{letters}", given_names="Ofelia", **facts).outcome
        )

    def hold(self) -> None:
        at = EVENING + DAY * self.chance.randrange(-420, 40)
        made = self.store.do(
            plan_sitting, council=f"Consejo {self.chance.randrange(3)}", title="Faroles", starts_at=at,
            mode=self.chance.choice(("virtual", "hybrid")),
            district_id=self.chance.choice(self.city.districts).id,
        ).outcome  # fmt: skip
        self.store.do(open_sitting, sitting_id=made)
        self.sittings.append(made)
        for who in self.chance.sample(self.people, min(len(self.people), 3)):
            self.store.do(check_in, sitting_id=made, resident_id=who, way=self.chance.choice(("room", "zoom")))
        if self.chance.random() < 0.8:
            self.store.do(close_sitting, sitting_id=made, unnamed=self.chance.randrange(3))

    def arrive(self) -> None:
        way = self.chance.choice(("room", "zoom", "phone"))
        self.store.do(check_in, sitting_id=self.sitting(), resident_id=self.somebody(), way=way)

    def stay(self) -> str:
        found = self.store.ask(lambda session: sorted(session.scalars(select(Presence.id))))
        return self.chance.choice(found)

    def go(self) -> None:
        self.store.do(leave, presence_id=self.stay())

    def take_back(self) -> None:
        self.store.do(take_back, presence_id=self.stay())

    def merge(self) -> None:
        self.store.do(merge, kept_id=self.somebody(), absorbed_id=self.somebody())

    def unmerge(self) -> None:
        self.store.do(unmerge_resident, resident_id=self.somebody())

    def correct(self) -> None:
        facts = self.chance.choice(({"gender": "man"}, {"birth_date": date(1950, 1, 1)}, {"phone": "3415550199"}))
        self.store.do(correct, resident_id=self.somebody(), phone_prefix="+54", **facts)

    def erase(self) -> None:
        if self.chance.random() < 0.2:
            self.store.do(erase, resident_id=self.somebody(), zone=self.city.zone)

    def move(self) -> None:
        self.store.do(
            change_sitting, sitting_id=self.sitting(), starts_at=EVENING + DAY * self.chance.randrange(-420, 40)
        )

    def ask_for(self) -> None:
        kind = self.chance.choice(("complaint", "proposal", "question"))
        made = self.store.do(add_issue, sitting_id=self.sitting(), kind=kind, text="Baches").outcome
        if self.chance.random() < 0.5:
            self.store.do(follow_up, issue_ids=(made,), state="answered", answer="Sí", answered_on=date(2026, 12, 1))

    def promise(self) -> None:
        made = self.store.do(make_commitment, sitting_id=self.sitting(), text="Reparar").outcome
        if self.chance.random() < 0.5:
            self.store.do(settle, commitment_id=made, state="kept")

    def answer(self) -> None:
        answers = {key: self.chance.choice((*options, None)) for key, options in PERCEPTION.items()}
        made = self.store.do(
            reply, questionnaire_id=self.store.do(define, definition=questionnaire("perception", PERCEPTION)).outcome,
            told={**answers, "heard_by": self.chance.sample(("mail", "poster"), self.chance.randrange(3))},
            way=self.chance.choice(("paper", "zoom")), answered_on=TODAY, sitting_id=self.sitting(),
        ).outcome  # fmt: skip
        if self.chance.random() < 0.2:
            self.store.do(withdraw, reply_id=made)

    def ask_a_household(self) -> None:
        told: dict[str, Any] = {key: self.chance.choice((*options, None)) for key, options in CONNECTIVITY.items()}
        told |= {"internet": self.chance.sample(("wifi", "none"), self.chance.randrange(3))}
        asked = self.store.do(define, definition=questionnaire("connectivity", CONNECTIVITY)).outcome
        quarters = [None, *sorted(one.id for one in self.store.ask(neighbourhoods))]
        self.store.do(
            reply, questionnaire_id=asked, told=told, way="visit",
            answered_on=TODAY - DAY * self.chance.randrange(400), neighbourhood_id=self.chance.choice(quarters),
            sitting_id=self.chance.choice((None, *self.sittings)),
        )  # fmt: skip

    def invite(self) -> None:
        facts: dict[str, Any] = {"resident_id": self.somebody()}
        if self.chance.random() < 0.2:
            facts = {"audience": "Vecinas", "reached": self.chance.choice((None, 40))}
        self.store.do(
            invite, sitting_id=self.sitting(), channel=self.chance.choice(("mail", "call", "visit")), invited_on=TODAY,
            **facts,
        )  # fmt: skip

    def speak(self) -> None:
        sitting = self.sitting()
        self.store.do(begin_item, item_id=self.store.do(add_item, sitting_id=sitting, title="Plaza").outcome)
        self.store.do(give_floor, sitting_id=sitting, resident_id=self.somebody())
        self.clock.forward(minutes=2)
        self.store.do(end_turn, sitting_id=sitting)

    def write(self) -> None:
        version = self.store.do(draft, sitting_id=self.sitting(), city=self.city).outcome
        self.store.do(keep_document, minutes_id=version.minutes_id, sha256="0" * 64, name="acta.docx")

    def close(self) -> None:
        self.store.do(close_sitting, sitting_id=self.sitting())

    def reopen(self) -> None:
        self.store.do(reopen_sitting, sitting_id=self.sitting())


def scopes(city: City, history: History) -> list[Scope]:
    chance = history.chance
    since, until = (EVENING + DAY * chance.randrange(-420, 40) for _ in range(2))
    month = EVENING.replace(month=10, day=1, hour=3)
    district = chance.choice(city.districts).id
    return [
        Scope(), Scope(since=since), Scope(until=until), Scope(since=min(since, until), until=max(since, until)),
        Scope(since=month), Scope(district_id=district), Scope(mode="virtual", since=since),
        Scope(mode="hybrid", district_id=district, until=until),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_what_is_kept_equals_what_the_record_says_after_any_history(
    kept: Store, city: City, clock: HandClock, seed: int
) -> None:
    history = History(kept, city, clock, seed)
    for _ in range(4):
        history.enrol()
    for _ in range(5):
        for _ in range(14):
            history.step()
        agree(kept, city, *scopes(city, history))
    before = kept.ask(told, Scope(), city, FromTallies)
    kept.do(rebuild, zone=city.zone)
    after = kept.ask(told, Scope(), city, FromTallies)
    assert {name: one for name, one in before.items() if name != "lines"} == {
        name: one for name, one in after.items() if name != "lines"
    }


@pytest.mark.parametrize("seed", range(HISTORIES // 2))
def test_what_comes_from_other_desks_in_pieces_is_in_what_is_kept(
    kept: Store, city: City, clock: HandClock, tmp_path: Path, seed: int
) -> None:
    """Pieces of the journal in any order: stays before their sitting, merges before their people."""
    history = History(kept, city, clock, 100 + seed)
    for _ in range(3):
        history.enrol()
    for _ in range(60):
        history.step()
    elsewhere = Home(tmp_path / "other")
    elsewhere.path.mkdir()
    upgrade(engine := open_file(elsewhere.record, KEY, must_exist=False))
    engine.dispose()
    other = open_store(elsewhere, HandClock(clock.at), city)
    other.do(rebuild, zone=city.zone)
    entries = kept.ask(journal_of)
    while entries:
        at = history.chance.randrange(len(entries))
        some, entries = entries[at : at + 40], entries[:at] + entries[at + 40 :]
        other.do(take_in, Page(rewind=False, entries=tuple(some)))
        agree(other, city, *scopes(city, history)[:5])
    assert other.ask(told, Scope(), city, FromRecord)["people"] == kept.ask(told, Scope(), city, FromRecord)["people"]
    other.close()


def journal_of(session: Session) -> list[Told]:
    names = (*META, "fields", "salts", "sealed", "hash")
    rows = [
        {name: getattr(one, name) for name in names} for one in session.scalars(select(Entry).order_by(Entry.desk_seq))
    ]
    before = [None, *(row["hash"] for row in rows)]
    return [Told(row, before=seal) for row, seal in zip(rows, before, strict=False)]


def test_the_page_is_answered_from_what_is_kept_and_by_the_days_of_its_zone_only(kept: Store, city: City) -> None:
    from zoneinfo import ZoneInfo

    assert isinstance(kept.ask(source, city.zone), FromTallies)
    assert isinstance(kept.ask(source, ZoneInfo("Asia/Tokyo")), FromRecord)


@pytest.mark.parametrize("seed", range(HISTORIES // 2))
def test_what_is_put_off_and_counted_in_pieces_equals_the_record_as_well(
    kept: Store, city: City, clock: HandClock, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Every act puts its sittings off, and a piece is counted now and then between the acts."""
    monkeypatch.setattr(keeping, "AT_ONCE", 0)
    history = History(kept, city, clock, 200 + seed)
    for _ in range(4):
        history.enrol()
    for _ in range(4):
        for _ in range(16):
            history.step()
            for _ in range(history.chance.choice((0, 0, 1, 4))):
                kept.do(count_on, seconds=0)
        agree(kept, city, *scopes(city, history))


def test_a_late_evening_with_people_from_everywhere_is_counted_when_nobody_waits(kept: Store, city: City) -> None:
    people = [
        kept.do(enrol, family_name=f"Zurubíez {letter}", given_names="Ofelia").outcome for letter in "abcdefghijklmn"
    ]
    for number, who in enumerate(people):
        held = kept.do(
            plan_sitting, council=f"Consejo {number}", title="Faroles", starts_at=EVENING + DAY * number,
            mode="hybrid", district_id=city.districts[0].id,
        ).outcome  # fmt: skip
        kept.do(open_sitting, sitting_id=held)
        kept.do(check_in, sitting_id=held, resident_id=who, way="room")
        kept.do(close_sitting, sitting_id=held)
    assert isinstance(kept.ask(source, city.zone), FromTallies)
    late = kept.do(
        plan_sitting, council="Asamblea", title="Tarde", starts_at=EVENING - DAY, mode="hybrid",
        district_id=city.districts[0].id,
    ).outcome  # fmt: skip
    kept.do(open_sitting, sitting_id=late)
    kept.do(everybody, late, people)
    assert isinstance(kept.ask(source, city.zone), FromRecord)
    done = kept.do(count_on)
    while done.outcome:
        done = kept.do(count_on)
    assert "figure" in done.changes.nouns
    assert isinstance(kept.ask(source, city.zone), FromTallies)
    agree(kept, city)


def everybody(work: Work, sitting_id: str, people: list[str]) -> None:
    rows = [{"sitting_id": sitting_id, "resident_id": who, "way": "room", "arrived_at": EVENING} for who in people]
    add_rows(work, Presence, [{**row, "source": "search"} for row in rows])


def test_an_older_file_opens_at_once_and_is_counted_afterwards(kept: Store, city: City, monkeypatch: Any) -> None:
    history = History(kept, city, kept.clock, 7)  # type: ignore[arg-type]
    for _ in range(5):
        history.enrol()
    for _ in range(8):
        history.hold()
        with contextlib.suppress(Refused):
            kept.do(close_sitting, sitting_id=history.sittings[-1])
    with kept.engine.connect().execution_options(write=True) as connection:
        connection.exec_driver_sql("UPDATE tally_kept SET form = 0")
        connection.commit()
    monkeypatch.setattr(keeping, "_AT_THE_DOOR_S", 0)
    keeping.bring_figures_up_to_date(kept.engine, city.zone)
    assert isinstance(kept.ask(source, city.zone), FromRecord)
    monkeypatch.setattr(answers, "_SOON_READ", 3)
    with pytest.raises(Unavailable) as error:
        kept.ask(source, city.zone)
    assert error.value.code == "figures_being_counted"
    agree(kept, city)
