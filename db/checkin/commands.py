"""What can be done at the door, and with the stays that Zoom tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from db.checkin.dni import read_card
from db.checkin.holders import holder_of, the_holder
from db.checkin.queries import is_new
from db.checkin.regulars import note_regulars
from db.checkin.rules import companions_after, may_arrive, same_name, stay_in_order, unnamed_after, way_known
from db.checkin.tables import Presence
from db.errors import Refused
from db.folding import fold
from db.residents.commands import correct, enrol, give_consent, somebody, the_resident
from db.residents.persons import person_and_rows, rows_of
from db.residents.queries import spoke_up
from db.residents.rules import clean_document, clean_name, part_names
from db.residents.search import indexing_once
from db.residents.tables import Resident
from db.sittings.commands import sitting_row
from db.work import Work

# Imported with the commands, because it listens: whoever is checked in is found first at her council's next sitting.
_ = note_regulars


@dataclass(frozen=True)
class CheckedIn:
    """What an arrival came to.

    `already`: she was here by this way, and nothing was written. `new`: her first sitting ever. `enrolled`: this act
    wrote her on the roll, so that taking it back takes her off again. `namesake`: nothing was written, because somebody
    of the very same name is in the room and nothing told tells the two apart. `card_names` (family, given): the card
    says another name than the roll, for a person to check. `doubtful`: the CUIL digits of the card do not go with the
    number that was written down from it.
    """

    resident_id: str
    way: str
    already: bool
    new: bool
    presence_id: str
    enrolled: bool = False
    namesake: bool = False
    card_names: tuple[str, str] | None = None
    doubtful: bool = False


def check_in(
    work: Work,
    *,
    sitting_id: str,
    resident_id: str,
    way: str = "room",
    source: str = "search",
    arrived_at: datetime | None = None,
    left_at: datetime | None = None,
    representing_id: str | None = None,
    match_id: str | None = None,
    companions: int = 0,
    came_with: str | None = None,
) -> CheckedIn:
    """Marks a neighbour present. Whoever is here by this way already stays as she was: `already`, and no error.

    Her stay is written down under the row by which she was recognised, so that a merge undone later gives each row
    back its own; the answer names the row that speaks for her. `companions` came with her and tell no name yet;
    with `came_with` (the stay of somebody) she is one of those, and no more without a name.

    Raises Refused: sitting_unknown, sitting_not_open, sitting_already_closed, sitting_signed, resident_unknown,
    resident_erased, way_unknown, stay_backwards, companions_fewer, presence_unknown.
    """
    sitting = sitting_row(work, sitting_id)  # held: a row that nobody holds is read again by the next who wants it
    may_arrive(sitting.state, source=source)
    # What Zoom tells later of a connection that was hers stays hers; at the door nobody is she any more.
    resident_id = (the_resident if match_id else somebody)(work, resident_id).id
    person, rows = person_and_rows(work.session, resident_id)
    new = is_new(work.session, sitting_id=sitting_id, rows=rows)
    here = _open_stay(work, sitting_id, rows, way)
    if here is not None and match_id is None:
        if companions:
            bring(work, presence_id=here.id, step=companions)
        return CheckedIn(person, way, already=True, new=new, presence_id=here.id)
    stay_id = _stay(
        work, sitting_id=sitting_id, resident_id=resident_id, way=way, source=source, arrived_at=arrived_at,
        left_at=left_at, representing_id=representing_id, match_id=match_id, companions=companions, came_with=came_with,
    )  # fmt: skip
    return CheckedIn(person, way, already=False, new=new, presence_id=stay_id)


def _new_and_here(work: Work, told: Mapping[str, Any], stay: Mapping[str, Any]) -> CheckedIn:
    """Writes somebody on the roll and marks her present. Nobody has to ask where else she is, or was before."""
    with indexing_once(work.session):
        resident_id = enrol(work, **told)
        stay_id = _stay(work, resident_id=resident_id, way="room", **stay)
    return CheckedIn(resident_id, "room", already=False, new=True, presence_id=stay_id, enrolled=True)


def _stay(
    work: Work, *, way: str, arrived_at: datetime | None = None, left_at: datetime | None = None, companions: int = 0,
    came_with: str | None = None, **facts: Any,
) -> str:  # fmt: skip
    arrived_at = arrived_at or work.clock.now()
    stay_in_order(arrived_at, left_at)
    stay = Presence(
        way=way_known(way),
        arrived_at=arrived_at,
        left_at=left_at,
        companions=companions_after(0, companions) or None,
        came_with_id=_the_stay(work, came_with).resident_id if came_with else None,
        **facts,
    )
    work.session.add(stay)
    work.session.flush()
    return stay.id


def bring(work: Work, *, presence_id: str, step: int = 1) -> int:
    """Counts one more (or fewer) who came with somebody, told by nothing but their number. Answers the number.

    Whoever of them told a name is present by it and is not taken off here. Raises Refused: presence_unknown,
    companions_fewer.
    """
    stay = _the_stay(work, presence_id)
    named = work.session.scalar(
        select(func.count(Presence.id)).where(
            Presence.sitting_id == stay.sitting_id,
            Presence.came_with_id == stay.resident_id,
            Presence.removed_at.is_(None),
        )
    )
    told = max(stay.companions or 0, named or 0)
    left = companions_after(told - (named or 0), step)
    stay.companions = left + (named or 0) or None
    return left


def check_in_document(work: Work, *, sitting_id: str, document: str) -> CheckedIn:
    """Marks the one person with this document number present.

    Raises Refused: document_missing, document_unreadable, document_unknown, document_of_several, and as `check_in`.
    """
    may_arrive(sitting_row(work, sitting_id).state, source="search")
    number = clean_document(document)
    if number is None:
        raise Refused("document_missing")
    holder = the_holder(work, number)
    if holder is None:
        raise Refused("document_unknown", document=number)
    return check_in(work, sitting_id=sitting_id, resident_id=holder.id)


def walk_in(
    work: Work,
    *,
    sitting_id: str,
    name: str = "",
    family_name: str = "",
    given_names: str = "",
    document: str | None = None,
    phone: str | None = None,
    neighbourhood_id: str | None = None,
    phone_prefix: str = "",
    organisation_id: str | None = None,
    arrived_at: datetime | None = None,
    companions: int = 0,
    came_with: str | None = None,
    another: bool = False,
    source: str = "walk_in",
) -> CheckedIn:
    """Writes somebody new on the roll, in one line, and marks her present; the rest may be told later.

    A document number that the roll knows is that person, and nobody is written twice. A name alone, of somebody who is
    in the room under the very same name, writes nothing: the answer is her stay, as `namesake`, for a person to say
    whether she is meant. `another` says that she is not, and is written beside her: neither merged unseen nor doubled
    by a second Enter. Raises Refused as `check_in`, `part_names` and `residents.rules.clean` do; document_of_several.
    """
    sitting = sitting_row(work, sitting_id)
    may_arrive(sitting.state, source=source)
    if not family_name and not given_names:
        family_name, given_names = part_names(name)
    stay: dict[str, Any] = {
        "sitting_id": sitting_id, "source": source, "arrived_at": arrived_at, "companions": companions,
        "came_with": came_with,
    }  # fmt: skip
    number = clean_document(document)
    if number and (holder := the_holder(work, number)):
        told = clean_name(family_name), clean_name(given_names)
        return _with_card(check_in(work, resident_id=holder.id, **stay), holder, told)
    if not another and number is None and not phone and (same := _namesake(work, sitting_id, family_name, given_names)):
        return replace(check_in(work, sitting_id=sitting_id, resident_id=same, source=source), namesake=True)
    facts = {
        "family_name": family_name, "given_names": given_names, "document": number, "phone": phone,
        "neighbourhood_id": neighbourhood_id, "organisation_id": organisation_id, "phone_prefix": phone_prefix,
    }  # fmt: skip
    return _new_and_here(work, facts, stay)


def enrol_scan(work: Work, *, sitting_id: str, payload: str, came_with: str | None = None) -> CheckedIn:
    """Marks the holder of a scanned DNI present; somebody new is written on the roll with what the card says.

    What the roll did not know of her yet (birth date, gender) is filled in; what it knows stays, and a name on the roll
    that the card does not bear out is answered as `card_names`. Raises Refused: not_a_dni, document_of_several (two on
    the roll have this number and neither the card's name), and as `check_in`.
    """
    sitting = sitting_row(work, sitting_id)
    may_arrive(sitting.state, source="scan")
    card = read_card(payload, today=work.clock.now().date())
    stay: dict[str, Any] = {"sitting_id": sitting_id, "source": "scan", "came_with": came_with}
    holder = holder_of(work, card)
    if holder is None:
        told = {"family_name": card.family_name, "given_names": card.given_names, "document": card.document}
        done = _new_and_here(work, {**told, "birth_date": card.birth_date, "gender": card.gender}, stay)
        return replace(done, doubtful=card.cuil_fits is False)
    if holder.birth_date is None and card.birth_date is not None:
        holder.birth_date = card.birth_date
    if holder.gender is None and card.gender is not None:
        holder.gender = card.gender
    arrived = check_in(work, resident_id=holder.id, **stay)
    return _with_card(arrived, holder, (card.family_name, card.given_names))


def leave(work: Work, *, presence_id: str, left_at: datetime | None = None) -> None:
    """Notes that somebody left. Raises Refused: presence_unknown, left_already, stay_backwards."""
    stay = _the_stay(work, presence_id)
    if stay.left_at is not None:
        raise Refused("left_already")
    left_at = left_at or work.clock.now()
    stay_in_order(stay.arrived_at, left_at)
    stay.left_at = left_at


def come_back(work: Work, *, presence_id: str) -> CheckedIn:
    """Somebody who had left is here again, by the same way: a new stay begins. Raises Refused as `check_in`."""
    stay = _the_stay(work, presence_id)
    return check_in(work, sitting_id=stay.sitting_id, resident_id=stay.resident_id, way=stay.way)


def take_back(work: Work, *, presence_id: str, enrolled: bool = False) -> None:
    """Takes an arrival back, with its trace; `enrolled` takes off the roll whom that same act had written on it.

    A person who was seen or heard anywhere else stays on the roll. Raises Refused: presence_unknown.
    """
    stay = _the_stay(work, presence_id)
    now = work.clock.now()
    stay.removed_at = now
    work.session.flush()
    elsewhere = work.session.scalars(
        select(Presence.id).where(Presence.resident_id == stay.resident_id, Presence.removed_at.is_(None)).limit(1)
    ).first()
    known = len(rows_of(work.session, stay.resident_id)) > 1 or spoke_up(work.session, resident_id=stay.resident_id)
    if enrolled and elsewhere is None and not known:
        the_resident(work, stay.resident_id).removed_at = now


def count_unnamed(work: Work, *, sitting_id: str, step: int = 1) -> int:
    """Counts one more person (or fewer) in the room whose name nobody took. Answers the new count.

    Raises Refused: sitting_unknown, sitting_not_open, sitting_already_closed, sitting_signed, nobody_unnamed.
    """
    sitting = sitting_row(work, sitting_id)
    may_arrive(sitting.state, source="correction")
    sitting.unnamed_in_room = unnamed_after(sitting.unnamed_in_room or 0, step)
    return sitting.unnamed_in_room


def note_consent(work: Work, *, sitting_id: str, resident_id: str, by_id: str | None = None) -> bool:
    """Somebody at the door agrees that her data be kept; for a minor, on the day of the sitting, her guardian does.

    False when she had agreed before. Raises Refused: sitting_unknown, and as `residents.commands.give_consent`.
    """
    day = sitting_row(work, sitting_id).starts_at.date()
    return give_consent(work, resident_id=resident_id, by_id=by_id, on=day)


def put_right(work: Work, /, *, sitting_id: str, resident_id: str, phone_prefix: str = "", **facts: Any) -> None:
    """Completes or corrects at the door what the roll says of somebody. Raises Refused as the roll's `correct`."""
    sitting_row(work, sitting_id)
    correct(work, resident_id=resident_id, phone_prefix=phone_prefix, **facts)


def record_stays(
    work: Work,
    *,
    sitting_id: str,
    resident_id: str,
    match_id: str,
    stays: Iterable[tuple[datetime, datetime | None]],
    way: str = "zoom",
) -> tuple[str, ...]:
    """Writes the stays that a judgement on Zoom's lines brings to a person, beside whatever she has from elsewhere.

    The stays of the same judgement and person are replaced; those that stay the same are left alone, so that reading
    the same file again writes nothing. Answers the identifiers of the presences. Raises Refused as `check_in`.
    """
    kept = {
        (stay.arrived_at, stay.left_at, stay.way): stay
        for stay in _stays_of(work, match_id)
        if stay.resident_id == resident_id
    }
    answer = []
    for arrived_at, left_at in stays:
        known = kept.pop((arrived_at, left_at, way), None)
        if known is not None:
            answer.append(known.id)
            continue
        done = check_in(
            work,
            sitting_id=sitting_id,
            resident_id=resident_id,
            way=way,
            source="zoom",
            arrived_at=arrived_at,
            left_at=left_at,
            match_id=match_id,
        )
        answer.append(done.presence_id)
    for stay in kept.values():
        stay.removed_at = work.clock.now()
    return tuple(answer)


def take_back_stays(work: Work, *, match_id: str) -> int:
    """Takes back every stay that a judgement had brought. Answers how many there were."""
    stays = _stays_of(work, match_id)
    for stay in stays:
        stay.removed_at = work.clock.now()
    return len(stays)


def _namesake(work: Work, sitting_id: str, family_name: str, given_names: str) -> str | None:
    told = (fold(family_name), fold(given_names))
    here = work.session.execute(
        select(Resident.id, Resident.family_name, Resident.given_names)
        .join(Presence, Presence.resident_id == Resident.id)
        .where(
            Presence.sitting_id == sitting_id,
            Presence.way == "room",
            Presence.left_at.is_(None),
            Presence.removed_at.is_(None),
        )
    )
    return next((one for one, family, given in here if (fold(family), fold(given)) == told), None)


def _with_card(done: CheckedIn, holder: Resident, told: tuple[str, str]) -> CheckedIn:
    roll = (holder.family_name, holder.given_names)
    return done if same_name(roll, told) else replace(done, card_names=told)


def _the_stay(work: Work, presence_id: str) -> Presence:
    stay = work.session.get(Presence, presence_id)
    if stay is None or stay.removed_at is not None:
        raise Refused("presence_unknown")
    return stay


def _open_stay(work: Work, sitting_id: str, rows: Sequence[str], way: str) -> Presence | None:
    return work.session.scalars(
        select(Presence).where(
            Presence.sitting_id == sitting_id,
            Presence.resident_id.in_(rows),
            Presence.way == way,
            Presence.left_at.is_(None),
            Presence.removed_at.is_(None),
        )
    ).first()


def _stays_of(work: Work, match_id: str) -> list[Presence]:
    return list(
        work.session.scalars(select(Presence).where(Presence.match_id == match_id, Presence.removed_at.is_(None)))
    )
