"""Whoever waits under a whole name that is hers alone stands in a list; a person confirms all of it, or some."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import select

from db.checkin.commands import check_in
from db.checkin.queries import attendance
from db.checkin.tables import Presence
from db.duplicates.commands import merge
from db.errors import Refused
from db.folding import fold
from db.journal import Entry
from db.matching.commands import (
    confirm,
    confirm_whole_names,
    import_registrations,
    not_a_neighbour,
    put_back,
    reject,
    take_back,
)
from db.matching.queries import counts
from db.matching.rules import Verdict
from db.matching.undoing import last_act, undoable
from db.matching.whole_names import LISTED, whole_names
from db.organisations.commands import add_organisation
from db.places.tables import District
from db.residents.commands import correct, enrol
from db.residents.queries import aliases
from db.residents.tables import Resident
from db.sittings.commands import close_sitting
from db.zoom.files.told import Registrant, Registrations
from tests.db.matching.crowd import FAMILY, GIVEN, NAMES, Crowd
from tests.db.matching.scene import row

LUIS, JORGE, ELENA = "Luis Acosta", "Jorge Acosta", "Elena Acosta"


@pytest.fixture
def crowd(store) -> Crowd:
    return Crowd(store)


def listed(crowd, sitting=None):
    return crowd.store.ask(whole_names, sitting_id=sitting or crowd.sitting)


def names(crowd):
    return [one.written for one in listed(crowd)]


def confirm_all(crowd):
    chosen = {one.match_id: one.resident.id for one in listed(crowd)}
    return crowd.store.do(confirm_whole_names, sitting_id=crowd.sitting, chosen=chosen).outcome


def looks(crowd):
    return {
        one.name: (str(one.verdict), one.decided, [who.id for who in one.residents], len(one.candidates))
        for one in crowd.groups()
    }


def test_a_whole_name_that_is_ones_alone_is_in_the_list_however_it_is_written(crowd):
    written = ("LUIS ACOSTA", "Acosta, Jorge", "elena  acosta (ella)", "acosta clara", "Zulma", "Rosa")
    crowd.take_in(*(row(name) for name in written))
    assert {one.written: one.resident.id for one in listed(crowd)} == {
        "LUIS ACOSTA": crowd.who[LUIS],
        "Acosta, Jorge": crowd.who[JORGE],
        "elena  acosta (ella)": crowd.who[ELENA],
        "acosta clara": crowd.who["Clara Acosta"],
    }
    assert all(one.score >= LISTED for one in listed(crowd))


def test_the_least_certain_comes_first(crowd):
    crowd.take_in(*(row(name) for name in NAMES))
    scores = [one.score for one in listed(crowd)]
    assert scores == sorted(scores)
    assert len(set(scores)) > 3


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([row("iPhone de Luis Acosta")], id="a telephone"),
        pytest.param([row("Familia Acosta")], id="a family"),
        pytest.param([row("Luis y Elena Acosta")], id="two on one connection"),
        pytest.param([row("Luis")], id="a given name alone"),
        pytest.param([row("L. Acosta")], id="an initial"),
        pytest.param([row("Luis Acosta", phone="+5493415551234")], id="a telephone call"),
        pytest.param([row("Luis Acosta", host=True)], id="the host"),
        pytest.param([row("Luis Acosta", guest=False)], id="an account of the organisers"),
        pytest.param([row("Luis Acosta"), row("Luis Acosta", begin=10)], id="twice at once"),
        pytest.param([row("Luis Acosta", original_name="Elena Acosta")], id="another name before"),
        pytest.param([row("Luis Acosta", original_name="Galaxy A12")], id="a telephone that was renamed"),
        pytest.param([row("Luis Acosta", email="a@example.org"), row("Luis Acosta", email="b@example.org")], id="two"),
        pytest.param([row("Luis Acosta", email="rosa@example.org")], id="another's e-mail"),
        pytest.param([row("Luis Acosta", in_waiting_room=True)], id="only outside"),
        pytest.param([row("Luis Acosta 23456789")], id="another's document"),
        pytest.param([row("Luis Acosta"), row("Acosta Luis", begin=10)], id="two, one with the surname first"),
    ],
)
def test_who_may_be_anybody_else_is_never_in_the_list(crowd, lines):
    crowd.take_in(*lines, row("Jorge Acosta", begin=90))
    assert names(crowd) == ["Jorge Acosta"]


def _namesake(crowd):
    crowd.store.do(enrol, given_names="Luis", family_name="Acosta")


def _namesake_with_another_name(crowd):
    crowd.store.do(
        enrol, given_names="Luis Norberto", family_name="Acosta", neighbourhood_id=crowd.quarter("El Muelle")
    )


def _surname_as_given_name(crowd):
    crowd.store.do(enrol, given_names="Acosta", family_name="Luis")


def _in_the_room(crowd):
    facts = {"resident_id": crowd.who[LUIS], "way": "room", "source": "search"}
    crowd.store.do(check_in, sitting_id=crowd.sitting, **facts)


def _his_e_mail_is_another(crowd):
    crowd.store.do(correct, resident_id=crowd.who[LUIS], email="luis@example.org")


def _lives_elsewhere(crowd):
    other = crowd.store.ask(
        lambda session: session.scalars(select(District.id).where(District.code != "ribera")).first()
    )
    crowd.store.do(correct, resident_id=crowd.who[LUIS], neighbourhood_id=None, district_id=other)


def _is_an_organisation(crowd):
    crowd.store.do(add_organisation, name="Luis Acosta", kind="club")


def _is_two_rows(crowd):
    crowd.store.do(merge, kept_id=crowd.who[LUIS], absorbed_id=crowd.roll["rosa"])


@pytest.mark.parametrize(
    "fact",
    [
        _namesake, _namesake_with_another_name, _surname_as_given_name, _in_the_room, _his_e_mail_is_another,
        _lives_elsewhere, _is_an_organisation, _is_two_rows,
    ],
)  # fmt: skip
def test_a_fact_that_speaks_against_somebody_keeps_him_out(crowd, fact):
    fact(crowd)
    crowd.take_in(row("Luis Acosta", email="l.acosta@example.org"), row("Jorge Acosta"))
    assert names(crowd) == ["Jorge Acosta"]


@pytest.mark.parametrize(
    "told",
    [
        {"family_name": "Vega", "given_names": "Pedro"},
        {"family_name": "Acosta", "given_names": "Luis", "neighbourhood": "Mirador"},
        {"family_name": "Acosta", "given_names": "Luis", "document": "31222333"},
        {"family_name": "Acosta", "given_names": "Luis", "email": "luis.a@example.org"},
    ],
)
def test_a_registration_that_tells_somebody_else_keeps_him_out(crowd, told):
    facts = {"resident_id": crowd.who[LUIS], "document": "28111222", "email": "luis@example.org"}
    crowd.store.do(correct, **facts)
    form = Registrations(None, (Registrant(number=1, registrant_id="q-1", **told),))
    crowd.store.do(import_registrations, sitting_id=crowd.sitting, told=form, sha256="1" * 64)
    crowd.take_in(row("Luis Acosta", registrant_id="q-1"), row("Jorge Acosta"))
    assert names(crowd) == ["Jorge Acosta"]


def test_a_person_who_has_said_no_is_asked_one_by_one(crowd):
    crowd.take_in(row("Luis Acosta"), row("Jorge Acosta"), row("Elena Acosta"))
    crowd.store.do(reject, match_id=crowd.group(LUIS).id, resident_id=crowd.who[ELENA])
    assert names(crowd) == ["Elena Acosta", "Jorge Acosta"]
    crowd.store.do(reject, match_id=crowd.group(LUIS).id, resident_id=crowd.who[LUIS])
    crowd.store.do(not_a_neighbour, match_id=crowd.group(ELENA).id)
    assert names(crowd) == ["Jorge Acosta"]
    crowd.store.do(close_sitting, sitting_id=crowd.sitting)
    later = crowd.plan(days=7)
    crowd.take_in(row("Luis Acosta"), row("Elena Acosta"), row("Jorge Acosta"), sitting=later)
    assert [one.written for one in listed(crowd, later)] == ["Jorge Acosta"]


def test_who_is_another_connection_already_is_not_in_the_list(crowd):
    crowd.take_in(row("Luis Acosta"), row("Jorge Acosta"), row("Lucho"))
    crowd.store.do(confirm, match_id=crowd.group("Lucho").id, resident_ids=[crowd.who[LUIS]])
    assert names(crowd) == ["Jorge Acosta"]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_a_call_is_made_of_nobody_is_listed_whose_name_is_not_hers_alone(crowd, seed):
    dice = Random(seed)
    for name in dice.sample(NAMES, 6):
        given, family = name.split()
        crowd.store.do(enrol, given_names=dice.choice((given, f"{given} María")), family_name=family)
    for name in dice.sample(NAMES, 4):
        facts = {"resident_id": crowd.who[name], "way": "room", "source": "search"}
        crowd.store.do(check_in, sitting_id=crowd.sitting, **facts)
    told = [f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}" for _ in range(60)]
    emails = (None, None, "rosa@example.org")
    forms = ("{}", "{}", "{}", "{} (ella)", "iPhone de {}", "Familia {}", "{} y Ana", "Vecinal - {}")
    crowd.take_in(
        *(row(dice.choice(forms).format(name), dice.randrange(60), email=dice.choice(emails)) for name in told)
    )
    found = listed(crowd)
    roll = crowd.store.ask(lambda session: session.scalars(select(Resident)).all())
    stays = crowd.store.ask(lambda session: session.scalars(select(Presence.resident_id)).all())
    cards = {one.id: one for one in crowd.groups()}
    assert found
    for one in found:
        bare = fold(one.written.replace(" (ella)", ""))
        assert [who.id for who in roll if bare == fold(f"{who.given_names} {who.family_name}")] == [one.resident.id]
        assert one.resident.id not in stays
        assert cards[one.match_id].emails == ()
        assert sum(bare in fold(name) for card in cards.values() for name in card.names) == 1 or all(
            card.id == one.match_id or not card.clear
            for card in cards.values()
            if any(bare == fold(name.replace(" (ella)", "")) for name in card.names)
        )


def test_all_of_the_list_is_confirmed_in_one_act_and_the_sum_closes(crowd):
    crowd.take_in(row("Luis Acosta"), row("Jorge Acosta"), row("Zulma"), row("Rosa", email="rosa@example.org"))
    before = crowd.store.ask(attendance, sitting_id=crowd.sitting).people
    assert len(confirm_all(crowd)) == 2
    assert [str(crowd.group(name).verdict) for name in (LUIS, JORGE)] == ["confirmed", "confirmed"]
    told, sums = (
        crowd.store.ask(attendance, sitting_id=crowd.sitting),
        crowd.store.ask(counts, sitting_id=crowd.sitting),
    )
    assert told.in_room + told.online - told.both == told.people == before + 2
    assert sums.sure + sums.proposed + sums.unknown + sums.nobodies + sums.decided == sums.groups
    assert listed(crowd) == ()


def test_each_is_remembered_and_journalled_as_a_decision_of_its_own(crowd):
    crowd.take_in(row("Luis Acosta"), row("Jorge Acosta"))
    confirm_all(crowd)
    for name in (LUIS, JORGE):
        assert [(one.kind, one.value) for one in crowd.store.ask(aliases, resident_id=crowd.who[name])] == [
            ("zoom_name", fold(name))
        ]
    entries = crowd.store.ask(
        lambda session: session.scalars(select(Entry).where(Entry.verb == "matching.confirm_whole_names")).all()
    )
    decided = {one.row_id: one.fields["resident_ids"] for one in entries if one.fields.get("decided_by")}
    assert decided == {crowd.group(name).id: [crowd.who[name]] for name in (LUIS, JORGE)}


def test_the_next_sitting_knows_them_by_themselves(crowd):
    crowd.take_in(row("Luis Acosta"), row("Jorge Acosta"))
    confirm_all(crowd)
    later = crowd.plan_later()
    crowd.take_in(row("Luis Acosta"), row("Jorge Acosta"), sitting=later)
    assert {one.verdict for one in crowd.groups(later)} == {Verdict.SURE}


def test_one_undoing_takes_all_of_them_back_from_the_record_alone(crowd):
    crowd.take_in(row("Luis Acosta"), row("Jorge Acosta"), row("Elena Acosta"), row("Zulma"))
    first = looks(crowd)
    crowd.store.do(not_a_neighbour, match_id=crowd.group("Zulma").id)
    second = looks(crowd)
    acts = confirm_all(crowd)
    third = looks(crowd)
    crowd.store.do(take_back, match_id=crowd.group(JORGE).id)
    for seen in (third, second, first):
        left = crowd.store.ask(undoable, sitting_id=crowd.sitting)
        crowd.store.do(put_back, acts=last_act(left))
        assert looks(crowd) == seen
    assert len(acts) == 3
    assert crowd.store.ask(undoable, sitting_id=crowd.sitting) == ()
    assert crowd.store.ask(aliases, resident_id=crowd.who[LUIS]) == ()
    assert crowd.store.ask(attendance, sitting_id=crowd.sitting).people == 0


def test_two_lists_one_after_the_other_are_undone_one_after_the_other(crowd):
    crowd.take_in(row("Luis Acosta"), row("Jorge Acosta"))
    both = {one.match_id: one.resident.id for one in listed(crowd)}
    for match_id, one in both.items():
        crowd.store.do(confirm_whole_names, sitting_id=crowd.sitting, chosen={match_id: one})
    for left in (1, 0):
        crowd.store.do(put_back, acts=last_act(crowd.store.ask(undoable, sitting_id=crowd.sitting)))
        assert crowd.store.ask(counts, sitting_id=crowd.sitting).confirmed == left


def test_whoever_is_no_longer_alone_when_enter_is_pressed_stays_to_be_decided(crowd):
    crowd.take_in(row("Luis Acosta"), row("Jorge Acosta"))
    shown = {one.match_id: one.resident.id for one in listed(crowd)}
    crowd.store.do(enrol, given_names="Luis", family_name="Acosta")  # at the door, while the list was read
    done = crowd.store.do(confirm_whole_names, sitting_id=crowd.sitting, chosen=shown).outcome
    assert [one.match_id for one in done] == [crowd.group(JORGE).id]
    assert crowd.group(LUIS).waits
    with pytest.raises(Refused) as no:
        crowd.store.do(confirm_whole_names, sitting_id=crowd.sitting, chosen={crowd.group(LUIS).id: crowd.who[LUIS]})
    assert no.value.code == "list_out_of_date"


def test_nobody_is_confirmed_as_another_than_the_list_told(crowd):
    crowd.take_in(row("Luis Acosta"))
    with pytest.raises(Refused):
        crowd.store.do(confirm_whole_names, sitting_id=crowd.sitting, chosen={crowd.group(LUIS).id: crowd.who[ELENA]})
    assert crowd.group(LUIS).waits
