"""What an erasure takes and leaves, counted from her file: the person who erases reads it before she confirms."""

from __future__ import annotations

from dataclasses import dataclass

from db.duplicates.queries import Proposal
from db.folding import fold
from db.rights.queries import Mention
from db.rights.told import PersonFile


@dataclass(frozen=True)
class Preview:
    """What will be gone and what stays. `mentions` are texts in which she may be named; `actas` her minutes;
    `perhaps_she` are rows that stand beside hers on the roll and are not hers by anybody's word.
    """

    resident_id: str
    name: str
    confirm: str
    rows: int
    other_names: int
    connections: int
    handed_out: int
    entries: int
    sittings: int
    turns: int
    issues: int
    commitments: int
    told: int
    actas: tuple[str, ...]
    mentions: tuple[Mention, ...]
    perhaps_she: tuple[str, ...] = ()

    def confirmed_by(self, typed: str) -> bool:
        """Whether her family name was typed, whatever its capitals and accents."""
        return fold(typed) == fold(self.confirm)


def preview_of(file: PersonFile, mentions: tuple[Mention, ...], twins: tuple[Proposal, ...] = ()) -> Preview:
    """The preview of erasing the person of this file; `twins` are the pairs that propose she is on the roll twice."""
    speaks = next(row for row in file.rows if row.id == file.resident_id)
    return Preview(
        resident_id=file.resident_id,
        name=file.name,
        confirm=speaks.family_name or speaks.given_names or file.resident_id[:8],
        rows=len(file.rows),
        other_names=sum(one.removed_at is None for one in file.names),
        connections=len(file.connections),
        handed_out=len(file.registrations) + len(file.answers) + len(file.said),
        entries=len(file.changes),
        sittings=len({one.at.sitting_id for one in file.stays if one.removed_at is None}),
        turns=sum(one.removed_at is None for one in file.turns),
        issues=sum(one.removed_at is None for one in file.issues),
        commitments=sum(one.removed_at is None for one in file.commitments),
        told=file.told,
        actas=tuple(f"{place.council} {number}" for place in file.sittings for number in place.actas),
        mentions=mentions,
        perhaps_she=tuple(_other(one, {row.id for row in file.rows}) for one in twins if not one.doubtful),
    )


def _other(pair: Proposal, hers: set[str]) -> str:
    return pair.absorbed if pair.kept_id in hers else pair.kept
