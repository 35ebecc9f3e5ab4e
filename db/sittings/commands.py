"""What can be done with councils and sittings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from db.clock import named_id
from db.contacts import clean_text
from db.errors import Refused
from db.folding import fold
from db.places.tables import District, Neighbourhood
from db.sittings import parts, rules
from db.sittings.calendar import length_of
from db.sittings.tables import Council, Sitting
from db.work import Work


def found_council(work: Work, *, name: str, district_id: str | None = None, kind: str = "neighbourhood") -> str:
    """The council of that name in the district, made when nobody has met in it yet; answers its id.

    A neighbourhood council that is called after its quarters, as most are, is taken to be theirs.
    Every desk gives a council the same id by itself. Raises Refused: sitting_council_missing, council_kind_unknown,
    district_needed, when neither the desk nor the caller names a district.
    """
    _, name = rules.needed_words(title=name, council=name)
    rules.known_kind(kind)
    district_id = district_id or work.identity.district_id
    if not district_id:
        raise Refused("district_needed")
    council_id = named_id(work.identity.city_id, "council", district_id, fold(name))
    found = work.session.get(Council, council_id)
    if found is None:
        quarters = rules.quarters_named(name, _quarters(work, district_id)) if kind == "neighbourhood" else ()
        made = Council(id=council_id, name=name, kind=kind, district_id=district_id, neighbourhood_ids=list(quarters))
        work.session.add(made)
        work.session.flush()
    elif found.removed_at is not None:
        found.removed_at = None
    return council_id


def plan_sitting(
    work: Work,
    *,
    title: str,
    starts_at: datetime,
    council: str | None = None,
    council_id: str | None = None,
    kind: str = "neighbourhood",
    district_id: str | None = None,
    place: str | None = None,
    facilitator: str | None = None,
    mode: str = "hybrid",
    zoom_number: str | None = None,
    join_link: str | None = None,
    length_minutes: int | None = None,
) -> str:
    """Plans a sitting of a council, found by its id or by its name (and made when it is new); answers the sitting's id.

    A date in the past is allowed: some evenings are written down the morning after. Without a place it is the centre
    of the council's district. Raises Refused: sitting_title_missing, sitting_council_missing, sitting_mode_unknown,
    zoom_number_unreadable, length_out_of_range, council_unknown, and as `found_council`.
    """
    known = work.session.get(Council, council_id) if council_id else None
    if council_id and known is None:
        raise Refused("council_unknown")
    title, name = rules.needed_words(title=title, council=known.name if known else council or "")
    rules.known_mode(mode)
    if known is None:
        made = found_council(work, name=name, district_id=district_id, kind=kind)
        known = work.session.get_one(Council, made)
    sitting = Sitting(
        council_id=known.id,
        district_id=known.district_id,
        title=title,
        starts_at=starts_at,
        place=(place or "").strip() or _centre(work, known.district_id),
        facilitator=clean_text(facilitator),
        mode=mode,
        zoom_number=rules.known_zoom_number(zoom_number),
        join_link=join_link or None,
        length_minutes=length_of(length_minutes),
    )
    work.session.add(sitting)
    work.session.flush()
    return sitting.id


def open_sitting(work: Work, *, sitting_id: str) -> str:
    """Opens a planned sitting; this desk then runs it until it is closed. Answers its state.

    Raises Refused: sitting_unknown, sitting_cancelled, sitting_already_open, sitting_already_closed, sitting_signed,
    another_sitting_open.
    """
    sitting = sitting_row(work, sitting_id)
    other = _held_open(work, sitting_id)
    rules.may_open(state=sitting.state, other=other, cancelled=sitting.cancelled_at is not None)
    sitting.state, sitting.opened_at, sitting.held_by = "open", work.clock.now(), work.identity.desk_id
    return sitting.state


def close_sitting(work: Work, *, sitting_id: str, unnamed: int | None = None, stream_views: int | None = None) -> str:
    """Closes an open sitting: what runs ends now, and the hash of its facts is kept. Answers its state.

    `unnamed` are those counted one by one in the room, without whoever came with somebody; `stream_views` how many saw
    it elsewhere. What is not given stays. Raises Refused: sitting_unknown, sitting_not_open, sitting_already_closed,
    sitting_signed, number_out_of_range.
    """
    sitting = sitting_row(work, sitting_id)
    rules.may_close(state=sitting.state)
    if unnamed is not None:
        sitting.unnamed_in_room = rules.known_count(unnamed)
    if stream_views is not None:
        sitting.stream_views = rules.known_count(stream_views)
    now = work.clock.now()
    parts.end_what_runs(work.session, sitting_id=sitting_id, at=now)
    sitting.state, sitting.closed_at = "closed", now
    sitting.facts_hash = parts.facts_hash(work.session, sitting_id=sitting_id)
    sitting.closed_knowing = parts.told_by_desk(work.session, sitting_id=sitting_id)
    return sitting.state


def reopen_sitting(work: Work, *, sitting_id: str) -> str:
    """Opens a sitting again that was closed by mistake: the item that the closing ended runs on. Answers its state.

    The journal keeps that it was closed, and that it was opened again; nothing written since is a correction any more.
    Raises Refused: sitting_unknown, sitting_not_open, sitting_already_open, sitting_signed, another_sitting_open.
    """
    sitting = sitting_row(work, sitting_id)
    rules.may_reopen(state=sitting.state, other=_held_open(work, sitting_id))
    if sitting.closed_at is not None:
        parts.go_on(work.session, sitting_id=sitting_id, ended_at=sitting.closed_at)
    sitting.state, sitting.closed_at, sitting.facts_hash, sitting.closed_knowing = "open", None, None, None
    sitting.held_by = work.identity.desk_id
    return sitting.state


def note_stream_views(work: Work, *, sitting_id: str, views: int) -> None:
    """How many have seen the sitting elsewhere, as the number grows. Raises Refused: sitting_unknown, sitting_signed,
    number_out_of_range.
    """
    sitting = sitting_row(work, sitting_id)
    rules.may_still_be_written(state=sitting.state)
    sitting.stream_views = rules.known_count(views)


def change_sitting(
    work: Work,
    *,
    sitting_id: str,
    title: str | None = None,
    starts_at: datetime | None = None,
    place: str | None = None,
    facilitator: str | None = None,
    mode: str | None = None,
    zoom_number: str | None = None,
    length_minutes: int | None = None,
) -> None:
    """Sets right what was planned; what is not given stays, 0 minutes are none. Raises Refused: sitting_unknown,
    sitting_signed, and as `plan_sitting`.
    """
    sitting = sitting_row(work, sitting_id)
    rules.may_still_be_written(state=sitting.state)
    if title is not None:
        sitting.title = rules.needed_words(title=title, council="-")[0]
    if mode is not None:
        sitting.mode = rules.known_mode(mode)
    if starts_at is not None:
        sitting.starts_at = starts_at
    if place is not None:
        sitting.place = place.strip() or None
    if facilitator is not None:
        sitting.facilitator = clean_text(facilitator)
    if length_minutes is not None:
        sitting.length_minutes = length_of(length_minutes)
    if zoom_number is not None:
        number = rules.known_zoom_number(zoom_number)
        if not rules.same_zoom_number(number, sitting.zoom_number):
            # Neighbours who were sent the links of another meeting would wait in an empty room.
            sitting.join_link = sitting.registration_link = None
        sitting.zoom_number = number


def keep_invitation(
    work: Work, *, sitting_id: str, zoom_number: str, join_link: str, registration_link: str | None
) -> None:
    """Writes down the Zoom meeting that was made for a sitting; whoever is invited registers or joins by its links.

    Raises Refused: sitting_unknown, sitting_signed, zoom_number_unreadable, zoom_already_there.
    """
    sitting = sitting_row(work, sitting_id)
    rules.may_still_be_written(state=sitting.state)
    if sitting.zoom_number:
        raise Refused("zoom_already_there", number=sitting.zoom_number)
    sitting.zoom_number = rules.known_zoom_number(zoom_number)
    sitting.join_link, sitting.registration_link = join_link or None, registration_link or None


def sitting_row(work: Work, sitting_id: str) -> Sitting:
    """The living row, for commands of this noun and of those after it. Raises Refused: sitting_unknown."""
    found = work.session.get(Sitting, sitting_id)
    if found is None or found.removed_at is not None:
        raise Refused("sitting_unknown", text=sitting_id)
    return found


def _held_open(work: Work, but_id: str) -> str | None:
    """The title of another sitting that this desk still holds open."""
    return work.session.scalar(
        select(Sitting.title).where(
            Sitting.state == "open",
            Sitting.held_by == work.identity.desk_id,
            Sitting.id != but_id,
            Sitting.removed_at.is_(None),
        )
    )


def _centre(work: Work, district_id: str) -> str | None:
    district = work.session.get(District, district_id)
    return district.centre if district else None


def _quarters(work: Work, district_id: str) -> dict[str, str]:
    known = select(Neighbourhood.id, Neighbourhood.folded).where(
        Neighbourhood.district_id == district_id, Neighbourhood.removed_at.is_(None)
    )
    return {row.id: row.folded for row in work.session.execute(known)}
