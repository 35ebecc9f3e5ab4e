"""Taking a roll in: each line judged against the roll, and written where it says something new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused
from db.folding import fold
from db.organisations.commands import find_or_make
from db.places.tables import Neighbourhood
from db.residents.roll_file import RollLine
from db.residents.roll_rules import CHANGED, DOUBTFUL, ERROR, NEW, SAME, Verdict, differences, judge
from db.residents.rules import clean
from db.residents.search import named
from db.residents.tables import Resident
from db.work import Work

_CHUNK = 400
_FIELDS = tuple(column.key for column in Resident.__table__.columns)


@dataclass(frozen=True)
class Remark:
    """What there is to say of one line: an error, a doubt, or something of it that was left out."""

    line: int
    kind: str
    code: str
    name: str


@dataclass(frozen=True)
class Imported:
    """How many lines were what. Their sum is the number of lines; `remarks` say why for those that need a person."""

    new: int
    same: int
    changed: int
    doubtful: int
    errors: int
    remarks: tuple[Remark, ...]


@dataclass
class _Intake:
    """What is kept in mind while a file is taken in."""

    work: Work
    phone_prefix: str
    quarters: Mapping[str, Neighbourhood]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((NEW, SAME, CHANGED, DOUBTFUL, ERROR), 0))
    remarks: list[Remark] = field(default_factory=list)
    organisations: dict[str, str] = field(default_factory=dict)


def import_rows(work: Work, *, lines: Sequence[RollLine], phone_prefix: str = "") -> Imported:
    """Takes the lines of a roll in, all of them in one transaction: new people are written, known ones get what the
    file says otherwise, what is doubtful or unreadable is left alone and told. Reading the same file again writes
    nothing. Organisations are found by name or made.
    """
    intake = _Intake(work, phone_prefix, _quarters(work))
    with work.session.no_autoflush:
        for some in _chunks(lines):
            _take_in(intake, some)
            work.session.flush()
    count = intake.counts
    return Imported(
        new=count[NEW],
        same=count[SAME],
        changed=count[CHANGED],
        doubtful=count[DOUBTFUL],
        errors=count[ERROR],
        remarks=tuple(intake.remarks),
    )


def _take_in(intake: _Intake, lines: Sequence[RollLine]) -> None:
    cleaned = [(line, fields) for line in lines if (fields := _cleaned(intake, line)) is not None]
    roll = _Nearby(intake.work.session, [fields for _, fields in cleaned])
    for line, fields in cleaned:
        verdict = judge(fields, roll.like(fields))
        intake.counts[verdict.kind] += 1
        if verdict.kind == DOUBTFUL:
            _remark(intake, line, DOUBTFUL, verdict.code or "")
        else:
            _write(intake, fields, verdict, roll)


def _cleaned(intake: _Intake, line: RollLine) -> dict[str, Any] | None:
    told = dict(line.told)
    quarter, organisation = told.pop("neighbourhood", None), told.pop("organisation", None)
    told = {"family_name": "", "given_names": "", **told}
    try:
        fields = clean(told, phone_prefix=intake.phone_prefix, today=intake.work.clock.now().date())
    except Refused as no:
        intake.counts[ERROR] += 1
        _remark(intake, line, ERROR, no.code)
        return None
    if quarter:
        place = intake.quarters.get(fold(quarter))
        if place is None:
            _remark(intake, line, "left_out", "neighbourhood_unknown")
        else:
            fields.update(neighbourhood_id=place.id, district_id=place.district_id)
    if organisation:
        if fold(organisation) not in intake.organisations:
            intake.organisations[fold(organisation)] = find_or_make(intake.work, name=organisation)
        fields["organisation_id"] = intake.organisations[fold(organisation)]
    return fields


def _write(intake: _Intake, fields: dict[str, Any], verdict: Verdict, roll: _Nearby) -> None:
    if verdict.kind == NEW:
        made = Resident(id=intake.work.clock.new_id(), **fields)
        intake.work.session.add(made)
        roll.add(made)
    elif verdict.kind == CHANGED and verdict.resident_id:
        row = intake.work.session.get_one(Resident, verdict.resident_id)
        for name, value in differences(fields, as_told(row)).items():
            setattr(row, name, value)


def _remark(intake: _Intake, line: RollLine, kind: str, code: str) -> None:
    name = " ".join(filter(None, (line.told.get("given_names"), line.told.get("family_name"))))
    intake.remarks.append(Remark(line.number, kind, code, name))


class _Nearby:
    """The people of the roll whom the lines of one chunk may mean, those written just now included."""

    def __init__(self, session: Session, told: Sequence[Mapping[str, Any]]) -> None:
        self._by_document: dict[str, dict[str, Resident]] = {}
        self._by_name: dict[str, dict[str, Resident]] = {}
        documents = {fields["document"] for fields in told if fields.get("document")}
        namesakes = named(session, names=[_full_name(fields) for fields in told])
        for column, wanted in ((Resident.document, documents), (Resident.id, namesakes)):
            for some in _chunks(sorted(wanted)):
                for row in session.scalars(select(Resident).where(column.in_(some), Resident.removed_at.is_(None))):
                    self.add(row)

    def add(self, row: Resident) -> None:
        if row.document:
            self._by_document.setdefault(row.document, {})[row.id] = row
        self._by_name.setdefault(_folded_name(row.family_name, row.given_names), {})[row.id] = row

    def like(self, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Whoever has the document or the name of a line."""
        rows = dict(self._by_document.get(fields.get("document") or "", {}))
        rows.update(self._by_name.get(_folded_name(fields["family_name"], fields["given_names"]), {}))
        return [as_told(rows[one]) for one in sorted(rows)]


def as_told(row: Resident) -> dict[str, Any]:
    """A row as plain values, as the rules want it."""
    return {name: getattr(row, name) for name in _FIELDS}


def _full_name(fields: Mapping[str, Any]) -> str:
    return f"{fields['family_name']} {fields['given_names']}"


def _folded_name(family_name: str, given_names: str) -> str:
    return f"{fold(family_name)}|{fold(given_names)}"


def _quarters(work: Work) -> dict[str, Neighbourhood]:
    """Quarters by name; where two districts have one of the same name, the desk's own comes last and wins."""
    rows = work.session.scalars(select(Neighbourhood).where(Neighbourhood.removed_at.is_(None)))
    mine = work.identity.district_id
    return {fold(row.name): row for row in sorted(rows, key=lambda row: (row.district_id == mine, row.id))}


def _chunks(lines: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for at in range(0, len(lines), _CHUNK):
        yield lines[at : at + _CHUNK]
