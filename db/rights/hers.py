"""Which rows of the record are about a person: read once, for her file and for an erasure alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Text, or_, select, type_coerce
from sqlalchemy.orm import Session

from db.agenda.tables import Turn
from db.base import Row
from db.checkin.tables import Presence
from db.errors import Refused
from db.issues.tables import Commitment, Issue
from db.journal import Entry
from db.matching.tables import Match
from db.residents.persons import rows_of
from db.residents.tables import Alias, KeptApart, Merge, Resident
from db.rights.handed_out import HandedOut, handed_out
from db.rights.tables import Erasure
from db.zoom.tables import Participant

R = TypeVar("R", bound=Row)
# SQLite takes a bounded number of variables in one statement.
_AT_ONCE = 500
_LISTS = ("resident_ids", "rejected_ids", "remembered", "enrolled_id")


@dataclass(frozen=True)
class Hers:
    """The rows about one person, those taken back or taken out among them; merges too that were undone."""

    ids: tuple[str, ...]
    residents: tuple[Resident, ...]
    aliases: tuple[Alias, ...]
    presences: tuple[Presence, ...]
    brought: tuple[Presence, ...]
    turns: tuple[Turn, ...]
    issues: tuple[Issue, ...]
    commitments: tuple[Commitment, ...]
    matches: tuple[Match, ...]
    # Judgements that name her and are not hers: ruled out, or taken back.
    ruled_out: tuple[Match, ...]
    participants: tuple[Participant, ...]
    merges: tuple[Merge, ...]
    kept_apart: tuple[KeptApart, ...]
    wards: tuple[Resident, ...]
    agreed_for: tuple[Resident, ...]
    erasures: tuple[Erasure, ...]
    handed_out: HandedOut

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The rows about her as the journal names them: noun and identifier."""
        rows = (*self.residents, *self.aliases, *self.presences, *self.turns, *self.issues, *self.commitments,
                *self.matches, *self.ruled_out, *self.participants, *self.merges, *self.kept_apart,
                *self.erasures, *self.handed_out.rows)  # fmt: skip
        return tuple(sorted({(one.__tablename__, one.id) for one in rows}))

    def is_hers_alone(self, match: Match) -> bool:
        """Whether a connection is hers and of nobody else."""
        return bool(match.resident_ids) and set(match.resident_ids) <= set(self.ids)


def hers(session: Session, resident_id: str) -> Hers:
    """Every row about a person, found by any row of the roll that is she. Raises Refused: resident_unknown."""
    ids = rows_of(session, resident_id)
    residents = tuple(session.scalars(select(Resident).where(Resident.id.in_(ids)).order_by(Resident.id)))
    if not residents:
        raise Refused("resident_unknown")
    judged = _judged(session, ids)
    matches = tuple(one for one in judged if set(one.resident_ids) & set(ids) or one.enrolled_id in ids)
    lines = sorted({line for match in matches for line in match.participant_ids})
    participants = _lines(session, lines)
    aliases = _those(session, Alias, Alias.resident_id.in_(ids))
    alone = {
        line
        for match in matches
        if match.resident_ids and set(match.resident_ids) <= set(ids)
        for line in match.participant_ids
    }
    return Hers(
        ids=ids,
        residents=residents,
        aliases=aliases,
        presences=_those(session, Presence, Presence.resident_id.in_(ids)),
        brought=_those(session, Presence, Presence.came_with_id.in_(ids)),
        turns=_those(session, Turn, Turn.resident_id.in_(ids)),
        issues=_those(session, Issue, Issue.raised_by_id.in_(ids)),
        commitments=_those(
            session, Commitment, Commitment.responsible_kind == "resident", Commitment.responsible_id.in_(ids)
        ),
        matches=matches,
        ruled_out=tuple(one for one in judged if one not in matches),
        participants=participants,
        merges=_those(session, Merge, or_(Merge.kept_id.in_(ids), Merge.absorbed_id.in_(ids))),
        kept_apart=_those(session, KeptApart, or_(KeptApart.first_id.in_(ids), KeptApart.second_id.in_(ids))),
        wards=_those(session, Resident, Resident.guardian_id.in_(ids)),
        agreed_for=_those(session, Resident, Resident.consent_by_id.in_(ids)),
        erasures=_those(session, Erasure, Erasure.resident_id.in_(ids)),
        handed_out=handed_out(session, residents, aliases, [one for one in participants if one.id in alone]),
    )


def kind_of(noun: str) -> Any:
    """The table of a noun. Not by the registry: it knows the nouns that come after this one too."""
    return next(m.class_ for m in Row.registry.mappers if getattr(m.class_, "__tablename__", "") == noun)


def _judged(session: Session, ids: Collection[str]) -> tuple[Match, ...]:
    """Every judgement that names her now, or ever did: what was taken back still stands in the journal."""
    lists = [type_coerce(Match.__table__.c[name], Text) for name in _LISTS]
    told = type_coerce(Entry.__table__.c.fields, Text)
    now = select(Match.id).where(or_(*(one.contains(her) for one in lists for her in ids)))
    ever = select(Entry.row_id).where(Entry.noun == "match", or_(*(told.contains(her) for her in ids)))
    return _those(session, Match, or_(Match.id.in_(now), Match.id.in_(ever)))


def _those(session: Session, kind: type[R], *conditions: ColumnElement[bool]) -> tuple[R, ...]:
    return tuple(session.scalars(select(kind).where(*conditions).order_by(kind.id)))


def _lines(session: Session, ids: Collection[str]) -> tuple[Participant, ...]:
    ordered = sorted(ids)
    parts = (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
    return tuple(line for part in parts for line in _those(session, Participant, Participant.id.in_(part)))
