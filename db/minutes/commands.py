"""What can be done to the minutes: begin a version, note which document it became, take back an edited one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from db.errors import Refused
from db.journal import Entry
from db.minutes.rules import may_draft, may_take_back, next_number
from db.minutes.signatories import signatories
from db.minutes.tables import Minutes, MinutesDraft
from db.places.city import City
from db.sittings.tables import Sitting
from db.work import Work


@dataclass(frozen=True)
class Drafted:
    """A version that was begun: which one, under which number."""

    minutes_id: str
    number: int
    year: int
    version: int


def draft(work: Work, *, sitting_id: str, city: City, language: str = "") -> Drafted:
    """Begins the next version of the minutes of a sitting, made from the journal as it stands.

    All versions of one sitting carry one number, which counts per council and year. A version that was begun and
    never became a document (the disk was full, the program was killed) is taken up again instead of leaving a gap.
    `language` is that of the document; without one, that of the version before, else the city's.
    Raises Refused: sitting_unknown, minutes_too_early, minutes_final, minutes_signed.
    """
    sitting = work.session.get(Sitting, sitting_id)
    if sitting is None or sitting.removed_at is not None:
        raise Refused("sitting_unknown", text=sitting_id)
    versions = _versions(work, Minutes.sitting_id == sitting_id)
    may_draft(sitting.state, (one.state for one in versions))
    last = versions[-1] if versions else None
    if last is not None and last.document_sha256 is None:
        last.made_from, last.drafted_at = _journal_position(work), work.clock.now()
        last.language = language or last.language
        return Drafted(last.id, last.number, last.year, last.version)
    year = sitting.starts_at.astimezone(city.zone).year
    taken = _versions(work, Minutes.council_id == sitting.council_id, Minutes.year == year)
    begun = Minutes(
        sitting_id=sitting_id,
        council_id=sitting.council_id,
        year=last.year if last else year,
        number=last.number if last else next_number(one.number for one in taken),
        version=last.version + 1 if last else 1,
        language=language or (last.language if last else city.language),
        drafted_at=work.clock.now(),
        made_from=_journal_position(work),
        state="draft",
        signatories=list(signatories(work.session, sitting_id=sitting_id)),
    )
    work.session.add(begun)
    work.session.flush()
    return Drafted(begun.id, begun.number, begun.year, begun.version)


def keep_document(
    work: Work, *, minutes_id: str, sha256: str, name: str, made: bytes = b"", edited: bytes | None = None
) -> None:
    """Notes the document that a version became; `made` is the file as the program makes it from the record.

    `edited` is the file itself where it carries on what somebody edited by hand. Raises Refused: minutes_unknown.
    """
    minutes = _version(work, minutes_id)
    minutes.document_sha256 = sha256
    minutes.document_name = name
    if edited is not None:
        minutes.edited_at = work.clock.now()
    if made:
        work.session.merge(MinutesDraft(minutes_id=minutes_id, sitting_id=minutes.sitting_id, made=made, edited=edited))


def take_back(work: Work, *, minutes_id: str, sha256: str, name: str, content: bytes) -> None:
    """Takes what somebody edited by hand as the version it came from. Nothing of it is ever written over.

    Raises Refused: minutes_unknown, minutes_not_the_newest, minutes_signed.
    """
    minutes = _version(work, minutes_id)
    may_take_back(
        minutes.id, [(one.id, one.state) for one in _versions(work, Minutes.sitting_id == minutes.sitting_id)]
    )
    minutes.document_sha256, minutes.document_name, minutes.edited_at = sha256, name, work.clock.now()
    kept = work.session.get(MinutesDraft, minutes_id)
    if kept is None:
        # Made on another laptop: what it was before the edit is not known here, and is not made up either.
        work.session.add(MinutesDraft(minutes_id=minutes_id, sitting_id=minutes.sitting_id, made=b"", edited=content))
    else:
        kept.edited = content


def _version(work: Work, minutes_id: str) -> Minutes:
    minutes = work.session.get(Minutes, minutes_id)
    if minutes is None or minutes.removed_at is not None:
        raise Refused("minutes_unknown")
    return minutes


def _versions(work: Work, *conditions: object) -> list[Minutes]:
    query = select(Minutes).where(Minutes.removed_at.is_(None), *conditions)  # type: ignore[arg-type]
    return list(work.session.scalars(query.order_by(Minutes.version, Minutes.id)))


def _journal_position(work: Work) -> dict[str, int]:
    """The last number of every desk whose entries this record holds: what the version was made from."""
    query = select(Entry.desk_id, func.max(Entry.desk_seq)).where(Entry.city_id == work.identity.city_id)
    return {desk: int(last) for desk, last in work.session.execute(query.group_by(Entry.desk_id))}
