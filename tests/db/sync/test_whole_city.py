"""What a laptop of the whole city writes reaches the district it is about, and nobody else; nobody writes over it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from db.checkin.commands import check_in
from db.clock import Hlc
from db.organisations.tables import Organisation
from db.places.tables import District
from db.registry import nouns
from db.residents.commands import enrol as enrol_neighbour
from db.sittings.tables import Council, Sitting
from db.sync.administration import restore_check
from db.sync.errand import hand_over_now
from db.work import Store, Work
from tests.db.sync.evening import change_phone
from tests.db.sync.shared import bring, hand_of, one, rows, state, ticket_for

NewDesk = Callable[..., Store]
CITY = "villa_ejemplo"
FAR = 0x1A1F5D2FFFFF
EVENING = ("sitting", "item", "presence", "resident")


@pytest.fixture
def staff(shared: str, new_desk: NewDesk) -> Store:
    """A laptop of the whole city; as a laptop it was set up in Ribera, like any other there."""
    store = new_desk(enrolled=False)
    bring(ticket_for(shared, store, None, role="secretary", city_wide=True), store)
    return store


def an_evening_in(work: Work, *, district: str) -> str:
    """A sitting of that district, with an item."""
    from db.agenda.tables import Item

    place = work.session.scalars(select(District.id).where(District.code == district)).one()
    council = Council(name="Consejo", kind="thematic", district_id=place)
    work.session.add(council)
    work.session.flush()
    sitting = Sitting(
        council_id=council.id, district_id=place, title="Sesión", mode="hybrid", starts_at=work.clock.now(),
        state="open", held_by=work.identity.desk_id,
    )  # fmt: skip
    work.session.add(sitting)
    work.session.flush()
    work.session.add(Item(sitting_id=sitting.id, position="a", title="Luminarias"))
    return sitting.id


def in_loma(staff: Store) -> tuple[str, str]:
    """Staff holds a sitting of Loma, and welcomes somebody there who does not say where she lives."""
    sitting = staff.do(an_evening_in, district="loma").outcome
    rosa = staff.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    staff.do(check_in, sitting_id=sitting, resident_id=rosa, way="room")
    hand_over_now(staff)
    return sitting, rosa


@pytest.mark.usefixtures("shared")
def test_the_server_can_tell_of_every_noun_whose_it_is(eyes: Engine) -> None:
    told = rows(eyes, "SELECT noun FROM app.server_belonging WHERE app.districts_of('c', noun, 'x') = '{}'")
    assert {noun for (noun,) in told} == set(nouns())
    for noun in nouns():
        asked = "SELECT (app.rows_of('c', 'd', :noun, ARRAY['x'])).p_here IS NULL"
        assert one(eyes, asked, noun=noun), noun


def test_an_evening_of_one_district_reaches_that_district_and_nobody_else(
    staff: Store, new_desk: NewDesk, eyes: Engine
) -> None:
    ribera, loma = new_desk(), new_desk(district="loma")
    in_loma(staff)
    for store in (ribera, loma):
        hand_over_now(store)
    for noun in EVENING:
        assert state(loma.engine, noun, schema="") == state(eyes, noun) != {}, noun
        assert state(ribera.engine, noun, schema="") == {}, noun


def test_a_laptop_neither_writes_over_such_rows_nor_puts_anything_among_them(
    staff: Store, new_desk: NewDesk, shared: str, eyes: Engine
) -> None:
    ribera, loma = new_desk(), new_desk(district="loma")
    sitting, rosa = in_loma(staff)
    for store in (ribera, loma):
        hand_over_now(store)
    before = {noun: state(eyes, noun) for noun in EVENING}
    (item,), (stay,) = state(eyes, "item"), state(eyes, "presence")
    chain = hand_of(ribera)
    chain.write("item", item, {"title": "X"}, hlc=chain.clock(FAR), base={"title": "x"})
    chain.write("presence", stay, {"removed_at": "2026-11-19T22:00:00.000000Z"}, hlc=chain.clock(FAR), base={"a": "x"})
    chain.write("resident", rosa, {"phone": "+543419999999"}, hlc=chain.clock(FAR), base={"phone": "x"})
    chain.write("sitting", sitting, {"state": "closed"}, hlc=chain.clock(FAR), base={"state": "x"})
    chain.write("item", "mine", {"sitting_id": sitting, "position": "b", "title": "Y", "outcome": "none"},
                hlc=chain.clock(FAR), base={})  # fmt: skip
    chain.write("alias", "mine", {"resident_id": rosa, "kind": "email", "value": "x", "source": "x",
                "times_confirmed": 1}, hlc=chain.clock(FAR), base={})  # fmt: skip
    chain.write("merge", "mine", {"kept_id": "who", "absorbed_id": rosa, "why": "decided", "evidence": [],
                "decided_by": "X"}, hlc=chain.clock(FAR), base={})  # fmt: skip
    chain.write("dispatch", "mine", {"sent_to": "x", "sent_on": "2026-11-19", "issue_ids": ["nobodys"]},
                hlc=chain.clock(FAR), base={})  # fmt: skip
    assert [(v.seq - chain.seq, v.reason) for v in chain.send().aside] == [
        (-7, "other_district"), (-6, "other_district"), (-5, "other_district"), (-4, "other_district"),
        (-3, "other_district"), (-2, "other_district"), (-1, "other_district"),
    ]  # fmt: skip
    chain.door.close()
    restore_check(shared, restored=False)
    assert {noun: state(eyes, noun) for noun in EVENING} == before
    assert state(eyes, "alias") == state(eyes, "merge") == {}
    # The district itself may: it was there.
    loma.do(change_phone, resident=rosa, phone="+543410000000")
    assert hand_over_now(loma).quarantined == 0
    assert state(eyes, "resident")[rosa]["phone"] == "+543410000000"


def test_what_belongs_to_no_district_is_the_whole_citys_alone(staff: Store, new_desk: NewDesk, eyes: Engine) -> None:
    ribera = new_desk()
    hand_over_now(staff)
    chain = hand_of(staff)
    chain.write("resident", "nowhere", {"family_name": "Peña", "given_names": "Rosa"}, hlc=chain.clock(5), base={})
    chain.send()
    chain.door.close()
    hand_over_now(ribera)
    assert state(ribera.engine, "resident", schema="") == {}
    other = hand_of(ribera)
    other.write("resident", "nowhere", {"phone": "1"}, hlc=other.clock(FAR), base={"phone": "x"})
    assert [v.reason for v in other.send().aside] == ["other_district"]
    other.door.close()
    assert state(eyes, "resident")["nowhere"]["phone"] is None


def test_every_laptop_has_the_places_and_none_renames_those_of_another_district(
    new_desk: NewDesk, eyes: Engine
) -> None:
    ribera, loma = new_desk(), new_desk(district="loma")
    for store in (ribera, loma):
        assert hand_over_now(store).quarantined == 0, "each founds the whole city"
    before = state(eyes, "district"), state(eyes, "neighbourhood")
    mine, theirs = ribera.identity.district_id or "", loma.identity.district_id or ""
    (quarter, *_) = [id_ for id_, row in before[1].items() if row["district_id"] == theirs]
    chain = hand_of(ribera)
    chain.write("district", theirs, {"name": "X"}, hlc=chain.clock(FAR), base={"name": "x"})
    chain.write("district", theirs, {**_plain(before[0][theirs]), "name": "X"}, hlc=chain.clock(FAR), base={})
    chain.write("neighbourhood", quarter, {"district_id": mine}, hlc=chain.clock(FAR), base={"district_id": "x"})
    chain.write("district", mine, {"centre": "Mine"}, hlc=chain.clock(FAR), base={"centre": "x"})
    assert [v.reason for v in chain.send().aside] == ["other_district"] * 3
    chain.door.close()
    assert state(eyes, "neighbourhood") == before[1]
    assert state(eyes, "district")[theirs] == before[0][theirs]
    assert state(eyes, "district")[mine]["centre"] == "Mine"


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "clocks" and value is not None}


def test_a_club_without_a_quarter_is_everybodys_and_one_in_a_quarter_its_districts(
    new_desk: NewDesk, eyes: Engine
) -> None:
    ribera, loma = new_desk(), new_desk(district="loma")
    for store in (ribera, loma):
        hand_over_now(store)
    quarters = {row["district_id"]: id_ for id_, row in state(eyes, "neighbourhood").items()}

    def founds(work: Work) -> None:
        work.session.add(Organisation(id="anywhere", name="Red", folded="red", kind="ngo"))
        place = quarters[loma.identity.district_id]
        work.session.add(Organisation(id="there", name="Club", folded="club", kind="club", neighbourhood_id=place))

    loma.do(founds)
    hand_over_now(loma)
    hand_over_now(ribera)
    assert {"anywhere", "there"} <= set(state(ribera.engine, "organisation", schema=""))
    chain = hand_of(ribera)
    for club in ("anywhere", "there"):
        chain.write("organisation", club, {"contact": "Rosa"}, hlc=chain.clock(FAR), base={"contact": "x"})
    (aside,) = chain.send().aside
    chain.door.close()
    assert (aside.seq, aside.reason) == (chain.seq, "other_district")
    assert state(eyes, "organisation")["anywhere"]["contact"] == "Rosa"


def test_what_waited_for_a_row_is_looked_at_when_the_row_comes(new_desk: NewDesk, shared: str, eyes: Engine) -> None:
    ribera, loma, table = new_desk(), new_desk(district="loma"), new_desk(district="loma")
    for store in (ribera, loma, table):
        hand_over_now(store)
    hostile, honest = hand_of(ribera), hand_of(table)
    for number, chain in enumerate((hostile, honest)):
        chain.write("resident", "rosa", {"phone": f"+54341000000{number}"}, hlc=chain.clock(FAR + 1 - number),
                    base={"phone": "x"})  # fmt: skip
        assert [(v.verdict, v.reason) for v in chain.send().aside] == [("stored", "row_unknown")]
        chain.door.close()
    maker = hand_of(loma)
    maker.write("resident", "rosa", {"family_name": "Peña", "given_names": "Rosa"}, hlc=maker.clock(5), base={})
    maker.send()
    maker.door.close()
    assert state(eyes, "resident")["rosa"]["phone"] == "+543410000001"
    aside = rows(eyes, "SELECT desk_id, verdict, reason FROM app.server_aside")
    assert aside == [(ribera.identity.desk_id, "quarantined", "other_district")]
    assert restore_check(shared, restored=False).repaired == {}


def test_of_what_waits_a_desk_has_so_much_and_a_person_hears_of_the_rest(new_desk: NewDesk, eyes: Engine) -> None:
    desk = new_desk()
    hand_over_now(desk)
    chain = hand_of(desk)
    for number in range(6000):
        chain.write("resident", f"r{number}", {"phone": "1"}, hlc=chain.clock(number), base={"phone": "x"})
        if len(chain.unsent) == 2000:
            chain.send()
    waiting = "SELECT count(*) FROM app.server_aside WHERE reason = :reason"
    assert one(eyes, waiting, reason="row_unknown") <= 5000 < one(eyes, "SELECT count(*) FROM app.server_aside")
    assert one(eyes, waiting, reason="too_many_waiting") >= 1000
    for row in ("r0", "r5999"):
        chain.write("resident", row, {"family_name": "Peña", "given_names": "Rosa"}, hlc=chain.clock(9), base={})
    chain.send()
    chain.door.close()
    assert {row["phone"] for row in state(eyes, "resident", ["r0", "r5999"]).values()} == {"1"}


def test_two_entries_with_one_clock_fold_the_same_on_both_sides(new_desk: NewDesk, eyes: Engine) -> None:
    desk, other = new_desk(), new_desk()
    for store in (desk, other):
        hand_over_now(store)
    chain = hand_of(desk)
    for club, cut in (("together", False), ("apart", True)):
        chain.write("organisation", club, {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
        for contact in ("first", "last"):
            chain.write("organisation", club, {"contact": contact}, hlc=chain.clock(2), base={"contact": "x"})
            if cut:
                chain.send()
    chain.write("organisation", "together", {"name": "y", "folded": "y", "kind": "club"}, hlc=chain.clock(1), base={})
    chain.send()
    chain.door.close()
    hand_over_now(other)
    there = state(eyes, "organisation", ["together", "apart"])
    assert {row["contact"] for row in there.values()} == {"last"}
    assert there["together"]["name"] == "y"
    assert state(other.engine, "organisation", ["together", "apart"], schema="") == there
    assert Hlc.parse(there["apart"]["clocks"]["contact"]).millis == 2


def test_a_name_of_whoever_wrote_that_is_too_long_stops_nothing(new_desk: NewDesk, eyes: Engine) -> None:
    desk = new_desk()
    hand_over_now(desk)
    chain = hand_of(desk)
    fields = {"name": "x", "folded": "x", "kind": "club"}
    for actor in ("Ñ" * 300, "Rosa"):
        chain.actor = actor
        chain.write("organisation", actor[:4], fields, hlc=chain.clock(1), base={})
    assert [(v.seq, v.reason) for v in chain.send().aside] == [(chain.seq - 1, "actor_too_long")]
    chain.door.close()
    assert set(state(eyes, "organisation", ["ÑÑÑÑ", "Rosa"])) == {"Rosa"}
