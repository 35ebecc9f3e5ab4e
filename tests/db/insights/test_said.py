"""The figures of what people say and of whom invitations brought, counted on the fingers."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from db.checkin.commands import check_in
from db.duplicates.commands import merge
from db.insights.answers import answers, table
from db.insights.scope import Scope
from db.insights.tally import NO_DATA
from db.outreach.commands import invite
from db.places.city import City
from db.places.queries import neighbourhoods
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.surveys.commands import define, reply
from db.work import Store
from tests.record import EVENING

TODAY = date(2026, 11, 20)
EVERYTHING = Scope()
SHIPPED = Path(__file__).parents[3] / "resources" / "surveys"


def hold(store: Store, came: list[str], days: int = 0) -> str:
    at = EVENING + timedelta(days=days)
    sitting = store.do(plan_sitting, title="Faroles", council="Consejo El Muelle", starts_at=at).outcome
    store.do(open_sitting, sitting_id=sitting)
    for who in came:
        store.do(check_in, sitting_id=sitting, resident_id=who)
    return sitting


def people(store: Store, letters: str) -> list[str]:
    return [store.do(enrol, family_name=f"Zurubíez{one}", given_names="Ofelia").outcome for one in letters]


def ask(store: Store, name: str) -> str:
    return store.do(define, definition=tomllib.loads((SHIPPED / f"{name}.toml").read_text("utf-8"))).outcome


def measured(store: Store, city: City, scope: Scope = EVERYTHING) -> dict[str, Any]:
    found = store.ask(answers, scope=scope, zone=city.zone, today=TODAY)
    return {
        name: (one.value, one.of, one.no_data, {part.at: part.value for part in one.parts})
        for name, one in found.items()
    }


def test_how_a_sitting_was_felt_with_who_left_a_question_empty(store: Store, city: City) -> None:
    asked, sitting = ask(store, "perception"), hold(store, people(store, "a"))
    told: list[tuple[str, dict[str, Any]]] = [
        ("paper", {"listened": "yes", "heard_by": ["mail", "poster"]}),
        ("paper", {"listened": "no", "useful": "in_part"}),
        ("tablet", {"clear": "yes"}),
        ("zoom", {"listened": "yes"}),
    ]
    for way, said in told:
        store.do(reply, questionnaire_id=asked, told=said, way=way, answered_on=TODAY, sitting_id=sitting)
    found = measured(store, city)
    assert found["sheets"] == (4, 4, 0, {("paper",): 2, ("tablet",): 1, ("zoom",): 1})
    assert found["listened"] == (4, 4, 1, {("yes",): 2, ("no",): 1, (NO_DATA,): 1})
    assert found["listened_share"][:3] == (2 / 4, 4, 1)
    # A poll asks some of the questions: whoever was not asked has not left it empty.
    assert found["useful"] == (3, 3, 2, {("in_part",): 1, (NO_DATA,): 2})
    assert found["heard_by"] == (1, 3, 2, {("mail",): 1, ("poster",): 1})


def test_which_channel_brings_new_people(store: Store, city: City) -> None:
    ana, ben, cira, dora, eva = people(store, "abcde")
    store.do(close_sitting, sitting_id=hold(store, [ana], days=-7))
    sitting = hold(store, [ana, ben, cira, dora])
    for who, channel in ((ana, "mail"), (ben, "visit"), (ben, "visit"), (cira, "mail"), (cira, "call"), (eva, "mail")):
        store.do(invite, sitting_id=sitting, channel=channel, invited_on=TODAY, resident_id=who)
    store.do(invite, sitting_id=sitting, channel="mail", invited_on=TODAY, audience="Vecinas", reached=40)
    store.do(invite, sitting_id=sitting, channel="poster", invited_on=TODAY, audience="Esquina")
    found = measured(store, city)
    brought = {
        ("mail", "returning"): 1, ("visit", "new"): 1, ("several", "new"): 1, ("mail", "absent"): 1,
    }  # fmt: skip
    assert found["invited"] == (4, 6, 2, brought)
    assert found["told_in_groups"] == (40, 2, 1, {("mail",): 40})
    store.do(merge, kept_id=ben, absorbed_id=eva)
    assert measured(store, city)["invited"][3] == {
        ("mail", "returning"): 1, ("several", "new"): 2,
    }  # fmt: skip


def test_how_households_would_come_belongs_to_their_day_and_to_the_district_of_their_quarter(
    store: Store, city: City
) -> None:
    asked, sitting = ask(store, "connectivity"), hold(store, [])
    ribera, loma = city.district("ribera").id, city.district("loma").id
    quarter = {one.district_id: one.id for one in store.ask(neighbourhoods)}
    for told, where, at, day in (
        ({"would_come": "online", "internet": ["wifi", "mobile_data"]}, quarter[loma], None, date(2026, 11, 1)),
        ({"would_come": "online", "help": "first_time"}, quarter[loma], None, date(2026, 11, 1)),
        ({"household": 3}, quarter[ribera], None, date(2026, 11, 1)),
        ({"would_come": "in_person"}, None, sitting, date(2026, 11, 2)),
        ({"would_come": "in_person"}, quarter[loma], None, date(2025, 11, 1)),
    ):
        facts: dict[str, Any] = {"neighbourhood_id": where, "sitting_id": at, "answered_on": day}
        store.do(reply, questionnaire_id=asked, told=told, way="visit", **facts)
    since, until = (EVENING.replace(month=month, day=1, hour=3) for month in (11, 12))
    month = Scope(since=since, until=until)
    found = measured(store, city, month)
    cells = {
        (quarter[loma], "online"): 2, (quarter[ribera], NO_DATA): 1, (NO_DATA, "in_person"): 1,
    }  # fmt: skip
    assert found["would_come"] == (4, 4, 2, cells)
    assert found["internet"] == (1, 4, 3, {("wifi",): 1, ("mobile_data",): 1})
    assert found["help_needed"] == (4, 4, 3, {("first_time",): 1, (NO_DATA,): 3})
    assert measured(store, city)["would_come"][0] == 5
    assert measured(store, city, Scope(since, until, district_id=loma))["would_come"][0] == 2
    assert measured(store, city, Scope(since, until, mode="virtual"))["would_come"][0] == 0
    cut = store.ask(table, by="district", scope=month, zone=city.zone, today=TODAY, names=["would_come"])
    assert cut.whole.answers["would_come"].value == 4
