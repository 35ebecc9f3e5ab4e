"""Taking a list of organisations in: each line held against those that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused
from db.folding import fold
from db.organisations.rules import CHANGED, ERROR, NEW, SAME, clean, differences, kind_of
from db.organisations.tables import Organisation
from db.places.tables import Neighbourhood

_FIELDS = ("id", "name", "kind", "neighbourhood_id", "contact", "phone", "email")


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """One line of a list: its number as a spreadsheet shows it, and what stands in its known columns."""

    number: int
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    """One field that the list says otherwise; a neighbourhood by name."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class JudgedOrganisation:
    """The verdict on one line: new, same, changed or error (`code`). `left_out` as in the roll's."""

    number: int
    kind: str
    name: str
    code: str | None = None
    changes: tuple[OrganisationChange, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ImportedOrganisations:
    """How many lines were what, and the verdicts that somebody should look at."""

    new: int
    same: int
    changed: int
    errors: int
    remarks: tuple[JudgedOrganisation, ...]

    @classmethod
    def of(cls, judged: Sequence[JudgedOrganisation]) -> ImportedOrganisations:
        new, same, changed, errors = (sum(row.kind == kind for row in judged) for kind in (NEW, SAME, CHANGED, ERROR))
        return cls(new, same, changed, errors, tuple(row for row in judged if row.kind == ERROR or row.left_out))


def judge_organisations(
    session: Session, *, lines: Iterable[OrganisationLine], phone_prefix: str = ""
) -> tuple[JudgedOrganisation, ...]:  # fmt: skip
    """The verdict on each line, reading only."""
    judging = Judging(session, phone_prefix)
    judged = []
    for line in lines:
        fields, row = judging.judge(line)
        judging.follow(row, fields)
        judged.append(row)
    return tuple(judged)


class Judging:
    """The organisations of the record, and what the lines so far have made of them."""

    def __init__(self, session: Session, phone_prefix: str) -> None:
        self._session, self._prefix = session, phone_prefix
        rows = session.execute(
            select(Organisation.folded, *(getattr(Organisation, name) for name in _FIELDS))
            .where(Organisation.removed_at.is_(None))
            .order_by(Organisation.id.desc())
        )
        self.known: dict[str, dict[str, Any]] = {row[0]: dict(zip(_FIELDS, row[1:], strict=True)) for row in rows}
        quarters = session.execute(
            select(Neighbourhood.folded, Neighbourhood.id, Neighbourhood.name).where(Neighbourhood.removed_at.is_(None))
        ).all()
        self._quarters = {folded: quarter_id for folded, quarter_id, _ in quarters}
        self._names = {quarter_id: name for _, quarter_id, name in quarters}

    def judge(self, line: OrganisationLine) -> tuple[dict[str, Any], JudgedOrganisation]:
        """The fields of a line as the record keeps them, and its verdict."""
        told: dict[str, Any] = {"name": "", **line.told}
        left_out: tuple[tuple[str, str], ...] = ()
        if quarter := told.pop("neighbourhood", ""):
            told["neighbourhood_id"] = self._quarters.get(fold(quarter))
            left_out = () if told["neighbourhood_id"] else (("neighbourhood_unknown", quarter),)
        try:
            fields = clean(told, phone_prefix=self._prefix)
        except Refused as no:
            return {}, JudgedOrganisation(line.number, ERROR, told["name"], no.code)
        known = self.known.get(fields["folded"])
        if known is None:
            fields.setdefault("kind", kind_of(fields["name"]))
            return fields, JudgedOrganisation(line.number, NEW, fields["name"], left_out=left_out)
        changed = tuple(
            OrganisationChange(name.removesuffix("_id"), self._worded(known[name]), self._worded(value))
            for name, value in differences(fields, known).items()
        )
        kind = CHANGED if changed else SAME
        return fields, JudgedOrganisation(line.number, kind, fields["name"], changes=changed, left_out=left_out)

    def follow(self, row: JudgedOrganisation, fields: Mapping[str, Any]) -> None:
        """Takes note of what a line makes of the list, for the lines after it."""
        if row.kind in (NEW, CHANGED):
            known = self.known.setdefault(fields["folded"], dict.fromkeys(_FIELDS))
            known.update({name: value for name, value in fields.items() if name in _FIELDS and value is not None})
            if known["id"] is None:
                known["id"] = self._session.scalars(
                    select(Organisation.id).where(
                        Organisation.folded == fields["folded"], Organisation.removed_at.is_(None)
                    )
                ).first()

    def _worded(self, value: str | None) -> str | None:
        return self._names.get(value, value) if value else value
