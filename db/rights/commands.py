"""What can be done for a person's rights: erase her from the record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import Row, plain
from db.errors import Refused
from db.issues.search import forget_words
from db.journal import emptied_value, seal
from db.matching.rules import Verdict
from db.matching.tables import Match, Proposal
from db.minutes.forgetting import forget_drafts
from db.residents import search
from db.residents.tables import Alias
from db.rights.compacting import owe
from db.rights.finding import Mention, find, signs_for
from db.rights.hers import Hers, hers, kind_of
from db.rights.outcomes import Erased
from db.rights.rules import BLOT, Signs, blot, look, usual_band
from db.rights.tables import Erasure
from db.rights.where import HERS, ONLY_FOR_FIGURES
from db.sittings.tables import Sitting
from db.work import Work
from db.zoom.replacing import NAMELESS
from db.zoom.tables import Participant

# A telephone that nobody can call: the line goes on counting as one that came by telephone.
_NO_NUMBER = "***"
_AT_ONCE = 1000


def erase(work: Work, *, resident_id: str, zone: ZoneInfo, blot_out: Collection[tuple[str, str, str]] = ()) -> Erased:
    """Empties a person from the record: what she did stays as a count, who she is goes, from the journal too.

    `zone` is the city's: her age at a sitting was that of the city's day. `blot_out` are the texts (noun, row, field),
    of those that `mentions` shows, in which she is to be blotted out as well. What is left in the file after this is
    taken away by `compacting.compact`, at the latest when the file is opened again.

    Raises Refused: resident_unknown, resident_erased.
    """
    work.session.flush()
    # What is overwritten from here on is overwritten with zeros.
    work.session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
    found = hers(work.session, resident_id)
    if all(one.erased_at for one in found.residents):
        raise Refused("resident_erased")
    signs = signs_for(work.session, found)
    seen = tuple(find(work.session, found, signs))
    eraser = _Eraser(work)
    _empty_roll(eraser, found, zone)
    for match in found.matches:
        _empty_match(eraser, match, found)
    for line in found.handed_out.rows:
        eraser.forget(line, HERS[line.__tablename__])
    for match in found.ruled_out:
        eraser.forget(match, ("reasons", "remembered"), remembered=_without(match, found))
    _forget_proposals(work.session, found)
    if signs.patterns:
        forget_drafts(work.session, lambda text: look(text, signs) is not None)
    blotted = [one for one in seen if one.key in set(blot_out) and one.can_be_blotted]
    for one in blotted:
        _blot(eraser, one, signs)
    ids = [one.id for one in found.residents]
    written = _write_down(work, resident_id if resident_id in ids else ids[0], eraser.emptied)
    _leave_the_index(work.session, found.ids)
    owe(work.session)
    left = tuple(one for one in seen if one not in blotted)
    return Erased(written, len(eraser.emptied), eraser.values, len(blotted), left)


def _write_down(work: Work, resident_id: str, emptied: list[dict[str, Any]]) -> str:
    """That she was erased, in portions that every desk follows in one breath; answers the first one's identifier."""
    by = work.actor or work.identity.desk_id
    some = [emptied[at : at + _AT_ONCE] for at in range(0, max(len(emptied), 1), _AT_ONCE)]
    written = [Erasure(resident_id=resident_id, decided_by=by, emptied=one) for one in some]
    work.session.add_all(written)
    work.session.flush()
    return written[0].id


class _Eraser:
    """Empties fields of rows in the journal first and then in the row, and writes down which."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.emptied: list[dict[str, Any]] = []
        # What this desk wrote up to here may tell of her; what it writes from now on does not.
        self._before: int = work.session.info["author"].seq
        self.values = 0

    def forget(self, row: Row, fields: Iterable[str], **instead: Any) -> None:
        """Takes the fields' values away. What stands there `instead` says nothing of her."""
        after = {name: instead.get(name, emptied_value(type(row), name)) for name in sorted(fields)}
        self.seal(row, after, lambda name, value: value == plain(after[name]))

    def seal(self, row: Row, after: dict[str, Any], spare: Callable[[str, Any], bool]) -> None:
        """Makes the fields what they are to be, and takes what they were out of the journal, but for the spared."""
        count = seal(self.work.session, noun=row.__tablename__, row_id=row.id, fields=tuple(after), spare=spare)
        changed = [name for name, value in after.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, after[name])
        if count or changed:
            self.emptied.append(
                {"noun": row.__tablename__, "row_id": row.id, "fields": list(after), "before": self._before}
            )
        self.values += count


def _empty_roll(eraser: _Eraser, found: Hers, zone: ZoneInfo) -> None:
    """Her rows of the roll. Her age becomes the band she was counted in, for a figure that was told stays true."""
    work, now = eraser.work, eraser.work.clock.now()
    live = {one.sitting_id for one in found.presences if one.removed_at is None}
    days = [at.astimezone(zone).date() for at in work.session.scalars(
        select(Sitting.starts_at).where(Sitting.id.in_(live)))]  # fmt: skip
    for one in found.residents:
        band = usual_band(one.birth_date, days) or one.age_band if days else None
        eraser.forget(one, (*HERS["resident"], *(() if days else ONLY_FOR_FIGURES)))
        if one.age_band != band:
            one.age_band = band
        one.erased_at = now
    for alias in found.aliases:
        eraser.forget(alias, HERS["alias"])
        alias.removed_at = alias.removed_at or now
    for ward in found.wards:
        eraser.forget(ward, ("guardian_id",))


def _empty_match(eraser: _Eraser, match: Match, found: Hers) -> None:
    """A connection of hers alone loses its names; of one she shared only what was remembered of her goes."""
    if not found.is_hers_alone(match):
        eraser.forget(match, ("reasons", "remembered"), remembered=_without(match, found))
        return
    _empty_connection(eraser, match)
    # The program alone would find nobody behind an empty line, and take the presence back. What was judged is decided.
    if match.verdict == Verdict.SURE:
        match.verdict = Verdict.CONFIRMED
    match.decided_by = match.decided_by or eraser.work.actor or eraser.work.identity.desk_id


def _empty_connection(eraser: _Eraser, match: Match) -> None:
    """Empties the lines of a connection. They stay one, by a number that means nothing, and so do its stays."""
    number = NAMELESS + eraser.work.clock.new_id()
    session = eraser.work.session
    for line in session.scalars(select(Participant).where(Participant.id.in_(match.participant_ids))):
        eraser.forget(line, HERS["participant"], registrant_id=number, phone=_NO_NUMBER if line.phone else None)
    eraser.forget(match, HERS["match"], group_key=f"registrant:{number}")


def _without(match: Match, found: Hers) -> list[list[str]]:
    return [one for one in match.remembered or [] if one[0] not in found.ids]


def _forget_proposals(session: Session, found: Hers) -> None:
    """She is proposed for nothing any more. Proposals are of this laptop alone and need no trace."""
    for kept in session.scalars(select(Proposal)):
        left = [one for one in kept.candidates if one["resident_id"] not in found.ids]
        if len(left) == len(kept.candidates):
            continue
        if left:
            kept.candidates, kept.clear = left, False
        else:
            session.delete(kept)


def _blot(eraser: _Eraser, mention: Mention, signs: Signs) -> None:
    """Blots her out of one text, and takes the older writings of it out of the journal where they named her."""
    row = eraser.work.session.get(kind_of(mention.noun), mention.row_id)
    if row is None:
        return
    if isinstance(row, Participant):
        _blot_line(eraser, row)
        return
    if isinstance(row, Alias):
        eraser.forget(row, ("value",))
        row.removed_at = row.removed_at or eraser.work.clock.now()
        return
    told = getattr(row, mention.field)
    clean = blot(told, signs) if told else told
    nothing_else = clean == BLOT and type(row).__table__.columns[mention.field].nullable
    # Older writings that did not name her stay in the journal as they were.
    eraser.seal(row, {mention.field: None if nothing_else else clean}, lambda _, value: look(value, signs) is None)


def _blot_line(eraser: _Eraser, line: Participant) -> None:
    """A line that was nobody's yet, or of several: the whole connection is emptied, or it would part in two."""
    session = eraser.work.session
    for match in session.scalars(select(Match).where(Match.sitting_id == line.sitting_id)):
        if line.id in match.participant_ids:
            _empty_connection(eraser, match)
            return
    eraser.forget(line, HERS["participant"], registrant_id=NAMELESS + eraser.work.clock.new_id())


def _leave_the_index(session: Session, ids: Iterable[str]) -> None:
    """Takes her out of the search, without a trace of her letters."""
    if search.has_index(session):
        search.forget(session, ids)
        forget_words(session)
