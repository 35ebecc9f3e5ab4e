"""What people do at the laptops of a history: write down, change, merge, take back, move, erase."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import select

from db.duplicates.commands import keep_apart, merge, put_back_apart, unmerge, unmerge_resident
from db.errors import Refused
from db.organisations.tables import Organisation
from db.residents.commands import enrol, forget_alias, remember_alias
from db.residents.tables import Merge, Resident
from db.rights.commands import erase
from db.work import Work
from tests.faults.rounds import PLACES, Act, Division, History, Round

_ZONE = ZoneInfo("America/Argentina/Buenos_Aires")
_FAMILY = ("Peña", "Nandú", "Ñandúbez", "Grgurich")


def acts_of(division: Division) -> tuple[list[Act], list[int]]:
    """What is done in such a city, and how often."""
    weights = _ACTS | ({_moves: 25} if division.moving else {})
    return list(weights), list(weights.values())


def writes_down(it: Round, work: Work, history: History) -> None:
    # One of two documents a history, so that the same one is on several laptops; and some without.
    document = it.chance.choice([None, f"{20_000_000 + 2 * history.number}", f"{20_000_001 + 2 * history.number}"])
    facts = {"document": document} if document else {}
    if it.chance.random() < 0.5:
        facts["birth_date"] = it.chance.choice(["1950-02-28", "2001-12-31"])
    if place := _lives(it, work):
        facts["district_id"] = place
    made = enrol(work, family_name=it.chance.choice(_FAMILY), given_names="Rosa", **facts)
    history.people.append(made)
    it.here.add(made)


def _lives(it: Round, work: Work) -> str | None:
    """Where she says that she lives: here, as a rule, and then nobody asks. The whole city's desk has people of all."""
    if not it.division.divided:
        return None
    if work.identity.district_id is None:
        return it.chance.choice((None, *PLACES))
    return it.chance.choice(PLACES) if it.chance.random() < 0.2 else None


def _somebody(it: Round, work: Work, history: History) -> str:
    return it.chance.choice(_some(it, work, history, 1))


def _two(it: Round, work: Work, history: History) -> tuple[str, str]:
    one, other = it.chance.sample(_some(it, work, history, 2), 2)
    return one, other


def _some(it: Round, work: Work, history: History, least: int) -> list[str]:
    """So many people at least that this laptop has heard of: strangers are written down first."""
    while len(known := it.known(history)) < least:
        writes_down(it, work, history)
    return known


def _changes(it: Round, work: Work, history: History) -> None:
    her, kind = _alive(work, _somebody(it, work, history)), it.chance.randrange(4)
    value = it.chance.randrange(9)
    if kind == 0:
        her.phone = None if value == 0 else f"+54341555000{value}"
    elif kind == 1:
        her.street, her.street_number = ("San Luis", str(value)) if value else (None, None)
    elif kind == 2:
        her.removed_at = None if her.removed_at else work.clock.now()
    else:
        her.family_name = _FAMILY[value % len(_FAMILY)]


def _moves(it: Round, work: Work, history: History) -> None:
    """She lives in another district from today on, or back in the old one."""
    her, place = _alive(work, _somebody(it, work, history)), it.chance.choice(PLACES)
    if her.district_id != place:
        it.count("moves")
    her.district_id = place


def _alive(work: Work, one: str) -> Resident:
    her = work.session.get_one(Resident, one)
    if her.erased_at is not None:
        raise Refused("resident_erased")
    return her


def _about_a_club(it: Round, work: Work, history: History) -> None:
    which, value = it.chance.randrange(3), it.chance.choice(["Ana", "Luz", None])
    known = work.session.scalars(
        select(Organisation).where(Organisation.id.in_(history.clubs)).order_by(Organisation.id)
    ).all()
    if which == 0 or not known:
        made = Organisation(name=f"Club {history.number}", folded="club", kind="club")
        work.session.add(made)
        work.session.flush()
        history.clubs.append(made.id)
    else:
        known[which % len(known)].contact = value


def _joins(it: Round, work: Work, history: History) -> None:
    one, other = _two(it, work, history)
    merge(work, kept_id=one, absorbed_id=other)


def _takes_back(it: Round, work: Work, history: History) -> None:
    if it.chance.random() < 0.5:
        unmerge_resident(work, resident_id=_somebody(it, work, history))
        return
    merges = sorted(work.session.scalars(select(Merge.id).where(Merge.kept_id.in_(history.people))))
    if merges:
        unmerge(work, merge_id=it.chance.choice(merges))


def _keeps_apart(it: Round, work: Work, history: History) -> None:
    one, other = _two(it, work, history)
    it.chance.choice([keep_apart, keep_apart, put_back_apart])(work, first_id=one, second_id=other)


def _calls_her(it: Round, work: Work, history: History) -> None:
    one, value = _somebody(it, work, history), it.chance.choice(["Doña Rosa", "Rosita"])
    if it.chance.random() < 0.7:
        remember_alias(work, resident_id=one, kind="zoom_name", value=value, source="matching")
    else:
        forget_alias(work, resident_id=one, kind="zoom_name", value=value)


def _erases(it: Round, work: Work, history: History) -> None:
    one = _somebody(it, work, history)
    erase(work, resident_id=one, zone=_ZONE)
    history.erased[one] = work.identity.district_id
    it.count("erased")


_ACTS: dict[Act, int] = {
    writes_down: 60, _changes: 100, _about_a_club: 40, _joins: 30, _takes_back: 20, _keeps_apart: 10, _calls_her: 20,
    _erases: 2,
}  # fmt: skip
