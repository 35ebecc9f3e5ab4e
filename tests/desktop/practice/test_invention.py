"""The invented evening: the same each time, clearly nobody's, and hard in the ways real evenings are."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, timedelta

import pytest

from db.checkin.dni import read_card
from db.duplicates.rules import Row, judge
from db.folding import fold
from db.places.city import read_city
from db.residents.roll_file import read_roll
from db.zoom.files.opening import read_told
from db.zoom.files.report import Report
from db.zoom.rules import Kind, Line, group_lines
from desktop.paths import resources
from desktop.practice.people import HOW_MANY, organisations, roll, told
from desktop.practice.tonight import ONLY_WAITED, card_of, cast, zoom_lines
from desktop.practice.twice import written_twice
from desktop.practice.writing import quarters, roll_file, start
from desktop.practice.year import past_year
from desktop.practice.zoom_file import report

TONIGHT = date(2026, 11, 19)


@pytest.fixture(scope="module")
def rosario():
    return read_city(resources("cities", "rosario", "city.toml"))


@pytest.fixture(scope="module")
def people(rosario):
    return roll(quarters(rosario))


@pytest.fixture(scope="module")
def year():
    script = told("evening.toml")
    return past_year(script["councils"], script["past"], HOW_MANY, TONIGHT)


def test_the_roll_is_the_same_each_time(rosario, people):
    assert roll(quarters(rosario)) == people
    assert len(people) == HOW_MANY


def test_nobody_on_it_can_be_taken_for_somebody(people):
    assert all(re.fullmatch(r"99\d{6}", one.document) for one in people if one.document)
    assert all(re.fullmatch(r"\+54 341 555-\d{4}", one.phone) for one in people if one.phone)
    assert all(one.email.endswith("@example.org") for one in people if one.email)


def test_no_document_is_given_twice_and_some_names_are(people):
    documents = Counter(one.document for one in people if one.document)
    assert max(documents.values()) == 1
    namesakes = [name for name, times in Counter(one.full_name for one in people).items() if times > 1]
    assert "María Elena Ledesma" in namesakes


def test_accents_enyes_and_gaps_are_there(people):
    letters = "".join(one.full_name for one in people)
    assert {"ñ", "Ñ", "ó", "'"} <= set(letters)
    for missing in ("document", "birth_date", "gender", "phone", "email"):
        empty = sum(getattr(one, missing) is None for one in people)
        assert 0 < empty < HOW_MANY * 0.6, missing


def test_everybody_lives_in_a_quarter_of_the_district(rosario, people):
    assert {one.neighbourhood for one in people} <= set(rosario.district("oeste").neighbourhoods)


def test_ninety_organisations_of_every_kind():
    clubs = organisations()
    assert len(clubs) == 90
    assert {club.kind for club in clubs} == {"vecinal", "ngo", "school", "club", "shop", "health_centre", "other"}


def test_the_roll_as_a_file_is_read_as_it_was_written(people):
    lines = read_roll(roll_file(people)).lines
    assert [line.told["family_name"] for line in lines] == [one.family_name for one in people]


def test_the_year_has_about_26_evenings_of_three_councils_and_none_at_christmas(year):
    assert len(year) == 26
    assert {evening.council for evening in year} == {0, 1, 2}
    assert [evening.on for evening in year] == sorted(evening.on for evening in year)
    assert all(evening.on < TONIGHT for evening in year)
    assert not [evening for evening in year if evening.on.month == 1 or (evening.on.month, evening.on.day) >= (12, 20)]


def test_people_come_back_and_new_ones_come_all_year(year):
    seen: set[int] = set()
    for place, evening in enumerate(year):
        there = {visit.neighbour for visit in evening.visits}
        assert len(there) == len(evening.visits), "nobody visits twice"
        assert there - seen, f"somebody new on evening {place}"
        if place > 3:
            assert there & seen
        seen |= there


def test_a_virtual_evening_has_nobody_in_the_room(year):
    for evening in year:
        ways = {way for visit in evening.visits for way in visit.ways}
        assert ways == {"virtual": {"zoom"}, "in_person": {"room"}, "hybrid": {"room", "zoom"}}[evening.mode]


def test_a_scanned_card_of_the_practice_is_a_card(rosario):
    who = cast(rosario, TONIGHT).scanned
    card = read_card(card_of(who), today=TONIGHT)
    assert (card.document, card.birth_date, card.gender) == (who.document, who.birth_date, who.gender)


def test_tonights_people_come_by_one_way_but_for_the_one_who_comes_by_both(rosario):
    people = cast(rosario, TONIGHT)
    assert not set(people.room) & set(people.sure)
    assert people.both not in people.room
    assert len(people.namesakes) == 2


@pytest.mark.parametrize("day", [TONIGHT, date(2026, 12, 5), date(2027, 2, 28)])
def test_the_report_of_the_call_is_one_that_zoom_could_have_written(rosario, day):
    begin = start(day, rosario)
    lines = zoom_lines(cast(rosario, day), begin)
    raw = report(lines, rosario.zone)
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(rows) == len(lines) + 1
    _, found = read_told(raw, zone=rosario.zone, sitting_at=begin)
    assert isinstance(found, Report), "also on the fifth of December the dates are clear"
    assert min(row.joined_at for row in found.rows if row.joined_at) >= begin - timedelta(minutes=15)
    groups = group_lines(
        [
            Line(str(row.number), row.name, joined_at=row.joined_at, left_at=row.left_at, email=row.email,
                 in_waiting_room=row.in_waiting_room, guest=row.guest, host=row.host)
            for row in found.rows
        ],
        room_names=("Oeste",),
    )  # fmt: skip
    assert {group.kind for group in groups} >= {Kind.HOST, Kind.ROOM, Kind.DEVICE, Kind.PERSON}
    assert [group.names[0] for group in groups if not group.inside] == [ONLY_WAITED]
    rejoined = [group for group in groups if group.inside and len(group.stays) > 1]
    assert len(rejoined) == 2


def test_nine_people_stand_twice_on_the_roll_and_nobody_of_tonight_is_among_them(rosario, people, year):
    came = frozenset(visit.neighbour for evening in year for visit in evening.visits)
    twice = written_twice(people, came)
    assert len(twice) == 9
    tonight = cast(rosario, TONIGHT)
    playing = {fold(one.full_name) for one in (*tonight.room, *tonight.sure, *tonight.family, *tonight.namesakes)}
    assert playing.isdisjoint(fold(one.full_name) for one in twice)
    rows = [
        Row(str(number), one.family_name, one.given_names, None, one.document, one.birth_date, one.phone)
        for number, one in enumerate((*people, *twice))
    ]
    assert all(any(judge(row, other) for other in rows[: len(people)]) for row in rows[len(people) :])
